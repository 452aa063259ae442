"""`compare`: a promise is not worse than it must be.

What it does: compares two ordered values; `better` says which direction is better for the buyer:
`higher`, `lower`, or an expression that gives one of the two. Equal is good enough.

Example:
    promise-below-tender:
      title: 承诺低于招标要求
      nature: data
      severity: error
      from_stage: bid
      for: terms
      where: it.requirement is present and it.better is present
      compare: {value: it.promise, not_worse_than: it.requirement.value, better: it.better}
      source: law:招标投标法.27

Finds: a worse value, with both values and by how much.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from svcdocs.check.case import NOT_KNOWN, Case, Fault, Verdict, judged
from svcdocs.check.distance import distance
from svcdocs.check.titles import label
from svcdocs.check.wording import say
from svcdocs.expr import UNKNOWN, Kind, kind_name, kind_of
from svcdocs.facts.moments import is_after
from svcdocs.model.quantity import Quantity
from svcdocs.policy import Formula
from svcdocs.texts import _

KEY = "compare"

_ORDERED = frozenset({Kind.NUMBER, Kind.QUANTITY, Kind.DATE, Kind.TIME})


def judge(case: Case) -> Verdict:
    """Compare in the direction that is better."""
    body = case.rule.body
    found, limit = case.evaluate(body["value"]), case.evaluate(body["not_worse_than"])
    better: object = body["better"]
    if isinstance(better, Formula):
        better = case.evaluate(better).value
    if UNKNOWN in (found.value, limit.value, better):
        return NOT_KNOWN
    if better not in ("higher", "lower"):
        raise case.misfit(
            body["value"], _("'better' is {found}, not higher or lower").format(found=say(better))
        )
    _check_kinds(case, found.value, limit.value)
    low, high = (found.value, limit.value) if better == "higher" else (limit.value, found.value)
    if not _less(low, high):
        return judged()
    message = _("{name} is {found}, but {limit} is the limit").format(
        name=_named(case), found=say(found.value), limit=say(limit.value)
    )
    apart = distance(found.value, limit.value)
    margin = _("worse by {distance}").format(distance=apart) if apart else ""
    return judged(Fault(message=message, at=case.spot(found), margin=margin))


def _named(case: Case) -> str:
    title = case.record.data.get("title") if case.record else None
    if case.rule.subject == "terms" and title:
        return str(title)
    return label(case.context, case.rule.body["value"], case.rule.subject)


def _check_kinds(case: Case, found: object, limit: object) -> None:
    kinds = kind_of(found), kind_of(limit)
    fitting = kinds[0] is kinds[1] and kinds[0] in _ORDERED
    if isinstance(found, Quantity) and isinstance(limit, Quantity):
        fitting = found.comparable(limit)
    if not fitting:
        raise case.misfit(
            case.rule.body["value"],
            _("{left} ({found}) cannot be compared with {right} ({limit})").format(
                left=kind_name(kinds[0]),
                found=say(found),
                right=kind_name(kinds[1]),
                limit=say(limit),
            ),
        )


def _less(low: Any, high: Any) -> bool:
    return is_after(high, low) if isinstance(low, date) else bool(low < high)
