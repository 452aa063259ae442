"""The imprint of documents that differ only in what stands in their slots."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
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

    __slots__ = ("_pieces", "_texts")

    def __init__(self, blocks: Sequence[Block]) -> None:
        pieces: list[str | _Open] = []
        for block in blocks:
            if isinstance(block, str):
                pieces.append(_Open(block, "") if SLOT.search(block) else mark(block))
            elif any(SLOT.search(text) for row in block for text in row):
                pieces.append("[")
                for row in block:
                    pieces.append("/")
                    pieces += (
                        _Open(text, mark("")) if SLOT.search(text) else mark(text) for text in row
                    )
                pieces.append("]")
            else:
                pieces.append(block_mark(block))
        self._pieces = tuple(_joined(pieces))
        self._texts = tuple(
            _Open(text, "") if SLOT.search(text) else text
            for block in blocks
            for text in ([block] if isinstance(block, str) else sum(block, ()))
            if text
        )

    def marks(self, values: Sequence[str]) -> str:
        """The marks of all blocks, for one document's values (escaped, by slot)."""
        return "".join(
            [piece if isinstance(piece, str) else piece.mark(values) for piece in self._pieces]
        )

    def texts(self, values: Sequence[str]) -> Iterator[str]:
        """The texts that are not empty."""
        for text in self._texts:
            said = text if isinstance(text, str) else text.text(values)
            if said:
                yield said


class _Open:
    """A text with slots, and the mark that stands for it when nothing is in it."""

    __slots__ = ("_empty", "_numbers", "_pieces", "_single")

    def __init__(self, text: str, empty: str) -> None:
        self._empty = empty
        self._pieces = SLOT.split(text)
        self._numbers = [number_of(slot) for slot in SLOT.findall(text)]
        self._single = self._numbers[0] if self._pieces == ["", ""] else None

    def text(self, values: Sequence[str]) -> str:
        """What stands there in one document."""
        out = [""] * (2 * len(self._pieces) - 1)
        out[::2] = self._pieces
        out[1::2] = [unescape(values[number]) for number in self._numbers]
        return normalised("".join(out))

    def mark(self, values: Sequence[str]) -> str:
        """Its mark in one document."""
        if self._single is None:
            text = self.text(values)
        else:
            text = values[self._single]
            if _UNEVEN.search(text):
                text = normalised(unescape(text))
        return mark(text) if text else self._empty


def _joined(pieces: Sequence[str | _Open]) -> Iterator[str | _Open]:
    """The same pieces, neighbouring texts in one."""
    ready: list[str] = []
    for piece in pieces:
        if isinstance(piece, str):
            ready.append(piece)
            continue
        if ready:
            yield "".join(ready)
            ready.clear()
        yield piece
    if ready:
        yield "".join(ready)
