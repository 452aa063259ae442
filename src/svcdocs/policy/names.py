"""Static checks: every name an expression uses must be one that somebody defines."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from svcdocs.load import field_kind, field_names
from svcdocs.model.tree import Path
from svcdocs.policy.definition import TERMS, Fact, Formula
from svcdocs.policy.faults import Faults, nearest
from svcdocs.policy.terms import TermTree
from svcdocs.texts import _

_PROJECT = "project"

#: What a rule `for: terms` may read of `it`.
TERM_FIELDS = frozenset(
    [
        "id",
        "title",
        "status",
        "promise",
        "standard",
        "requirement",
        "better",
        "confirmed",
        "overridden",
        "approved_by",
        "by",
        "on",
        "why",
        "policy",
    ]
)
REQUIREMENT_FIELDS = frozenset(["comparator", "value", "mark", "clause", "text"])

DEADLINE_FIELDS = frozenset(["state", "due", "done", "allowed", "used", "margin"])
EVERY_FIELDS = frozenset(["steps", "overdue", "late", "next"])


@dataclass(frozen=True)
class Names:
    """All names the expressions of one set of policies may use."""

    terms: TermTree
    facts: Mapping[str, Fact]
    faults: Faults

    def check(self, formula: Formula, subject: str) -> None:
        """Add a fault for each name in the formula that nobody defines.

        Args:
            formula: an expression and its place.
            subject: what `it` is: a table of the project, "terms", or empty for no `it`.
        """
        for use in formula.expression.names:
            message = self.fault(use.parts, subject)
            if message:
                self.faults.add(formula.at(use.column), message)

    def fault(self, name: Sequence[str], subject: str) -> str:
        """What is wrong with a dotted name, its root first; empty where somebody defines it."""
        root, *parts = name
        match root:
            case "terms":
                return self._term(parts)
            case "project":
                return _field((), parts, "project")
            case "facts":
                return self._fact(parts, subject)
            case _:
                return _it(parts, subject)

    def _term(self, parts: list[str]) -> str:
        """Walk down the groups; `*` stands for every child of one."""
        here: list[tuple[str, ...]] = [()]
        for depth, part in enumerate(parts):
            groups = [path for path in here if ".".join(path) not in self.terms.leaves]
            if not groups:
                return _("term {id!r} is a value and has no part {part!r}").format(
                    id=".".join(here[0]), part=part
                )
            below = [path for above in groups for path in self._below.get(above, ())]
            if part == "title" and depth:
                return ""
            if part != "*":
                known = {path[-1] for path in below}
                below = [path for path in below if path[-1] == part]
                if not below:
                    id_ = ".".join(parts[: depth + 1])
                    return _("no policy defines the term {id!r}").format(id=id_) + nearest(
                        part, known
                    )
            here = below
        return ""

    @cached_property
    def _below(self) -> dict[tuple[str, ...], list[tuple[str, ...]]]:
        """The paths of all groups and leaves by the path of the group they stand in."""
        return self.terms.below()

    def _fact(self, parts: list[str], subject: str) -> str:
        name = parts[0]
        fact = self.facts.get(name)
        if fact is None:
            return _("no policy defines the fact {name!r}").format(name=name) + nearest(
                name, self.facts
            )
        if fact.subject and fact.subject != subject:
            return _("the fact {name!r} is for {wanted}, but here {found}").format(
                name=name,
                wanted=subject_name(fact.subject),
                found=_("there is no 'it'")
                if not subject
                else _("'it' is of {subject}").format(subject=subject_name(subject)),
            )
        if len(parts) > 1 and (fields := fact_fields(fact)) and parts[1] not in fields:
            return _("the fact {name!r} has no part {part!r}").format(
                name=name, part=parts[1]
            ) + nearest(parts[1], fields)
        return ""


def fact_fields(fact: Fact) -> frozenset[str]:
    """The parts of a fact that is a rule's state; empty for a declared one, whose value is free."""
    if isinstance(fact.value, Formula):
        return frozenset()
    return DEADLINE_FIELDS if fact.value.kind == "deadline" else EVERY_FIELDS


def subject_name(subject: str) -> str:
    """What a rule says after `for:`."""
    return subject if subject == TERMS else f"project.{subject}"


def tables() -> frozenset[str]:
    """The keys of a project that a rule may run over: its tables, and its single records."""
    fields = field_names(_PROJECT, ()) or {}
    return frozenset(name for name, kind in fields.items() if kind in {"table", "mapping"})


def record_path(subject: str) -> Path:
    """Where the schema describes one record of a subject."""
    if field_kind(_PROJECT, (subject,)) == "table":
        return (subject, "*")
    return (subject,)


def _it(parts: list[str], subject: str) -> str:
    if not subject:
        return _("'it' needs a 'for': this rule or fact is about the project as a whole")
    if subject == TERMS:
        return _term_field(parts)
    return _field(record_path(subject), parts, "it")


def _term_field(parts: list[str]) -> str:
    if parts and parts[0] not in TERM_FIELDS:
        return _unknown_field(parts[0], "terms", TERM_FIELDS)
    if len(parts) > 1 and parts[0] == "requirement" and parts[1] not in REQUIREMENT_FIELDS:
        return _unknown_field(parts[1], "requirement", REQUIREMENT_FIELDS)
    return ""


def _field(above: Path, parts: Iterable[str], owner: str) -> str:
    """Walk down the schema; `*` stands for a row of a table or for any key of an open mapping."""
    for part in parts:
        fields = field_names(_PROJECT, above)
        if part == "*" or fields is None:
            try:
                field_kind(_PROJECT, (*above, part))
            except KeyError:
                return ""
        elif not fields:
            if field_kind(_PROJECT, above) == "table":
                return _("{owner} is a table; name a row, as in {owner}[it.id].{field}").format(
                    owner=owner, field=part
                )
            return _("{owner} is a value and has no part {part!r}").format(owner=owner, part=part)
        elif part not in fields:
            return _unknown_field(part, owner, fields)
        above = (*above, part)
        owner = owner if part == "*" else f"{owner}.{part}"
    return ""


def _unknown_field(name: str, owner: str, known: Iterable[str]) -> str:
    return _("{owner} has no field {name!r}").format(owner=owner, name=name) + nearest(name, known)
