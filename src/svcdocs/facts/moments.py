"""Comparing days and times the way a contract counts them."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal

from svcdocs.calc.china_time import CHINA, wall_clock
from svcdocs.model.quantity import Quantity, Unit

#: A day, or a moment of one.
Moment = date | datetime


def day_of(moment: Moment) -> date:
    """The calendar day in China."""
    if not isinstance(moment, datetime):
        return moment
    return moment.date() if moment.tzinfo is CHINA else wall_clock(moment).date()


def end_of(day: date) -> datetime:
    """Midnight after a day: 民法典 203, “期间的最后一日的截止时间为二十四时”."""
    return datetime.combine(day, time(), CHINA) + timedelta(days=1)


def has_come(moment: Moment, as_of: date) -> bool:
    """Whether something with this time stamp has happened by the end of the day `as_of`."""
    return day_of(moment) <= as_of


def is_after(moment: Moment, due: Moment) -> bool:
    """Whether the moment is past the due one; where one is a day, days are compared."""
    if isinstance(moment, datetime) and isinstance(due, datetime):
        if moment.tzinfo is due.tzinfo:
            return moment > due  # two readings of one clock
        return wall_clock(moment) > wall_clock(due)
    return day_of(moment) > day_of(due)


def between(start: Moment, end: Moment) -> Quantity:
    """The time from start to end, negative if end comes first: minutes of times, else days."""
    if isinstance(start, datetime) and isinstance(end, datetime):
        if start.tzinfo is end.tzinfo:
            return in_minutes(end - start)  # two readings of one clock
        return in_minutes(wall_clock(end) - wall_clock(start))
    return Quantity(Decimal((day_of(end) - day_of(start)).days), Unit.DAY)


def in_minutes(span: timedelta) -> Quantity:
    """A span as minutes, or as seconds where minutes would not be exact."""
    seconds = span.days * 86_400 + span.seconds
    if seconds % 60:
        return Quantity(Decimal(seconds), Unit.SECOND)
    return Quantity(Decimal(seconds // 60), Unit.MINUTE)
