"""What the company's profile puts on forms."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from svcdocs.errors import DocumentError
from svcdocs.load import load_yaml, resources
from svcdocs.load.fields import field_names
from svcdocs.ooxml.dump import dump
from svcdocs.ooxml.package import read_package
from svcdocs.render.doctype import find_type
from svcdocs.render.document import render_document
from svcdocs.render.mode import Mode
from svcdocs.render.outline.build import build_form, load_outline
from svcdocs.workflow.forms import blank_form
from svcdocs.workflow.project import open_project

pytestmark = pytest.mark.usefixtures("english")

PROFILE = """\
name: 澜州启衡网络技术有限公司
short_name: 启衡
hotline: 400-000-0000
logo: logo.gif
signers: {项目经理: 尹书禾}
"""
#: One with a line of its own for the company, one with a QR code beside it.
TYPES = ("delivery-receipt", "visit-record")


@pytest.fixture
def company(checkout: Path, tmp_path: Path) -> Path:
    """A company's folder with forms in the house style as it is now."""
    folder = tmp_path / "company"
    folder.mkdir()
    (folder / "company.yaml").write_text(PROFILE, encoding="utf-8")
    (folder / "logo.gif").write_bytes(b"GIF89a" + bytes([40, 0, 20, 0]) + bytes(8))
    for kind in TYPES:
        target = folder / "templates" / kind
        shutil.copytree(checkout / "templates" / kind, target)
        manifest = load_yaml(target / "type.yaml", "type").tree.data
        (target / "form.docx").write_bytes(build_form(load_outline(target), manifest))
    return folder


def header(data: bytes) -> str:
    """The header, as a dump shows it."""
    parts = read_package(data, "")
    return parts["word/header1.xml"].decode()


@pytest.mark.parametrize("kind", TYPES)
def test_in_the_header_of_an_empty_form(company: Path, kind: str) -> None:
    """Name, hotline and logo; nothing of it without a profile."""
    with resources.company((company,)):
        shown = header(blank_form(kind).data)
    assert "启衡" in shown
    assert "400-000-0000" in shown
    assert "<w:drawing>" in shown
    (company / "company.yaml").unlink()
    with resources.company((company,)):
        plain = header(blank_form(kind).data)
    assert "启衡" not in plain
    assert "热线" not in plain
    assert "<w:drawing>" not in plain


def test_the_project_goes_before_it(company: Path, checkout: Path) -> None:
    """Where it names its supplier's hotline, that one prints."""
    with resources.company((company,)):
        project = open_project(checkout / "samples" / "campus-network")
        own = project.context.project.data["supplier"]["hotline"]
        kind = find_type("delivery-receipt", project.folder)
        shown = header(render_document(project.context, kind, None, Mode.BLANK).data)
    assert own in shown
    assert "400-000-0000" not in shown


def test_templates_may_name_its_fields() -> None:
    """And what they are is in the schema."""
    fields = field_names("company", ())
    assert fields is not None
    assert {"name", "hotline", "logo", "header", "department", "signers"} <= fields.keys()


def test_nothing_of_it_in_an_anonymous_form(company: Path) -> None:
    """Neither shown, nor left over in a text of the template."""
    with resources.company((company,)):
        made = blank_form("visit-record", anonymous=True)
    assert "启衡" not in dump(made.data, "")
    outline = company / "templates" / "visit-record" / "outline.yaml"
    text = outline.read_text(encoding="utf-8").replace("title: 客户回访记录表", "title: 启衡回访")
    outline.write_text(text, encoding="utf-8")
    manifest = load_yaml(outline.with_name("type.yaml"), "type").tree.data
    form = build_form(load_outline(outline.parent), manifest)
    outline.with_name("form.docx").write_bytes(form)
    with resources.company((company,)), pytest.raises(DocumentError) as caught:
        blank_form("visit-record", anonymous=True)
    assert any("company.short_name" in detail for detail in caught.value.details)
