"""Working days, against the notices of 国务院办公厅 and past their end."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from svcdocs.calc.china_time import CHINA
from svcdocs.calc.workdays import Calendar, CalendarUnavailable

pytestmark = pytest.mark.usefixtures("english")

CALENDAR = Calendar()
COVERED = st.dates(date(2005, 1, 1), date(2025, 12, 31))
#: A plain notice for 2027 as it might read; only its shape matters here.
NOTICE_2027 = {
    date(2027, 1, 1): False,
    date(2027, 1, 3): True,
    date(2027, 5, 1): False,
    date(2027, 10, 1): False,
}


@pytest.mark.parametrize(("year", "workdays"), [(2024, 251), (2025, 248), (2026, 248)])
def test_a_years_working_days(year: int, workdays: int) -> None:
    """The totals of the official notices."""
    assert CALENDAR.count(date(year - 1, 12, 31), date(year, 12, 31)) == workdays


def test_every_covered_day_agrees_with_the_package() -> None:
    """Its tables are read directly, for speed; the answers are its own."""
    day = date(2004, 1, 1)
    while day <= date(2026, 12, 31):
        assert CALENDAR.is_workday(day) == chinese_calendar.is_workday(day), day
        day += timedelta(days=1)


@pytest.mark.parametrize(
    ("start", "number", "expected"),
    [
        (date(2026, 9, 24), 7, date(2026, 10, 12)),  # over 中秋 and 国庆, Saturday 10-10 counts
        (date(2026, 2, 11), 7, date(2026, 2, 27)),
        (date(2026, 9, 24), 1, date(2026, 9, 28)),  # the report “第二天” of a visit on 09-24
        (date(2026, 11, 20), 1, date(2026, 11, 23)),
        (date(2026, 2, 14), 0, date(2026, 2, 14)),
        (date(2026, 2, 19), 0, date(2026, 2, 19)),  # 0 is the day itself, a holiday too
        (date(2026, 10, 12), -7, date(2026, 9, 24)),
    ],
)
def test_adding_working_days(start: date, number: int, expected: date) -> None:
    """The vectors of the domain notes, 0 and the way back."""
    assert CALENDAR.add(start, number) == expected


@given(COVERED, st.integers(0, 200))
def test_adding_and_counting_are_inverse(start: date, number: int) -> None:
    """民法典 201 “开始的当日不计入，自下一日开始计算”: the start is in neither."""
    assert CALENDAR.count(start, CALENDAR.add(start, number)) == number
    assert CALENDAR.count(start, CALENDAR.add(start, -number)) == -number


@given(COVERED, COVERED, COVERED)
def test_counts_add_up(first: date, second: date, third: date) -> None:
    """No working day is lost or counted twice at a seam."""
    first, second, third = sorted([first, second, third])
    parts = CALENDAR.count(first, second) + CALENDAR.count(second, third)

    assert CALENDAR.count(first, third) == parts


def test_the_working_day_at_or_around_a_holiday() -> None:
    """春节 2026 ends on 02-23; the Saturday 02-14 before it is worked."""
    new_year = date(2026, 2, 19)

    assert CALENDAR.on_or_after(new_year) == date(2026, 2, 24)
    assert CALENDAR.on_or_before(new_year) == date(2026, 2, 14)
    assert CALENDAR.on_or_after(date(2026, 10, 10)) == date(2026, 10, 10)


def test_past_the_last_notice_nothing_is_computed() -> None:
    """The error names the first day that nobody knows."""
    with pytest.raises(CalendarUnavailable, match="no official notice for 2027") as raised:
        CALENDAR.add(date(2026, 12, 24), 7)

    assert raised.value.day == date(2027, 1, 1)
    assert "provisional" in raised.value.hint


@pytest.mark.parametrize("day", [date(2003, 12, 31), date(2027, 1, 1)])
def test_coverage_ends_on_both_sides(day: date) -> None:
    """2004 to 2026 in the package's present data."""
    assert not CALENDAR.covers(day)
    with pytest.raises(CalendarUnavailable):
        CALENDAR.is_workday(day)


def test_a_provisional_result_says_so() -> None:
    """Only where a day had to be guessed."""
    assert CALENDAR.add_checked(date(2026, 12, 24), 7) == (date(2027, 1, 4), True)
    assert CALENDAR.add_checked(date(2026, 9, 24), 7) == (date(2026, 10, 12), False)
    assert CALENDAR.count_checked(date(2026, 12, 24), date(2027, 1, 4)) == (7, True)
    assert CALENDAR.count_checked(date(2026, 12, 24), date(2026, 12, 31)) == (5, False)


def test_a_provisional_calendar_names_the_first_day_it_guessed() -> None:
    """So that a document can print why."""
    calendar = CALENDAR.provisional()

    assert calendar.add(date(2026, 12, 30), 1) == date(2026, 12, 31)
    assert calendar.assumed is None
    assert calendar.add(date(2026, 12, 30), 5) == date(2027, 1, 6)
    assert calendar.assumed == date(2027, 1, 1)


def test_a_new_years_notice_covers_its_year() -> None:
    """元旦, 劳动节 and 国庆节 in it make it a whole notice."""
    calendar = Calendar(NOTICE_2027, years={2027})

    assert calendar.covers(date(2027, 3, 3))
    assert calendar.add(date(2026, 12, 31), 2) == date(2027, 1, 4)  # Sunday 01-03 is made up
    assert calendar.add_checked(date(2026, 12, 31), 2) == (date(2027, 1, 4), False)


def test_what_is_expected_stays_provisional() -> None:
    """Better than Monday to Friday, and no notice yet."""
    expected = {date(2027, 2, 8): False, date(2027, 2, 14): True}
    calendar = Calendar(expected=expected)

    assert not calendar.covers(date(2027, 2, 8))
    with pytest.raises(CalendarUnavailable):
        calendar.is_workday(date(2027, 2, 8))
    assert calendar.add_checked(date(2027, 2, 5), 1) == (date(2027, 2, 9), True)
    assert calendar.provisional().is_workday(date(2027, 2, 14))


def test_single_days_of_a_notice_cover_only_themselves() -> None:
    """One company holiday is no notice for a year."""
    calendar = Calendar({date(2027, 1, 1): False})

    assert not calendar.is_workday(date(2027, 1, 1))
    with pytest.raises(CalendarUnavailable):
        calendar.is_workday(date(2027, 1, 4))


def test_a_notice_overrides_the_official_data() -> None:
    """2015-09-03 was declared a day off in May of that year; such notices come at any time."""
    calendar = Calendar({date(2026, 11, 25): False})

    assert calendar.add(date(2026, 11, 24), 1) == date(2026, 11, 26)


def test_a_moment_is_no_day() -> None:
    """A datetime equals no date and would miss every holiday."""
    with pytest.raises(TypeError, match="a day is wanted here"):
        CALENDAR.is_workday(datetime(2026, 11, 23, 8, 0, tzinfo=CHINA))


def test_the_last_day_of_all() -> None:
    """Past year 9999 there is a sentence, not an OverflowError."""
    with pytest.raises(ValueError, match="no working day is left"):
        CALENDAR.provisional().add(date(9999, 12, 30), 5)
