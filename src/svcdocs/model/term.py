"""One value of a policy: its standard, its requirement, its promise."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any

from svcdocs.model.place import Place


class Status(Enum):
    """How sure we are of a term.

    CONFIRMED: the source says so, or a named person confirmed it.
    INFERRED: read into the source; a warning until someone confirms it.
    UNRESOLVED: the source leaves it open; blocks only documents that print or compute from it.
    """

    CONFIRMED = "confirmed"
    INFERRED = "inferred"
    UNRESOLVED = "unresolved"


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """What the tender demands of a term.

    `comparator` is one of `>=`, `<=`, `=`; `mark` is `star` (★ substantive), `triangle` (▲ key
    indicator) or empty; `clause` is the tender's own number.
    """

    comparator: str
    value: Any
    mark: str = ""
    clause: str = ""
    text: str = ""
    place: Place | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """A project's change or confirmation of a term: who, when, why."""

    value: Any
    by: str
    on: date | None
    why: str
    approved_by: str = ""
    place: Place | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A leaf of a policy's `terms`.

    `promise` is what this project commits to: the override if there is one, else the standard;
    None while unresolved. `better` says which direction of an ordered quantity is better for the
    buyer: "higher", "lower" or "".
    """

    policy: str
    path: tuple[str, ...]
    title: str
    standard: Any
    promise: Any
    status: Status
    sources: tuple[str, ...]
    note: str
    better: str
    place: Place
    requirement: Requirement | None = None
    override: Override | None = None

    @property
    def id(self) -> str:
        """The dotted path, as rules and tenders name it."""
        return ".".join(self.path)
