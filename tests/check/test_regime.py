"""Rules for some ways of purchasing (采购方式) count in projects of these only."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from svcdocs.check import check
from svcdocs.facts import Context
from svcdocs.load import load_project
from svcdocs.model.report import RuleCount
from svcdocs.policy import load_policies

POLICY = """\
id: case
version: "1.0"
title: 测试政策
regime: [gov, tender, private]
sources: {seed: {title: 原稿}}
rules:
  site-missing:
    title: 没有地点
    nature: gap
    severity: error
    from_stage: bid
    regime: [gov, tender]
    source: seed:L1
    assert: project.site is present
"""
PROJECT = """\
stage: bid
policies: [case@1.0]
no: T-1
name: 测试项目
purchaser: {name: 甲}
supplier: {name: 乙}
"""

Count = Callable[[str], RuleCount]


@pytest.fixture
def count(tmp_path: Path) -> Count:
    """What the one rule came to in a project with these lines more."""

    def count_with(more: str) -> RuleCount:
        folder = tmp_path / "policies" / "case"
        folder.mkdir(parents=True)
        (folder / "policy.yaml").write_text(POLICY, encoding="utf-8")
        (tmp_path / "project.yaml").write_text(PROJECT + more, encoding="utf-8")
        loaded = load_project(tmp_path)
        (found,) = check(Context.build(loaded, load_policies(loaded))).rules
        return found

    return count_with


@pytest.mark.parametrize("regime", ["[gov]", "[private, tender]", "[gov, tender]"])
def test_counts_for_any_of_its_regimes(count: Count, regime: str) -> None:
    """One in common is enough."""
    found = count(f"regime: {regime}\n")
    assert (found.off, found.other_regime, found.judged) == (False, False, 1)
    assert found.regime == ("gov", "tender")


@pytest.mark.parametrize("more", ["regime: [private]\n", ""])
def test_off_elsewhere(count: Count, more: str) -> None:
    """Not judged, and the count says why."""
    found = count(more)
    assert (found.off, found.other_regime, found.judged) == (True, True, 0)
