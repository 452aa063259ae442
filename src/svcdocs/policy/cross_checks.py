"""What can only be judged when all policies of a set are known: names, tables, circles."""

from __future__ import annotations

from collections.abc import Mapping

from svcdocs.load import field_names
from svcdocs.policy.definition import DecisionTable, Fact, Formula, Rule
from svcdocs.policy.faults import Faults, nearest
from svcdocs.policy.misfits import check_misfits
from svcdocs.policy.names import Names
from svcdocs.policy.rules import formulas
from svcdocs.policy.terms import TermTree
from svcdocs.policy.value_kinds import ValueKinds
from svcdocs.texts import _


def check_set(
    *,
    terms: TermTree,
    rules: Mapping[str, Rule],
    facts: Mapping[str, Fact],
    decisions: Mapping[str, DecisionTable],
    faults: Faults,
) -> None:
    """Add every fault that shows only when the parts are put together."""
    names = Names(terms, facts, faults)
    for rule in rules.values():
        for formula in formulas(rule.body) + formulas(rule.where):
            names.check(formula, rule.subject)
        if rule.kind == "decides":
            _check_decides(rule, decisions, faults)
        if rule.kind == "every":
            _check_every(rule, faults)
        if rule.kind == "deadline":
            _check_deadline(rule, faults)
    for fact in facts.values():
        for formula in formulas(fact.value) + formulas(fact.who):
            names.check(formula, fact.subject)
    _check_circles(facts, faults)
    kinds = ValueKinds(terms, facts)
    check_misfits(rules=rules, facts=facts, decisions=decisions, kinds=kinds, faults=faults)


def _check_decides(rule: Rule, decisions: Mapping[str, DecisionTable], faults: Faults) -> None:
    name = rule.body.get("table", "")
    table = decisions.get(name)
    if table is None:
        faults.add(
            rule.place,
            _("rule {rule!r}: there is no decision {name!r}").format(rule=rule.name, name=name)
            + nearest(name, decisions),
        )
        return
    given = rule.body.get("given", {})
    for key in given:
        if key not in table.inputs:
            faults.add(
                rule.place,
                _("rule {rule!r}: decision {name!r} has no input {key!r}").format(
                    rule=rule.name, name=name, key=key
                )
                + nearest(key, table.inputs),
            )
    for key in table.inputs:
        if key not in given:
            faults.add(
                rule.place,
                _("rule {rule!r}: decision {name!r} needs the input {key!r}").format(
                    rule=rule.name, name=name, key=key
                ),
            )


def _check_deadline(rule: Rule, faults: Faults) -> None:
    keys = set(rule.body)
    if not (
        keys >= {"from", "within"} or ("by" in keys and not keys & {"within", "window", "roll"})
    ):
        faults.add(
            rule.place,
            _("rule {rule!r}: a deadline has 'from' and 'within', or else 'by'").format(
                rule=rule.name
            ),
        )


def _check_every(rule: Rule, faults: Faults) -> None:
    """`on` is a plain field name, so it is checked against the table that `done` reads."""
    done, field = rule.body.get("done"), rule.body.get("on")
    if not isinstance(done, Formula) or field is None:
        return
    for use in done.expression.names:
        if len(use.parts) == 2 and use.parts[0] == "project":
            try:
                fields = field_names("project", (use.parts[1], "*"))
            except KeyError:
                return
            if fields is not None and field not in fields:
                faults.add(
                    rule.place,
                    _("rule {rule!r}: {table} has no field {field!r}").format(
                        rule=rule.name, table=".".join(use.parts), field=field
                    )
                    + nearest(field, fields),
                )
            return


def _check_circles(facts: Mapping[str, Fact], faults: Faults) -> None:
    """A fact must not need itself, by whatever way round."""
    needs = {name: sorted(_needed(fact) & set(facts)) for name, fact in facts.items()}
    done: set[str] = set()

    def walk(name: str, way: tuple[str, ...]) -> None:
        if name in way:
            circle = " → ".join((*way[way.index(name) :], name))
            message = _("facts need each other in a circle: {way}").format(way=circle)
            faults.add(facts[name].place, message)
        elif name not in done:
            for needed in needs[name]:
                walk(needed, (*way, name))
            done.add(name)

    for start in needs:
        walk(start, ())


def _needed(fact: Fact) -> set[str]:
    value = fact.value
    used = [value] if isinstance(value, Formula) else formulas(value.body) + formulas(value.where)
    return {
        use.parts[1]
        for formula in used
        for use in formula.expression.names
        if use.parts[0] == "facts" and len(use.parts) > 1
    }
