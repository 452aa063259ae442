"""Maintenance every 3 months: anchored steps."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from svcdocs.calc.months import add_months
from svcdocs.calc.quantities import parse_quantity
from svcdocs.calc.recurrence import anchored_dates
from svcdocs.calc.workdays import Calendar, CalendarUnavailable

pytestmark = pytest.mark.usefixtures("english")

QUARTER = parse_quantity("3 months")


def test_steps_count_from_the_anchor() -> None:
    """Chained steps would give 05-28 and be wrong from there on."""
    assert anchored_dates(date(2025, 11, 30), QUARTER, date(2026, 11, 30)) == (
        date(2026, 2, 28),
        date(2026, 5, 30),
        date(2026, 8, 30),
        date(2026, 11, 30),
    )


def test_three_years_have_twelve_quarters() -> None:
    """Months 3 to 36; the last falls on the warranty's last day."""
    dates = anchored_dates(date(2026, 3, 31), QUARTER, date(2029, 3, 31))

    assert len(dates) == 12
    assert dates[-1] == date(2029, 3, 31)


def test_the_one_on_the_last_day_may_be_left_out() -> None:
    """The contract decides whether the visit on the last day is owed."""
    dates = anchored_dates(date(2026, 3, 31), QUARTER, date(2029, 3, 31), include_last=False)

    assert len(dates) == 11
    assert dates[-1] == date(2028, 12, 31)


def test_a_day_off_moves_and_the_anchor_stays() -> None:
    """2026-02-28 is a make-up workday; 05-30 and 08-30 are a Saturday and a Sunday."""
    anchor, until = date(2025, 11, 30), date(2026, 11, 30)

    assert anchored_dates(anchor, QUARTER, until, move="next") == (
        date(2026, 2, 28),
        date(2026, 6, 1),
        date(2026, 8, 31),
        date(2026, 11, 30),
    )
    assert anchored_dates(anchor, QUARTER, until, move="previous") == (
        date(2026, 2, 28),
        date(2026, 5, 29),
        date(2026, 8, 28),
        date(2026, 11, 30),
    )


def test_moving_never_leaves_the_span() -> None:
    """The quarter ends on Sunday 08-30; the first day after the anchor is a Saturday."""
    assert anchored_dates(date(2026, 5, 30), QUARTER, date(2026, 8, 30), move="next") == (
        date(2026, 8, 28),
    )
    days = parse_quantity("1 day")
    weekend = (date(2026, 11, 21), date(2026, 11, 22))
    assert anchored_dates(date(2026, 11, 20), days, date(2026, 11, 23), move="previous") == (
        date(2026, 11, 23),
    )
    assert anchored_dates(date(2026, 11, 20), days, weekend[-1], move="previous") == weekend


def test_steps_that_meet_on_one_day_are_one() -> None:
    """Saturday, Sunday and Monday give one Monday."""
    assert anchored_dates(
        date(2026, 11, 19), parse_quantity("1 day"), date(2026, 11, 24), move="next"
    ) == (date(2026, 11, 20), date(2026, 11, 23), date(2026, 11, 24))


def test_weeks_and_working_days_are_steps_too() -> None:
    """Every unit that counts days."""
    assert anchored_dates(
        date(2026, 9, 24), parse_quantity("7 working days"), date(2026, 10, 31)
    ) == (
        date(2026, 10, 12),
        date(2026, 10, 21),
        date(2026, 10, 30),
    )
    assert len(anchored_dates(date(2026, 1, 1), parse_quantity("1 week"), date(2026, 12, 31))) == 52


def test_nothing_is_due_before_the_first_step() -> None:
    """The anchor itself is no due date."""
    assert anchored_dates(date(2026, 3, 31), QUARTER, date(2026, 6, 29)) == ()


def test_moving_past_the_last_notice_is_never_silent() -> None:
    """It raises, or says which day was guessed first."""
    anchor, until = date(2026, 3, 31), date(2029, 3, 31)
    with pytest.raises(CalendarUnavailable):
        anchored_dates(anchor, QUARTER, until, move="next")

    calendar = Calendar().provisional()
    assert len(anchored_dates(anchor, QUARTER, until, move="next", calendar=calendar)) == 12
    assert calendar.assumed == date(2027, 3, 31)


def test_a_step_must_lead_on() -> None:
    """A step of nothing would never end; hours are no dates."""
    with pytest.raises(ValueError, match="the step 0 days leads nowhere"):
        anchored_dates(date(2026, 3, 31), parse_quantity("0 days"), date(2026, 6, 30))
    with pytest.raises(TypeError, match="runs from a time of day"):
        anchored_dates(date(2026, 3, 31), parse_quantity("2 hours"), date(2026, 6, 30))


@given(st.dates(date(1990, 1, 1), date(2060, 12, 31)), st.integers(1, 18), st.integers(0, 120))
def test_month_steps_are_monotone_and_never_chained(anchor: date, step: int, months: int) -> None:
    """民法典 202 “到期月的对应日为期间的最后一日；没有对应日的，月末日为期间的最后一日”."""
    until = add_months(anchor, months)
    dates = anchored_dates(anchor, parse_quantity(f"{step} months"), until)

    assert dates == tuple(add_months(anchor, n * step) for n in range(1, months // step + 1))
    assert list(dates) == sorted(set(dates))
