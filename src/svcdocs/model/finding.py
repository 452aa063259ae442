"""One fault, and everything needed to put it right."""

from __future__ import annotations

from dataclasses import dataclass
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
    """One value a rule read: `incidents.csv:14:5 arrived_at = 10:42`."""

    name: str
    value: str
    place: Place | None = None
    path: Path = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A fault in a file before any rule could run: its place and what to do, in one sentence.

    `code` is one of the built-in rule ids `data/encoding`, `data/syntax`, `data/schema`,
    `data/table`, `data/limit`, `data/reference`.
    """

    code: str
    message: str
    place: Place
    hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One fault.

    `record` is the id of the record that was judged ("INC-007"), empty for a rule over the whole
    project. `answered_by` is the id of the `remedies` row that answers a breach; an answered
    finding is not open. `margin` is the signed distance from the limit in words, where the kind of
    rule knows one.
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
    inputs: tuple[Input, ...] = ()
    sources: tuple[str, ...] = ()
    answered_by: str = ""

    @property
    def open(self) -> bool:
        """Whether somebody still has to do something."""
        return not self.answered_by
