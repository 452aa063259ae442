"""A change of a policy: what differs in it, which findings flip, which documents change."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from svcdocs.errors import UsageError
from svcdocs.load import resources
from svcdocs.policy.differences import Change
from svcdocs.workflow.freeze import freeze
from svcdocs.workflow.policy_diff import Comparison, compare

pytestmark = pytest.mark.usefixtures("english")

POLICY = """\
id: cooling
version: "1.2"
title: 冷却设备政策
sources: {seed: {title: 原稿}}
terms:
  sla: {source: seed:L1, onsite: {value: 2 hours, better: lower}, repair: 3 days, words: 免费}
facts:
  repair-end: {title: 修复日, value: project.award.issued_on + terms.sla.repair}
decisions:
  liability:
    title: 责任
    inputs: {deceived: [true, false]}
    rows: [{when: {deceived: true}, then: [handler]}, {when: {deceived: false}, then: [leader]}]
rules:
  onsite-late:
    title: 到达现场超时
    nature: breach
    severity: error
    from_stage: in-service
    source: seed:L1
    for: project.incidents
    where: it.reported_at is present
    deadline: {from: it.reported_at, within: terms.sla.onsite, done: it.arrived_at}
  no-site: {title: 缺地点, nature: gap, severity: warning, from_stage: bid, source: seed:L2, assert: project.site is present}
"""
PROJECT = """\
stage: in-service
as_of: 2026-03-31
policies: [cooling@1.2]
no: T-1
name: 测试项目
purchaser: {name: 甲}
supplier: {name: 乙}
contract: {no: C-1, signed_on: 2026-01-05}
incidents:
  - {id: I-1, reported_at: 2026-03-02 08:00, arrived_at: 2026-03-02 09:30}
  - {id: I-2, reported_at: 2026-03-02 08:00, arrived_at: 2026-03-02 10:01}
"""

Diff = Callable[..., Comparison]


@pytest.fixture
def diff(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Diff:
    """Compare the small policy with what becomes of it by replacing texts."""
    monkeypatch.chdir(tmp_path)
    Path("old").mkdir()
    Path("new").mkdir()
    Path("old/policy.yaml").write_text(POLICY, encoding="utf-8")

    def compare_them(*replaced: tuple[str, str], projects: tuple[str, ...] = ()) -> Comparison:
        text = POLICY
        for before, after in replaced:
            assert before in text
            text = text.replace(before, after)
        Path("new/policy.yaml").write_text(text, encoding="utf-8")
        return compare("old", "new", projects)

    return compare_them


def project(name: str, text: str = PROJECT) -> str:
    """A project below `jobs`, bound to the old policy, which it also has in its own folder."""
    folder = Path("jobs") / name
    shutil.copytree("old", folder / "policies" / "cooling")
    (folder / "project.yaml").write_text(text, encoding="utf-8")
    return "jobs"


def test_the_same_policy_has_no_differences(diff: Diff) -> None:
    """Spelling is none."""
    assert (
        diff(
            ("2 hours", "120 minutes"), ("it.reported_at is present", '"it.reported_at is present"')
        ).differences
        == ()
    )


def test_what_changed_is_told_with_both_values_and_places(diff: Diff) -> None:
    """Terms, facts, decision tables and rules."""
    found = diff(
        ("value: 2 hours", "value: 1 hour"),
        ("+ terms.sla.repair", "+ terms.sla.repair + '1 day'"),
        ("then: [leader]", "then: [handler, leader]"),
        ("severity: error", "severity: warning"),
        ("where: it.reported_at is present", "where: it.arrived_at is present"),
    ).differences

    assert [(one.change, one.what, one.id) for one in found] == [
        (Change.CHANGED, "term", "sla.onsite"),
        (Change.CHANGED, "fact", "repair-end"),
        (Change.CHANGED, "decision", "liability"),
        (Change.CHANGED, "rule", "onsite-late"),
    ]
    term, fact, decision, rule = found
    assert [(name, str(old), str(new)) for name, old, new in term.fields] == [
        ("value", "2 hours", "1 hour")
    ]
    assert (str(term.before), str(term.after)) == (
        "old/policy.yaml:6:42",
        "new/policy.yaml:6:42",
    )
    assert fact.fields[0][2].endswith("+ '1 day'")
    assert decision.fields == (
        ("rows[2]", "deceived = false → leader", "deceived = false → handler, leader"),
    )
    assert rule.fields == (
        ("severity", "error", "warning"),
        ("where", "it.reported_at is present", "it.arrived_at is present"),
    )


def test_what_came_and_went(diff: Diff) -> None:
    """A renamed rule is both."""
    found = diff(("no-site:", "site-missing:"), ("words: 免费", "phrase: 免费")).differences

    assert [(one.change.value, one.what, one.id) for one in found] == [
        ("added", "term", "sla.phrase"),
        ("removed", "term", "sla.words"),
        ("added", "rule", "site-missing"),
        ("removed", "rule", "no-site"),
    ]
    assert [(one.before is None, one.after is None) for one in found] == [
        (True, False),
        (False, True),
        (True, False),
        (False, True),
    ]


def test_findings_that_flip_in_projects(diff: Diff) -> None:
    """One shorter promise makes a breach, one rule less takes one away."""
    jobs = project("north")
    project("south", PROJECT.replace("cooling@1.2", "network-equipment@1.0"))
    found = diff(
        ("value: 2 hours", "value: 1 hour"), ("no-site:", "site-missing:"), projects=(jobs,)
    )

    (north,) = found.projects
    assert found.unconcerned == 1
    assert [(one.rule, one.record) for one in north.found] == [
        ("cooling/site-missing", ""),
        ("cooling/onsite-late", "I-1"),
    ]
    assert [(one.rule, one.record) for one in north.gone] == [("cooling/no-site", "")]


def test_a_finding_that_weighs_less_flips(diff: Diff) -> None:
    """A CI that fails on errors sees the difference."""
    (north,) = diff(("severity: error", "severity: info"), projects=(project("north"),)).projects

    assert [one.severity.value for one in (*north.gone, *north.found)] == ["error", "info"]


def test_a_signed_contract_keeps_its_promises(diff: Diff) -> None:
    """Only the notice that the policy says otherwise by now is new."""
    jobs = project("north")
    freeze("jobs/north")
    (north,) = diff(("value: 2 hours", "value: 1 hour"), projects=(jobs,)).projects

    assert [one.rule for one in north.found] == ["data/frozen"]
    assert north.gone == ()


def test_a_project_that_cannot_be_compared_hides_no_other(diff: Diff) -> None:
    """Its own second policy does not go with the new one."""
    project("north")
    project("west")
    own = Path("jobs/west/policies/own")
    own.mkdir()
    (own / "policy.yaml").write_text(
        'id: own\nversion: "1"\ntitle: 自有\nsources: {}\nrules:\n'
        "  r: {title: 甲, nature: gap, severity: info, from_stage: bid, source: company,"
        " assert: terms.sla.words is present}\n",
        encoding="utf-8",
    )
    Path("jobs/west/project.yaml").write_text(
        PROJECT.replace("cooling@1.2", "cooling@1.2, own@1"), encoding="utf-8"
    )
    north, west = diff(("words: 免费", "phrase: 免费"), projects=("jobs",)).projects

    assert north.fault is None
    assert west.fault is not None
    assert any("sla.words" in detail for detail in west.fault.details)


def test_two_policies_of_different_names_have_no_projects(diff: Diff) -> None:
    """A project bound to the one is not bound to the other."""
    jobs = project("north")
    with pytest.raises(UsageError, match="not versions of one policy"):
        diff(("id: cooling", "id: heating"), projects=(jobs,))


def test_documents_that_change(tmp_path: Path) -> None:
    """A term that only the annex prints changes the annex and nothing else."""
    old = resources.list_policies()["network-equipment"]
    new = tmp_path / "network-equipment"
    shutil.copytree(old, new)
    terms = new / "sla.yaml"
    text = terms.read_text(encoding="utf-8")
    assert "一般故障到场时限, value: 2 hours" in text
    terms.write_text(
        text.replace("一般故障到场时限, value: 2 hours", "一般故障到场时限, value: 90 minutes"),
        encoding="utf-8",
    )
    sample = resources.builtin_dir() / "samples" / "campus-network-bid"
    found = compare("network-equipment@1.0", str(new), [str(sample)])

    assert [one.id for one in found.differences] == ["sla.levels.general.onsite"]
    assert found.projects[0].documents == ("售后服务和培训方案", "服务承诺书", "SLA 响应表")
    assert (
        compare("network-equipment", "network-equipment@1.0", [str(sample)]).projects[0].documents
        == ()
    )
