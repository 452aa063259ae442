"""The imprint of documents that differ only in what stands in their slots."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from html import unescape

from svcdocs.ooxml.blocks import Block, normalised
from svcdocs.ooxml.imprint import block_mark, mark
from svcdocs.ooxml.slots import SLOT, number_of

#: What `normalised` or XML would change.
_UNEVEN = re.compile("[\\s&\xad\u200b\ufeff]")


class Pattern:
    """Blocks with slots; marks and texts of what has none are found once.

    Args:
        blocks: the texts of a body in order, or those of a header, as `blocks_of` finds them with
            slots in place of the values.
    """

    __slots__ = ("_open", "_room", "_texts")

    def __init__(self, blocks: Sequence[Block]) -> None:
        #: Marks that are known, with room between them for those that are not.
        self._room = [""]
        #: For each room a cell's only slot, or a text with slots.
        self._open: list[int | _Open] = []
        for block in blocks:
            if isinstance(block, str):
                self._add(_Open(block, "") if SLOT.search(block) else mark(block))
            elif any(SLOT.search(text) for row in block for text in row):
                self._add("[")
                for row in block:
                    self._add("/")
                    for text in row:
                        self._add(_cell(text))
                self._add("]")
            else:
                self._add(block_mark(block))
        self._texts = tuple(
            _Open(text, "") if SLOT.search(text) else text
            for block in blocks
            for text in ([block] if isinstance(block, str) else sum(block, ()))
            if text
        )

    def _add(self, piece: str | int | _Open) -> None:
        if isinstance(piece, str):
            self._room[-1] += piece
        else:
            self._open.append(piece)
            self._room += ["", ""]

    def marks(self, values: Sequence[str]) -> str:
        """The marks of all blocks, for one document's values (escaped, by slot)."""
        out = self._room.copy()
        out[1::2] = [
            _value_mark(values[one]) if isinstance(one, int) else one.mark(values)
            for one in self._open
        ]
        return "".join(out)

    def texts(self, values: Sequence[str]) -> Iterator[str]:
        """The texts that are not empty."""
        for text in self._texts:
            said = text if isinstance(text, str) else text.text(values)
            if said:
                yield said


@lru_cache(maxsize=16384)
def _value_mark(value: str) -> str:
    """The mark of a text as it stands in XML."""
    return mark(normalised(unescape(value)) if _UNEVEN.search(value) else value)


def _cell(text: str) -> str | int | _Open:
    if SLOT.fullmatch(text):
        return number_of(text)
    return _Open(text, mark("")) if SLOT.search(text) else mark(text)


class _Open:
    """A text with slots, and the mark that stands for it when nothing is in it."""

    __slots__ = ("_empty", "_numbers", "_pieces")

    def __init__(self, text: str, empty: str) -> None:
        self._empty = empty
        self._pieces = SLOT.split(text)
        self._numbers = [number_of(slot) for slot in SLOT.findall(text)]

    def text(self, values: Sequence[str]) -> str:
        """What stands there in one document."""
        out = [""] * (2 * len(self._pieces) - 1)
        out[::2] = self._pieces
        out[1::2] = [unescape(values[number]) for number in self._numbers]
        return normalised("".join(out))

    def mark(self, values: Sequence[str]) -> str:
        """Its mark in one document."""
        text = self.text(values)
        return mark(text) if text else self._empty
