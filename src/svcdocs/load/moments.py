"""Dates and times as people write them, read strictly: nothing is guessed, nothing rolls over."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from functools import cache

from svcdocs.calc.china_time import CHINA
from svcdocs.load.mistyped import expected
from svcdocs.texts import _

_DATE = r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})"
#: What a spreadsheet makes of a date when it saves CSV: as it shows it.
_CELL_DATE = r"(?P<year>\d{4})[-/年](?P<month>\d{1,2})[-/月](?P<day>\d{1,2})日?"
_TIME = r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2}))?"
_ZONE = r"(?: ?(?P<zone>Z|[+-]\d{2}:?\d{2}))?"
_LIKE_DATE = re.compile(
    r"(?P<year>\d{4}) ?[-/.年] ?(?P<month>\d{1,2}) ?[-/.月] ?(?P<day>\d{1,2}) ?日?"
)


@cache
def _pattern(name: str, *, cell: bool) -> re.Pattern[str]:
    """Compiled when it is needed: nearly everything is spelt so that no pattern is."""
    day = _CELL_DATE if cell else _DATE
    patterns = {"date": day, "date-time": f"{day}[ T]{_TIME}{_ZONE}", "time": _TIME}
    return re.compile(patterns[name], re.ASCII)


def read_date(text: str, *, cell: bool = False) -> date:
    """A date such as `2026-03-31`.

    Args:
        text: the spelling.
        cell: whether it stands in a table, where `2026/3/31` and `2026年3月31日` are dates too.

    Raises:
        MistypedError: it is none.
    """
    if len(text) == 10 and text[4] == "-" == text[7] and text.isascii():
        with suppress(ValueError):
            return date.fromisoformat(text)  # the usual spelling, five times as fast
    match = _pattern("date", cell=cell).fullmatch(text)
    if match is None:
        raise expected(_("a date like 2026-03-31"), text, hint=_like_date(text))
    return _date(match, _("a date like 2026-03-31"), text)


def read_datetime(text: str, *, cell: bool = False) -> datetime:
    """A point in time such as `2026-03-31 08:30`; +08:00 unless it says otherwise.

    Raises:
        MistypedError: it is none.
    """
    if len(text) == 16 and text[4] == "-" == text[7] and text[10] in " T" and text[13] == ":":
        usual = _usual(text)
        if usual is not None:
            return usual
    wanted = _("a date and time like 2026-03-31 08:30")
    match = _pattern("date-time", cell=cell).fullmatch(text)
    if match is None:
        hint = ""
        if _pattern("date", cell=cell).fullmatch(text):
            hint = _("add the time")
        elif _pattern("time", cell=cell).fullmatch(text):
            hint = _("add the date")
        raise expected(wanted, text, hint=hint)
    day = _date(match, wanted, text)
    return datetime.combine(day, _time(match, wanted, text, day), _zone(match, wanted, text))


def _usual(text: str) -> datetime | None:
    """`2026-03-31 08:30`, the usual spelling, read five times as fast as by the pattern."""
    if not text.isascii() or text[11:13] >= "24":
        return None
    try:
        return datetime.fromisoformat(text).replace(tzinfo=CHINA)
    except ValueError:
        return None


def read_time(text: str) -> time:
    """A time of day such as `08:30`.

    Raises:
        MistypedError: it is none.
    """
    wanted = _("a time of day like 08:30")
    match = _pattern("time", cell=False).fullmatch(text)
    if match is None:
        hint = _("use the half-width colon ':'") if "：" in text else ""
        raise expected(wanted, text, hint=hint)
    return _time(match, wanted, text, None)


def looks_like_date(text: str) -> bool:
    """Whether a text is spelt as a date, be it one that exists or not."""
    return _pattern("date", cell=False).fullmatch(text) is not None


def _date(match: re.Match[str], wanted: str, text: str) -> date:
    year, month, day = (int(match[name]) for name in ("year", "month", "day"))
    if not year:
        raise expected(wanted, text, detail=_("there is no year 0"))
    if not 1 <= month <= 12:
        raise expected(wanted, text, detail=_("there is no month {month}").format(month=month))
    import calendar  # noqa: PLC0415 - only for dates spelt in an unusual way

    days = calendar.monthrange(year, month)[1]
    if not 1 <= day <= days:
        detail = _("{year}-{month:02} has {days} days").format(year=year, month=month, days=days)
        raise expected(wanted, text, detail=detail)
    return date(year, month, day)


def _time(match: re.Match[str], wanted: str, text: str, day: date | None) -> time:
    hour, minute, second = (int(match[name] or 0) for name in ("hour", "minute", "second"))
    if (hour, minute, second) == (24, 0, 0):
        if day is None or day == date.max:
            hint = _("write 00:00 of the next day")
        else:
            hint = _("write {date} 00:00").format(date=day + timedelta(days=1))
        raise expected(wanted, text, detail=_("a day ends at 23:59"), hint=hint)
    if hour > 23:
        raise expected(wanted, text, detail=_("a day has 24 hours, 00 to 23"))
    if minute > 59 or second > 59:
        raise expected(wanted, text, detail=_("minutes and seconds go from 00 to 59"))
    return time(hour, minute, second)


def _zone(match: re.Match[str], wanted: str, text: str) -> tzinfo:
    zone = match["zone"]
    if zone is None:
        return CHINA
    if zone == "Z":
        return UTC
    hours, minutes = int(zone[1:3]), int(zone[-2:])
    offset = timedelta(hours=hours, minutes=minutes)
    if minutes > 59 or offset > timedelta(hours=14):
        raise expected(wanted, text, detail=_("there is no time zone {zone}").format(zone=zone))
    found = timezone(-offset if zone[0] == "-" else offset)
    return CHINA if found == CHINA else found


def _like_date(text: str) -> str:
    """What to write instead, where the meaning is plain."""
    if _pattern("date-time", cell=True).fullmatch(text):
        return _("leave the time out")
    match = _LIKE_DATE.fullmatch(text)
    if match is None:
        return ""
    try:
        day = date(int(match["year"]), int(match["month"]), int(match["day"]))
    except ValueError:
        return ""
    return _("write {date}").format(date=day)
