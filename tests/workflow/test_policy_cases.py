"""A policy's cases fail on a finding that is missing and on one more than expected."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from svcdocs.errors import PolicyError, UsageError
from svcdocs.load import resources
from svcdocs.workflow.policy_cases import CaseResult, run_cases

pytestmark = pytest.mark.usefixtures("english")

POLICY = """\
id: cooling
version: "1.2"
title: 冷却设备政策
sources: {seed: {title: 原稿}}
terms:
  sla: {source: seed:L1, onsite: 2 hours}
rules:
  onsite-late:
    title: 到达现场超时
    nature: breach
    severity: error
    from_stage: in-service
    source: seed:L1
    for: project.incidents
    deadline: {from: it.reported_at, within: terms.sla.onsite, done: it.arrived_at}
  no-site: {title: 缺地点, nature: gap, severity: warning, from_stage: bid, source: seed:L2, assert: project.site is present}
  early: {title: 未到阶段, nature: gap, severity: warning, from_stage: closed, source: seed:L2, assert: project.site is present}
"""
FRAGMENT = """\
stage: in-service
as_of: 2026-03-31
incidents:
  - {id: I-1, reported_at: 2026-03-02 08:00, arrived_at: 2026-03-02 10:00}
  - {id: I-2, reported_at: 2026-03-02 08:00, arrived_at: 2026-03-02 10:01}
"""
GOOD = """\
title: 到场
rules: [onsite-late]
findings:
  - {rule: onsite-late, record: I-2, field: "project.incidents[I-2].arrived_at"}
"""

Run = Callable[..., CaseResult]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run one case of the small policy, which no search path knows."""
    monkeypatch.chdir(tmp_path)

    def run_it(expected: str, fragment: str = FRAGMENT, *, policy: str = POLICY) -> CaseResult:
        case = Path("draft/tests/onsite")
        case.mkdir(parents=True, exist_ok=True)
        Path("draft/policy.yaml").write_text(policy, encoding="utf-8")
        (case / "expected.yaml").write_text(expected, encoding="utf-8")
        (case / "project.yaml").write_text(fragment, encoding="utf-8")
        ((result,),) = (one.cases for one in run_cases(["draft"]))
        return result

    return run_it


def test_exactly_the_expected_findings_pass(run: Run) -> None:
    """Other rules (here a missing site) are of no concern to the case."""
    result = run(GOOD)

    assert (result.title, result.folder) == ("到场", Path("draft/tests/onsite"))
    assert result.passed


def test_a_missing_finding_fails(run: Run) -> None:
    """The rule no longer finds what it should."""
    result = run(GOOD, policy=POLICY.replace("2 hours", "3 hours"))

    assert result.missing == ("cooling/onsite-late I-2 project.incidents[I-2].arrived_at",)
    assert not result.extra
    assert not result.passed


def test_an_extra_finding_fails(run: Run) -> None:
    """The rule finds more than it should."""
    result = run(GOOD, policy=POLICY.replace("2 hours", "1 hour"))

    assert [(one.rule, one.record) for one in result.extra] == [("cooling/onsite-late", "I-1")]
    assert not result.missing
    assert not result.passed


def test_a_finding_is_expected_once_for_each_row(run: Run) -> None:
    """Two rows want two findings."""
    twice = GOOD + "  - {rule: onsite-late, record: I-2}\n"

    assert run(twice).missing == ("cooling/onsite-late I-2",)


def test_a_finding_elsewhere_is_another_one(run: Run) -> None:
    """The field counts where the case names it."""
    result = run(GOOD.replace("arrived_at", "reported_at"))

    assert result.missing == ("cooling/onsite-late I-2 project.incidents[I-2].reported_at",)
    assert [one.record for one in result.extra] == ["I-2"]


@pytest.mark.parametrize(
    ("expected", "fault"),
    [
        ("title: 无\nrules: [onsite-lat]\n", "the policy has no rule cooling/onsite-lat"),
        (
            "title: 无\nrules: [early]\n",
            "cooling/early does not count at this stage or for this regime",
        ),
        ("title: 无\nrules: [no-site, no-site]\n", "cooling/no-site is named twice"),
    ],
)
def test_a_case_that_tests_nothing_fails(run: Run, expected: str, fault: str) -> None:
    """Green would mean nothing."""
    fragment = FRAGMENT + "site: 校园\n"

    assert run(expected, fragment).faults == (fault,)


def test_a_rule_without_anything_to_judge_is_not_tested(run: Run) -> None:
    """An empty table is no near miss."""
    result = run("title: 空\nrules: [onsite-late]\n", "stage: in-service\n")

    assert result.faults == ("cooling/onsite-late found nothing to judge",)


def test_faults_of_the_fragment_are_findings_nobody_expects(run: Run) -> None:
    """A misspelt field would otherwise be missing data."""
    result = run(GOOD, FRAGMENT.replace("10:01", "25:01"))

    assert [one.rule for one in result.extra] == ["data/schema"]


def test_a_faulty_case_is_told_with_its_place(run: Run) -> None:
    """Of expected.yaml and of the fragment."""
    assert run("title: 无\nrules: [onsite-late]\nfindigs: []\n").faults == (
        ("draft/tests/onsite/expected.yaml:3:1 unknown field 'findigs'; did you mean 'findings'?"),
    )
    Path("draft/tests/onsite/expected.yaml").write_text(GOOD, encoding="utf-8")
    Path("draft/tests/onsite/project.yaml").unlink()
    ((result,),) = (one.cases for one in run_cases(["draft"]))
    assert result.faults == ("no such file or folder: draft/tests/onsite/project.yaml",)


def test_cases_are_no_part_of_the_policy(run: Run) -> None:
    """Nor does the fragment need what every project needs."""
    assert run(GOOD).passed
    assert run_cases(["draft"])[0].policy.version == "1.2"


def test_an_unknown_policy_and_a_broken_one(run: Run) -> None:
    """The first is a wrong call, the second work that cannot be done."""
    with pytest.raises(UsageError) as caught:
        run_cases(["network-equipmnt"])
    assert caught.value.hint == "did you mean network-equipment?"
    with pytest.raises(PolicyError):
        run(GOOD, policy=POLICY.replace("terms.sla.onsite", "terms.sla.onste"))


def test_the_built_in_policies_pass_their_own_cases() -> None:
    """Each case passes, and the main policy has some."""
    results = {one.policy.id: one for one in run_cases()}

    assert set(results) == set(resources.list_policies())
    assert len(results["network-equipment"].cases) >= 6
    for result in results.values():
        for case in result.cases:
            assert case.passed, case
