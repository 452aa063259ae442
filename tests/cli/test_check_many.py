"""`svcdocs check` on many projects: rules left out, days, baselines, and no project hides another."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from svcdocs.cli import main
from svcdocs.workflow import project

Capture = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def here(checkout: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two projects in a folder: one late in one thing, one at the stage of its bid."""
    monkeypatch.chdir(tmp_path)
    shutil.copytree(checkout / "samples" / "campus-network", "jobs/甲")
    shutil.copytree(checkout / "samples" / "campus-network-bid", "jobs/bid")
    Path("jobs/甲/remedies.csv").unlink()


def check(*arguments: str) -> int:
    """Check with English messages."""
    return main.run(["check", *arguments, "--lang", "en"])


def table(capsys: Capture) -> dict[str, list[str]]:
    """The columns of the summary, by project."""
    lines = capsys.readouterr().out.splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith("project "))
    return {row.split()[0]: row.split()[1:] for row in lines[start + 1 : -1]}


@pytest.mark.parametrize("words", [["jobs"], ["jobs/*"], ["jobs/甲", "jobs/bid"], ["."]])
def test_many(words: list[str], capsys: Capture) -> None:
    """Folders, a pattern that no shell resolved, a folder above: a line a project."""
    assert check(*words) == 1

    found = table(capsys)
    assert found["jobs/甲"][:4] == ["1", "0", "0", "1"]
    assert found["jobs/bid"][:4] == ["0", "0", "0", "0"]


def test_a_project_that_cannot_be_checked_hides_no_other(capsys: Capture) -> None:
    """A policy that is wrong, a missing folder: the others are judged, and 3 beats 1."""
    bad = Path("jobs/bid/project.yaml")
    text = bad.read_text(encoding="utf-8")
    assert "network-equipment@1.0" in text
    bad.write_text(text.replace("network-equipment@1.0", "nobody@1.0"), encoding="utf-8")
    Path("jobs/bid/policies/nobody").mkdir(parents=True)
    Path("jobs/bid/policies/nobody/policy.yaml").write_text("id: nobody\n", encoding="utf-8")

    assert check("jobs", "absent", "-f", "text", "-f", "json:out.json") == 3

    shown = capsys.readouterr().out
    assert "jobs/甲/incidents.csv:6:191  error" in shown
    assert "policies/nobody/policy.yaml:1:1: " in shown
    report = json.loads(Path("out.json").read_text(encoding="utf-8"))
    assert [one["exit_code"] for one in report["failures"]] == [2, 3]
    assert [one["project"] for one in report["projects"]] == ["jobs/甲"]
    assert check("jobs/甲", "absent") == 2


def test_a_mistake_of_ours_in_one_project_hides_no_other(
    monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    """It is told in a line, and the exit code is 3."""
    opened = project.open_project

    def crash(path: Path, **options: object) -> object:
        if path.name == "bid":
            raise RecursionError("too deep")
        return opened(path, **options)  # type: ignore[arg-type] # the options of the real one

    monkeypatch.setattr("svcdocs.workflow.project.open_project", crash)

    assert check("jobs") == 3

    shown = capsys.readouterr().out
    assert "a mistake of its own (RecursionError: too deep)" in shown
    assert "onsite-late" in shown


def test_select_and_ignore(capsys: Capture) -> None:
    """Names, policies, patterns; with commas or several times."""
    assert check("jobs/甲", "--select", "onsite-late") == 1
    assert check("jobs/甲", "--ignore", "onsite-late") == 0
    assert check("jobs/甲", "--ignore", "x*,onsite-*", "--ignore", "cn-law") == 2
    assert "there is no rule x*" in capsys.readouterr().err
    assert check("jobs/甲", "--select", "network-equipment", "--ignore", "*-late, cn-law") == 0


def test_an_unknown_rule_is_named_with_the_nearest(capsys: Capture) -> None:
    """Before anything is printed."""
    assert check("jobs", "--select", "onsite-lat", "-f", "json") == 2

    shown = capsys.readouterr()
    assert "there is no rule onsite-lat; did you mean onsite-late?" in shown.err
    assert shown.out == ""


def test_nothing_checked_is_never_green(capsys: Capture) -> None:
    """A rule with nothing to judge, even with --exit-zero; unless it judged another project."""
    assert check("jobs/bid", "--select", "onsite-late") == 1
    assert "nothing was checked" in capsys.readouterr().out
    assert check("jobs/bid", "--select", "onsite-late", "--exit-zero") == 1
    assert check("jobs", "--select", "onsite-late", "--exit-zero") == 0
    Path("empty").mkdir()
    assert check("empty") == 2
    assert check("empty/*") == 2
    assert check("empty", "--exit-zero") == 2


def test_exit_zero(capsys: Capture) -> None:
    """Findings are told all the same; a project that cannot be checked is no finding."""
    assert check("jobs", "--exit-zero") == 0
    assert "onsite-late" in capsys.readouterr().out
    assert check("jobs", "absent", "--exit-zero") == 2


def test_as_of_words(capsys: Capture) -> None:
    """A day, or a word; outside a repository the last commit cannot be asked for."""
    assert check("jobs/bid", "--as-of", "2026-09-30") == 0
    assert "as of 2026-09-30" in capsys.readouterr().out
    check("jobs/bid", "--as-of", "today")
    assert "as of 2026-09-30" not in capsys.readouterr().out
    assert check("jobs/bid", "--as-of", "commit") == 2
    assert check("jobs/bid", "--as-of", "yesterday") == 2
    assert "expected a date like 2026-03-31, found yesterday" in capsys.readouterr().err


def test_baseline(capsys: Capture) -> None:
    """Written once; what is new counts; what is gone is told and taken out."""
    assert check("jobs", "--baseline", "known.json") == 2
    assert check("jobs", "--baseline", "known.json", "--write-baseline") == 0
    assert "known.json: 1 known fault, 1 taken in" in capsys.readouterr().err
    assert check("jobs", "--baseline", "known.json", "--fail-on", "info") == 0
    assert "1 known from the baseline" in capsys.readouterr().out

    incidents = Path("jobs/甲/incidents.csv")
    text = incidents.read_text(encoding="utf-8")
    incidents.write_text(text.replace("2026-01-08 22:08", "2026-01-08 22:09"), encoding="utf-8")
    assert check("jobs", "--baseline", "known.json") == 1
    assert "baseline/stale" in capsys.readouterr().out
    assert check("jobs", "--baseline", "known.json", "--write-baseline") == 1
    assert "1 that are gone taken out; 1 new ones not taken in" in capsys.readouterr().err
    assert check("jobs", "--baseline", "known.json", "--write-baseline", "--force") == 0
    assert check("jobs", "--baseline", "known.json") == 0


@pytest.mark.parametrize(
    "options",
    [
        ["--write-baseline"],
        ["--force"],
        ["--baseline", "x.json", "--write-baseline", "--select", "onsite-late"],
    ],
)
def test_options_that_do_not_go_together(options: list[str]) -> None:
    """Refused before any work is done."""
    assert check("jobs", *options) == 2
    assert not Path("x.json").exists()


def test_changed_files(capsys: Capture) -> None:
    """Each is a reason to check its project, once; none of them a project is no fault."""
    Path("readme.md").write_text("", encoding="utf-8")

    assert check("--files", "jobs/甲/incidents.csv", "jobs/甲/staff.csv", "readme.md") == 1
    shown = capsys.readouterr()
    assert shown.out.count("onsite-late  ") == 1
    assert shown.err == "Passed over, for no project holds it: readme.md\n"

    assert check("--files", "readme.md") == 0
    assert "there is nothing to check" in capsys.readouterr().err
    assert check("readme.md") == 2
