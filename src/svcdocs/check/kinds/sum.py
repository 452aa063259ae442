"""`sum`: the parts add up to the whole.

What it does: adds the numbers (or quantities) of `of` and compares the total with `to`.

Example:
    contract-amount-wrong:
      title: 合同金额与明细合计不符
      nature: data
      severity: error
      from_stage: signed
      sum: {of: "project.equipment | pluck('amount')", to: project.contract.amount}
      source: practice:合同金额

Finds: a total that differs, at `to`, with both values and the difference. No parts at all cannot be
added up: unknown.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from svcdocs.check.case import FAULTLESS, NOT_KNOWN, Case, Fault, Verdict, judged
from svcdocs.check.distance import distance
from svcdocs.check.glance import Glance
from svcdocs.check.titles import label
from svcdocs.check.wording import say
from svcdocs.expr import UNKNOWN, Items, Scope
from svcdocs.facts import Record
from svcdocs.model.quantity import FAMILIES, Quantity
from svcdocs.policy import Rule
from svcdocs.texts import _

KEY = "sum"


def judge(case: Case) -> Verdict:
    """Add the parts and compare."""
    parts, to = case.rule.body["of"], case.rule.body["to"]
    found, whole = case.items(parts), case.evaluate(to)
    if not isinstance(found.value, Items) or whole.value is UNKNOWN:
        return NOT_KNOWN
    if not len(found.value) or UNKNOWN in found.value.values:
        return NOT_KNOWN
    try:
        total = _total(list(found.value.values))
    except TypeError as error:
        raise case.misfit(parts, str(error)) from error
    if isinstance(total, Quantity) is not isinstance(whole.value, Quantity):
        raise case.misfit(to, _("a number is compared with a quantity"))
    if total == whole.value:
        return judged()
    apart = distance(total, whole.value)
    return judged(
        Fault(
            message=_("{name} is {whole}, its {count} parts add up to {total}").format(
                name=label(case.context, to, case.rule.subject),
                whole=say(whole.value),
                count=len(found.value),
                total=say(total),
            ),
            at=case.spot(whole),
            margin=_("off by {distance}").format(distance=apart) if apart else "",
        )
    )


def glance(rule: Rule) -> Glance:
    """Plain numbers, and the total is right."""
    parts, to = rule.body["of"].expression.listed, rule.body["to"].expression.value

    def look(scope: Scope, _record: Record | None, _memory: dict[Any, Any]) -> Verdict | None:
        found, whole = parts(scope), to(scope)
        if whole is UNKNOWN:
            return NOT_KNOWN
        if not isinstance(found, Items) or not found.values:
            return None
        total = Decimal(0)
        for value in found.values:
            if type(value) is not Decimal and type(value) is not int:
                return None
            total += value
        return FAULTLESS if type(whole) is Decimal and total == whole else None

    return look


def _total(values: list[object]) -> Decimal | Quantity:
    if isinstance(values[0], Quantity):
        return _quantities(values)
    total = Decimal(0)
    for value in values:
        if isinstance(value, bool) or not isinstance(value, int | Decimal):
            raise TypeError(_("{value} is no number").format(value=say(value)))
        total += value
    return total


def _quantities(values: list[object]) -> Quantity:
    first = values[0]
    assert isinstance(first, Quantity)  # noqa: S101 - the caller looked; this tells mypy
    total = Decimal(0)
    for value in values:
        if not isinstance(value, Quantity) or not value.comparable(first):
            raise TypeError(
                _("{value} and {other} have no common unit").format(
                    value=say(value), other=say(first)
                )
            )
        total += value.base[1]
    smallest = next(unit for unit, factor in FAMILIES[first.base[0]].items() if factor == 1)
    return Quantity(total, smallest)
