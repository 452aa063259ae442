"""`same`: several lists hold the same things, each once.

What it does: compares the elements of all lists with each other.

Example:
    serials-differ:
      title: 各环节序列号不一致
      nature: data
      severity: error
      from_stage: accepted
      same:
        sets:
          - {of: "project.delivered_units | pluck('serial_no')", title: 到货}
          - {of: "project.accepted_units | pluck('serial_no')", title: 验收}
      source: seed:L14

Finds: each element that some lists have and others lack (at its first place), and each that a list
has twice (at the second one). Lists of numbers say: at the first list that has it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from svcdocs.check.case import NOT_KNOWN, Case, Fault, Verdict, judged
from svcdocs.check.kinds.requires import elements
from svcdocs.check.wording import say
from svcdocs.expr import UNKNOWN, Items, Located, Read
from svcdocs.texts import _

KEY = "same"


class _Set(NamedTuple):
    title: str
    elements: tuple[Located, ...]


def judge(case: Case) -> Verdict:
    """Compare every list with every other one."""
    sets = []
    for one in case.rule.body["sets"]:
        found = case.singles(one["of"]).value
        if not isinstance(found, Items) or UNKNOWN in found.values:
            return NOT_KNOWN
        sets.append(_Set(one["title"], tuple(elements(found))))
    return judged(*_doubled(sets), *_lacking(sets))


def _doubled(sets: list[_Set]) -> Iterator[Fault]:
    for one in sets:
        first: dict[object, Located] = {}
        for element in one.elements:
            earlier = first.setdefault(element.value, element)
            if earlier is not element:
                yield Fault(
                    message=_("{value} is given twice in {title}").format(
                        value=say(element.value), title=one.title
                    ),
                    at=element.path,
                    record=say(element.value),
                    reads=(_read(earlier), _read(element)),
                )


def _lacking(sets: list[_Set]) -> Iterator[Fault]:
    held = [{element.value: element for element in reversed(one.elements)} for one in sets]
    for value in dict.fromkeys(value for elements_ in held for value in elements_):
        having = [number for number, elements_ in enumerate(held) if value in elements_]
        if len(having) == len(sets):
            continue
        lacking = [one.title for number, one in enumerate(sets) if number not in having]
        yield Fault(
            message=_("{value} is in {having}, but not in {lacking}").format(
                value=say(value),
                having=_(", ").join(sets[number].title for number in having),
                lacking=_(", ").join(lacking),
            ),
            at=held[having[0]][value].path,
            record=say(value),
            reads=tuple(_read(held[number][value]) for number in having),
        )


def _read(element: Located) -> Read:
    return Read(element.path, element.value)
