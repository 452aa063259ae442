"""Filters over amounts that were computed: shares of a whole, lengths of time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from svcdocs.calc.quantities import CHINESE
from svcdocs.model.quantity import CLOCK_UNITS, Quantity, Unit
from svcdocs.render.filters.lifting import lifted, shown
from svcdocs.render.missing import Missing
from svcdocs.render.run import Run
from svcdocs.texts import _

_TENTH = Decimal("0.1")
_SPACE = "\u00a0"
_NOTHING = "—"


def _percent(_run: Run, part: Any, whole: Any, *, rest: bool = False) -> str:
    """What a part makes of a whole, or what is left of it: 91.7%. Nothing has no parts."""
    one, all_ = _plain(part), _plain(whole)
    if isinstance(part, Quantity) and not (isinstance(whole, Quantity) and part.comparable(whole)):
        raise TypeError(_("{one} and {other} have no common unit").format(one=part, other=whole))
    if not all_:
        return _NOTHING
    share = 100 * one / all_
    if rest:
        share = 100 - share
    return f"{share.quantize(_TENTH, ROUND_HALF_UP):f}".removesuffix(".0") + "%"


def _average(run: Run, values: Any) -> Any:
    """The mean of numbers to one decimal; of none a dash, in a blank form room to write it."""
    if not isinstance(values, tuple | list):
        raise TypeError(_("average() wants a list of numbers"))
    numbers = [_plain(one) for one in values]
    if not numbers:
        return Missing(run, ("average",)) if run.blank else _NOTHING
    mean = (sum(numbers, Decimal(0)) / len(numbers)).quantize(_TENTH, ROUND_HALF_UP)
    return mean.to_integral_value() if mean == mean.to_integral_value() else mean


def _plain(value: Any) -> Decimal:
    if isinstance(value, Quantity):
        return Decimal(value.base[1])
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise TypeError(_("{value} is neither a number nor a quantity").format(value=value))
    return Decimal(value)


def _duration(_run: Run, value: Any) -> str:
    """A length of time by the clock in words: 2 小时 26 分钟; 0 is the sum of none."""
    if value == 0:
        value = Quantity(Decimal(0), Unit.MINUTE)
    if not isinstance(value, Quantity) or value.unit not in CLOCK_UNITS:
        raise TypeError(_("{value} is no length of time by the clock").format(value=value))
    seconds = int(abs(value.base[1]))
    words = []
    for unit in (Unit.HOUR, Unit.MINUTE, Unit.SECOND):
        amount, seconds = divmod(seconds, CLOCK_UNITS[unit])
        if amount:
            words.append(f"{amount}{_SPACE}{CHINESE[unit]}")
    return _SPACE.join(words) or f"0{_SPACE}{CHINESE[Unit.MINUTE]}"


FILTERS: Mapping[str, Callable[..., Any]] = {
    "percent": shown("____%", "", _percent),
    "average": lifted(_average),
    "duration": shown("____小时____分钟", "　　小时　　分钟", _duration),
}
