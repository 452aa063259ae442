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

from svcdocs.check.case import NOT_KNOWN, Case, Fault, Verdict, judged
from svcdocs.check.entries import say_entries, say_entry
from svcdocs.expr import UNKNOWN, Items, Located
from svcdocs.model.tree import Path
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
