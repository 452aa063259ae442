"""Packages: the base document, relationships, properties, what is not read."""

from __future__ import annotations

import io
import re

import docx
import pytest

from svcdocs.ooxml import names
from svcdocs.ooxml.archive import PackageError, unpack
from svcdocs.ooxml.base_package import base_package
from svcdocs.ooxml.package import (
    Relationship,
    main_part,
    parse_part,
    read_package,
    relationships,
    write_package,
)
from svcdocs.ooxml.postcheck import check_package, check_parts
from svcdocs.ooxml.properties import properties_xml, read_properties, with_properties_part

BODY = "<w:p><w:r><w:t>正文</w:t></w:r></w:p><w:sectPr/>"


def test_the_base_document_is_whole() -> None:
    """Python-docx opens it, our own checks find nothing, and it is small."""
    parts = base_package(BODY)
    data = write_package(parts)

    assert [one.text for one in docx.Document(io.BytesIO(data)).paragraphs] == ["正文"]
    assert check_package(parts) == []
    assert check_parts(parts, parts.keys()) == []
    assert main_part(parts) == "word/document.xml"
    assert len(data) < 8_000


def test_chinese_text_looks_right() -> None:
    """No theme font hides ours, every font has its Latin partner, the language is Chinese."""
    parts = base_package(BODY)
    styles = parts["word/styles.xml"].decode()

    assert not any("theme" in name for name in parts)
    assert "Theme=" not in styles
    assert 'w:eastAsia="zh-CN"' in styles
    fonts = re.findall(r"<w:rFonts ([^>]*)/>", styles)
    assert fonts
    for font in fonts:
        assert 'w:ascii="Times New Roman" w:hAnsi="Times New Roman"' in font
        assert re.search('w:eastAsia="(宋体|黑体|仿宋|楷体)"', font)
    settings = parts["word/settings.xml"].decode()
    assert 'w:name="compatibilityMode"' in settings
    assert '<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/>' in settings
    assert "python-docx" not in parts["docProps/core.xml"].decode()


def test_relationships_of_every_kind() -> None:
    """Relative, absolute, upwards and external targets."""
    rels = "".join(
        f'<Relationship Id="r{n}" Type="t/{n}" Target="{target}"{mode}/>'
        for n, (target, mode) in enumerate(
            [
                ("header1.xml", ""),
                ("/word/footer1.xml", ""),
                ("../docProps/a.xml", ""),
                ("https://example.org", ' TargetMode="External"'),
            ]
        )
    )
    xml = f'<Relationships xmlns="{names.PACKAGE_RELATIONSHIPS}">{rels}</Relationships>'
    parts = {"word/_rels/document.xml.rels": xml.encode()}

    assert relationships(parts, "word/document.xml") == [
        Relationship("r0", "t/0", "word/header1.xml", external=False),
        Relationship("r1", "t/1", "word/footer1.xml", external=False),
        Relationship("r2", "t/2", "docProps/a.xml", external=False),
        Relationship("r3", "t/3", "https://example.org", external=True),
    ]
    assert relationships(parts, "word/other.xml") == []


def test_macros_and_other_formats_are_not_read() -> None:
    """A .docm says in its content types what it is, whatever its name; an .xlsx is no document."""
    parts = base_package(BODY)
    kinds = parts[names.CONTENT_TYPES_PART].decode()
    macros = "application/vnd.ms-word.document.macroEnabled.main+xml"
    assert read_package(write_package(parts), "a.docx").keys() == parts.keys()

    for broken in (
        {
            **parts,
            names.CONTENT_TYPES_PART: kinds.replace(names.MAIN_TYPES[0], macros).encode(),
        },
        {key: value for key, value in parts.items() if key != names.CONTENT_TYPES_PART},
        {key: value for key, value in parts.items() if key != "word/document.xml"},
        {key: value for key, value in parts.items() if key != names.ROOT_RELATIONSHIPS_PART},
    ):
        with pytest.raises(PackageError):
            read_package(write_package(broken), "a.docx")


@pytest.mark.parametrize(
    "xml",
    [
        '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
        '<!DOCTYPE a SYSTEM "http://localhost/a.dtd"><a/>',
        "<a>",
        "<a/><b/>",
        "",
        "<a>&nbsp;</a>",
    ],
)
def test_xml_that_is_not_read(xml: str) -> None:
    """A DOCTYPE, and whatever is not well-formed; nothing is mended silently."""
    with pytest.raises(PackageError):
        parse_part(xml, "word/document.xml")


def test_properties() -> None:
    """Texts by name, any characters, in the order given; a part of its own is made once."""
    given = {"政策": "network-equipment@1.0", "b": "<&>\"'", "a": ""}
    parts, where = with_properties_part(base_package(BODY))
    parts[where] = properties_xml(given)

    assert read_properties(unpack(write_package(parts), "a")) == given
    assert list(read_properties(parts)) == list(given)
    assert with_properties_part(parts) == (parts, where)
    assert check_package(parts) == []
    assert read_properties(base_package(BODY)) == {}
    assert docx.Document(io.BytesIO(write_package(parts))).paragraphs
