"""`every`: something is owed again and again.

What it does: counts the steps of length `step` from the day `from` up to `until`, each from the
anchor, and looks for one row of `done` for each, dated by its field `on`. Up to `tolerance` later
than due is still in time. Steps whose time has not come are pending; each step counts on its own.
`task` and `who` tell `svcdocs due` what is to be done and by whom.

Example:
    maintenance-missed:
      title: 未按期维护
      nature: breach
      severity: error
      from_stage: in-service
      every:
        from: project.acceptances | pluck('accepted_on') | max
        step: terms.maintenance.interval
        until: project.acceptances | pluck('warranty_end') | max
        done: project.maintenance
        on: done_on
        tolerance: terms.maintenance.tolerance
      source: seed:L19

Finds: steps that were missed (at the table), and steps done late (at the date). The record of a
finding is the day the step was due, `2026-06-30`, with the id of the rule's own record before it
(`A-01/2026-06-30`) where the rule runs `for` a table. The state is also a fact of the rule's name:
`facts['maintenance-missed'].next`.
"""

from __future__ import annotations

from svcdocs.check.case import NOT_KNOWN, Case, Fault, Verdict
from svcdocs.check.wording import say, span
from svcdocs.expr import Items, Read
from svcdocs.facts import Recurrence, State, Step
from svcdocs.facts.moments import between
from svcdocs.texts import _

KEY = "every"


def judge(case: Case) -> Verdict:
    """Turn the state of each step, computed once in the facts, into one verdict."""
    fact = case.own_fact()
    state, rows = fact.state, fact.rows
    if not isinstance(state, Recurrence) or rows is None:
        return NOT_KNOWN
    pending = len(state.in_state(State.PENDING))
    late = [_late(case, step, rows) for step in state.in_state(State.LATE)]
    missed = [_missed(case, step, rows) for step in state.in_state(State.OVERDUE)]
    return Verdict(judged=len(state.steps) - pending, pending=pending, faults=(*late, *missed))


def _late(case: Case, step: Step, rows: Items) -> Fault:
    assert step.done is not None  # noqa: S101 - a late step was done; this tells mypy
    path = (*rows.path_of(step.done.row), str(case.rule.body["on"]))
    return Fault(
        message=_("no. {n} done {done}, {due}").format(
            n=step.n, done=say(step.done.day), due=_due(step)
        ),
        at=path,
        margin=_("{span} too late").format(span=span(between(step.latest, step.done.day))),
        record=_record(case, step),
        reads=(*_frame(case, rows), Read(path, step.done.day)),
    )


def _missed(case: Case, step: Step, rows: Items) -> Fault:
    as_of = case.context.as_of
    return Fault(
        message=_("no. {n} not done by {as_of}, {due}").format(
            n=step.n, as_of=say(as_of), due=_due(step)
        ),
        at=rows.path,
        margin=_("{span} too late").format(span=span(between(step.latest, as_of))),
        record=_record(case, step),
        reads=_frame(case, rows),
    )


def _due(step: Step) -> str:
    if step.latest == step.due:
        return _("due {due}").format(due=say(step.due))
    return _("due {due}, at the latest {latest}").format(due=say(step.due), latest=say(step.latest))


def _record(case: Case, step: Step) -> str:
    day = step.due.isoformat()
    return f"{case.record.id}/{day}" if case.record else day


def _frame(case: Case, rows: Items) -> tuple[Read, ...]:
    """What was read besides the rows themselves."""
    size = len(rows.path)
    return tuple(read for read in case.reads if not size or read.path[:size] != rows.path)
