"""Whatever bytes a table file has: data or problems, never an exception, never a long wait."""

from __future__ import annotations

import importlib.util
import io
import time
import zipfile
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from svcdocs.load import Loaded, load_table

FUZZ = settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])

HEADINGS = [
    "id",
    "编号",
    "故障名称",
    "reported_at",
    "质保期内",
    "fee",
    "收费（元）",
    "title",
    "x",
    "",
]
CELLS = [
    *("", " ", "I1", "断网", "2026/3/31 8:05", "2026-02-30", "是", "1,409.50", "#N/A", "###"),
    *(
        "'007",
        '="1"',
        "a;b；c",
        '"',
        '""',
        "\n",
        "\r\n",
        ",",
        ";",
        "\t",
        "\u00a0",
        "\u2028",
        "\x00",
    ),
]


def judged(path: Path) -> Loaded:
    """The file as incidents, with whatever is wrong with it said at a place of its own."""
    begin = time.monotonic()
    loaded = load_table(path, "incidents")
    assert time.monotonic() - begin < 5
    for problem in [*loaded.problems, *loaded.notices]:
        assert problem.place.file == path.as_posix()
        assert problem.message
    for index, row in enumerate(loaded.tree.data.get("incidents", [])):
        for name in row:
            place = loaded.tree.place(("incidents", index, name))
            assert place is not None
            assert place.line >= 1
            assert place.column >= 1
    return loaded


@FUZZ
@given(st.binary(max_size=300), st.sampled_from([".csv", ".xlsx", ".yaml"]))
def test_any_bytes(tmp_path: Path, raw: bytes, suffix: str) -> None:
    """Nothing was ever meant by them."""
    path = tmp_path / f"t{suffix}"
    path.write_bytes(raw)
    judged(path)


@FUZZ
@given(
    st.lists(st.sampled_from(HEADINGS), max_size=5),
    st.lists(st.sampled_from(CELLS), max_size=30),
    st.sampled_from([",", ";", "\t", "，"]),
    st.sampled_from(["utf-8", "utf-8-sig", "gb18030", "utf-16"]),
)
def test_any_cells_in_csv(
    tmp_path: Path, headings: list[str], cells: list[str], separator: str, encoding: str
) -> None:
    """Right and wrong in any mixture, quoted by nobody."""
    path = tmp_path / "t.csv"
    text = separator.join(headings) + "\r\n" + separator.join(cells)
    path.write_bytes(text.encode(encoding))
    judged(path)


@pytest.fixture(scope="module")
def parts() -> ModuleType:
    """The workbook writer of the tests beside this one."""
    spec = importlib.util.spec_from_file_location("raw", Path(__file__).with_name("conftest.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def sheet_cells() -> st.SearchStrategy[str]:
    """Cells as no program writes them, rows of which some are nearly right."""
    content = st.sampled_from(
        [
            *("<v>1</v>", "<v>46112.5</v>", "<v>-1</v>", "<v>1E400</v>", "<v>x</v>", "<v></v>", ""),
            *("<v>#N/A</v>", "<f>A1</f>", "<f>A1</f><v>2</v>", "<f t='shared' si='0'/>"),
            *(f"<is><t>{text}</t></is>" for text in ("id", "编号", "fee", "x", " ", "_x0000_")),
            *("<is/>", "<is><r><t>i</t></r><r><t>d</t></r></is>", "<v>99999999999</v>"),
        ]
    )
    return st.builds(
        "<c {} {} {}>{}</c>".format,
        st.sampled_from(
            ["", "r='A1'", "r='B2'", "r='C1'", "r='A99'", "r='1A'", "r=''", "r='ZZZZ1'"]
        ),
        st.sampled_from(["", "s='1'", "s='2'", "s='9'", "s='x'"]),
        st.sampled_from(
            ["", "", "t='inlineStr'", "t='inlineStr'", "t='s'", "t='b'", "t='e'", "t='d'"]
        ),
        content,
    )


@FUZZ
@given(
    st.lists(st.lists(sheet_cells(), max_size=4).map("".join), max_size=5),
    st.lists(st.sampled_from(["yyyy/m/d h:mm", "0%", "[h]:mm", "000", 31, ""]), max_size=2),
    st.sampled_from(["", "<mergeCells><mergeCell ref='A1:B2'/></mergeCells>", "<mergeCells/>"]),
    st.booleans(),
)
def test_any_cells_in_a_sheet(  # noqa: PLR0913, PLR0917 # what is drawn
    tmp_path: Path,
    parts: ModuleType,
    rows: list[str],
    formats: list[str | int],
    behind: str,
    mac: bool,  # noqa: FBT001 # drawn
) -> None:
    """A well-formed package around cells that contradict themselves."""
    path = tmp_path / "t.xlsx"
    write(path, parts.workbook_parts(rows, formats, behind, mac=mac))
    judged(path)


@FUZZ
@given(st.data())
def test_any_damage_to_a_workbook(tmp_path: Path, parts: ModuleType, data: st.DataObject) -> None:
    """A few bytes changed, in one part or in the file itself."""
    row = '<c r="A1" t="inlineStr"><is><t>id</t></is></c><c r="B1"><v>2</v></c>'
    whole = parts.workbook_parts([row, row], ["yyyy/m/d"], "", mac=False)
    path = tmp_path / "t.xlsx"
    name = data.draw(st.sampled_from([*whole, ""]))
    if name:
        whole[name] = changed(data, whole[name].encode()).decode("utf-8", errors="replace")
        write(path, whole)
    else:
        write(path, whole)
        path.write_bytes(changed(data, path.read_bytes()))
    judged(path)


def write(path: Path, parts: dict[str, str]) -> None:
    """The parts as a zip file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in parts.items():
            file.writestr(name, text)
    path.write_bytes(out.getvalue())


def changed(data: st.DataObject, raw: bytes) -> bytes:
    """A run of bytes replaced by another."""
    start = data.draw(st.integers(0, len(raw)))
    end = data.draw(st.integers(start, min(start + 20, len(raw))))
    return raw[:start] + data.draw(st.binary(max_size=8)) + raw[end:]
