"""Pieces of forms kept in files of their own."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.shared import Cm
from docxtpl import DocxTemplate

from svcdocs.errors import TemplateError
from svcdocs.ooxml.dump import dump
from svcdocs.ooxml.package import read_package, write_package
from svcdocs.render.doctype import find_type
from svcdocs.render.engine import compile_template
from svcdocs.render.subtemplates import composed

Make = Callable[..., bytes]
PNG = (
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\0\0\0\0:~\x9bU\0\0\0\nIDATx\x9cc\xf8"
    b"\x0f\0\x01\x01\x01\0\x1b\xb6\xeeV\0\0\0\0IEND\xaeB`\x82"
)
CALL = "{{p subtemplate('signature.docx') }}"


def with_word(*, picture: bool = True) -> bytes:
    """A piece made with python-docx: a style of its own, a list, a picture, a table."""
    document = docx.Document()
    style = document.styles.add_style("盖章处", WD_STYLE_TYPE.PARAGRAPH)
    style.font.bold = True
    document.add_paragraph("乙方（盖章）：{{ name }}", style="盖章处")
    document.add_paragraph("第一项", style="List Number")
    document.add_paragraph("第二项", style="List Number")
    if picture:
        document.add_picture(io.BytesIO(PNG), width=Cm(2))
    table = document.add_table(rows=1, cols=2, style="Table Grid")
    table.cell(0, 0).text, table.cell(0, 1).text = "代表", "{{ name }}"
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def compose(form: bytes, **pieces: bytes) -> bytes:
    """A form with pieces named by keyword."""
    return composed(
        form, tuple((f"{name}.docx", data) for name, data in pieces.items()), "form.docx"
    )


def say(data: bytes, **context: Any) -> str:
    """What a form says, the pictures' words left out."""
    return dump(compile_template(data, "form.docx").render(context))


def test_same_as_docxtpl(make_docx: Make) -> None:
    """Text, order, tables and lists as docxtpl's sub-documents have them.

    Without a picture: that makes docxtpl forget the namespaces, and Word cannot open its file.
    """
    signature = with_word(picture=False)
    form = compose(make_docx("前{{ name }}", CALL, "后"), signature=signature)
    template = DocxTemplate(io.BytesIO(make_docx("前{{ name }}", "{{p piece }}", "后")))
    piece = DocxTemplate(io.BytesIO(signature))
    piece.render({"name": "启衡 & 网络"}, autoescape=True)
    filled = io.BytesIO()
    piece.save(filled)
    filled.seek(0)
    template.render({"name": "启衡 & 网络", "piece": template.new_subdoc(filled)}, autoescape=True)
    out = io.BytesIO()
    template.save(out)
    ours = compile_template(form, "form.docx").render({"name": "启衡 & 网络"})

    assert dump(ours) == dump(out.getvalue())

    def looks(data: bytes) -> list[tuple[str, str, bool]]:
        found = docx.Document(io.BytesIO(data)).paragraphs
        names = [str(one.style.name) if one.style else "" for one in found]
        return [
            (one.text, name, bool(one.style and one.style.element.xpath(".//w:numPr")))
            for one, name in zip(found, names, strict=True)
        ]

    assert looks(ours) == looks(out.getvalue())


def test_styles_lists_and_pictures_come_along(make_docx: Make) -> None:
    """A style of the same name is the host's; others are copied with what they rest on."""
    form = compose(make_docx("前", CALL, CALL), signature=with_word())
    document = docx.Document(io.BytesIO(form))

    assert document.paragraphs[1].style is not None
    assert document.paragraphs[1].style.font.bold is True
    assert len(document.inline_shapes) == 2
    names = [one.name for one in document.styles]
    assert names.count("盖章处") == 1
    assert len(set(names)) == len(names)
    media = [name for name in read_package(form, "f") if "media" in name]
    assert len(media) == 1
    assert say(form, name="启衡").count("乙方（盖章）：启衡") == 2


def test_in_cells_headers_and_pieces(make_docx: Make) -> None:
    """Wherever a paragraph may stand, also inside another piece."""
    form = make_docx([["左", CALL]], header=CALL.replace("signature", "deep"))
    inner = make_docx("签字：{{ name }}")

    form = compose(form, signature=make_docx("一", CALL.replace("signature", "deep")), deep=inner)

    assert say(form, name="苏") == (
        "# body\n| 左 | 一⏎签字：苏 |\n# header word/header1.xml\n签字：苏\n"
    )


def test_loops_around_a_piece(make_docx: Make) -> None:
    """The piece's tags are the form's: they see its loops."""
    form = make_docx("{%p for name in names %}", CALL, "{%p endfor %}")
    assert say(compose(form, signature=make_docx("签字：{{ name }}")), names=["甲", "乙"]) == (
        "# body\n签字：甲\n签字：乙\n"
    )


def test_a_form_without_pieces_stays_as_it_is(make_docx: Make) -> None:
    """Byte for byte."""
    form = make_docx("{{ name }}")
    assert compose(form, signature=make_docx("x")) == form


@pytest.mark.usefixtures("english")
class TestRefused:
    """What cannot be composed."""

    def test_no_such_piece(self, make_docx: Make) -> None:
        """The nearest is named."""
        with pytest.raises(TemplateError, match=r"no sub-template signature\.docx") as caught:
            compose(make_docx(CALL), signatures=make_docx("x"))
        assert caught.value.hint == "did you mean signatures.docx?"

    def test_not_alone(self, make_docx: Make) -> None:
        """Beside other text there is no room for paragraphs."""
        with pytest.raises(TemplateError, match="in a paragraph of its own"):
            compose(make_docx(f"前{CALL}"), signature=make_docx("x"))

    def test_without_end(self, make_docx: Make) -> None:
        """A piece that asks for itself."""
        with pytest.raises(TemplateError, match="without end"):
            compose(make_docx(CALL), signature=make_docx(CALL))

    @pytest.mark.parametrize(
        ("xml", "what"),
        [
            ('<w:p><w:r><w:footnoteReference w:id="2"/></w:r></w:p>', "w:footnoteReference"),
            ("<w:p><w:pPr><w:sectPr/></w:pPr></w:p>", "w:sectPr"),
            ('<w:p><w:r><w:drawing r:id="rIdGone"/></w:r></w:p>', "it refers to rIdGone"),
        ],
    )
    def test_what_cannot_be_carried(self, make_docx: Make, xml: str, what: str) -> None:
        """Named, not dropped."""
        piece = read_package(make_docx("x"), "p")
        body = piece["word/document.xml"].decode().replace("<w:body>", f"<w:body>{xml}")
        piece["word/document.xml"] = body.encode()
        with pytest.raises(TemplateError, match="cannot be put into another") as caught:
            compose(make_docx(CALL), signature=write_package(piece))
        assert caught.value.details == (what,)


def test_beside_the_form_of_a_type(make_docx: Make, tmp_path: Path) -> None:
    """A document type's folder holds the pieces of its form."""
    folder = tmp_path / "templates" / "receipt"
    folder.mkdir(parents=True)
    (folder / "type.yaml").write_text(
        "id: receipt\ntitle: 收条\nfrom_stage: bid\nfile_name: 收条\n", encoding="utf-8"
    )
    (folder / "form.docx").write_bytes(make_docx("收到。", CALL))
    (folder / "signature.docx").write_bytes(make_docx("签字：{{ name }}"))
    (folder / "~$signature.docx").write_bytes(b"Word has it open")
    kind = find_type("receipt", tmp_path)

    assert dump(kind.template().render({"name": "苏"})) == "# body\n收到。\n签字：苏\n"
    (folder / "signature.docx").write_bytes(make_docx("盖章：{{ name }}"))
    assert dump(kind.template().render({"name": "苏"})) == "# body\n收到。\n盖章：苏\n"
