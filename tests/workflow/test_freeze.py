"""What was signed stays promised: frozen once, read back, changed only by what is dated later."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from svcdocs.errors import OutputError, UsageError, WorkError
from svcdocs.model.finding import Severity
from svcdocs.model.term import Status, Term
from svcdocs.workflow.freeze import freeze
from svcdocs.workflow.project import Project, open_project

pytestmark = pytest.mark.usefixtures("english")

POLICY = """\
id: cooling
version: "1.2"
title: 冷却设备政策
sources: {seed: {title: 原稿}}
"""
TERMS = """\
terms:
  warranty:
    source: seed:L1
    period: {value: 3 years, better: higher}
    wording: "整机：‘三年’ <原厂> \\"质保\\", {x}"
    share: 0.5
    count: 16
    free: true
    day: 2025-01-31
    window: 5x9 09:00-18:00
    list: [甲, 2 hours, 7 working days]
    guess: {value: 2 hours, status: inferred}
    undecided: {status: unresolved}
    other: {status: unresolved}
rules:
  too-short:
    title: 质保过短
    nature: data
    severity: error
    from_stage: bid
    source: seed:L1
    assert: terms.warranty.period >= '2 years'
"""
PROJECT = """\
stage: signed
policies: [cooling@1.2]
no: T-1
name: 测试项目
purchaser: {name: 甲}
supplier: {name: 乙}
contract: {no: C-1, signed_on: 2025-04-18}
terms:
  warranty.undecided: {value: 5 working days, by: 甲, on: 2025-03-01, why: 招标文件要求}
"""

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Write:
    """Write the project and its policy; what is given replaces what is usual."""
    monkeypatch.chdir(tmp_path)

    def write_it(*, terms: str = TERMS, policy: str = POLICY, project: str = PROJECT) -> Path:
        folder = Path("job/policies/cooling")
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "policy.yaml").write_text(policy, encoding="utf-8")
        (folder / "terms.yaml").write_text(terms, encoding="utf-8")
        Path("job/project.yaml").write_text(project, encoding="utf-8")
        return Path("job")

    return write_it


def term(project: Project, name: str) -> Term:
    """A term of the small policy."""
    return project.context.terms[f"warranty.{name}"]


def problems(project: Project) -> list[str]:
    """What is wrong with the project's files and its lock."""
    return [f"{one.place} {one.message}" for one in project.context.problems]


def test_freezing_changes_nothing_by_itself(write: Write) -> None:
    """Every kind of value, the undecided and the merely inferred included, comes back as it was."""
    job = write()
    before = open_project(job)
    done = freeze(job)
    after = open_project(job)

    assert (done.path, done.on, done.terms) == (
        Path("job/terms.lock.yaml"),
        date(2025, 4, 18),
        11,
    )
    assert [one.id for one in done.undecided] == ["warranty.other"]
    assert after.context.terms == before.context.terms
    assert problems(after) == []
    assert after.context.notices == ()
    assert after.report.findings == before.report.findings


def test_a_later_policy_rewrites_no_signed_contract(write: Write) -> None:
    """The promise stays; a notice names the terms that differ, and stops nothing."""
    job = write()
    freeze(job)
    write(
        terms=TERMS.replace("3 years", "1 year")
        .replace("    count: 16\n", "")
        .replace("    free: true\n", "    free: true\n    fresh: 3\n")
        .replace("other: {status: unresolved}", "other: 4 hours")
    )
    opened = open_project(job)

    assert str(term(opened, "period").promise) == "3 years"
    assert str(term(opened, "period").standard) == "3 years"
    assert term(opened, "period").place.file == "job/terms.lock.yaml"
    assert term(opened, "count").promise == 16
    assert term(opened, "other").promise is None
    assert term(opened, "fresh").promise == 3
    assert opened.report.open == opened.report.findings
    (notice,) = opened.report.findings
    assert (notice.rule, notice.severity) == ("data/frozen", Severity.INFO)
    assert notice.message == (
        "signed with cooling@1.2, and cooling@1.2 says otherwise: changed warranty.period,"
        " warranty.other; new warranty.fresh; gone warranty.count"
    )
    assert str(notice.place) == "job/terms.lock.yaml:2:12"


def test_another_version_is_told_too(write: Write) -> None:
    """Even where no term differs."""
    job = write()
    freeze(job)
    write(policy=POLICY.replace("1.2", "1.3"), project=PROJECT.replace("@1.2", "@1.3"))
    (notice,) = open_project(job).context.notices

    assert notice.message == (
        "signed with cooling@1.2, and cooling@1.3 says otherwise: no term differs"
    )


def test_the_same_value_in_another_spelling_is_no_difference(write: Write) -> None:
    """36 months are 3 years."""
    job = write()
    freeze(job)
    write(terms=TERMS.replace("3 years", "36 months"))

    assert open_project(job).context.notices == ()


@pytest.mark.parametrize("day", ["2025-04-18", "2026-01-01"])
def test_a_change_of_the_contract_is_dated(write: Write, day: str) -> None:
    """From the day of signing on, a row of the project's terms changes what was signed."""
    job = write()
    freeze(job)
    change = f"  warranty.period: {{value: 4 years, by: 甲, on: {day}, why: 补充协议}}\n"
    change += f"  warranty.guess: {{by: 甲, on: {day}, why: 确认}}\n"
    write(project=PROJECT + change)
    opened = open_project(job)

    assert problems(opened) == []
    assert str(term(opened, "period").promise) == "4 years"
    assert term(opened, "guess").status is Status.CONFIRMED
    assert str(term(opened, "guess").promise) == "2 hours"


def test_what_is_dated_before_the_signature_must_have_been_signed(write: Write) -> None:
    """Whoever edits an old row would otherwise believe that the promise has changed."""
    job = write()
    freeze(job)
    change = "  warranty.period: {value: 4 years, by: 甲, on: 2025-04-17, why: 补充协议}\n"
    change += "  warranty.guess: {by: 甲, on: 2025-04-17, why: 确认}\n"
    write(project=PROJECT.replace("5 working days", "6 working days") + change)
    opened = open_project(job)

    assert [line.partition(", yet")[0] for line in problems(opened)] == [
        "job/project.yaml:9:23 undecided is dated 2025-03-01",
        "job/project.yaml:10:20 period is dated 2025-04-17",
        "job/project.yaml:11:19 guess is dated 2025-04-17",
    ]
    assert str(term(opened, "period").promise) == "3 years"
    assert str(term(opened, "undecided").promise) == "5 working days"
    assert term(opened, "guess").status is Status.INFERRED
    assert all(one.severity is Severity.ERROR for one in opened.context.problems)


def test_rows_that_were_signed_still_say_who_decided(write: Write) -> None:
    """The approver of a promise is read by rules after the signature as before."""
    job = write()
    freeze(job)
    override = term(open_project(job), "undecided").override

    assert override is not None
    assert (override.by, override.why) == ("甲", "招标文件要求")


def test_a_lock_edited_by_hand_is_found(write: Write) -> None:
    """A number changed in the file is no change of the contract."""
    job = write()
    lock = freeze(job).path
    lock.write_text(
        lock.read_text(encoding="utf-8").replace("3 years", "2 years"), encoding="utf-8"
    )

    assert problems(open_project(job)) == [
        "job/terms.lock.yaml:5:10 the frozen promises were edited by hand"
    ]


def test_a_broken_lock_is_a_finding(write: Write) -> None:
    """Not a crash, and not silently the policy's present promises."""
    job = write()
    Path("job/terms.lock.yaml").write_text("frozen_on: soon\nterms: 3\n", encoding="utf-8")

    found = open_project(job).report.findings
    assert {one.rule for one in found} == {"data/schema"}
    assert {one.place.file for one in found} == {"job/terms.lock.yaml"}


def test_frozen_promises_are_not_overwritten(write: Write) -> None:
    """Only --force freezes anew."""
    job = write()
    lock = freeze(job).path
    signed = lock.read_bytes()
    write(terms=TERMS.replace("3 years", "1 year"))
    with pytest.raises(OutputError) as caught:
        freeze(job)
    assert caught.value.message == "job/terms.lock.yaml is there already: the contract was signed"
    assert lock.read_bytes() == signed

    freeze(job, force=True)
    assert b"1 year" in lock.read_bytes()


def test_only_what_was_decided_by_the_day_is_frozen(write: Write) -> None:
    """Freezing afterwards gives the promises of the day of signing."""
    later = "  warranty.period: {value: 4 years, by: 甲, on: 2025-05-01, why: 补充协议}\n"
    job = write(project=PROJECT + later)
    lock = freeze(job).path

    assert "4 years" not in lock.read_text(encoding="utf-8")
    assert str(term(open_project(job), "period").promise) == "4 years"


def test_faulty_files_and_an_unknown_day_freeze_nothing(write: Write) -> None:
    """No half of a contract."""
    job = write(project=PROJECT.replace("contract: {no: C-1, signed_on: 2025-04-18}\n", ""))
    with pytest.raises(UsageError, match="when the contract was signed"):
        freeze(job)
    write(
        project=PROJECT.replace(
            "terms:\n", "terms:\n  warranty.perod: {by: 甲, on: 2025-03-01, why: 误}\n"
        )
    )
    with pytest.raises(WorkError) as caught:
        freeze(job)

    assert "warranty.perod" in caught.value.details[0]
    assert not Path("job/terms.lock.yaml").exists()


def test_a_project_of_one_file_has_its_lock_beside_it(write: Write) -> None:
    """Two such projects may share a folder."""
    job = write()
    single = job / "north.yaml"
    single.write_text(PROJECT, encoding="utf-8")
    done = freeze(single)
    write(terms=TERMS.replace("3 years", "1 year"))

    assert done.path == Path("job/north.lock.yaml")
    assert str(term(open_project(single), "period").promise) == "3 years"
