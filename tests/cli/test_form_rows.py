"""`svcdocs form --data`, `--sheet`, `--hide` and `svcdocs read` on the command line."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
from pathlib import Path

import openpyxl
import pytest

from svcdocs.cli import main
from svcdocs.ooxml.dump import dump
from svcdocs.render.doctype import discover_types
from svcdocs.workflow.form_data import read_form_rows
from svcdocs.workflow.form_sheet import form_sheet

HEAD = "编号,客户名称,项目名称,填写日期,回访方式,回访人,整体满意度\n"
Capture = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def here(checkout: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty folder with a copy of the sample."""
    monkeypatch.chdir(tmp_path)
    shutil.copytree(checkout / "samples" / "campus-network", "campus")


def english(*arguments: str) -> int:
    """Run with English messages."""
    return main.run([*arguments, "--lang", "en"])


def write(name: str, text: str) -> None:
    """A file of rows."""
    Path(name).write_text(text, encoding="utf-8")


def said(name: str) -> str:
    """What a document says."""
    return dump(Path(name).read_bytes())


class TestData:
    """Rows without a project."""

    def test_labels_of_the_form_and_titles_of_choices(self) -> None:
        """Columns are called as on the form; a name is a person, a title its key."""
        write("rows.csv", HEAD + "V-1,澜州一中,机房,2026-03-31,电话回访,王某,4\n")

        assert english("form", "visit-record", "--data", "rows.csv", "-o", "out") == 0

        text = said("out/客户回访记录表 V-1.docx")
        assert "澜州一中" in text
        assert "王某" in text
        assert "☑ 电话回访" in text
        assert "2026年3月31日" in text

    def test_a_faulty_row_stops_no_other(self, capsys: Capture) -> None:
        """It is told with its cell; the exit code says that it is missing."""
        book = openpyxl.Workbook()
        sheet = book.worksheets[0]
        sheet.title = "Sheet1"
        sheet.append(["编号", "客户名称", "填写日期", "回访方式"])
        sheet.append(["V-1", "甲", "2026-03-31", "现场回访"])
        sheet.append(["V-2", "乙", "2026-03-32", "现场回访"])
        sheet.append(["V-3", "丙", "2026-03-31", "上门"])
        book.save("rows.xlsx")

        assert english("form", "visit-record", "--data", "rows.xlsx", "-o", "out") == 1

        told = capsys.readouterr().out
        assert "rows.xlsx!Sheet1:C3 " in told
        assert "rows.xlsx!Sheet1:D4 " in told
        assert "现场回访" in told  # the nearest choice
        assert [path.name for path in Path("out").glob("*.docx")] == ["客户回访记录表 V-1.docx"]

    def test_columns_that_fit_nothing(self, capsys: Capture) -> None:
        """All of them are listed, with the nearest name or what they may mean; nothing is made."""
        write("rows.csv", "编号,填写曰期,联系电话号,简称\nV-1,2026-03-31,1,x\n")

        assert english("form", "visit-record", "--data", "rows.csv", "-o", "out") == 2

        told = capsys.readouterr().err
        assert "填写日期" in told
        assert "采购人简称" in told
        assert "供应商简称" in told
        assert not Path("out").exists()

    def test_identifiers_of_project_fields_and_a_yaml_file(self) -> None:
        """Nested fields by their ids; what all rows have in common stands once."""
        write(
            "rows.yaml",
            "purchaser: {name: 共同单位}\n"
            "visits:\n"
            "  - {id: V-1, project.name: 甲项目, 回访方式: 现场回访}\n"
            "  - {id: V-2, project: {name: 乙项目, purchaser: {address: 乙路}}}\n",
        )

        assert english("form", "visit-record", "--data", "rows.yaml", "-o", "out") == 0

        first, second = (said(f"out/客户回访记录表 V-{number}.docx") for number in (1, 2))
        assert "甲项目" in first
        assert "共同单位" in first
        assert "乙项目" in second
        assert "共同单位" in second
        assert "乙路" in second
        assert "乙路" not in first

    def test_facts_and_other_tables(self) -> None:
        """A warranty card of a row computes the end of the warranty; rows are joined by their ids."""
        write(
            "rows.yaml",
            "accepted_units:\n"
            "  - {id: AU-1, equipment: E-1, acceptance: A-1, serial_no: SN-1}\n"
            "acceptances: [{id: A-1, kind: final, accepted_on: 2026-03-31, passed: true}]\n"
            "equipment: [{id: E-1, name: 交换机, warranty: 3 年}]\n",
        )

        assert english("form", "warranty-card", "--data", "rows.yaml", "-o", "card.docx") == 0

        text = said("card.docx")
        assert "交换机" in text
        assert "2029年3月31日" in text

    def test_a_type_about_projects(self) -> None:
        """One row is one document; rows of other sheets name their project."""
        book = openpyxl.Workbook()
        first = book.worksheets[0]
        first.append(["项目编号", "项目名称"])
        first.append(["P-1", "甲项目"])
        first.append(["P-2", "乙项目"])
        parts = book.create_sheet("备品备件")
        parts.append(["编号", "项目编号", "名称"])
        parts.append(["S-1", "P-1", "电源模块"])
        parts.append(["S-2", "P-2", "风扇"])
        book.save("rows.xlsx")

        assert english("form", "spare-parts-list", "--data", "rows.xlsx", "-o", "out") == 0

        texts = [said(str(path)) for path in sorted(Path("out").glob("*.docx"))]
        assert len(texts) == 2
        assert sum("电源模块" in text for text in texts) == 1
        assert all(("甲项目" in text) == ("电源模块" in text) for text in texts)

    def test_rows_without_an_id_get_files_of_their_own(self) -> None:
        """Named by their line; what is missing is left to be written by hand."""
        write("rows.csv", "客户名称\n甲\n甲\n")

        assert english("form", "visit-record", "--data", "rows.csv", "-o", "out") == 0

        assert len(list(Path("out").glob("*.docx"))) == 2

    def test_workers_make_the_same_files(self) -> None:
        """The same bytes, and a manifest."""
        write("rows.csv", HEAD + "".join(f"V-{n},甲,乙,2026-03-31,,,\n" for n in range(6)))
        call = ["form", "visit-record", "--data", "rows.csv", "--manifest", "all.jsonl"]

        assert english(*call, "-o", "one") == 0
        assert english(*call, "-o", "two", "--workers", "2") == 0

        names = sorted(path.name for path in Path("one").glob("*.docx"))
        assert len(names) == 6
        for name in names:
            assert Path("one", name).read_bytes() == Path("two", name).read_bytes()
        lines = Path("all.jsonl").read_text(encoding="utf-8").splitlines()
        assert [json.loads(line)["project"] for line in lines] == ["rows.csv"] * 12

    def test_not_with_a_project(self, capsys: Capture) -> None:
        """Rows bring their own data."""
        write("rows.csv", HEAD)
        assert english("form", "visit-record", "campus", "--data", "rows.csv") == 2
        assert "without a project" in capsys.readouterr().err


class TestSheet:
    """The empty sheet."""

    @pytest.mark.parametrize("name", sorted(discover_types()))
    def test_what_it_makes_is_read_back(self, name: str, tmp_path: Path) -> None:
        """Every type's sheet, without a notice and without a fault."""
        policies = discover_types()[name].blank_policies or ("network-equipment@1.0",)
        path = tmp_path / "sheet.xlsx"
        path.write_bytes(form_sheet(name, policies))

        rows = read_form_rows(path, name, policies)

        assert len(rows.rows) == 1
        assert rows.faults == {}
        assert rows.notices == []

    def test_headings_choices_and_formats(self) -> None:
        """Chinese headings that stay in sight, a list of choices, dates as dates."""
        assert english("form", "visit-record", "--sheet", "sheet.xlsx") == 0

        sheet = openpyxl.load_workbook("sheet.xlsx")["客户回访"]
        heads = {cell.value: cell.coordinate.rstrip("1") for cell in sheet[1]}
        assert sheet.freeze_panes == "A2"
        assert {"编号", "回访方式", "填写日期", "客户名称"} <= heads.keys()
        lists = {
            str(rule.sqref)[0:2]: rule.formula1 for rule in sheet.data_validations.dataValidation
        }
        assert '"现场回访,电话回访"' in lists.values()
        dated = sheet[f"{heads['填写日期']}2"]
        assert dated.is_date
        assert dated.number_format == "yyyy-mm-dd"
        assert sheet[f"{heads['填写日期']}1"].comment is not None

    def test_the_file_is_not_overwritten(self, capsys: Capture) -> None:
        """Somebody may have filled it in."""
        assert english("form", "visit-record", "--sheet", "sheet.xlsx") == 0
        assert english("form", "visit-record", "--sheet", "sheet.xlsx") == 3
        assert "there already" in capsys.readouterr().err
        assert english("form", "visit-record", "--sheet", "sheet.docx") == 2


class TestHide:
    """Personal data left out."""

    @pytest.mark.parametrize("names", ["phone", "被访人电话", "visits.phone", "phone,address"])
    def test_on_a_form(self, names: str) -> None:
        """By name, by label, at any depth."""
        call = ["form", "visit-record", "campus", "--record", "VIS-001", "-o", "out.docx"]
        assert english(*call) == 0
        assert "010-5555-0121" in said("out.docx")

        assert english(*call, "--hide", names, "--force") == 0

        assert "010-5555-0121" not in said("out.docx")
        assert ("学府路" in said("out.docx")) == ("address" not in names)

    def test_in_a_final_document_it_is_no_lack(self) -> None:
        """The document is written, with a line where the value would be."""
        call = ["render", "campus", "visit-record", "--record", "VIS-001", "-o", "out"]
        assert english(*call, "--hide", "phone", "--hide", "interviewee") == 0

        (path,) = Path("out").glob("*.docx")
        assert "010-5555-0121" not in said(str(path))
        assert "程思远" not in said(str(path))
        assert english("verify", str(path), "--project", "campus") == 0

    def test_an_unknown_name(self, capsys: Capture) -> None:
        """The nearest is named."""
        assert english("form", "visit-record", "--hide", "phome") == 2
        assert "did you mean phone?" in capsys.readouterr().err


def test_a_workbook_that_nobody_filled_in(capsys: Capture) -> None:
    """Headings alone are no rows."""
    book = openpyxl.load_workbook(io.BytesIO(form_sheet("visit-record")))
    book["客户回访"].delete_rows(2)
    book.save("empty.xlsx")

    assert english("form", "visit-record", "--data", "empty.xlsx") == 2

    assert "has no rows of visits" in capsys.readouterr().err


@pytest.mark.soffice
def test_every_sheet_is_read_as_before_once_libreoffice_saved_it(tmp_path: Path) -> None:
    """The same rows, without a notice."""
    for name, kind in discover_types().items():
        policies = kind.blank_policies or ("network-equipment@1.0",)
        (tmp_path / f"{name}.xlsx").write_bytes(form_sheet(name, policies))
    command = [str(shutil.which("soffice")), f"-env:UserInstallation={(tmp_path / 'p').as_uri()}"]
    command += ["--headless", "--convert-to", "xlsx", "--outdir", str(tmp_path / "saved")]
    files = sorted(tmp_path.glob("*.xlsx"))
    subprocess.run([*command, *map(str, files)], check=True, capture_output=True, timeout=300)

    for file in files:
        policies = discover_types()[file.stem].blank_policies or ("network-equipment@1.0",)
        made = read_form_rows(file, file.stem, policies)
        saved = read_form_rows(tmp_path / "saved" / file.name, file.stem, policies)
        assert saved.notices == []
        assert saved.faults == {}
        assert (saved.rows, saved.tables) == (made.rows, made.tables), file.name
