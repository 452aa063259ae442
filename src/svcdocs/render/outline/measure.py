"""Lengths of the house style, in twips (1/20 pt, 567 to the centimetre)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

A4 = (11906, 16838)
_MARGINS = {"form": 1134, "text": 1418}
_TWIPS = {"cm": Decimal(567), "mm": Decimal("56.7")}


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its size and the margin on all four sides."""

    width: int
    height: int
    margin: int
    landscape: bool

    @property
    def inner(self) -> int:
        """The width between the margins."""
        return self.width - 2 * self.margin


def page(margins: str, *, landscape: bool) -> Page:
    """An A4 page with the margins of a form (2 cm) or a text (2.5 cm)."""
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
