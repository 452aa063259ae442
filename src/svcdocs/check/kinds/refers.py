"""`refers`: an id that is named exists.

What it does: looks for `value` (one id, or a list of them) among the ids of the table `to`, or the
keys of the vocabulary `to`.

Example:
    visitor-unknown:
      title: 回访人不在人员表中
      nature: data
      severity: error
      from_stage: in-service
      for: project.visits
      where: it.visitor is present
      refers: {value: it.visitor, to: project.staff}
      source: seed:L86

Finds: each id that is not there, with the nearest one that is.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from svcdocs.check.case import FAULTLESS, NOT_KNOWN, Case, Fault, Verdict, judged
from svcdocs.check.glance import Glance
from svcdocs.check.titles import label
from svcdocs.check.wording import say
from svcdocs.expr import UNKNOWN, Items, Located, Read, Scope, vocabulary
from svcdocs.facts import Record
from svcdocs.load.wording import nearest
from svcdocs.policy import Rule
from svcdocs.texts import _

KEY = "refers"


def judge(case: Case) -> Verdict:
    """Look up each id."""
    formula = case.rule.body["value"]
    named, to = case.items(formula).value, case.items(case.rule.body["to"]).value
    if not isinstance(named, Items) or not isinstance(to, Items):
        return NOT_KNOWN
    if UNKNOWN in named.values:
        return NOT_KNOWN
    known = _ids(case, to)
    if all(value in known for value in named.values):
        return judged()
    return judged(
        *(_fault(case, element, known) for element in named if element.value not in known)
    )


def glance(rule: Rule) -> Glance:
    """Each text is a key of the vocabulary, or an id of the table."""
    value, to = rule.body["value"].expression.listed, rule.body["to"].expression.listed

    def look(scope: Scope, _record: Record | None, _memory: dict[Any, Any]) -> Verdict | None:
        named, there = value(scope), to(scope)
        if isinstance(named, Items):
            wanted: Collection[object] = named.values
        elif type(named) is str:
            wanted = (named,)
        else:
            return NOT_KNOWN if named is UNKNOWN else None
        known: Collection[str] | None = None
        if isinstance(there, Located):
            known = vocabulary(there)
        elif isinstance(there, Items):
            known = scope.quiet.index(there, "id")
        if known is None or not all(type(one) is str and one in known for one in wanted):
            return None
        return FAULTLESS

    return look


def _ids(case: Case, to: Items) -> Collection[object]:
    """The ids of the rows, or the elements themselves; of a whole table found only once."""
    if not to.whole:
        return _read_ids(to)
    if to.path not in case.memory:
        case.memory[to.path] = _read_ids(to)
    found: Collection[object] = case.memory[to.path]
    return found


def _read_ids(to: Items) -> Collection[object]:
    ids = (row.get("id") if isinstance(row, Mapping) else row for row in to.values)
    return dict.fromkeys(id_ for id_ in ids if id_ is not None)


def _fault(case: Case, element: Located, known: Collection[object]) -> Fault:
    rule = case.rule
    message = _("{name} {value} is not in {table}").format(
        name=label(case.context, rule.body["value"], rule.subject),
        value=say(element.value),
        table=label(case.context, rule.body["to"], rule.subject),
    )
    if near := nearest(str(element.value), map(str, known)):
        message += _("; did you mean {name!r}?").format(name=near)
    return Fault(message=message, at=element.path, reads=(Read(element.path, element.value),))
