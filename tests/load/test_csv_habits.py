"""What Excel and its users make of a CSV file."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path

import pytest

from svcdocs.load import Loaded, describe, load_project, load_table
from svcdocs.model.finding import Severity
from svcdocs.model.place import Place

pytestmark = pytest.mark.usefixtures("english")

CHINA = timezone(timedelta(hours=8))
GBK_NOTICE = (
    "the file is GBK, as Excel saves CSV on a Chinese Windows; it was read so;"
    " save it as 'CSV UTF-8': GBK has no sign for many characters"
)


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files are named without a folder."""
    monkeypatch.chdir(tmp_path)


def load(content: str | bytes, table: str = "incidents") -> Loaded:
    """A CSV file as a table."""
    path = Path("t.csv")
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return load_table(path, table)


def problems(loaded: Loaded) -> list[str]:
    """The problems as lines."""
    return [describe(problem) for problem in loaded.problems]


def test_dates_money_and_truth_as_excel_shows_them() -> None:
    """Excel saves what it shows: slashes, signs for thousands, capitals."""
    loaded = load(
        "编号,报修时间,质保期内,收费（元）\r\n"
        'INC-1,2026/3/31 8:05,TRUE," ¥1,409.50 "\r\n'
        "INC-2,2026年3月31日 8:05,FALSE,0.00 \r\n"
    )
    assert problems(loaded) == []
    when = datetime(2026, 3, 31, 8, 5, tzinfo=CHINA)
    assert loaded.tree.data["incidents"] == [
        {"id": "INC-1", "reported_at": when, "in_warranty": True, "fee": Decimal("1409.50")},
        {"id": "INC-2", "reported_at": when, "in_warranty": False, "fee": Decimal(0)},
    ]


def test_spaces_and_signs_around_a_text() -> None:
    """Spaces of any width, `="007"` and `'007` are no part of a text; its place is the text's."""
    loaded = load(
        'id,title,location,serial_no\n  S1 ,\u3000断网\u00a0,"  a ""b""  ",="007"\nS2,x,,\'008\n'
    )
    assert problems(loaded) == []
    assert loaded.tree.data["incidents"] == [
        {"id": "S1", "title": "断网", "location": 'a "b"', "serial_no": "007"},
        {"id": "S2", "title": "x", "serial_no": "008"},
    ]
    line = '  S1 ,\u3000断网\u00a0,"  a ""b""  ",="007"'
    for field, spelling in [
        ("id", "S1"),
        ("title", "断网"),
        ("location", 'a ""b""'),
        ("serial_no", "007"),
    ]:
        place = loaded.tree.place(("incidents", 0, field))
        assert place is not None
        assert line[place.column - 1 : place.column - 1 + place.length] == spelling


def test_several_lines_in_a_cell() -> None:
    """A list by line breaks; the cell behind it stands on the last line."""
    loaded = load('id,basis,kind\nA1,"合同;国家标准\n 招标文件",final\n', "acceptances")
    assert loaded.tree.data["acceptances"] == [
        {"id": "A1", "basis": ["合同", "国家标准", "招标文件"], "kind": "final"}
    ]
    tree = loaded.tree
    assert [str(tree.place(("acceptances", 0, "basis", index))) for index in range(3)] == [
        "t.csv:2:5",
        "t.csv:2:8",
        "t.csv:3:2",
    ]
    assert str(tree.place(("acceptances", 0, "kind"))) == "t.csv:3:8"


def test_a_line_break_before_the_text() -> None:
    """The place is where the words are, not where the cell begins."""
    loaded = load('id,title\nI1,"\n  断网"\nI2,"x\n"\n')
    rows = loaded.tree.data["incidents"]
    assert [row["title"] for row in rows] == ["断网", "x"]
    assert loaded.tree.place(("incidents", 0, "title")) == Place(
        file="t.csv", line=3, column=3, length=2
    )
    assert loaded.tree.place(("incidents", 1, "title")) == Place(
        file="t.csv", line=4, column=5, length=1
    )


@pytest.mark.parametrize("encoding", ["gbk", "gb18030"])
def test_gbk_is_read_with_a_notice(encoding: str) -> None:
    """Chinese Excel's plain 'CSV' is no fault, but worth knowing."""
    text = "编号,故障名称,位置\r\nINC-1,核心交换机断网，已恢复,图书馆三楼\r\n"
    loaded = load(text.encode(encoding))
    assert problems(loaded) == []
    assert loaded.tree.data["incidents"] == [
        {"id": "INC-1", "title": "核心交换机断网，已恢复", "location": "图书馆三楼"}
    ]
    assert [describe(notice) for notice in loaded.notices] == [f"t.csv {GBK_NOTICE}"]
    assert (loaded.notices[0].code, loaded.notices[0].severity) == ("data/encoding", Severity.INFO)
    assert str(loaded.tree.place(("incidents", 0, "location"))) == "t.csv:2:19"


@pytest.mark.parametrize(
    "raw",
    [
        "编号,故障名称\nINC-1,断网断网断网".encode()[:-1],
        "编号,故障名称\nINC-1,".encode() + b"\xff\n",
        "id,title\n1,caf\xe9".encode("latin-1"),
        "编号,故障名称\n1,断网".encode("utf-16"),
        b"id,title\n1," + b"\xfe\x50\x81\x30\n",
    ],
    ids=["cut short", "broken", "latin", "utf-16", "neither"],
)
def test_other_encodings_are_refused(raw: bytes) -> None:
    """A damaged UTF-8 file would read as GBK, too, as other characters."""
    loaded = load(raw)
    assert [problem.code for problem in loaded.problems] == ["data/encoding"]
    assert loaded.notices == []


def test_gbk_yaml_is_refused(tmp_path: Path) -> None:
    """No spreadsheet writes YAML: an editor saved it so, and the next one will break it."""
    path = tmp_path / "t.yaml"
    path.write_bytes("incidents: [{id: I1, title: 断网}]".encode("gbk"))
    assert [problem.code for problem in load_table(path, "incidents").problems] == ["data/encoding"]


@pytest.mark.parametrize("separator", [";", "\t"])
@pytest.mark.parametrize("declared", ["", "sep={}\r\n"])
def test_other_separators(separator: str, declared: str) -> None:
    """Semicolons of a German Excel, tabs of a copied range; lists need quotation marks then."""
    text = declared.format(separator) + 'id;basis;kind\r\nA1;"合同;标准, 附件";final\r\n'
    loaded = load(text.replace(";", separator).replace(f"合同{separator}", "合同;"), "acceptances")
    assert problems(loaded) == []
    assert loaded.tree.data["acceptances"] == [
        {"id": "A1", "basis": ["合同", "标准, 附件"], "kind": "final"}
    ]
    line = 3 if declared else 2
    assert str(loaded.tree.place(("acceptances", 0, "kind"))) == f"t.csv:{line}:16"


def test_lists_do_not_make_a_separator() -> None:
    """The first line decides, however many semicolons the lists below have."""
    loaded = load("id,basis\nA1,合同;标准;附件;图纸\n", "acceptances")
    assert loaded.tree.data["acceptances"][0]["basis"] == ["合同", "标准", "附件", "图纸"]


@pytest.mark.parametrize(("sign", "column"), [("，", 3), ("|", 3), ("；", 3)])
def test_signs_that_separate_nothing(sign: str, column: int) -> None:
    """The full-width comma of a Chinese keyboard is named, not taken for part of a heading."""
    assert problems(load(f"编号{sign}故障名称\nI1{sign}断网\n")) == [
        f"t.csv:1:{column} '{sign}' separates no cells; put a comma ',' between the cells"
    ]


def test_errors_of_a_formula() -> None:
    """They are saved as texts, and are no values in any column."""
    loaded = load("id,title,fee,location\nI1,#N/A,#DIV/0!,###\nI2,#1 机柜,,\n")
    assert problems(loaded) == [
        (
            "t.csv:2:4 title (故障名称): the cell holds the error #N/A;"
            " mend the formula, or write the value itself"
        ),
        (
            "t.csv:2:9 fee (收费（元）): the cell holds the error #DIV/0!;"
            " mend the formula, or write the value itself"
        ),
        (
            "t.csv:2:17 location (位置): the spreadsheet had no room to show the value;"
            " make the column wider and save the file again"
        ),
    ]
    assert loaded.tree.data["incidents"] == [{"id": "I1"}, {"id": "I2", "title": "#1 机柜"}]


def test_cells_that_excel_leaves_out() -> None:
    """Sixteen lines at a time it drops the last cells that are empty in all of them."""
    lines = ["id,title,location"]
    lines += [f"I{number},x,y" for number in range(15)]
    lines += [f"I{number},x" for number in range(15, 31)]
    lines += [f"I{number},x,y" for number in range(31, 40)]
    loaded = load("\r\n".join(lines))
    assert problems(loaded) == []
    rows = loaded.tree.data["incidents"]
    assert len(rows) == 40
    assert rows[20] == {"id": "I20", "title": "x"}
    assert str(loaded.tree.place(("incidents", 20, "location"))) == "t.csv:22:6"


def test_a_short_line_among_whole_ones() -> None:
    """That is a forgotten comma."""
    lines = ["id,title,location", *(f"I{number},x,y" for number in range(40))]
    lines[20] = "I19,x"
    assert problems(load("\n".join(lines))) == [
        (
            "t.csv:21:5 this line has 2 cells, the header has 3;"
            " check the commas; a cell that holds a comma needs quotation marks"
        )
    ]


def test_empty_cells_behind_the_last_column() -> None:
    """A spreadsheet saves columns that were once used."""
    loaded = load("id,title,,\nI1,x,,\nI2,y,,,\n,,,\n\n")
    assert problems(loaded) == []
    assert len(loaded.tree.data["incidents"]) == 2


def test_a_gbk_table_in_a_project(tmp_path: Path) -> None:
    """The project's data are whole, and its notices say so."""
    (tmp_path / "project.yaml").write_text(
        "stage: bid\npolicies: [x@1]\nno: P\nname: n\npurchaser: {name: a}\nsupplier: {name: b}\n",
        encoding="utf-8",
    )
    (tmp_path / "lots.csv").write_bytes("编号,包名\nL1,交换机\n".encode("gbk"))
    (tmp_path / "合同设备.csv").write_bytes("编号,设备名称\nE1,路由器\n".encode())
    loaded = load_project(tmp_path)
    assert [describe(problem).partition(" ")[2] for problem in loaded.problems] == [
        "unknown column '包名'; did you mean '包名称'?"
    ]
    assert [notice.place.file for notice in loaded.notices] == [(tmp_path / "lots.csv").as_posix()]
    assert loaded.tree.data["equipment"] == [{"id": "E1", "name": "路由器"}]


def test_days_of_a_leap_year() -> None:
    """The short way of reading the usual spelling refuses what the long one refuses."""
    loaded = load(
        "id,delivered_on\n1,2028-02-29\n2,2026-02-29\n3,2026-13-01\n4,２０２６-01-01\n",
        "deliveries",
    )
    assert [row.get("delivered_on") for row in loaded.tree.data["deliveries"]] == [
        date(2028, 2, 29),
        None,
        None,
        None,
    ]
    assert len(loaded.problems) == 3


def test_a_table_without_a_known_column_has_a_place_for_its_rows(tmp_path: Path) -> None:
    """Of the table: there is no cell to point at (found by fuzzing)."""
    path = tmp_path / "incidents.csv"
    path.write_text("d\n&a", encoding="utf-8")
    loaded = load_table(path, "incidents")
    assert str(loaded.tree.place(("incidents", 0, "id"))) == f"{path.as_posix()}:1:1"
