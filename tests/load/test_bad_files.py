"""Bad input: one clear problem with its place for each fault, and nothing else."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from svcdocs.errors import UsageError
from svcdocs.load import describe, load_project, load_yaml

pytestmark = pytest.mark.usefixtures("english")

GOOD = """\
stage: signed
policies: [network-equipment@1.0]
no: P-1
name: 校园网
purchaser: {name: 某大学}
supplier: {name: 某公司}
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project without faults, named by a relative path."""
    monkeypatch.chdir(tmp_path)
    path = Path("p")
    path.mkdir()
    (path / "project.yaml").write_text(GOOD, encoding="utf-8")
    return path


def problems(path: Path) -> list[str]:
    """The problems of a project as lines."""
    return [describe(problem) for problem in load_project(path).problems]


def test_the_base_is_good(folder: Path) -> None:
    """Otherwise the other tests would say nothing."""
    assert problems(folder) == []


def test_no_such_file(folder: Path) -> None:
    """A path that leads nowhere is a wrong call, not a fault of the data."""
    with pytest.raises(UsageError, match="no such file or folder: p/absent"):
        load_project(folder / "absent")
    with pytest.raises(UsageError, match=r"no such file or folder: p/absent\.yaml"):
        load_yaml("p/absent.yaml", "tender")


@pytest.mark.parametrize(
    ("path", "hint"),
    [
        ("p/projekt.yaml", "did you mean 'p/project.yaml'"),
        ("p/什么", "look at the spelling"),
        ("nowhere/p", "there is no folder nowhere either"),
    ],
)
def test_a_wrong_path_says_where_to_look(folder: Path, path: str, hint: str) -> None:
    """The neighbour of a similar name, or where the path stops being right."""
    assert folder.is_dir()
    with pytest.raises(UsageError) as caught:
        load_project(path)
    assert hint in caught.value.hint


def test_folder_without_project(tmp_path: Path) -> None:
    """Any other folder is named as what it is not."""
    with pytest.raises(UsageError, match=r"is no project: it has no project\.yaml"):
        load_project(tmp_path)


#: File content → the problems of the project that has it as `extra.yaml`.
YAML_FAULTS = {
    "empty": ("", ["p/extra.yaml the file is empty"]),
    "comments only": ("# later\n", ["p/extra.yaml the file is empty"]),
    "null": ("~\n", ["p/extra.yaml the file is empty"]),
    "top-level list": (
        "- a\n- b\n",
        ["p/extra.yaml:1:1 expected fields ('name: value') at the top of the file, found a list"],
    ),
    "top-level text": (
        "hello\n",
        ["p/extra.yaml:1:1 expected fields ('name: value') at the top of the file, found a text"],
    ),
    "tab": (
        "award:\n\tnotice_no: x\n",
        ["p/extra.yaml:2:1 a tab stands where spaces are wanted; indent with spaces"],
    ),
    "tab behind spaces": (
        "award:\n  notice_no: x\n \tissued_on: 2026-01-01\n",
        ["p/extra.yaml:3:2 a tab stands where spaces are wanted; indent with spaces"],
    ),
    "key twice": (
        "award:\n  notice_no: x\n  issued_on: 2026-01-01\n  notice_no: y\n",
        [
            (
                "p/extra.yaml:4:3 'notice_no' is given twice; the first one is at p/extra.yaml:2:3;"
                " delete one of the two"
            )
        ],
    ),
    "key twice in braces": (
        "award: {notice_no: x, notice_no: {a: 1}}\n",
        [
            (
                "p/extra.yaml:1:23 'notice_no' is given twice; the first one is at p/extra.yaml:1:9;"
                " delete one of the two"
            )
        ],
    ),
    "top-level key in two files": (
        "site: here\nname: again\n",
        [
            (
                "p/extra.yaml:2:1 'name' is given twice; the first one is at p/project.yaml:4:1;"
                " delete one of the two"
            )
        ],
    ),
    "several documents": (
        "site: a\n---\nscope: b\n",
        [
            (
                "p/extra.yaml:2:1 a second document starts here; a file holds one;"
                " delete the line '---' or move the rest to a file of its own"
            )
        ],
    ),
    "document after an end": (
        "site: a\n...\nscope: b\n",
        [
            (
                "p/extra.yaml:3:1 a second document starts here; a file holds one;"
                " delete the line '---' or move the rest to a file of its own"
            )
        ],
    ),
    "python tag": (
        "site: !!python/object/apply:os.system ['echo broken > owned']\n",
        [
            (
                "p/extra.yaml:1:7 the tag '!!python/object/apply:os.system' asks to run Python;"
                " it was not run; delete the tag and write the value itself"
            )
        ],
    ),
    "python tag behind an anchor": (
        "site: &a !!python/name:os.system x\n",
        [
            (
                "p/extra.yaml:1:10 the tag '!!python/name:os.system' asks to run Python;"
                " it was not run; delete the tag and write the value itself"
            )
        ],
    ),
    "other tag": (
        "site: !secret abc\nscope: !!binary aGk=\n",
        [
            (
                "p/extra.yaml:1:7 the tag '!secret' is not allowed;"
                " delete the tag and write the value itself"
            ),
            (
                "p/extra.yaml:2:8 the tag '!!binary' is not allowed;"
                " delete the tag and write the value itself"
            ),
        ],
    ),
    "undefined tag handle": (
        "site: !e!x abc\n",
        ["p/extra.yaml:1:7 this tag is not allowed; put a value that begins with '!' in quotes"],
    ),
    "tag on a line of its own": (
        "site: &a\n  !x b\n",
        ["p/extra.yaml:1:7 the tag '!x' is not allowed; delete the tag and write the value itself"],
    ),
    "tag on everything": (
        "!!python/dict {site: a}\n",
        [
            (
                "p/extra.yaml:1:1 the tag '!!python/dict' asks to run Python; it was not run;"
                " delete the tag and write the value itself"
            )
        ],
    ),
    "merge key": (
        "award: {<<: {notice_no: x}}\n",
        ["p/extra.yaml:1:9 merge keys ('<<') are not supported; write the fields out"],
    ),
    "unknown alias": ("site: *a\n", ["p/extra.yaml:1:7 '*a' names no anchor"]),
    "alias of itself": ("lots: &a [*a]\n", ["p/extra.yaml:1:11 '*a' contains itself"]),
    "list as a name": (
        "[a, b]: c\n",
        [
            (
                "p/extra.yaml:1:1 a field's name must be a text;"
                " put a value that begins with a bracket in quotes"
            )
        ],
    ),
    "template without quotes": (
        "site: {{ name }}\n",
        [
            (
                "p/extra.yaml:1:8 a field's name must be a text;"
                " put a value that begins with a bracket in quotes"
            )
        ],
    ),
    "no name": ("award: {'': x}\n", ["p/extra.yaml:1:10 a field's name must be a text"]),
    "full-width colon": (
        "site：北京\nscope: x\n",
        [
            (
                "p/extra.yaml:1:5 a full-width colon '：' separates no field;"
                " use the half-width colon with a space: 'name: value'"
            )
        ],
    ),
    "no space": (
        "award:\n  notice_no:x\n  issued_on: 2026-01-01\n",
        ["p/extra.yaml:2:12 a space is missing behind the colon; write 'name: value'"],
    ),
    "no colon": (
        "site: a\nscope\n",
        ["p/extra.yaml:2:1 expected 'name: value'; is a ':' missing here?"],
    ),
    "two colons": (
        "site: a: b\n",
        ["p/extra.yaml:1:8 a second ': ' in one line; put a value that holds ': ' in quotes"],
    ),
    "indentation": (
        "award:\n  notice_no: x\n issued_on: 2026-01-01\n",
        [
            (
                "p/extra.yaml:3:2 this line does not fit the lines above it;"
                " fields of one level start in the same column; every list item starts with '- '"
            )
        ],
    ),
    "indented under a value": (
        "site: a\n  scope: b\n",
        [
            (
                "p/extra.yaml:2:8 this line does not fit the lines above it;"
                " fields of one level start in the same column; every list item starts with '- '"
            )
        ],
    ),
    "item on the line of its field": (
        "lots: - a\n",
        ["p/extra.yaml:1:7 a list item must start on a line of its own"],
    ),
    "open quotes": (
        'site: "a\nscope: b\n',
        ["p/extra.yaml:1:7 the quotation mark opened here is never closed"],
    ),
    "open bracket": (
        "lots: [a\nscope: b\n",
        ["p/extra.yaml:1:7 the bracket opened here is not closed, or a comma is missing"],
    ),
    "sign": (
        "site: @here\n",
        ["p/extra.yaml:1:7 a value can't begin with '@'; put the value in quotes"],
    ),
    "star": (
        "site: **here**\n",
        ["p/extra.yaml:1:7 a value can't begin with '*'; put the value in quotes"],
    ),
    "star and a blank": (
        "lots:\n  - id: L1\n  * id: L2\n",
        ["p/extra.yaml:3:3 a value can't begin with '*'; put the value in quotes"],
    ),
    "backslash": (
        'site: "C:\\data"\n',
        [
            (
                "p/extra.yaml:1:10 '\\' has a special meaning between double quotes;"
                " use single quotes, or write '\\\\'"
            )
        ],
    ),
    "directive": (
        "%YAML 3.0\n---\nsite: a\n",
        ["p/extra.yaml:1:1 this is not YAML: found incompatible YAML document"],
    ),
    "invisible characters": (
        "site: a\u2028b\nscope: c\x07d\n",
        [
            (
                "p/extra.yaml:1:8 invisible or broken character U+2028;"
                " delete it and type the text again"
            ),
            (
                "p/extra.yaml:2:9 invisible or broken character U+0007;"
                " delete it and type the text again"
            ),
        ],
    ),
}


def test_a_file_full_of_invisible_characters(folder: Path) -> None:
    """The first twenty show what is wrong."""
    (folder / "extra.yaml").write_text("site: " + "\x07" * 500, encoding="utf-8")
    assert len(problems(folder)) == 20


@pytest.mark.parametrize("name", YAML_FAULTS)
def test_yaml_faults(name: str, folder: Path) -> None:
    """The other file stays good, and what is lost is not called missing."""
    text, expected = YAML_FAULTS[name]
    (folder / "extra.yaml").write_text(text, encoding="utf-8", newline="\n")
    assert problems(folder) == expected
    assert not Path("owned").exists()


def test_the_main_file_can_be_the_broken_one(folder: Path) -> None:
    """Its fields are lost, not missing; the faults of the other files are still found."""
    (folder / "project.yaml").write_text("stage: [\n", encoding="utf-8")
    (folder / "extra.yaml").write_text("award: {issued_on: 2026-02-30}\n", encoding="utf-8")
    (folder / "staff.csv").write_text("id,nmae\nS1,甲\n", encoding="utf-8")
    assert problems(folder) == [
        "p/project.yaml:2:1 a value is missing here, or a bracket is not closed",
        (
            "p/extra.yaml:1:20 issued_on (发出日期): expected a date like 2026-03-31, found"
            " '2026-02-30' (2026-02 has 28 days)"
        ),
        "p/staff.csv:1:4 unknown column 'nmae'; did you mean 'name'?",
    ]


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (
            "site: 北京\nscope: 网络\n".encode("gbk"),
            (
                "p/extra.yaml:1:7 the file is not UTF-8; it looks like GBK, as Excel and Notepad save"
                " it on Windows; save it again as UTF-8 (Excel: 'CSV UTF-8')"
            ),
        ),
        (
            "\ufeffname: 北".encode() + b"\xff\n",
            "p/extra.yaml:1:8 the file is not UTF-8; save it again as UTF-8 (Excel: 'CSV UTF-8')",
        ),
        (
            "site: 北京\n".encode("utf-16"),
            (
                "p/extra.yaml the file is UTF-16, not UTF-8;"
                " save it again as UTF-8 (Excel: 'CSV UTF-8')"
            ),
        ),
        (
            b"PK\x03\x04\x00\x00",
            "p/extra.yaml this is not a text file; check that it is the right file",
        ),
    ],
    ids=["gbk", "broken", "utf-16", "zip"],
)
def test_encodings(raw: bytes, expected: str, folder: Path) -> None:
    """UTF-8 only; the likely cause is named, with the first place that shows it."""
    (folder / "extra.yaml").write_bytes(raw)
    assert problems(folder) == [expected]


def test_a_byte_order_mark_is_no_fault(folder: Path) -> None:
    """Notepad writes one; columns do not shift."""
    (folder / "extra.yaml").write_bytes(b"\xef\xbb\xbfsite: here\n")
    (folder / "staff.csv").write_bytes(b"\xef\xbb\xbfid,name\r\nS1,x\r\n")
    loaded = load_project(folder)
    assert loaded.problems == []
    assert loaded.tree.places["site",].column == 7
    assert loaded.tree.data["staff"] == [{"id": "S1", "name": "x"}]


def test_a_huge_file_is_not_read(folder: Path) -> None:
    """50 MB are refused by their size."""
    with (folder / "incidents.csv").open("wb") as file:
        file.truncate(50 * 1024 * 1024)
    assert problems(folder) == [
        (
            "p/incidents.csv the file has 50 MB, more than 20 MB;"
            " check that it is the right file, or split it"
        )
    ]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("site: " + "[" * 100_000, "1:66"),
        ("site: " + "{a: " * 100_000, "1:243"),
        ("lots:\n" + "- " * 100_000 + "a", "2:119"),
        ("".join(" " * level + "a:\n" for level in range(2_000)), "61:61"),
    ],
    ids=["brackets", "braces", "items", "fields"],
)
def test_endless_nesting(text: str, place: str, folder: Path) -> None:
    """The stack holds, and the place is where it got too deep."""
    (folder / "extra.yaml").write_text(text, encoding="utf-8")
    begin = time.monotonic()
    assert problems(folder) == [
        (
            f"p/extra.yaml:{place} nested more than 60 levels deep;"
            " check the brackets and the indentation"
        )
    ]
    assert time.monotonic() - begin < 5


def test_an_alias_bomb(folder: Path) -> None:
    """Ten times ten times ten …: refused when the count is reached, not when memory is."""
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [" + ", ".join([f"*a{n - 1}"] * 10) + "]" for n in range(1, 10)]
    (folder / "extra.yaml").write_text("\n".join(lines), encoding="utf-8")
    begin = time.monotonic()
    assert problems(folder) == [
        "p/extra.yaml:5:45 the aliases expand to more than 100000 values; write the values out"
    ]
    assert time.monotonic() - begin < 5


def test_aliases_cannot_stack_up_depth(folder: Path) -> None:
    """Each level is shallow, all of them together are not."""
    lines = ["a0: &a0 x"]
    lines += [f"a{n}: &a{n} " + "[" * 30 + f"*a{n - 1}" + "]" * 30 for n in range(1, 5)]
    (folder / "extra.yaml").write_text("\n".join(lines), encoding="utf-8")
    assert problems(folder) == [
        "p/extra.yaml:3:39 nested more than 60 levels deep; check the brackets and the indentation"
    ]


TABLE_FAULTS = {
    "empty": ("", ["p/staff.csv the file is empty; its first line names the fields"]),
    "no id column": ("name,post\n甲,a\n乙,b\n", ["p/staff.csv:1:1 column id (编号) is missing"]),
    "doubled column": (
        "id,name,id\nS1,甲,S2\n",
        [
            ("p/staff.csv:1:9 column 'id' is given twice; the first one is at p/staff.csv:1:1;"
            " delete one of the two")
        ],
    ),
    "unknown column": (
        "id,nmae,blood_type\nS1,甲,A\nS2,乙,B\n",
        [
            "p/staff.csv:1:4 unknown column 'nmae'; did you mean 'name'?",
            "p/staff.csv:1:9 unknown column 'blood_type'",
        ],
    ),
    "Chinese column": (
        "id,姓明\nS1,甲\n",
        ["p/staff.csv:1:4 unknown column '姓明'; did you mean '姓名'?"],
    ),
    "misspelt id column": (
        "Id,name\nS1,甲\n",
        ["p/staff.csv:1:1 unknown column 'Id'; did you mean 'id'?"],
    ),
    "column without a name": (
        "id,,name\nS1,x,甲\n",
        ["p/staff.csv:1:4 column 2 has no name; write the field's name"],
    ),
    "empty column, as spreadsheets leave it": ("id,name,\nS1,甲,\n", []),
    "ragged lines": (
        "id,name,post\nS1,甲\nS2,乙,b,c\nS3,丙,d\n",
        [
            ("p/staff.csv:2:4 this line has 2 cells, the header has 3;"
            " check the commas; a cell that holds a comma needs quotation marks"),
            ("p/staff.csv:3:8 this line has 4 cells, the header has 3;"
            " check the commas; a cell that holds a comma needs quotation marks"),
        ],
    ),
    "id twice": (
        "id,name\nS1,甲\nS2,乙\nS1,丙\n",
        [
            ("p/staff.csv:4:1 id 'S1' is given twice; the first one is at p/staff.csv:2:1;"
            " every row of a table needs an id of its own")
        ],
    ),
    "id empty": ("id,name\nS1,甲\n,乙\n", ["p/staff.csv:3:1 id (编号) is empty"]),
    "wrong date": (
        "id,certificate_valid_to\nS1,2026/2/30\n",
        [
            ("p/staff.csv:2:4 certificate_valid_to (证书有效期至): expected a date like 2026-03-31,"
            " found '2026/2/30' (2026-02 has 28 days)")
        ],
    ),
    "open quotes in the header": (
        '"id,name\nS1,甲\n',
        ["p/staff.csv:1:1 the quotation mark opened here is never closed"],
    ),
    "open quotes": (
        'id,name\nS1,"甲\nS2,乙\n',
        ["p/staff.csv:2:4 the quotation mark opened here is never closed"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", TABLE_FAULTS)
def test_table_faults(name: str, folder: Path) -> None:
    """A fault of the header is said once, at the header."""
    text, expected = TABLE_FAULTS[name]
    (folder / "staff.csv").write_bytes(text.encode())
    assert problems(folder) == expected


def test_table_in_two_files(folder: Path) -> None:
    """A table is a top-level field like any other."""
    (folder / "extra.yaml").write_text("staff: [{id: S1}]\n", encoding="utf-8")
    (folder / "staff.csv").write_text("id\nS2\n", encoding="utf-8")
    assert problems(folder) == [
        (
            "p/staff.csv 'staff' is given twice; the first one is at p/extra.yaml:1:1;"
            " delete one of the two"
        )
    ]


def test_files_that_are_no_tables(folder: Path) -> None:
    """Nothing a user put there is passed over in silence."""
    (folder / "incident.csv").write_text("id\n1\n", encoding="utf-8")
    (folder / "visits.xls").write_bytes(b"PK")
    assert problems(folder) == [
        "p/incident.csv there is no table 'incident'; did you mean 'incidents'?",
        (
            "p/visits.xls tables are read from CSV and .xlsx, not from this file;"
            " save it as .xlsx or 'CSV UTF-8', or move it to a sub-folder"
        ),
    ]
