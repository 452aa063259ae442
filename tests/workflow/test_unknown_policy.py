"""A project that names a policy nobody has: told at its place, and the other policies still count."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from svcdocs.check.baseline import Known, shrunk, unheard
from svcdocs.check.selection import EVERYTHING, Selection
from svcdocs.errors import PolicyError, WorkError
from svcdocs.model.report import Report, Results
from svcdocs.workflow.checking import check_projects
from svcdocs.workflow.freeze import freeze
from svcdocs.workflow.policy_terms import policies_of
from svcdocs.workflow.targets import find_targets

pytestmark = pytest.mark.usefixtures("english")


@pytest.fixture
def project(tmp_path: Path, checkout: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The signed sample: it has a waiver, promises of its own and a lock."""
    shutil.copytree(checkout / "samples/campus-network", tmp_path / "p")
    monkeypatch.chdir(tmp_path)
    return Path("p")


def check(project: Path, names: str, selection: Selection = EVERYTHING) -> tuple[Report, Results]:
    """The project once it names other policies."""
    file = project / "project.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("[network-equipment@1.0, cn-law@2026.1]", names), encoding="utf-8")
    results = check_projects(find_targets([project.as_posix()]), selection=selection)
    return results.reports[0], results


@pytest.mark.parametrize(
    ("name", "message", "advice"),
    [
        (
            "network-equipmnt@1.0",
            "there is no policy 'network-equipmnt'; did you mean 'network-equipment'?",
            "policies at hand: cn-law, network-equipment",
        ),
        (
            "network-equipment@9",
            "policy 'network-equipment' has no version '9'",
            "versions at hand: network-equipment@1.0",
        ),
    ],
)
def test_it_is_the_only_finding_and_the_others_count(
    project: Path, name: str, message: str, advice: str
) -> None:
    """Neither promises of its terms, nor waivers of its rules, nor the lock are called wrong."""
    report, results = check(project, f"[{name}, cn-law@2026.1]")

    (finding,) = report.findings
    assert str(finding.place) == "p/project.yaml:4:12"
    assert (finding.rule, finding.message, finding.advice) == ("data/policy", message, advice)
    assert results.exit_code == 1
    assert report.policies == ("cn-law@2026.1",)
    assert sum(count.judged for count in report.rules) > 80


def test_a_project_without_any_known_policy_is_not_green(project: Path) -> None:
    """The one finding says why nothing was checked."""
    report, results = check(project, "[nobody@1.0]")

    assert [one.rule for one in report.findings] == ["data/policy"]
    assert results.exit_code == 1


def test_a_rule_of_the_missing_policy_may_be_selected(project: Path) -> None:
    """That nobody knows the rule is no slip of the pen here."""
    selection = Selection(select=("network-equipment/onsite-late",))

    report, results = check(project, "[network-equipment@9, cn-law@2026.1]", selection)

    assert "data/policy" in {one.rule for one in report.findings}
    assert results.exit_code == 1


def test_a_baseline_keeps_what_it_knows_of_the_missing_policy(project: Path) -> None:
    """Else one misspelt name would empty the baseline; the fault itself is never an old one."""
    known = [Known("network-equipment/onsite-late", "INC-1", "0" * 16)]
    gone = [Known("data/schema", "", "1" * 16)]
    report, _results = check(project, "[network-equipment@9, cn-law@2026.1]")

    assert unheard(known + gone, report) == known
    assert shrunk(known + gone, report) == []


def test_policies_that_lean_on_the_missing_one_are_not_blamed_alone(project: Path) -> None:
    """The missing one is the first thing that is told."""
    own = project / "policies/own"
    own.mkdir(parents=True)
    (own / "policy.yaml").write_text(
        'id: own\nversion: "1"\ntitle: 自有\nsources: {}\n', encoding="utf-8"
    )
    (own / "rules.yaml").write_text(
        "rules:\n  one: {title: 一, nature: gap, severity: error, from_stage: bid,"
        " source: company, assert: terms.warranty.period is present}\n",
        encoding="utf-8",
    )
    with pytest.raises(PolicyError) as caught:
        check(project, "[own@1, network-equipment@9]")

    assert caught.value.details[0].startswith("p/project.yaml:4:19: policy 'network-equipment'")
    assert "the term 'warranty'" in caught.value.details[1]


def test_nothing_is_frozen_or_shown_without_it(project: Path) -> None:
    """What needs the whole policy says that it is missing."""
    check(project, "[network-equipment@9, cn-law@2026.1]")

    with pytest.raises(WorkError, match="no version '9'"):
        freeze(project, force=True)
    with pytest.raises(PolicyError, match="no version '9'"):
        policies_of("p")
