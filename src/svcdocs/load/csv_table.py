"""A CSV file as the rows of a table."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from svcdocs.load import cell_text, wording
from svcdocs.load.csv_cells import CsvRow, read_rows
from svcdocs.load.csv_dialect import read_dialect
from svcdocs.load.headings import Column, table_fault
from svcdocs.load.mistyped import MistypedError
from svcdocs.load.nodes import TableNode, TableRow
from svcdocs.load.schema import Shape
from svcdocs.load.table import build_table
from svcdocs.model.finding import Problem
from svcdocs.model.place import Place
from svcdocs.texts import _

#: Excel writes CSV sixteen lines at a time, and leaves out the last cells that are empty in all of
#: them.
_BLOCK = 16


def read_csv(text: str, file: str, shape: Shape, problems: list[Problem]) -> TableNode:
    """The rows of a table.

    Args:
        text: the file's text, without a byte order mark.
        file: its name as places show it.
        shape: the shape of one row.
        problems: faults are added here.
    """
    top = Place(file=file, line=1, column=1)
    if not text.strip():
        problems.append(
            table_fault(
                Place(file=file), _("the file is empty"), _("its first line names the fields")
            )
        )
        return TableNode(top)
    dialect = read_dialect(text, file, problems)
    if dialect is None:
        return TableNode(top)
    separator, start = dialect
    rows = read_rows(text, file, problems, separator=separator, start=start)
    return build_table(_lines(rows, file), top, shape, problems)


def _lines(rows: Iterator[CsvRow], file: str) -> Iterator[_Line]:
    for _number, group in groupby(rows, key=lambda row: (row.line - 1) // _BLOCK):
        block = list(group)
        equal = len({len(row.texts) for row in block}) == 1
        for row in block:
            yield _Line(row, file, equal)


@dataclass(frozen=True, slots=True)
class _Line:
    """`equal`: the lines around it that Excel wrote with it have as many cells."""

    row: CsvRow
    file: str
    equal: bool

    @property
    def line(self) -> int:
        return self.row.line

    def empty(self) -> bool:
        return not any(text.strip() for text in self.row.texts)

    def words(self) -> list[str]:
        return [cell_text.bare(text) for text in self.row.texts]

    def place(self, index: int) -> Place:
        last = len(self.row.texts) - 1
        return self.row.place(self.file, min(index, last))

    def stray(self, named: frozenset[int]) -> Iterable[int]:
        texts = self.row.texts
        if len(texts) <= len(named):
            return ()
        return (index for index, text in enumerate(texts) if index not in named and text.strip())

    def misfit(self, width: int) -> Problem | None:
        texts = self.row.texts
        if len(texts) == width:
            return None
        if len(texts) > width and not any(text.strip() for text in texts[width:]):
            return None
        if len(texts) < width and self.equal and self.line > _BLOCK:
            return None
        return table_fault(
            self.place(min(len(texts), width + 1) - 1),
            _("this line has {found} cells, the header has {wanted}").format(
                found=len(texts), wanted=width
            ),
            _("check the commas; a cell that holds a comma needs quotation marks"),
        )

    def take(self, columns: Sequence[Column], problems: list[Problem]) -> TableRow:
        row = self.row
        size = len(row.texts)
        texts: list[str] = []
        numbers: list[int] = []
        broken: list[int] = []
        for position, column in enumerate(columns):
            index = column.index
            if index >= size:
                texts.append("")
                numbers += (row.line, row.columns[-1] + row.lengths[-1], 0)
                continue
            raw = row.texts[index]
            text = cell_text.bare(raw)
            if len(text) == len(raw):
                line = row.lines[index] if row.lines else row.line
                numbers += (line, row.columns[index], row.lengths[index])
            else:
                numbers += _spot(row, index, text)
            if cell_text.doubtful(text):
                try:
                    cell_text.refuse(text)
                except MistypedError as error:
                    problems.append(
                        Problem(
                            code="data/schema",
                            message=wording.at_field(column.label, error.message),
                            hint=error.hint,
                            place=self.place(index),
                        )
                    )
                    broken.append(position)
                    text = ""
            texts.append(text)
        return TableRow(texts, array("I", numbers), tuple(broken))


def _spot(row: CsvRow, index: int, text: str) -> tuple[int, int, int]:
    """Line, column and length of the words in a cell that has something around them."""
    raw = row.texts[index]
    before = raw.index(text)
    line = row.lines[index] if row.lines else row.line
    above = raw.count("\n", 0, before)
    if above or "\n" in text:
        column = before - raw.rindex("\n", 0, before) if above else row.columns[index] + before
        return line + above, column, len(text.partition("\n")[0])
    # Not simply the text's length: inside quotes a quotation mark is written twice.
    around = len(raw.partition("\n")[0]) - len(text)
    return line, row.columns[index] + before, row.lengths[index] - around
