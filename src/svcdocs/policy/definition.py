"""What a policy declares: rules, facts, decision tables, and the set a project is bound to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from svcdocs.model.place import Place
from svcdocs.policy.term_set import TermSet

if TYPE_CHECKING:
    from datetime import date

    from svcdocs.expr import Expression
    from svcdocs.model.finding import Nature, Problem, Severity
    from svcdocs.model.stage import Stage
    from svcdocs.model.term import Status

#: What `for:` says when a rule judges every leaf of the policies' terms.
TERMS = "terms"


@dataclass(frozen=True, slots=True, kw_only=True)
class Formula:
    """An expression of a policy and the place of its first character."""

    expression: Expression
    place: Place

    def at(self, column: int) -> Place:
        """The place of a column of the expression's text (1-based)."""
        return Place(
            file=self.place.file, line=self.place.line, column=self.place.column + column - 1
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One test, declared.

    `subject` is what the rule runs over: a table of the project ("incidents"), "terms", or empty
    for the project as a whole. `body` is what stands under the kind's key, with every expression
    in it compiled to a `Formula`. `regime` names the regimes it is for; empty means all of them.
    """

    policy: str
    name: str
    title: str
    nature: Nature
    severity: Severity
    from_stage: Stage
    until_stage: Stage | None
    regime: tuple[str, ...] = ()
    subject: str
    where: Formula | None
    kind: str
    body: Any
    sources: tuple[str, ...]
    status: Status
    note: str
    advice: str
    place: Place

    @property
    def id(self) -> str:
        """The id findings carry: `network-equipment/onsite-late`."""
        return f"{self.policy}/{self.name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A computed value, read as `facts['warranty-end']` or `facts.warranty_end`.

    `value` is a formula for a declared fact; a rule of the kinds `deadline` and `every` is a fact
    of the rule's name and stands here as the rule itself. A fact with `due` is a day on which something
    happens, worth being told before; `who` then says whom it concerns.
    """

    policy: str
    name: str
    title: str
    subject: str
    value: Formula | Rule
    sources: tuple[str, ...]
    place: Place
    due: bool = False
    who: Formula | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionRow:
    """One row of a decision table; an input that `when` leaves out may be anything."""

    when: Mapping[str, Any]
    then: tuple[Any, ...]
    sources: tuple[str, ...]
    place: Place

    def matches(self, given: Mapping[str, Any]) -> bool:
        """Whether the row speaks about this combination of inputs."""
        return all(given[name] == wanted for name, wanted in self.when.items())


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionTable:
    """Finite inputs and one row for each combination of them (checked when it loads)."""

    policy: str
    name: str
    title: str
    inputs: Mapping[str, tuple[Any, ...]]
    rows: tuple[DecisionRow, ...]
    sources: tuple[str, ...]
    place: Place

    def row_for(self, given: Mapping[str, Any]) -> DecisionRow | None:
        """The row for a combination; None where a value is outside its input's domain."""
        return next((row for row in self.rows if row.matches(given)), None)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, weakref_slot=True)
class PolicySet(TermSet):
    """The policies a project names, as one: what it promises and how it is judged.

    Projects of one run that change no promise share one set.

    Attributes:
        rules: by full id, `network-equipment/onsite-late`.
        facts: by name; a name is unique over all policies of a set.
        decisions: by name, likewise.
        problems: what is wrong with the project's own `terms` and `requirements`, and with its lock.
        notices: what the policies say otherwise since the contract was signed.
        signed_on: the day of that; None while nothing is frozen.
    """

    rules: Mapping[str, Rule]
    facts: Mapping[str, Fact]
    decisions: Mapping[str, DecisionTable]
    problems: tuple[Problem, ...] = ()
    notices: tuple[Problem, ...] = ()
    signed_on: date | None = None
