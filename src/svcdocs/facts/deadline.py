"""The state of one deadline: met, late, pending, overdue or unknown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any

from svcdocs.calc.periods import add
from svcdocs.calc.windows import add_within, elapsed_within
from svcdocs.calc.workdays import Calendar, ProvisionalCalendar
from svcdocs.facts.moments import Moment, between, day_of, end_of, has_come, is_after
from svcdocs.model.quantity import CLOCK_UNITS, Quantity, ServiceWindow, Unit
from svcdocs.texts import _


class State(Enum):
    """How a deadline stands at the end of the day `as_of`."""

    MET = "met"
    LATE = "late"
    PENDING = "pending"
    OVERDUE = "overdue"
    UNKNOWN = "unknown"


class WrongKindError(TypeError):
    """A value is of a kind that the computation cannot use; the text is for people."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """What a deadline came to.

    `used` runs from the start to what was done, or to the end of `as_of` while nothing was;
    `margin` is what is left of the time allowed, negative when it was exceeded. `assumed` is the first
    day on the way to `due` that was taken for a working day or not without an official notice; what
    is measured from there on (`used`, `margin`) may rest on more of them.
    """

    state: State
    start: Moment | None = None
    due: Moment | None = None
    done: Moment | None = None
    allowed: Quantity | None = None
    used: Quantity | None = None
    margin: Quantity | None = None
    assumed: date | None = None

    def as_mapping(self) -> dict[str, Any]:
        """What expressions and templates read; what is not known is left out."""
        fields = {
            "due": self.due,
            "done": self.done,
            "allowed": self.allowed,
            "used": self.used,
            "margin": self.margin,
        }
        return {
            "state": self.state.value,
            **{name: value for name, value in fields.items() if value is not None},
        }


def judge_deadline(  # noqa: PLR0913 - the keys of the rule kind
    as_of: date,
    calendar: Calendar,
    *,
    start: Any = None,
    within: Any = None,
    by: Any = None,
    done: Any = None,
    window: Any = None,
    roll: bool = False,
) -> Deadline:
    """Compare what was done with what was allowed; None stands for what is missing.

    Clock units (minutes, hours) run from a time; days, months and years run from the day after the
    starting day to the end of the last one (民法典 201–203). With `roll` a last day on which nobody
    works gives way to the next working day (203); contracts often mean the day itself, laws mean
    this. What has a time stamp after the end of `as_of` has not happened yet.

    Raises:
        TypeError: a value is not a date, time, length of time or service window where one is due,
            or minutes were to run from a day without a time.
        ValueError: the length is negative, or leads out of the calendar's years.
        CalendarUnavailable: working days past the last notice, unless the calendar is provisional.
    """
    start, by, done = _moment(start, "from"), _moment(by, "by"), _moment(done, "done")
    within, window = _length(within), _window(window)
    if done is not None and not has_come(done, as_of):
        done = None
    due = by
    if due is None and start is not None and within is not None:
        due = due_moment(start, within, window, calendar)
        if roll and not isinstance(due, datetime):
            due = calendar.on_or_after(due)
    assumed = calendar.assumed if isinstance(calendar, ProvisionalCalendar) else None
    state = state_of(due, done, as_of)
    if due is None or state is State.UNKNOWN:
        return Deadline(state=state, start=start, due=due, done=done, allowed=within)
    until: Moment = done if done is not None else _now(due, as_of)
    return Deadline(
        state=state,
        start=start,
        due=due,
        done=done,
        allowed=within,
        used=_length_of(start, until, within, window, calendar) if start is not None else None,
        margin=_length_of(until, due, within, window, calendar),
        assumed=assumed,
    )


def due_moment(
    start: Moment, within: Quantity, window: ServiceWindow | None, calendar: Calendar
) -> Moment:
    """When a time allowed runs out: a moment for clock units, else a day, which counts to its end.

    Raises:
        TypeError: minutes or hours are to run from a day that has no time.
        CalendarUnavailable: working days past the last notice, unless the calendar is provisional.
    """
    if within.unit not in CLOCK_UNITS:
        return add(day_of(start), within, calendar)
    if isinstance(start, datetime) and window is not None and not window.always:
        return add_within(start, within, window, calendar)
    return add(start, within, calendar)


def state_of(due: Moment | None, done: Moment | None, as_of: date) -> State:
    """How it stands; `done` is not later than `as_of`."""
    if due is None:
        return State.UNKNOWN
    if done is None:
        return State.OVERDUE if is_after(_now(due, as_of), due) else State.PENDING
    if is_after(done, due):
        return State.LATE
    # A mere day cannot tell whether a time on that same day was kept.
    if isinstance(due, datetime) and not isinstance(done, datetime) and done == day_of(due):
        return State.UNKNOWN
    return State.MET


def _now(due: Moment, as_of: date) -> Moment:
    return end_of(as_of) if isinstance(due, datetime) else as_of


def _length_of(
    start: Moment,
    end: Moment,
    within: Quantity | None,
    window: ServiceWindow | None,
    calendar: Calendar,
) -> Quantity:
    """The time from start to end, negative when end comes first.

    It is measured in the unit the promise is made in: service hours, working days, or plain time.
    """
    if isinstance(start, datetime) and isinstance(end, datetime):
        if window is not None and not window.always:
            return elapsed_within(start, end, window, calendar)
    elif within is not None and within.unit is Unit.WORKING_DAY:
        days = calendar.count(day_of(start), day_of(end))
        return Quantity(Decimal(days), Unit.WORKING_DAY)
    return between(start, end)


def _moment(value: Any, name: str) -> Moment | None:
    if value is None or isinstance(value, date):
        return value
    raise WrongKindError(
        _("'{name}' must be a date or a time, not {value!r}").format(name=name, value=value)
    )


def _length(value: Any) -> Quantity | None:
    if value is None or isinstance(value, Quantity):
        return value
    raise WrongKindError(
        _("'within' must be a length of time like 30 minutes, not {value!r}").format(value=value)
    )


def _window(value: Any) -> ServiceWindow | None:
    if value is None or isinstance(value, ServiceWindow):
        return value
    raise WrongKindError(
        _("'window' must be a service window like 7x24, not {value!r}").format(value=value)
    )
