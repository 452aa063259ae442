"""Where a YAML event's spelling really stands.

The parser's marks start at an anchor or tag, at the quotation mark, at the `|` of a block; places
start where the words start, so that the text at the place is the spelling and a column inside an
expression can be added to the column of its place.
"""

from __future__ import annotations

import re
from typing import Any, Protocol

from svcdocs.model.place import Place

_PROPERTY = re.compile(r"[&!]\S*")


class Mark(Protocol):
    """A parser's mark; both count from 0."""

    line: int
    column: int


class Lines:
    """The lines of one YAML text.

    Events are Any: the stubs take every mark for optional, while a parser's events have them.
    """

    def __init__(self, text: str, file: str) -> None:
        self.file = file
        self._lines = text.split("\n")

    def line(self, index: int) -> str:
        """The line with this index (from 0) without its line end; empty behind the last one."""
        return self._lines[index].rstrip("\r") if index < len(self._lines) else ""

    def mark(self, mark: Mark, length: int = 0) -> Place:
        """The place of a parser's mark."""
        return self.place(mark.line, mark.column, length)

    def place(self, line: int, column: int, length: int = 0) -> Place:
        """The place at a line and column that count from 0."""
        return Place(file=self.file, line=line + 1, column=column + 1, length=length)

    def tag(self, mark: Mark) -> Place:
        """The place of a tag, which may stand behind an anchor."""
        for match in _PROPERTY.finditer(self.line(mark.line), mark.column):
            if match[0].startswith("!"):
                return self.place(mark.line, match.start(), len(match[0]))
        return self.mark(mark)

    def collection(self, event: Any) -> Place:
        """The first character of a mapping or list."""
        if event.anchor is None and event.tag is None:
            return self.mark(event.start_mark)
        return self.place(*self._behind_properties(event.start_mark))

    def scalar(self, event: Any) -> Place:
        """The words of a scalar: inside the quotes, and on the first line that has any."""
        start, end = event.start_mark, event.end_mark
        line, column = start.line, start.column
        if event.anchor is not None or event.tag is not None:
            line, column = self._behind_properties(start)
        if event.style in {"|", ">"}:
            return self._block(line, column, end.line)
        quote = 1 if event.style in {"'", '"'} else 0
        column += quote
        if line == end.line:
            return self.place(line, column, max(end.column - quote - column, 0))
        return self.place(line, column, len(self.line(line)[column:].rstrip()))

    def _block(self, line: int, column: int, end: int) -> Place:
        for index in range(line + 1, end + 1):
            words = self.line(index).strip()
            if words:
                indent = len(self.line(index)) - len(self.line(index).lstrip())
                return self.place(index, indent, len(words))
        return self.place(line, column)

    def _behind_properties(self, mark: Mark) -> tuple[int, int]:
        line, column = mark.line, mark.column
        while line < len(self._lines):
            rest = self.line(line)[column:]
            column += len(rest) - len(rest.lstrip())
            rest = rest.lstrip()
            if not rest or rest.startswith("#"):
                line, column = line + 1, 0
            elif match := _PROPERTY.match(rest):
                column += match.end()
            else:
                return line, column
        return mark.line, mark.column
