"""`decides`: a decision follows the policy's table.

What it does: looks up the row of the decision `table` for the inputs `given`, and compares `result`
with what the row says, in any order.

Example:
    liable-persons-wrong:
      title: 责任人认定与规定不符
      nature: data
      severity: error
      from_stage: signed
      for: project.accountability_cases
      decides:
        table: liability
        given: {deceived: it.deceived, should_have_found: it.should_have_found, wrong_order: it.wrong_order}
        result: it.liable
      source: seed:L47

Finds: a result that differs from the row, and names the row. Its source is added to the rule's.
"""

from __future__ import annotations

from svcdocs.check.case import NOT_KNOWN, Case, Fault, Verdict, judged
from svcdocs.check.entries import say_entries
from svcdocs.check.titles import label
from svcdocs.check.wording import equations, listing, say
from svcdocs.expr import UNKNOWN, Items
from svcdocs.policy import DecisionTable
from svcdocs.texts import _

KEY = "decides"


def judge(case: Case) -> Verdict:
    """Compare the result with the table's row."""
    body = case.rule.body
    table = case.context.policies.decisions[body["table"]]
    given = {name: case.evaluate(formula).value for name, formula in body["given"].items()}
    result = case.singles(body["result"])
    if UNKNOWN in given.values() or not isinstance(result.value, Items):
        return NOT_KNOWN
    if UNKNOWN in result.value.values:
        return NOT_KNOWN
    row = table.row_for(given)
    at = result.value.path or case.spot(result)
    if row is None:
        return judged(Fault(message=_outside(table, given), at=at))
    if set(result.value.values) == set(row.then):
        return judged()
    message = _("{found} is decided, but row {number} of {table} ({when}) says {then}").format(
        found=say_entries(case.context, result.value.values, at),
        number=table.rows.index(row) + 1,
        table=table.title,
        when=_combination(case, row.when) or _("always"),
        then=say_entries(case.context, row.then, at),
    )
    return judged(Fault(message=message, at=at, sources=row.sources))


def _outside(table: DecisionTable, given: dict[str, object]) -> str:
    for name, value in given.items():
        if value not in table.inputs[name]:
            return _("{table} knows no {name} {value}; there are {known}").format(
                table=table.title,
                name=name,
                value=say(value),
                known=listing(table.inputs[name]),
            )
    raise AssertionError(table.name)  # each combination of known values has a row


def _combination(case: Case, when: object) -> str:
    """The row's inputs, called as the fields are that they were taken from."""
    assert isinstance(when, dict)  # noqa: S101 - rows are read so; this tells mypy
    given = case.rule.body["given"]
    return equations(
        (label(case.context, given[name], case.rule.subject), value) for name, value in when.items()
    )
