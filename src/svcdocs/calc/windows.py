"""Service windows: reading them, and running a clock that stops outside of them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from svcdocs.calc.china_time import like, wall_clock
from svcdocs.calc.periods import duration
from svcdocs.calc.quantities import spoken
from svcdocs.calc.workdays import Calendar
from svcdocs.model.quantity import Quantity, ServiceWindow, Unit
from svcdocs.texts import _

_MINUTE = timedelta(minutes=1)
_WINDOW = re.compile(
    r"(?P<days>[57]) ?[x×*] ?(?P<hours>\d{1,2}(?:\.\d+)?)(?: ?小时| ?hours)?"
    r"(?: ?\(?(?P<which>工作日|每天)? ?"
    r"(?P<start>\d{1,2}:\d\d) ?(?:-|–|—|~|至|到) ?(?P<end>\d{1,2}:\d\d)\)?)?"
)
_DAYS = {5: "工作日", 7: "每天"}
#: `5x9` alone means what contracts mean by it; other windows must give their hours.
_USUAL = {(7, "24"): (0, 1440), (5, "9"): (540, 1080)}


def parse_window(text: str) -> ServiceWindow:
    """Read `7x24`, `5x9` (09:00-18:00), `5x8 09:00-17:00`, or what `format_window` writes.

    Raises:
        ValueError: it is no such window; the sentence says what is wrong with it.
    """
    match = _WINDOW.fullmatch(
        re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text)).strip().lower()
    )
    if not match:
        raise ValueError(
            _("'{text}' is not a service window such as 7x24 or 5x9 09:00-18:00").format(text=text)
        )
    days, hours = int(match["days"]), f"{float(match['hours']):g}"
    if match["start"] is None:
        if (days, hours) not in _USUAL:
            raise ValueError(
                _("'{text}' does not say from when to when, as in 5x8 09:00-17:00").format(
                    text=text
                )
            )
        return ServiceWindow(days, *_USUAL[days, hours])
    start, end = _minutes(match["start"], text), _minutes(match["end"], text)
    if start >= end:
        raise ValueError(_("'{text}' ends before it begins").format(text=text))
    if f"{(end - start) / 60:g}" != hours:
        raise ValueError(
            _("'{text}' says {hours} hours, but {start} to {end} are {length:g}").format(
                text=text,
                hours=hours,
                start=match["start"],
                end=match["end"],
                length=(end - start) / 60,
            )
        )
    if match["which"] and match["which"] != _DAYS[days]:
        raise ValueError(
            _("'{text}' says {days} days a week and {which}").format(
                text=text, days=days, which=match["which"]
            )
        )
    return ServiceWindow(days, start, end)


def format_window(window: ServiceWindow, language: str = "zh") -> str:
    """Write a window: `7×24 小时`, `5×9 小时（工作日 9:00–18:00）`; with `en` `5x9 09:00-18:00`.

    Raises:
        ValueError: the language is neither `zh` nor `en`.
    """
    if language == "en":
        return str(window)
    if language != "zh":
        raise ValueError(language)
    name = f"{window.days}×{(window.end - window.start) / 60:g} 小时"
    if window.always:
        return name
    start, end = (f"{minute // 60}:{minute % 60:02}" for minute in (window.start, window.end))
    return f"{name}（{_DAYS[window.days]} {start}–{end}）"


def add_within(
    start: datetime, quantity: Quantity, window: ServiceWindow, calendar: Calendar
) -> datetime:
    """The last moment that still is within a time limit; done exactly then is in time.

    民法典 1259: “民法所称的‘以上’、‘以下’、‘以内’、‘届满’，包括本数”; 201: “按照小时计算期间的，自法律规定或者
    当事人约定的时间开始计算。”, so no rounding to whole days. The clock runs in the window only; a report
    outside of it counts from the next opening. Hours are China's, whatever the time zone of `start`,
    which the result keeps; a moment without one is a clock reading in China.

    Raises:
        TypeError: the quantity is in days or longer units: add those with `periods.add`.
        ValueError: the quantity is negative, or the end lies outside the calendar's years.
        CalendarUnavailable: the window is of working days and the way leads past the last notice.
    """
    if quantity.amount < 0:
        raise ValueError(
            _("a time limit of {quantity} is negative").format(quantity=spoken(quantity))
        )
    begin = wall_clock(start)
    try:
        left = duration(quantity)
        end = begin + left  # no window ends it earlier: what overflows here needs no walk
        if window.always or not left:
            return like(end, start)
        for opens, closes in _openings(begin, window, calendar):
            if left <= closes - opens:
                return like(opens + left, start)
            left -= closes - opens
    except OverflowError:
        pass
    raise ValueError(
        _("{moment} and {quantity} lie outside the calendar").format(
            moment=start, quantity=spoken(quantity)
        )
    )


def elapsed_within(
    start: datetime, end: datetime, window: ServiceWindow, calendar: Calendar
) -> Quantity:
    """How long the window's clock ran between two moments; negative when `end` is the earlier.

    In minutes, or in seconds where minutes would not be exact.

    Raises:
        CalendarUnavailable: the window is of working days and a day between has no notice.
    """
    if wall_clock(end) < wall_clock(start):
        earlier = elapsed_within(end, start, window, calendar)
        return Quantity(-earlier.amount, earlier.unit)
    begin, finish = wall_clock(start), wall_clock(end)
    if window.always:
        ran = finish - begin
    else:
        openings = _openings(begin, window, calendar, finish.date())
        spans = (min(closes, finish) - opens for opens, closes in openings)
        ran = sum((max(span, timedelta(0)) for span in spans), timedelta(0))
    if ran % _MINUTE:
        return Quantity(Decimal(ran // timedelta(microseconds=1)).scaleb(-6), Unit.SECOND)
    return Quantity(Decimal(ran // _MINUTE), Unit.MINUTE)


def _openings(
    start: datetime, window: ServiceWindow, calendar: Calendar, last: date = date.max
) -> Iterator[tuple[datetime, datetime]]:
    """The spans from `start` on in which the clock runs, in China's clock readings."""
    day = start.date()
    while day <= last:
        if window.days == 7 or calendar.is_workday(day):
            midnight = datetime.combine(day, time())
            opens = max(midnight + window.start * _MINUTE, start)
            closes = midnight + window.end * _MINUTE
            if opens < closes:
                yield opens, closes
        if day == date.max:
            return
        day += timedelta(days=1)


def _minutes(clock: str, text: str) -> int:
    hours, minutes = (int(part) for part in clock.split(":"))
    if minutes > 59 or hours * 60 + minutes > 1440:
        raise ValueError(_("'{text}': there is no time {clock}").format(text=text, clock=clock))
    return hours * 60 + minutes
