"""Objects in lines of text: put where a mark stands, the run around it ended and begun again.

A mark is written with characters that XML cannot carry, so that no text of a template or of the
data can look like one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from itertools import count

_OPEN, _CLOSE = "\x01", "\x02"
_PIECE = re.compile(f"<w:r(?: [^>]*)?>|</w:r>|<w:t(?: [^>]*)?>|</w:t>|{_OPEN}(\\d+){_CLOSE}")
_SPACE = '<w:t xml:space="preserve">'
#: What is left of a run that held nothing but a mark.
_EMPTY_RUN = re.compile(
    r"<w:r(?: [^>]*)?>(?:<w:rPr>(?:(?!</w:rPr>).)*</w:rPr>)?"
    r'<w:t(?: xml:space="preserve")?></w:t></w:r>'
)
_DRAWING = re.compile(rb'(<wp:docPr\b[^>]*?\bid=")(\d+)"')


def mark(number: int) -> str:
    """What stands for an object until the whole part is there."""
    return f"{_OPEN}{number}{_CLOSE}"


def has_marks(xml: str) -> bool:
    """Whether objects are to be put in."""
    return _OPEN in xml


def put_in(xml: str, draw: Callable[[int, str], str]) -> str:
    """The part with every object in its place.

    Args:
        xml: the part with marks.
        draw: gives pieces of a paragraph (runs, controls, links) for an object's number and the
            properties of the run around it, empty where it stands between runs.
    """
    out: list[str] = []
    runs: list[str] = []  # the content of w:rPr of each run that is open
    inside_text = False
    end = 0
    for match in _PIECE.finditer(xml):
        out.append(xml[end : match.start()])
        piece, end = match[0], match.end()
        if piece.startswith(_OPEN):
            properties = runs[-1] if runs else ""
            drawn = draw(int(match[1]), properties)
            if inside_text:
                again = f"<w:rPr>{properties}</w:rPr>" if properties else ""
                drawn = f"</w:t></w:r>\0{drawn}\0<w:r>{again}{_SPACE}"
            out.append(drawn)
            continue
        if piece == "</w:r>":
            runs.pop()
        elif piece.startswith("<w:r"):
            runs.append(_properties(xml, end))
        else:
            inside_text = piece != "</w:t>"
        out.append(piece)
    out.append(xml[end:])
    return _without_empty_runs("".join(out))


def _properties(xml: str, start: int) -> str:
    if not xml.startswith("<w:rPr>", start):
        return ""
    end = xml.index("</w:rPr>", start)
    # A change that Word keeps track of holds the old properties inside the new ones.
    while xml.count("<w:rPr>", start, end) > xml.count("</w:rPr>", start, end) + 1:
        end = xml.index("</w:rPr>", end + 1)
    return xml[start + len("<w:rPr>") : end]


def _without_empty_runs(xml: str) -> str:
    """Where an object stands alone, nothing is left of the runs before and behind it."""
    pieces = xml.split("\0")
    for index, piece in enumerate(pieces):
        if index % 2 == 0:  # text around objects: its first and last run may be empty
            own = piece
            start = max(own.rfind("<w:r>"), own.rfind("<w:r "))
            if index + 1 < len(pieces) and start >= 0 and _EMPTY_RUN.fullmatch(own, start):
                own = own[:start]
            if index and (match := _EMPTY_RUN.match(own)):
                own = own[match.end() :]
            pieces[index] = own
    return "".join(pieces)


def number_drawings(parts: Mapping[str, bytes], first: int) -> dict[str, bytes]:
    """The parts with every drawing's number its own, over all of them."""
    numbers = count(first)

    def numbered(match: re.Match[bytes]) -> bytes:
        return match[1] + b'%d"' % next(numbers)

    return {
        part: _DRAWING.sub(numbered, data) if b"<wp:docPr" in data else data
        for part, data in parts.items()
    }


def highest_drawing(parts: Iterable[bytes]) -> int:
    """The highest number that a drawing has in any of these parts; 0 where there is none."""
    return max((int(match[2]) for data in parts for match in _DRAWING.finditer(data)), default=0)
