"""A baseline: what it knows does not count, and it only ever shrinks."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from svcdocs.errors import UsageError, WorkError
from svcdocs.model.finding import AnswerKind, Finding, Input, Nature, Severity
from svcdocs.model.place import Place
from svcdocs.model.report import NOTHING_CHECKED, Report, Results, RuleCount
from svcdocs.workflow.baseline import (
    Baseline,
    apply,
    read_baseline,
    rewritten,
    write_baseline,
)

pytestmark = pytest.mark.usefixtures("english")

FILE = Path("old/baseline.json")


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty folder with the projects that the reports are about."""
    monkeypatch.chdir(tmp_path)
    for name in ("a", "b"):
        Path(name).mkdir()


def fault(value: str, rule: str = "p/late") -> Finding:
    """A fault whose fingerprint comes from a value."""
    return Finding(
        rule=rule,
        title="到场超时",
        severity=Severity.ERROR,
        nature=Nature.BREACH,
        place=Place(file="a/incidents.csv", line=2, column=1),
        message="late",
        record="INC-1",
        field="project.incidents[INC-1]",
        inputs=(Input(name="it.x", value=value, field="project.x", plain=value),),
    )


def report(*findings: Finding, project: str = "a", off: bool = False) -> Report:
    """A report on a project by one rule."""
    rules = (
        RuleCount(rule="p/late", judged=0 if off else 3, off=off),
        RuleCount(rule="p/x", judged=1),
    )
    return Report(findings=findings, as_of=date(2026, 3, 31), project=project, rules=rules)


def results(*reports: Report) -> Results:
    """A check of these projects."""
    return Results(reports=reports)


def known(*values: str) -> Baseline:
    """A baseline of project a as a file gives it back."""
    made = rewritten(None, FILE, results(report(*map(fault, values))), grow=False)
    write_baseline(made.baseline)
    return read_baseline(FILE)


def test_a_new_one_knows_everything(capsys: pytest.CaptureFixture[str]) -> None:
    """What is open, a line each, projects named from where the file lies."""
    first = report(fault("1"), fault("1"), fault("2"))
    made = rewritten(None, FILE, results(first, report(project="b")), grow=False)
    write_baseline(made.baseline)

    assert (made.added, made.removed, made.refused) == (3, 0, 0)
    document = json.loads(FILE.read_text(encoding="utf-8"))
    assert list(document["projects"]) == ["../a"]
    assert [row.get("count", 1) for row in document["projects"]["../a"]] in ([1, 2], [2, 1])
    assert read_baseline(FILE).size == 3
    answered = apply(read_baseline(FILE), results(first))
    assert answered.exit_code == 0
    assert {one.answer.kind for one in answered.reports[0].findings if one.answer} == {
        AnswerKind.BASELINE
    }
    assert capsys.readouterr().out == ""


def test_what_it_does_not_know_is_open() -> None:
    """Another value, one more of the same, another project."""
    baseline = known("1")

    assert apply(baseline, results(report(fault("1")))).exit_code == 0
    for found in (
        report(fault("2")),
        report(fault("1"), fault("1")),
        report(fault("1"), project="b"),
    ):
        assert apply(baseline, results(found)).exit_code == 1


def test_what_is_gone_is_told() -> None:
    """As information; not where its rule did not run, or some rules were left out."""
    baseline = known("1", "2")

    (stale,) = apply(baseline, results(report(fault("1")))).reports[0].open
    assert (stale.rule, stale.severity) == ("baseline/stale", Severity.INFO)
    assert stale.message == "the baseline lists faults that are gone: p/late INC-1"
    assert stale.place.file == "old/baseline.json"
    assert apply(baseline, results(report(off=True))).reports[0].findings == ()
    unsure = replace(report(), rules=(RuleCount(rule="p/late", judged=3, unknown=1),))
    assert apply(baseline, results(unsure)).reports[0].findings == ()
    assert apply(baseline, results(report()), partial=True).reports[0].findings == ()


def test_it_only_shrinks() -> None:
    """What is gone goes, what is new stays out unless somebody insists."""
    made = rewritten(known("1", "2"), FILE, results(report(fault("2"), fault("3"))), grow=False)

    assert (made.added, made.removed, made.refused) == (0, 1, 1)
    assert made.baseline.size == 1
    assert apply(made.baseline, results(report(fault("3")))).exit_code == 1

    made = rewritten(known("1", "2"), FILE, results(report(fault("2"), fault("3"))), grow=True)

    assert (made.added, made.removed, made.refused) == (1, 1, 0)


def test_what_was_not_checked_stays() -> None:
    """Another project, a rule that did not run; a project that is gone is forgotten."""
    both = results(report(fault("1")), report(fault("1"), project="b"))
    old = rewritten(None, FILE, both, grow=False).baseline

    assert rewritten(old, FILE, results(report(project="b")), grow=False).baseline.size == 1
    assert rewritten(old, FILE, results(report(off=True)), grow=False).baseline.size == 2
    assert rewritten(old, FILE, results(report(off=True)), grow=True).baseline.size == 2
    Path("b").rmdir()
    assert rewritten(old, FILE, results(), grow=False).baseline.size == 1


def test_that_nothing_was_checked_cannot_be_known() -> None:
    """Nor can what is said about waivers and baselines; and it is told where a known error hid it."""
    silent = fault("1", NOTHING_CHECKED)
    unused = fault("1", "waiver/unused")
    made = rewritten(None, FILE, results(report(silent, unused)), grow=False)
    assert made.baseline.size == 0

    broken = replace(report(fault("1", "data/syntax")), rules=())
    made = rewritten(None, FILE, results(broken), grow=False)
    assert apply(made.baseline, results(broken)).exit_code == 1


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        '{"version": "2", "projects": {}}',
        '{"version": "1"}',
        '{"version": "1", "projects": {"a": [1]}}',
    ],
)
def test_a_file_that_is_none(text: str) -> None:
    """Refused in a sentence."""
    Path("x.json").write_text(text, encoding="utf-8")

    with pytest.raises(WorkError, match=r"x\.json is no baseline of svcdocs"):
        read_baseline(Path("x.json"))


def test_a_file_that_is_not_there() -> None:
    """A slip of the pen must not count as an empty baseline."""
    with pytest.raises(UsageError, match="no such file"):
        read_baseline(Path("absent.json"))
