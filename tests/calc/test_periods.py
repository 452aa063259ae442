"""民法典 第十章 期间计算: months, ends of periods, adding to days and moments."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from svcdocs.calc.china_time import CHINA
from svcdocs.calc.months import add_months
from svcdocs.calc.periods import add, duration, period_end
from svcdocs.calc.quantities import parse_quantity
from svcdocs.calc.workdays import Calendar, CalendarUnavailable

pytestmark = pytest.mark.usefixtures("english")

CALENDAR = Calendar()
DAYS = st.dates(date(1990, 1, 1), date(2090, 12, 31))


class TestMonths:
    """民法典 202 “到期月的对应日为期间的最后一日；没有对应日的，月末日为期间的最后一日”."""

    @pytest.mark.parametrize(
        ("day", "months", "expected"),
        [
            (date(2026, 3, 31), 36, date(2029, 3, 31)),
            (date(2024, 2, 29), 36, date(2027, 2, 28)),
            (date(2024, 2, 29), 48, date(2028, 2, 29)),
            (date(2025, 11, 30), 3, date(2026, 2, 28)),
            (date(2026, 1, 31), -2, date(2025, 11, 30)),
            (date(2026, 1, 15), -1, date(2025, 12, 15)),
        ],
    )
    def test_vectors(self, day: date, months: int, expected: date) -> None:
        """The vectors of the domain notes, forward and back."""
        assert add_months(day, months) == expected

    @given(DAYS, st.integers(-600, 600), st.integers(0, 600))
    def test_more_months_are_never_earlier(self, day: date, months: int, more: int) -> None:
        """Month steps are monotone in their number."""
        assert add_months(day, months) <= add_months(day, months + more)

    @given(DAYS, DAYS, st.integers(0, 600))
    def test_a_later_start_never_ends_earlier(self, one: date, other: date, months: int) -> None:
        """Month steps are monotone in their start."""
        first, second = sorted([one, other])

        assert add_months(first, months) <= add_months(second, months)

    @given(DAYS, st.integers(-600, 600))
    def test_the_corresponding_day_or_the_months_last(self, day: date, months: int) -> None:
        """Exactly that many months on; another day only at a month's end."""
        end = add_months(day, months)

        assert (end.year * 12 + end.month) - (day.year * 12 + day.month) == months
        assert end.day == day.day or (end.day < day.day and (end + timedelta(days=1)).day == 1)

    @pytest.mark.parametrize("months", [12 * 8000, -12 * 2026])
    def test_years_outside_the_calendar_are_refused(self, months: int) -> None:
        """A sentence, not the date type's own words."""
        with pytest.raises(ValueError, match="outside the calendar"):
            add_months(date(2026, 3, 31), months)


class TestPeriodEnd:
    """民法典 201 “开始的当日不计入，自下一日开始计算”, 204 “……当事人另有约定的除外”."""

    @pytest.mark.parametrize(
        ("start", "length", "excluded", "included"),
        [
            (date(2026, 3, 31), "36 months", date(2029, 3, 31), date(2029, 3, 30)),
            (date(2026, 3, 31), "3 years", date(2029, 3, 31), date(2029, 3, 30)),
            (date(2024, 2, 29), "3 years", date(2027, 2, 28), date(2027, 2, 28)),
            (date(2026, 3, 1), "2 years", date(2028, 3, 1), date(2028, 2, 29)),
            (date(2026, 5, 1), "1 month", date(2026, 6, 1), date(2026, 5, 31)),
            (date(2026, 3, 31), "1 month", date(2026, 4, 30), date(2026, 4, 30)),
            (date(2026, 6, 1), "3 days", date(2026, 6, 4), date(2026, 6, 3)),
            (date(2026, 9, 24), "7 working days", date(2026, 10, 12), date(2026, 10, 10)),
            (date(2026, 9, 26), "1 working day", date(2026, 9, 28), date(2026, 9, 28)),
        ],
    )
    def test_with_and_without_the_first_day(
        self, start: date, length: str, excluded: date, included: date
    ) -> None:
        """Both readings of a period; a leap day shows the difference."""
        quantity = parse_quantity(length)

        assert period_end(start, quantity) == excluded
        assert period_end(start, quantity, include_start_day=True) == included

    @pytest.mark.parametrize(
        ("award", "end", "rolled"),
        [
            (date(2026, 1, 20), date(2026, 2, 19), date(2026, 2, 24)),
            (date(2026, 9, 10), date(2026, 10, 10), date(2026, 10, 10)),  # a working Saturday
        ],
    )
    def test_thirty_days_for_the_contract(self, award: date, end: date, rolled: date) -> None:
        """招标投标法 46: “自中标通知书发出之日起三十日内”; 民法典 203 moves a last day that is a holiday."""
        thirty = parse_quantity("30 days")

        assert period_end(award, thirty) == end
        assert period_end(award, thirty, roll_on_holiday=True) == rolled

    def test_months_need_no_calendar_but_rolling_does(self) -> None:
        """A warranty into 2029 is certain, a roll there is not."""
        years = parse_quantity("3 years")

        assert period_end(date(2026, 3, 31), years) == date(2029, 3, 31)
        with pytest.raises(CalendarUnavailable):
            period_end(date(2026, 3, 31), years, roll_on_holiday=True)

    def test_a_calendar_with_newer_notices_is_asked(self) -> None:
        """The calendar given is the one that decides."""
        calendar = Calendar({date(2026, 6, 4): False})

        end = period_end(
            date(2026, 6, 1), parse_quantity("3 days"), calendar=calendar, roll_on_holiday=True
        )

        assert end == date(2026, 6, 5)

    def test_no_length_is_no_period(self) -> None:
        """No last day can be named."""
        with pytest.raises(ValueError, match="a period of 0 days has no last day"):
            period_end(date(2026, 6, 1), parse_quantity("0 days"))

    @given(DAYS, st.integers(1, 120), st.sampled_from(["days", "weeks", "months", "years"]))
    def test_two_periods_side_by_side(self, start: date, amount: int, unit: str) -> None:
        """A period that includes its first day ends at most one day before the one that does not."""
        quantity = parse_quantity(f"{amount} {unit}")
        excluded = period_end(start, quantity)
        included = period_end(start, quantity, include_start_day=True)

        assert start <= included <= excluded <= included + timedelta(days=1)


class TestAdd:
    """民法典 201 “按照小时计算期间的，自法律规定或者当事人约定的时间开始计算”."""

    @pytest.mark.parametrize(
        ("length", "expected"),
        [
            ("3 days", date(2026, 2, 3)),
            ("2 weeks", date(2026, 2, 14)),
            ("1 month", date(2026, 2, 28)),
            ("1 quarter", date(2026, 4, 30)),
            ("1 year", date(2027, 1, 31)),
            ("1 working day", date(2026, 2, 2)),
        ],
    )
    def test_a_day_gives_a_day_and_a_moment_keeps_its_time(
        self, length: str, expected: date
    ) -> None:
        """All units that count days, for both kinds of start."""
        quantity = parse_quantity(length)
        moment = datetime(2026, 1, 31, 17, 50, tzinfo=CHINA)

        assert add(date(2026, 1, 31), quantity, CALENDAR) == expected
        assert type(add(date(2026, 1, 31), quantity, CALENDAR)) is date
        assert add(moment, quantity, CALENDAR) == datetime(
            expected.year, expected.month, expected.day, 17, 50, tzinfo=CHINA
        )

    def test_clock_units_run_on_from_the_moment(self) -> None:
        """Over midnight and the year's end, to the fraction of a second."""
        moment = datetime(2026, 12, 31, 23, 50, tzinfo=CHINA)

        assert add(moment, parse_quantity("30 minutes"), CALENDAR) == datetime(
            2027, 1, 1, 0, 20, tzinfo=CHINA
        )
        assert add(moment, parse_quantity("0.5 seconds"), CALENDAR).microsecond == 500_000

    def test_hours_on_a_day_without_time_are_refused(self) -> None:
        """Two hours after a date is a mistake in a rule."""
        with pytest.raises(
            TypeError, match="2 hours runs from a time of day, and 2026-03-31 is a day without one"
        ):
            add(date(2026, 3, 31), parse_quantity("2 hours"), CALENDAR)

    def test_days_have_no_fixed_length_on_the_clock(self) -> None:
        """A working day is no number of hours."""
        with pytest.raises(TypeError, match="7 working days is counted in days"):
            duration(parse_quantity("7 working days"))

    def test_days_are_chinas_whatever_the_time_zone(self) -> None:
        """20:00 UTC on 01-30 is 04:00 on 01-31 in China, whose month later is 02-28."""
        moment = datetime(2026, 1, 30, 20, 0, tzinfo=UTC)
        later = add(moment, parse_quantity("1 month"), CALENDAR)

        assert later == datetime(2026, 2, 28, 4, 0, tzinfo=CHINA)
        assert later.tzinfo is UTC

    def test_a_moment_without_time_zone_stays_so(self) -> None:
        """No time zone is made up for it."""
        moment = datetime(2026, 1, 31, 8, 30)  # noqa: DTZ001 - that is the point

        assert add(moment, parse_quantity("1 day"), CALENDAR) == moment + timedelta(days=1)

    @pytest.mark.parametrize("length", ["999999999 days", "999999999 weeks", "9000 years"])
    def test_too_far_is_said(self, length: str) -> None:
        """Past year 9999 there is a sentence, not an OverflowError."""
        for start in (date(2026, 1, 31), datetime(2026, 1, 31, tzinfo=CHINA)):
            with pytest.raises(ValueError, match="outside the calendar"):
                add(start, parse_quantity(length), CALENDAR)

    def test_hours_too_far_are_said(self) -> None:
        """The same for the clock's units."""
        with pytest.raises(ValueError, match="999999999 hours lie outside the calendar"):
            add(datetime(2026, 1, 31, tzinfo=CHINA), parse_quantity("999999999 hours"), CALENDAR)
