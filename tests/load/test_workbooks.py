"""Workbooks as files: which sheet is which table, and what is refused before a cell is read."""

from __future__ import annotations

import io
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from svcdocs.errors import UsageError
from svcdocs.load import Loaded, describe, load_project, load_table
from svcdocs.model.finding import Severity
from svcdocs.model.place import Place

pytestmark = pytest.mark.usefixtures("english")

RawWorkbook = Callable[..., Path]

MAIN = "stage: bid\npolicies: [x@1]\nno: P\nname: n\npurchaser: {name: a}\nsupplier: {name: b}\n"
SAVE_AGAIN = "open it in Excel or WPS and save it again as .xlsx"
STAFF = [["编号", "姓名"], ["S1", "甲"]]
LOTS = [["id", "title"], ["L1", "交换机"]]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project without faults, named by a relative path."""
    monkeypatch.chdir(tmp_path)
    path = Path("p")
    path.mkdir()
    (path / "project.yaml").write_text(MAIN, encoding="utf-8")
    return path


def save(path: Path, sheets: dict[str, list[list[str]]], hidden: tuple[str, ...] = ()) -> None:
    """A workbook with these sheets."""
    book = openpyxl.Workbook()
    first = book.active
    assert first is not None
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
        if title in hidden:
            sheet.sheet_state = "hidden"
    book.remove(first)
    book.save(path)


def problems(loaded: Loaded) -> list[str]:
    """The problems as lines."""
    return [describe(problem) for problem in loaded.problems]


def notices(loaded: Loaded) -> list[str]:
    """The notices as lines; all of them are information."""
    assert all(notice.severity is Severity.INFO for notice in loaded.notices)
    return [describe(notice) for notice in loaded.notices]


def test_a_place_in_a_sheet() -> None:
    """`incidents.xlsx!Sheet1:C14`, sorted by sheet, row and column."""
    place = Place(file="incidents.xlsx", sheet="Sheet1", line=14, column=3)
    assert str(place) == "incidents.xlsx!Sheet1:C14"
    assert place.cell == "C14"
    assert str(Place(file="a.xlsx", sheet="S", line=1, column=703)) == "a.xlsx!S:AAA1"
    assert str(Place(file="a.xlsx", sheet="S")) == "a.xlsx!S"
    assert Place(file="a.csv", line=14, column=3).cell == ""
    spots = [(1, 28), (2, 1), (9, 2), (10, 2)]
    places = [Place(file="a", sheet="S", line=line, column=column) for line, column in spots]
    assert sorted(places) == places


@pytest.mark.parametrize("sheet", ["Sheet1", "staff", "服务人员", "2026 年"])
@pytest.mark.parametrize("stem", ["staff", "服务人员"])
def test_a_workbook_named_like_a_table(stem: str, sheet: str, folder: Path) -> None:
    """Its first sheet, whatever that is called."""
    save(folder / f"{stem}.xlsx", {sheet: STAFF})
    loaded = load_project(folder)
    assert problems(loaded) == []
    assert loaded.tree.data["staff"] == [{"id": "S1", "name": "甲"}]
    assert str(loaded.tree.place(("staff", 0, "name"))) == f"p/{stem}.xlsx!{sheet}:B2"
    assert str(loaded.tree.place(("staff", 0))) == f"p/{stem}.xlsx!{sheet}:A2"
    assert str(loaded.tree.place(("staff", 0, "phone"))) == f"p/{stem}.xlsx!{sheet}:A2"
    assert str(loaded.tree.place(("staff",))) == f"p/{stem}.xlsx!{sheet}"
    assert str(loaded.tree.place(("staff", 7))) == f"p/{stem}.xlsx!{sheet}"


def test_the_sheet_named_like_the_table_goes_first(folder: Path) -> None:
    """An explanation before it is left aside, with a notice."""
    save(folder / "staff.xlsx", {"说明": [["怎样填写"]], "staff": STAFF, "Sheet3": []})
    loaded = load_project(folder)
    assert problems(loaded) == []
    assert len(loaded.tree.data["staff"]) == 1
    assert notices(loaded) == ["p/staff.xlsx!说明 the sheet is no table and was not read"]


def test_several_tables_in_one_workbook(folder: Path) -> None:
    """Any name will do for the file; every sheet named like a table is one."""
    save(folder / "台账.xlsx", {"服务人员": STAFF, "lots": LOTS, "备注": [["x"]]})
    loaded = load_project(folder)
    assert problems(loaded) == []
    assert [len(loaded.tree.data[name]) for name in ("staff", "lots")] == [1, 1]
    assert notices(loaded) == ["p/台账.xlsx!备注 the sheet is no table and was not read"]
    assert [path.name for path in loaded.files] == ["project.yaml", "台账.xlsx"]


def test_another_table_in_a_workbook_named_like_one(folder: Path) -> None:
    """The other sheet is the other table; the first sheet left is the file's own."""
    save(folder / "staff.xlsx", {"lots": LOTS, "Sheet1": STAFF})
    loaded = load_project(folder)
    assert problems(loaded) == []
    assert str(loaded.tree.place(("staff", 0))) == "p/staff.xlsx!Sheet1:A2"
    assert str(loaded.tree.place(("lots", 0))) == "p/staff.xlsx!lots:A2"


def test_a_misspelt_sheet(folder: Path) -> None:
    """A sheet that was probably meant to be a table is a fault, not a notice."""
    save(folder / "tables.xlsx", {"lots": LOTS, "staf": STAFF})
    assert problems(load_project(folder)) == [
        "p/tables.xlsx!staf there is no table 'staf'; did you mean 'staff'?"
    ]


def test_no_sheet_is_a_table(folder: Path) -> None:
    """Nothing a user put there is passed over in silence."""
    save(folder / "tables.xlsx", {"Sheet1": STAFF, "客户回放": STAFF})
    assert problems(load_project(folder)) == [
        "p/tables.xlsx there is no table 'tables'; did you mean '客户回访'?"
    ]


def test_hidden_sheets(folder: Path) -> None:
    """What nobody sees is not read; one that could be a table is noticed."""
    sheets = {"staff": STAFF, "lots": LOTS, "选项": [["是"], ["否"]]}
    save(folder / "staff.xlsx", sheets, hidden=("lots", "选项"))
    loaded = load_project(folder)
    assert problems(loaded) == []
    assert "lots" not in loaded.tree.data
    assert notices(loaded) == [
        "p/staff.xlsx!lots the hidden sheet was not read; show it, or delete it"
    ]


@pytest.mark.parametrize("other", ["staff.csv", "extra.yaml", "服务人员.xlsx"])
def test_a_table_in_two_files(other: str, folder: Path) -> None:
    """Both are named, whatever kinds of files they are."""
    save(folder / "staff.xlsx", {"Sheet1": STAFF})
    if other == "服务人员.xlsx":
        save(folder / other, {"Sheet1": STAFF})
    else:
        text = "id\nS9\n" if other == "staff.csv" else "staff: [{id: S9}]\n"
        (folder / other).write_text(text, encoding="utf-8")
    loaded = load_project(folder)
    assert len(loaded.problems) == 1
    assert "'staff' is given twice; the first one is at " in problems(loaded)[0]
    assert "p/staff.xlsx!Sheet1" in problems(loaded)[0]
    assert f"p/{other}" in problems(loaded)[0]


def test_a_table_in_two_sheets(folder: Path) -> None:
    """By its field and by its label."""
    save(folder / "t.xlsx", {"staff": STAFF, "服务人员": STAFF})
    assert problems(load_project(folder)) == [
        (
            "p/t.xlsx!服务人员 'staff' is given twice; the first one is at p/t.xlsx!staff;"
            " delete one of the two"
        )
    ]


def test_an_empty_sheet(folder: Path) -> None:
    """A workbook that was made and never filled in."""
    save(folder / "staff.xlsx", {"Sheet1": []})
    assert problems(load_project(folder)) == [
        "p/staff.xlsx!Sheet1 the sheet is empty; its first row names the fields"
    ]


def test_empty_rows_and_columns(raw_workbook: RawWorkbook, tmp_path: Path) -> None:
    """Cells that have a frame but no value, rows between and behind: nobody meant them."""
    frame = "".join(f'<c r="{column}2" s="0"/>' for column in "ABCDEFG")
    head = '<c r="B1" t="inlineStr"><is><t>id</t></is></c>'
    path = raw_workbook(
        tmp_path / "t.xlsx",
        [head + '<c r="Z1" s="0"/>', frame, "", '<c r="B4" t="inlineStr"><is><t>S1</t></is></c>'],
    )
    with zipfile.ZipFile(path) as file:
        sheet = file.read("xl/worksheets/sheet1.xml").decode()
    far = sheet.replace(
        "</sheetData>", '<row r="1048576"><c r="A1048576" s="0"/></row></sheetData>'
    )
    raw_workbook(path, [], parts={"xl/worksheets/sheet1.xml": far})
    begin = time.monotonic()
    loaded = load_table(path, "staff")
    assert problems(loaded) == []
    assert loaded.tree.data["staff"] == [{"id": "S1"}]
    assert str(loaded.tree.place(("staff", 0, "id"))).endswith("!Sheet1:B4")
    assert time.monotonic() - begin < 5


def zipped(**parts: bytes) -> bytes:
    """A zip file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in parts.items():
            file.writestr(name, data)
    return out.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
BAD_FILES = {
    "old": (OLE, "this is an old .xls workbook; save it as .xlsx (Excel workbook)"),
    "locked": (
        OLE + "EncryptedPackage".encode("utf-16-le"),
        "the workbook is protected by a password; save it without a password",
    ),
    "nothing": (b"", "the file is empty; check that it is the right file"),
    "web page": (
        b"<html><table><tr><td>id</td></tr></table></html>",
        "this is no .xlsx workbook; open it in Excel or WPS and save it as .xlsx",
    ),
    "cut short": (
        zipped(a=b"x" * 500)[:60],
        f"the workbook can't be read: File is not a zip file; {SAVE_AGAIN}",
    ),
    "another zip": (zipped(a=b"x"), None),
    "way out": (zipped(**{"../a": b"x"}), None),
    "bomb": (zipped(a=b"\0" * 60_000_000), None),
    "many parts": (zipped(**{f"a{number}": b"" for number in range(3_000)}), None),
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_files_that_are_no_workbook(name: str, folder: Path) -> None:
    """One problem at the file, with what to do."""
    raw, expected = BAD_FILES[name]
    (folder / "staff.xlsx").write_bytes(raw)
    begin = time.monotonic()
    found = problems(load_project(folder))
    assert len(found) == 1
    assert found[0].startswith("p/staff.xlsx ")
    if expected is None:
        assert found[0].startswith("p/staff.xlsx the workbook can't be read: ")
        assert found[0].endswith(f"; {SAVE_AGAIN}")
    else:
        assert found[0] == f"p/staff.xlsx {expected}"
    assert time.monotonic() - begin < 5


def test_a_huge_file_is_not_read(folder: Path) -> None:
    """By its size."""
    with (folder / "staff.xlsx").open("wb") as file:
        file.truncate(50 * 1024 * 1024)
    assert problems(load_project(folder)) == [
        (
            "p/staff.xlsx the file has 50 MB, more than 20 MB;"
            " check that it is the right file, or split it"
        )
    ]


HOSTILE = {
    "a row beyond the last": '<row r="99999999999"><c r="A1"><v>1</v></c></row>',
    "a column beyond the last": '<row r="1"><c r="ZZZZZZZ1"><v>1</v></c></row>',
    "no such text": '<row r="1"><c r="A1" t="s"><v>5</v></c></row>',
    "no number": '<row r="1"><c r="A1"><v>x</v></c></row>',
    "many digits": f'<row r="1"><c r="A1"><v>{"9" * 9_000}</v></c></row>',
    "not closed": '<row r="1"><c r="A1">',
    "wide": "".join(f'<row r="{row}"><c r="XFD{row}"><v>1</v></c></row>' for row in range(1, 400)),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_sheets_that_excel_never_writes(
    name: str, raw_workbook: RawWorkbook, tmp_path: Path
) -> None:
    """Problems of the sheet, in no time, and no exception."""
    start = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    )
    xml = f"{start}{HOSTILE[name]}</sheetData></worksheet>"
    path = raw_workbook(tmp_path / "t.xlsx", [], parts={"xl/worksheets/sheet1.xml": xml})
    begin = time.monotonic()
    loaded = load_table(path, "staff")
    assert loaded.problems
    assert time.monotonic() - begin < 5
    for problem in loaded.problems:
        assert problem.place.file == path.as_posix()


def test_a_style_that_is_not_there(raw_workbook: RawWorkbook, tmp_path: Path) -> None:
    """The value is there all the same."""
    path = raw_workbook(
        tmp_path / "t.xlsx",
        ['<c r="A1" t="inlineStr"><is><t>id</t></is></c>', '<c r="A2" s="77"><v>1</v></c>'],
    )
    assert load_table(path, "staff").tree.data["staff"] == [{"id": "1"}]


def test_entities_are_not_expanded(raw_workbook: RawWorkbook, tmp_path: Path) -> None:
    """A billion laughs in a text cell: refused before any parser sees them."""
    lines = ['<!ENTITY a0 "ha">']
    lines += [f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12)]
    xml = (
        f"<!DOCTYPE x [{''.join(lines)}]>"
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        '<row r="1"><c r="A1" t="inlineStr"><is><t>&a11;</t></is></c></row></sheetData></worksheet>'
    )
    path = raw_workbook(tmp_path / "t.xlsx", [], parts={"xl/worksheets/sheet1.xml": xml})
    assert problems(load_table(path, "staff")) == [
        (
            f"{path.as_posix()} the workbook can't be read:"
            f" an XML part that Excel does not write; {SAVE_AGAIN}"
        )
    ]


def test_strict_open_xml(raw_workbook: RawWorkbook, tmp_path: Path) -> None:
    """Excel's other way to save has names of its own; openpyxl would find every sheet empty."""
    row = '<c r="A1" t="inlineStr"><is><t>id</t></is></c>'
    path = raw_workbook(tmp_path / "t.xlsx", [row, row.replace("id", "S1")])
    with zipfile.ZipFile(path) as file:
        parts = {name: file.read(name).decode() for name in file.namelist()}
    for name, text in parts.items():
        parts[name] = text.replace(
            "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
            "http://purl.oclc.org/ooxml/spreadsheetml/main",
        ).replace(
            "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            "http://purl.oclc.org/ooxml/officeDocument/relationships",
        )
    loaded = load_table(raw_workbook(path, [], parts=parts), "staff")
    assert problems(loaded) == []
    assert loaded.tree.data["staff"] == [{"id": "S1"}]


def test_names_with_a_prefix(raw_workbook: RawWorkbook, tmp_path: Path) -> None:
    """Some programs write `<x:c>` for `<c>`: merged cells and formulas are found all the same."""
    cells = [
        '<x:c r="A{0}" t="inlineStr"><x:is><x:t>{1}</x:t></x:is></x:c>'
        '<x:c r="B{0}" t="inlineStr"><x:is><x:t>{2}</x:t></x:is></x:c>'.format(*row)
        for row in ((1, "id", "姓名"), (2, "S1", "甲"), (3, "S2", "乙"))
    ]
    rows = "".join(f'<x:row r="{line}">{row}</x:row>' for line, row in enumerate(cells, start=1))
    rows += '<x:row r="4"><x:c r="A4"><x:f>A3</x:f></x:c></x:row>'
    xml = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        '<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f"<x:sheetViews><x:odd/></x:sheetViews><x:sheetData>{rows}</x:sheetData>"
        '<x:mergeCells count="1"><x:mergeCell ref="B2:B3"/></x:mergeCells></x:worksheet>'
    )
    path = raw_workbook(tmp_path / "t.xlsx", [], parts={"xl/worksheets/sheet1.xml": xml})
    found = [
        line.replace(path.as_posix(), "t.xlsx") for line in problems(load_table(path, "staff"))
    ]
    assert found == [
        "t.xlsx!Sheet1:B2 the cells B2:B3 are merged; split them and fill in every one",
        (
            "t.xlsx!Sheet1:A4 id (编号): the formula in this cell was never computed; open the"
            " file in Excel or WPS and save it, or write the value itself"
        ),
    ]


def test_looks_do_not_matter(raw_workbook: RawWorkbook, tmp_path: Path) -> None:
    """A fill without a pattern, a validation of no known kind: openpyxl alone would give up."""
    row = '<c r="A1" t="inlineStr"><is><t>id</t></is></c>'
    behind = (
        '<dataValidations><dataValidation type="nonsense" sqref="A1"/></dataValidations>'
        '<hyperlinks><hyperlink/></hyperlinks><pageMargins left="x"/>'
    )
    path = raw_workbook(tmp_path / "t.xlsx", [row, row.replace("id", "S1")], behind=behind)
    with zipfile.ZipFile(path) as file:
        styles = file.read("xl/styles.xml").decode().replace("<patternFill/>", "")
    raw_workbook(
        path, [row, row.replace("id", "S1")], behind=behind, parts={"xl/styles.xml": styles}
    )
    with pytest.raises(TypeError):
        openpyxl.load_workbook(path, read_only=True)
    assert load_table(path, "staff").tree.data["staff"] == [{"id": "S1"}]


def test_one_table_from_any_file(tmp_path: Path) -> None:
    """For forms that are filled from a list: the file's name doesn't matter, nor does the kind."""
    save(tmp_path / "名单.xlsx", {"说明": [["x"]], "服务人员": STAFF})
    (tmp_path / "rows.csv").write_text("编号,姓名\nS1,甲\n", encoding="utf-8")
    (tmp_path / "rows.yaml").write_text("staff: [{id: S1, name: 甲}]\n", encoding="utf-8")
    for name in ("名单.xlsx", "rows.csv", "rows.yaml"):
        loaded = load_table(tmp_path / name, "staff")
        assert problems(loaded) == []
        assert loaded.tree.data == {"staff": [{"id": "S1", "name": "甲"}]}


@pytest.mark.parametrize(
    ("file", "table", "message"),
    [
        ("rows.csv", "stuff", "there is no table 'stuff'"),
        ("absent.csv", "staff", "no such file or folder"),
        ("rows.txt", "staff", "is no table: .csv, .xlsx and .yaml are read"),
    ],
)
def test_wrong_calls(file: str, table: str, message: str, tmp_path: Path) -> None:
    """The caller named what does not exist."""
    for name in ("rows.csv", "rows.txt"):
        (tmp_path / name).write_text("id\n", encoding="utf-8")
    with pytest.raises(UsageError, match=message):
        load_table(tmp_path / file, table)


def test_openpyxl_and_jsonschema_are_imported_late(folder: Path) -> None:
    """A project of YAML and CSV without faults pays for neither."""
    (folder / "staff.csv").write_text("id\nS1\n", encoding="utf-8")
    code = (
        "import sys; from svcdocs.load import load_project; assert not load_project('p').problems;"
        "print([name for name in ('openpyxl', 'jsonschema', 'lxml') if name in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
