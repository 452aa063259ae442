"""Excel's habits: each kind of cell as its user means it, or refused with what to do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from svcdocs.load import Loaded, describe, load_table
from svcdocs.load.nodes import MappingNode
from svcdocs.load.schema import Schema
from svcdocs.load.table_files import TableReader
from svcdocs.load.typed import typed
from svcdocs.model.place import Place

pytestmark = pytest.mark.usefixtures("english")

RawWorkbook = Callable[..., Path]

CHINA = timezone(timedelta(hours=8))

#: A table with a column of every kind.
KINDS = {
    "text": {"type": "string"},
    "list": {"type": "array", "items": {"type": "string"}},
    "date": {"type": "string", "format": "date"},
    "moment": {"type": "string", "format": "date-time"},
    "time": {"type": "string", "format": "time"},
    "boolean": {"type": "boolean"},
    "integer": {"type": "integer"},
    "number": {"type": "number"},
    "money": {"type": "number", "format": "money"},
    "quantity": {"type": "string", "format": "quantity"},
}
SCHEMA = Schema(
    {
        "type": "object",
        "properties": {
            "rows": {
                "type": "array",
                "items": {"type": "object", "properties": KINDS, "additionalProperties": False},
            }
        },
    }
)


def cell(reference: str, content: str, style: int = 0, kind: str = "") -> str:
    """The XML of a cell."""
    type_ = f' t="{kind}"' if kind else ""
    return f'<c r="{reference}" s="{style}"{type_}>{content}</c>'


def text_cell(reference: str, text: str) -> str:
    """A cell with a text of its own."""
    return cell(reference, f'<is><t xml:space="preserve">{text}</t></is>', kind="inlineStr")


def read(path: Path) -> tuple[list[dict[str, Any]], list[str]]:
    """The rows of a workbook with one column `rows`, and its problems."""
    reader = TableReader({"rows": SCHEMA.root.fields["rows"]})
    node = reader.read_as(path, "rows")
    assert node is not None, reader.problems
    root = MappingNode(Place(file=path.name), {"rows": node}, {"rows": node.place})
    result = typed(root, SCHEMA)
    return result.tree.data["rows"], [
        describe(problem).replace(path.as_posix(), path.name)
        for problem in [*reader.problems, *result.problems]
    ]


@pytest.fixture
def value(raw_workbook: RawWorkbook, tmp_path: Path) -> Callable[..., Any]:
    """A function that reads one cell: its field, XML content, format, type; or the problem."""

    def one(
        field: str, content: str, code: str | int = "General", kind: str = "", *, mac: bool = False
    ) -> Any:
        style = 1 if code != "General" else 0
        rows = [text_cell("A1", field), cell("A2", content, style, kind) + text_cell("B2", " ")]
        path = raw_workbook(tmp_path / "t.xlsx", rows, formats=[code] if style else [], mac=mac)
        data, problems = read(path)
        if problems:
            assert len(problems) == 1
            place, _space, message = problems[0].partition(" ")
            assert place == "t.xlsx!Sheet1:A2"
            assert data in ([{}], [])
            return message
        return data[0].get(field) if data else None

    return one


def moment(*parts: int) -> datetime:
    """A point in time in China."""
    return datetime(*parts, tzinfo=CHINA)  # type: ignore[arg-type,misc] # year, month, day, hour …


#: 2026-03-31 is day 46112 from 1899-12-30, and day 44650 from 1904-01-01.
VALUES = [
    # A date is a number; its format says so, or its column.
    ("date", "<v>46112</v>", "yyyy/m/d", date(2026, 3, 31)),
    ("date", "<v>46112</v>", 14, date(2026, 3, 31)),
    ("date", "<v>46112</v>", 31, date(2026, 3, 31)),
    ("date", "<v>46112</v>", 'yyyy"年"m"月"d"日";@', date(2026, 3, 31)),
    ("date", "<v>46112</v>", "[$-804]yyyy-mm-dd", date(2026, 3, 31)),
    ("date", "<v>46112</v>", "mmmm", date(2026, 3, 31)),
    ("date", "<v>46112</v>", "General", date(2026, 3, 31)),
    ("date", "<v>46112</v>", "yyyy/m/d h:mm", date(2026, 3, 31)),
    # What the format hides nobody has meant.
    ("date", "<v>46112.336805555555</v>", "yyyy/m/d", date(2026, 3, 31)),
    ("moment", "<v>46112.336805555555</v>", "yyyy/m/d h:mm", moment(2026, 3, 31, 8, 5)),
    ("moment", "<v>46112.336805555555</v>", "yyyy/m/d", moment(2026, 3, 31, 8, 5)),
    ("moment", "<v>46112.336805555555</v>", "General", moment(2026, 3, 31, 8, 5)),
    ("moment", "<v>46112</v>", "yyyy/m/d h:mm", moment(2026, 3, 31)),
    # A time is a binary fraction; 09:29:59.999999 is half past nine.
    ("moment", "<v>46112.39583333332</v>", "yyyy/m/d h:mm", moment(2026, 3, 31, 9, 30)),
    ("moment", "<v>46112.395833</v>", "yyyy/m/d h:mm", moment(2026, 3, 31, 9, 30)),
    ("moment", "<v>46112.9999999</v>", "yyyy/m/d h:mm", moment(2026, 4, 1)),
    ("moment", "<v>46112.395844907</v>", "yyyy/m/d h:mm:ss", moment(2026, 3, 31, 9, 30, 1)),
    ("time", "<v>0.39583333333333331</v>", "h:mm", time(9, 30)),
    ("time", "<v>0.39583333333333331</v>", "General", time(9, 30)),
    ("time", "<v>0.39583333333333331</v>", "[h]:mm", time(9, 30)),
    ("time", "<v>0.39583333333333331</v>", 32, time(9, 30)),
    ("time", "<v>46112.395833333336</v>", "上午/下午h:mm", time(9, 30)),
    ("text", "<v>0.39583333333333331</v>", "h:mm", "09:30"),
    # Numbers as their user sees them.
    ("integer", "<v>3.0</v>", "General", 3),
    ("integer", "<v>3E+2</v>", "General", 300),
    ("integer", "<v>12000</v>", "#,##0", 12000),
    ("number", "<v>0.30000000000000004</v>", "General", Decimal("0.3")),
    ("number", "<v>1.5</v>", "General", Decimal("1.5")),
    ("money", "<v>110.00000000000001</v>", "#,##0.00", Decimal(110)),
    ("money", "<v>1409.5</v>", '"¥"#,##0.00', Decimal("1409.5")),
    ("text", "<v>13800138000</v>", "General", "13800138000"),
    ("text", "<v>1.3800138E+10</v>", "General", "13800138000"),
    ("text", "<v>7</v>", "000", "007"),
    ("text", "<v>0.955</v>", "0.0%", "95.5%"),
    ("text", "<v>3.10</v>", "General", "3.1"),
    ("list", "<v>3</v>", "General", ["3"]),
    # Nothing.
    ("text", "", "General", None),
    ("date", "", "yyyy/m/d", None),
]  # fmt: skip


@pytest.mark.parametrize(("field", "content", "code", "expected"), VALUES)
def test_numbers(
    field: str, content: str, code: str | int, expected: object, value: Callable[..., Any]
) -> None:
    """The value a user sees, of the type that the field has."""
    found = value(field, content, code)
    assert found == expected
    assert type(found) is type(expected)


@pytest.mark.parametrize(
    ("field", "content", "code", "expected"),
    [
        ("date", "<v>44650</v>", "yyyy/m/d", date(2026, 3, 31)),
        ("date", "<v>44650</v>", "General", date(2026, 3, 31)),
        ("moment", "<v>44650.336805555555</v>", "yyyy/m/d h:mm", moment(2026, 3, 31, 8, 5)),
        ("time", "<v>0.39583333333333331</v>", "h:mm", time(9, 30)),
        ("text", "<v>0.39583333333333331</v>", "h:mm", "09:30"),
    ],
)
def test_days_that_count_from_1904(
    field: str, content: str, code: str, expected: object, value: Callable[..., Any]
) -> None:
    """A workbook that was begun on a Mac says so once, for all its dates."""
    assert value(field, content, code, mac=True) == expected


@pytest.mark.parametrize(
    ("field", "text", "expected"),
    [
        ("text", "  断网\u3000", "断网"),
        ("text", "\u00a0断网\u00a0", "断网"),
        ("text", "两\n行\n", "两\n行"),
        ("text", "a_x000D_\nb", "a\nb"),
        ("text", "_x4E2D_文", "中文"),
        ("text", "'007", "007"),
        ("text", "'tis", "'tis"),
        ("text", "#1 机柜", "#1 机柜"),
        ("text", "\u3000", None),
        ("list", "合同；国家标准\n招标文件;", ["合同", "国家标准", "招标文件"]),
        ("integer", " 3 ", 3),
        ("integer", "1,200", 1200),
        ("money", "¥1,409.50", Decimal("1409.50")),
        ("date", "2026/3/31", date(2026, 3, 31)),
        ("date", "2026年3月31日", date(2026, 3, 31)),
        ("moment", "2026/3/31 8:05", moment(2026, 3, 31, 8, 5)),
        ("moment", "2026-03-31\u00a008:05", moment(2026, 3, 31, 8, 5)),
        ("time", "8:05", time(8, 5)),
        ("boolean", "是", True),
        ("boolean", "FALSE", False),
    ],
)
def test_texts(field: str, text: str, expected: object, value: Callable[..., Any]) -> None:
    """Numbers and dates kept as text are read as texts are; spaces around them don't count."""
    content = f'<is><t xml:space="preserve">{text}</t></is>'
    assert value(field, content, kind="inlineStr") == expected


@pytest.mark.parametrize(
    ("field", "content", "kind", "expected"),
    [
        ("boolean", "<v>1</v>", "b", True),
        ("boolean", "<v>0</v>", "b", False),
        ("text", "<v>1</v>", "b", "TRUE"),
        ("text", "<f>A1</f><v>x</v>", "str", "x"),
        ("integer", "<f>1+1</f><v>2</v>", "", 2),
        ("text", '<f>IF(1,"","")</f><v></v>', "str", None),
        ("date", "<v>2026-03-31</v>", "d", date(2026, 3, 31)),
        ("moment", "<v>2026-03-31T08:05:00</v>", "d", moment(2026, 3, 31, 8, 5)),
    ],
)
def test_other_cells(
    field: str, content: str, kind: str, expected: object, value: Callable[..., Any]
) -> None:
    """Truth values, formulas with the value they had, dates spelt out."""
    assert value(field, content, kind=kind) == expected


REFUSED = [
    ("text", "<v>#N/A</v>", "General", "e", ("the cell holds the error #N/A;"
     " mend the formula, or write the value itself")),
    ("date", "<f>B1</f><v>#REF!</v>", "General", "e", ("the cell holds the error #REF!;"
     " mend the formula, or write the value itself")),
    ("text", "<v>#VALUE!</v>", "General", "e", ("the cell holds the error #VALUE!;"
     " mend the formula, or write the value itself")),
    ("date", "<v>20260331</v>", "yyyy/m/d", "", ("the cell holds a number that is no date, or the"
     " error #VALUE!; write the date, as in 2026-03-31")),
    ("text", "<f>B1</f>", "General", "", ("the formula in this cell was never computed; open the"
     " file in Excel or WPS and save it, or write the value itself")),
    ("integer", "<f>B1</f><v></v>", "General", "", ("the formula in this cell was never computed;"
     " open the file in Excel or WPS and save it, or write the value itself")),
    ("date", "<v>20260331</v>", "General", "", "expected a date like 2026-03-31, found '20260331'"),
    ("date", "<v>2026</v>", "General", "", "expected a date like 2026-03-31, found '2026'"),
    ("moment", "<v>46112</v>", "yyyy/m/d", "",
     "expected a date and time like 2026-03-31 08:30, found '2026-03-31'; add the time"),
    ("moment", "<v>0.5</v>", "h:mm", "",
     "expected a date and time like 2026-03-31 08:30, found '12:00'; add the date"),
    ("date", "<v>46112.5</v>", "yyyy/m/d h:mm", "",
     "expected a date like 2026-03-31, found '2026-03-31 12:00'; leave the time out"),
    ("time", "<v>46112.5</v>", "yyyy/m/d h:mm", "",
     "expected a time of day like 08:30, found '2026-03-31 12:00'"),
    ("time", "<v>1.5</v>", "[h]:mm", "",
     "expected a time of day like 08:30, found '36:00' (a day has 24 hours, 00 to 23)"),
    ("time", "<v>8.5</v>", "General", "", "expected a time of day like 08:30, found '8.5'"),
    ("text", "<v>46082</v>", 'm"月"d"日"', "", ("expected a text, found the date 2026-03-01;"
     " a spreadsheet makes a date of 3-1 or 3/1; make it a text cell and type it again")),
    ("text", "<v>1.2345678901234599E+17</v>", "0", "", ("the spreadsheet kept only 15 digits of this"
     " number; make the column a text column and type the number again")),
    ("integer", "<v>46112</v>", "yyyy/m/d", "", "expected a whole number, found '2026-03-31'"),
    ("integer", "<v>1.5</v>", "General", "", "expected a whole number, found '1.5'"),
    ("integer", "<v>0.5</v>", "0%", "", "expected a whole number, found '50%'"),
    ("integer", "<v>1</v>", "General", "b", "expected a whole number, found 'TRUE'"),
    ("boolean", "<v>1</v>", "General", "",
     "expected true or false (是 or 否), found '1'; write true"),
    ("quantity", "<v>30</v>", "General", "", ("expected an amount with a unit like '30 minutes',"
     " '7 working days' or '3 年', found '30'; add the unit")),
    ("number", "<v>1E999</v>", "General", "", "expected a number, found 'inf'"),
]  # fmt: skip


@pytest.mark.parametrize(("field", "content", "code", "kind", "expected"), REFUSED)
def test_refusals(  # noqa: PLR0913, PLR0917 # a table of cases
    field: str, content: str, code: str, kind: str, expected: str, value: Callable[..., Any]
) -> None:
    """Nothing is guessed: the field, what stands there, what to do."""
    assert value(field, content, code, kind) == f"{field}: {expected}"


@pytest.mark.parametrize("text", ["a\u2028b", "_x0007_", "乱\ufffd码"])
def test_invisible_characters(text: str, value: Callable[..., Any]) -> None:
    """As in a text file."""
    found = value("text", f"<is><t>{text}</t></is>", kind="inlineStr")
    assert found.startswith("text: invisible or broken character U+")


def test_the_samples_of_a_real_program(tmp_path: Path) -> None:
    """Openpyxl writes what its users write: a row of each, read through the public function."""
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "故障登记"
    sheet.append(["编号", "故障名称", "报修时间", "质保期内", "收费（元）"])
    sheet.append(["INC-1", "断网", datetime(2026, 3, 31, 8, 5), True, 0])  # noqa: DTZ001 # as Excel has it
    path = tmp_path / "三月.xlsx"
    book.save(path)
    loaded: Loaded = load_table(path, "incidents")
    assert loaded.problems == []
    assert loaded.tree.data == {
        "incidents": [
            {
                "id": "INC-1",
                "title": "断网",
                "reported_at": moment(2026, 3, 31, 8, 5),
                "in_warranty": True,
                "fee": Decimal(0),
            }
        ]
    }
    place = loaded.tree.place(("incidents", 0, "reported_at"))
    assert str(place) == f"{path.as_posix()}!故障登记:C2"
