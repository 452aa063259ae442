"""What stands between the cells of a CSV file: a comma, a semicolon or a tab."""

from __future__ import annotations

import re

from svcdocs.model.finding import Problem
from svcdocs.model.place import Place
from svcdocs.texts import _

_SEPARATORS = (",", ";", "\t")
_QUOTED = re.compile(r'"[^"]*"')
#: The line by which Excel is told what separates the cells.
_DECLARED = re.compile(r"sep=([,;\t])\r?(?:\n|\Z)")
#: Signs that people take for a separator, and that no program does.
_FOREIGN = ("，", "；", "|", "、")


def read_dialect(text: str, file: str, problems: list[Problem]) -> tuple[str, int] | None:
    """The separator, and where the first line of data begins.

    The first line with any of them speaks for all: behind it a list in a cell may have its own
    semicolons. None where another sign was used; that was reported.
    """
    declared = _DECLARED.match(text)
    if declared is not None:
        return declared[1], declared.end()
    lines = [_QUOTED.sub("", line) for line in text[:20_000].split("\n")[:10]]
    for line in lines:
        if any(sign in line for sign in _SEPARATORS):
            return max(_SEPARATORS, key=line.count), 0
    found = _foreign(lines)
    if found is None:
        return ",", 0
    number, column, sign = found
    problems.append(
        Problem(
            code="data/table",
            message=_("'{sign}' separates no cells").format(sign=sign),
            hint=_("put a comma ',' between the cells"),
            place=Place(file=file, line=number, column=column, length=1),
        )
    )
    return None


def _foreign(lines: list[str]) -> tuple[int, int, str] | None:
    """Line and column of the first sign that only looks like a separator."""
    for number, line in enumerate(lines, start=1):
        for column, sign in enumerate(line, start=1):
            if sign in _FOREIGN:
                return number, column, sign
    return None
