"""A sheet of a workbook as the rows of a table."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from svcdocs.load import wording
from svcdocs.load.headings import Column, table_fault
from svcdocs.load.mistyped import MistypedError
from svcdocs.load.nodes import TableNode, TableRow
from svcdocs.load.schema import Shape
from svcdocs.load.table import build_table
from svcdocs.load.xlsx_cells import read_cell_text, words
from svcdocs.load.xlsx_workbook import Sheet
from svcdocs.model.finding import Problem
from svcdocs.model.place import Place, column_letters
from svcdocs.texts import _

if TYPE_CHECKING:
    from openpyxl.cell.read_only import ReadOnlyCell


def read_sheet(sheet: Sheet, shape: Shape, problems: list[Problem]) -> TableNode:
    """The rows of a table.

    Args:
        sheet: the sheet it stands in.
        shape: the shape of one row.
        problems: faults are added here.
    """
    known = len(problems)
    table = build_table(_lines(sheet, problems), sheet.place, shape, problems, merged=sheet.merged)
    if not table.fields and len(problems) == known:
        problems.append(
            table_fault(sheet.place, _("the sheet is empty"), _("its first row names the fields"))
        )
    return table


def is_empty(sheet: Sheet) -> bool:
    """Whether no cell of a sheet has a value."""
    return all(line.empty() for line in _lines(sheet, []))


def _lines(sheet: Sheet, problems: list[Problem]) -> Iterator[_Line]:
    formulas = sheet.formulas
    epoch = sheet.epoch
    for number, cells in sheet.rows(problems):
        yield _Line(number, cells, sheet, epoch, formulas)


@dataclass(frozen=True, slots=True)
class _Line:
    line: int
    cells: Sequence[ReadOnlyCell]
    sheet: Sheet
    epoch: datetime
    formulas: frozenset[str]

    def empty(self) -> bool:
        return all(self._blank(index) for index in range(len(self.cells)))

    def words(self) -> list[str]:
        return [words(cell.value) for cell in self.cells]

    def place(self, index: int) -> Place:
        return Place(file=self.sheet.file, sheet=self.sheet.name, line=self.line, column=index + 1)

    def stray(self, named: frozenset[int]) -> Iterable[int]:
        return (
            index
            for index in range(len(self.cells))
            if index not in named and not self._blank(index)
        )

    def misfit(self, width: int) -> Problem | None:  # noqa: ARG002 # a sheet has all its columns
        return None

    def take(self, columns: Sequence[Column], problems: list[Problem]) -> TableRow:
        texts: list[str] = []
        numbers: list[int] = []
        broken: list[int] = []
        for position, column in enumerate(columns):
            numbers += (self.line, column.index + 1, 0)
            text = ""
            if column.index < len(self.cells):
                try:
                    text = self._text(column)
                except MistypedError as error:
                    broken.append(position)
                    problems.append(
                        Problem(
                            code="data/schema",
                            message=wording.at_field(column.label, error.message),
                            hint=error.hint,
                            place=self.place(column.index),
                        )
                    )
            texts.append(text)
        return TableRow(texts, array("I", numbers), tuple(broken))

    def _text(self, column: Column) -> str:
        cell = self.cells[column.index]
        return read_cell_text(
            cell, column.shape.kind, self.epoch, formula=self._formula(column.index)
        )

    def _formula(self, index: int) -> bool:
        return bool(self.formulas) and f"{column_letters(index + 1)}{self.line}" in self.formulas

    def _blank(self, index: int) -> bool:
        """Whether a cell has no value; a formula that was never computed has one, unknown."""
        cell = self.cells[index]
        value = cell.value
        if value is None:
            return cell.data_type == "str" or not self._formula(index)
        return isinstance(value, str) and not words(value)
