"""How values print in a document, by their type."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from markupsafe import Markup, escape

from svcdocs.calc.china_time import wall_clock
from svcdocs.calc.quantities import format_quantity
from svcdocs.calc.windows import format_window
from svcdocs.model.quantity import Quantity, ServiceWindow
from svcdocs.render.missing import Missing
from svcdocs.render.provisional import (
    MARK,
    ProvisionalDate,
    ProvisionalMoment,
    ProvisionalQuantity,
)
from svcdocs.render.run import Run
from svcdocs.render.tags import Spot
from svcdocs.texts import _

_LINE_BREAK = '</w:t><w:br/><w:t xml:space="preserve">'
_TAB = '</w:t><w:tab/><w:t xml:space="preserve">'


def printed(run: Run, value: Any) -> str:
    """A value as text.

    Raises:
        TypeError: a record, a table or something of the template's own that has no text.
    """
    if isinstance(value, str):
        return run.printable(value)
    if isinstance(value, Missing):
        return value.print()
    if isinstance(value, tuple | list):
        return "、".join(printed(run, one) for one in value)
    printer = _PRINTERS.get(type(value))
    if printer is not None:
        return printer(value)
    if value is None or callable(value):
        raise TypeError(_("{value} is no value to print").format(value=value))
    return str(value)


def date_text(day: date) -> str:
    """2026年3月31日: no leading zeros (GB/T 9704)."""
    return f"{day.year}年{day.month}月{day.day}日"


def moment_text(moment: datetime) -> str:
    """2026年3月31日 08:30 by China's clock; seconds only where there are any."""
    reading = wall_clock(moment)
    return f"{date_text(reading.date())} {_clock_text(reading.time())}"


def _clock_text(clock: time) -> str:
    return f"{clock:%H:%M:%S}" if clock.second else f"{clock:%H:%M}"


def _unbroken(text: str) -> str:
    """A number stays on the line of its unit."""
    return text.replace(" ", "\u00a0")


_PRINTERS: dict[type, Callable[[Any], str]] = {
    bool: lambda value: "是" if value else "否",
    int: str,
    Decimal: lambda value: f"{value:f}",
    date: date_text,
    datetime: moment_text,
    time: _clock_text,
    Quantity: lambda value: _unbroken(format_quantity(value)),
    ProvisionalDate: lambda value: date_text(value) + MARK,
    ProvisionalMoment: lambda value: moment_text(value) + MARK,
    ProvisionalQuantity: lambda value: _unbroken(format_quantity(value)) + MARK,
    ServiceWindow: lambda value: _unbroken(format_window(value)),
}


def markup(run: Run, value: Any) -> Markup:
    """A value as XML for the place of the tag that prints it: text, never markup."""
    if isinstance(value, Markup):
        return value
    text = printed(run, value)
    spot = run.tag.spot if run.tag is not None else Spot.TEXT
    safe = str(escape(text.replace("\r\n", "\n").replace("\r", "\n")))
    if spot is Spot.ATTRIBUTE:
        return Markup(safe.replace("\n", " "))  # noqa: S704 - escaped two lines above
    if spot is Spot.PLAIN:
        return Markup(safe)  # noqa: S704 - escaped above
    broken = safe.replace("\n", _LINE_BREAK).replace("\t", _TAB)
    if spot is Spot.RUN:
        broken = f'<w:r><w:t xml:space="preserve">{broken}</w:t></w:r>'
    return Markup(broken)  # noqa: S704 - escaped above, the rest is ours
