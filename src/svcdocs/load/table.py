"""Rows of cells, from CSV or a sheet, as a table: the heading found, its columns matched to fields.

What stands above the heading (a title, a date) is left aside. A heading of two rows is understood
where the sheet says by merged cells how the two belong together, and refused elsewhere.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice

from svcdocs.load import table_limits
from svcdocs.load.headings import Column, Heading, Names, read_headings, table_fault
from svcdocs.load.merged_cells import Merged, MergedBody
from svcdocs.load.nodes import TableNode, TableRow
from svcdocs.load.schema import Shape
from svcdocs.load.source_row import SourceRow
from svcdocs.model.finding import Problem
from svcdocs.model.place import Place
from svcdocs.texts import _

#: How many rows that are not empty may stand above the last row of the heading.
_HEAD = 10


def build_table(
    rows: Iterable[SourceRow],
    top: Place,
    shape: Shape,
    problems: list[Problem],
    merged: Sequence[Merged] = (),
) -> TableNode:
    """The rows of a table.

    Args:
        rows: the rows of the file, empty ones included or not.
        top: where the table begins.
        shape: the shape of one row.
        problems: faults are added here.
        merged: the merged cells of a sheet.
    """
    filled = (row for row in rows if not row.empty())
    head = list(islice(filled, _HEAD))
    if not head:
        return TableNode(top)
    names = Names(shape.fields)
    first = _heading_row(head, names)
    last = _last_heading_row(head, first, merged)
    below = head[last + 1 : last + 2]
    if below and _names_two(below[0], Names(shape.fields, labels=False)):
        problems.append(
            table_fault(
                below[0].place(0),
                _("the heading goes on in a second row"),
                _(
                    "write all names in one row, or merge those of the upper row with the cell below"
                ),
            )
        )
        return TableNode(top)
    headings = _headings(head[first : last + 1])
    at = headings[0].place if headings else head[last].place(0)
    columns, incomplete = read_headings(headings, shape, at, problems)
    body = _Body(
        columns=columns,
        incomplete=incomplete,
        heading=head[last],
        named=frozenset(heading.index for heading in headings),
        merged=MergedBody(merged, columns, head[last].line),
        problems=problems,
    )
    table = TableNode(top, tuple(column.name for column in columns))
    table.rows.extend(body.read(chain(head[last + 1 :], filled)))
    return table


def _heading_row(head: list[SourceRow], names: Names) -> int:
    """The index of the first row that names fields; the first of all where none does.

    A row of data may hold a field's name by accident, but hardly two.
    """
    if _count(head[0], names):
        return 0
    for index, row in enumerate(head):
        if _names_two(row, names) or (_count(row, names) and sum(map(bool, row.words())) == 1):
            return index
    return 0


def _names_two(row: SourceRow, names: Names) -> bool:
    return _count(row, names) >= 2


def _count(row: SourceRow, names: Names) -> int:
    return sum(bool(names.find(word)) for word in row.words() if word)


def _last_heading_row(head: list[SourceRow], first: int, merged: Sequence[Merged]) -> int:
    """The index of the row down to which merged cells of the heading reach."""
    line = head[first].line
    end = max(
        (one.last_row for one in merged if one.first_row == line and one.one_column), default=line
    )
    return max(index for index, row in enumerate(head) if index == first or row.line <= end)


def _headings(rows: list[SourceRow]) -> list[Heading]:
    """For every column the lowest text in the rows of the heading."""
    found: dict[int, Heading] = {}
    for row in rows:
        for index, word in enumerate(row.words()):
            if word:
                found[index] = Heading(index, word, row.place(index))
    return [found[index] for index in sorted(found)]


@dataclass(slots=True, kw_only=True)
class _Body:
    """The rows below the heading."""

    columns: list[Column]
    incomplete: bool
    heading: SourceRow
    named: frozenset[int]
    merged: MergedBody
    problems: list[Problem]

    def read(self, rows: Iterable[SourceRow]) -> Iterator[TableRow]:
        width = len(self.heading.words())
        nameless: set[int] = set()
        before = len(self.problems)
        for count, row in enumerate(rows):
            if count == table_limits.ROWS:
                self.problems.append(table_limits.too_many_rows(row.place(0)))
                return
            if len(self.problems) - before > table_limits.FAULTS:
                self.problems.append(table_limits.too_many_faults(row.place(0)))
                return
            misfit = row.misfit(width)
            if misfit is not None:
                self.problems.append(misfit)
                yield self._only_id(row)
                continue
            for index in row.stray(self.named):
                if index not in nameless:
                    nameless.add(index)
                    self._nameless(index)
            found = row.take(self.columns, self.problems)
            found.partial = self.incomplete
            self.merged.strike(row, found, self.problems)
            yield found

    def _only_id(self, row: SourceRow) -> TableRow:
        """Which cell belongs to which field is anybody's guess; the id keeps references whole."""
        first = [column for column in self.columns if column.index == 0 and column.name == "id"]
        found = row.take(first, self.problems)
        texts = [found.texts[0] if column in first else "" for column in self.columns]
        here = row.place(0)
        spots = array("I", [here.line, here.column, here.length] * len(self.columns))
        return TableRow(texts, spots, partial=True)

    def _nameless(self, index: int) -> None:
        message = _("column {number} has no name").format(number=index + 1)
        place = self.heading.place(index)
        self.problems.append(table_fault(place, message, _("write the field's name")))
