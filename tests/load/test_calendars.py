"""Notices of working days: what they change, and what is said where they contradict each other."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from svcdocs.load import load_calendar, resources

pytestmark = pytest.mark.usefixtures("english")

#: As a notice reads; its days are made up.
OFFICIAL = """\
year: 2027
title: 国务院办公厅关于2027年部分节假日安排的通知
source: 国办发明电〔2026〕0号
published_on: 2026-11-20
status: official
days_off:
  - {title: 元旦, from: 2026-12-31, to: 2027-01-02}
  - {title: 春节, from: 2027-02-05, to: 2027-02-12}
  - {title: 劳动节, from: 2027-05-01, to: 2027-05-05}
  - {title: 国庆节, from: 2027-10-01, to: 2027-10-07}
workdays: [2027-02-14, 2027-10-09]
"""


@pytest.fixture(autouse=True)
def homes(checkout: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty project folder, a company's folder, nothing built in but the schemas."""
    monkeypatch.chdir(tmp_path)
    shutil.copytree(checkout / "schemas", tmp_path / "built-in" / "schemas")
    for home in ("project", "company", "built-in"):
        (tmp_path / home / "calendars").mkdir(parents=True)
    monkeypatch.setenv("SVCDOCS_PATH", "company")
    monkeypatch.setattr(resources, "builtin_dir", lambda: Path("built-in"))


def put(text: str, home: str = "project", name: str = "2027.yaml") -> None:
    """A file in a home's calendars."""
    (Path(home) / "calendars" / name).write_text(text, encoding="utf-8")


def problems() -> list[str]:
    """What is wrong with the notices, file and place in front."""
    found = load_calendar(Path("project"))[1]
    assert {one.code for one in found} <= {"data/calendar", "data/schema"}
    return [f"{one.place} {one.message}" for one in found]


@pytest.mark.parametrize("home", ["project", "company", "built-in"])
def test_a_notice_makes_its_year_known(home: str) -> None:
    """Days off in the week, a Sunday made up, plain days in between; wherever the file lies."""
    put(OFFICIAL, home)

    calendar, found = load_calendar(Path("project"))

    assert found == []
    assert calendar.covers(date(2027, 8, 8))
    assert calendar.add(date(2027, 2, 4), 1) == date(2027, 2, 14)
    assert not calendar.is_workday(date(2026, 12, 31))  # 元旦 begins in the old year
    assert calendar.is_workday(date(2027, 2, 15))
    assert not calendar.covers(date(2028, 1, 3))


def test_a_file_of_the_project_alone(tmp_path: Path) -> None:
    """Another project does not see it."""
    put(OFFICIAL)

    assert not load_calendar(tmp_path)[0].covers(date(2027, 3, 3))


def test_what_is_expected_stays_provisional() -> None:
    """The days count, and every result says that it is not certain."""
    put(OFFICIAL.replace("official", "provisional"))

    calendar, found = load_calendar(Path("project"))

    assert found == []
    assert calendar.add_checked(date(2027, 2, 4), 1) == (date(2027, 2, 14), True)


def test_the_official_notice_goes_before_what_was_expected() -> None:
    """Nobody has to take the old file away."""
    put(OFFICIAL.replace("official", "provisional").replace("2027-02-14", "2027-02-20"))
    put(OFFICIAL, "company")

    calendar, found = load_calendar(Path("project"))

    assert found == []
    assert calendar.add_checked(date(2027, 2, 4), 1) == (date(2027, 2, 14), False)


def test_a_company_arranges_its_own_days() -> None:
    """They go before the official ones, and make no year known."""
    put(
        "{year: 2026, title: 公司放假, source: 启衡行〔2026〕9号, published_on: 2026-09-01,\n"
        " status: company, days_off: [{title: 司庆, from: 2026-11-25}], workdays: [2026-11-28]}\n"
    )

    calendar, found = load_calendar(Path("project"))

    assert found == []
    assert calendar.add(date(2026, 11, 24), 2) == date(2026, 11, 27)
    assert calendar.add(date(2026, 11, 24), 3) == date(2026, 11, 28)
    assert not calendar.covers(date(2027, 3, 3))


def test_two_notices_that_contradict_each_other() -> None:
    """One problem for a run of days, at the second file, naming the first."""
    put(OFFICIAL)
    put(OFFICIAL.replace("workdays: [2027-02-14", "workdays: [2027-02-06, 2027-02-14"), "company")

    assert problems() == [
        (
            "company/calendars/2027.yaml:11:12 2027-02-06 is a working day here and a day off in "
            "project/calendars/2027.yaml:8:23"
        )
    ]


def test_a_notice_that_contradicts_the_official_data() -> None:
    """2026 is known: its 元旦 was the 1st to the 3rd of January."""
    put(
        "{year: 2026, title: 通知, source: 网页, published_on: 2025-11-04, status: official,\n"
        " days_off: [{title: 元旦, from: 2026-01-01, to: 2026-01-06},\n"
        " {title: 劳动节, from: 2026-05-01}, {title: 国庆节, from: 2026-10-01}]}\n"
    )

    assert problems() == [
        (
            "project/calendars/2027.yaml:2:31 2026-01-04 is a day off here and a working day in "
            "the calendar that comes with svcdocs"
        )
    ]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("to: 2027-05-05", "to: 2027-04-30", ["9:40 劳动节 ends on 2027-04-30, before it begins"]),
        ("2027-10-09", "2026-10-09", ["11:24 2026-10-09 does not belong into the notice for 2027"]),
        (
            "  - {title: 劳动节, from: 2027-05-01, to: 2027-05-05}\n",
            "",
            ["7:3 the official notice for 2027 has 2027-05-01 among its days off"],
        ),
        (
            "workdays: [2027-02-14",
            "workdays: [2027-02-12",
            ["11:12 2027-02-12 is a working day here and a day off in project/calendars/2027.yaml:8:23"],
        ),
        ("status: official", "status: offical", ["5:9 status (效力): expected one of official, provisional, company, found 'offical'"]),
        ("source: 国办发明电〔2026〕0号\n", "", ["1:1 source (出处) is missing"]),
        ("year: 2027", "year: 99999", ["1:7 year (年份): expected 2200 or less, found 99999"]),
        ("to: 2027-01-02", "to: 9999-12-31", ["7:39 9999-12-31 does not belong into the notice for 2027"]),
    ],
)  # fmt: skip
def test_faults(old: str, new: str, said: list[str]) -> None:
    """Each with its place; the year does not become known."""
    assert old in OFFICIAL
    put(OFFICIAL.replace(old, new))

    assert problems() == [f"project/calendars/2027.yaml:{line}" for line in said]
    assert not load_calendar(Path("project"))[0].covers(date(2027, 3, 3))


def test_other_files_are_left_alone() -> None:
    """A README beside the notices, an editor's backup."""
    put("not: a notice", name="README.md")
    put("not: a notice", name=".2027.yaml")
    put("not: a notice", name="~2027.yaml")

    assert problems() == []
