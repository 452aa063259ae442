"""The state of something owed at regular intervals, like maintenance every three months."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from svcdocs.calc.periods import add
from svcdocs.calc.recurrence import anchored_dates
from svcdocs.calc.workdays import Calendar
from svcdocs.facts.deadline import State, WrongKindError
from svcdocs.facts.moments import day_of
from svcdocs.model.quantity import Quantity
from svcdocs.texts import _


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """One row that says something was done on a day; `row` is its index among the rows given."""

    day: date
    row: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """The n-th time something was due (n counts from 1), and what became of it.

    `latest` is `due` plus the tolerance.
    """

    n: int
    due: date
    latest: date
    done: Done | None
    state: State

    def as_mapping(self, rows: Sequence[Any]) -> dict[str, Any]:
        """What expressions and templates read; `done` and `record` only when it was done."""
        mapping: dict[str, Any] = {"n": self.n, "due": self.due, "state": self.state.value}
        if self.done is not None:
            mapping["done"] = self.done.day
            mapping["record"] = rows[self.done.row].get("id", "")
        return mapping


@dataclass(frozen=True, slots=True, kw_only=True)
class Recurrence:
    """All steps from the anchor to the end, in order."""

    steps: tuple[Step, ...]

    def in_state(self, state: State) -> tuple[Step, ...]:
        """The steps in one state."""
        return tuple(step for step in self.steps if step.state is state)

    def as_mapping(self, rows: Sequence[Any]) -> dict[str, Any]:
        """What expressions and templates read; `next` is left out when nothing is to come."""
        pending = self.in_state(State.PENDING)
        mapping: dict[str, Any] = {
            "steps": [step.as_mapping(rows) for step in self.steps],
            "overdue": len(self.in_state(State.OVERDUE)),
            "late": len(self.in_state(State.LATE)),
        }
        if pending:
            mapping["next"] = pending[0].due
        return mapping


def judge_recurrence(  # noqa: PLR0913 - the keys of the rule kind
    as_of: date,
    calendar: Calendar,
    *,
    anchor: Any,
    step: Any,
    until: Any,
    done: Sequence[Any],
    tolerance: Any = None,
) -> Recurrence:
    """Match what was done with the steps it was owed at.

    Each step starts from the anchor (never from the step before it, which would drift at month
    ends), and something done serves the step in whose interval it falls. Where the step before
    was missed and its date is nearer, it serves that one, late.

    Args:
        as_of: the day that counts as today; what is dated later has not happened yet.
        calendar: for steps and tolerances in working days.
        anchor: the day the intervals start from; no step itself.
        step: the length of an interval.
        until: the last day a step may fall on.
        done: when it was done, in the order of the rows; None where a row does not say.
        tolerance: how much later than due still counts as in time.

    Raises:
        WrongKindError: a value is not a date or a length of time where one is due.
    """
    dues = anchored_dates(
        _day(anchor, "from"), _length(step, "step"), _day(until, "until"), calendar=calendar
    )
    grace = None if tolerance is None else _length(tolerance, "tolerance")
    latest = [_later(due, grace, calendar) for due in dues]
    happened = sorted(
        (_day(moment, "on"), row) for row, moment in enumerate(done) if moment is not None
    )
    rows = [Done(day=day, row=row) for day, row in happened if day <= as_of]
    served = _match(_day(anchor, "from"), list(dues), latest, rows)
    return Recurrence(
        steps=tuple(
            Step(
                n=index + 1,
                due=due,
                latest=latest[index],
                done=served.get(index),
                state=_state(latest[index], served.get(index), as_of),
            )
            for index, due in enumerate(dues)
        )
    )


def _match(
    anchor: date, dues: Sequence[date], latest: Sequence[date], rows: Sequence[Done]
) -> dict[int, Done]:
    """Which step (by index) each row serves; rows are in order of their days."""
    served: dict[int, Done] = {}
    for row in rows:
        if row.day <= anchor:
            continue
        index = bisect_left(dues, row.day)
        before = index - 1
        missed = before >= 0 and before not in served
        if missed and _makes_up(row.day, dues[before:], latest[before]):
            served[before] = row
        elif index < len(dues) and index not in served:
            served[index] = row
        elif missed:
            # Two in one interval after a miss: the earlier one makes up for it.
            served[before], served[index] = served[index], row
    return served


def _makes_up(day: date, dues: Sequence[date], latest: date) -> bool:
    """Whether what was done on a day serves the first of these dates, which is over.

    It does within the tolerance, after the last date of all, and if the date after is farther.
    """
    return day <= latest or len(dues) == 1 or day - dues[0] < dues[1] - day


def _state(latest: date, done: Done | None, as_of: date) -> State:
    if done is not None:
        return State.LATE if done.day > latest else State.MET
    return State.OVERDUE if as_of > latest else State.PENDING


def _later(due: date, grace: Quantity | None, calendar: Calendar) -> date:
    return due if grace is None else add(due, grace, calendar)


def _day(value: Any, name: str) -> date:
    if isinstance(value, date):
        return day_of(value)
    raise WrongKindError(_("'{name}' must be a date, not {value!r}").format(name=name, value=value))


def _length(value: Any, name: str) -> Quantity:
    if isinstance(value, Quantity):
        return value
    raise WrongKindError(
        _("'{name}' must be a length of time like 3 months, not {value!r}").format(
            name=name, value=value
        )
    )
