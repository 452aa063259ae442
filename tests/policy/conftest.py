"""A small policy in a folder of its own, changed by each test."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from svcdocs.errors import PolicyError
from svcdocs.load import load_project
from svcdocs.policy import PolicySet, load_policies

POLICY = """\
id: cooling
version: "1.2"
title: 冷却设备政策
sources: {seed: {title: 原稿}, law: {title: 法律}}
"""

PROJECT = """\
stage: bid
policies: [cooling@1.2]
no: T-1
name: 测试项目
purchaser: {name: 甲}
supplier: {name: 乙}
"""

Load = Callable[..., PolicySet]


@pytest.fixture
def load(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Load:
    """Load a policy of two files for a project whose folder also holds the policy."""
    monkeypatch.chdir(tmp_path)

    def load_it(rules: str, project: str = "", *, policy: str = POLICY) -> PolicySet:
        folder = Path("policies/cooling")
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "policy.yaml").write_text(policy, encoding="utf-8")
        (folder / "rules.yaml").write_text(rules, encoding="utf-8")
        Path("project.yaml").write_text(PROJECT + project, encoding="utf-8")
        loaded = load_project(Path())
        assert loaded.problems == []
        return load_policies(loaded)

    return load_it


@pytest.fixture
def problems(load: Load) -> Callable[[str], list[str]]:
    """The details of the PolicyError that a fragment causes, without the folder."""

    def problems_of(rules: str) -> list[str]:
        with pytest.raises(PolicyError) as caught:
            load(rules)
        return [line.removeprefix("policies/cooling/") for line in caught.value.details]

    return problems_of
