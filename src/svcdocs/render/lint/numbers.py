"""Periods and service hours typed into the text that a term of the policy should give."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from svcdocs.calc.quantities import parse_quantity
from svcdocs.calc.windows import parse_window
from svcdocs.model.quantity import Quantity, ServiceWindow
from svcdocs.model.term import Term
from svcdocs.render.lint.fault import Fault, Spot
from svcdocs.render.lint.paragraphs import Paragraph, Sheet
from svcdocs.texts import _

_NUMBER = r"(?:[0-9０-９]+(?:\.[0-9]+)?|[一二两三四五六七八九十百]+)"
_UNIT = (
    r"(?:个?(?:自然日|工作日|月|季度|小时|星期)|年|周|天|日|分钟|秒"
    r"|(?:years?|months?|weeks?|(?:working )?days?|hours?|minutes?)\b)"
)
_PERIOD = re.compile(rf"(?:{_NUMBER}\s*{_UNIT}半?|半\s*(?:年|小时|个月))", re.IGNORECASE)
_WINDOW = re.compile(r"[1-7]\s*[x×X*]\s*(?:24|[89]|1[0-2])(?:\s*小时)?")
#: A day of the calendar, the order of something, a room to write a date into.
_NO_PERIOD = re.compile(
    r"[0-9０-９〇零一二三四五六七八九]{4}\s*年|年\s*[0-9０-９一二三四五六七八九十]+\s*月|月\s*[0-9０-９一二三四五六七八九十]+\s*日"
    r"|第\s*[0-9一二三四五六七八九十百]+\s*[年月周天日个]|[一二三四五六七八九十]+月[一二三四五六七八九十]+日"
    r"|[0-9]+\s*月\s*[0-9]+\s*日"
)


def number_faults(sheets: list[Sheet], terms: Mapping[str, Term]) -> Iterator[Fault]:
    """Typed periods and windows; those that are a term's value name the term."""
    known = [(one, value) for one in terms.values() for value in _values(one.standard)]
    for sheet in sheets:
        for paragraph in sheet.paragraphs:
            yield from _of_paragraph(paragraph, known)


def _of_paragraph(paragraph: Paragraph, known: list[tuple[Term, Any]]) -> Iterator[Fault]:
    text = _NO_PERIOD.sub(lambda match: "\0" * len(match[0]), paragraph.without_tags())
    for match in [*_WINDOW.finditer(text), *_PERIOD.finditer(text)]:
        value = _read(match[0])
        if value is None:
            continue
        same = [term for term, one in known if _equal(one, value)]
        spot = Spot(paragraph=paragraph, start=match.start(), end=match.end())
        if same:
            message = _("{text} is typed; {terms} is the same").format(
                text=match[0], terms=_named(same)
            )
            yield Fault(rule="typed-term", message=message, spot=spot)
        else:
            message = _("{text} is typed").format(text=match[0])
            yield Fault(rule="typed-number", message=message, spot=spot)


def _read(text: str) -> Quantity | ServiceWindow | None:
    spelt = (
        text.replace("×", "x").replace("*", "x").replace("小时", "") if _WINDOW.match(text) else ""
    )
    try:
        return parse_window(spelt.strip()) if spelt else parse_quantity(text)
    except ValueError:
        return None


def _equal(one: Any, value: Quantity | ServiceWindow) -> bool:
    if isinstance(one, Quantity) and isinstance(value, Quantity):
        return one.comparable(value) and one == value
    return type(one) is type(value) and bool(one == value)


def _values(standard: Any) -> Iterable[Any]:
    return standard if isinstance(standard, list) else [standard]


def _named(terms: list[Term]) -> str:
    """Up to three terms with their titles."""
    said = ["{{ terms." + term.id + " }}" + f"（{term.title}）" for term in terms[:3]]
    more = len(terms) - len(said)
    return "、".join(said) + (_(" and {count} more").format(count=more) if more else "")
