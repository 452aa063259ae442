"""What names stand for, as far as the schema and the policies' own terms tell before any project.

What cannot be told is never complained about: a term that nobody has decided yet, a field that
takes any value.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, cached_property
from typing import Any

from svcdocs.expr import NOTHING_KNOWN, ExpressionError, Kind, Static, Types, joined, kind_of
from svcdocs.load import field_kind
from svcdocs.model.quantity import Quantity
from svcdocs.policy.definition import TERMS, Fact, Formula
from svcdocs.policy.names import record_path
from svcdocs.policy.terms import TermTree

#: The kinds of `load.field_kind`; `value` and `expression` may be anything.
_FIELD_KINDS = {
    "text": Kind.TEXT,
    "date": Kind.DATE,
    "date-time": Kind.TIME,
    "time": Kind.CLOCK,
    "quantity": Kind.QUANTITY,
    "window": Kind.WINDOW,
    "boolean": Kind.TRUTH,
    "integer": Kind.NUMBER,
    "number": Kind.NUMBER,
    "money": Kind.NUMBER,
    "mapping": Kind.RECORD,
}

#: What a rule `for: terms` reads of `it`, where it is of one kind for all terms.
_TERM_FIELDS = {
    "id": Kind.TEXT,
    "title": Kind.TEXT,
    "status": Kind.TEXT,
    "better": Kind.TEXT,
    "confirmed": Kind.TRUTH,
    "overridden": Kind.TRUTH,
    "approved_by": Kind.TEXT,
    "by": Kind.TEXT,
    "on": Kind.DATE,
    "why": Kind.TEXT,
    "policy": Kind.TEXT,
    "requirement": Kind.RECORD,
    "requirement.comparator": Kind.TEXT,
    "requirement.mark": Kind.TEXT,
    "requirement.clause": Kind.TEXT,
    "requirement.text": Kind.TEXT,
}

#: The parts of the fact that a rule is; `due` and `done` are days or times.
_STATE_FIELDS = {
    "state": Kind.TEXT,
    "allowed": Kind.QUANTITY,
    "used": Kind.QUANTITY,
    "margin": Kind.QUANTITY,
    "steps": Kind.LIST,
    "overdue": Kind.NUMBER,
    "late": Kind.NUMBER,
    "next": Kind.DATE,
}


class ValueKinds:
    """The kinds of everything the expressions of one set of policies may name."""

    def __init__(self, terms: TermTree, facts: Mapping[str, Fact]) -> None:
        self._terms = terms
        self._facts = facts
        self._known_facts: dict[str, Static] = {}
        self._subjects: dict[str, Types] = {}

    def types(self, subject: str) -> Types:
        """What names stand for where `it` is of a subject."""
        if subject not in self._subjects:

            def stands_for(way: tuple[str, ...]) -> Static:
                return self._at(way, subject)

            self._subjects[subject] = cache(stands_for)
        return self._subjects[subject]

    def _at(self, way: tuple[str, ...], subject: str) -> Static:
        root, *steps = way
        match root:
            case "terms":
                return self._term(tuple(steps))
            case "facts":
                return self._fact(tuple(steps))
            case "project":
                return _field(tuple(steps))
        if subject == TERMS:
            kind = _TERM_FIELDS.get(".".join(steps)) if steps else Kind.RECORD
            return Static(kind=kind)
        return _field((*map(str, record_path(subject)), *steps)) if subject else NOTHING_KNOWN

    def _term(self, steps: tuple[str, ...]) -> Static:
        """What stands at a way through the terms, of all its `*` together."""
        here: list[tuple[str, ...]] = [()]
        for depth, step in enumerate(steps):
            rest = steps[depth:]
            leaves = [self._terms.leaves[".".join(p)] for p in here if self._is_leaf(p)]
            if leaves:
                # Only the elements of a list lie below a leaf.
                elements = [_static(leaf.standard).element for leaf in leaves]
                if len(leaves) < len(here) or rest != ("*",):
                    return NOTHING_KNOWN
                return joined([one or NOTHING_KNOWN for one in elements])
            below = [path for above in here for path in self._below.get(above, ())]
            here = below if step == "*" else [path for path in below if path[-1] == step]
            if step == "title" and depth and not here:
                return Static(kind=Kind.TEXT)
        if not here:
            return NOTHING_KNOWN
        return joined(
            [
                _static(self._terms.leaves[".".join(path)].standard)
                if self._is_leaf(path)
                else Static(kind=Kind.RECORD)
                for path in here
            ]
        )

    def _is_leaf(self, path: tuple[str, ...]) -> bool:
        return ".".join(path) in self._terms.leaves

    @cached_property
    def _below(self) -> Mapping[tuple[str, ...], list[tuple[str, ...]]]:
        return self._terms.below()

    def _fact(self, steps: tuple[str, ...]) -> Static:
        fact = self._facts.get(steps[0]) if steps else None
        if fact is None:
            return NOTHING_KNOWN
        if not isinstance(fact.value, Formula):
            known = _STATE_FIELDS.get(steps[1]) if len(steps) == 2 else None
            return Static(kind=known if len(steps) > 1 else Kind.RECORD)
        if len(steps) > 1:
            return NOTHING_KNOWN
        if fact.name not in self._known_facts:
            # Facts that need each other in a circle end here; they are told apart from this.
            self._known_facts[fact.name] = NOTHING_KNOWN
            try:
                found = fact.value.expression.typed(self.types(fact.subject))
            except ExpressionError:
                found = NOTHING_KNOWN
            self._known_facts[fact.name] = found
        return self._known_facts[fact.name]


def _static(value: Any) -> Static:
    if value is None:
        return NOTHING_KNOWN
    if isinstance(value, list):
        return Static(kind=Kind.LIST, element=joined([_static(item) for item in value]))
    return Static(kind=kind_of(value), samples=(value,) if isinstance(value, Quantity) else ())


def _field(path: tuple[str, ...]) -> Static:
    """What the schema says of a field of the project."""
    try:
        kind = field_kind("project", path)
    except KeyError:
        return NOTHING_KNOWN
    if kind == "table":
        return Static(kind=Kind.LIST, element=Static(kind=Kind.RECORD))
    if kind == "list":
        return Static(kind=Kind.LIST, element=_field((*path, "*")))
    return Static(kind=_FIELD_KINDS.get(kind))
