"""Forms made from outlines, and forms that somebody edited in Word."""

from __future__ import annotations

from pathlib import Path

import pytest

from svcdocs.errors import OutputError
from svcdocs.ooxml.package import read_package, write_package
from svcdocs.workflow.templates import build_template, write_template

OUTLINE = "blocks:\n  - title: 到货单\n  - paragraph: 项目：{{ project.name }}\n"
MANIFEST = """\
id: receipt
title: 到货单
from_stage: delivered
file_name: 到货单
blank: {policies: [network-equipment@1.0]}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A document type with an outline and its form."""
    folder = tmp_path / "receipt"
    folder.mkdir()
    (folder / "type.yaml").write_text(MANIFEST, encoding="utf-8")
    (folder / "outline.yaml").write_text(OUTLINE, encoding="utf-8")
    write_template(build_template(folder))
    return folder


def _edit(form: Path) -> bytes:
    """Save a form as Word would after somebody typed into it."""
    parts = read_package(form.read_bytes(), form.name)
    parts["word/document.xml"] = parts["word/document.xml"].replace(
        "项目：".encode(), "工程：".encode()
    )
    form.write_bytes(write_package(parts))
    return form.read_bytes()


def test_a_form_follows_its_outline(folder: Path) -> None:
    """Whoever edits the outline builds the form anew."""
    (folder / "outline.yaml").write_text(OUTLINE.replace("项目：", "名称："), encoding="utf-8")
    built = build_template(folder)
    write_template(built)

    assert (built.changed, built.edited) == (True, False)
    assert not build_template(folder).changed


def test_a_form_edited_in_word_is_not_overwritten(folder: Path) -> None:
    """Somebody's work is lost to nobody's build."""
    edited = _edit(folder / "form.docx")
    built = build_template(folder)

    assert built.edited
    with pytest.raises(OutputError) as refused:
        write_template(built)
    assert "outline.yaml" in refused.value.hint
    assert (folder / "form.docx").read_bytes() == edited
    write_template(built, force=True)
    assert not build_template(folder).changed


def test_a_form_of_another_origin_is_not_overwritten(folder: Path, checkout: Path) -> None:
    """A form that was drawn in Word from scratch has no seal at all."""
    other = (checkout / "templates" / "visit-record" / "form.docx").read_bytes()
    parts = read_package(other, "form.docx")
    parts["docProps/custom.xml"] = parts["docProps/custom.xml"].replace(b"svcdocs-seal", b"owner")
    (folder / "form.docx").write_bytes(write_package(parts))

    assert build_template(folder).edited
