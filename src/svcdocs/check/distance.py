"""How far apart two values are, in words: the margin of a finding."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from svcdocs.check.wording import say, span
from svcdocs.facts.moments import between
from svcdocs.model.quantity import FAMILIES, Quantity


def distance(one: object, other: object) -> str:
    """The distance without its direction; empty for values that have none, like texts."""
    if isinstance(one, date) and isinstance(other, date):
        return span(between(one, other))
    if isinstance(one, Quantity) and isinstance(other, Quantity):
        return _quantities(one, other)
    if isinstance(one, int | Decimal) and isinstance(other, int | Decimal):
        if isinstance(one, bool) or isinstance(other, bool):
            return ""
        return say(abs(Decimal(one) - Decimal(other)))
    return ""


def _quantities(one: Quantity, other: Quantity) -> str:
    if not one.comparable(other):
        return ""
    (family, amount), (_family, less) = one.base, other.base
    if one.unit is other.unit:
        return span(Quantity(one.amount - other.amount, one.unit))
    smallest = next(unit for unit, factor in FAMILIES[family].items() if factor == 1)
    return span(Quantity(amount - less, smallest))
