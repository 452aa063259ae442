"""Who has answered a finding: a row of `remedies` that names the breach, its cause and its remedy."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from svcdocs.facts import Context
from svcdocs.facts.moments import has_come
from svcdocs.model.finding import Answer, AnswerKind, Nature
from svcdocs.policy import Rule
from svcdocs.texts import _


def find_answer(context: Context, rule: Rule, record: str) -> Answer | None:
    """The remedy that answers a breach: it names the rule and the record.

    It must say the cause and the remedy, and be no later than today.
    """
    if rule.nature is not Nature.BREACH:
        return None
    for index, remedy in enumerate(context.project.data.get("remedies", ())):
        if (
            remedy.get("rule") == rule.id
            and remedy.get("record", "") == record
            and _is_answer(remedy, context)
        ):
            return Answer(
                kind=AnswerKind.REMEDY,
                id=str(remedy.get("id", "")),
                reason=_("{cause}; {remedy}").format(
                    cause=remedy["cause"], remedy=remedy["remedy"]
                ),
                by=_person(context, str(remedy.get("by", ""))),
                place=context.place(("project", "remedies", index)),
            )
    return None


def _is_answer(remedy: Mapping[str, Any], context: Context) -> bool:
    day = remedy.get("remedied_on")
    came = day is None or has_come(day, context.as_of)
    return came and bool(remedy.get("cause")) and bool(remedy.get("remedy"))


def _person(context: Context, id_: str) -> str:
    """The name of a member of staff; the id as it stands where nobody has it."""
    for person in context.project.data.get("staff", ()):
        if person.get("id") == id_:
            return str(person.get("name", id_))
    return id_
