"""`assert`: something holds; for what no other kind says.

What it does: evaluates one expression that must come out true. Missing values make it unknown,
which is no finding; `is missing` and `is present` always know.

Example:
    reviewer-is-visitor:
      title: 审核人就是回访人
      nature: data
      severity: error
      from_stage: in-service
      for: project.visit_reports
      where: it.reviewed_by is present
      assert: it.reviewed_by != project.visits[it.visit].visitor
      source: seed:L92

Finds: an expression that is false, with the values it read, at the last of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from svcdocs.check.case import FAULTLESS, NOT_KNOWN, Case, Fault, Verdict, judged
from svcdocs.check.entries import say_entry
from svcdocs.check.glance import Glance
from svcdocs.check.titles import title
from svcdocs.check.wording import equations
from svcdocs.expr import UNKNOWN, Result, Scope
from svcdocs.facts import Record
from svcdocs.model.tree import Path
from svcdocs.policy import Rule
from svcdocs.texts import _

KEY = "assert"

#: More values than this are listed as inputs only.
VALUES_IN_MESSAGE = 6

#: A field read in more rows than this was gathered, as by `pluck`.
FEW_ROWS = 2


def judge(case: Case) -> Verdict:
    """Evaluate the expression."""
    result = case.evaluate(case.rule.body)
    if result.value is UNKNOWN:
        return NOT_KNOWN
    if result.value is True:
        return judged()
    if result.value is not False:
        raise case.misfit(case.rule.body, _("this is no truth value"))
    at = case.spot(result)
    values = [
        (title(case.context, case.record, path), say_entry(case.context, value, path))
        for path, value in _telling(result, at).items()
    ]
    message = equations(values[:VALUES_IN_MESSAGE]) or case.rule.body.expression.text
    return judged(Fault(message=message, at=at))


def glance(rule: Rule) -> Glance:
    """It holds, or nobody knows."""
    value = rule.body.expression.value

    def look(scope: Scope, _record: Record | None, _memory: dict[Any, Any]) -> Verdict | None:
        answer = value(scope)
        if answer is True:
            return FAULTLESS
        return NOT_KNOWN if answer is UNKNOWN else None

    return look


def _telling(result: Result, at: Path) -> dict[Path, object]:
    """The values for the message, the one at fault first.

    Of a field that was read in row after row, only the one at fault.
    """
    values = {
        read.path: read.value
        for read in result.reads
        if read.path[:1] != ("facts",) and not _is_records(read.value)
    }
    columns = Counter(_column(path) for path in values)
    chosen = {path: value for path, value in values.items() if columns[_column(path)] <= FEW_ROWS}
    return ({at: values[at]} if at in values else {}) | chosen


def _is_records(value: object) -> bool:
    """Whether it is a record or a table: what was read in them is told instead."""
    first = value[0] if isinstance(value, Sequence) and value else value
    return isinstance(first, Mapping)


def _column(path: Path) -> Path:
    return tuple("*" if isinstance(step, int) else step for step in path)
