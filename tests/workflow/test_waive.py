"""`svcdocs waive`: a waiver is written down with the fingerprint of what it excuses."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from svcdocs.cli import main
from svcdocs.errors import OutputError, UsageError
from svcdocs.model.finding import AnswerKind
from svcdocs.workflow.project import Project, open_project
from svcdocs.workflow.waive import as_yaml, draft_waivers, write_waivers

RULE = "network-equipment/onsite-late"
WHY = '暴雨封路："无法"到场\n# 改日'

pytestmark = pytest.mark.usefixtures("english")


@pytest.fixture
def late(campus: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The sample without its remedy, below the current folder."""
    monkeypatch.chdir(campus.parent)
    (campus / "remedies.csv").unlink()
    return Path(campus.name)


def waive(project: Project, rule: str = RULE, record: str = "") -> list[dict[str, str]]:
    """The rows for a rule's findings."""
    rows = draft_waivers(project, rule, record, by="郑启明", reason=WHY, until=date(2026, 12, 31))
    return [dict(row) for row in rows]


def answers(folder: Path) -> dict[str, str]:
    """The waivers that excuse something, by the rule they excuse."""
    findings = open_project(folder).report.findings
    return {
        one.rule: one.answer.id
        for one in findings
        if one.answer and one.answer.kind is AnswerKind.WAIVER
    }


def test_what_is_appended_waives(late: Path) -> None:
    """Behind those that are there, with a number of its own, whatever the reason looks like."""
    project = open_project(late)
    before = (late / "waivers.yaml").read_text(encoding="utf-8")
    path = write_waivers(project, waive(project, "onsite-late"))

    assert path.as_posix() == "campus-network/waivers.yaml"
    assert path.read_text(encoding="utf-8").startswith(before)
    assert answers(late)[RULE] == "W-2"
    again = open_project(late)
    assert again.report.open == ()
    assert again.context.project.data["waivers"][1]["reason"] == WHY
    assert again.context.project.data["waivers"][1]["approved_on"] == date(2026, 9, 30)


def test_the_first_one_makes_the_file(late: Path) -> None:
    """And what it holds is what is printed without --write."""
    (late / "waivers.yaml").unlink()
    project = open_project(late)
    rows = waive(project, record="INC-005")
    write_waivers(project, rows)

    text = (late / "waivers.yaml").read_text(encoding="utf-8")
    assert text.endswith("waivers:\n" + as_yaml(rows))
    assert answers(late) == {RULE: "W-1"}


def test_a_single_file_takes_it_at_its_end(late: Path) -> None:
    """A project that is one YAML file."""
    Path("one.yaml").write_text(
        (late / "project.yaml").read_text(encoding="utf-8").replace("campus", "one"),
        encoding="utf-8",
    )
    project = open_project("one.yaml")
    rule = next(one for one in project.report.open if one.rule.startswith("network-equipment/"))
    path = write_waivers(project, waive(project, rule.rule, rule.record))

    assert path == Path("one.yaml")
    assert rule.rule in answers(path)


@pytest.mark.parametrize("file", ["waivers.csv", "waivers.yaml"])
def test_where_nothing_can_be_appended_nothing_is_changed(file: str, late: Path) -> None:
    """A table in another form, a list that does not stand at the end."""
    (late / "waivers.yaml").unlink()
    text = (
        "id,rule\nW-9,x\n" if file.endswith("csv") else "waivers: [{id: W-9, rule: x}]\nsite: 北\n"
    )
    (late / file).write_text(text, encoding="utf-8")
    project = open_project(late)

    with pytest.raises(OutputError, match=f"campus-network/{file} cannot be added to"):
        write_waivers(project, waive(project))
    assert (late / file).read_text(encoding="utf-8") == text
    assert sorted(late.glob("waivers.*")) == [late / file]


@pytest.mark.parametrize(
    ("rule", "record", "message"),
    [
        ("onsite-lat", "", "campus-network has no open finding of onsite-lat"),
        (RULE, "INC-001", f"{RULE} has no open finding about INC-001"),
        ("data/schema", "", "a fault of data/schema cannot be waived"),
        ("network-equipment", "", "network-equipment has open findings about several records"),
    ],
)
def test_wrong_calls(rule: str, record: str, message: str, late: Path) -> None:
    """What cannot be waived is said before anything is written."""
    visits = late / "visits.yaml"
    text = visits.read_text(encoding="utf-8").replace(
        "written_on: 2026-04-17", "written_on: 2026-05-17"
    )
    visits.write_text(text, encoding="utf-8")
    with (late / "project.yaml").open("a", encoding="utf-8") as file:
        file.write("sit: 北\n")

    with pytest.raises(UsageError, match=message):
        waive(open_project(late), rule, record)


def test_it_cannot_end_before_it_begins(late: Path) -> None:
    """A slip in the year."""
    with pytest.raises(UsageError, match="cannot have ended on 2025-12-31"):
        draft_waivers(open_project(late), RULE, by="郑启明", reason="雨", until=date(2025, 12, 31))


@pytest.mark.usefixtures("late")
def test_the_command(capsys: pytest.CaptureFixture[str]) -> None:
    """Printed to be copied, or appended."""
    options = ["--by", "郑启明", "--reason", "雨", "--until", "2026-12-31", "--lang", "en"]

    assert main.run(["waive", "campus-network", "onsite-late", *options]) == 0
    assert capsys.readouterr().out.startswith(f"waivers:\n  - id: W-2\n    rule: {RULE}\n")
    assert main.run(["check", "campus-network"]) == 1
    assert main.run(["waive", "campus-network", "onsite-late", *options, "--write"]) == 0
    capsys.readouterr()
    assert main.run(["check", "campus-network", "--lang", "en"]) == 0
    assert "; 2 waived" in capsys.readouterr().out
    shutil.rmtree("campus-network")
    assert main.run(["waive", "campus-network", "onsite-late", *options]) == 2


@pytest.mark.usefixtures("late")
def test_a_project_with_a_table_of_waivers_gets_a_line_for_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Pasted into the table it waives the fault."""
    Path("campus-network/waivers.yaml").unlink()
    file = Path("campus-network/waivers.csv")
    file.write_text("id,rule\nW-9,x\n", encoding="utf-8")
    options = ["--by", "郑启明", "--reason", "雨，雪", "--until", "2026-12-31", "--lang", "en"]

    assert main.run(["waive", "campus-network", "onsite-late", *options, "--write"]) == 3
    assert "leave --write out and copy" in capsys.readouterr().err
    assert main.run(["waive", "campus-network", "onsite-late", *options]) == 0
    printed = capsys.readouterr().out
    assert printed.startswith("id,rule,record,fingerprint,finding,approver,reason,")
    file.write_text(printed, encoding="utf-8")
    main.run(["check", "campus-network", "--select", "onsite-late", "--lang", "en"])
    assert "; 1 waived" in capsys.readouterr().out
