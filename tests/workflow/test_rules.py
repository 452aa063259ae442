"""`explain` says what a rule tests, where it comes from, and names the nearest where there is none."""

from __future__ import annotations

from pathlib import Path

import pytest

from svcdocs.check.kinds import kind_page, kinds
from svcdocs.errors import UsageError
from svcdocs.model.builtin_rules import builtin_rules
from svcdocs.model.template_rules import template_rules
from svcdocs.policy import policies_for
from svcdocs.texts import use_language
from svcdocs.workflow.rules import explain, rule_pages

POLICY = """\
id: own
version: "1"
title: 自有政策
sources: {}
rules:
  named: {title: 无名, nature: gap, severity: error, from_stage: bid, source: company, assert: project.name is present}
"""
PROJECT = """\
stage: bid
policies: [own@1]
no: T-1
name: 测试项目
purchaser: {name: 甲}
supplier: {name: 乙}
"""

pytestmark = pytest.mark.usefixtures("english")


def test_a_rule_is_found_by_its_id_and_by_its_name_alone() -> None:
    """Whoever reads a finding has the id; whoever talks about it has the name."""
    (page,) = explain("network-equipment/onsite-late")

    assert explain("onsite-late") == [page]
    assert page.title == "到达现场超时"
    assert ("deadline.done", "it.arrived_at") in page.tests
    assert page.subject == "project.incidents"
    assert ("seed:L6", "《网络设备售后服务和培训方案》原稿") in page.sources
    assert page.place.rpartition("/")[2].startswith("sla.yaml:")
    assert page.kind_page is not None
    assert page.kind_page.title == "`deadline`: something had to be done in time."


@pytest.mark.parametrize("id_", sorted({*builtin_rules(), *template_rules()}))
def test_built_in_rules_are_explained_too(id_: str) -> None:
    """Loading finds faults before any policy is known."""
    (page,) = explain(id_)

    assert page.title
    assert page.advice
    assert page.kind_page is None


def test_an_unknown_rule_names_the_nearest() -> None:
    """With or without its policy."""
    for name, near in (
        ("onsite-lat", "onsite-late"),
        ("network-equipment/onsite-lat", "network-equipment/onsite-late"),
        ("data/shema", "data/schema"),
    ):
        with pytest.raises(UsageError) as caught:
            explain(name)
        assert caught.value.message == f"there is no rule {name}"
        assert caught.value.hint == f"did you mean {near}?"


def test_every_rule_has_a_page_with_its_expressions() -> None:
    """Each expression of the body is shown as it was written."""
    policies = policies_for(["network-equipment"])
    for id_, page in rule_pages(policies).items():
        assert page.kind in kinds()
        assert page.kind_page is not None
        assert page.kind_page.title.startswith(f"`{page.kind}`: ")
        assert page.tests, id_
        assert all(title for _source, title in page.sources), id_


def test_the_rules_of_a_project_are_those_of_its_policies(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A project's own policy may have a rule that no other has."""
    monkeypatch.chdir(tmp_path)
    Path("policies/own").mkdir(parents=True)
    Path("policies/own/policy.yaml").write_text(POLICY, encoding="utf-8")
    Path("project.yaml").write_text(PROJECT, encoding="utf-8")
    (page,) = explain("named", ".")

    assert page.id == "own/named"
    assert page.place == "policies/own/policy.yaml:6:3"
    with pytest.raises(UsageError):
        explain("onsite-late", ".")


@pytest.mark.parametrize("key", sorted(kinds()))
def test_the_page_of_a_kind_speaks_the_readers_language(key: str) -> None:
    """English from the docstring, Chinese from the catalogue; the example is the same."""
    english = kind_page(key)
    use_language("zh_CN")
    chinese = kind_page(key)

    assert english.example == chinese.example
    assert english.does.startswith("What it does: ")
    assert chinese.does.startswith("做什么：")
    assert chinese.finds.startswith("查出：")
    assert chinese.title.startswith(f"`{key}`：")
