"""The list of what is due, and the calendar file, read back by a parser that is not ours."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from svcdocs.calc.china_time import CHINA
from svcdocs.model.agenda import Agenda, Agendas, Item, Standing
from svcdocs.model.finding import Severity
from svcdocs.model.place import Place
from svcdocs.model.quantity import Quantity, Unit
from svcdocs.model.report import Failure
from svcdocs.report import View
from svcdocs.report.due import content_lines, words
from svcdocs.report.due.ics import calendar, uid
from svcdocs.report.due.text import render
from svcdocs.report.parts.width import cells

pytestmark = pytest.mark.usefixtures("english")


def days(number: int, unit: Unit = Unit.DAY) -> Quantity:
    """A number of days."""
    return Quantity(Decimal(number), unit)


REPORT = Item(
    source="sla/report-late",
    title="回访报告逾期",
    task="提交回访报告",
    record="VIS-007",
    due=date(2026, 9, 28),
    standing=Standing.OVERDUE,
    left=days(-2, Unit.WORKING_DAY),
    who=("苏晓棠", "何嘉树"),
    place=Place(file="a/visits.yaml", line=9, column=3, length=1),
    sources=("seed:L90", "law:民法典.201"),
    advice="补写回访报告，记录迟延原因；并\\道歉,",
    severity=Severity.ERROR,
)
ONSITE = replace(
    REPORT,
    source="sla/onsite-late",
    task="到达现场",
    record="INC-1",
    due=datetime(2026, 9, 30, 14, 30, tzinfo=CHINA),
    standing=Standing.TODAY,
    left=days(0),
    who=(),
)
UPKEEP = replace(
    REPORT,
    source="sla/maintenance",
    task="定期维护",
    record="",
    step=2,
    due=date(2026, 9, 29),
    latest=date(2026, 10, 6),
    standing=Standing.PENDING,
    left=days(6),
    who=("技术工程师",),
)
WARRANTY = replace(
    REPORT,
    source="sla/warranty-end",
    task="质保期届满日",
    title="质保期届满日",
    record="ACC-01",
    due=date(2029, 3, 31),
    standing=Standing.DATE,
    left=days(913),
    provisional=2029,
)
FIRST = Agenda(
    project="a",
    number="P-1",
    name="东澜理工大学校园网络设备采购项目（含核心、汇聚、接入、无线、出口防护和网络管理设备）",
    as_of=date(2026, 9, 30),
    until=date(2029, 12, 31),
    items=(REPORT, UPKEEP, ONSITE, WARRANTY),
)
SECOND = replace(
    FIRST, project="b/c", number="P-2", name="医院", items=(replace(REPORT, answered=True),)
)


def shown(agendas: Agendas, **view: Any) -> list[str]:
    """The lines on the screen."""
    return render(agendas, View(**view)).splitlines()


def columns(lines: list[str]) -> list[list[str]]:
    """The cells of the table."""
    return [re.split(r" {2,}", line) for line in lines[: lines.index("")]]


def test_the_table() -> None:
    """By day; times of a day before the day itself, which counts to its end."""
    lines = shown(Agendas(agendas=(FIRST,)))

    assert columns(lines)[1:] == [
        ["2026-09-28", "overdue", "-2 working days", "苏晓棠, 何嘉树", "提交回访报告", "VIS-007",
         "a/visits.yaml:9:3 sla/report-late"],
        ["2026-09-29", "to do", "6 days of tolerance", "技术工程师", "定期维护", "no. 2",
         "a/visits.yaml:9:3 sla/maintenance"],
        ["2026-09-30 14:30", "today", "-", "到达现场", "INC-1",
         "a/visits.yaml:9:3 sla/onsite-late"],
        ["2029-03-31 (provisional)", "date", "913 days", "苏晓棠, 何嘉树", "质保期届满日", "ACC-01",
         "a/visits.yaml:9:3 sla/warranty-end"],
    ]  # fmt: skip
    assert lines[-2:] == [
        "As of 2026-09-30, until 2029-12-31: 1 overdue, 1 due today, 1 to do, 1 date",
        (
            "a: days marked as provisional rest on working days of 2029, of which there is no "
            "official notice yet"
        ),
    ]


@pytest.mark.parametrize("wide", [False, True])
def test_columns_stand_below_each_other(wide: bool) -> None:  # noqa: FBT001 - a parameter of the test
    """By cells of the screen, not by characters."""
    lines = shown(Agendas(agendas=(FIRST, SECOND)), wide_ambiguous=wide)
    table = lines[: lines.index("")]

    starts = {
        cells(line[: line.index(place)], wide_ambiguous=wide)
        for line, place in zip(table, ["where"] + 5 * ["a/visits"], strict=True)
    }
    assert len(starts) == 1


def test_several_projects() -> None:
    """One list; a column tells whose; what could not be read stands below."""
    failure = Failure(project="d", message="no such file or folder: d", hint="look", exit_code=2)
    lines = shown(Agendas(agendas=(SECOND, FIRST), failures=(failure,)))

    table = columns(lines)
    assert [row[1] for row in table[1:3]] == ["overdue, answered", "overdue"]
    assert [row[6] for row in table[1:3]] == ["P-2", "P-1"]
    assert lines[len(table) + 1 : len(table) + 3] == [
        "d  not read: no such file or folder: d",
        "    Next: look",
    ]


def test_projects_with_one_number_are_told_by_their_folders() -> None:
    """A bid and its contract."""
    twin = replace(SECOND, number="P-1")

    assert [row[6] for row in columns(shown(Agendas(agendas=(FIRST, twin))))[1:3]] == ["a", "b/c"]


def test_what_the_list_may_lack() -> None:
    """Nothing due is one thing, nothing known another."""
    lines = shown(Agendas(agendas=(replace(FIRST, items=(), faults=2, unknown=1),)))

    assert lines == [
        "As of 2026-09-30, until 2029-12-31: nothing is due",
        "a: 2 faults in the data; something may be missing here, see svcdocs check",
        "a: 1 deadline is not known, for values are missing; svcdocs check says which",
    ]


@pytest.mark.parametrize(
    ("items", "changes", "code"),
    [
        ((ONSITE, UPKEEP, WARRANTY), {}, 0),
        ((REPORT,), {}, 1),
        ((replace(REPORT, answered=True),), {}, 0),
        ((replace(REPORT, severity=Severity.WARNING),), {}, 0),
        ((replace(REPORT, severity=Severity.WARNING),), {"fail_on": Severity.WARNING}, 1),
        ((), {"failures": (Failure(project="d", message="x", exit_code=2),)}, 2),
        ((REPORT,), {"failures": (Failure(project="d", message="x"),)}, 3),
    ],
)
def test_exit_codes(items: tuple[Item, ...], changes: dict[str, Any], code: int) -> None:
    """Overdue and not answered for; what could not be read weighs more."""
    agenda = replace(FIRST, items=items)

    assert Agendas(agendas=(agenda,), **changes).exit_code == code
    assert Agendas(agendas=(replace(agenda, faults=1),), **changes).exit_code == max(code, 1)


def events(data: bytes) -> list[Any]:
    """The events of a file as the icalendar package reads them."""
    return list(icalendar.Calendar.from_ical(data).walk("VEVENT"))


def test_the_calendar_is_the_list() -> None:
    """Every item is an event with its day, its words and its people."""
    agendas = Agendas(agendas=(FIRST, SECOND))

    read = events(calendar(agendas))

    items = [(agenda, item) for agenda in agendas.agendas for item in agenda.items]
    assert len(read) == len(items) == len({str(event["UID"]) for event in read})
    for event, (agenda, item) in zip(read, items, strict=True):
        assert event.decoded("DTSTART") == item.due
        summary = str(event["SUMMARY"])
        assert summary.removeprefix("Overdue: ") == f"{words.name(item)} ({agenda.name})"
        assert summary.startswith("Overdue: ") == (item.standing is Standing.OVERDUE)
        assert str(event.get("CONTACT", "")) == ", ".join(item.who)
        assert event["CATEGORIES"].cats == [words.standing(item)]
        assert str(event["UID"]) == uid(agenda.number, item)
        assert str(event["STATUS"]) == ("TENTATIVE" if item.provisional else "CONFIRMED")
        assert item.advice in str(event["DESCRIPTION"])
        assert f"{item.source} [seed:L90, law:民法典.201]" in str(event["DESCRIPTION"])
        assert not event.errors


def test_days_and_times() -> None:
    """A day is a whole day; a time has China's zone, whatever zone it was written in."""
    moment = datetime(2026, 9, 30, 6, 30, tzinfo=UTC)
    agenda = replace(FIRST, items=(REPORT, replace(ONSITE, due=moment)))

    day, timed = events(calendar(Agendas(agendas=(agenda,))))

    assert day.decoded("DTSTART") == date(2026, 9, 28)
    assert day.decoded("DTEND") == date(2026, 9, 29)
    start = timed.decoded("DTSTART")
    assert start == moment
    assert start.tzinfo == ZoneInfo("Asia/Shanghai")
    assert timed["DTSTART"].params["TZID"] == "Asia/Shanghai"
    assert "DTEND" not in timed
    data = calendar(Agendas(agendas=(agenda,)))
    (zone,) = icalendar.Calendar.from_ical(data).walk("VTIMEZONE")
    assert isinstance(zone, icalendar.Timezone)
    summer = datetime(2026, 7, 1)  # noqa: DTZ001 - a reading of that zone's clock
    assert zone.to_tz(lookup_tzid=False).utcoffset(summer) == timedelta(hours=8)


def test_the_same_data_give_the_same_bytes() -> None:
    """The stamp is the day that counts as today, or what the caller says."""
    agendas = Agendas(agendas=(FIRST,))

    assert calendar(agendas) == calendar(agendas)
    assert events(calendar(agendas))[0].decoded("DTSTAMP") == datetime(2026, 9, 29, 16, tzinfo=UTC)
    stamp = datetime(2026, 11, 23, tzinfo=UTC)
    assert events(calendar(agendas, stamp=stamp))[0].decoded("DTSTAMP") == stamp


def test_an_event_keeps_its_name() -> None:
    """Moved, done by another, overdue, on another machine: the same event. Another record: another."""
    moved = replace(REPORT, due=date(2027, 1, 1), who=(), standing=Standing.PENDING)
    elsewhere = replace(FIRST, project="/home/x/a", as_of=date(2026, 10, 9), items=(moved,))

    before = events(calendar(Agendas(agendas=(replace(FIRST, items=(REPORT,)),))))[0]["UID"]
    after = events(calendar(Agendas(agendas=(elsewhere,))))[0]["UID"]

    assert before == after == "b6fb133d-d26c-5935-b02b-0c560b9f36b3@svcdocs"
    others = [
        replace(REPORT, record="VIS-008"),
        replace(REPORT, source="sla/other"),
        replace(REPORT, step=1),
    ]
    assert len({uid("P-1", item) for item in [REPORT, *others]} | {uid("P-2", REPORT)}) == 5


def test_one_number_twice_in_a_call() -> None:
    """The events of a bid and of its contract stay apart."""
    twin = replace(SECOND, number="P-1")

    read = events(calendar(Agendas(agendas=(FIRST, twin))))

    assert len({str(event["UID"]) for event in read}) == len(read)


@pytest.mark.parametrize(
    ("item", "remind", "trigger"),
    [
        (UPKEEP, 3, timedelta(days=-3, hours=9)),
        (UPKEEP, 0, timedelta(hours=9)),
        (ONSITE, 1, timedelta(days=-1)),
        (ONSITE, 0, timedelta(0)),
    ],
)
def test_reminders(item: Item, remind: int, trigger: timedelta) -> None:
    """At nine in the morning so many days before; of a time at that time."""
    agendas = Agendas(agendas=(replace(FIRST, items=(item,)),))

    (alarm,) = events(calendar(agendas, remind=remind))[0].walk("VALARM")

    assert alarm.decoded("TRIGGER") == trigger
    assert str(alarm["ACTION"]) == "DISPLAY"
    assert str(alarm["DESCRIPTION"]) == words.name(item)


def test_nobody_is_reminded_of_what_is_over() -> None:
    """The alarm would ring when the file is imported."""
    data = calendar(Agendas(agendas=(replace(FIRST, items=(REPORT,)),)), remind=1)

    assert b"VALARM" not in data


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=400))
def test_folding(line: str) -> None:
    """At most 75 octets, every piece UTF-8 by itself, and together the line again."""
    line = line.replace("\r", "").replace("\n", "")

    written = content_lines.folded(line).encode()

    assert written.endswith(b"\r\n")
    pieces = written[:-2].split(b"\r\n")
    assert all(len(piece) <= 75 for piece in pieces)
    assert all(piece.startswith(b" ") for piece in pieces[1:])
    assert "".join([pieces[0].decode(), *(piece.decode()[1:] for piece in pieces[1:])]) == line
    # No piece could have held the next character.
    for piece, following in itertools.pairwise(pieces):
        assert len(piece) + len(following.decode()[1].encode()) > 75


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=200))
def test_any_text_is_read_back(words_: str) -> None:
    """Commas, backslashes, emoji, line breaks of any system; only control characters are lost."""
    item = replace(REPORT, advice=f"<{words_}>")

    read = events(calendar(Agendas(agendas=(replace(FIRST, items=(item,)),))))

    expected = re.sub(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]", "\n", words_)
    expected = re.sub(r"[\x00-\x08\x0b-\x1f\x7f]", "", expected)
    assert f"\n<{expected}>\n" in str(read[0]["DESCRIPTION"])
