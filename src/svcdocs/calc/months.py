"""Steps of whole months. They need no calendar: warranties end years past the last notice."""

from __future__ import annotations

from datetime import MAXYEAR, MINYEAR, date

from svcdocs.texts import _


def add_months(day: date, months: int) -> date:
    """The corresponding day, or the last day of a shorter month.

    民法典 202: “按照年、月计算期间的，到期月的对应日为期间的最后一日；没有对应日的，月末日为期间的最后一日。”
    A negative number goes back. Steps must start from the anchor each time: from 11-30 three months
    give 02-28, and three more from *there* would give 05-28 where the anchor gives 05-30.

    Raises:
        ValueError: the result lies outside the calendar's years.
    """
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    if not MINYEAR <= year <= MAXYEAR:
        raise ValueError(
            _("{day} and {months} months lie outside the calendar").format(day=day, months=months)
        )
    month += 1
    return date(year, month, min(day.day, _days(year, month)))


def _days(year: int, month: int) -> int:
    # The standard library's `calendar` knows it, too, and takes a millisecond of every start.
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month in {4, 6, 9, 11} else 31
