"""Slots: characters that stand for the values of a document while its parts are put together.

What a template prints between its values is the same from document to document. With a slot in the
place of each value that is mere text, two documents of one shape give the same chunks, and what is
found out about the shape (that it is well-formed, where its paragraphs are) holds for both. No
template has such characters of its own: preprocessing refuses them.
"""

from __future__ import annotations

import re
from functools import cache

_FIRST = 0xF0000
#: Supplementary Private Use Area-A and the beginning of B: no font in use draws anything there.
_COUNT = 0x1F000
#: One character a slot, by number: as many as most documents need.
SLOTS = tuple(chr(_FIRST + number) for number in range(4096))
_CLASS = "\U000f0000-\U000ffffd\U00100000-\U0010efff"
SLOT = re.compile(f"[{_CLASS}]")


@cache
def all_slots() -> tuple[str, ...]:
    """Every slot there is; a hundred thousand of them take a while, once."""
    rest = (*range(len(SLOTS), 0xFFFE), *range(0x10000, _COUNT))
    return SLOTS + tuple(chr(_FIRST + number) for number in rest)


def number_of(slot: str) -> int:
    """The number of a slot."""
    code = ord(slot)
    return code - _FIRST if code < 0x100000 else code - 0x100000 + 0xFFFE


def is_slot(chunk: str) -> bool:
    """Whether a chunk of a rendered part is a slot; a text of the data that looks like one is none."""
    return type(chunk) is str and len(chunk) == 1 and SLOT.match(chunk) is not None
