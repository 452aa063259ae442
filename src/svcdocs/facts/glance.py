"""How a deadline stands, for a first look: neither what was read nor how much time was left.

Only what is plain is computed here: time by the clock, days, months. Working days, service hours and
whatever does not fit are left to `compute_deadline`. A test holds that both come to the same.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from svcdocs.calc.periods import add
from svcdocs.expr import UNKNOWN, Scope
from svcdocs.facts.deadline import State, state_of
from svcdocs.facts.moments import Moment, day_of, has_come
from svcdocs.model.quantity import CLOCK_UNITS, Quantity, ServiceWindow, Unit
from svcdocs.policy import Rule

_MOMENTS = frozenset({date, datetime})


def glance_deadline(rule: Rule) -> Callable[[Scope], State | None] | None:
    """What tells a deadline's state, or None where it is not plain; None for a rule that never is."""
    body = rule.body
    if body.get("roll") or "by" in body or not {"from", "within"} <= body.keys():
        return None
    start_of, within_of = body["from"].expression.value, body["within"].expression.value
    done_of = body["done"].expression.value
    window_of = body["window"].expression.value if "window" in body else None

    def state(scope: Scope) -> State | None:
        start, within, done = start_of(scope), within_of(scope), done_of(scope)
        if window_of is not None:
            window = window_of(scope)
            if type(window) is not ServiceWindow or not window.always:
                return None
        if start is UNKNOWN:
            return None
        if type(start) not in _MOMENTS or type(within) is not Quantity:
            return None
        if done is not UNKNOWN and type(done) not in _MOMENTS:
            return None
        # The day for which the check is made stands in the project as rules see it.
        as_of = scope.roots["project"].value["as_of"]  # type: ignore[index] # it is a mapping
        kept: Moment | None = None
        if done is not UNKNOWN and has_come(done, as_of):
            kept = done
        due = _due(start, within, scope)
        return None if due is None else state_of(due, kept, as_of)

    return state


def _due(start: Moment, within: Quantity, scope: Scope) -> Moment | None:
    if within.unit is Unit.WORKING_DAY:
        return None
    if within.unit in CLOCK_UNITS:
        return add(start, within, scope.calendar)
    return add(day_of(start), within, scope.calendar)
