"""What may be wrong with a form that comes back: each fault told with its place, the rest read."""

from __future__ import annotations

import importlib.util
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from svcdocs.cli import main
from svcdocs.load import load_project
from svcdocs.ooxml.archive import unpack
from svcdocs.ooxml.package import main_part, write_package
from svcdocs.workflow.data_text import as_csv, as_yaml
from svcdocs.workflow.forms import blank_form, filled_forms
from svcdocs.workflow.project import open_project
from svcdocs.workflow.read_forms import read_forms

ON_SCREEN = {"electronic": "true"}
Capture = pytest.CaptureFixture[str]
Change = Callable[[str], str]


@pytest.fixture
def form(campus: Path, tmp_path: Path) -> Callable[..., Path]:
    """A filled form of a visit with something replaced in its XML."""
    data = filled_forms(open_project(campus), "visit-record", ["VIS-001"], parameters=ON_SCREEN)

    def changed(change: Change = lambda xml: xml, name: str = "form.docx") -> Path:
        parts = unpack(data[0].data, "")
        part = main_part(parts)
        before = parts[part].decode()
        parts[part] = change(before).encode()
        path = tmp_path / name
        path.write_bytes(write_package(parts))
        return path

    return changed


def swap(old: str, new: str) -> Change:
    """A text of the form replaced, which has to be there."""

    def change(xml: str) -> str:
        assert old in xml
        return xml.replace(old, new)

    return change


def written(field: str, text: str) -> Change:
    """Another text in a field of the visit, which has one already."""

    def change(xml: str) -> str:
        mark = f'<w:tag w:val="visits.VIS-001.{field}"/>'
        head, found, tail = xml.partition(mark)
        assert found
        return (
            head + mark + re.sub(r"(<w:t[^>]*>)[^<]*(</w:t>)", rf"\g<1>{text}\g<2>", tail, count=1)
        )

    return change


def english(*arguments: str) -> int:
    """Run with English messages."""
    return main.run([*arguments, "--lang", "en"])


@pytest.mark.usefixtures("english")
class TestFaults:
    """Told, and nothing else lost."""

    def test_a_wrong_date(self, form: Callable[..., Path]) -> None:
        """With the file, the field's label and the place in the document."""
        done = read_forms([form(written("recorded_on", "2025年7月32日"))])

        told = [f"{one.place} {one.message}" for one in done.problems]
        assert any(
            re.search(
                r"form\.docx: table 1, row \d+, column 4 .*填写日期.*2025-07 has 31 days", one
            )
            for one in told
        ), told
        assert "recorded_on" not in done.rows["visits"][0]
        assert done.rows["visits"][0]["interviewee"] == "程思远"

    def test_text_outside_of_the_fields(self, form: Callable[..., Path]) -> None:
        """The place that was changed, and no other; what is in the fields is no change."""
        done = read_forms(
            [form(lambda xml: xml.replace("受访人<", "回答人<").replace("程思远", "新人"))]
        )

        (problem,) = done.problems
        assert "changed outside of the fields" in problem.message
        assert "回答人" in problem.message
        assert done.rows["visits"][0]["interviewee"] == "新人"

    def test_a_field_that_is_gone(self, form: Callable[..., Path]) -> None:
        """And with it what was in it."""

        def without(xml: str) -> str:
            return re.sub(r"<w:sdt>(?:(?!</w:sdt>).)*VIS-001\.phone.*?</w:sdt>", "", xml)

        done = read_forms([form(without)])
        assert [one.message for one in done.problems] == [
            "the field visits.VIS-001.phone is gone, and what was in it"
        ]

    def test_a_field_twice(self, form: Callable[..., Path]) -> None:
        """The copy is left out."""

        def doubled(xml: str) -> str:
            found = re.search(r"<w:sdt>(?:(?!</w:sdt>).)*VIS-001\.phone.*?</w:sdt>", xml)
            assert found
            return xml.replace(found[0], found[0] + found[0].replace("010-5555-0121", "999"))

        done = read_forms([form(doubled)])
        assert any("once more than it was printed" in one.message for one in done.problems)
        assert done.rows["visits"][0]["phone"] == "010-5555-0121"

    def test_two_boxes_for_one_value(self, form: Callable[..., Path]) -> None:
        """Which one was meant is not guessed."""
        done = read_forms(
            [
                form(
                    lambda xml: xml.replace(
                        '<w14:checked w14:val="0"/>', '<w14:checked w14:val="1"/>'
                    )
                )
            ]
        )
        assert any("only one box can be ticked" in one.message for one in done.problems)
        assert "method" not in done.rows["visits"][0]

    def test_files_that_are_no_forms(self, form: Callable[..., Path], tmp_path: Path) -> None:
        """A bad file stops no other."""
        paper = tmp_path / "paper.docx"
        paper.write_bytes(blank_form("visit-record").data)
        rubbish = tmp_path / "rubbish.docx"
        rubbish.write_bytes(b"PK rubbish")

        done = read_forms([rubbish, tmp_path / "none.docx", paper, form()])

        assert done.files == 1
        assert {Path(one.place.file).name for one in done.problems} == {
            "rubbish.docx",
            "none.docx",
            "paper.docx",
        }
        assert [row["id"] for row in done.rows["visits"]] == ["VIS-001"]

    def test_two_forms_of_one_row_that_differ(self, form: Callable[..., Path]) -> None:
        """The first one counts; the other is told."""
        second = form(swap("程思远", "别人"), "second.docx")
        done = read_forms([form(), second])

        (problem,) = done.problems
        assert "second.docx" in problem.place.file
        assert done.rows["visits"][0]["interviewee"] == "程思远"


def test_a_filled_form_gives_what_the_project_has(campus: Path) -> None:
    """Every visit, field by field; with the project names are ids."""
    project = open_project(campus)
    known = {row["id"]: row for row in project.context.project.data["visits"]}
    for id_, row in known.items():
        form = filled_forms(project, "visit-record", [id_], parameters=ON_SCREEN)[0]
        path = campus.parent / f"{id_}.docx"
        path.write_bytes(form.data)
        done = read_forms([path], project)
        assert done.problems == []
        assert done.own == {}
        (read,) = done.rows["visits"]
        assert read == {name: row[name] for name in read}
        assert len(read) > 5


def test_data_written_down_are_read_again(campus: Path, tmp_path: Path) -> None:
    """The whole sample as YAML, whatever stands in it."""
    before = load_project(campus).tree.data
    (tmp_path / "again.yaml").write_text(as_yaml(before), encoding="utf-8")
    assert load_project(tmp_path / "again.yaml").tree.data == before


class TestInto:
    """Rows put into the project's own files."""

    @pytest.mark.parametrize("kind", ["yaml", "csv"])
    def test_and_check_finds_what_is_late(
        self, form: Callable[..., Path], campus: Path, capsys: Capture, kind: str
    ) -> None:
        """Borrowed papers came back a year late; before nobody could know."""
        if kind == "csv":
            rows = load_project(campus).tree.data["visits"]
            (campus / "visits.yaml").unlink()
            (campus / "visits.csv").write_text(as_csv(rows), encoding="utf-8", newline="")
        before = {(one.rule, one.record) for one in open_project(campus).report.open}
        path = form(written("materials_returned_on", "2026年7月15日"))

        assert english("read", str(path), "--into", str(campus)) == 0

        changed = next(
            row for row in load_project(campus).tree.data["visits"] if row["id"] == "VIS-001"
        )
        assert changed["materials_returned_on"].isoformat() == "2026-07-15"
        after = {(one.rule, one.record) for one in open_project(campus).report.open}
        assert {record for _rule, record in after - before} == {"VIS-001"}
        assert english("check", str(campus), "--fail-on", "warning") == 1
        assert "VIS-001" in capsys.readouterr().out

    def test_comments_stay(self, form: Callable[..., Path], campus: Path) -> None:
        """One value is changed, no other character."""
        file = campus / "visits.yaml"
        before = "# 台账\n" + file.read_text(encoding="utf-8")
        file.write_text(before, encoding="utf-8")

        assert english("read", str(form(swap("程思远", "新人"))), "--into", str(campus)) == 0

        assert file.read_text(encoding="utf-8") == before.replace("程思远", "新人", 1)

    def test_a_workbook_is_left_alone(
        self, form: Callable[..., Path], campus: Path, capsys: Capture
    ) -> None:
        """What cannot be done safely is not done: nothing is changed."""
        import openpyxl

        (campus / "visits.yaml").unlink()
        book = openpyxl.Workbook()
        book.worksheets[0].append(["id", "interviewee"])
        book.worksheets[0].append(["VIS-001", "甲"])
        book.save(campus / "visits.xlsx")
        before = (campus / "visits.xlsx").read_bytes()

        assert english("read", str(form()), "--into", str(campus)) == 3

        assert "cannot be added to" in capsys.readouterr().err
        assert (campus / "visits.xlsx").read_bytes() == before


class TestOut:
    """Where rows go."""

    def test_csv_yaml_and_folder(
        self, form: Callable[..., Path], campus: Path, tmp_path: Path
    ) -> None:
        """The rows as the project has them, in every kind of file."""
        path = str(form())
        row = read_forms([Path(path)], open_project(campus)).rows["visits"][0]
        for name in ("rows.csv", "rows.yaml", "folder"):
            out = tmp_path / name
            assert english("read", path, "--project", str(campus), "-o", str(out)) == 0
            file = out / "visits.csv" if name == "folder" else out
            assert file.is_file()
        text = (tmp_path / "rows.yaml").read_text(encoding="utf-8")
        assert text == as_yaml({"visits": [row]})

    def test_a_folder_of_forms(self, form: Callable[..., Path], capsys: Capture) -> None:
        """All of it, printed."""
        path = form()
        form(name="other.docx")
        assert english("read", str(path.parent)) == 0
        assert "visits:\n  - id: VIS-001" in capsys.readouterr().out


@pytest.mark.soffice
def test_sixteen_of_the_thousand_visits_come_back(tmp_path: Path, checkout: Path) -> None:
    """Made, saved again by LibreOffice, read; `tools/volume.py` does the same with a thousand."""
    spec = importlib.util.spec_from_file_location("volume", checkout / "tools" / "volume.py")
    assert spec
    assert spec.loader
    volume: Any = importlib.util.module_from_spec(spec)
    sys.modules["volume"] = volume
    spec.loader.exec_module(volume)

    direct, saved = volume.round_trip(16, tmp_path)

    assert volume.losses(16, direct, tmp_path) == []
    assert volume.losses(16, saved, tmp_path) == []
