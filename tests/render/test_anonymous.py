"""Blind bids: nobody learns who bids, or nothing is made."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from svcdocs.errors import DocumentError
from svcdocs.facts import Context
from svcdocs.load import load_project
from svcdocs.ooxml.archive import unpack
from svcdocs.ooxml.base_package import base_package
from svcdocs.ooxml.dump import dump
from svcdocs.ooxml.package import write_package
from svcdocs.ooxml.properties import properties_xml, read_properties, with_properties_part
from svcdocs.ooxml.seal import is_untouched
from svcdocs.policy import load_policies
from svcdocs.render.doctype import find_type
from svcdocs.render.document import render_document
from svcdocs.render.rendered import Rendered

pytestmark = pytest.mark.usefixtures("english")

Form = Callable[..., bytes]
Blind = Callable[..., Rendered]

FILES = {
    "project.yaml": """
stage: bid
as_of: 2026-03-01
policies: [small@1.0]
no: P-1
name: 校园网项目
purchaser: {name: 东澜理工大学}
supplier:
  name: 澜州启衡网络技术有限公司
  short_name: 启衡网络
  address: 澜州市东湖路 8 号
  contact: 顾婉清
  phone: 010-5555-0199
staff: [{id: S1, name: 苏晓棠, phone: 138 0000 0001, employee_no: QH-0047}]
""",
    "policies/small/policy.yaml": """
id: small
version: "1.0"
title: 小政策
sources: {seed: {title: 方案}}
terms: {fee: {value: 免费, source: seed:L1}}
""",
    "templates/plan/type.yaml": """
id: plan
title: 服务方案
from_stage: bid
file_name: "服务方案 {{ project.supplier.short_name }}"
""",
}
TEXT = (
    "{{ project.supplier.name }}，{{ project.supplier.address }}，{{ project.supplier.phone }}，"
    "{{ project.staff['S1'].name }}（{{ 'S1' | name }}）{{ project.staff['S1'].employee_no }}"
)


@pytest.fixture
def blind(tmp_path: Path, make_docx: Form) -> Blind:
    """Make the blind document of a template: of paragraphs and tables, or of a whole file."""

    def make(*blocks: object, form: bytes = b"", header: str = "", file_name: str = "") -> Rendered:
        for name, text in FILES.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        if file_name:
            path = tmp_path / "templates/plan/type.yaml"
            text = path.read_text(encoding="utf-8")
            path.write_text(text[: text.index("file_name")] + f"file_name: {file_name}\n", "utf-8")
        data = form or make_docx(*blocks, header=header)
        (tmp_path / "templates/plan/form.docx").write_bytes(data)
        loaded = load_project(tmp_path)
        context = Context.build(loaded, load_policies(loaded))
        return render_document(context, find_type("plan", tmp_path), anonymous=True)

    return make


def told(blind: Blind, *blocks: object, **given: object) -> str:
    """The places at which a refused document tells who bids."""
    with pytest.raises(DocumentError) as caught:
        blind(*blocks, **given)
    return "\n".join(caught.value.details)


def test_values_print_as_neutral_words(blind: Blind) -> None:
    """Names, people, and what leads to them."""
    made = blind(TEXT, header="{{ project.supplier.short_name }}")

    text = dump(made.data)
    assert "投标人，／，／，投标人员（投标人员）／" in text
    assert "# header word/header1.xml\n投标人\n" in text
    assert made.file_name == "服务方案 投标人.docx"


def test_nothing_is_said_of_its_origin(blind: Blind) -> None:
    """No author, no company, no properties but those that show an edit."""
    parts, where = with_properties_part(base_package("<w:p/><w:sectPr/>"))
    parts[where] = properties_xml({"制作": "市场部"})
    for part, old, new in (
        ("docProps/core.xml", "<dc:title>", "<dc:creator>Admin</dc:creator><dc:title>"),
        ("docProps/app.xml", "<Application>", "<Company>某公司</Company><Application>"),
    ):
        assert old in parts[part].decode()
        parts[part] = parts[part].replace(old.encode(), new.encode())

    made = blind(form=write_package(parts))

    parts = unpack(made.data, "a")
    assert b"Admin" not in parts["docProps/core.xml"]
    assert "公司" not in parts["docProps/app.xml"].decode()
    assert list(read_properties(parts)) == [
        *("svcdocs-anonymous", "svcdocs-text-001", "svcdocs-check", "svcdocs-seal"),
    ]
    assert is_untouched(made.data)


@pytest.mark.parametrize(
    ("block", "place"),
    [
        ("本项目由启衡网络承担。", "paragraph 1: project.supplier.short_name"),
        ("本项目由启¦衡网¦络承担。", "paragraph 1: project.supplier.short_name"),
        ("澜州启衡网络技术", "paragraph 1: project.supplier.name"),
        ("热线 010 5555 0199", "paragraph 1: project.supplier.phone"),
        ("电话１３８０００００００１", "paragraph 1: project.staff[S1].phone"),
        ("联系苏 晓 棠", "paragraph 1: project.staff[S1].name"),
        ("工号 qh0047", "paragraph 1: project.staff[S1].employee_no"),
        ([["甲", "顾婉清"]], "table 1, row 1, column 2: project.supplier.contact"),
    ],
)
def test_a_name_that_is_left_is_refused(block: object, place: str, blind: Blind) -> None:
    """Literal, split over runs, spelt with blanks or full width, without the company's form."""
    assert place in told(blind, block)


def test_headers_and_file_names(blind: Blind) -> None:
    """Each with its place."""
    assert "header, footer or note: project.supplier.name" in told(
        blind, "甲", header="澜州启衡网络技术有限公司"
    )
    assert "the file name 启衡网络方案.docx" in told(blind, "甲", file_name="启衡网络方案")


@pytest.mark.parametrize(
    ("part", "old", "new", "place"),
    [
        (
            "docProps/core.xml",
            "<dc:title></dc:title>",
            "<dc:title>启衡网络</dc:title>",
            "docProps/core.xml: project.supplier.short_name",
        ),
        (
            "word/document.xml",
            "<w:p/>",
            '<w:p><w:bookmarkStart w:id="1" w:name="启衡网络"/><w:bookmarkEnd w:id="1"/></w:p>',
            "word/document.xml: project.supplier.short_name",
        ),
        (
            "word/document.xml",
            "<w:p/>",
            ('<w:p><w:del w:id="1" w:author="张三"><w:r><w:delText>启衡</w:delText></w:r><w:r>'
            "<w:delText>网络</w:delText></w:r></w:del></w:p>"),
            "word/document.xml: project.supplier.short_name",
        ),
        (
            "word/document.xml",
            "<w:p/>",
            '<w:p><w:ins w:id="1" w:author="张三"><w:r><w:t>甲</w:t></w:r></w:ins></w:p>',
            "word/document.xml: an author",
        ),
    ],
)  # fmt: skip
def test_what_a_reader_does_not_see(
    part: str, old: str, new: str, place: str, blind: Blind
) -> None:
    """Properties, names of bookmarks (as alternative texts are), tracked changes, their authors."""
    parts = base_package("<w:p/><w:sectPr/>")
    assert old in parts[part].decode()
    parts[part] = parts[part].replace(old.encode(), new.encode())

    assert place in told(blind, form=write_package(parts))


def test_a_picture_cannot_be_searched(blind: Blind) -> None:
    """It may be the company's logo."""
    parts = base_package("<w:p/><w:sectPr/>")
    parts["word/media/image1.png"] = b"\x89PNG"
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(
        b"<Default ", b'<Default Extension="png" ContentType="image/png"/><Default ', 1
    )

    assert "word/media/image1.png: a picture" in told(blind, form=write_package(parts))
