"""CSV (RFC 4180) with a place for every cell.

The standard csv module says nothing about columns; a test compares these cells with its.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from svcdocs.load import table_limits
from svcdocs.model.finding import Problem
from svcdocs.model.place import Place
from svcdocs.texts import _


@dataclass(slots=True)
class CsvRow:
    """The cells of one line, without their quotes.

    `columns` and `lengths` say where each cell's words stand, `lines` on which line; a cell with a
    line break puts those behind it on a later one.
    """

    line: int
    texts: list[str]
    columns: list[int]
    lengths: list[int]
    lines: list[int] | None = None

    def place(self, file: str, index: int) -> Place:
        """Where a cell's words stand."""
        return Place(
            file=file,
            line=self.lines[index] if self.lines else self.line,
            column=self.columns[index],
            length=self.lengths[index],
        )


def read_rows(
    text: str, file: str, problems: list[Problem], *, separator: str = ",", start: int = 0
) -> Iterator[CsvRow]:
    """The lines of a CSV text, empty ones left out, as far as the quotes make sense.

    Args:
        text: the file's text, without a byte order mark.
        file: its name as places show it.
        problems: faults are added here.
        separator: what stands between two cells.
        start: where the first line begins, behind a line that is no data.
    """
    position, line = start, text.count("\n", 0, start) + 1
    while position < len(text):
        end = text.find("\n", position)
        end = len(text) if end < 0 else end
        written = text[position:end].removesuffix("\r")
        if written.count(separator) >= table_limits.COLUMNS:
            problems.append(table_limits.too_many_columns(Place(file=file, line=line, column=1)))
            return
        if '"' in written or "\r" in written:
            reader = _Quoted(text, file, position, line, separator)
            row, fault = reader.read()
            if fault is not None:
                problems.append(fault)
                return
            position, line = reader.position, reader.line
        else:
            row = _plain(written, line, separator)
            position, line = end + 1, line + 1
        if len(row.texts) > 1 or row.texts[0]:
            yield row


def _plain(written: str, line: int, separator: str) -> CsvRow:
    texts = written.split(separator)
    lengths = [len(one) for one in texts]
    columns, column = [], 1
    for length in lengths:
        columns.append(column)
        column += length + 1
    return CsvRow(line, texts, columns, lengths)


class _Quoted:
    """A line with quotation marks, cell by cell; it may go on over several lines of the file."""

    def __init__(self, text: str, file: str, position: int, line: int, separator: str) -> None:
        self.position = position
        self.line = line
        self._text = text
        self._file = file
        self._line_start = position
        self._plain, self._end = _patterns(separator)
        self._separator = separator

    def read(self) -> tuple[CsvRow, Problem | None]:
        row = CsvRow(self.line, [], [], [], [])
        while True:
            fault = self._cell(row)
            if fault is not None:
                return row, fault
            if len(row.texts) > table_limits.COLUMNS:
                return row, table_limits.too_many_columns(self._here(0))
            end = self._end.match(self._text, self.position)
            if end is None:
                return row, _fault(
                    self._here(1),
                    _("text behind a closing quotation mark"),
                    _("write a quotation mark inside a cell twice"),
                )
            self.position = end.end()
            if end[0] != self._separator:
                self.line += 1
                return row, None

    def _cell(self, row: CsvRow) -> Problem | None:
        text, line = self._text, self.line
        if text.startswith('"', self.position):
            end = self._closing_mark()
            if end < 0:
                return _fault(self._here(1), _("the quotation mark opened here is never closed"))
            spelt = text[self.position + 1 : end]
            words = spelt.replace('""', '"')
            place = self._here(len(spelt.partition("\n")[0].removesuffix("\r")), 1)
            self.position = end + 1
            breaks = spelt.count("\n")
            if breaks:
                self.line += breaks
                self._line_start = text.rindex("\n", 0, end) + 1
        else:
            plain = self._plain.match(text, self.position)
            assert plain is not None  # noqa: S101 # the pattern matches the empty text
            words = plain[0]
            place = self._here(len(words))
            self.position = plain.end()
        row.texts.append(words)
        row.columns.append(place.column)
        row.lengths.append(place.length)
        assert row.lines is not None  # noqa: S101 # `read` made it; for mypy
        row.lines.append(line)
        return None

    def _closing_mark(self) -> int:
        """The index of the mark that closes the one here: the first that is not doubled, or -1."""
        end = self._text.find('"', self.position + 1)
        while end >= 0 and self._text.startswith('"', end + 1):
            end = self._text.find('"', end + 2)
        return end

    def _here(self, length: int, skip: int = 0) -> Place:
        column = self.position - self._line_start + 1 + skip
        return Place(file=self._file, line=self.line, column=column, length=length)


@cache
def _patterns(separator: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What a cell without quotes may hold, and what ends a cell."""
    end = re.escape(separator)
    return re.compile(rf"[^{end}\r\n]*"), re.compile(rf"{end}|\r\n|\n|\r|\Z")


def _fault(place: Place, message: str, hint: str = "") -> Problem:
    return Problem(code="data/table", message=message, hint=hint, place=place)
