"""docs/policy-format.md: its example works in a project's own folder, its table of filters is whole."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

import svcdocs
from svcdocs.expr.filters import FILTERS


@pytest.fixture(scope="module")
def page(checkout: Path) -> str:
    """The whole text."""
    return (checkout / "docs" / "policy-format.md").read_text(encoding="utf-8")


def test_the_example_adds_a_term_and_a_rule_without_python(
    page: str, checkout: Path, tmp_path: Path
) -> None:
    """Two files in the project's folder and one word in project.yaml."""
    shutil.copytree(checkout / "samples" / "campus-network", tmp_path / "own")
    own = tmp_path / "own" / "policies" / "campus"
    own.mkdir(parents=True)
    examples = re.findall(r"<!-- example: (\S+) -->\n```yaml\n(.*?)```", page, re.DOTALL)
    for name, text in examples:
        (own / name).write_text(text, encoding="utf-8")
    file = tmp_path / "own" / "project.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("policies: [", "policies: [campus@1, "), encoding="utf-8")

    report = svcdocs.open_project(tmp_path / "own").report

    assert [name for name, _text in examples] == ["policy.yaml", "hotline.yaml"]
    (count,) = [one for one in report.rules if one.rule == "campus/hotline-slow"]
    assert (count.judged > 0, count.unknown, list(report.open)) == (True, 0, [])


def test_every_filter_is_told(page: str) -> None:
    """Nobody has to read the source to find one."""
    filters = page.partition("| 过滤器 |")[2]

    assert [name for name in FILTERS if not re.search(rf"`{name}[`(]", filters)] == []
