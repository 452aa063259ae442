"""Tables that no project has: refused with one problem, in no time and little memory."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from svcdocs.load import (
    describe,
    load_table,
    table_files,
    table_limits,
    text_file,
    xlsx_package,
    xlsx_workbook,
)

pytestmark = pytest.mark.usefixtures("english")

RawWorkbook = Callable[..., Path]

SPLIT = "check that it is the right file, or split it"


def the_problem(path: Path, table: str = "acceptances") -> str:
    """The problem of a limit, or else the last one, without its folder."""
    problems = load_table(path, table).problems
    limits = [problem for problem in problems if problem.code == "data/limit"]
    return describe((limits or problems)[-1]).replace(path.as_posix(), path.name)


@pytest.mark.parametrize(
    ("limit", "text", "expected"),
    [
        ("ROWS", "id\n1\n2\n3\n4\n", f"t.csv:4:1 the table has more than 2 rows; {SPLIT}"),
        (
            "COLUMNS",
            "id\n1,2,3\n",
            "t.csv:2:1 the line has more than 2 cells; check that it is the right file",
        ),
        (
            "COLUMNS",
            'id\n1,"\n",3\n',
            "t.csv:3:4 the line has more than 2 cells; check that it is the right file",
        ),
        (
            "FAULTS",
            "id,passed\n" + "".join(f"{number},x\n" for number in range(9)),
            (
                "t.csv:4:1 more than 2 faults; what comes behind was not read;"
                " mend the first ones, they may have one cause"
            ),
        ),
        (
            "FAULTS",
            "id,passed\n" + "".join(f"{number},#N/A\n" for number in range(9)),
            (
                "t.csv:5:1 more than 2 faults; what comes behind was not read;"
                " mend the first ones, they may have one cause"
            ),
        ),
        (
            "ITEMS",
            "id,basis\n1,a;b;c\n2,d\n3,e\n",
            f"t.csv:2:1 the lists in this table have more than 2 items; {SPLIT}",
        ),
        (
            "CHARACTERS",
            "id,kind\n1,abc\n",
            (
                "t.csv:2:3 kind (验收类型): the text has more than 2 characters;"
                " is a quotation mark missing?"
            ),
        ),
    ],
)
def test_limits_of_csv(
    limit: str, text: str, expected: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each limit, made small; the place is where reading stopped."""
    monkeypatch.setattr(table_limits, limit, 2)
    path = tmp_path / "t.csv"
    path.write_text(text, encoding="utf-8")
    assert the_problem(path) == expected


def test_limits_of_a_workbook(
    raw_workbook: RawWorkbook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Cells that are there, whether or not they hold anything."""
    monkeypatch.setattr(xlsx_workbook, "CELL_LIMIT", 5)
    path = raw_workbook(tmp_path / "t.xlsx", ['<c r="C1"/>', '<c r="C2"/>'])
    assert the_problem(path) == (
        f"t.xlsx!Sheet1 the workbook has more than 5 cells, or is as big as that; {SPLIT}"
    )


def test_too_many_sheets(raw_workbook: RawWorkbook, tmp_path: Path) -> None:
    """Each would cost as much as a whole workbook."""
    path = tmp_path / "t.xlsx"
    sheets = "".join(f'<sheet name="S{n}" sheetId="{n}" r:id="rId1"/>' for n in range(1, 5_000))
    xml = (
        '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r='
        '"http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
        f"<sheets>{sheets}</sheets></workbook>"
    )
    raw_workbook(path, [], parts={"xl/workbook.xml": xml})
    begin = time.monotonic()
    assert "more than 255 sheets" in the_problem(path)
    assert time.monotonic() - begin < 5


HOSTILE = {
    "rows": "id\n" + "1\n" * 500_000,
    "commas": "," * 3_000_000,
    "quotation marks": 'id\n"' + '"' * 3_000_000,
    "cells in quotes": 'id,"' + 'a","' * 500_000,
    "one cell": 'id,basis\na,"' + ";a" * 1_000_000 + '"',
    "lists": "id,basis\n" + ("a," + ";aa" * 10_000 + "\n") * 60,
}


@pytest.mark.parametrize(
    ("part", "told"),
    [
        ("xl/styles.xml", "part styles.xml is far too big"),
        ("xl/workbook.xml", "part xl/workbook.xml is far too big"),
    ],
)
def test_parts_that_are_parsed_whole(
    part: str, told: str, raw_workbook: RawWorkbook, tmp_path: Path
) -> None:
    """A hundred megabytes of styles would need a gigabyte."""
    noise = "".join(f"{number:x}" for number in range(2_000_000))
    path = raw_workbook(tmp_path / "t.xlsx", [], parts={part: f"<x>{noise}</x>"})
    assert told in the_problem(path)


def test_more_tags_than_cells(
    raw_workbook: RawWorkbook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Texts that no cell shows cost as much as those that are shown."""
    monkeypatch.setattr(xlsx_workbook, "_TAG_LIMIT", 100)
    path = raw_workbook(tmp_path / "t.xlsx", ['<c r="A1"/>' * 100])
    assert the_problem(path).startswith("t.xlsx the workbook has more than 600000 cells")


def test_the_page_names_the_limits(checkout: Path) -> None:
    """docs/tables.md says what the code does."""
    page = (checkout / "docs" / "tables.md").read_text(encoding="utf-8")
    for words in (
        f"单个文件 {text_file.SIZE_LIMIT >> 20} MB",
        f"一张表 {table_limits.ROWS // 10_000} 万行",
        f"{xlsx_workbook.CELL_LIMIT // 10_000} 万个单元格",
        f"{xlsx_package.SHEETS} 张工作表",
        f"一个单元格 {table_limits.CHARACTERS} 个字符",
        *table_files.UNREAD[:2],
    ):
        assert words in page


#: Prints the most memory that the process ever had, in kB.
MEASURED = (
    "import re, sys; from svcdocs.load import load_table;"
    "loaded = load_table(sys.argv[1], sys.argv[2]); print(len(loaded.problems));"
    "print(re.search(r'VmHWM:\\s*(\\d+)', open('/proc/self/status').read())[1])"
)


def measured(path: Path, table: str) -> tuple[int, int]:
    """The number of problems, and the memory a process needs for a table, in bytes."""
    command = [sys.executable, "-c", MEASURED, str(path), table]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    count, memory = run.stdout.split()
    return int(count), int(memory) * 1024


@pytest.mark.skipif(sys.platform != "linux", reason="memory is read from /proc")
@pytest.mark.parametrize("name", HOSTILE)
def test_memory_and_time(name: str, tmp_path: Path) -> None:
    """Megabytes of nonsense: a problem within seconds, and half a gigabyte is never needed."""
    path = tmp_path / "t.csv"
    path.write_text(HOSTILE[name], encoding="utf-8")
    begin = time.monotonic()
    count, memory = measured(path, "acceptances")
    assert count
    assert memory < 500 * 1024 * 1024
    assert time.monotonic() - begin < 30


@pytest.mark.skipif(sys.platform != "linux", reason="memory is read from /proc")
def test_memory_of_a_large_table(tmp_path: Path) -> None:
    """Ten thousand rows of ten fields: less than half of what a whole process may take."""
    path = tmp_path / "t.csv"
    fields = (
        "id,title,severity,cause,reported_by,reported_at,arrived_at,restored_at,in_warranty,fee"
    )
    rows = "".join(
        f"I{n},断网 {n},general,链路,值班员,2026-03-31 08:{n % 60:02},2026-03-31 09:{n % 60:02},"
        f"2026-03-31 10:{n % 60:02},是,0\n"
        for n in range(10_000)
    )
    path.write_text(f"{fields}\n{rows}", encoding="utf-8")
    count, memory = measured(path, "incidents")
    assert count == 0
    assert memory < 100 * 1024 * 1024
