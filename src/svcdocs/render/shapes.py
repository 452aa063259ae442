"""Shapes: what is known of a rendered part before its values are filled in.

Documents of one template mostly differ in their values alone. So what is dear is done once for the
text around the values: tables put in order, the check, the search for paragraphs and cells. It is
done with slots in place of the values, which are mere text and can change nothing of it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from svcdocs.ooxml.blocks import Block, blocks_of
from svcdocs.ooxml.imprint_pattern import Pattern
from svcdocs.ooxml.part_glance import Glance
from svcdocs.ooxml.postcheck import Surroundings, check_part
from svcdocs.ooxml.slots import SLOT, is_slot, number_of

if TYPE_CHECKING:
    from svcdocs.render.compiled_part import CompiledPart

#: What a document of this many chunks gains is less than what its shape weighs.
_MOST_CHUNKS = 100_000
_MOST_SHAPES = 32
#: A slot, or a character like one spelt out: of a value for which no slot was left.
_SLOT_LIKE = re.compile(SLOT.pattern + r"|&#(?:9[89]|1[01])\d{4,5};")


@dataclass(frozen=True, slots=True)
class Shape:
    """A part with slots for its values.

    Attributes:
        pieces: its text, cut at the slots, room between the pieces.
        order: the numbers of the slots, as a range where they just follow one another.
        glance: what the check saw in it.
        pattern: its paragraphs and cells; None for a part that has none.
    """

    pieces: tuple[str, ...]
    order: range | tuple[int, ...]
    glance: Glance
    pattern: Pattern | None

    def filled(self, values: Sequence[str]) -> bytes:
        """The part with the values of one document."""
        out = list(self.pieces)
        order = self.order
        if isinstance(order, range):
            out[1::2] = values[order.start : order.stop]
        else:
            out[1::2] = [values[number] for number in order]
        return "".join(out).encode()


class Shapes:
    """The shapes of one part of a template, as documents show them.

    A shape is only ever added, and every thread would make the same; so they may share.
    """

    __slots__ = ("_known", "_part", "_sheet")

    def __init__(self, part: CompiledPart, sheet: str) -> None:
        """Begin without any.

        Args:
            part: what the shapes are of.
            sheet: "body", "sheet" for headers, footers and notes, "" for a part without text.
        """
        self._part = part
        self._sheet = sheet
        self._known: dict[tuple[str, ...], Shape | None] = {}

    def of(self, chunks: Sequence[str], around: Surroundings) -> Shape | None:
        """The shape that chunks belong to; None where the part must be looked at as a whole.

        Args:
            chunks: what the template printed.
            around: what the part is checked against.
        """
        if len(chunks) > _MOST_CHUNKS:
            return None
        key = tuple(chunks)
        try:
            return self._known[key]
        except KeyError:
            pass
        shape = self._made(chunks, around)
        if len(self._known) >= _MOST_SHAPES:
            self._known.clear()
        self._known[key] = shape
        return shape

    def _made(self, chunks: Sequence[str], around: Surroundings) -> Shape | None:
        if any(
            "\x01" in chunk or (not is_slot(chunk) and _SLOT_LIKE.search(chunk)) for chunk in chunks
        ):
            return None  # an object, or data with a character like a slot's
        xml = self._part.finished("".join(chunks))
        glance, problems = check_part(self._part.name, xml.encode(), around, braced=frozenset())
        if problems:
            return None
        pieces = SLOT.split(xml)
        room = [""] * (2 * len(pieces) - 1)
        room[::2] = pieces
        slots = tuple(number_of(found) for found in SLOT.findall(xml))
        following = range(slots[0], slots[0] + len(slots)) if slots else range(0)
        return Shape(
            pieces=tuple(room),
            order=following if slots == tuple(following) else slots,
            glance=glance,
            pattern=Pattern(self._blocks(xml)) if self._sheet else None,
        )

    def _blocks(self, xml: str) -> tuple[Block, ...]:
        if self._sheet == "body":
            return blocks_of(xml, []).body
        return blocks_of("", [xml]).sheets
