"""The lines that a finding is about, each value underlined and named.

Lines stand in the order of the file, the file of the finding itself first. What cannot be quoted (a
sheet of a workbook, a value that stands nowhere) is told in a line of words.
"""

from __future__ import annotations

from collections.abc import Iterator

from svcdocs.model.finding import Finding
from svcdocs.model.place import Place
from svcdocs.report.parts.excerpt import Mark, excerpt
from svcdocs.report.parts.sentences import compared
from svcdocs.report.parts.source import Source
from svcdocs.report.parts.terminal import RELATED, SEVERITIES, Terminal
from svcdocs.report.parts.width import printable
from svcdocs.texts import _

#: Marks by line number, and by file the first place that is named.
_Lines = dict[int, list[Mark]]


class Quotation:
    """Quotes for one finding after the other; the files are read once."""

    def __init__(self, terminal: Terminal) -> None:
        self._terminal = terminal
        self._source = Source(terminal.view.here)
        self._last: object = None

    def of(self, finding: Finding) -> Iterator[str]:
        """The lines below a finding's headline."""
        same = (finding.place, finding.inputs)
        if finding.inputs and same == self._last:
            # Each step that a recurrence missed was computed from the same values.
            yield "   " + self._terminal.dim(_("= the same values as above"))
            return
        self._last = same
        if finding.quote is not None:
            mark = Mark(column=finding.quote.column, length=finding.quote.length, primary=True)
            colour = SEVERITIES[finding.severity] if finding.open else "2"
            yield from self._rows("", finding.quote.text, [mark], 3, colour)
        files, unquoted = self._marks(finding)
        gutter = max((len(str(line)) for lines in files.values() for line in lines), default=0)
        gutter = max(gutter, 3)
        colour = SEVERITIES[finding.severity] if finding.open else "2"
        for file, lines in files.items():
            if file != finding.place.file:
                first = min(lines)
                place = Place(file=file, line=first, column=min(m.column for m in lines[first]))
                yield f"{' ' * gutter}{self._terminal.dim('-->')} {self._terminal.place(place)}"
            for line in sorted(lines):
                yield from self._quote(file, line, lines[line], gutter, colour)
        for words in unquoted:
            yield "   " + self._terminal.dim(f"= {words}")

    def _marks(self, finding: Finding) -> tuple[dict[str, _Lines], list[str]]:
        """What to underline, by file and line, and what can only be told."""
        files: dict[str, _Lines] = {finding.place.file: {}}
        unquoted: list[str] = []
        primary = finding.place
        places = {one.place for one in finding.inputs}
        if primary not in places and self._source.line(primary) is not None:
            files[primary.file][primary.line] = [_mark(primary, "", primary=True)]
        for one in finding.inputs:
            note = printable(compared(one))
            place = one.place
            if place is None or self._source.line(place) is None:
                unquoted.append(f"{self._terminal.place(place)} {note}" if place else note)
                continue
            marks = files.setdefault(place.file, {}).setdefault(place.line, [])
            marks.append(_mark(place, note, primary=place == primary))
        return {file: lines for file, lines in files.items() if lines}, unquoted

    def _quote(
        self, file: str, number: int, marks: list[Mark], gutter: int, colour: str
    ) -> Iterator[str]:
        """A line of a file and its marks."""
        line = self._source.line(Place(file=file, line=number)) or ""
        return self._rows(str(number), line, marks, gutter, colour)

    def _rows(
        self, label: str, line: str, marks: list[Mark], gutter: int, colour: str
    ) -> Iterator[str]:
        """A text and the marks under it."""
        view = self._terminal.view
        room = max(view.width - gutter - 4, 40)
        bar = self._terminal.dim(f"{' ' * gutter} |")
        for row in excerpt(line, marks, room, wide_ambiguous=view.wide_ambiguous):
            yield f"{self._terminal.dim(f'{label:>{gutter}} |')} {row.text}"
            for before, width, mark in row.marks:
                signs = ("^" if mark.primary else "-") * width
                painted = self._terminal.paint(signs, colour if mark.primary else RELATED)
                yield f"{bar} {' ' * before}{painted} {mark.note}".rstrip()


def _mark(place: Place, note: str, *, primary: bool) -> Mark:
    return Mark(column=place.column, length=place.length, note=note, primary=primary)
