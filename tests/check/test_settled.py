"""Rules about the promises alone are judged once for all projects that promise the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from svcdocs.check import check
from svcdocs.check.settled import settled
from svcdocs.facts import Context
from svcdocs.load import load_project
from svcdocs.policy import Shelf, load_policies

POLICY = """
id: p
version: "1.0"
title: 政策
sources: {seed: {title: 原稿}}
terms:
  fast: {title: 快, value: 1 hour, better: lower, source: seed:1}
  slow: {title: 慢, value: 2 hours, better: lower, source: seed:1}
rules:
  slow-is-slow:
    title: 慢的不快
    nature: data
    severity: error
    from_stage: bid
    source: seed:1
    assert: "terms.slow >= terms.fast"
  all-confirmed:
    title: 都已确认
    nature: data
    severity: error
    from_stage: bid
    for: terms
    source: seed:1
    assert: "it.confirmed"
  signed:
    title: 有合同
    nature: gap
    severity: error
    from_stage: bid
    source: seed:1
    assert: "project.contract.no is present"
"""
PROJECT = """
stage: bid
as_of: 2026-01-01
policies: [p@1.0]
no: "1"
name: 项目
purchaser: {name: 甲方}
supplier: {name: 乙方}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the policy, for projects of one file."""
    path = tmp_path / "policies" / "p"
    path.mkdir(parents=True)
    (path / "policy.yaml").write_text(POLICY, encoding="utf-8")
    return tmp_path


def judged(folder: Path, name: str, more: str, shelf: Shelf) -> tuple[Context, list[object]]:
    """The context of a project with something more in it, and what a check of it says."""
    path = folder / f"{name}.yaml"
    path.write_text(PROJECT + more, encoding="utf-8")
    loaded = load_project(path)
    context = Context.build(loaded, load_policies(loaded, shelf=shelf))
    report = check(context)
    said: list[object] = [one.rule for one in report.findings]
    return context, [*said, *((one.rule, one.judged, one.off) for one in report.rules)]


def test_the_second_project_comes_out_as_if_it_were_alone(folder: Path) -> None:
    """Settled are the rules about promises, and no others."""
    shelf = Shelf()
    first, one = judged(folder, "a", "contract: {no: X-1}", shelf)
    assert settled(first.policies).rules.keys() == {"p/slow-is-slow", "p/all-confirmed"}
    second, other = judged(folder, "b", "", shelf)
    assert second.policies is first.policies
    assert other == judged(folder, "b", "", Shelf())[1]
    assert other != one


def test_a_project_that_promises_otherwise_is_judged_itself(folder: Path) -> None:
    """Its promises are its own, and so are the faults in them."""
    shelf = Shelf()
    first, _said = judged(folder, "a", "contract: {no: X-1}", shelf)
    change = "terms: {slow: {value: 30 minutes, by: 张三, on: 2026-01-01, why: 投标}}"
    second, said = judged(folder, "b", change, shelf)
    assert second.policies is not first.policies
    assert "p/slow-is-slow" in said


def test_what_is_found_is_found_again(folder: Path) -> None:
    """A rule with findings is never settled: they belong to the project."""
    path = folder / "policies" / "p" / "policy.yaml"
    path.write_text(POLICY.replace("2 hours", "30 minutes"), encoding="utf-8")
    shelf = Shelf()
    assert "p/slow-is-slow" in judged(folder, "a", "", shelf)[1]
    assert "p/slow-is-slow" in judged(folder, "b", "", shelf)[1]
