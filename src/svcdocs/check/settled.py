"""What a check need not do again for the next project that is judged by the same policies.

Most projects of a run promise what the policy says. Rules that read nothing but the promises then
come out alike; once such a rule has found nothing, it is settled for these policies.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from weakref import WeakKeyDictionary

from svcdocs.check.glance import Glance
from svcdocs.check.kinds import glance_of
from svcdocs.model.report import RuleCount
from svcdocs.model.stage import Stage
from svcdocs.policy import TERMS, PolicySet, Rule, formulas

#: Kinds whose outcome hangs on the day that counts as today.
_TIMED = frozenset({"deadline", "every"})


#: The id of a rule, and how many records it judged, left pending, and could not know.
Numbers = tuple[str, int, int, int]
#: A rule with its id, the first look at its records, and its count where it is off.
Call = tuple[str, Rule, Glance | None, RuleCount | None]


@dataclass(frozen=True, slots=True)
class Settled:
    """Counts that stand, by rule, and all counts by what they say: there are few different ones.

    `calls` are the rules for projects at a stage and of some regimes, `off` the counts of those that
    were left out by name. Equal counts are one object.
    """

    rules: dict[str, RuleCount] = field(default_factory=dict)
    counts: dict[Numbers, RuleCount] = field(default_factory=dict)
    calls: dict[tuple[Stage | None, tuple[str, ...]], list[Call]] = field(default_factory=dict)
    never: set[str] = field(default_factory=set)
    off: dict[str, RuleCount] = field(default_factory=dict)
    glances: dict[str, Glance | None] = field(default_factory=dict)

    def glance(self, id_: str, rule: Rule) -> Glance | None:
        """The first look at a rule's records, made once."""
        if id_ not in self.glances:
            self.glances[id_] = glance_of(rule)
        return self.glances[id_]

    def settle(self, id_: str, rule: Rule, count: RuleCount) -> None:
        """Take the count of a rule that found nothing for good, if it reads only the promises."""
        if id_ in self.never:
            return
        if _reads_terms_only(rule):
            self.rules[id_] = count
        else:
            self.never.add(id_)


_BY_POLICIES: WeakKeyDictionary[PolicySet, Settled] = WeakKeyDictionary()


def settled(policies: PolicySet) -> Settled:
    """What is settled for some policies."""
    found = _BY_POLICIES.get(policies)
    if found is None:
        found = _BY_POLICIES[policies] = Settled()
    return found


def _reads_terms_only(rule: Rule) -> bool:
    # Sums and differences are out: working days are those of the project's calendar.
    if rule.kind in _TIMED or rule.subject not in ("", TERMS):
        return False
    roots = {"terms", "it"} if rule.subject else {"terms"}
    return all(
        all(use.parts[0] in roots for use in formula.expression.names)
        and not {*"+-"}.intersection(formula.expression.text)
        for formula in (*formulas(rule.body), *formulas(rule.where))
    )
