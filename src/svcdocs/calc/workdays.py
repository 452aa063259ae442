"""Working days: Monday to Friday, less the State Council's holidays, plus its make-up workdays.

The notices of 国务院办公厅 for each year come with the chinesecalendar package. Past the last notice
nobody knows the working days, so a `Calendar` raises; whoever wants a guess asks for one
(`provisional`, `add_checked`, `count_checked`) and is told that it is one.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta
from functools import cache
from typing import NamedTuple

from svcdocs.errors import WorkError
from svcdocs.texts import _

_DAY = timedelta(days=1)


class CalendarUnavailable(WorkError):  # noqa: N818 - the spec's name; it says what is missing
    """Whether a day is a working day is not known: no notice for its year.

    `day` is the first day that was asked for in vain.
    """

    def __init__(self, day: date) -> None:
        super().__init__(
            _("whether {day} is a working day is not known: no official notice for {year}").format(
                day=day, year=day.year
            ),
            hint=_("put the year's notice into calendars/, or take the result as provisional"),
        )
        self.day = day


class _Official(NamedTuple):
    first_year: int
    last_year: int
    off: frozenset[date]
    made_up: frozenset[date]


@cache
def _official() -> _Official:
    # Imported here: most commands never ask for a working day. Its own is_workday() looks through
    # all of its holidays on every call to find the first and last year.
    import chinese_calendar  # noqa: PLC0415 - see above

    off = frozenset(chinese_calendar.holidays)
    return _Official(min(off).year, max(off).year, off, frozenset(chinese_calendar.workdays))


class Calendar:
    """The official calendar, and what newer notices say.

    Args:
        notices: a day → whether it is a working day. They override the official data.
        years: the years beyond the official data whose whole notice is among `notices`; of other
            years only the days named are known.
        expected: the same for days of which nobody has given notice yet: what a provisional
            calendar takes instead of Monday to Friday.
    """

    def __init__(
        self,
        notices: Mapping[date, bool] | None = None,
        *,
        years: Collection[int] = (),
        expected: Mapping[date, bool] | None = None,
    ) -> None:
        self._notices = dict(notices or {})
        self._years = frozenset(years)
        self._expected = dict(expected or {})

    def covers(self, day: date) -> bool:
        """Whether it is known if this is a working day."""
        official = _official()
        return (
            official.first_year <= day.year <= official.last_year
            or day.year in self._years
            or day in self._notices
        )

    def is_workday(self, day: date) -> bool:
        """Whether people work on this day, make-up workdays (调休) included.

        Raises:
            CalendarUnavailable: there is no notice for that year.
            TypeError: a moment was given instead of a day.
        """
        if isinstance(day, datetime):
            raise TypeError(_("a day is wanted here, not the time {moment}").format(moment=day))
        if not self.covers(day):
            raise CalendarUnavailable(day)
        if day in self._notices:
            return self._notices[day]
        official = _official()
        return day in official.made_up or (day.weekday() < 5 and day not in official.off)

    def add(self, day: date, number: int) -> date:
        """The n-th working day after a day, which itself is not counted (民法典 201).

        “按照年、月、日计算期间的，开始的当日不计入，自下一日开始计算。” A negative number goes back; 0 is the
        day itself, working day or not.

        Raises:
            CalendarUnavailable: the way leads past the last notice.
            ValueError: the way leads out of the calendar's years.
        """
        step = _DAY if number > 0 else -_DAY
        left = abs(number)
        while left:
            day = _next(day, step)
            left -= self.is_workday(day)
        return day

    def count(self, start: date, end: date) -> int:
        """Working days after `start` up to and including `end`; so `count(d, add(d, n)) == n`.

        Negative when `end` is earlier: the working days from `end` up to the day before `start`.

        Raises:
            CalendarUnavailable: a day between them has no notice.
        """
        if end < start:
            return -sum(self.is_workday(end + _DAY * n) for n in range((start - end).days))
        return sum(self.is_workday(start + _DAY * n) for n in range(1, (end - start).days + 1))

    def on_or_after(self, day: date) -> date:
        """The day itself if people work on it, else the next working day (民法典 203).

        “期间的最后一日是法定休假日的，以法定休假日结束的次日为期间的最后一日。”

        Raises:
            CalendarUnavailable: the way leads past the last notice.
        """
        while not self.is_workday(day):
            day = _next(day, _DAY)
        return day

    def on_or_before(self, day: date) -> date:
        """The day itself if people work on it, else the working day before: when to raise an alarm.

        Raises:
            CalendarUnavailable: the way leads before the first notice.
        """
        while not self.is_workday(day):
            day = _next(day, -_DAY)
        return day

    def provisional(self) -> ProvisionalCalendar:
        """A fresh calendar that takes what is expected where there is no notice, and says so."""
        return ProvisionalCalendar(self._notices, years=self._years, expected=self._expected)

    def add_checked(self, day: date, number: int) -> tuple[date, bool]:
        """Like `add`, never unavailable; the second value says that the day is provisional."""
        calendar = self.provisional()
        return calendar.add(day, number), calendar.assumed is not None

    def count_checked(self, start: date, end: date) -> tuple[int, bool]:
        """Like `count`, never unavailable; the second value says that the number is provisional."""
        calendar = self.provisional()
        return calendar.count(start, end), calendar.assumed is not None


class ProvisionalCalendar(Calendar):
    """A calendar for one computation: where there is no notice what is expected, or Monday to Friday.

    After the computation `assumed` is the first day that had to be guessed, or None when the result
    rests on official notices alone. Hand it to any function that takes a `Calendar`.
    """

    def __init__(
        self,
        notices: Mapping[date, bool] | None = None,
        *,
        years: Collection[int] = (),
        expected: Mapping[date, bool] | None = None,
    ) -> None:
        super().__init__(notices, years=years, expected=expected)
        self.assumed: date | None = None

    def is_workday(self, day: date) -> bool:
        """Whether people work, or probably work, on this day."""
        try:
            return super().is_workday(day)
        except CalendarUnavailable:
            self.assumed = self.assumed or day
            return self._expected.get(day, day.weekday() < 5)


def _next(day: date, step: timedelta) -> date:
    try:
        return day + step
    except OverflowError:
        raise ValueError(_("no working day is left in the calendar's years")) from None
