"""Values and lengths of time as findings say them, in the tool's language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal

from svcdocs.calc.china_time import wall_clock
from svcdocs.calc.quantities import spoken
from svcdocs.calc.windows import format_window
from svcdocs.expr import UNKNOWN, Items, Located
from svcdocs.model.quantity import CLOCK_UNITS, Quantity, ServiceWindow, Unit
from svcdocs.texts import _, language, ngettext


def say(value: object) -> str:  # noqa: PLR0911 - one line for each kind of value
    """One value for people: `2 小时`, `2026-03-31 08:30`, `是`."""
    if value is None or value is UNKNOWN:
        return _("missing")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        reading = wall_clock(value)
        return f"{reading:%Y-%m-%d %H:%M:%S}" if reading.second else f"{reading:%Y-%m-%d %H:%M}"
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Quantity):
        return spoken(value)
    if isinstance(value, ServiceWindow):
        return format_window(value, "en" if language() == "en" else "zh")
    if isinstance(value, Decimal):
        return _say_number(value)
    return _say_many(value)


def _say_number(value: Decimal) -> str:
    """As it was written; a product without the zeros it gained behind the second decimal."""
    text = f"{value:f}"
    whole, _point, decimals = text.partition(".")
    return f"{whole}.{decimals[:2]}{decimals[2:].rstrip('0')}" if len(decimals) > 2 else text


def _say_many(value: object) -> str:
    if isinstance(value, Located):
        return _say_many(value.value)
    if isinstance(value, Items):
        return _say_many(value.values)
    if isinstance(value, Mapping):
        return say(value.get("id", value.get("title")))
    if isinstance(value, Sequence) and not isinstance(value, str):
        if value and isinstance(value[0], Mapping):
            return ngettext("{count} row", "{count} rows", len(value)).format(count=len(value))
        return listing(value) if value else _("nothing")
    return str(value)


def listing(values: Sequence[object]) -> str:
    """Several values in a row."""
    return _(", ").join(say(value) for value in values)


def equations(values: Iterable[tuple[str, object]]) -> str:
    """Named values in a row: `a = 1, b = 2`.

    A value may be a list, whose separator must be another one than theirs in Chinese.
    """
    said = ""
    for name, value in values:
        one = f"{name} = {say(value)}"
        said = _("{said}, {more}").format(said=said, more=one) if said else one
    return said


def span(quantity: Quantity) -> str:
    """A length of time without its sign, hours and minutes apart: `2 小时 26 分钟`."""
    if quantity.unit not in CLOCK_UNITS:
        return spoken(Quantity(abs(quantity.amount), quantity.unit))
    seconds = abs(quantity.base[1])
    hours, rest = divmod(seconds, 3600)
    minutes, seconds = divmod(rest, 60)
    parts = ((hours, Unit.HOUR), (minutes, Unit.MINUTE), (seconds, Unit.SECOND))
    said = [spoken(Quantity(amount, unit)) for amount, unit in parts if amount]
    return " ".join(said) or spoken(Quantity(Decimal(0), Unit.MINUTE))
