"""Due dates that come back: maintenance every 3 months after acceptance."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Literal

from svcdocs.calc.periods import add
from svcdocs.calc.quantities import spoken
from svcdocs.calc.workdays import Calendar
from svcdocs.model.quantity import Quantity
from svcdocs.texts import _


def anchored_dates(  # noqa: PLR0913 - three options of one recurrence, by keyword only
    anchor: date,
    step: Quantity,
    until: date,
    *,
    include_last: bool = True,
    move: Literal["next", "previous"] | None = None,
    calendar: Calendar | None = None,
) -> tuple[date, ...]:
    """Every date that lies a whole number of steps after the anchor, up to `until`.

    Each step is counted from the anchor, never from the date before it, so that one short month
    (民法典 202: “没有对应日的，月末日为期间的最后一日”) does not pull all later dates forward: 2025-11-30 and
    every 3 months give 02-28, 05-30, 08-30, 11-30.

    Args:
        anchor: the day of the event, itself no due date.
        step: days, weeks, months, quarters, years or working days, more than none.
        until: the last day on which a date may fall.
        include_last: whether a date that falls on `until` itself counts.
        move: take the next or the previous working day for a date on which nobody works. The dates
            after it stay where they are. A date that would leave the span between anchor and
            `until` moves the other way, and stays where that fails too.
        calendar: for `move` and steps in working days; the official one by default.

    Raises:
        TypeError: the step is in hours, minutes or seconds.
        ValueError: the step is not positive or not whole.
        CalendarUnavailable: a working day is needed past the last notice.
    """
    if step.amount <= 0:
        raise ValueError(_("the step {step} leads nowhere").format(step=spoken(step)))
    calendar = calendar or Calendar()
    last = until if include_last else until - timedelta(days=1)
    dates: list[date] = []
    number = 1
    while (due := add(anchor, Quantity(step.amount * number, step.unit), calendar)) <= last:
        moved = _moved(due, move, (anchor, last), calendar) if move else due
        if not dates or moved > dates[-1]:  # daily steps meet on one Monday
            dates.append(moved)
        number += 1
    return tuple(dates)


def _moved(
    due: date, move: Literal["next", "previous"], span: tuple[date, date], calendar: Calendar
) -> date:
    ways = (calendar.on_or_after, calendar.on_or_before)
    for way in ways if move == "next" else reversed(ways):
        moved = way(due)
        if span[0] < moved <= span[1]:
            return moved
    return due
