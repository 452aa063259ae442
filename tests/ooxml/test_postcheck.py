"""Every fault that Word would repair or stumble over is found; a sound document has none."""

from __future__ import annotations

import pytest

from svcdocs.ooxml.base_package import base_package
from svcdocs.ooxml.names import CONTENT_TYPES_PART, W14, WP
from svcdocs.ooxml.postcheck import check_package, check_parts, check_rendered, surroundings
from svcdocs.ooxml.tidy import tidy

pytestmark = pytest.mark.usefixtures("english")

CELL = "<w:tc><w:tcPr/><w:p/></w:tc>"
DOCUMENT = "word/document.xml"


def _table(cell: str) -> str:
    return f"<w:tbl><w:tblPr/><w:tblGrid/><w:tr>{cell}</w:tr></w:tbl>"


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("<w:p>", "not well-formed"),
        ("<w:p><w:r><w:t>a {{ b }}</w:t></w:r></w:p>", "a template tag is left: a {{ b }}"),
        ("<w:p><w:r><w:t>a %} b</w:t></w:r></w:p>", "a template tag is left"),
        (_table("<w:tc><w:tcPr/></w:tc>"), "a table cell without a paragraph"),
        (_table(f"<w:tc><w:tcPr/><w:p/>{_table(CELL)}</w:tc>"), "a table cell without a paragraph"),
        ("<w:tbl><w:tblPr/><w:tblGrid/></w:tbl>", "a table without rows"),
        (f'<w:p xmlns:x="{W14}" x:paraId="1"/>' * 2, "paraId id 1 is there 2 times"),
        (f'<x:docPr xmlns:x="{WP}" id="5"/>' * 3, "docPr id 5 is there 3 times"),
        ('<w:bookmarkStart w:id="0"/>' * 2, "bookmarkStart id 0 is there 2 times"),
        ('<w:p><w:hyperlink r:id="rId77"/></w:p>', "relationship rId77 is not there"),
    ],
)
def test_faults_inside_a_part(body: str, told: str) -> None:
    """One fault, one line."""
    parts = base_package(body + "<w:sectPr/>")
    (problem,) = check_parts(parts, [DOCUMENT])

    assert told in problem
    around = surroundings(parts, [DOCUMENT])
    assert check_rendered({DOCUMENT: parts[DOCUMENT]}, around) == [problem]


def test_a_prefix_that_nobody_declared() -> None:
    """No reader can make sense of it."""
    parts = base_package("<w:p><y:a/></w:p><w:sectPr/>")

    assert len(check_parts(parts, [DOCUMENT])) == 1


def test_ids_are_compared_over_parts() -> None:
    """A drawing in the header and one in the body must not share an id."""
    drawing = f'<w:p><w:r><x:docPr xmlns:x="{WP}" id="5"/></w:r></w:p>'
    parts = base_package(drawing + "<w:sectPr/>", {"rIdH": drawing})

    assert check_parts(parts, [DOCUMENT]) == []
    assert check_parts(parts, [DOCUMENT, "word/header1.xml"]) == ["docPr id 5 is there 2 times"]


def test_braces_out_of_the_data_are_no_tags() -> None:
    """Whoever printed such a value says so."""
    parts = base_package("<w:p><w:r><w:t>{{ 7*7 }}</w:t></w:r></w:p><w:sectPr/>")

    assert check_parts(parts, [DOCUMENT])
    assert check_parts(parts, [DOCUMENT], tags=False) == []


def test_sound_documents() -> None:
    """Nested tables, content controls in cells, bookmarks behind a paragraph."""
    body = _table(
        f"<w:tc><w:tcPr/>{_table(CELL)}<w:p/></w:tc>"
        "<w:tc><w:tcPr/><w:sdt><w:sdtContent><w:p/></w:sdtContent></w:sdt></w:tc>"
        '<w:tc><w:tcPr/><w:p/><w:bookmarkEnd w:id="0"/></w:tc>'
    )
    parts = base_package(body + "<w:p/><w:sectPr/>")

    assert check_parts(parts, [DOCUMENT]) == []
    assert check_package(parts) == []


def test_how_parts_hang_together() -> None:
    """A target that is not there, an id given twice, a part nobody gave a type."""
    parts = base_package("<w:p/><w:sectPr/>")
    rels = parts["word/_rels/document.xml.rels"].decode()

    lost = {name: data for name, data in parts.items() if name != "word/styles.xml"}
    assert any("leads to word/styles.xml" in one for one in check_package(lost))
    assert any("content type of part word/styles.xml" in one for one in check_package(lost))

    doubled = rels.replace("rIdFonts", "rIdStyles").encode()
    assert check_package({**parts, "word/_rels/document.xml.rels": doubled}) == [
        "relationship rIdStyles of word/document.xml is there twice"
    ]
    assert check_package({**parts, "word/media/a.png": b""}) == [
        "part word/media/a.png has no content type"
    ]
    assert CONTENT_TYPES_PART in parts


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<w:tc/>", "<w:tc><w:p/></w:tc>"),
        ("<w:tc></w:tc>", "<w:tc><w:p/></w:tc>"),
        ("<w:tc><w:tcPr></w:tcPr></w:tc>", "<w:tc><w:tcPr></w:tcPr><w:p/></w:tc>"),
        (_table(CELL) + "x", _table(CELL) + "x"),
        (
            f"<w:tc><w:tcPr></w:tcPr>{_table(CELL)}</w:tc>",
            f"<w:tc><w:tcPr></w:tcPr>{_table(CELL)}<w:p/></w:tc>",
        ),
        (
            f"a<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/></w:tblGrid></w:tbl>b{_table(CELL)}",
            f"ab{_table(CELL)}",
        ),
    ],
)
def test_tidy(before: str, after: str) -> None:
    """What a loop left behind in tables; everything else stays as it is."""
    assert tidy(before) == after


def test_an_empty_cell_with_an_empty_property_element() -> None:
    """`<w:tcPr/>` alone is a cell without a paragraph as well."""
    assert tidy("<w:tc><w:tcPr/></w:tc>") == "<w:tc><w:tcPr/><w:p/></w:tc>"
