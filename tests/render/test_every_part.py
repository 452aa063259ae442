"""Tags in every part of a file that may hold one: each rendered once, data never a tag."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from svcdocs.errors import TemplateError
from svcdocs.ooxml import names
from svcdocs.ooxml.archive import unpack
from svcdocs.ooxml.package import (
    Relationship,
    content_types,
    content_types_xml,
    main_part,
    relationships,
    relationships_part,
    relationships_xml,
    write_package,
)
from svcdocs.ooxml.properties import read_properties
from svcdocs.render.engine import CompiledTemplate, compile_template
from svcdocs.render.lack import IncompleteDocumentError

CONTEXT: dict[str, Any] = {"it": {"v": "{{ 7*7 }} <&>", "rows": [{"id": "1"}, {"id": "2"}]}}
NOTES = ("footnote", "endnote")


def _with_part(data: bytes, part: str, kind: str, content_type: str, xml: str) -> bytes:
    """The file with one part more, which the body (or the package, for properties) leads to."""
    parts = unpack(data, "t")
    owner = "" if part.startswith("docProps/") else main_part(parts)
    arrows = relationships(parts, owner)
    arrows.append(Relationship("rIdNew", names.RELATIONSHIP + kind, part, external=False))
    defaults, overrides = content_types(parts)
    return write_package(
        {
            **parts,
            part: (names.DECLARATION + xml).encode(),
            relationships_part(owner): relationships_xml(arrows, owner),
            names.CONTENT_TYPES_PART: content_types_xml(
                defaults, {**overrides, part: content_type}
            ),
        }
    )


def _notes(kind: str, content: str) -> str:
    return (
        f'<w:{kind}s xmlns:w="{names.W}"><w:{kind} w:id="2"><w:p><w:r><w:t>{content}</w:t></w:r>'
        f"</w:p></w:{kind}></w:{kind}s>"
    )


@pytest.mark.parametrize("kind", NOTES)
def test_notes(kind: str, make_docx: Callable[..., bytes]) -> None:
    """Footnotes are rendered once even with two sections, and endnotes are rendered at all."""
    section = "<w:p><w:pPr><w:sectPr/></w:pPr></w:p>"
    part = f"word/{kind}s.xml"
    data = _with_part(
        make_docx(section, "正文"),
        part,
        f"{kind}s",
        f"{names.WORD_TYPE}{kind}s+xml",
        _notes(kind, "注 {{ it.v }}"),
    )

    xml = unpack(compile_template(data, "t").render(CONTEXT), "r")[part].decode()

    assert ">注 {{ 7*7 }} &lt;&amp;&gt;</w:t>" in xml


def test_an_emptied_note_keeps_a_paragraph(make_docx: Callable[..., bytes]) -> None:
    """A story without one is damaged."""
    xml = _notes("footnote", "{%p if it.none is present %}").replace(
        "</w:footnote>", "<w:p><w:r><w:t>{%p endif %}</w:t></w:r></w:p></w:footnote>"
    )
    kind = f"{names.WORD_TYPE}footnotes+xml"
    data = _with_part(make_docx("正文"), "word/footnotes.xml", "footnotes", kind, xml)

    result = unpack(compile_template(data, "t").render(CONTEXT), "r")["word/footnotes.xml"]

    assert b'<w:footnote w:id="2"><w:p/></w:footnote>' in result


def test_properties(make_docx: Callable[..., bytes]) -> None:
    """Title, keywords, last author; company and manager; properties of one's own."""
    custom = (
        f'<Properties xmlns="{names.CUSTOM_PROPERTIES}" xmlns:vt="{names.VARIANT_TYPES}">'
        '<property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="2" name="客户">'
        "<vt:lpwstr>{{ it.v }}</vt:lpwstr></property></Properties>"
    )
    data = _with_part(
        make_docx("正文"), "docProps/custom.xml", "custom-properties", names.CUSTOM_TYPE, custom
    )
    parts = unpack(data, "t")
    core = parts["docProps/core.xml"].replace(
        b"<dc:title></dc:title>",
        b"<dc:title>{{ it.v }}</dc:title><cp:keywords>{% for r in it.rows %}{{ r.id }};{% endfor %}"
        b"</cp:keywords>",
    )
    app = parts["docProps/app.xml"].replace(
        b"</Properties>", b"<Manager>{{ it.v }}</Manager><Company>{{ it.v }}</Company></Properties>"
    )
    assert core != parts["docProps/core.xml"]
    assert app != parts["docProps/app.xml"]
    data = write_package({**parts, "docProps/core.xml": core, "docProps/app.xml": app})

    result = unpack(compile_template(data, "t").render(CONTEXT), "r")

    assert b"<dc:title>{{ 7*7 }} &lt;&amp;&gt;</dc:title>" in result["docProps/core.xml"]
    assert b"<cp:keywords>1;2;</cp:keywords>" in result["docProps/core.xml"]
    assert b"<Company>{{ 7*7 }} &lt;&amp;&gt;</Company>" in result["docProps/app.xml"]
    assert b"<Manager>{{ 7*7 }} &lt;&amp;&gt;</Manager>" in result["docProps/app.xml"]
    assert read_properties(result)["客户"] == "{{ 7*7 }} <&>"


def test_a_field_code(make_docx: Callable[..., bytes]) -> None:
    """The address of a link may come from the data, and nothing that would be more than that."""
    field = (
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        '<w:r><w:instrText xml:space="preserve"> HYPERLINK "https://x/{{ it.</w:instrText></w:r>'
        '<w:r><w:instrText>a }}"</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    )
    template = compile_template(make_docx(field), "t")

    xml = unpack(template.render({"it": {"a": "甲?b=1&c=2"}}), "r")["word/document.xml"].decode()
    assert 'HYPERLINK "https://x/甲?b=1&amp;c=2</w:instrText>' in xml
    with pytest.raises(TemplateError):
        template.render({"it": {"a": '" \\l "DDEAUTO'}})


def test_alternative_text_of_a_picture(make_docx: Callable[..., bytes]) -> None:
    """An attribute: quotes are escaped, a line end is a blank."""
    picture = (
        f'<w:p><w:r><x:docPr xmlns:x="{names.WP}" id="7" descr="图：{{{{ it.v }}}}"/></w:r></w:p>'
    )
    template = compile_template(make_docx(picture), "t")

    xml = unpack(template.render({"it": {"v": '一\n"二"'}}), "r")["word/document.xml"].decode()

    assert 'descr="图：一 &#34;二&#34;"' in xml


@pytest.mark.parametrize("bad", ["\a", "\f"])
def test_paragraphs_only_where_one_can_end(bad: str, make_docx: Callable[..., bytes]) -> None:
    """In a link, a heading or an attribute a bell or a form feed is a character like any other."""
    link = '<w:p><w:hyperlink w:anchor="a"><w:r><w:t>{{ it.v }}</w:t></w:r></w:hyperlink></w:p>'
    for block in (link, "Heading1:{{ it.v }}"):
        with pytest.raises(IncompleteDocumentError):
            compile_template(make_docx(block), "t").render({"it": {"v": f"甲{bad}乙"}})

    assert compile_template(make_docx("{{ it.v }}"), "t").render({"it": {"v": f"甲{bad}乙"}})


def test_saved_as_strict_open_xml(make_docx: Callable[..., bytes], english: None) -> None:  # noqa: ARG001 - a fixture
    """The other spelling of the format is told, not rendered without its tags."""
    parts = unpack(make_docx("{{ it.v }}"), "t")
    main = main_part(parts)
    strict = parts[main].replace(
        names.W.encode(), b"http://purl.oclc.org/ooxml/wordprocessingml/main"
    )
    with pytest.raises(TemplateError) as caught:
        CompiledTemplate(write_package({**parts, main: strict}), "t")

    assert "Strict" in caught.value.details[0]


def test_another_prefix_for_the_same_names(make_docx: Callable[..., bytes]) -> None:
    """A program may call the namespace what it likes."""
    parts = unpack(
        make_docx([["{%tr for r in it.rows %}"], ["{{ r.id }}"], ["{%tr endfor %}"]]), "t"
    )
    main = main_part(parts)
    other = parts[main].replace(b"<w:", b"<ns0:").replace(b"</w:", b"</ns0:")
    other = other.replace(b" w:", b" ns0:").replace(b"xmlns:w=", b"xmlns:ns0=")
    data = write_package({**parts, main: other})

    xml = unpack(compile_template(data, "t").render(CONTEXT), "r")[main]

    assert xml.count(b"<w:tr>") == 2
