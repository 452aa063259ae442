"""Fields of a Word form come back as they went out, also after LibreOffice has saved the file."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from svcdocs.ooxml.base_package import base_package
from svcdocs.ooxml.content_controls import (
    MAX_TAG,
    Control,
    Kind,
    control_xml,
    field_properties,
    kept_apart,
    read_controls,
)
from svcdocs.ooxml.package import write_package
from svcdocs.ooxml.postcheck import check_package, check_parts
from svcdocs.ooxml.properties import properties_xml, with_properties_part

METHODS = (("onsite", "现场回访"), ("phone", "电话 <回访>"))
CONTROLS = [
    Control(tag="visits.VIS-001.phone", alias="电话", text='010-5555 <&> "x"'),
    Control(tag="visits.VIS-001.purpose", alias="目的", text="第一行\n第二行\t后"),
    Control(tag="it.other_needs", alias="其他需求", hint="单击填写"),
    Control(
        tag="it.recorded_on",
        alias="日期",
        kind=Kind.DATE,
        text="2026年3月31日",
        date=date(2026, 3, 31),
    ),
    Control(tag="it.closed_on", alias="日期", kind=Kind.DATE, hint="选择日期"),
    Control(
        tag="it.method",
        alias="方式",
        kind=Kind.CHOICE,
        text="电话 <回访>",
        value="phone",
        options=METHODS,
    ),
    Control(tag="it.second", alias="方式", kind=Kind.CHOICE, hint="请选择", options=METHODS),
    Control(tag="it.kind=使用人员", alias="使用人员", kind=Kind.BOX, text="☑", checked=True),
    Control(tag="it.kind=*", alias="其他", kind=Kind.BOX, text="□", checked=False),
]


def form(controls: list[Control]) -> bytes:
    """A document with every control in a line, in a cell, and all of them side by side."""
    number = iter(range(1, 3 * len(controls) + 1))

    def xml(one: Control, properties: str = "") -> str:
        return control_xml(one, next(number), properties)

    lines = "".join(
        f'<w:p><w:r><w:t xml:space="preserve">前 </w:t></w:r>{xml(one, "<w:b/>")}'
        "<w:r><w:t>后</w:t></w:r></w:p>"
        for one in controls
    )
    cells = "".join(
        f'<w:tr><w:tc><w:tcPr><w:tcW w:w="4000" w:type="dxa"/></w:tcPr><w:p>{xml(one)}</w:p></w:tc>'
        "</w:tr>"
        for one in controls
    )
    side_by_side = "".join(xml(one) for one in controls)
    body = (
        f'{lines}<w:tbl><w:tblPr><w:tblW w:w="4000" w:type="dxa"/></w:tblPr><w:tblGrid>'
        f'<w:gridCol w:w="4000"/></w:tblGrid>{cells}</w:tbl><w:p>{side_by_side}</w:p><w:sectPr/>'
    )
    parts, properties = with_properties_part(base_package(kept_apart(body)))
    parts[properties] = properties_xml(field_properties([one.tag for one in controls] * 3))
    assert check_package(parts) == []
    assert check_parts(parts, ["word/document.xml"]) == []
    return write_package(parts)


def test_written_and_read() -> None:
    """All that is known of a control stands in the file."""
    assert read_controls(form(CONTROLS)) == CONTROLS * 3


@pytest.mark.soffice
def test_saved_by_libreoffice(tmp_path: Path) -> None:
    """It drops tags and names, and nothing that a person has filled in."""
    (tmp_path / "form.docx").write_bytes(form(CONTROLS))
    command = ["soffice", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless"]
    command += ["--convert-to", "docx:MS Word 2007 XML", "--outdir", str(tmp_path / "saved")]
    subprocess.run(
        [*command, str(tmp_path / "form.docx")], check=True, capture_output=True, timeout=180
    )

    saved = read_controls((tmp_path / "saved" / "form.docx").read_bytes())

    assert [replace(one, alias="", date_format="") for one in saved] == [
        replace(one, alias="", date_format="") for one in CONTROLS * 3
    ]


def test_several_paragraphs_are_lines() -> None:
    """Word makes paragraphs of a text in which somebody hit Enter."""
    body = (
        '<w:sdt><w:sdtPr><w:tag w:val="it.comments"/></w:sdtPr><w:sdtContent>'
        '<w:p><w:pPr><w:tabs><w:tab w:val="left" w:pos="9"/></w:tabs></w:pPr><w:r><w:t>一</w:t></w:r>'
        "</w:p><w:p><w:r><w:t>二</w:t></w:r></w:p></w:sdtContent></w:sdt><w:p/><w:sectPr/>"
    )

    assert read_controls(write_package(base_package(body))) == [
        Control(tag="it.comments", text="一\n二", date_format="yyyy年M月d日")
    ]


@pytest.mark.usefixtures("english")
def test_a_tag_that_word_would_not_take() -> None:
    """Word calls a file with a longer tag damaged."""
    control_xml(Control(tag="x" * MAX_TAG), 1)
    with pytest.raises(ValueError, match="too long to be a field's tag"):
        control_xml(Control(tag="x" * (MAX_TAG + 1)), 1)
