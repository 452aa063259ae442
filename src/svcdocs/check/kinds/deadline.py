"""`deadline`: something had to be done in time.

What it does: runs the time `within` from `from` (or takes the moment `by`), and compares the end of
it with `done`. Minutes and hours run from a time, inside the service `window` if one is given; days,
months and working days run to the end of their last day; with `roll: true` a last day on which nobody
works gives way to the next working day (民法典 203). While nothing is done and the time still
runs, the record is pending. `task` and `who` tell `svcdocs due` what is to be done and by whom.

Example:
    onsite-late:
      title: 到达现场超时
      nature: breach
      severity: error
      from_stage: in-service
      for: project.incidents
      deadline: {from: it.reported_at, within: "terms.sla.levels[it.severity].onsite", done: it.arrived_at}
      source: seed:L6

Finds: what was done late (at the value of `done`), and what is not done although the time is over
(at the record). The state is also a fact of the rule's name: `facts['onsite-late'].state`.
"""

from __future__ import annotations

from typing import Any

from svcdocs.check.case import FAULTLESS, NOT_KNOWN, PENDING, Case, Fault, Verdict, judged
from svcdocs.check.glance import Glance
from svcdocs.check.wording import say, span
from svcdocs.expr import Scope
from svcdocs.facts import Deadline, Record, State, glance_deadline
from svcdocs.policy import Rule
from svcdocs.texts import _

KEY = "deadline"

_VERDICTS = {State.MET: FAULTLESS, State.PENDING: PENDING, State.UNKNOWN: NOT_KNOWN}


def judge(case: Case) -> Verdict:
    """Turn the deadline's state, computed once in the facts, into a verdict."""
    fact = case.own_fact()
    state = fact.state
    if not isinstance(state, Deadline) or state.state is State.UNKNOWN:
        return NOT_KNOWN
    if state.state is State.PENDING:
        return PENDING
    if state.state is State.MET:
        return judged()
    message = (
        _("done {done}, due {due}").format(done=say(state.done), due=say(state.due))
        if state.state is State.LATE
        else _("not done by {as_of}, due {due}").format(
            as_of=say(case.context.as_of), due=say(state.due)
        )
    )
    if state.allowed is not None:
        message += _(" ({allowed} from {start})").format(
            allowed=say(state.allowed), start=say(state.start)
        )
    margin = "" if state.margin is None else _("{span} too late").format(span=span(state.margin))
    return judged(Fault(message=message, at=fact.at, margin=margin))


def glance(rule: Rule) -> Glance | None:
    """It was kept, or may still be."""
    state_of = glance_deadline(rule)
    if state_of is None:
        return None

    def look(scope: Scope, _record: Record | None, _memory: dict[Any, Any]) -> Verdict | None:
        state = state_of(scope)
        return None if state is None else _VERDICTS.get(state)

    return look
