"""One fault, and everything needed to put it right."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import date
from enum import Enum

from svcdocs.model.place import Place
from svcdocs.model.tree import Path


class Severity(Enum):
    """How much a finding weighs; ordered by `rank`."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"

    @property
    def rank(self) -> int:
        """0 for info, 2 for error."""
        return list(Severity).index(self)


class Nature(Enum):
    """What kind of fault it is, and so what it blocks.

    DATA: the facts contradict each other; documents that read them are refused.
    BREACH: a promise was broken; reported, never blocks a document.
    GAP: something is not there yet; blocks only the document that needs it.
    """

    DATA = "data"
    BREACH = "breach"
    GAP = "gap"


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """One value a rule read: `incidents.csv:14:5 arrived_at = 10:42`.

    `name` and `value` are for people. `field` and `plain` say the same for fingerprints: they hold
    neither a row's number nor a word of the language in use, `project.incidents[INC-007].arrived_at`
    and `2026-03-02T10:42+08:00`.
    """

    name: str
    value: str
    place: Place | None = None
    path: Path = ()
    field: str = ""
    plain: str = ""


#: The code of a policy, or a version of one, that a project names and nobody has.
UNKNOWN_POLICY = "data/policy"


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A fault in a file before any rule could run: its place and what to do, in one sentence.

    `code` is one of the built-in rule ids `data/encoding`, `data/syntax`, `data/schema`,
    `data/table`, `data/limit`, `data/policy`, `data/reference`, `data/calendar`. With severity INFO
    it is a notice: the file was read, and something about it is worth knowing; a notice stops
    nothing.
    """

    code: str
    message: str
    place: Place
    hint: str = ""
    severity: Severity = Severity.ERROR


class AnswerKind(Enum):
    """Why a finding is not open: put right, excused, or older than the rule's adoption."""

    REMEDY = "remedy"
    WAIVER = "waiver"
    BASELINE = "baseline"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What takes the openness from a finding.

    `id` is the id of the row that says it, `by` the person's name. A waiver counts `until` the end
    of that day.
    """

    kind: AnswerKind
    id: str = ""
    reason: str = ""
    by: str = ""
    until: date | None = None
    place: Place | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """The text a finding is about, where its file has no lines to quote: of a Word document.

    `column` counts from 1; `length` is the number of characters that the finding is about.
    """

    text: str
    column: int
    length: int


#: `incidents.csv:14:5` and `t.xlsx!Sheet1:C14` in a message: the line moves, the fault stays.
_LINE_AND_COLUMN = re.compile(r":(?:\d+:\d+|[A-Z]{1,3}\d+)\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One fault.

    `record` is the id of the record that was judged ("INC-007"), empty for a rule over the whole
    project; `field` is what `place` points at, named as `Input.field` is. `identity` is the message
    in English, of a fault that read no values. `margin` is the signed
    distance from the limit in words, where the kind of rule knows one. An answered finding is not
    open.
    """

    rule: str
    title: str
    severity: Severity
    nature: Nature
    place: Place
    message: str
    advice: str = ""
    margin: str = ""
    record: str = ""
    field: str = ""
    identity: str = ""
    inputs: tuple[Input, ...] = ()
    sources: tuple[str, ...] = ()
    answer: Answer | None = None
    quote: Quote | None = None

    @property
    def open(self) -> bool:
        """Whether somebody still has to do something."""
        return self.answer is None

    @property
    def answered_by(self) -> str:
        """The id of the row that answers it, empty for an open finding."""
        return self.answer.id if self.answer else ""

    @property
    def fingerprint(self) -> str:
        """16 hexadecimal digits that name this fault with these values in its project.

        The same wherever the lines have moved to, whatever the language and the day; another one
        as soon as a value changes that the rule read. A fault found before any rule could run has
        read no values: there the words of its message count, in English.
        """
        import hashlib  # noqa: PLC0415 - a clean project needs no fingerprints

        values = sorted(
            (one.field, one.plain) if one.field else (one.name, one.value) for one in self.inputs
        )
        parts: list[object] = [self.rule, self.record, self.field, values]
        if not values and not self.field:
            parts += [
                self.place.file.rpartition("/")[2],
                _LINE_AND_COLUMN.sub("", self.identity or self.message),
            ]
        spelt = json.dumps(parts, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(spelt.encode()).hexdigest()[:16]
