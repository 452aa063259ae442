"""One line of a file with marks under it; of a long line only what the marks are about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from svcdocs.report.parts.width import cells, shown

_CUT = "…"
#: Where a cut hurts least: between the cells of a table, the fields of a mapping.
_SEPARATORS = frozenset(",;，；")
#: Characters shown on both sides of a mark in a line that is too long: as many as there is room for.
_CONTEXTS = (60, 40, 25, 16, 10, 6, 3)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Something to underline: `column` counts from 1; a `length` of 0 is a spot between characters."""

    column: int
    length: int
    note: str = ""
    primary: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What is shown of a line, and under it for each mark the cells before it and its own cells."""

    text: str
    marks: tuple[tuple[int, int, Mark], ...]


def excerpt(
    line: str, marks: Sequence[Mark], room: int, *, wide_ambiguous: bool = False
) -> list[Row]:
    """The line in as few rows as hold all its marks.

    Args:
        line: without its line break.
        marks: at least one, in any order.
        room: cells a row may take; a mark that needs more is cut.
        wide_ambiguous: as for `width.cells`.
    """
    spans = sorted(
        (_Span(mark, len(line)) for mark in marks), key=lambda span: (span.start, span.end)
    )
    ruler = _Ruler(line, wide_ambiguous=wide_ambiguous)
    if ruler.between(0, len(line)) <= room:
        return [_row(ruler, [(0, len(line))], spans)]
    return [_shortened(ruler, group, room) for group in _groups(ruler, spans, room)]


class _Span:
    """A mark as a half-open range of the line's characters, inside the line whatever it said."""

    def __init__(self, mark: Mark, length: int) -> None:
        self.mark = mark
        self.start = min(max(mark.column - 1, 0), length)
        self.end = min(self.start + max(mark.length, 0), length)


class _Ruler:
    """What is shown for each character, and how wide that is."""

    def __init__(self, line: str, *, wide_ambiguous: bool) -> None:
        self.shown = [shown(character) for character in line]
        self.cut = cells(_CUT, wide_ambiguous=wide_ambiguous)
        self._sums = [0]
        for text in self.shown:
            self._sums.append(self._sums[-1] + cells(text, wide_ambiguous=wide_ambiguous))

    def between(self, start: int, end: int) -> int:
        return self._sums[end] - self._sums[start]

    def clipped(self, start: int, end: int, room: int) -> int:
        """The end of what fits of a range; always one character."""
        while end > start + 1 and self.between(start, end) > room:
            end -= 1
        return end


def _groups(ruler: _Ruler, spans: list[_Span], room: int) -> Iterator[list[_Span]]:
    """Neighbouring marks that fit into one row with the least context."""
    group: list[_Span] = []
    for span in spans:
        if group and _width(ruler, _pieces(ruler, [*group, span], _CONTEXTS[-1])) > room:
            yield group
            group = []
        group.append(span)
    yield group


def _shortened(ruler: _Ruler, group: list[_Span], room: int) -> Row:
    """A row with as much around the marks as there is room for."""
    for context in _CONTEXTS:
        pieces = _pieces(ruler, group, context)
        if _width(ruler, pieces) <= room:
            return _row(ruler, pieces, group)
    # One mark alone is too long: its beginning.
    start = group[0].start
    end = ruler.clipped(start, max(span.end for span in group), room - 2 * ruler.cut)
    return _row(ruler, [(start, end)], group)


def _pieces(ruler: _Ruler, group: list[_Span], context: int) -> list[tuple[int, int]]:
    """The parts of the line to show: marks with what is around them; what overlaps is joined."""
    pieces: list[tuple[int, int]] = []
    marked: list[tuple[int, int]] = []
    for span in group:
        start = max(span.start - context, 0)
        end = min(span.end + context, len(ruler.shown))
        first, last = span.start, span.end
        # A cut that hides a character or two saves nothing.
        if pieces and start <= pieces[-1][1] + 2:
            start, end = pieces[-1][0], max(end, pieces.pop()[1])
            first, last = marked[-1][0], max(last, marked.pop()[1])
        pieces.append((start, end))
        marked.append((first, last))
    return [
        _snapped(ruler.shown, piece, inner) for piece, inner in zip(pieces, marked, strict=True)
    ]


def _snapped(shown_: list[str], piece: tuple[int, int], marked: tuple[int, int]) -> tuple[int, int]:
    """A piece that begins and ends at a separator, if there is one outside of its marks."""
    start, end = piece
    if start > 0:
        start = next((n for n in range(start, marked[0]) if shown_[n] in _SEPARATORS), start)
    if end < len(shown_):
        end = next((n for n in range(end, marked[1], -1) if shown_[n - 1] in _SEPARATORS), end)
    return start, end


def _width(ruler: _Ruler, pieces: list[tuple[int, int]]) -> int:
    cuts = len(pieces) - 1 + (pieces[0][0] > 0) + (pieces[-1][1] < len(ruler.shown))
    return sum(ruler.between(*piece) for piece in pieces) + cuts * ruler.cut


def _row(ruler: _Ruler, pieces: list[tuple[int, int]], group: list[_Span]) -> Row:
    text, offset = "", 0
    marks: list[tuple[int, int, Mark]] = []
    for start, end in pieces:
        if start > 0:
            text, offset = text + _CUT, offset + ruler.cut
        marks += [
            (
                offset + ruler.between(start, span.start),
                max(ruler.between(span.start, min(span.end, end)), 1),
                span.mark,
            )
            for span in group
            if start <= span.start <= end
        ]
        text += "".join(ruler.shown[start:end])
        offset += ruler.between(start, end)
    if pieces[-1][1] < len(ruler.shown):
        text += _CUT
    return Row(text=text, marks=tuple(marks))
