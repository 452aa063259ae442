"""Lines of a calendar file as RFC 5545 section 3.1 writes them: escaped, folded, CRLF."""

from __future__ import annotations

import re

#: Octets of a line without its line break.
LIMIT = 75
_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})
#: No text may hold these (3.1, CONTROL); a calendar program would refuse the whole file.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_LINE_BREAK = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")


def text(value: str) -> str:
    """A value of type TEXT (3.3.11)."""
    return _CONTROL.sub("", _LINE_BREAK.sub("\n", value)).translate(_ESCAPES)


def texts(values: tuple[str, ...]) -> str:
    """Several values of type TEXT in one line."""
    return ",".join(map(text, values))


def folded(line: str) -> str:
    """The line with its line break, in pieces of at most 75 octets, none ending inside a character.

    A piece goes on after a line break and a blank, which counts as one of its octets. Three octets
    of UTF-8 make a Chinese character: a fold between two of them would leave garbage in programs
    that decode line by line.
    """
    pieces: list[str] = []
    start, size = 0, 0
    for index, character in enumerate(line):
        octets = len(character.encode())
        if size + octets > LIMIT:
            pieces.append(line[start:index])
            start, size = index, 1
        size += octets
    pieces.append(line[start:])
    return "\r\n ".join(pieces) + "\r\n"
