"""Documents read back: edited or not, stale or not, and why."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from svcdocs.errors import OutputError, UsageError
from svcdocs.model.verification import Cause, Edit, Trace, Unverified, Verification
from svcdocs.ooxml.archive import unpack
from svcdocs.ooxml.package import write_package
from svcdocs.ooxml.properties import properties_xml, read_properties
from svcdocs.render.doctype import find_type
from svcdocs.render.mode import Mode
from svcdocs.workflow.documents import produce
from svcdocs.workflow.forms import blank_form
from svcdocs.workflow.orders import chosen
from svcdocs.workflow.outputs import write_document
from svcdocs.workflow.project import open_project
from svcdocs.workflow.verify import find_code, verify

pytestmark = pytest.mark.usefixtures("english")

Change = Callable[[str], str]
ANNEX = "售后服务和培训方案 DLLG-ZB-2025-017.docx"


@pytest.fixture
def out(campus: Path, tmp_path: Path) -> Path:
    """The annex, one visit record and one draft of a clean project."""
    project, out = open_project(campus), tmp_path / "out"
    produce(project, chosen(project, ["bid-annex"]), out)
    produce(project, chosen(project, ["visit-record"], ["VIS-003"]), out)
    assert len(list(out.iterdir())) == 2
    return out


def rewrite(path: Path, change: Change, part: str = "word/document.xml") -> None:
    """Change a part as an editor would."""
    parts = unpack(path.read_bytes(), path.name)
    before = parts[part].decode()
    after = change(before)
    assert after != before
    path.write_bytes(write_package({**parts, part: after.encode()}))


def office_saves(path: Path, folder: Path) -> Path:
    """The file as LibreOffice writes it after opening it."""
    profile = (folder / "profile").as_uri()
    subprocess.run(
        [
            *("soffice", f"-env:UserInstallation={profile}", "--headless"),
            *("--convert-to", "docx:MS Word 2007 XML", "--outdir", str(folder / "saved")),
            str(path),
        ],
        check=True,
        capture_output=True,
        timeout=300,
    )
    return folder / "saved" / path.name


def only(path: Path, campus: Path | None = None) -> Verification:
    """What there is to say of one file."""
    found = verify([path], open_project(campus) if campus else None)
    (one,) = found.files
    assert isinstance(one, Verification)
    assert found.exit_code == (0 if one.fine else 1)
    return one


def edit_file(path: Path, old: str, new: str) -> None:
    """Change a text of the project."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_document_tells_what_it_was_made_from(out: Path, campus: Path) -> None:
    """Type, record, policies; up to date."""
    one = only(out / "客户回访记录表 VIS-003.docx", campus)

    assert (one.origin.type, one.origin.record, one.origin.mode) == (
        *("visit-record", "VIS-003"),
        "final",
    )
    assert one.origin.policies[0] == "network-equipment@1.0"
    assert (one.trace, one.changes) == (Trace.INTACT, ())


def test_the_code_on_paper_finds_its_document(out: Path, campus: Path) -> None:
    """Typed as people type it."""
    origin = only(out / "客户回访记录表 VIS-003.docx").origin
    assert re.fullmatch("[0-9A-F]{4}-[0-9A-F]{4}", origin.code)
    project = open_project(campus)

    (found,) = find_code(project, f" {origin.code.lower().replace('-', '')} ")

    assert (found.type, found.record) == ("visit-record", "VIS-003")
    assert find_code(project, "0000-0000") == []
    with pytest.raises(UsageError):
        find_code(project, "VIS-003")


class TestEdited:
    """What somebody changed by hand."""

    def test_a_changed_cell(self, out: Path) -> None:
        """The third row's second cell of the first table."""
        path = out / "客户回访记录表 VIS-003.docx"
        rewrite(path, lambda xml: xml.replace("东澜理工大学", "东澜大学", 1))

        one = only(path)

        assert one.trace is Trace.EDITED
        (edit,) = one.edits
        assert edit.kind == "changed"
        assert edit.table == 1
        assert edit.row
        assert edit.column
        assert "东澜大学" in edit.now
        assert edit.was == len(edit.now) + 2

    def test_a_new_paragraph(self, out: Path) -> None:
        """Before all others."""
        path = out / ANNEX
        added = "<w:body><w:p><w:r><w:t>另行约定。</w:t></w:r></w:p>"
        rewrite(path, lambda xml: xml.replace("<w:body>", added, 1))

        assert only(path).edits == (Edit(kind="inserted", paragraph=1, now="另行约定。"),)

    def test_a_header(self, out: Path) -> None:
        """Counts as text of the document."""
        path = out / "客户回访记录表 VIS-003.docx"
        header = lambda xml: xml.replace("客户回访记录表", "客户回访记录")  # noqa: E731 - one use
        rewrite(path, header, "word/header1.xml")

        (edit,) = only(path).edits
        assert edit.sheet
        assert edit.now.rstrip("\ufffc").endswith("客户回访记录")  # the QR code stands behind it

    def test_layout_alone(self, out: Path) -> None:
        """Is told apart, but kept from being overwritten."""
        path = out / ANNEX
        rewrite(path, lambda xml: xml.replace('w:val="center"', 'w:val="left"', 1))

        one = only(path)

        assert (one.trace, one.fine) == (Trace.SAVED, True)
        with pytest.raises(OutputError, match="saved by another program"):
            write_document(path, b"new", force=False)

    def test_a_record_that_was_tampered_with(self, out: Path) -> None:
        """Another version claimed, marks cut off: nothing can be told any more."""
        path = out / ANNEX
        parts = unpack(path.read_bytes(), "a")
        told = read_properties(parts)
        for wrong in (
            {**told, "svcdocs-policies": "network-equipment@2.0"},
            {name: value for name, value in told.items() if name != "svcdocs-text-002"},
        ):
            path.write_bytes(write_package({**parts, "docProps/custom.xml": properties_xml(wrong)}))

            assert only(path).trace is Trace.DAMAGED

    def test_what_was_never_ours(self, out: Path, tmp_path: Path) -> None:
        """Is told for each file, and stops no other."""
        foreign = tmp_path / "foreign.docx"
        parts = unpack((out / ANNEX).read_bytes(), "a")
        foreign.write_bytes(
            write_package({**parts, "docProps/custom.xml": properties_xml({"a": "b"})})
        )
        letter = tmp_path / "letter.docx"
        letter.write_bytes(b"Dear Sir")

        form = find_type("bid-annex").folder / "form.docx"

        found = verify([foreign, letter, tmp_path / "gone.docx", form, out / ANNEX])

        assert [type(one) for one in found.files] == [Unverified] * 4 + [Verification]
        assert found.exit_code == 3


@pytest.mark.soffice
class TestSavedByLibreOffice:
    """A real program that writes every part anew."""

    def test_unchanged(self, out: Path, campus: Path, tmp_path: Path) -> None:
        """Not an edit; what the document says of itself came through whole."""
        for path in out.iterdir():
            saved = office_saves(path, tmp_path)

            one = only(saved, campus)

            assert (one.trace, one.edits, one.changes) == (Trace.SAVED, (), ())
            assert one.origin == only(path).origin

    def test_edited_before(self, out: Path, tmp_path: Path) -> None:
        """The same edits as before, and no leave to overwrite it."""
        path = out / "客户回访记录表 VIS-003.docx"
        rewrite(path, lambda xml: xml.replace("东澜理工大学", "东澜大学", 1))
        saved = office_saves(path, tmp_path)

        assert only(saved).edits == only(path).edits
        with pytest.raises(OutputError, match="edited by hand"):
            write_document(saved, b"new", force=False)


class TestStale:
    """What changed since."""

    def test_a_value_it_prints(self, out: Path, campus: Path) -> None:
        """Named with its place and what it is now; other documents stay up to date."""
        text = (campus / "visits.yaml").read_text(encoding="utf-8")
        record = text[text.index("VIS-003") :]
        purpose = re.search(r"purpose: (\S+)", record)
        assert purpose is not None
        edit_file(campus / "visits.yaml", record, record.replace(purpose[1], "复查", 1))

        one = only(out / "客户回访记录表 VIS-003.docx", campus)

        assert one.changes is not None
        (change,) = one.changes
        assert (change.cause, change.name) == (Cause.DATA, "project.visits[VIS-003].purpose")
        assert "复查" in change.message
        assert change.place is not None
        assert change.place.file.endswith("visits.yaml")
        assert only(out / ANNEX, campus).changes == ()

    def test_a_new_row_elsewhere(self, out: Path, campus: Path) -> None:
        """A visit before all others changes neither the annex nor another visit's record."""
        text = (campus / "visits.yaml").read_text(encoding="utf-8")
        first = re.search(r"^( *)- +\{?id: VIS-001", text, re.MULTILINE)
        assert first is not None
        new = f"{first[1]}- {{id: VIS-000, planned_on: 2025-09-01}}\n"
        edit_file(campus / "visits.yaml", first[0], new + first[0])

        for path in out.iterdir():
            assert only(path, campus).changes == ()

    def test_a_promise(self, out: Path, campus: Path) -> None:
        """A term the project settles otherwise."""
        with (campus / "terms.yaml").open(encoding="utf-8") as file:
            assert "warranty.period" not in file.read()
        with (campus / "terms.yaml").open("a", encoding="utf-8") as file:
            file.write(
                "  warranty.period: {value: 5 years, by: 李岚, on: 2025-06-01, why: 补充协议, "
                "approved_by: 王立}\n"
            )

        changes = only(out / ANNEX, campus).changes

        assert changes is not None
        assert ("terms.warranty.period", Cause.TERM) in [(one.name, one.cause) for one in changes]

    def test_the_template(self, out: Path, campus: Path, checkout: Path) -> None:
        """The project's own, with the same name."""
        own = campus / "templates" / "bid-annex"
        own.mkdir(parents=True)
        for file in (checkout / "templates" / "bid-annex").iterdir():
            (own / file.name).write_bytes(file.read_bytes())
        assert only(out / ANNEX, campus).changes == ()
        rewrite(own / "form.docx", lambda xml: xml.replace("</w:body>", "<w:p/></w:body>"))

        changes = only(out / ANNEX, campus).changes

        assert changes is not None
        assert [one.cause for one in changes] == [Cause.TEMPLATE]

    def test_its_record_is_gone(self, out: Path, campus: Path) -> None:
        """Nothing to compare with."""
        edit_file(campus / "visits.yaml", "id: VIS-003", "id: VIS-033")

        changes = only(out / "客户回访记录表 VIS-003.docx", campus).changes

        assert changes is not None
        assert [one.cause for one in changes] == [Cause.RECORD]


def test_forms_and_drafts(campus: Path, tmp_path: Path) -> None:
    """A form of policies alone has no code and is compared with the project's policies."""
    project = open_project(campus)
    blank = tmp_path / "blank.docx"
    blank.write_bytes(blank_form("visit-record").data)
    produce(project, chosen(project, ["visit-record"], ["VIS-001"], mode=Mode.DRAFT), tmp_path)

    form, draft = only(blank), only(tmp_path / "客户回访记录表 VIS-001.docx", campus)

    assert (form.origin.mode, form.origin.project, form.origin.code) == ("blank", False, "")
    assert (draft.origin.mode, draft.changes) == ("draft", ())
