"""The five states of a deadline, and what is measured of it."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from svcdocs.calc.china_time import CHINA
from svcdocs.calc.quantities import parse_quantity
from svcdocs.calc.windows import parse_window
from svcdocs.calc.workdays import Calendar
from svcdocs.facts.deadline import Deadline, State, WrongKindError, judge_deadline
from svcdocs.model.quantity import Quantity, Unit

CALENDAR = Calendar()


def at(text: str) -> date | datetime:
    """`2026-03-02` or `2026-03-02 08:30`."""
    if len(text) == 10:
        return date.fromisoformat(text)
    return datetime.fromisoformat(text).replace(tzinfo=CHINA)


def judge(as_of: str, **values: str) -> Deadline:
    """A deadline of values as they are spelt."""
    readers: dict[str, Any] = {"within": parse_quantity, "window": parse_window}
    keys = {key: readers.get(key, at)(text) for key, text in values.items()}
    return judge_deadline(date.fromisoformat(as_of), CALENDAR, **keys)


@pytest.mark.parametrize(
    ("as_of", "values", "state", "due", "margin"),
    [
        pytest.param(
            "2026-03-31",
            {"start": "2026-03-02 08:30", "within": "2 hours", "done": "2026-03-02 10:30"},
            State.MET,
            "2026-03-02 10:30",
            "0 minutes",
            id="以内包括本数",
        ),
        pytest.param(
            "2026-03-31",
            {"start": "2026-03-02 08:30", "within": "2 hours", "done": "2026-03-02 10:42"},
            State.LATE,
            "2026-03-02 10:30",
            "-12 minutes",
            id="late",
        ),
        pytest.param(
            "2026-03-31",
            {"start": "2026-03-02", "within": "1 day", "done": "2026-03-03 23:59"},
            State.MET,
            "2026-03-03",
            "0 days",
            id="days run to the end of the last one",
        ),
        pytest.param(
            "2026-03-31",
            {"start": "2026-03-02 08:30", "within": "1 day", "done": "2026-03-03 20:00"},
            State.MET,
            "2026-03-03",
            "0 days",
            id="days run from a day, whatever the hour",
        ),
        pytest.param(
            "2026-03-31",
            {"start": "2026-03-02 08:30", "within": "24 hours", "done": "2026-03-03 20:00"},
            State.LATE,
            "2026-03-03 08:30",
            "-690 minutes",
            id="24 hours are no day",
        ),
        pytest.param(
            "2026-03-31",
            {"start": "2026-03-02 08:30", "within": "2 hours", "done": "2026-03-02"},
            State.UNKNOWN,
            "2026-03-02 10:30",
            None,
            id="a mere day cannot tell",
        ),
        pytest.param(
            "2026-03-31",
            {"start": "2026-03-02 08:30", "within": "2 hours", "done": "2026-03-03"},
            State.LATE,
            "2026-03-02 10:30",
            "-1 days",
            id="the next day is late anyhow",
        ),
        pytest.param(
            "2026-03-02",
            {"start": "2026-03-02 22:00", "within": "2 hours"},
            State.PENDING,
            "2026-03-03 00:00",
            "0 minutes",
            id="due at the very end of today",
        ),
        pytest.param(
            "2026-03-02",
            {"start": "2026-03-02 21:59", "within": "2 hours"},
            State.OVERDUE,
            "2026-03-02 23:59",
            "-1 minutes",
            id="due a minute before",
        ),
        pytest.param(
            "2026-03-05",
            {"start": "2026-03-02", "within": "3 days"},
            State.PENDING,
            "2026-03-05",
            "0 days",
            id="the last day is not over",
        ),
        pytest.param(
            "2026-03-06",
            {"start": "2026-03-02", "within": "3 days"},
            State.OVERDUE,
            "2026-03-05",
            "-1 days",
            id="the day after",
        ),
        pytest.param(
            "2026-03-31",
            {"by": "2026-03-20", "done": "2026-03-19"},
            State.MET,
            "2026-03-20",
            "1 day",
            id="by a day",
        ),
        pytest.param(
            "2026-02-28",
            {"start": "2026-02-13 17:00", "within": "3 hours", "window": "5x9"},
            State.OVERDUE,
            "2026-02-14 11:00",
            "-3120 minutes",
            id="补班 and the spring festival",
        ),
        pytest.param("2026-03-31", {"within": "2 hours"}, State.UNKNOWN, None, None, id="no start"),
        pytest.param(
            "2026-03-31",
            {"start": "2026-03-02 08:30", "done": "2026-03-02 08:31"},
            State.UNKNOWN,
            None,
            None,
            id="no length",
        ),
    ],
)
def test_states(
    as_of: str, values: dict[str, str], state: State, due: str | None, margin: str | None
) -> None:
    """State, end and what was left of the time, each at its boundary."""
    found = judge(as_of, **values)

    assert found.state is state
    assert found.due == (at(due) if due else None)
    assert (str(found.margin) if found.margin else None) == margin


def test_what_is_known_is_what_expressions_read() -> None:
    """The rest is missing, not None."""
    found = judge("2026-03-02", start="2026-03-02 08:30", within="2 days")

    assert found.as_mapping() == {
        "state": "pending",
        "due": date(2026, 3, 4),
        "allowed": Quantity(Decimal(2), Unit.DAY),
        "used": Quantity(Decimal(0), Unit.DAY),
        "margin": Quantity(Decimal(2), Unit.DAY),
    }


@pytest.mark.parametrize("key", ["start", "by", "done", "within", "window"])
def test_values_of_other_kinds_are_refused(key: str) -> None:
    """A text is no moment, no length of time and no window."""
    wrong: dict[str, Any] = {key: "soon"}
    with pytest.raises(WrongKindError):
        judge_deadline(date(2026, 3, 31), CALENDAR, **wrong)


MOMENTS = st.datetimes(datetime(2025, 1, 1), datetime(2026, 6, 1), timezones=st.just(CHINA))  # noqa: DTZ001 - Hypothesis wants naive bounds


@given(
    start=MOMENTS.map(lambda moment: moment.replace(microsecond=0)),
    done=MOMENTS.map(lambda moment: moment.replace(microsecond=0)),
    minutes=st.integers(1, 100_000),
)
def test_used_and_margin_make_the_time_allowed(
    start: datetime, done: datetime, minutes: int
) -> None:
    """On a clock that never stops nothing is lost between start, done and due."""
    within = Quantity(Decimal(minutes), Unit.MINUTE)
    found = judge_deadline(date(2026, 12, 31), CALENDAR, start=start, within=within, done=done)

    assert found.used is not None
    assert found.margin is not None
    assert found.used.base[1] + found.margin.base[1] == within.base[1]
    assert (found.state is State.LATE) is (found.margin.amount < 0)
