"""Which value of the data a field of an electronic form holds, by its tag.

visits.VIS-001.comments   a table, a row, a field
purchaser.name            a field of the project itself
it.comments               the row that a blank form is about
it.visit.place            a row that this one refers to
it.method=onsite          a box: ticked, it is this value
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from svcdocs.load.fields import field_kind, field_references

_SCHEMA = "project"
_TAG = re.compile(
    r"(?P<path>[^=|]+?)(?:=(?P<option>.*)|\|(?P<part>clock|date|name|list|other))?", re.DOTALL
)
_ROW = re.compile(
    r"(?P<table>\w+)\.(?P<row>.+?)\.(?P<field>[a-z_][a-z_0-9]*)"
    r"(?:=(?P<option>.*)|\|(?P<part>clock|date|name|list|other))?",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldTag:
    """A tag taken apart.

    Attributes:
        table: the table of its row; empty for a field of the project.
        row: the row's id, `#1` for the first of those without; empty for the form's own record.
        steps: the field, or the way to it.
        by: the way of references from the form's own record to the row, see `it.visit.place`.
        option: of a box: the value it stands for; None for any other field, and for a box alone.
        part: what of the value is shown: "clock", "date", "name", "list", "other"; empty: all.
    """

    table: str = ""
    row: str = ""
    steps: tuple[str, ...]
    by: tuple[str, ...] = ()
    option: str | None = None
    part: str = ""

    @property
    def kind(self) -> str:
        """The kind of its value, in the words of `load.field_kind`."""
        return field_kind(_SCHEMA, self.path)

    @property
    def path(self) -> tuple[str, ...]:
        """The field's path in the schema."""
        return (self.table, "*", *self.steps) if self.table else self.steps

    @property
    def value(self) -> FieldTag:
        """The same without option and part: all fields of one value are equal in this."""
        return FieldTag(table=self.table, row=self.row, steps=self.steps, by=self.by)


def parse_tag(tag: str, subject: str) -> FieldTag | None:
    """Take a tag apart; None where it names no field of the data.

    Args:
        tag: as it stands in the document.
        subject: the table that the form's type is about.
    """
    return next((one for one in _candidates(tag, subject) if _exists(one)), None)


def _candidates(tag: str, subject: str) -> Iterator[FieldTag]:
    match = _TAG.fullmatch(tag)
    steps = tuple(match["path"].split(".")) if match else ()
    part = (match["part"] or "") if match else ""
    option = match["option"] if match else None
    if steps[:1] == ("it",):
        table, by = subject, steps[1:-1]
        for step in by:
            table = next(iter(field_references(_SCHEMA).get((table, "*", step), ())), "")
        if table:
            yield FieldTag(table=table, by=by, steps=steps[-1:], option=option, part=part)
        return
    row = _ROW.fullmatch(tag)
    if row is not None and _is_table(row["table"]):
        yield FieldTag(
            table=row["table"],
            row=row["row"],
            steps=(row["field"],),
            option=row["option"],
            part=row["part"] or "",
        )
    if steps:
        yield FieldTag(steps=steps, option=option, part=part)


def _exists(one: FieldTag) -> bool:
    try:
        return bool(one.steps) and one.kind not in ("table", "mapping")
    except KeyError:
        return False


def _is_table(name: str) -> bool:
    try:
        return field_kind(_SCHEMA, (name,)) == "table"
    except KeyError:
        return False
