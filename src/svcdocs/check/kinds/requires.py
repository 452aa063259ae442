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
from svcdocs.check.wording import listing, say
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
        return judged(_not_allowed(missing, held.value))
    names = _(", ").join(_name(case, element.value, element.path) for element in missing)
    at = held.value.path or case.spot(held)
    return judged(Fault(message=_("missing: {names}").format(names=names), at=at))


def _not_allowed(strange: list[Located], allowed: Items) -> Fault:
    """Elements that the policy's list lacks: it is they that are wrong, not the list."""
    return Fault(
        message=_("not allowed: {names}; allowed are {allowed}").format(
            names=listing([element.value for element in strange]),
            allowed=listing(allowed.values),
        ),
        at=strange[0].path,
    )


def elements(items: Items) -> Iterator[Located]:
    """The single values of a list, those of lists in it included."""
    for item in items:
        if isinstance(item.value, list):
            yield from Items(item.value, item.path)
        else:
            yield item


def _name(case: Case, value: object, path: Path) -> str:
    """An element, with its title where it is an entry of a vocabulary."""
    group = case.context.policies.groups.get(".".join(map(str, path[1:])))
    if group is not None and group.title:
        return _("{title} ({key})").format(title=group.title, key=value)
    return say(value)
