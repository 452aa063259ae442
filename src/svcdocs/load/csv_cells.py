"""CSV (RFC 4180) with a place for every cell.

The standard csv module says nothing about columns; a test compares these cells with its.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from svcdocs.model.finding import Problem
from svcdocs.model.place import Place
from svcdocs.texts import _

_PLAIN = re.compile(r"[^,\r\n]*")
_QUOTED = re.compile(r'"((?:[^"]|"")*)"')
_END = re.compile(r",|\r\n|\n|\r|\Z")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell's text without its quotes, and the place of its words."""

    text: str
    place: Place


def read_cells(text: str, file: str, problems: list[Problem]) -> list[list[Cell]]:
    """The lines of a CSV text, empty ones left out, as far as the quotes make sense."""
    rows: list[list[Cell]] = []
    row: list[Cell] = []
    position, line, line_start = 0, 1, 0
    while True:
        column = position - line_start + 1
        quoted = _QUOTED.match(text, position)
        if quoted is not None:
            words = quoted[1].replace('""', '"')
            first_line = quoted[1].splitlines()[0] if quoted[1] else ""
            place = Place(file=file, line=line, column=column + 1, length=len(first_line))
            position = quoted.end()
            breaks = quoted[0].count("\n")
            if breaks:
                line += breaks
                line_start = text.rindex("\n", 0, position) + 1
        elif text.startswith('"', position):
            place = Place(file=file, line=line, column=column, length=1)
            message = _("the quotation mark opened here is never closed")
            problems.append(Problem(code="data/table", message=message, place=place))
            return rows
        else:
            plain = _PLAIN.match(text, position)
            assert plain is not None  # noqa: S101 # the pattern matches the empty text
            words = plain[0]
            place = Place(file=file, line=line, column=column, length=len(words))
            position = plain.end()
        row.append(Cell(words, place))
        end = _END.match(text, position)
        if end is None:
            place = Place(file=file, line=line, column=position - line_start + 1, length=1)
            problems.append(
                Problem(
                    code="data/table",
                    message=_("text behind a closing quotation mark"),
                    hint=_("write a quotation mark inside a cell twice"),
                    place=place,
                )
            )
            return rows
        position = end.end()
        if end[0] == ",":
            continue
        if len(row) > 1 or row[0].text:
            rows.append(row)
        row = []
        if position >= len(text):
            return rows
        line, line_start = line + 1, position
