"""Which field a column's heading names: the field itself or its Chinese label.

Forms are written by people: line breaks inside a heading, full-width brackets, a star for "must be
filled in" do not change what it names.
"""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from svcdocs.load import wording
from svcdocs.load.mistyped import shortened
from svcdocs.load.schema import Shape
from svcdocs.model.finding import Problem
from svcdocs.model.place import Place
from svcdocs.texts import _

#: In a schema made for reading: what else a field may be called, several fields perhaps the same.
LABELS = "x-labels"


@dataclass(frozen=True, slots=True)
class Heading:
    """A column's heading as it stands in the file; `index` counts columns from 0."""

    index: int
    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Column:
    """A column that is read: its index in the file, its field, and the field's shape."""

    index: int
    name: str
    shape: Shape

    @property
    def label(self) -> str:
        """The field as messages name it."""
        return wording.label((self.name,), self.shape)


class Names:
    """What a row's fields, or a project's tables, may be called."""

    def __init__(self, fields: Mapping[str, Shape], *, labels: bool = True) -> None:
        """Names of fields; without `labels` only their own names and titles count."""
        self._fields = fields
        self._by_title = {_plain(shape.title): name for name, shape in fields.items()}
        self._by_label: dict[str, list[str]] = {}
        for name, shape in fields.items():
            for word in shape.raw.get(LABELS, ()) if labels else ():
                self._by_label.setdefault(_plain(word), []).append(name)

    def find(self, text: str) -> str:
        """The field a heading names; empty for none, or where it may be one of several."""
        plain = _plain(text)
        if not plain or plain in self._fields:
            return plain
        labelled = self._by_label.get(plain, [])
        return self._by_title.get(plain, "") or (labelled[0] if len(labelled) == 1 else "")

    def choices(self, text: str) -> list[str]:
        """The fields that a heading may name, where these are several: as they would be written."""
        names = [] if self.find(text) else self._by_label.get(_plain(text), [])
        return [self._fields[name].title or name for name in names]

    def nearest(self, text: str, taken: Iterable[str] = ()) -> tuple[str, str]:
        """The field a heading was probably meant to name, and how it would be written; or empty."""
        out = set(taken)
        free = {name: shape for name, shape in self._fields.items() if name not in out}
        plain = _plain(text)
        name = wording.nearest(plain, free)
        if name:
            return name, name
        titles = {_plain(shape.title): name for name, shape in free.items() if shape.title}
        # Labels are short: half of the characters is much.
        near = difflib.get_close_matches(plain, titles, n=1, cutoff=0.5)
        return (titles[near[0]], near[0]) if near else ("", "")


def read_headings(
    headings: Iterable[Heading], row: Shape, at: Place, problems: list[Problem]
) -> tuple[list[Column], bool]:
    """The columns that are read, and whether one is lost that every row needs.

    A fault of a heading is reported once, at the heading. Empty headings are left to the caller.

    Args:
        headings: the columns' headings.
        row: the shape of a row.
        at: where a heading is missing.
        problems: faults are added here.
    """
    names = Names(row.fields)
    columns: list[Column] = []
    first: dict[str, Heading] = {}
    unknown: list[Heading] = []
    for heading in headings:
        name = names.find(heading.text)
        if not name:
            unknown.append(heading)
        elif name in first:
            problems.append(_doubled(heading, first[name]))
        else:
            first[name] = heading
            columns.append(Column(heading.index, name, row.fields[name]))
    meant = set()
    for heading in unknown:
        choices = names.choices(heading.text)
        if choices:
            message = _("column '{name}' may mean one of several fields: {fields}").format(
                name=shortened(heading.text), fields=_(", ").join(choices)
            )
            problems.append(table_fault(heading.place, message, _("write one of these names")))
            continue
        guess, spelling = names.nearest(heading.text, first)
        meant.add(guess)
        message = _("unknown column '{name}'").format(name=shortened(heading.text))
        problems.append(table_fault(heading.place, message, wording.did_you_mean(spelling)))
    lost = [name for name in row.raw.get("required", ()) if name not in first]
    for name in lost:
        if name not in meant:
            label = wording.label((name,), row.field(name))
            message = _("column {field} is missing").format(field=label)
            problems.append(table_fault(at, message))
    return columns, bool(lost)


def table_fault(place: Place, message: str, hint: str = "") -> Problem:
    """A fault of a table's form, not of a value in it."""
    return Problem(code="data/table", message=message, hint=hint, place=place)


def _doubled(heading: Heading, first: Heading) -> Problem:
    message = _("column '{name}' is given twice; the first one is at {first}").format(
        name=shortened(heading.text), first=first.place
    )
    return table_fault(heading.place, message, _("delete one of the two"))


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split()).strip("*:")
