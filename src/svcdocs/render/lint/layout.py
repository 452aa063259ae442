"""Fields without results, table heads that don't repeat, and what was left in the file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from svcdocs.ooxml.names import w
from svcdocs.ooxml.package import main_part, parse_part, relationships
from svcdocs.render.lint.fault import Fault, Spot
from svcdocs.render.lint.paragraphs import Paragraph, Sheet
from svcdocs.texts import _

if TYPE_CHECKING:
    from lxml.etree import _Element

#: Fields that mark something and never show a result.
_MARKS = frozenset(["XE", "TC", "TA", "RD", "SET"])
_CHANGES = frozenset(
    w(one) for one in ("ins", "del", "moveFrom", "moveTo", "rPrChange", "pPrChange", "tblPrChange")
)
#: What fields are made of, and what shows of their results.
_OF_FIELDS = tuple(w(one) for one in ("fldChar", "fldSimple", "instrText", "t", "drawing", "sym"))
_ROW_LOOP = ("{%tr for", "{% tr for", "{%-tr for")


def layout_faults(parts: Mapping[str, bytes], sheets: list[Sheet]) -> Iterator[Fault]:
    """What is wrong with the file beside its tags and fonts."""
    for sheet in sheets:
        by_element = {paragraph.element: paragraph for paragraph in sheet.paragraphs}
        yield from _fields(sheet)
        yield from _headless_tables(sheet, by_element)
        yield from _changes(sheet, by_element)
    yield from _comments(parts)
    yield from _author(parts)


def _whole(paragraph: Paragraph) -> Spot:
    return Spot(paragraph=paragraph, start=0, end=len(paragraph.text))


@dataclass(slots=True)
class _Open:
    """A complex field whose end has not been met yet."""

    start: Paragraph
    code: str = ""
    separated: bool = False
    shown: bool = False


def _fields(sheet: Sheet) -> Iterator[Fault]:
    """Complex fields may begin in one paragraph and end in another."""
    stack: list[_Open] = []
    for paragraph in sheet.paragraphs:
        for element in paragraph.element.iter(*_OF_FIELDS):
            if element.tag == w("fldChar"):
                yield from _at_mark(str(element.get(w("fldCharType"))), paragraph, stack)
            elif element.tag == w("fldSimple"):
                shown = element.find(f".//{w('t')}") is not None
                yield from _without_result(
                    _Open(paragraph, code=str(element.get(w("instr"))), shown=shown)
                )
            elif element.tag == w("instrText") and stack:
                stack[-1].code += element.text or ""
            else:
                for one in stack:
                    one.shown = one.shown or one.separated
    for one in stack:
        message = _("field {code} has no end").format(code=one.code.strip())
        yield Fault(rule="field-result", message=message, spot=_whole(one.start))


def _at_mark(kind: str, paragraph: Paragraph, stack: list[_Open]) -> Iterator[Fault]:
    if kind == "begin":
        stack.append(_Open(paragraph))
    elif kind == "separate" and stack:
        stack[-1].separated = True
    elif kind == "end" and stack:
        yield from _without_result(stack.pop())


def _without_result(one: _Open) -> Iterator[Fault]:
    code = one.code.strip()
    if not one.shown and code.partition(" ")[0].upper() not in _MARKS:
        message = _("field {code} has no result").format(code=code)
        yield Fault(rule="field-result", message=message, spot=_whole(one.start))


def _headless_tables(sheet: Sheet, by_element: Mapping[_Element, Paragraph]) -> Iterator[Fault]:
    """Tables of which a loop makes rows below a head: cells of plain words, as many as below."""
    for table in sheet.root.iter(w("tbl")):
        rows = list(table.iterchildren(w("tr")))
        for number, row in enumerate(rows[1:-1], start=1):
            if not _text(row).strip().startswith(_ROW_LOOP):
                continue
            head, body = rows[number - 1], rows[number + 1]
            cells = list(head.iterchildren(w("tc")))
            worded = all(_text(cell).strip() and "{" not in _text(cell) for cell in cells)
            if len(cells) < 2 or len(cells) != len(list(body.iterchildren(w("tc")))) or not worded:
                continue
            if any(not _repeats(one) for one in rows[:number]):
                first = by_element.get(next(head.iter(w("p"))))
                yield Fault(
                    rule="table-header",
                    message=_("the rows below “{head}” grow with the data").format(
                        head=_text(cells[0]).strip()
                    ),
                    spot=None if first is None else _whole(first),
                )
            break


def _repeats(row: _Element) -> bool:
    header = row.find(f"{w('trPr')}/{w('tblHeader')}")
    return header is not None and header.get(w("val")) not in ("0", "false", "off")


def _text(element: _Element) -> str:
    return "".join(text.text or "" for text in element.iter(w("t")))


def _changes(sheet: Sheet, by_element: Mapping[_Element, Paragraph]) -> Iterator[Fault]:
    for paragraph in sheet.paragraphs:
        changed = [one for one in paragraph.element.iter() if one.tag in _CHANGES]
        own = [
            one
            for one in changed
            if by_element.get(next(one.iterancestors(w("p")), one)) is paragraph
        ]
        if own:
            by = str(own[0].get(w("author")) or "")
            yield Fault(
                rule="tracked-changes",
                message=_("a change by {name}").format(name=by or "?"),
                spot=_whole(paragraph),
            )


def _comments(parts: Mapping[str, bytes]) -> Iterator[Fault]:
    for one in relationships(parts, main_part(parts)):
        if one.type.endswith("/comments") and one.target in parts:
            for comment in parse_part(parts[one.target], one.target).iter(w("comment")):
                yield Fault(
                    rule="comments",
                    message=_("{name}: {message}").format(
                        name=comment.get(w("author")) or "?", message=_text(comment)
                    ),
                )


def _author(parts: Mapping[str, bytes]) -> Iterator[Fault]:
    for one in relationships(parts, ""):
        if one.type.endswith("/core-properties") and one.target in parts:
            for element in parse_part(parts[one.target], one.target):
                name = str(element.tag).rpartition("}")[2]
                if (
                    name in ("creator", "lastModifiedBy")
                    and element.text
                    and "{" not in element.text
                ):
                    yield Fault(
                        rule="author",
                        message=_("{name}: {message}").format(name=name, message=element.text),
                        where=_("document properties"),
                    )
