"""The layout of help texts: columns stand under each other also where names and texts are Chinese.

Click counts characters, of which a Chinese one takes two cells of a terminal, and breaks lines only
at blanks, of which a Chinese sentence has none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

import click

from svcdocs.report.parts.width import cells
from svcdocs.texts import _

#: What stays together on a line: a word, or a Chinese character with the punctuation that may not
#: be parted from it (GB/T 15834: no line begins with a comma or ends with an opening bracket).
_PIECE = re.compile(
    r"\s+|[（“]*(?:[!-ÿ–]+|[^\s!-ÿ–（“，。；：、？！）”…])?[，。；：、？！）”…]+"
    r"|[（“]*(?:[!-ÿ–]+|[^\s!-ÿ–（“，。；：、？！）”…])|[（“]+"
)
_LEAST = 10


class HelpLayout(click.HelpFormatter):
    """Headings in the tool's language, texts in lines of so many cells."""

    def write_heading(self, heading: str) -> None:
        """`Options:`, with the language's own colon."""
        line = _("{heading}:").format(heading=heading)
        self.write("".join(self._set([line])))

    def write_text(self, text: str) -> None:
        """Paragraphs, indented."""
        room = max(self.width - self.current_indent, _LEAST)
        for number, paragraph in enumerate(text.split("\n\n")):
            lines = wrapped(paragraph, room)
            self.write("".join(["\n" if number else "", *self._set(lines)]))

    def write_dl(
        self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2
    ) -> None:
        """Names with their explanations beside them, below them where a name is too long."""
        rows = list(rows)
        column = min(max((cells(name) for name, _text in rows), default=0), col_max) + col_spacing
        room = max(self.width - self.current_indent - column, _LEAST)
        for name, text in rows:
            gap = column - cells(name)
            lines = wrapped(text, room) or [""]
            if gap < col_spacing:
                lines, gap = ["", *lines], 0
            below = [" " * column + line for line in lines[1:]]
            self.write("".join(self._set([f"{name}{' ' * gap}{lines[0]}", *below])))

    def _set(self, lines: Sequence[str]) -> Iterator[str]:
        return (f"{' ' * self.current_indent}{line}".rstrip() + "\n" for line in lines)


class HelpContext(click.Context):
    """A click context whose help has this layout."""

    formatter_class = HelpLayout


def wrapped(text: str, room: int) -> list[str]:
    """A text in lines of at most so many cells, unless a single word is longer."""
    return list(_lines(" ".join(text.split()), room))


def _lines(text: str, room: int) -> Iterator[str]:
    line, used = "", 0
    for piece in _PIECE.findall(text):
        size = cells(piece)
        if line and used + size > room:
            yield line.rstrip()
            line, used = "", 0
            if piece.isspace():
                continue
        line, used = line + piece, used + size
    if line:
        yield line.rstrip()
