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

from collections.abc import Mapping

from svcdocs.check.case import NOT_KNOWN, Case, Fault, Verdict, judged
from svcdocs.check.inputs import read_inputs
from svcdocs.expr import UNKNOWN
from svcdocs.texts import _

KEY = "assert"

#: More values than this are listed as inputs only.
VALUES_IN_MESSAGE = 4


def judge(case: Case) -> Verdict:
    """Evaluate the expression."""
    result = case.evaluate(case.rule.body)
    if result.value is UNKNOWN:
        return NOT_KNOWN
    if result.value is True:
        return judged()
    if result.value is not False:
        raise case.misfit(case.rule.body, _("this is no truth value"))
    reads = [read for read in result.reads if not isinstance(read.value, Mapping | list)]
    values = [f"{one.name} = {one.value}" for one in read_inputs(case.context, case.record, reads)]
    message = _(", ").join(values[:VALUES_IN_MESSAGE]) or case.rule.body.expression.text
    return judged(Fault(message=message, at=case.spot(result)))
