"""Workbooks as Excel writes them, down to the XML of a cell."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"

#: Writes a workbook of one sheet: path, rows as XML (cells without their rows), number formats
#: (cell style 1 is the first of them), what stands behind the rows, whether days count from 1904.
RawWorkbook = Callable[..., Path]


def workbook_parts(
    rows: Sequence[str], formats: Sequence[str | int], behind: str, *, mac: bool
) -> dict[str, str]:
    """The parts of a workbook with the sheet `Sheet1`."""
    codes = [one for one in formats if isinstance(one, str)]
    number = {code: 164 + index for index, code in enumerate(codes)}
    styles = "".join(
        f'<xf numFmtId="{number[one] if isinstance(one, str) else one}" applyNumberFormat="1"/>'
        for one in formats
    )
    named = "".join(
        f'<numFmt numFmtId="{number[code]}" formatCode="{code.replace(chr(34), "&quot;")}"/>'
        for code in codes
    )
    data = "".join(f'<row r="{index}">{row}</row>' for index, row in enumerate(rows, start=1))
    return {
        "[Content_Types].xml": (
            f'<Types xmlns="{PACKAGE}/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
            'relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{TYPE}.sheet.main+xml"/>'
            f'<Override PartName="/xl/styles.xml" ContentType="{TYPE}.styles+xml"/>'
            f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{TYPE}.worksheet+xml"/>'
            "</Types>"
        ),
        "_rels/.rels": (
            f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
            f'Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
        ),
        "xl/workbook.xml": (
            f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}">'
            f"<workbookPr{' date1904=' + chr(34) + '1' + chr(34) if mac else ''}/>"
            '<sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>'
        ),
        "xl/_rels/workbook.xml.rels": (
            f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
            f'Type="{RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/><Relationship '
            f'Id="rId2" Type="{RELATIONS}/styles" Target="styles.xml"/></Relationships>'
        ),
        "xl/styles.xml": (
            f'<styleSheet xmlns="{MAIN}"><numFmts>{named}</numFmts>'
            "<fonts><font/></fonts><fills><fill><patternFill/></fill></fills><borders><border/></borders>"
            "<cellStyleXfs><xf/></cellStyleXfs>"
            f'<cellXfs><xf numFmtId="0"/>{styles}</cellXfs></styleSheet>'
        ),
        "xl/worksheets/sheet1.xml": (
            f'<worksheet xmlns="{MAIN}"><sheetData>{data}</sheetData>{behind}</worksheet>'
        ),
    }


@pytest.fixture
def raw_workbook() -> RawWorkbook:
    """A function that writes such a workbook and gives its path back."""

    def write(  # noqa: PLR0913 # a test says what it is about by name
        path: Path,
        rows: Sequence[str],
        *,
        formats: Sequence[str | int] = (),
        behind: str = "",
        mac: bool = False,
        parts: dict[str, str] | None = None,
    ) -> Path:
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
            whole = workbook_parts(rows, formats, behind, mac=mac) | (parts or {})
            for name, text in whole.items():
                out.writestr(name, text)
        return path

    return write
