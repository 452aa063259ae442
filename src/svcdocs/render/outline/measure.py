"""Lengths of the house style, in twips (1/20 pt, 567 to the centimetre)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

A4 = (11906, 16838)
#: Top, right, bottom, left; those of a notice leave GB/T 9704's type area of 156 × 225 mm.
_MARGINS = {
    "form": (1134, 1134, 1134, 1134),
    "text": (1418, 1418, 1418, 1418),
    "notice": (2098, 1474, 1985, 1588),
}
_TWIPS = {"cm": Decimal(567), "mm": Decimal("56.7")}


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its size, its margins (top, right, bottom, left)."""

    width: int
    height: int
    margins: tuple[int, int, int, int]
    landscape: bool

    @property
    def inner(self) -> int:
        """The width between the margins."""
        _top, right, _bottom, left = self.margins
        return self.width - right - left


def page(margins: str, *, landscape: bool) -> Page:
    """An A4 page with the margins of a form (2 cm), a text (2.5 cm) or an official notice."""
    width, height = A4[::-1] if landscape else A4
    return Page(width, height, _MARGINS[margins], landscape)


def twips(length: str) -> int:
    """`1.5cm` or `8 mm` in twips."""
    unit = length[-2:]
    return int(Decimal(length[:-2].strip()) * _TWIPS[unit])


def shares(weights: Sequence[Decimal | int], width: int) -> list[int]:
    """A width divided by weights into whole twips that add up to it."""
    total = sum(weights)
    edges = [0]
    passed = Decimal(0)
    for weight in weights:
        passed += weight
        edges.append(int(width * passed / total))
    return [right - left for left, right in pairwise(edges)]
