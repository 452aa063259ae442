"""`equal`: a value is what it must be.

What it does: compares `value` with `to`; `36 months` equals `3 years`.

Example:
    warranty-end-wrong:
      title: 质保期届满日不对
      nature: data
      severity: error
      from_stage: accepted
      for: project.acceptances
      equal: {value: it.warranty_end, to: it.warranty_start + terms.warranty.period}
      source: law:民法典.202

Finds: a value that differs, with both values and the distance between them.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from svcdocs.check.case import FAULTLESS, NOT_KNOWN, Case, Fault, Verdict, judged
from svcdocs.check.distance import distance
from svcdocs.check.entries import say_entry
from svcdocs.check.glance import Glance
from svcdocs.check.titles import label
from svcdocs.expr import SCALARS, UNKNOWN, Items, Kind, Located, Scope, kind_name, kind_of
from svcdocs.facts import Record
from svcdocs.policy import Rule
from svcdocs.texts import _

KEY = "equal"

_NUMBERS = frozenset({int, Decimal})


def judge(case: Case) -> Verdict:
    """Compare two values of one kind."""
    formula = case.rule.body["value"]
    found, wanted = case.evaluate(formula), case.evaluate(case.rule.body["to"])
    if found.value is UNKNOWN or wanted.value is UNKNOWN:
        return NOT_KNOWN
    kinds = kind_of(found.value), kind_of(wanted.value)
    if kinds[0] is not kinds[1] or Kind.RECORD in kinds:
        raise case.misfit(
            formula,
            _("{left} compared with {right}").format(
                left=kind_name(kinds[0]), right=kind_name(kinds[1])
            ),
        )
    if _plain(found.value) == _plain(wanted.value):
        return judged()
    at = case.spot(found)
    message = _("{name} is {found}, must be {wanted}").format(
        name=label(case.context, formula, case.rule.subject, case.record),
        found=say_entry(case.context, found.value, at),
        wanted=say_entry(case.context, wanted.value, at),
    )
    apart = distance(found.value, wanted.value)
    margin = _("off by {distance}").format(distance=apart) if apart else ""
    return judged(Fault(message=message, at=at, margin=margin))


def glance(rule: Rule) -> Glance:
    """Both are single values of one kind, and equal."""
    value, to = rule.body["value"].expression.value, rule.body["to"].expression.value

    def look(scope: Scope, _record: Record | None, _memory: dict[Any, Any]) -> Verdict | None:
        found, wanted = value(scope), to(scope)
        if found is UNKNOWN or wanted is UNKNOWN:
            return NOT_KNOWN
        types = type(found), type(wanted)
        alike = types[0] is types[1] or _NUMBERS.issuperset(types)
        return FAULTLESS if alike and types[0] in SCALARS and found == wanted else None

    return look


def _plain(value: object) -> object:
    if isinstance(value, Items):
        return list(value.values)
    return value.value if isinstance(value, Located) else value
