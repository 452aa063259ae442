"""Filters over one value: how it prints."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from jinja2 import pass_context
from jinja2.runtime import Context

from svcdocs.calc.china_time import wall_clock
from svcdocs.calc.money import capitals, format_money
from svcdocs.calc.numerals import chinese_date, chinese_number
from svcdocs.render.filters.lifting import lifted, run_of, shown
from svcdocs.render.missing import Missing
from svcdocs.render.objects.options import Options
from svcdocs.render.printing import moment_text, printed
from svcdocs.render.provisional import mark_of, provisional
from svcdocs.render.run import Run
from svcdocs.texts import _

_ENDS = ("。", "！", "？", "…", "；", ".", "!", "?")


@pass_context
def optional(context: Context, value: Any, instead: str = "") -> Any:
    """Nothing, or a word like 无, where the value is missing; a blank form leaves room to write."""
    if isinstance(value, Missing) and not run_of(context).blank:
        return instead
    return value


def _amount(value: Any) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise TypeError(_("{value} is no amount of money").format(value=value))
    return Decimal(value)


def _money(_run: Run, value: Any) -> str:
    return format_money(_amount(value))


def _capitals(_run: Run, value: Any) -> str:
    return capitals(_amount(value))


def _cn(_run: Run, value: Any) -> str:
    if isinstance(value, date):
        return chinese_date(_day(value)) + mark_of(value)
    if isinstance(value, bool) or int(value) != value:
        raise TypeError(
            _("{value} has no Chinese numeral; it is no whole number").format(value=value)
        )
    return chinese_number(int(value))


@pass_context
def either(context: Context, value: Any, yes: str, no: str) -> Any:
    """One of two words for a truth value; a blank form gets neither."""
    fields = run_of(context).fields
    if fields is not None:
        fields.offer(run_of(context), Options((("true", yes), ("false", no))))
    return _lifted_either(context, value, yes, no)


def _either(_run: Run, value: Any, yes: str, no: str) -> str:
    if isinstance(value, bool):
        return yes if value else no
    raise TypeError(_("either() wants a truth value"))


_lifted_either = lifted(_either)


def _sentence(run: Run, value: Any) -> str:
    """A text with a full stop at its end, unless whoever wrote it ended it already."""
    words = printed(run, value).rstrip()
    return words if words.endswith(_ENDS) else words + "。"


def _date(_run: Run, value: Any) -> date:
    if isinstance(value, date):
        return provisional(_day(value)) if mark_of(value) else _day(value)
    raise TypeError(_("{value} is no date").format(value=value))


def _day(value: date) -> date:
    return wall_clock(value).date() if isinstance(value, datetime) else value


def _short_date(run: Run, value: Any) -> str:
    return _date(run, value).isoformat() + mark_of(value)


def _short_moment(_run: Run, value: Any) -> str:
    if isinstance(value, datetime):
        return f"{wall_clock(value):%Y-%m-%d %H:%M}{mark_of(value)}"
    raise TypeError(_("{value} is no date with a time").format(value=value))


def _moment(_run: Run, value: Any) -> str:
    if isinstance(value, datetime):
        return moment_text(value) + mark_of(value)
    raise TypeError(_("{value} is no date with a time").format(value=value))


def _clock(_run: Run, value: Any) -> str:
    if isinstance(value, datetime):
        return f"{wall_clock(value):%H:%M}{mark_of(value)}"
    raise TypeError(_("{value} is no date with a time").format(value=value))


def _paragraphs(run: Run, value: Any) -> str:
    """A text whose lines are paragraphs, where the tag stands in a paragraph that can end."""
    text = printed(run, value)
    if run.tag is None or not run.tag.breakable:
        return text
    return "\a".join(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))


@pass_context
def line(_context: Context, value: Any, width: int) -> Any:
    """The value; in a blank form a line to write on, so many characters wide (up to 80)."""
    if isinstance(value, Missing):
        stroke = "_" * min(int(width), 80)
        return value.shown(stroke, stroke)
    return value


FILTERS: Mapping[str, Callable[..., Any]] = {
    "optional": optional,
    "money": shown("¥________", "", _money),
    "capitals": shown("________________", "", _capitals),
    "cn": lifted(_cn),
    "either": either,
    "sentence": lifted(_sentence),
    "date": shown("______年____月____日", "　　　年　　月　　日", _date),
    "short_date": shown("______年____月____日", "", _short_date),
    "short_moment": shown("______年____月____日____时____分", "", _short_moment),
    "moment": shown("______年____月____日____时____分", "　　年　　月　　日　　时　　分", _moment),
    "clock": shown("____时____分", "　　时　　分", _clock),
    "line": line,
    "paragraphs": lifted(_paragraphs),
}
