"""Merged cells of a sheet: in a heading they are understood, in the rows below they are refused.

Only the upper left cell of a merged range holds a value. To the reader's eye it stands in every
row, to a program in the first one: whichever is taken, somebody is wrong.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from svcdocs.load.headings import Column, table_fault
from svcdocs.load.nodes import TableRow
from svcdocs.load.source_row import SourceRow
from svcdocs.model.finding import Problem
from svcdocs.model.place import column_letters
from svcdocs.texts import _

_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Merged:
    """A merged range, rows and columns counted from 1, the last ones included."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int

    @property
    def one_column(self) -> bool:
        """Whether it only joins cells that stand one below the other."""
        return self.first_column == self.last_column

    def __str__(self) -> str:
        start = f"{column_letters(self.first_column)}{self.first_row}"
        return f"{start}:{column_letters(self.last_column)}{self.last_row}"


class MergedBody:
    """The merged ranges below a heading, met while the rows are read from top to bottom."""

    def __init__(self, merged: Sequence[Merged], columns: Sequence[Column], heading: int) -> None:
        below = (one for one in merged if one.first_row > heading)
        self._todo = sorted(below, key=lambda one: one.first_row, reverse=True)
        self._open: list[Merged] = []
        self._positions = {column.index + 1: at for at, column in enumerate(columns)}
        self._shown = 0

    def strike(self, row: SourceRow, found: TableRow, problems: list[Problem]) -> None:
        """Report the ranges that begin in a row; their other cells are lost, not empty."""
        while self._todo and self._todo[-1].first_row <= row.line:
            one = self._todo.pop()
            position = self._positions.get(one.first_column)
            # A range around nothing takes nothing from anybody.
            if one.first_row == row.line and position is not None and found.texts[position]:
                self._report(one, row, problems)
                # Ranges never overlap, so that there is one for a column; in a hostile file they do.
                if len(self._open) < len(self._positions):
                    self._open.append(one)
        if self._open:
            self._open = [one for one in self._open if one.last_row >= row.line]
            lost = [at for one in self._open for at in self._covered(one, row.line)]
            found.broken = (*found.broken, *lost)

    def _covered(self, one: Merged, line: int) -> list[int]:
        return [
            position
            for column, position in self._positions.items()
            if one.first_column <= column <= one.last_column
            and (line, column) != (one.first_row, one.first_column)
        ]

    def _report(self, one: Merged, row: SourceRow, problems: list[Problem]) -> None:
        self._shown += 1
        if self._shown <= _SHOWN:
            problems.append(
                table_fault(
                    row.place(one.first_column - 1),
                    _("the cells {cells} are merged").format(cells=one),
                    _("split them and fill in every one"),
                )
            )
