"""A project in service with one policy, checked as a whole."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from svcdocs.facts import Context
from svcdocs.load import load_project
from svcdocs.policy import load_policies

POLICY = """\
id: case
version: "1.0"
title: 测试政策
sources: {seed: {title: 原稿}}
"""
PROJECT = """\
policies: [case@1.0]
no: T-1
name: 测试项目
purchaser: {name: 甲}
supplier: {name: 乙}
"""


@pytest.fixture
def context(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Context]:
    """A context of two fragments, `project` with its own stage."""
    monkeypatch.chdir(tmp_path)

    def build(rules: str, project: str, *, base: str = PROJECT, **options: Any) -> Context:
        folder = Path("policies/case")
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "policy.yaml").write_text(POLICY, encoding="utf-8")
        (folder / "rules.yaml").write_text(rules, encoding="utf-8")
        Path("base.yaml").write_text(base, encoding="utf-8")
        Path("project.yaml").write_text(project, encoding="utf-8")
        loaded = load_project(Path())
        options.setdefault("as_of", date(2026, 3, 31))
        return Context.build(loaded, load_policies(loaded), **options)

    return build
