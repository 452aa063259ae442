"""`order`: things happened in the right order.

What it does: compares each moment with the one before it in the list. What is missing is skipped;
where fewer than two are there, nothing can be said. Two on the same day (or at the same minute) are
in order, unless `strict: true`.

Example:
    contract-chronology:
      title: 合同各环节先后颠倒
      nature: data
      severity: error
      from_stage: signed
      order:
        - {at: project.award.issued_on, title: 中标通知书}
        - {at: project.contract.signed_on, title: 合同签订}
      source: law:招标投标法.46

Finds: each pair that is the wrong way round, at the one that should come later.
"""

from __future__ import annotations

from datetime import date, datetime
from itertools import pairwise
from typing import Any, NamedTuple

from svcdocs.check.case import FAULTLESS, NOT_KNOWN, Case, Fault, Verdict, judged
from svcdocs.check.glance import Glance
from svcdocs.check.wording import say, span
from svcdocs.expr import UNKNOWN, Result, Scope
from svcdocs.facts import Record
from svcdocs.facts.moments import Moment, between, is_after
from svcdocs.policy import Rule
from svcdocs.texts import _

KEY = "order"


class _Event(NamedTuple):
    title: str
    moment: Moment
    result: Result


def judge(case: Case) -> Verdict:
    """Compare each moment with the one before it."""
    body = case.rule.body
    steps, strict = (body, False) if isinstance(body, list) else (body["steps"], body.get("strict"))
    events = []
    for step in steps:
        result = case.evaluate(step["at"])
        if result.value is UNKNOWN:
            continue
        if not isinstance(result.value, date):
            raise case.misfit(step["at"], _("only dates and times have an order in time"))
        events.append(_Event(step["title"], result.value, result))
    if len(events) < 2:
        return NOT_KNOWN
    faults = [
        _fault(case, earlier, later)
        for earlier, later in pairwise(events)
        if is_after(earlier.moment, later.moment)
        or (strict and _together(earlier.moment, later.moment))
    ]
    return judged(*faults)


def glance(rule: Rule) -> Glance | None:
    """No moment is after the next one."""
    if not isinstance(rule.body, list):
        return None
    moments = [step["at"].expression.value for step in rule.body]

    def look(scope: Scope, _record: Record | None, _memory: dict[Any, Any]) -> Verdict | None:
        known = [moment for one in moments if (moment := one(scope)) is not UNKNOWN]
        if not all(isinstance(moment, date) for moment in known):
            return None
        if any(is_after(earlier, later) for earlier, later in pairwise(known)):
            return None
        return FAULTLESS if len(known) > 1 else NOT_KNOWN

    return look


def _together(one: Moment, other: Moment) -> bool:
    """Whether both are known to be at once; a day does not tell when on that day."""
    return isinstance(one, datetime) == isinstance(other, datetime) and one == other


def _fault(case: Case, earlier: _Event, later: _Event) -> Fault:
    if is_after(earlier.moment, later.moment):
        message = _("{later} {later_at} is before {earlier} {earlier_at}")
        margin = _("{span} too early").format(span=span(between(later.moment, earlier.moment)))
    else:
        message = _("{later} {later_at} is not after {earlier} {earlier_at}")
        margin = ""
    return Fault(
        message=message.format(
            later=later.title,
            later_at=say(later.moment),
            earlier=earlier.title,
            earlier_at=say(earlier.moment),
        ),
        at=case.spot(later.result),
        margin=margin,
        reads=(*earlier.result.reads, *later.result.reads),
    )
