"""How two policies differ: terms, facts, decisions and rules that changed, came or went."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from svcdocs.model.place import Place
from svcdocs.model.term import Term
from svcdocs.policy.definition import DecisionTable, Fact, Formula, PolicySet, Rule
from svcdocs.policy.frozen import spelt
from svcdocs.texts import _


class Change(Enum):
    """What happened to an entry."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One entry that is not the same in both.

    Attributes:
        what: `term`, `fact`, `decision` or `rule`.
        id: its id within the policy.
        title: what the policy calls it, the later one if both have it.
        before, after: where it stands in each; None where it does not.
        fields: of a changed one, each key that differs with both values; None for none.
    """

    change: Change
    what: str
    id: str
    title: str
    before: Place | None
    after: Place | None
    fields: tuple[tuple[str, Any, Any], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    title: str
    place: Place
    fields: Mapping[str, Any]


def differences(before: PolicySet, after: PolicySet) -> list[Difference]:
    """Every entry that differs, terms first, in the order of the later policy."""
    found: list[Difference] = []
    for what, entries in _SECTIONS.items():
        found.extend(_section(what, entries(before), entries(after)))
    return found


def _section(
    what: str, before: Mapping[str, _Entry], after: Mapping[str, _Entry]
) -> Iterator[Difference]:
    for id_, new in after.items():
        old = before.get(id_)
        if old is None:
            yield Difference(
                change=Change.ADDED,
                what=what,
                id=id_,
                title=new.title,
                before=None,
                after=new.place,
                fields=tuple((key, None, value) for key, value in new.fields.items()),
            )
            continue
        changed = tuple(
            (key, old.fields.get(key), new.fields.get(key))
            for key in dict.fromkeys((*old.fields, *new.fields))
            if spelt(old.fields.get(key)) != spelt(new.fields.get(key))
        )
        if changed:
            yield Difference(
                change=Change.CHANGED,
                what=what,
                id=id_,
                title=new.title,
                before=old.place,
                after=new.place,
                fields=changed,
            )
    for id_, old in before.items():
        if id_ not in after:
            yield Difference(
                change=Change.REMOVED,
                what=what,
                id=id_,
                title=old.title,
                before=old.place,
                after=None,
                fields=tuple((key, value, None) for key, value in old.fields.items()),
            )


def _terms(policies: PolicySet) -> dict[str, _Entry]:
    return {
        id_: _Entry(title=term.title, place=term.place, fields=_term_fields(term))
        for id_, term in policies.terms.items()
    }


def _term_fields(term: Term) -> dict[str, Any]:
    return _given(
        value=term.standard,
        status=term.status.value,
        better=term.better,
        title=term.title,
        source=list(term.sources),
        note=term.note,
    )


def _facts(policies: PolicySet) -> dict[str, _Entry]:
    """The declared ones; those that rules are stand among the rules."""
    return {
        id_: _Entry(title=fact.title, place=fact.place, fields=_fact_fields(fact, fact.value))
        for id_, fact in policies.facts.items()
        if isinstance(fact.value, Formula)
    }


def _fact_fields(fact: Fact, value: Formula) -> dict[str, Any]:
    return _given(
        value=value.expression.text,
        title=fact.title,
        **{"for": fact.subject},
        source=list(fact.sources),
    )


def _decisions(policies: PolicySet) -> dict[str, _Entry]:
    return {
        id_: _Entry(title=table.title, place=table.place, fields=_decision_fields(table))
        for id_, table in policies.decisions.items()
    }


def _decision_fields(table: DecisionTable) -> dict[str, Any]:
    inputs = {
        f"inputs.{name}": ", ".join(map(_spelt, domain)) for name, domain in table.inputs.items()
    }
    rows = {f"rows[{number}]": _row(row) for number, row in enumerate(table.rows, 1)}
    return _given(title=table.title, **inputs, **rows, source=list(table.sources))


def _row(row: Any) -> str:
    when = ", ".join(f"{name} = {_spelt(value)}" for name, value in row.when.items())
    return f"{when or _('always')} → {', '.join(map(_spelt, row.then))}"


def _spelt(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _rules(policies: PolicySet) -> dict[str, _Entry]:
    return {
        rule.name: _Entry(title=rule.title, place=rule.place, fields=_rule_fields(rule))
        for rule in policies.rules.values()
    }


def _rule_fields(rule: Rule) -> dict[str, Any]:
    return _given(
        title=rule.title,
        nature=rule.nature.value,
        severity=rule.severity.value,
        from_stage=rule.from_stage.value,
        until_stage=rule.until_stage.value if rule.until_stage else None,
        regime=list(rule.regime),
        **{"for": rule.subject},
        **dict(body_texts("where", rule.where)),
        **dict(body_texts(rule.kind, rule.body)),
        source=list(rule.sources),
        advice=rule.advice,
        note=rule.note,
    )


def body_texts(key: str, body: Any) -> Iterator[tuple[str, str]]:
    """What stands below a key of a rule, every part with its way: `deadline.from`, `order[1].at`."""
    if body is None:
        return
    if isinstance(body, Formula):
        yield key, body.expression.text
    elif isinstance(body, Mapping):
        for name, part in body.items():
            yield from body_texts(f"{key}.{name}", part)
    elif isinstance(body, list):
        for number, part in enumerate(body, 1):
            yield from body_texts(f"{key}[{number}]", part)
    else:
        yield key, _spelt(body)


def _given(**fields: Any) -> dict[str, Any]:
    return {key: value for key, value in fields.items() if value not in (None, "", [])}


_SECTIONS = {"term": _terms, "fact": _facts, "decision": _decisions, "rule": _rules}
