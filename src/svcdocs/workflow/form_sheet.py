"""An empty sheet to fill in for forms: what `form_data` reads, with headings, choices and formats.

one sheet per table that the form reads; a row of each as a sample; no other row
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from svcdocs.load.form_rows import PROJECT, row_schema
from svcdocs.load.headings import LABELS, Names
from svcdocs.load.schema import Schema, Shape
from svcdocs.load.table_files import tables_of
from svcdocs.render.doctype import DocumentType, find_type
from svcdocs.texts import _
from svcdocs.workflow.form_choices import Choice, form_choices, form_labels
from svcdocs.workflow.template_fields import template_fields
from svcdocs.workflow.template_files import find_templates

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

_OWN = f"{PROJECT}."
_CHOICES = "选项"
#: Excel takes so many characters for choices that stand in the cell's own rule.
_INLINE = 255
_FORMATS = {"date": "yyyy-mm-dd", "date-time": "yyyy-mm-dd hh:mm", "time": "hh:mm"}
#: How the sample of each kind is written; texts are told by their title.
_SAMPLES: dict[str, Any] = {
    "date": date(2026, 3, 2),
    "date-time": datetime(2026, 3, 2, 9, 0),  # noqa: DTZ001 - cells of a sheet have no zone
    "time": time(9, 0),
    "quantity": "3 年",
    "window": "7x24",
    "boolean": "是",
    "integer": 1,
    "number": 1,
    "money": Decimal("1000.00"),
}
_WIDTHS = {"date": 13, "date-time": 18, "integer": 10, "number": 10, "boolean": 10, "money": 14}
#: Rules for cells reach down to this row.
_FAR_DOWN = 1000


@dataclass(frozen=True, slots=True)
class _Column:
    """A column: its field, its heading, what may stand in it."""

    name: str
    heading: str
    shape: Shape
    choice: Choice | None

    @property
    def kind(self) -> str:
        return self.shape.kind


@dataclass(slots=True)
class _Choices:
    """The sheet, which nobody sees, with choices too long for a cell's rule."""

    book: Workbook
    sheet: Worksheet | None = field(default=None)
    columns: int = 0

    def formula(self, titles: Sequence[str]) -> str:
        joined = ",".join(titles)
        if (
            len(joined) <= _INLINE
            and not any(mark in joined for mark in ('"', "，"))
            and all("," not in title for title in titles)
        ):
            return f'"{joined}"'
        from openpyxl.utils import get_column_letter  # noqa: PLC0415 - see below

        if self.sheet is None:
            self.sheet = self.book.create_sheet(_CHOICES)
            self.sheet.sheet_state = "hidden"
        self.columns += 1
        for row, title in enumerate(titles, start=1):
            self.sheet.cell(row, self.columns, title)
        letter = get_column_letter(self.columns)
        return f"{_CHOICES}!${letter}$1:${letter}${len(titles)}"


def form_sheet(document_type: str, policies: Sequence[str] = ()) -> bytes:
    """The workbook for forms of a type.

    Raises:
        UsageError: there is no such type, or no policy is known.
        TemplateError: the type or its template is wrong.
    """
    import openpyxl  # noqa: PLC0415 - 0.2 s, only where there is a workbook

    one = find_type(document_type)
    main = one.subject or PROJECT
    choices = form_choices(one, policies, main)
    schema = row_schema(one.subject, form_labels(one, main))
    book = openpyxl.Workbook()
    del book[book.sheetnames[0]]
    hidden = _Choices(book)
    for table, names in _wanted(one, policies, main, schema).items():
        shape = tables_of(schema.root)[table]
        columns = [_column(name, shape, choices.get((table, name))) for name in names]
        _fill(book.create_sheet(_title(shape.title, table)), table, columns, one, hidden)
    if hidden.sheet is not None:
        book.move_sheet(hidden.sheet, len(book.sheetnames))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _title(title: str, table: str) -> str:
    """A sheet's name: Excel takes 31 characters and few signs."""
    return title if title and len(title) <= 31 and not set(title) & set("[]:*?/\\") else table


def _wanted(
    one: DocumentType, policies: Sequence[str], main: str, schema: Schema
) -> dict[str, list[str]]:
    """The tables that a form reads with their fields, that of its own record first."""
    file = find_templates([str(one.folder)])[0]
    tables = tables_of(schema.root)
    names: dict[str, dict[str, None]] = {main: {}}
    if one.subject:
        names[main]["id"] = None
    else:
        names[main][f"{_OWN}no"] = None
    used = template_fields(file, tuple(policies))
    for way in used.uses.ways:
        path = used.contract.project_path(way)
        if path is None:
            continue
        if len(path) == 3 and path[1] == "*" and path[0] in tables:
            names.setdefault(path[0], {"id": None})[path[2]] = None
        elif _OWN + ".".join(path) in tables[main].item.fields:
            names[main][_OWN + ".".join(path)] = None
    for table, fields in names.items():
        for name, shape in tables[table].item.fields.items():
            # What says to which row of the other tables a row belongs.
            if any(other in names and other != table for other in shape.refers):
                fields[name] = None
        if table != main and not one.subject:
            fields[f"{_OWN}no"] = None
    return {
        table: [name for name in tables[table].item.fields if name in fields]
        for table, fields in names.items()
    }


def _column(name: str, table: Shape, choice: Choice | None) -> _Column:
    shape = table.item.fields[name]
    names = Names(table.item.fields)
    words = [shape.title, *reversed(shape.raw.get(LABELS, ()))]
    if name.startswith(_OWN):
        words = [*reversed(shape.raw.get(LABELS, ())), shape.title]
    heading = next(
        (word for word in words if not word.isascii() and names.find(word) == name), name
    )
    return _Column(name, heading, shape, choice)


def _fill(
    sheet: Worksheet, table: str, columns: Sequence[_Column], one: DocumentType, hidden: _Choices
) -> None:
    from openpyxl.comments import Comment  # noqa: PLC0415 - as above
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side  # noqa: PLC0415 - as above
    from openpyxl.utils import get_column_letter  # noqa: PLC0415 - as above
    from openpyxl.worksheet.datavalidation import DataValidation  # noqa: PLC0415 - as above

    thin = Side(style="thin", color="999999")
    for number, column in enumerate(columns, start=1):
        letter = get_column_letter(number)
        head = sheet.cell(1, number, column.heading)
        head.font = Font(name="宋体", bold=True)
        head.fill = PatternFill("solid", fgColor="E7E6E6")
        head.alignment = Alignment(wrap_text=True, vertical="center", horizontal="center")
        head.border = Border(left=thin, right=thin, top=thin, bottom=thin)
        note = "\n".join(_notes(column))
        if note:
            head.comment = Comment(note, "svcdocs", width=260, height=90)
        shown = _FORMATS.get(column.kind, "0.00" if column.kind == "money" else "General")
        if column.kind in ("text", "quantity", "window", "list"):
            shown = "@"
        sheet.column_dimensions[letter].number_format = shown
        sheet.column_dimensions[letter].width = max(
            _WIDTHS.get(column.kind, 18), 2 * len(column.heading) + 3
        )
        cell = sheet.cell(2, number, _sample(column, table, one))
        cell.number_format = shown
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        titles = _titles(column)
        if titles:
            rule = DataValidation(
                type="list",
                formula1=hidden.formula(titles),
                allow_blank=True,
                showErrorMessage=column.kind != "list"
                and not (column.choice is not None and column.choice.other),
            )
            rule.add(f"{letter}2:{letter}{_FAR_DOWN}")
            sheet.add_data_validation(rule)
    sheet.row_dimensions[1].height = 32
    sheet.freeze_panes = "A2"
    first = sheet.cell(2, 1)
    first.comment = Comment(_("A sample: write over it, or delete the row."), "svcdocs")


def _titles(column: _Column) -> list[str]:
    if column.choice is not None:
        return [title for _key, title in column.choice.pairs]
    if column.kind == "boolean":
        return ["是", "否"]
    return [str(one) for one in column.shape.raw.get("enum", ())]


def _notes(column: _Column) -> Iterator[str]:
    """What is worth knowing about a column."""
    notes = {
        "date": _("A date, e.g. 2026-03-31"),
        "date-time": _("Date and time, e.g. 2026-03-31 08:30"),
        "time": _("A time of day, e.g. 08:30"),
        "quantity": _("With its unit, e.g. 30 分钟, 3 年"),
        "money": _("In yuan, e.g. 1409.50"),
        "integer": _("A whole number"),
        "number": _("A number"),
        "list": _("Several with ； between them"),
    }
    if column.name == "id":
        yield _("Different in every row; rows of the other sheets name it.")
    if column.kind in notes:
        yield notes[column.kind]
    low, high = column.shape.raw.get("minimum"), column.shape.raw.get("maximum")
    if low is not None and high is not None:
        yield _("{low} to {high}").format(low=low, high=high)
    titles = _titles(column)
    if titles and column.kind == "list":
        yield _(", ").join(titles)
    elif column.shape.raw.get("description"):
        yield str(column.shape.raw["description"])


def _sample(column: _Column, table: str, one: DocumentType) -> Any:
    """What the sample row says; rows of the sheets belong to one another."""
    if column.name == "id":
        return _row_id(table)
    refers = column.shape.refers
    if refers and "staff" not in refers:
        return _row_id(one.subject if one.subject in refers else refers[0])
    titles = _titles(column)
    if titles:
        return "；".join(titles[:2]) if column.kind == "list" else titles[0]
    if column.kind in ("integer", "number"):
        return column.shape.raw.get("minimum", _SAMPLES[column.kind])
    return _SAMPLES.get(column.kind, f"（{column.heading}）")


def _row_id(table: str) -> str:
    return f"{table.upper().replace('_', '-')}-01"
