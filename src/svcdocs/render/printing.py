"""How values print in a document, by their type."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from markupsafe import Markup, escape

from svcdocs.calc.china_time import wall_clock
from svcdocs.calc.quantities import format_quantity
from svcdocs.calc.windows import format_window
from svcdocs.model.quantity import Quantity, ServiceWindow
from svcdocs.ooxml.slots import SLOT
from svcdocs.render.missing import Missing
from svcdocs.render.objects.inline import Inline
from svcdocs.render.provisional import (
    MARK,
    ProvisionalDate,
    ProvisionalMoment,
    ProvisionalQuantity,
)
from svcdocs.render.run import Run
from svcdocs.render.tags import Shape, Spot
from svcdocs.texts import _

_TEXT = '<w:t xml:space="preserve">'
_LINE_BREAK = f"</w:t><w:br/>{_TEXT}"
_TAB = f"</w:t><w:tab/>{_TEXT}"
_END = "</w:t></w:r></w:p>"
#: What a text may hold that XML cannot carry, that breaks a line, or that looks like a tag.
_UNUSUAL = re.compile("[{}\x00-\x1f\ud800-\udfff\ufffe\uffff]")
_TEXT_SPOT = Spot.TEXT
_LONG = 4096
_PAGE = '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'


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
        return "、".join(_element(run, one) for one in value)
    printer = _PRINTERS.get(type(value))
    if printer is not None:
        return printer(value)
    if isinstance(value, Inline):
        return value.plain()
    if value is None or callable(value):
        raise TypeError(_("{value} is no value to print").format(value=value))
    return str(value)


def _element(run: Run, value: Any) -> str:
    run.budget.step()  # a list may hold itself many times over
    return printed(run, value)


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


def _placed(run: Run, value: Inline) -> str:
    """An object in a line of text; where only text can stand, its words."""
    spot = run.tag.spot if run.tag is not None else Spot.TEXT
    if spot in (Spot.TEXT, Spot.RUN):
        return run.additions.mark(value)
    if spot is Spot.BLOCK and run.tag is not None:
        return f"<w:p>{run.tag.shape.paragraph}{run.additions.mark(value)}</w:p>"
    return to_xml(run, value.plain())


def to_xml(run: Run, value: Any) -> str:
    """A value as XML for the place of the tag that prints it: text, never markup.

    A line end begins a line, a tab stays one; a bell (U+0007) begins a paragraph like the one the
    tag stands in and a form feed (U+000C) a page, as in docxtpl.
    """
    if isinstance(value, Markup):
        run.budget.spend(len(value))
        return value
    if isinstance(value, Inline):
        return _placed(run, value)
    text = printed(run, value)
    tag = run.tag
    if tag is None:
        return _unlike_slots(str(escape(text)))
    if not text and tag.required:
        run.came_out_empty()
    run.budget.spend(len(text))
    if tag.spot is Spot.TEXT:
        return _unlike_slots(_broken(_escaped(text), tag.shape))
    return _unlike_slots(_FORMS[tag.spot](str(escape(text)), tag.shape))


def _unlike_slots(xml: str) -> str:
    """The same with references for characters of the data that would be taken for slots."""
    return SLOT.sub(lambda found: f"&#{ord(found[0])};", xml)


def _escaped(text: str) -> str:
    """A text for the content of an element, where quotes are characters like any other."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def slot(run: Run, number: int, value: Any) -> str:
    """A value like `to_xml`, in a slot where it is mere text.

    Args:
        run: the rendering under way; it keeps the value.
        number: the tag that prints it.
        value: what it prints.
    """
    tag = run.tag = run.tags[number]
    if (
        type(value) is str
        and 0 < len(value) < _LONG  # a loop over a long text is paid for before it is looked at
        and tag.spot is _TEXT_SPOT
        and not _UNUSUAL.search(value)
    ):
        kept, slots = run.kept, run.slots
        if len(kept) == len(slots):
            slots = run.all_slots()
        if len(kept) < len(slots):
            kept.append(_escaped(value) if "&" in value or "<" in value or ">" in value else value)
            return slots[len(kept) - 1]
    run.budget.step()
    if not (tag.spot is Spot.TEXT or tag.spot is Spot.PLAIN):
        return to_xml(run, value)
    text = to_xml(run, value)
    return text if "<" in text or "\x01" in text else run.keep(text)


def _broken(safe: str, shape: Shape) -> str:
    """Escaped text with its breaks as Word writes them."""
    if "\r" in safe:
        safe = safe.replace("\r\n", "\n").replace("\r", "\n")
    if "\n" in safe:
        safe = safe.replace("\n", _LINE_BREAK)
    if "\t" in safe:
        safe = safe.replace("\t", _TAB)
    if "\a" in safe or "\f" in safe:
        begin = f"<w:p>{shape.paragraph}<w:r>{shape.run}{_TEXT}"
        safe = safe.replace("\a", _END + begin).replace("\f", _END + _PAGE + begin)
    return safe


def _run(safe: str, shape: Shape) -> str:
    return f"<w:r>{shape.run}{_TEXT}{_broken(safe, shape)}</w:t></w:r>"


def _block(safe: str, shape: Shape) -> str:
    return f"<w:p>{shape.paragraph}{_run(safe, shape)}</w:p>"


def _field(safe: str, _shape: Shape) -> str:
    """Part of a field's code: nothing that could end a word of it and begin another."""
    if any(mark in safe for mark in ("&#34;", "\\", "{", "}", "\n")):
        raise ValueError(_("{value!r} cannot stand in the code of a field").format(value=safe))
    return safe


def _flat(safe: str, _shape: Shape) -> str:
    return safe.replace("\r", " ").replace("\n", " ")


_FORMS: dict[Spot, Callable[[str, Shape], str]] = {
    Spot.RUN: _run,
    Spot.BLOCK: _block,
    Spot.FIELD: _field,
    Spot.ATTRIBUTE: _flat,
    Spot.PLAIN: lambda safe, _shape: safe.replace("\r\n", "\n").replace("\r", "\n"),
}
