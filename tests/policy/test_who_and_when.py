"""Who has to do something, and what a fact announces: declared, compiled, checked when it loads."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

pytestmark = pytest.mark.usefixtures("english")

Problems = Callable[[str], list[str]]
Load = Callable[..., Any]

RULES = """\
terms:
  roles: {source: seed:L1, engineer: {title: 工程师, text: 修理}}
  limit: {value: 3 days, source: seed:L1}
facts:
  end: {title: 届满, for: project.visits, value: it.planned_on, due: true, who: it.visitor}
  plain: {title: 平常, value: project.contract.signed_on}
rules:
  r:
    title: 测试
    nature: breach
    severity: error
    from_stage: bid
    source: seed:L1
    for: project.visits
    deadline:
      from: it.planned_on
      within: terms.limit
      done: it.recorded_on
      task: 回访
      who: "[it.visitor, terms.roles.engineer.title]"
"""


def test_they_are_compiled(load: Load) -> None:
    """A rule's in its body, a fact's of its own."""
    policies = load(RULES)

    body, end = policies.rules["cooling/r"].body, policies.facts["end"]
    assert body["task"] == "回访"
    assert body["who"].expression.text == "[it.visitor, terms.roles.engineer.title]"
    assert (end.due, end.who.expression.text) == (True, "it.visitor")
    assert (policies.facts["plain"].due, policies.facts["plain"].who) == (False, None)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("who: it.visitor", "who: it.visiter", "5:79: it has no field 'visiter'"),
        ("[it.visitor, ", "[it.visiter, ", "20:14: it has no field 'visiter'"),
        (
            "terms.roles.engineer.title]",
            "terms.roles.engineeer.title]",
            "20:26: no policy defines the term",
        ),
        (
            '"[it.visitor, terms.roles.engineer.title]"',
            "it.planned_on",
            "'it.planned_on' is a date",
        ),
        ("who: it.visitor", "who: it.planned_on", "5:79: 'who' wants a"),
        ("value: it.planned_on, due", "value: it.visitor, due", "5:48: 'due' wants a date"),
        ("who: it.visitor", "who: it.visitor ==", "5:"),
    ],
)
def test_mistakes_have_a_place(problems: Problems, old: str, new: str, said: str) -> None:
    """Unknown names, a date for a person, a person for a date."""
    assert old in RULES

    (problem,) = problems(RULES.replace(old, new))
    assert said in problem
