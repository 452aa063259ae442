"""A look at a record that says whether anything about it needs a closer one.

Nearly every record is right. So the formulas of a rule are first computed for their values alone, and
where these plainly say that nothing is wrong, that is the verdict. Whatever is wrong, odd or cannot be
computed is judged by the rule's kind (`Case`), which knows what was read and what to say. A test holds
that both come to the same.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from svcdocs.check.case import NOT_KNOWN, Verdict
from svcdocs.expr import UNKNOWN, Scope
from svcdocs.facts import Record
from svcdocs.policy import Rule

#: From a record's scope, the record, and the memory of the rule (`Case.memory`) to the verdict; None
#: where the case has to be judged. It may raise anything, which means the same.
Glance = Callable[[Scope, Record | None, dict[Any, Any]], Verdict | None]

_ELSEWHERE = Verdict()


def within(rule: Rule, glance: Glance) -> Glance:
    """The glance for the records that a rule's `where` is about."""
    if rule.where is None:
        return glance
    applies = rule.where.expression.value

    def look(scope: Scope, record: Record | None, memory: dict[Any, Any]) -> Verdict | None:
        answer = applies(scope)
        if answer is True:
            return glance(scope, record, memory)
        if answer is False:
            return _ELSEWHERE
        return NOT_KNOWN if answer is UNKNOWN else None

    return look
