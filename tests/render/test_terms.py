"""A template may ask for everything that is known about a term."""

from __future__ import annotations

from pathlib import Path

import pytest

from svcdocs.errors import TemplateError
from svcdocs.policy import PolicySet, policies_for
from svcdocs.render.program import compile_text
from svcdocs.render.run import Run
from svcdocs.render.terms import Terms
from svcdocs.workflow.project import open_project


def _printed(source: str, policies: PolicySet) -> tuple[str, Run]:
    run = Run()
    return compile_text(source, "test").render(run, {"terms": Terms(run, policies)}), run


@pytest.fixture(scope="module")
def bid(checkout: Path) -> PolicySet:
    """The policies of the bid, with the tender's demands and the project's promises."""
    return open_project(checkout / "samples" / "campus-network-bid").context.policies


@pytest.mark.parametrize(
    ("tag", "text"),
    [
        ("{{ ('warranty.period' | term).title }}", "质保期"),
        ("{{ ('support.spare_parts.period' | term).promise }}", "6\u00a0年"),
        ("{{ ('support.spare_parts.period' | term).standard }}", "5\u00a0年"),
        ("{{ ('support.spare_parts.period' | term).requirement.clause }}", "4.7"),
        ("{{ ('support.spare_parts.period' | term).approved_by }}", "郑启明"),
    ],
)
def test_parts_of_a_term(bid: PolicySet, tag: str, text: str) -> None:
    """Its title, what is promised and what is the standard, what the tender demands, who agreed."""
    assert _printed(tag, bid)[0] == text


def test_an_undecided_promise_is_the_terms_own_lack() -> None:
    """Asked for in two ways, it is missing once."""
    policies = policies_for(["network-equipment@1.0"])
    source = "{{ ('training.hours' | term).promise }}{{ terms.training.hours }}"
    text, run = _printed(source, policies)

    assert text == "【待确认】【待确认】"
    assert [lack.name for lack in run.lacks] == ["terms.training.hours"]


def test_a_term_that_no_policy_has(bid: PolicySet, english: None) -> None:  # noqa: ARG001 - messages
    """The template names what does not exist."""
    with pytest.raises(TemplateError, match=r"no policy has a term 'warranty\.perod'"):
        _printed("{{ ('warranty.perod' | term).title }}", bid)
