"""`requires`: a list holds everything it must.

What it does: looks for every element of `all` (a list, or the keys of a vocabulary) in `in`. Where
`in` holds lists, like the topics of several training sessions, what is in any of them counts.

Example:
    delivery-document-missing:
      title: 随货文件不齐
      nature: gap
      severity: error
      from_stage: delivered
      requires: {all: terms.delivery.documents, in: "project.delivery_documents | pluck('kind')"}
      source: seed:L8

Finds: the missing elements, all in one finding, at the list they should be in. Where `in` is a list
of the policy, what is not in it is not allowed: found at the first of those elements.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from svcdocs.check.case import FAULTLESS, NOT_KNOWN, Case, Fault, Verdict, judged
from svcdocs.check.entries import say_entries, say_entry
from svcdocs.check.glance import Glance
from svcdocs.expr import UNKNOWN, Items, Located, Scope, vocabulary
from svcdocs.facts import Record
from svcdocs.model.tree import Path
from svcdocs.policy import Rule
from svcdocs.texts import _

KEY = "requires"


def judge(case: Case) -> Verdict:
    """Find the elements of `all` that are not in `in`."""
    wanted, held = case.items(case.rule.body["all"]), case.items(case.rule.body["in"])
    if not isinstance(wanted.value, Items) or not isinstance(held.value, Items):
        return NOT_KNOWN
    there = [element.value for element in elements(held.value)]
    missing = [element for element in elements(wanted.value) if element.value not in there]
    if not missing:
        return judged() if UNKNOWN not in there else NOT_KNOWN
    if UNKNOWN in there or any(element.value is UNKNOWN for element in missing):
        return NOT_KNOWN
    if held.value.path[:1] == ("terms",):
        return judged(_not_allowed(case, missing, held.value))
    at = held.value.path or case.spot(held)
    names = _(", ").join(_name(case, element, at) for element in missing)
    return judged(Fault(message=_("missing: {names}").format(names=names), at=at))


def glance(rule: Rule) -> Glance:
    """Texts, and all of them are there."""
    every, there = rule.body["all"].expression.listed, rule.body["in"].expression.listed

    def look(scope: Scope, _record: Record | None, _memory: dict[Any, Any]) -> Verdict | None:
        wanted, held = _texts(every(scope)), _texts(there(scope))
        return None if wanted is None or held is None or not wanted <= held else FAULTLESS

    return look


def _texts(value: object) -> frozenset[str] | None:
    """The keys of a vocabulary or the texts of a list, those of lists in it included."""
    if isinstance(value, Located):
        return frozenset(vocabulary(value))
    if not isinstance(value, Items):
        return None
    found: list[object] = []
    for one in value.values:
        found += one if isinstance(one, list) else (one,)
    return frozenset(found) if all(type(one) is str for one in found) else None  # type: ignore[arg-type] # so they are


def _not_allowed(case: Case, strange: list[Located], allowed: Items) -> Fault:
    """Elements that the policy's list lacks: it is they that are wrong, not the list."""
    at = strange[0].path
    return Fault(
        message=_("not allowed: {names}; allowed are {allowed}").format(
            names=say_entries(case.context, [element.value for element in strange], at),
            allowed=say_entries(case.context, allowed.values, at),
        ),
        at=at,
    )


def elements(items: Items) -> Iterator[Located]:
    """The single values of a list, those of lists in it included."""
    for item in items:
        if isinstance(item.value, list):
            yield from Items(item.value, item.path)
        else:
            yield item


def _name(case: Case, element: Located, at: Path) -> str:
    """An element, with its title where it is an entry of a vocabulary; `at` is where it is missing."""
    group = case.context.policies.groups.get(".".join(map(str, element.path[1:])))
    if group is not None and group.title:
        return _("{title} ({key})").format(title=group.title, key=element.value)
    return say_entry(case.context, element.value, at)
