"""From text to value: the schema says what a scalar is, and a refusal says what to write."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal

import pytest

from svcdocs.load.mistyped import MistypedError
from svcdocs.load.nodes import ScalarNode, Style
from svcdocs.load.scalars import read_scalar
from svcdocs.model.place import Place
from svcdocs.model.quantity import Quantity, ServiceWindow, Unit

pytestmark = pytest.mark.usefixtures("english")

CHINA = timezone(timedelta(hours=8))


def read(kind: str, text: str, style: Style = Style.PLAIN) -> object:
    """The typed value of a text."""
    return read_scalar(kind, ScalarNode(text, style, Place(file="f.yaml")))


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("text", "no", "no"),
        ("text", "010", "010"),
        ("text", "8:30", "8:30"),
        ("boolean", "true", True),
        ("boolean", "否", False),
        ("integer", "-12", -12),
        ("number", "1409.50", Decimal("1409.50")),
        ("money", "0", Decimal(0)),
        ("date", "2028-02-29", date(2028, 2, 29)),
        ("time", "8:30", time(8, 30)),
        ("time", "23:59:59", time(23, 59, 59)),
        ("date-time", "2026-03-31 8:30", datetime(2026, 3, 31, 8, 30, tzinfo=CHINA)),
        ("date-time", "2026-03-31T08:30:15", datetime(2026, 3, 31, 8, 30, 15, tzinfo=CHINA)),
        ("date-time", "2026-03-31 08:30 Z", datetime(2026, 3, 31, 8, 30, tzinfo=UTC)),
        ("date-time", "2026-03-31T00:30+08:00", datetime(2026, 3, 30, 16, 30, tzinfo=UTC)),
        ("date-time", "2026-03-31T00:30-0330", datetime(2026, 3, 31, 4, 0, tzinfo=UTC)),
        ("quantity", "36 months", Quantity(Decimal(3), Unit.YEAR)),
        ("quantity", "7 个工作日", Quantity(Decimal(7), Unit.WORKING_DAY)),
        ("window", "7x24", ServiceWindow(7, 0, 1440)),
        ("expression", "it.reported_at", "it.reported_at"),
        ("value", "30 minutes", Quantity(Decimal(30), Unit.MINUTE)),
        ("value", "7x24", ServiceWindow(7, 0, 1440)),
        ("value", "true", True),
        ("value", "12", 12),
        ("value", "1.5", Decimal("1.5")),
        ("value", "2026-03-31", date(2026, 3, 31)),
        ("value", "010", "010"),
        ("value", "yes", "yes"),
        ("value", "设备安装调试完成后进入试运行期", "设备安装调试完成后进入试运行期"),
    ],
)
def test_values(kind: str, text: str, value: object) -> None:
    """The same text is another value where another kind is wanted."""
    found = read(kind, text)
    assert found == value
    assert type(found) is type(value)


def test_quotes_make_a_value_a_text() -> None:
    """A policy's author says with quotes that 30 minutes are words."""
    assert read("value", "30 minutes", Style.QUOTED) == "30 minutes"


def test_naive_moments_are_in_china() -> None:
    """Times are +08:00 unless they say otherwise."""
    found = read("date-time", "2026-03-31 08:30")
    assert isinstance(found, datetime)
    assert found.utcoffset() == timedelta(hours=8)


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("date", "2026/3/31", date(2026, 3, 31)),
        ("date-time", "2026/3/31 8:30", datetime(2026, 3, 31, 8, 30, tzinfo=CHINA)),
        ("boolean", "TRUE", True),
    ],
)
def test_what_a_spreadsheet_makes_of_cells(kind: str, text: str, value: object) -> None:
    """Excel rewrites dates and truth values when it saves CSV; in YAML they are refused."""
    assert read(kind, text, Style.CELL) == value
    with pytest.raises(MistypedError):
        read(kind, text)


@pytest.mark.parametrize(
    ("kind", "text", "message", "hint"),
    [
        (
            "date",
            "2026-02-30",
            "expected a date like 2026-03-31, found '2026-02-30' (2026-02 has 28 days)",
            "",
        ),
        (
            "date",
            "2026-13-01",
            "expected a date like 2026-03-31, found '2026-13-01' (there is no month 13)",
            "",
        ),
        (
            "date",
            "2026/3/31",
            "expected a date like 2026-03-31, found '2026/3/31'",
            "write 2026-03-31",
        ),
        (
            "date",
            "2026年3月31日",
            "expected a date like 2026-03-31, found '2026年3月31日'",
            "write 2026-03-31",
        ),
        (
            "date",
            "2026-03-31 08:30",
            "expected a date like 2026-03-31, found '2026-03-31 08:30'",
            "leave the time out",
        ),
        (
            "date-time",
            "2026-03-31",
            "expected a date and time like 2026-03-31 08:30, found '2026-03-31'",
            "add the time",
        ),
        (
            "date-time",
            "08:30",
            "expected a date and time like 2026-03-31 08:30, found '08:30'",
            "add the date",
        ),
        (
            "date-time",
            "2026-12-31 24:00",
            (
                "expected a date and time like 2026-03-31 08:30, found '2026-12-31 24:00'"
                " (a day ends at 23:59)"
            ),
            "write 2027-01-01 00:00",
        ),
        (
            "date-time",
            "2026-03-31 08:30+19:00",
            (
                "expected a date and time like 2026-03-31 08:30, found '2026-03-31 08:30+19:00'"
                " (there is no time zone +19:00)"
            ),
            "",
        ),
        ("date", "明天", "expected a date like 2026-03-31, found '明天'", ""),
        ("date", "2026/2/30", "expected a date like 2026-03-31, found '2026/2/30'", ""),
        (
            "date",
            "0000-01-01",
            "expected a date like 2026-03-31, found '0000-01-01' (there is no year 0)",
            "",
        ),
        (
            "date-time",
            "9999-12-31 24:00",
            (
                "expected a date and time like 2026-03-31 08:30, found '9999-12-31 24:00'"
                " (a day ends at 23:59)"
            ),
            "write 00:00 of the next day",
        ),
        (
            "time",
            "25:00",
            "expected a time of day like 08:30, found '25:00' (a day has 24 hours, 00 to 23)",
            "",
        ),
        (
            "time",
            "08:60",
            (
                "expected a time of day like 08:30, found '08:60'"
                " (minutes and seconds go from 00 to 59)"
            ),
            "",
        ),
        (
            "time",
            "24:00",
            "expected a time of day like 08:30, found '24:00' (a day ends at 23:59)",
            "write 00:00 of the next day",
        ),
        (
            "time",
            "08：30",
            "expected a time of day like 08:30, found '08：30'",
            "use the half-width colon ':'",
        ),
        ("integer", "010", "expected a whole number, found '010'", "write 10"),
        ("integer", "１２", "expected a whole number, found '１２'", "write 12"),
        ("integer", "twelve", "expected a whole number, found 'twelve'", ""),
        ("number", "1e3", "expected a number, found '1e3'", ""),
        (
            "integer",
            "9" * 5000,
            "expected a number of at most 18 digits, found '" + "9" * 59 + "…'",
            "",
        ),
        (
            "money",
            "¥1,409.50",
            "expected an amount in yuan like 1409.50, found '¥1,409.50'",
            "write 1409.50",
        ),
        (
            "money",
            "12.345",
            "expected an amount in yuan like 1409.50, found '12.345' (more than two decimals)",
            "",
        ),
        ("boolean", "yes", "expected true or false (是 or 否), found 'yes'", "write true"),
        ("boolean", "NO", "expected true or false (是 or 否), found 'NO'", "write false"),
        ("boolean", "True", "expected true or false (是 or 否), found 'True'", "write true"),
        ("boolean", "maybe", "expected true or false (是 or 否), found 'maybe'", ""),
        (
            "quantity",
            "30",
            (
                "expected an amount with a unit like '30 minutes', '7 working days' or '3 年',"
                " found '30'"
            ),
            "add the unit",
        ),
        (
            "window",
            "24",
            "expected service hours like '7x24' or '5x9 09:00-18:00', found '24'",
            "",
        ),
        (
            "value",
            "2026-02-30",
            "expected a date like 2026-03-31, found '2026-02-30' (2026-02 has 28 days)",
            "",
        ),
    ],
)
def test_refusals(kind: str, text: str, message: str, hint: str) -> None:
    """What was expected, what was found, and what to write where that is plain."""
    with pytest.raises(MistypedError) as caught:
        read(kind, text)
    assert (caught.value.message, caught.value.hint) == (message, hint)
