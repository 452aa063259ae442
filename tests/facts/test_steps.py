"""Which step of a recurrence each thing done belongs to."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from svcdocs.calc.quantities import parse_quantity
from svcdocs.calc.workdays import Calendar
from svcdocs.facts.deadline import State, WrongKindError
from svcdocs.facts.steps import Recurrence, judge_recurrence

ANCHOR = date(2026, 3, 31)
UNTIL = date(2029, 3, 31)


def judge(as_of: str, *done: str, tolerance: str = "7 days") -> Recurrence:
    """Quarterly from 2026-03-31: due 06-30, 09-30, 12-31, 2027-03-31, …."""
    return judge_recurrence(
        date.fromisoformat(as_of),
        Calendar(),
        anchor=ANCHOR,
        step=parse_quantity("3 months"),
        until=UNTIL,
        done=[date.fromisoformat(day) for day in done],
        tolerance=parse_quantity(tolerance),
    )


def served(found: Recurrence) -> list[tuple[str, str | None]]:
    """State and day of each step whose time has come."""
    return [
        (step.state.value, step.done.day.isoformat() if step.done else None)
        for step in found.steps
        if step.state is not State.PENDING
    ]


@pytest.mark.parametrize(
    ("as_of", "done", "expected"),
    [
        pytest.param("2026-06-30", [], [], id="the first is due today"),
        pytest.param("2026-07-08", [], [("overdue", None)], id="past the tolerance"),
        pytest.param("2026-07-07", ["2026-07-07"], [("met", "2026-07-07")], id="last good day"),
        pytest.param(
            "2026-07-08", ["2026-07-08"], [("late", "2026-07-08")], id="a day past the tolerance"
        ),
        pytest.param("2026-05-10", ["2026-05-10"], [("met", "2026-05-10")], id="early"),
        pytest.param(
            "2026-10-01",
            ["2026-07-20", "2026-09-25"],
            [("late", "2026-07-20"), ("met", "2026-09-25")],
            id="late for the first, in time for the second",
        ),
        pytest.param(
            "2026-10-08",
            ["2026-09-25"],
            [("overdue", None), ("met", "2026-09-25")],
            id="nearer to the second",
        ),
        pytest.param(
            "2026-10-08",
            ["2026-08-20", "2026-09-25"],
            [("late", "2026-08-20"), ("met", "2026-09-25")],
            id="two in one quarter make up for the one before",
        ),
        pytest.param(
            "2026-10-01",
            ["2026-06-20", "2026-07-02", "2026-09-28"],
            [("met", "2026-06-20"), ("met", "2026-07-02")],
            id="one too many is no fault",
        ),
        pytest.param(
            "2026-07-01", ["2026-03-31"], [], id="what was done on the anchor's day serves nothing"
        ),
    ],
)
def test_rows_serve_steps(
    as_of: str, done: list[str], expected: list[tuple[str, str | None]]
) -> None:
    """Each row the step of its interval, or a missed one before it that is nearer."""
    assert served(judge(as_of, *done)) == expected


def test_the_last_step_may_be_made_up_for() -> None:
    """After the last date nothing else waits for a late row."""
    found = judge("2029-12-31", "2029-05-30")

    assert served(found)[-1] == ("late", "2029-05-30")


def test_what_expressions_read() -> None:
    """Every step, the counts, and when the next one is due."""
    found = judge("2026-07-08", "2026-06-29")
    mapping = found.as_mapping([{"id": "M-1", "done_on": date(2026, 6, 29)}])

    assert (mapping["overdue"], mapping["late"], mapping["next"]) == (0, 0, date(2026, 9, 30))
    assert mapping["steps"][0] == {
        "n": 1,
        "due": date(2026, 6, 30),
        "state": "met",
        "done": date(2026, 6, 29),
        "record": "M-1",
    }
    assert len(mapping["steps"]) == 12
    assert "done" not in mapping["steps"][1]


def test_a_finished_recurrence_has_no_next() -> None:
    """`next` is missing, not None."""
    assert "next" not in judge("2030-01-01").as_mapping([])


@pytest.mark.parametrize("values", [{"anchor": "soon"}, {"step": 3}, {"until": None}])
def test_values_of_other_kinds_are_refused(values: dict[str, object]) -> None:
    """With the key the rule wrote."""
    usual = {"anchor": ANCHOR, "step": parse_quantity("3 months"), "until": UNTIL}
    with pytest.raises(WrongKindError):
        judge_recurrence(date(2026, 7, 1), Calendar(), done=[], **{**usual, **values})


@given(
    days=st.lists(st.integers(1, 1400), max_size=30),
    as_of=st.integers(0, 1500),
)
def test_each_row_serves_at_most_one_step(days: list[int], as_of: int) -> None:
    """And only what has happened serves; more rows never leave more steps open."""
    today = ANCHOR + timedelta(days=as_of)
    rows = [(ANCHOR + timedelta(days=day)).isoformat() for day in days]
    found = judge(today.isoformat(), *rows)
    used = [step.done.row for step in found.steps if step.done]

    assert len(used) == len(set(used))
    assert all(step.done.day <= today for step in found.steps if step.done)
    fewer = judge(today.isoformat(), *rows[:-1])
    assert len(found.in_state(State.OVERDUE)) <= len(fewer.in_state(State.OVERDUE))
