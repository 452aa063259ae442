"""Writing files: whole or not at all, and never in place of somebody's work."""

from __future__ import annotations

from pathlib import Path

import pytest

from svcdocs.errors import OutputError
from svcdocs.ooxml.base_package import base_package
from svcdocs.ooxml.package import write_package
from svcdocs.ooxml.properties import properties_xml, with_properties_part
from svcdocs.ooxml.seal import SEAL, part_digest, seal
from svcdocs.workflow.outputs import prepare_folder, refuse_doubles, write_document, write_file

pytestmark = pytest.mark.usefixtures("english")


def document(text: str) -> bytes:
    """A sealed document with one paragraph."""
    body = f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p><w:sectPr/>"
    parts, where = with_properties_part(base_package(body))
    digests = {name: part_digest(data) for name, data in parts.items()}
    parts[where] = properties_xml({SEAL: seal(digests, where)})
    return write_package(parts)


def test_our_own_document_is_replaced(tmp_path: Path) -> None:
    """Printing again needs no permission."""
    path = tmp_path / "回访记录.docx"
    write_document(path, document("first"), force=False)

    write_document(path, document("second"), force=False)

    assert path.read_bytes() == document("second")
    assert [file.name for file in tmp_path.iterdir()] == ["回访记录.docx"]


@pytest.mark.parametrize(
    "theirs", [write_package(base_package("<w:p/><w:sectPr/>")), b"a letter", b""]
)
def test_somebody_elses_file_is_kept(theirs: bytes, tmp_path: Path) -> None:
    """Edited in Word, or never ours: only --force replaces it."""
    path = tmp_path / "a.docx"
    path.write_bytes(theirs)

    with pytest.raises(OutputError, match="edited by hand") as raised:
        write_document(path, document("ours"), force=False)

    assert path.read_bytes() == theirs
    assert "--force" in raised.value.hint

    write_document(path, document("ours"), force=True)
    assert path.read_bytes() == document("ours")


def test_a_file_that_is_open_stays_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Windows refuses to replace a file that Word holds open; nothing is left behind."""
    path = tmp_path / "a.docx"
    path.write_bytes(document("old"))

    def refuse(self: Path, target: Path) -> None:
        raise PermissionError(13, "Permission denied", str(self), None, str(target))

    monkeypatch.setattr(Path, "replace", refuse)

    with pytest.raises(OutputError, match="open") as raised:
        write_document(path, document("new"), force=False)

    assert "close it" in raised.value.hint
    assert path.read_bytes() == document("old")
    assert [file.name for file in tmp_path.iterdir()] == ["a.docx"]


def test_a_folder_in_the_way(tmp_path: Path) -> None:
    """A folder called like the document."""
    (tmp_path / "a.docx").mkdir()

    with pytest.raises(OutputError, match="is a folder"):
        write_document(tmp_path / "a.docx", document("x"), force=False)
    with pytest.raises(OutputError, match="is a folder"):
        write_file(tmp_path / "a.docx", b"x")


def test_a_file_where_the_folder_should_be(tmp_path: Path) -> None:
    """`-o` names a file, or a folder below a file."""
    (tmp_path / "out").write_text("x", encoding="utf-8")

    with pytest.raises(OutputError, match="out is not a folder"):
        prepare_folder(tmp_path / "out")
    with pytest.raises(OutputError, match="is not a folder"):
        prepare_folder(tmp_path / "out" / "below")


def test_folders_are_made(tmp_path: Path) -> None:
    """However deep, and once is enough."""
    prepare_folder(tmp_path / "a" / "b")
    prepare_folder(tmp_path / "a" / "b")

    assert (tmp_path / "a" / "b").is_dir()


def test_a_missing_folder_is_told(tmp_path: Path) -> None:
    """A folder that went away between two steps."""
    with pytest.raises(OutputError, match="cannot be written: No such file"):
        write_file(tmp_path / "gone" / "a.docx", b"x")


def test_two_documents_of_one_name() -> None:
    """Names that Windows takes for one are one."""
    refuse_doubles([("a.docx", "visit V-1"), ("b.docx", "visit V-2")])

    with pytest.raises(OutputError, match="same file name") as raised:
        refuse_doubles([("A.docx", "visit V-1"), ("b.docx", "V-2"), ("a.docx", "visit V-3")])

    assert raised.value.details == ("A.docx: visit V-1", "a.docx: visit V-3")
