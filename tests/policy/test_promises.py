"""A term's standard, requirement and promise, and who may change what."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from svcdocs.errors import PolicyError
from svcdocs.load import load_project
from svcdocs.model.quantity import Quantity, Unit
from svcdocs.model.term import Status
from svcdocs.policy import load_policies, policies_for

pytestmark = pytest.mark.usefixtures("english")

Load = Callable[..., Any]

TERMS = """\
terms:
  warranty:
    title: 质保
    source: [seed:L4, law:民法典.201]
    period: {title: 质保期, value: 3 years, better: higher}
    fee: {status: inferred, value: 成本费, source: seed:L5}
  sla:
    status: inferred
    source: seed:L6
    onsite: 2 hours
    levels:
      status: confirmed
      general: {title: 一般故障, resolve: {status: unresolved, better: lower}}
    days: [周一, 周二]
"""


def years(amount: int) -> Quantity:
    """So many years."""
    return Quantity(Decimal(amount), Unit.YEAR)


def test_status_and_source_come_down_from_the_group(load: Load) -> None:
    """The nearest one wins; a source alone makes a term confirmed."""
    terms = load(TERMS).terms

    assert {name: (term.status.value, term.sources) for name, term in terms.items()} == {
        "warranty.period": ("confirmed", ("seed:L4", "law:民法典.201")),
        "warranty.fee": ("inferred", ("seed:L5",)),
        "sla.onsite": ("inferred", ("seed:L6",)),
        "sla.levels.general.resolve": ("unresolved", ("seed:L6",)),
        "sla.days": ("inferred", ("seed:L6",)),
    }
    assert terms["sla.days"].promise == ["周一", "周二"]
    assert terms["warranty.period"].title == "质保期"
    assert terms["sla.onsite"].title == "onsite"


def test_the_standard_is_the_promise_until_the_project_says_otherwise(load: Load) -> None:
    """And what is unresolved promises nothing."""
    terms = load(TERMS).terms

    assert terms["warranty.period"].promise == years(3)
    assert terms["sla.levels.general.resolve"].promise is None
    assert terms["warranty.period"].place.file == "policies/cooling/rules.yaml"
    assert (terms["warranty.period"].place.line, terms["warranty.period"].place.column) == (5, 33)


def test_a_project_changes_confirms_and_decides_terms(load: Load) -> None:
    """A value changes the promise; a row without one confirms what was inferred."""
    terms = load(
        TERMS,
        """\
terms:
  warranty.period: {value: 5 years, by: 贺远舟, on: 2026-03-01, why: 招标要求, approved_by: 总经理}
  warranty.fee: {by: 贺远舟, on: 2026-03-01, why: 已核对}
  sla.levels.general.resolve: {value: 8 hours, by: 贺远舟, on: 2026-03-01, why: 已核对}
""",
    ).terms

    changed = terms["warranty.period"]
    assert (changed.standard, changed.promise) == (years(3), years(5))
    assert changed.override.on == date(2026, 3, 1)
    assert changed.override.approved_by == "总经理"
    assert str(changed.override.place) == "project.yaml:8:28"
    assert terms["warranty.fee"].status is Status.CONFIRMED
    assert terms["warranty.fee"].promise == "成本费"
    assert terms["sla.levels.general.resolve"].status is Status.CONFIRMED
    assert str(terms["sla.levels.general.resolve"].promise) == "8 hours"
    assert terms["sla.onsite"].status is Status.INFERRED


def test_a_note_cannot_decide_what_is_unresolved(load: Load) -> None:
    """Who confirms a term that has no value confirms nothing."""
    term = load(
        TERMS,
        "terms: {sla.levels.general.resolve: {by: 贺远舟, on: 2026-03-01, why: 已核对}}\n",
    ).terms["sla.levels.general.resolve"]

    assert term.status is Status.UNRESOLVED
    assert term.promise is None


def test_a_demand_stands_beside_the_promise(load: Load) -> None:
    """It never becomes a promise by itself."""
    term = load(
        TERMS,
        """\
requirements:
  warranty.period: {comparator: ">=", value: 5 years, mark: star, clause: 3.2.1, text: 质保五年}
""",
    ).terms["warranty.period"]

    assert term.promise == years(3)
    assert (term.requirement.comparator, term.requirement.value) == (">=", years(5))
    assert (term.requirement.mark, term.requirement.clause) == ("star", "3.2.1")
    assert str(term.requirement.place) == "project.yaml:8:46"


def test_slips_in_the_project_are_problems_of_the_project(load: Load) -> None:
    """Unknown terms get the nearest name; a value of another kind could never be compared."""
    found = load(
        TERMS,
        """\
requirements:
  warranty.perod: {comparator: ">=", value: 5 years}
  warranty.period: {comparator: ">=", value: 5 days}
terms:
  sla.onsite: {value: 很快, by: 贺远舟, on: 2026-03-01, why: 招标要求}
""",
    )

    assert [(problem.code, str(problem.place), problem.message) for problem in found.problems] == [
        (
            "data/reference",
            "project.yaml:8:3",
            "no policy has a term 'warranty.perod'; did you mean 'warranty.period'?",
        ),
        (
            "data/schema",
            "project.yaml:9:46",
            "5 days cannot stand for term 'warranty.period', whose standard is 3 years",
        ),
        (
            "data/schema",
            "project.yaml:11:23",
            "很快 cannot stand for term 'sla.onsite', whose standard is 2 hours",
        ),
    ]
    assert found.terms["sla.onsite"].override is None


def test_a_later_policy_lies_over_an_earlier_one(load: Load) -> None:
    """A company's policy changes one leaf and adds a rule that reads the other's terms."""
    load(TERMS)
    company = Path("policies/company")
    company.mkdir()
    (company / "policy.yaml").write_text(
        """\
id: company
version: "3"
title: 公司政策
sources: {}
terms:
  warranty:
    period: {value: 4 years, better: higher, source: company}
rules:
  late:
    title: 质保过短
    nature: data
    severity: error
    from_stage: bid
    source: company
    assert: terms.warranty.period > '1 year' and terms.sla.onsite is present
""",
        encoding="utf-8",
    )

    found = policies_for(["cooling@1.2", "company"], Path())

    assert [str(policy) for policy in found.policies] == ["cooling@1.2", "company@3"]
    assert found.terms["warranty.period"].promise == years(4)
    assert found.terms["warranty.period"].policy == "company"
    assert found.terms["warranty.fee"].policy == "cooling"
    assert found.groups["warranty"].title == "质保"
    assert list(found.rules) == ["company/late"]


def test_layers_must_agree_what_is_a_group(load: Load) -> None:
    """A value over a group, or a group over a value, would hide what other rules read."""
    load(TERMS)
    company = Path("policies/company")
    company.mkdir()
    (company / "policy.yaml").write_text(
        """\
id: company
version: "3"
title: 公司政策
sources: {}
terms:
  warranty: {value: 4 years, source: company}
  sla: {onsite: {title: 到场, source: company, day: 2 hours}}
""",
        encoding="utf-8",
    )
    with pytest.raises(PolicyError) as caught:
        policies_for(["cooling@1.2", "company@3"], Path())

    assert caught.value.details == (
        (
            "policies/company/policy.yaml:6:21: term 'warranty' is a value in one policy and a group"
            " in another (policies/cooling/rules.yaml:3:5)"
        ),
        (
            "policies/company/policy.yaml:7:17: term 'sla.onsite' is a value in one policy and a group"
            " in another (policies/cooling/rules.yaml:10:13)"
        ),
    )


@pytest.mark.parametrize("policies", ["", "policies: cooling\n"])
def test_where_no_policy_can_be_read_no_term_is_called_unknown(
    policies: str, tmp_path: Path
) -> None:
    """The one fault, reported by loading, is not buried under one for every term."""
    (tmp_path / "project.yaml").write_text(
        f"{policies}stage: bid\n"
        "requirements: {warranty.period: {comparator: '>=', value: 3 years}}\n"
        "terms: {warranty.period: {value: 4 years, by: 甲, on: 2026-01-05, why: 招标文件 4.1}}\n",
        encoding="utf-8",
    )
    project = load_project(tmp_path)

    assert "data/schema" in {problem.code for problem in project.problems}
    assert load_policies(project).problems == ()
