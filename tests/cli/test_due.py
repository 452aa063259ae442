"""`svcdocs due` on the samples: what it lists, what it writes, how it ends."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path

import icalendar
import jsonschema
import pytest

from svcdocs.cli import main
from svcdocs.load import resources

Capture = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def here(checkout: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty folder with copies of the clean and the faulty sample as the current one."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    for name in ("campus-network", "campus-network-faulty"):
        shutil.copytree(checkout / "samples" / name, name)


def english(*arguments: str) -> int:
    """Run with English messages."""
    return main.run(["due", *arguments, "--lang", "en"])


def edit(name: str, old: str, new: str) -> None:
    """Change a text in a file of the clean sample."""
    path = Path("campus-network") / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def rows(capsys: Capture) -> list[str]:
    """The lines of the table without its head."""
    return capsys.readouterr().out.partition("\n\n")[0].splitlines()[1:]


def test_the_clean_sample(capsys: Capture) -> None:
    """Ninety days from the project's own today; who has to do it."""
    assert english("campus-network") == 0

    shown = capsys.readouterr().out
    assert "2026-10-30  to do  30 days  姚慕云      办结客户反馈  FB-07  " in shown
    assert "2026-12-10  to do  71 days  技术工程师  定期维护保养  no. 6  " in shown
    assert "As of 2026-09-30, until 2026-12-29: 2 to do" in shown


def test_the_span_is_the_callers(capsys: Capture) -> None:
    """Both days belong to it."""
    assert english("campus-network", "--from", "2026-12-10", "--until", "2027-03-10") == 0

    assert [line[:10] for line in rows(capsys)] == ["2026-12-10", "2027-03-10"]


def test_what_is_overdue_fails(capsys: Capture) -> None:
    """Unless somebody answers for it; it comes first."""
    assert english("campus-network", "--as-of", "2026-12-20", "--until", "2026-12-31") == 1

    shown = rows(capsys)
    assert "overdue" in shown[0]
    assert "network-equipment/feedback-closed-late" in shown[0]
    edit("feedback.csv", ",2026-10-30,,", ",2026-10-30,2026-10-30,")
    edit(
        "remedies.csv",
        "\nRM-01,",
        "\nRM-02,network-equipment/maintenance-missed,2026-12-10,停电,次周补做,2026-12-18,ST-02,\nRM-01,",
    )
    assert english("campus-network", "--as-of", "2026-12-20", "--until", "2026-12-31") == 0
    assert "overdue, answered" in capsys.readouterr().out


def test_one_bad_project_hides_no_other(capsys: Capture) -> None:
    """Nor does a word that leads nowhere; the worst decides the exit code."""
    Path("broken").mkdir()
    Path("broken/project.yaml").write_text("policies: [broken]\nstage: bid\n", encoding="utf-8")
    Path("broken/policies/broken").mkdir(parents=True)
    Path("broken/policies/broken/policy.yaml").write_text("id: broken\n", encoding="utf-8")

    assert english("campus-network", "broken", "nosuch") == 3

    shown = capsys.readouterr().out
    assert "network-equipment/maintenance-missed" in shown
    assert "nosuch  not read: no such file or folder: nosuch" in shown
    assert "broken  not read: " in shown


def test_faults_in_the_data_are_told(capsys: Capture) -> None:
    """The list may lack what the fault hides, and never looks complete."""
    edit("project.yaml", "as_of: 2026-09-30", "as_of: 2026-09-31")

    assert english("campus-network", "--as-of", "2026-09-30") == 1
    assert "campus-network: 1 fault in the data; something may be missing" in (
        capsys.readouterr().out
    )


def test_a_calendar_file(capsys: Capture) -> None:
    """As many events as lines, on the same days; written twice it is the same file."""
    call = ["campus-network", "--until", "2028-12-31"]
    assert english(*call, "--ics", "out/期限.ics", "--remind", "7") == 0

    captured = capsys.readouterr()
    shown = captured.out.partition("\n\n")[0].splitlines()[1:]
    data = Path("out/期限.ics").read_bytes()
    events = list(icalendar.Calendar.from_ical(data).walk("VEVENT"))
    assert [event.decoded("DTSTART").isoformat() for event in events] == [
        line[:10] for line in shown
    ]
    assert all(event.walk("VALARM") for event in events)
    assert f"out/期限.ics: {len(events)} events" in captured.err
    assert english(*call, "--ics", "out/期限.ics", "--remind", "7") == 0
    assert Path("out/期限.ics").read_bytes() == data


def test_the_stamp_of_a_reproducible_build(monkeypatch: pytest.MonkeyPatch) -> None:
    """SOURCE_DATE_EPOCH, as everywhere."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1790000000")

    assert english("campus-network", "--ics", "a.ics") == 0
    assert b"DTSTAMP:20260921T" in Path("a.ics").read_bytes()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
    assert english("campus-network", "--ics", "a.ics") == 2


def test_an_empty_list_is_a_calendar_too() -> None:
    """A file that a phone subscribes to does not vanish."""
    assert english("campus-network", "--until", "2026-09-30", "--ics", "a.ics") == 0

    assert icalendar.Calendar.from_ical(Path("a.ics").read_bytes()).walk("VEVENT") == []


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["--from", "2026-12-31", "--until", "2026-12-01"], 2, "is before --from"),
        (["--remind", "1"], 2, "--remind goes with --ics"),
        (["--ics", "campus-network/project.yaml"], 3, "is there and is no calendar file"),
        (["--until", "soon"], 2, "expected a date"),
        (["--ics", "campus-network"], 3, "is a folder"),
    ],
)
def test_wrong_calls(arguments: list[str], code: int, said: str, capsys: Capture) -> None:
    """Each with its reason; nobody's file is overwritten."""
    before = Path("campus-network/project.yaml").read_bytes()

    assert english("campus-network", *arguments) == code

    assert said in capsys.readouterr().err
    assert Path("campus-network/project.yaml").read_bytes() == before


def test_a_year_without_a_notice_is_told(capsys: Capture) -> None:
    """The acceptance is due in seven working days, of a month that nobody has given notice of."""
    edit(
        "acceptance.yaml",
        "  - id: TR-01\n",
        "  - id: TR-03\n    started_on: 2028-12-25\n    ended_on: 2028-12-28\n"
        "    passed: true\n  - id: TR-01\n",
    )

    english("campus-network", "--as-of", "2028-12-30")

    shown = capsys.readouterr().out
    assert "2029-01-08 (provisional)  to do    6 working days  " in shown
    assert "campus-network: days marked as provisional rest on working days of 2028" in shown


def test_notices_of_the_project_count(capsys: Capture) -> None:
    """A contradicting one is a fault of the data."""
    folder = Path("campus-network/calendars")
    folder.mkdir()
    notice = (
        "year: 2026\ntitle: 通知\nsource: 网页\npublished_on: 2026-01-01\nstatus: official\n"
        "days_off: [{title: 元旦, from: 2026-01-01}, {title: 劳动节, from: 2026-05-01},"
        " {title: 国庆节, from: 2026-10-01}, {title: 错, from: 2026-11-25}]\n"
    )
    (folder / "2026.yaml").write_text(notice, encoding="utf-8")

    assert english("campus-network") == 1
    assert main.run(["check", "campus-network", "--lang", "en"]) == 1
    assert "data/calendar" in capsys.readouterr().out


def test_the_latest_day() -> None:
    """The end of the calendar's years is no reason to break."""
    assert english("campus-network", "--until", date.max.isoformat(), "--ics", "a.ics") == 0


def test_today_may_be_the_latest_day() -> None:
    """What lies ahead of it is nothing (found by fuzzing)."""
    code = english("campus-network", "--as-of", date.max.isoformat())
    assert code in (0, 1)


def test_a_list_for_programs(capsys: Capture) -> None:
    """What the schema says; as many items as the table has lines, in the same order."""
    call = ["campus-network", "--until", "2028-12-31"]
    assert english(*call, "-f", "text", "-f", "json:out/due.json") == 0

    table = rows(capsys)
    document = json.loads(Path("out/due.json").read_text(encoding="utf-8"))
    schema = json.loads(resources.schema_path("due").read_text(encoding="utf-8"))
    assert [*jsonschema.Draft202012Validator(schema).iter_errors(document)] == []
    (project,) = document["projects"]
    assert [one["due"][:10] for one in project["items"]] == [line[:10] for line in table]
    for one, line in zip(project["items"], table, strict=True):
        assert line.endswith(one["source"])
        assert one["task"] in line


def test_a_list_for_programs_has_the_screen_for_itself(capsys: Capture) -> None:
    """A pipe gets JSON and nothing else; a format of a check is none of this list."""
    assert english("campus-network", "nosuch", "-f", "json") == 2
    document = json.loads(capsys.readouterr().out)
    assert document["exit_code"] == 2
    assert [one["project"] for one in document["failures"]] == ["nosuch"]
    assert [one["as_of"] for one in document["projects"]] == ["2026-09-30"]

    assert english("campus-network", "-f", "sarif") == 2
    assert "there is no format sarif; there are json, text" in capsys.readouterr().err
