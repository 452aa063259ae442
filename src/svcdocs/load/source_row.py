"""What a table is made of, wherever it comes from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from svcdocs.load.headings import Column
from svcdocs.load.nodes import TableRow
from svcdocs.model.finding import Problem
from svcdocs.model.place import Place


class SourceRow(Protocol):
    """One row of a file, cells counted from 0."""

    @property
    def line(self) -> int:
        """The line, or the row of the sheet."""

    def empty(self) -> bool:
        """Whether no cell has any content."""

    def words(self) -> list[str]:
        """The cells as plain texts without spaces around them."""

    def place(self, index: int) -> Place:
        """Where a cell stands."""

    def stray(self, named: frozenset[int]) -> Iterable[int]:
        """The cells that have content and stand in none of these columns."""

    def take(self, columns: Sequence[Column], problems: list[Problem]) -> TableRow:
        """The cells of these columns, each as the text that its field is typed from."""

    def misfit(self, width: int) -> Problem | None:
        """Why it cannot be told which cell belongs to which of `width` columns, if so."""
