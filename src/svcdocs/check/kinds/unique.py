"""`unique`: no two records share a value.

What it does: remembers the value of each record and who had it first. A list (`[it.lot, it.no]`)
is compared as a whole.

Example:
    serial-no-doubled:
      title: 序列号重复
      nature: data
      severity: error
      from_stage: delivered
      for: project.delivered_units
      unique: it.serial_no
      source: practice:序列号

Finds: the second and every later holder, with the first one among its inputs.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from svcdocs.check.case import FAULTLESS, NOT_KNOWN, Case, Fault, Verdict, judged
from svcdocs.check.glance import Glance
from svcdocs.check.titles import label
from svcdocs.check.wording import say
from svcdocs.expr import UNKNOWN, Items, Located, Result, Scope
from svcdocs.facts import Record
from svcdocs.policy import Rule
from svcdocs.texts import _

KEY = "unique"


def judge(case: Case) -> Verdict:
    """Look whether an earlier record had the value."""
    formula = case.rule.body
    result = case.evaluate(formula)
    if result.value is UNKNOWN or (
        isinstance(result.value, Items) and UNKNOWN in result.value.values
    ):
        return NOT_KNOWN
    if isinstance(result.value, Located) or _has_records(result.value):
        raise case.misfit(formula, _("these are whole records; name a field with | pluck"))
    first: tuple[str, Result] = case.memory.setdefault(
        _key(result.value), (case.record.id if case.record else "", result)
    )
    id_, earlier = first
    if earlier is result:
        return judged()
    at = case.spot(result)
    return judged(
        Fault(
            message=_("{name} {value} is taken already by {id} ({place})").format(
                name=label(case.context, formula, case.rule.subject),
                value=say(result.value),
                id=id_,
                place=case.context.place(case.spot(earlier)),
            ),
            at=at,
            reads=(*result.reads, *earlier.reads),
        )
    )


def glance(rule: Rule) -> Glance:
    """A text that no earlier record had."""
    evaluate = rule.body.expression.evaluate

    def look(scope: Scope, record: Record | None, memory: dict[Any, Any]) -> Verdict | None:
        result = evaluate(scope)
        if type(result.value) is not str:
            return NOT_KNOWN if result.value is UNKNOWN else None
        first = memory.setdefault(result.value, (record.id if record else "", result))
        return FAULTLESS if first[1] is result else None

    return look


def _has_records(value: object) -> bool:
    return isinstance(value, Items) and any(isinstance(one, Mapping) for one in value.values)


def _key(value: object) -> object:
    return tuple(value.values) if isinstance(value, Items) else value
