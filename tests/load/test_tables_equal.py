"""A table is the same table in YAML, CSV and Excel."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from svcdocs.load import load_table
from svcdocs.load.schema import built_in
from svcdocs.model.place import Place

ROW = built_in("project").root.fields["acceptances"].item
FIELDS = list(ROW.fields)

#: What people write in cells, in forms that mean the same everywhere. A text that begins or ends
#: with a space, or with an apostrophe, is what a spreadsheet changes: those have tests of their own.
words = st.text(st.sampled_from("ab甲乙,\"'；: \n#-=0９é"), min_size=1, max_size=8).filter(
    lambda text: text == text.strip() and text[0] not in "'=#-" and text.strip("0123456789 ") != ""
)
items = words.filter(lambda text: "；" not in text and "\n" not in text)
days = st.dates(date(1990, 1, 1), date(2099, 12, 31))
KINDS: dict[str, st.SearchStrategy[Any]] = {
    "text": words,
    "list": st.lists(items, min_size=1, max_size=3),
    "date": days,
    "date-time": st.datetimes(datetime(1990, 1, 1), datetime(2099, 12, 31)).map(  # noqa: DTZ001 # a wall clock
        lambda moment: moment.replace(second=0, microsecond=0)
    ),
    "boolean": st.booleans(),
    "integer": st.integers(0, 10**6),
    "number": st.decimals(0, 1000, places=1),
    "money": st.decimals(0, 10**7, places=2),
}


@st.composite
def tables(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Rows of acceptances, some fields in some rows, ids all different."""
    names = draw(st.lists(st.sampled_from(FIELDS[1:]), unique=True, max_size=6))
    rows: list[dict[str, Any]] = []
    for number in range(draw(st.integers(0, 5))):
        row: dict[str, Any] = {"id": f"A{number}"}
        for name in names:
            if draw(st.booleans()):
                row[name] = draw(KINDS[ROW.fields[name].kind])
        rows.append(row)
    return rows


def as_text(value: Any) -> str:
    """A value as a person types it into a CSV file."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return value.strftime("%Y/%m/%d %H:%M")
    return ";".join(value) if isinstance(value, list) else str(value)


def as_yaml(value: Any) -> Any:
    """A value as YAML has it."""
    if isinstance(value, list | bool):
        return value
    return value.strftime("%Y-%m-%d %H:%M") if isinstance(value, datetime) else str(value)


def as_cell(value: Any) -> Any:
    """A value as a spreadsheet keeps it: days as numbers, money in binary."""
    if isinstance(value, Decimal):
        return float(value)
    return as_text(value) if isinstance(value, list) else value


def write_yaml(path: Path, rows: list[dict[str, Any]], _names: list[str]) -> None:
    """As people and programs write it."""
    data = [{name: as_yaml(value) for name, value in row.items()} for row in rows]
    text = yaml.safe_dump({"acceptances": data}, allow_unicode=True)
    path.write_text(text, encoding="utf-8")


def write_csv(path: Path, rows: list[dict[str, Any]], names: list[str]) -> None:
    """As a spreadsheet saves it, with the field names."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(names)
    for row in rows:
        writer.writerow([as_text(row[name]) if name in row else "" for name in names])
    path.write_bytes(out.getvalue().encode("utf-8-sig"))


def write_xlsx(path: Path, rows: list[dict[str, Any]], names: list[str]) -> None:
    """With the Chinese labels."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append([ROW.fields[name].title for name in names])
    for row in rows:
        sheet.append([as_cell(row.get(name)) for name in names])
    book.save(path)


WRITERS: dict[str, Callable[[Path, list[dict[str, Any]], list[str]], None]] = {
    ".yaml": write_yaml,
    ".csv": write_csv,
    ".xlsx": write_xlsx,
}


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tables())
def test_the_same_table_three_times(tmp_path: Path, rows: list[dict[str, Any]]) -> None:
    """Equal values of equal types; and in CSV and Excel every value knows its cell."""
    names = list(dict.fromkeys(["id", *(name for row in rows for name in row)]))
    found = {}
    for suffix, write in WRITERS.items():
        path = tmp_path / f"rows{suffix}"
        write(path, rows, names)
        loaded = load_table(path, "acceptances")
        assert loaded.problems == []
        assert loaded.notices == []
        found[suffix] = loaded
    plain = found[".yaml"].tree.data.get("acceptances", [])
    assert len(plain) == len(rows)
    for suffix in (".csv", ".xlsx"):
        data = found[suffix].tree.data.get("acceptances", [])
        assert data == plain
        for row, same in zip(data, plain, strict=True):
            assert {name: type(row[name]) for name in row} == {
                name: type(same[name]) for name in same
            }
    for index, row in enumerate(rows):
        for name in row:
            place = found[".xlsx"].tree.place(("acceptances", index, name))
            assert place == Place(
                file=(tmp_path / "rows.xlsx").as_posix(),
                sheet="Sheet",
                line=index + 2,
                column=names.index(name) + 1,
            )


@pytest.mark.parametrize("suffix", WRITERS)
def test_no_rows_are_no_fault(suffix: str, tmp_path: Path) -> None:
    """A table may be begun with its headings alone."""
    path = tmp_path / f"rows{suffix}"
    WRITERS[suffix](path, [], ["id", "kind"])
    loaded = load_table(path, "acceptances")
    assert loaded.problems == []
    assert loaded.tree.data.get("acceptances", []) == []
