"""Headings: fields or Chinese labels, titles above them, two rows joined by merged cells."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from svcdocs.load import describe, load_table

pytestmark = pytest.mark.usefixtures("english")

Rows = list[list[Any]]


def write(path: Path, rows: Rows, merged: tuple[str, ...] = ()) -> Path:
    """A CSV file or a workbook with these rows."""
    if path.suffix == ".csv":
        lines = [",".join("" if cell is None else str(cell) for cell in row) for row in rows]
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return path
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    for cells in merged:
        sheet.merge_cells(cells)
    book.save(path)
    return path


def staff(path: Path) -> tuple[list[dict[str, Any]], list[str]]:
    """The rows read as staff, and the problems with the file's bare name."""
    loaded = load_table(path, "staff")
    said = [describe(one).replace(path.as_posix(), path.name) for one in loaded.problems]
    return loaded.tree.data.get("staff", []), said


@pytest.fixture(params=[".csv", ".xlsx"])
def path(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A file of either kind."""
    return tmp_path / f"t{request.param}"


@pytest.mark.parametrize(
    "headings",
    [
        ["id", "name", "phone"],
        ["编号", "姓名", "电话"],
        ["编号", "name", " 电 话 "],
        ["*编号", "姓名：", "电话*"],
        ["ｉｄ", "姓　名", "phone"],
    ],
)
def test_labels_and_fields(headings: list[str], path: Path) -> None:
    """A column may be called by its field or by what forms print."""
    rows, problems = staff(write(path, [headings, ["S1", "甲", "1"]]))
    assert problems == []
    assert rows == [{"id": "S1", "name": "甲", "phone": "1"}]


def test_brackets_and_line_breaks_in_a_label(tmp_path: Path) -> None:
    """收费（元） with half-width brackets and a line break is still 收费（元）."""
    path = write(tmp_path / "t.xlsx", [["编号", "收费\n(元)"], ["I1", 5]])
    loaded = load_table(path, "incidents")
    assert loaded.problems == []
    assert str(loaded.tree.data["incidents"][0]["fee"]) == "5"


def place(path: Path, line: int, column: int) -> str:
    """How a place of the file is written."""
    if path.suffix == ".csv":
        return f"t.csv:{line}:"
    return f"t.xlsx!Sheet:{'ABCDE'[column - 1]}{line}"


def test_what_does_not_match(path: Path) -> None:
    """Every heading that matches nothing, each with the nearest name in its own language."""
    rows, problems = staff(
        write(path, [["编号", "姓明", "phon", "血型", "电话号"], ["S1", "甲", "1", "A", "2"]])
    )
    assert [problem.split(" ", 1)[1] for problem in problems] == [
        "unknown column '姓明'; did you mean '姓名'?",
        "unknown column 'phon'; did you mean 'phone'?",
        "unknown column '血型'",
        "unknown column '电话号'; did you mean '电话'?",
    ]
    assert problems[1].startswith(place(path, 1, 3))
    assert rows == [{"id": "S1"}]


def test_a_field_and_its_label(path: Path) -> None:
    """The same column twice, once in each language."""
    rows, problems = staff(write(path, [["id", "姓名", "name"], ["S1", "甲", "乙"]]))
    assert len(problems) == 1
    assert problems[0].startswith(place(path, 1, 3))
    assert "column 'name' is given twice; the first one is at " in problems[0]
    assert rows == [{"id": "S1", "name": "甲"}]


def test_no_id_column(path: Path) -> None:
    """Said once, at the headings, not for every row."""
    _rows, problems = staff(write(path, [["姓名"], ["甲"], ["乙"]]))
    assert [problem.split(" ", 1)[1] for problem in problems] == ["column id (编号) is missing"]


def test_a_column_without_a_heading(path: Path) -> None:
    """What stands in it would be lost in silence."""
    rows, problems = staff(
        write(path, [["id", None, "姓名", None], ["S1", "x", "甲", None], ["S2", "y", "乙", None]])
    )
    assert len(problems) == 1
    assert problems[0].startswith(place(path, 1, 2))
    assert problems[0].endswith("column 2 has no name; write the field's name")
    assert rows == [{"id": "S1", "name": "甲"}, {"id": "S2", "name": "乙"}]


def test_titles_above_the_headings(path: Path) -> None:
    """A title, a line about date and author, an empty line: left aside."""
    rows, problems = staff(
        write(
            path,
            [
                ["服务人员登记表", None, None],
                ["填表日期：2026-03-31", None, "填表人：甲"],
                [None, None, None],
                ["编号", "姓名", "电话"],
                ["S1", "甲", "1"],
            ],
        )
    )
    assert problems == []
    assert rows == [{"id": "S1", "name": "甲", "phone": "1"}]


def test_titles_above_unknown_headings(path: Path) -> None:
    """A row of data that happens to hold a field's name does not become the heading."""
    _rows, problems = staff(write(path, [["代号", "大名"], ["S1", "name"]]))
    assert [problem.split(" ", 1)[1] for problem in problems] == [
        "unknown column '代号'; did you mean '编号'?",
        "unknown column '大名'; did you mean '姓名'?",
    ]


def test_a_single_column(path: Path) -> None:
    """An id alone makes a row, also under a title."""
    assert staff(write(path, [["服务人员"], ["id"], ["S1"]])) == ([{"id": "S1"}], [])


def test_two_rows_joined_by_merged_cells(tmp_path: Path) -> None:
    """The lower row names the fields; cells merged downwards belong to it."""
    path = write(
        tmp_path / "t.xlsx",
        [
            ["服务人员登记表", None, None, None],
            ["编号", "人员", None, "电话"],
            [None, "姓名", "部门", None],
            ["S1", "甲", "服务部", "1"],
        ],
        ("A1:D1", "A2:A3", "B2:C2", "D2:D3"),
    )
    rows, problems = staff(path)
    assert problems == []
    assert rows == [{"id": "S1", "name": "甲", "department": "服务部", "phone": "1"}]


def test_two_rows_without_merged_cells(path: Path) -> None:
    """How they belong together is not said: refused, with what to do."""
    rows, problems = staff(
        write(
            path,
            [
                ["编号", "人员", None, "电话"],
                [None, "姓名", "部门", None],
                ["S1", "甲", "服务部", "1"],
            ],
        )
    )
    assert rows == []
    assert [problem.split(" ", 1)[1] for problem in problems] == [
        (
            "the heading goes on in a second row; write all names in one row,"
            " or merge those of the upper row with the cell below"
        )
    ]
    assert problems[0].startswith(place(path, 2, 1))


def test_cells_merged_across_a_heading(tmp_path: Path) -> None:
    """A heading over two columns names the first; the second has none."""
    path = write(tmp_path / "t.xlsx", [["id", "姓名", None], ["S1", "甲", "乙"]], ("B1:C1",))
    rows, problems = staff(path)
    assert rows == [{"id": "S1", "name": "甲"}]
    assert problems == ["t.xlsx!Sheet:C1 column 3 has no name; write the field's name"]


def test_cells_merged_below_the_heading(tmp_path: Path) -> None:
    """The eye sees the department in three rows, a program in one: refused, once."""
    path = write(
        tmp_path / "t.xlsx",
        [
            ["id", "姓名", "部门"],
            ["S1", "甲", "服务部"],
            ["S2", "乙", None],
            ["S3", "丙", None],
            ["S4", "丁", None],
        ],
        ("C2:C4", "A5:B5"),
    )
    rows, problems = staff(path)
    assert rows[1] == {"id": "S2", "name": "乙"}
    assert problems == [
        "t.xlsx!Sheet:C2 the cells C2:C4 are merged; split them and fill in every one",
        "t.xlsx!Sheet:A5 the cells A5:B5 are merged; split them and fill in every one",
    ]


def test_an_id_merged_over_two_rows(tmp_path: Path) -> None:
    """The second row's id is lost, not missing."""
    path = write(tmp_path / "t.xlsx", [["id", "姓名"], ["S1", "甲"], [None, "乙"]], ("A2:A3",))
    rows, problems = staff(path)
    assert rows == [{"id": "S1", "name": "甲"}, {"name": "乙"}]
    assert problems == [
        "t.xlsx!Sheet:A2 the cells A2:A3 are merged; split them and fill in every one"
    ]


def test_merged_cells_around_nothing(tmp_path: Path) -> None:
    """Empty cells merged for looks take nothing from anybody."""
    rows = [["id", "姓名", None], ["S1", "甲", None], ["S2", None, None]]
    path = write(tmp_path / "t.xlsx", rows, ("B3:C3", "A9:B12"))
    assert staff(path) == ([{"id": "S1", "name": "甲"}, {"id": "S2"}], [])
