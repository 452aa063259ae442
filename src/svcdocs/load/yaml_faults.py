"""What a YAML parser means, in words that say what to change."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from svcdocs.load.yaml_places import Lines
from svcdocs.model.finding import Problem
from svcdocs.model.place import Place
from svcdocs.texts import _

if TYPE_CHECKING:
    import yaml

#: `name：value` and `name:value`, the two ways to miss YAML's colon.
_WRONG_COLON = re.compile(r"^\s*(?:- +)*[^\s:：'\"#][^:：'\"#]*(：|:(?=\S))")


def explain(error: yaml.MarkedYAMLError, lines: Lines) -> Problem:
    """The problem behind a parser's error, at the place where it can be mended."""
    place, message, hint = _words(error, lines)
    return Problem(code="data/syntax", message=message, hint=hint, place=place)


def several_documents(place: Place) -> Problem:
    """A second document (`---`) in one file."""
    return Problem(
        code="data/syntax",
        message=_("a second document starts here; a file holds one"),
        hint=_("delete the line '---' or move the rest to a file of its own"),
        place=place,
    )


def _words(error: yaml.MarkedYAMLError, lines: Lines) -> tuple[Place, str, str]:
    problem = error.problem or ""
    mark: Any = error.problem_mark  # the parser always gives one, the stubs don't know
    line = lines.line(mark.line)
    here = lines.mark(mark, 1 if mark.column < len(line) else 0)
    opening = lines.mark(error.context_mark, 1) if error.context_mark else here
    tab = _tab(line, mark.column)
    if tab is not None:
        place = lines.place(mark.line, tab, 1)
        return place, _("a tab stands where spaces are wanted"), _("indent with spaces")
    if "mapping values are not allowed" in problem or "could not find expected ':'" in problem:
        return _colon(error, lines, here)
    if "cannot start any token" in problem:
        return here, *_first(line[mark.column])
    if "alphabetic or numeric" in problem:
        # `*` and `&` begin an alias and an anchor; whoever writes `* item` means neither.
        return opening, *_first(lines.line(opening.line - 1)[opening.column - 1 :][:1])
    for part, at_opening, message, hint in _known():
        if part in problem:
            return opening if at_opening else here, message, hint
    return here, _unknown(problem), ""


def _known() -> list[tuple[str, bool, str, str]]:
    """Part of the parser's words, whether the fault is where the construct began, ours, hint."""
    two = several_documents(Place(file=""))
    return [
        ("document start", False, two.message, two.hint),
        ("end of stream", True, _("the quotation mark opened here is never closed"), ""),
        (
            "escape",
            False,
            _("'\\' has a special meaning between double quotes"),
            _("use single quotes, or write '\\\\'"),
        ),
        (
            "expected ',' or",
            True,
            _("the bracket opened here is not closed, or a comma is missing"),
            "",
        ),
        ("node content", False, _("a value is missing here, or a bracket is not closed"), ""),
        ("expected key", False, *_misplaced()),
        ("expected '-'", False, *_misplaced()),
        ("block end", False, *_misplaced()),
        (
            "sequence entries are not allowed",
            False,
            _("a list item must start on a line of its own"),
            "",
        ),
        (
            "tag",
            False,
            _("this tag is not allowed"),
            _("put a value that begins with '!' in quotes"),
        ),
    ]


def _misplaced() -> tuple[str, str]:
    return (
        _("this line does not fit the lines above it"),
        _("fields of one level start in the same column; every list item starts with '- '"),
    )


def _first(character: str) -> tuple[str, str]:
    return (
        _("a value can't begin with '{character}'").format(character=character),
        _("put the value in quotes"),
    )


def _unknown(problem: str) -> str:
    return _("this is not YAML: {problem}").format(problem=problem)


def _tab(line: str, column: int) -> int | None:
    """The index of the tab that an error in this line comes from."""
    indent = line[: len(line) - len(line.lstrip())]
    if "\t" in indent:
        return indent.index("\t")
    return column if line[column : column + 1] == "\t" else None


def _colon(error: yaml.MarkedYAMLError, lines: Lines, here: Place) -> tuple[Place, str, str]:
    """A field without its colon and space: on this line or on the one that ran into it."""
    for number in dict.fromkeys(
        mark.line for mark in (error.context_mark, error.problem_mark) if mark is not None
    ):
        for index in (number, number - 1):
            match = _WRONG_COLON.match(lines.line(index)) if index >= 0 else None
            if match is not None:
                place = lines.place(index, match.start(1), 1)
                if match[1] == "：":
                    hint = _("use the half-width colon with a space: 'name: value'")
                    return place, _("a full-width colon '：' separates no field"), hint
                hint = _("write 'name: value'")
                return place, _("a space is missing behind the colon"), hint
    if "mapping values" in (error.problem or ""):
        if lines.line(here.line - 1)[: here.column - 1].count(": "):
            return (
                here,
                _("a second ': ' in one line"),
                _("put a value that holds ': ' in quotes"),
            )
        return here, *_misplaced()
    start = lines.mark(error.context_mark, 1) if error.context_mark else here
    return start, _("expected 'name: value'"), _("is a ':' missing here?")
