"""Values that rest on working days nobody has given notice of yet: they print with a mark.

They are dates, moments and lengths of time like any other, so that templates compare and filter them
as usual; whoever turns one into text puts `mark_of` behind it.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from svcdocs.model.quantity import Quantity

if TYPE_CHECKING:
    from svcdocs.facts import FactValue

MARK = "（暂定）"

#: Parts of a deadline or recurrence that stand in the data or the policy and are computed by nobody.
_GIVEN = frozenset({"done", "allowed", "record", "n"})


class ProvisionalDate(date):
    """A day that the notice to come may move."""

    __slots__ = ()


class ProvisionalMoment(datetime):
    """A time that the notice to come may move."""

    __slots__ = ()


class ProvisionalQuantity(Quantity):
    """A number of working days, or of service hours, that the notice to come may change."""

    __slots__ = ()


_KINDS = (ProvisionalDate, ProvisionalMoment, ProvisionalQuantity)


def provisional(value: Any, sure: Collection[str] = _GIVEN) -> Any:
    """The same value as one that is marked; of a mapping all but what is sure."""
    if isinstance(value, datetime):
        return ProvisionalMoment.fromisoformat(value.isoformat())
    if isinstance(value, date):
        return ProvisionalDate(value.year, value.month, value.day)
    if isinstance(value, Quantity):
        return ProvisionalQuantity(value.amount, value.unit)
    if isinstance(value, list):
        return [provisional(one) for one in value]
    if isinstance(value, dict):
        return {key: one if key in sure else provisional(one) for key, one in value.items()}
    return value


def marked(found: FactValue) -> Any:
    """A fact's value as a template reads it, what is not certain of it with a mark."""
    from svcdocs.facts import Deadline  # noqa: PLC0415 - whoever has a fact has it loaded

    value, state = found.plain, found.state
    if found.assumed is None or (state is None and isinstance(value, dict)):
        return value  # a row of the data was chosen: what stands in it is certain
    if isinstance(state, Deadline) and state.assumed is None:
        return provisional(value, {*_GIVEN, "due"})
    return provisional(value)


def mark_of(value: Any) -> str:
    """What stands behind the value's text."""
    return MARK if isinstance(value, _KINDS) else ""
