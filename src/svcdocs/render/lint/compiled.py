"""The tags of a part as the compiler reads them, all that it objects to told at once.

The compiler stops at the first tag that cannot be read. Here such a tag is told, replaced by one
that does nothing, and the part is read again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

import jinja2
from jinja2 import nodes

from svcdocs.render.filters import FILTERS, FUNCTIONS
from svcdocs.render.lint.contract import Contract
from svcdocs.render.lint.reader import Reader
from svcdocs.render.lint.uses import Complaint, Uses
from svcdocs.render.sandbox import make_environment, problems_of
from svcdocs.texts import _

#: Put in before the compiler sees the form.
SUBTEMPLATE = "subtemplate"
ENVIRONMENT = make_environment(escaped=False, filters=FILTERS, functions=FUNCTIONS)

_STATEMENT = re.compile(r"\{%[-+]?\s*(\w+)(.*?)[-+]?%\}", re.DOTALL)
_ELEMENT = re.compile(r"<(/?)([\w:]+)[^>]*?(/?)>")
_TOKEN = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
_ENDS = {
    "for": "endfor",
    "if": "endif",
    "macro": "endmacro",
    "call": "endcall",
    "filter": "endfilter",
    "with": "endwith",
    "autoescape": "endautoescape",
}
#: Tags that are mended one by one; a file with more of them is no template.
_MOST = 100
#: What stands in for a tag that cannot be read.
_NEUTRAL = {"for": "{% for _ in [] %}", "if": "{% if true %}", "elif": "{% elif true %}"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """A source as far as it can be read, and what is wrong with the rest."""

    tree: nodes.Template
    complaints: tuple[Complaint, ...]


def make_reader(contract: Contract, uses: Uses | None = None) -> Reader:
    """A reader that knows the tool's filters, tests and functions."""
    reader = Reader(
        contract,
        filters=ENVIRONMENT.filters,
        tests=ENVIRONMENT.tests,
        functions=[*ENVIRONMENT.globals, SUBTEMPLATE],
    )
    if uses is not None:
        reader.uses = uses
    return reader


def read_source(source: str) -> Read:
    """Parse a source; the line of a tag is that of its closing brace or the one before."""
    complaints = []
    for (start, end), complaint in sorted(_unbalanced(source), reverse=True):
        complaints.append(complaint)
        source = source[:start] + _emptied(source[start:end], "") + source[end:]
    complaints.reverse()
    while True:
        try:
            tree = ENVIRONMENT.parse(source)
        except jinja2.TemplateSyntaxError as error:
            complaints.append(
                Complaint(line=error.lineno, rule="syntax", message=error.message or "")
            )
            mended = _without(source, error.lineno)
            if mended == source or len(complaints) > _MOST:
                return _unread(complaints, error.lineno)
            source = mended
        except (RecursionError, MemoryError, SyntaxError, ValueError) as error:
            # Brackets in brackets without end, a number of thousands of digits.
            told = str(error) if isinstance(error, ValueError) else _("nested too deeply")
            complaints.append(Complaint(line=1, rule="syntax", message=told))
            return _unread(complaints, 1)
        else:
            complaints += [
                Complaint(line=line, rule="forbidden", message=told)
                for line, told in problems_of(tree)
            ]
            return Read(tree=tree, complaints=tuple(complaints))


def _unread(complaints: list[Complaint], line: int) -> Read:
    """What is left of a source that cannot be mended: its faults."""
    rest = Complaint(
        line=line, rule="syntax", message=_("the tags from here on were not looked at")
    )
    return Read(tree=nodes.Template([], lineno=1), complaints=(*complaints, rest))


def _without(source: str, line: int) -> str:
    """The source with the tag of a line replaced by one that does nothing."""
    for match in _TOKEN.finditer(source):
        first = source.count("\n", 0, match.start()) + 1
        last = first + match[0].count("\n")
        if first <= line <= max(last - 1, first):
            word = _STATEMENT.match(match[0])
            neutral = "{{ '' }}" if word is None else _NEUTRAL.get(word[1], "")
            if match[0].replace("\n", "") == neutral:
                continue
            return source[: match.start()] + _emptied(match[0], neutral) + source[match.end() :]
    return source


def _emptied(tag: str, instead: str) -> str:
    """Another tag with as many line ends."""
    return instead + "\n" * tag.count("\n")


@dataclass(frozen=True, slots=True)
class _Open:
    word: str
    line: int
    span: tuple[int, int]
    text: str
    branches: list[tuple[int, int]] = field(default_factory=list)


def _unbalanced(source: str) -> Iterator[tuple[tuple[int, int], Complaint]]:
    """Blocks that are not closed and ends that close nothing, with the tags to be left out."""
    stack: list[_Open] = []
    bare = _TOKEN.sub(lambda match: " " * len(match[0]), source)
    for match in _STATEMENT.finditer(source):
        word = match[1]
        line = source.count("\n", 0, match.start()) + 1
        text = " ".join(match[0].split())
        if word in _ENDS or (word == "set" and "=" not in match[2]):
            stack.append(_Open(word, line, match.span(), text))
        elif word.startswith("end"):
            yield from _closed(stack, _Open(word, line, match.span(), text), bare)
        elif word in ("else", "elif"):
            around = next((one for one in reversed(stack) if one.word in ("if", "for")), None)
            if around is None:
                message = _("{tag} stands in no block").format(tag=text)
                yield match.span(), Complaint(line=line, rule="block", message=message)
            else:
                around.branches.append(match.span())
    for one in stack:
        yield one.span, _never_closed(one)


def _closed(
    stack: list[_Open], end: _Open, bare: str
) -> Iterator[tuple[tuple[int, int], Complaint]]:
    wanted = end.word.removeprefix("end")
    if not any(one.word == wanted for one in stack):
        message = _("{tag} closes nothing").format(tag=end.text)
        if stack:
            message = _("{tag} closes nothing; open is {other}").format(
                tag=end.text, other=stack[-1].text
            )
        yield end.span, Complaint(line=end.line, rule="block", message=message)
        return
    while (one := stack.pop()).word != wanted:
        yield one.span, _never_closed(one)
    spans = [one.span, *one.branches, end.span]
    if not all(_level(bare[a[1] : b[0]]) for a, b in pairwise(spans)):
        message = _(
            "{tag} and {end} do not stand alike: one is inside a row, cell or paragraph, the other not"
        ).format(tag=one.text, end=end.text)
        # The tags are a pair, so nothing has to be left out to read the rest.
        nowhere = (one.span[0], one.span[0])
        yield nowhere, Complaint(line=one.line, rule="level", message=message)


def _level(xml: str) -> bool:
    """Whether XML stays well-formed when this piece of it is left out or repeated."""
    closed: list[str] = []
    opened: list[str] = []
    for match in _ELEMENT.finditer(xml):
        slash, name, empty = match.groups()
        if empty:
            continue
        if not slash:
            opened.append(name)
        elif not opened:
            closed.append(name)
        elif opened.pop() != name:
            return False
    return closed == opened[::-1]


def _never_closed(one: _Open) -> Complaint:
    end = _ENDS.get(one.word, "endset")
    message = _("{tag} is never closed by {end}").format(tag=one.text, end=f"{{% {end} %}}")
    return Complaint(line=one.line, rule="block", message=message)
