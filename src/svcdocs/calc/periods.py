"""Adding a quantity to a day or a moment: 民法典 第十章 期间计算, and the ends of periods.

200: “民法所称的期间按照公历年、月、日、小时计算。” 204: “期间的计算方法依照本法的规定，但是法律另有规定或者当事人
另有约定的除外。”, which is why counting the first day and rolling over holidays are options.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import overload

from svcdocs.calc.china_time import CHINA, like, wall_clock
from svcdocs.calc.months import add_months
from svcdocs.calc.quantities import spoken, whole_amount
from svcdocs.calc.workdays import Calendar
from svcdocs.model.quantity import CLOCK_UNITS, DAY_UNITS, MONTH_UNITS, Quantity, Unit
from svcdocs.texts import _


def period_end(
    start: date,
    quantity: Quantity,
    *,
    include_start_day: bool = False,
    calendar: Calendar | None = None,
    roll_on_holiday: bool = False,
) -> date:
    """The last day of a period; the whole of that day belongs to it (民法典 203).

    201: “按照年、月、日计算期间的，开始的当日不计入，自下一日开始计算。” So accepted on 2026-03-31, three years
    of warranty end on 2029-03-31.

    Args:
        start: the day of the event that sets the period going.
        quantity: days, weeks, months, quarters, years or working days, more than none.
        include_start_day: the parties agreed (204) that the period has `start` as its first day;
            the last day is then the one before the corresponding day, or a shorter month's end.
        calendar: for working days and `roll_on_holiday`; the official one by default. Months and
            days need none.
        roll_on_holiday: 203: “期间的最后一日是法定休假日的，以法定休假日结束的次日为期间的最后一日。” Not
            applied by default: a warranty that ends on a Sunday ends there.

    Raises:
        TypeError: the quantity is in hours, minutes or seconds, which run from a time of day.
        ValueError: the quantity is not positive, or the end lies outside the calendar's years.
        CalendarUnavailable: a working day is needed past the last notice.
    """
    if quantity.amount <= 0:
        raise ValueError(
            _("a period of {quantity} has no last day").format(quantity=spoken(quantity))
        )
    calendar = calendar or Calendar()
    end = add(start, quantity, calendar)
    if include_start_day:
        end = _one_day_less(start, end, quantity, calendar)
    return calendar.on_or_after(end) if roll_on_holiday else end


def _one_day_less(start: date, end: date, quantity: Quantity, calendar: Calendar) -> date:
    if quantity.unit in MONTH_UNITS:
        # No corresponding day (202): the month's end already is the last day.
        return end - timedelta(days=1) if end.day == start.day else end
    return add(start - timedelta(days=1), quantity, calendar)


@overload
def add(moment: datetime, quantity: Quantity, calendar: Calendar) -> datetime: ...
@overload
def add(moment: date, quantity: Quantity, calendar: Calendar) -> date: ...
def add(moment: date | datetime, quantity: Quantity, calendar: Calendar) -> date | datetime:
    """The moment that lies a quantity later (earlier, for a negative amount).

    A day gives a day. A moment gives a moment: hours, minutes and seconds run on from it (201: “按照
    小时计算期间的，自法律规定或者当事人约定的时间开始计算。”), the other units count days on China's calendar and
    keep the time of day. The calendar is asked for working days only.

    Raises:
        TypeError: hours, minutes or seconds were to be added to a day.
        ValueError: the amount is not whole, or the result lies outside the calendar's years.
        CalendarUnavailable: a working day is needed past the last notice.
    """
    try:
        if not isinstance(moment, datetime):
            return _add_to_day(moment, quantity, calendar)
        if quantity.unit in CLOCK_UNITS:
            if moment.tzinfo is CHINA:
                return moment + duration(quantity)
            return like(wall_clock(moment) + duration(quantity), moment)
        reading = wall_clock(moment)
        day = _add_to_day(reading.date(), quantity, calendar)
        return like(datetime.combine(day, reading.time()), moment)
    except OverflowError:
        raise ValueError(
            _("{moment} and {quantity} lie outside the calendar").format(
                moment=moment, quantity=spoken(quantity)
            )
        ) from None


def duration(quantity: Quantity) -> timedelta:
    """The exact length of a clock quantity (seconds, minutes, hours).

    Raises:
        TypeError: the quantity is in days or longer units, whose length on the clock is not fixed.
        OverflowError: longer than all of the calendar's years.
    """
    if quantity.unit not in CLOCK_UNITS:
        raise TypeError(
            _("{quantity} is counted in days; hours, minutes or seconds are wanted").format(
                quantity=spoken(quantity)
            )
        )
    return _length(quantity.amount, quantity.unit)


@lru_cache(maxsize=256)
def _length(amount: Decimal, unit: Unit) -> timedelta:
    """The same of its parts: a policy promises the same few lengths to every record."""
    return timedelta(microseconds=int(amount * CLOCK_UNITS[unit] * Decimal(1_000_000)))


def _add_to_day(day: date, quantity: Quantity, calendar: Calendar) -> date:
    if quantity.unit in CLOCK_UNITS:
        raise TypeError(
            _("{quantity} runs from a time of day, and {day} is a day without one").format(
                quantity=spoken(quantity), day=day
            )
        )
    amount = whole_amount(quantity)
    if quantity.unit in MONTH_UNITS:
        return add_months(day, amount)
    if quantity.unit in DAY_UNITS:
        return day + timedelta(days=amount)
    return calendar.add(day, amount)
