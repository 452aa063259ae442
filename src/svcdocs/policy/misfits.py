"""Expressions that cannot work, found when a policy loads: wrong kinds and units, no truth value."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from svcdocs.calc.quantities import spoken
from svcdocs.expr import NOTHING_KNOWN, ExpressionError, Kind, Static, kind_name
from svcdocs.model.quantity import CLOCK_UNITS
from svcdocs.policy.definition import DecisionTable, Fact, Formula, Rule
from svcdocs.policy.faults import Faults
from svcdocs.policy.rules import formulas
from svcdocs.policy.value_kinds import ValueKinds
from svcdocs.texts import _

_MOMENT = (Kind.DATE, Kind.TIME)
_LENGTH = (Kind.QUANTITY,)
#: Who has to do something: a name or an id, somebody's row, a role, or several of them.
_PEOPLE = (Kind.TEXT, Kind.RECORD, Kind.LIST)
_ORDERED = (Kind.NUMBER, Kind.QUANTITY, Kind.DATE, Kind.TIME)

_SINGLE = tuple(kind for kind in Kind if kind not in (Kind.RECORD, Kind.LIST))

#: What a rule's expressions must give, by the kind of the rule and the key they stand under. A key
#: that is not named takes any value.
_WANTED: dict[str, dict[str, tuple[Kind, ...]]] = {
    "deadline": {
        "from": _MOMENT,
        "within": _LENGTH,
        "by": _MOMENT,
        "done": _MOMENT,
        "window": (Kind.WINDOW,),
        "who": _PEOPLE,
    },
    "every": {
        "from": _MOMENT,
        "step": _LENGTH,
        "until": _MOMENT,
        "done": (Kind.LIST,),
        "tolerance": _LENGTH,
        "who": _PEOPLE,
    },
    "order": {"at": _MOMENT},
    "sum": {"to": (Kind.NUMBER, Kind.QUANTITY)},
    "compare": {"value": _ORDERED, "not_worse_than": _ORDERED, "better": (Kind.TEXT,)},
    "assert": {"": (Kind.TRUTH,)},
    "where": {"": (Kind.TRUTH,)},
    "unique": {"": (*_SINGLE, Kind.LIST)},
}

#: Two keys of one kind of rule whose values are compared with each other.
_COMPARED = {"equal": ("value", "to"), "compare": ("value", "not_worse_than")}

#: Keys whose values are lists of single values, never of records.
_OF_SINGLES = {"same": ("sets",), "decides": ("result",)}

Statics = Mapping[int, Static]


def check_misfits(
    *,
    rules: Mapping[str, Rule],
    facts: Mapping[str, Fact],
    decisions: Mapping[str, DecisionTable],
    kinds: ValueKinds,
    faults: Faults,
) -> None:
    """Add a fault for every expression that can be seen never to work, at the word at fault."""
    reader = _Reader(kinds, faults)
    for fact in facts.values():
        reader.fact(fact)
    for rule in rules.values():
        reader.rule(rule, decisions)


@dataclass(frozen=True, slots=True)
class _Reader:
    kinds: ValueKinds
    faults: Faults

    def read(self, formula: Formula, subject: str) -> Static:
        """What a formula gives; of one that can give nothing, a fault."""
        try:
            return formula.expression.typed(self.kinds.types(subject))
        except ExpressionError as error:
            self.faults.add(formula.at(error.column), error.message)
            return NOTHING_KNOWN

    def fact(self, fact: Fact) -> None:
        if fact.who is not None:
            self._want(fact.who, self.read(fact.who, fact.subject), "who", _PEOPLE)
        if isinstance(fact.value, Formula):
            static = self.read(fact.value, fact.subject)
            self._want(fact.value, static, "due", _MOMENT if fact.due else ())

    def rule(self, rule: Rule, decisions: Mapping[str, DecisionTable]) -> None:
        found: dict[int, Static] = {
            id(formula): self.read(formula, rule.subject)
            for formula in formulas(rule.body) + formulas(rule.where)
        }
        wanted = _WANTED.get(rule.kind, {})
        for key, formula in _keyed(rule.body):
            self._want(formula, found[id(formula)], key or rule.kind, wanted.get(key, ()))
        if rule.where is not None:
            self._want(rule.where, found[id(rule.where)], "", _WANTED["where"][""])
        if not isinstance(rule.body, Mapping):
            return
        if rule.kind == "sum" and isinstance(of := rule.body.get("of"), Formula):
            self._want(of, found[id(of)].element or NOTHING_KNOWN, "of", _WANTED["sum"]["to"])
        if rule.kind in _OF_SINGLES:
            for key, formula in _keyed(
                {name: rule.body.get(name) for name in _OF_SINGLES[rule.kind]}
            ):
                element = found[id(formula)].element or NOTHING_KNOWN
                self._want(formula, element, key, _SINGLE)
        if rule.kind == "deadline":
            self._units_of_a_deadline(rule.body, found)
        if rule.kind in _COMPARED:
            one, other = _COMPARED[rule.kind]
            self._compared(rule.body.get(one), rule.body.get(other), found)
        if rule.kind == "decides":
            self._given(
                rule.body.get("given", {}), decisions.get(rule.body.get("table", "")), found
            )

    def _want(self, formula: Formula, static: Static, key: str, wanted: Collection[Kind]) -> None:
        if not wanted or static.kind is None or static.kind in wanted:
            return
        text = formula.expression.text.strip()
        if wanted != (Kind.TRUTH,):
            message = _("'{key}' wants a {wanted}, and '{text}' is a {kind}")
        elif [".".join(use.parts) for use in formula.expression.names] == [text]:
            message = _("'{text}' is not a truth value; test it, as in {text} is present")
        else:
            message = _("'{text}' is a {kind}, not a truth value")
        self.faults.add(
            formula.place,
            message.format(
                text=text,
                key=key,
                kind=kind_name(static.kind),
                wanted=_(" or ").join(map(kind_name, wanted)),
            ),
        )

    def _units_of_a_deadline(self, body: Mapping[str, Any], found: Statics) -> None:
        """Minutes and hours run from a time of day; a mere date has none."""
        start, within = body.get("from"), body.get("within")
        if not isinstance(start, Formula) or not isinstance(within, Formula):
            return
        samples = found[id(within)].samples
        if found[id(start)].kind is not Kind.DATE or not samples:
            return
        if all(sample.unit in CLOCK_UNITS for sample in samples):
            self.faults.add(
                within.place,
                _("'within' is {quantity}, which runs from a time of day; 'from' is a date").format(
                    quantity=spoken(samples[0])
                ),
            )

    def _compared(self, value: Any, to: Any, found: Statics) -> None:
        if not isinstance(value, Formula) or not isinstance(to, Formula):
            return
        one, other = found[id(value)], found[id(to)]
        if one.kind is None or other.kind is None:
            return
        if one.kind is not other.kind:
            self.faults.add(
                value.place,
                _("{left} compared with {right}").format(
                    left=kind_name(one.kind), right=kind_name(other.kind)
                ),
            )
        elif one.samples and other.samples and not _share_a_unit(one, other):
            self.faults.add(
                value.place,
                _("{left} and {right} have no common unit").format(
                    left=spoken(one.samples[0]), right=spoken(other.samples[0])
                ),
            )

    def _given(self, given: Mapping[str, Any], table: DecisionTable | None, found: Statics) -> None:
        """An input of a decision table takes the kind of value that its domain lists."""
        for name, formula in given.items():
            domain = table.inputs.get(name) if table else None
            if not domain or not isinstance(formula, Formula):
                continue
            listed = _domain_kind(domain)
            kind = found[id(formula)].kind
            if listed is not None and kind is not None and kind is not listed:
                self.faults.add(
                    formula.place,
                    _("'{key}' wants a {wanted}, and '{text}' is a {kind}").format(
                        key=name,
                        wanted=kind_name(listed),
                        text=formula.expression.text,
                        kind=kind_name(kind),
                    ),
                )


def _domain_kind(domain: Collection[Any]) -> Kind | None:
    if all(isinstance(value, bool) for value in domain):
        return Kind.TRUTH
    return Kind.TEXT if all(isinstance(value, str) for value in domain) else None


def _share_a_unit(one: Static, other: Static) -> bool:
    families = {sample.base[0] for sample in one.samples}
    return any(sample.base[0] in families for sample in other.samples)


def _keyed(body: Any, key: str = "") -> Iterator[tuple[str, Formula]]:
    """Every formula of a body with the key it stands under."""
    if isinstance(body, Formula):
        yield key, body
    elif isinstance(body, Mapping):
        for name, part in body.items():
            yield from _keyed(part, str(name))
    elif isinstance(body, list):
        for part in body:
            yield from _keyed(part, key)
