"""Every folder under tests/cases is a test: a few rules, a small project, the exact findings.

    tests/cases/<kind>/good/<name>/   no finding
    tests/cases/<kind>/bad/<name>/    the findings of expected.yaml, no more and no fewer

`rules.yaml` is a fragment of a policy, `project.yaml` of a project in service; `expected.yaml` has
the counts (0 if left out) and the findings, with every value they must list.
"""

from __future__ import annotations

from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import yaml

from svcdocs.check import DANGLING, Report, check
from svcdocs.check.kinds import kinds
from svcdocs.facts import Context
from svcdocs.load import field_names, load_policy_files, load_project
from svcdocs.policy import load_policies

CASES = Path(__file__).parent.parent / "cases"
FOLDERS = sorted(path.parent for path in CASES.glob("*/*/*/rules.yaml"))

POLICY = """\
id: case
version: "1.0"
title: 测试政策
sources: {seed: {title: 原稿}}
"""
PROJECT = """\
stage: in-service
policies: [case@1.0]
no: T-1
name: 测试项目
purchaser: {name: 甲}
supplier: {name: 乙}
"""


def run(rules: str, project: str, folder: Path) -> Report:
    """Check a project fragment by a policy fragment, both written to a folder."""
    policy = folder / "policies" / "case"
    policy.mkdir(parents=True)
    (policy / "policy.yaml").write_text(POLICY, encoding="utf-8")
    (policy / "rules.yaml").write_text(rules, encoding="utf-8")
    (folder / "base.yaml").write_text(PROJECT, encoding="utf-8")
    (folder / "project.yaml").write_text(project, encoding="utf-8")
    loaded = load_project(Path())
    assert loaded.problems == []
    as_of = loaded.tree.data.get("as_of", date(2026, 3, 31))
    # A fragment names people and visits that it does not list.
    return check(Context.build(loaded, load_policies(loaded), as_of), off={DANGLING})


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize(
    "case", [pytest.param(path, id=path.relative_to(CASES).as_posix()) for path in FOLDERS]
)
def test_case(case: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The counts and findings are exactly those expected."""
    monkeypatch.chdir(tmp_path)
    expected = yaml.safe_load((case / "expected.yaml").read_text(encoding="utf-8"))
    rules = (case / "rules.yaml").read_text(encoding="utf-8")
    project = (case / "project.yaml").read_text(encoding="utf-8")
    report = run(rules, project, tmp_path)
    counts = {
        name: sum(getattr(rule, name) for rule in report.rules)
        for name in ("judged", "pending", "unknown")
    }
    assert counts == {name: expected.get(name, 0) for name in counts}
    assert [described(finding) for finding in report.findings] == [
        wanted(finding) for finding in expected.get("findings", [])
    ]
    assert bool(report.findings) is (case.parent.name == "bad")


def described(finding: Any) -> dict[str, Any]:
    """The parts of a finding that a case fixes."""
    return {
        "rule": finding.rule,
        "record": finding.record,
        "place": str(finding.place),
        "message": finding.message,
        "margin": finding.margin,
        "answered_by": finding.answered_by,
        "sources": list(finding.sources),
        "values": {one.name: one.value for one in finding.inputs},
    }


def wanted(written: dict[str, Any]) -> dict[str, Any]:
    """The same as expected.yaml writes it, what is usual left out."""
    usual = {"record": "", "margin": "", "answered_by": "", "sources": ["seed:L6"]}
    values = {name: as_text(value) for name, value in written["values"].items()}
    return {**usual, **written, "values": values}


def as_text(value: object) -> str:
    """A value that YAML took for a date or number, as it was meant."""
    return f"{value:%Y-%m-%d %H:%M}" if hasattr(value, "hour") else str(value)


def test_every_kind_has_good_and_bad_cases() -> None:
    """A new kind comes with its cases; the schema knows exactly the kinds there are."""
    for kind in kinds():
        assert (CASES / kind / "good").is_dir(), kind
        assert (CASES / kind / "bad").is_dir(), kind
    common = {"title", "nature", "severity", "from_stage", "until_stage", "for", "where"}
    common |= {"regime", "source", "status", "note", "advice"}
    fields = field_names("policy", ("rules", "*"))
    assert fields is not None
    assert set(fields) - common == set(kinds())


@pytest.mark.parametrize("kind", sorted(kinds()))
def test_the_example_of_a_kind_is_valid(kind: str, tmp_path: Path) -> None:
    """The page of each kind shows a rule of that kind that the schema accepts."""
    page = import_module(kinds()[kind].__module__).__doc__ or ""
    example = page.partition("Example:\n")[2].partition("\n\n")[0]
    assert f"{kind}:" in example
    (tmp_path / "policy.yaml").write_text(POLICY + "rules:\n" + example, encoding="utf-8")
    loaded = load_policy_files(tmp_path)
    assert [problem.message for problem in loaded.problems] == []
    assert loaded.expressions


def test_a_left_over_folder_is_no_case() -> None:
    """Each case has its three files."""
    for folder in CASES.glob("*/*/*"):
        names = {path.name for path in folder.iterdir()}
        assert names == {"rules.yaml", "project.yaml", "expected.yaml"}, folder
