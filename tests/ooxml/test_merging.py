"""Word files put into one: each keeps its pages, styles and lists."""

from __future__ import annotations

import re

import pytest
from lxml import etree

from svcdocs.ooxml import names
from svcdocs.ooxml.archive import PackageError
from svcdocs.ooxml.base_package import base_package
from svcdocs.ooxml.merging import PageCount, merge
from svcdocs.ooxml.names import w
from svcdocs.ooxml.package import relationships, write_package
from svcdocs.ooxml.postcheck import check_package, check_parts

pytestmark = pytest.mark.usefixtures("english")

PORTRAIT = '<w:pgSz w:w="11906" w:h="16838"/>'
LANDSCAPE = '<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>'
COUNT = (
    '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> NUMPAGES </w:instrText>'
    '</w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
)
HEADER = '<w:headerReference w:type="default" r:id="rIdHeader"/>'
FOOTER = '<w:footerReference w:type="default" r:id="rIdFooter"/>'
TABLE = (
    "<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/></w:tblGrid><w:tr><w:tc><w:tcPr/>"
    "<w:p><w:r><w:t>格</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
)


def paragraph(text: str, properties: str = "") -> str:
    """A paragraph with one text."""
    inside = f"<w:pPr>{properties}</w:pPr>" if properties else ""
    return f"<w:p>{inside}<w:r><w:t>{text}</w:t></w:r></w:p>"


def section(inside: str = PORTRAIT) -> str:
    """Section properties."""
    return f"<w:sectPr>{inside}</w:sectPr>"


def document(
    body: str, header: str = "", footer: str = "", *, facing: bool = False
) -> dict[str, bytes]:
    """A whole document."""
    return base_package(
        body,
        {"rIdHeader": header} if header else None,
        {"rIdFooter": footer} if footer else None,
        facing=facing,
    )


def merged(
    *documents: dict[str, bytes], counted: PageCount = PageCount.SECTION
) -> dict[str, bytes]:
    """The parts, which pass the check that every document of ours passes."""
    parts = merge([(str(n), write_package(one)) for n, one in enumerate(documents)], counted)
    inside = [part for part in parts if part.startswith("word/") and part.endswith(".xml")]
    assert [*check_package(parts), *check_parts(parts, inside)] == []
    return parts


def tree(parts: dict[str, bytes], part: str = "word/document.xml") -> etree._Element:
    """A part, parsed."""
    return etree.fromstring(parts[part])


def at(element: etree._Element | None, *tags: str) -> etree._Element:
    """What stands below an element; it is there."""
    for tag in tags:
        assert element is not None
        element = element.find(w(tag))
    assert element is not None
    return element


def sections(parts: dict[str, bytes]) -> list[etree._Element]:
    """The section properties of the body."""
    return list(tree(parts).iter(w("sectPr")))


def sheet(parts: dict[str, bytes], one: etree._Element, kind: str, page: str = "default") -> str:
    """The text of a section's header or footer."""
    arrows = {arrow.id: arrow.target for arrow in relationships(parts, "word/document.xml")}
    found = [
        reference.get(f"{{{names.R}}}id")
        for reference in one.iter(w(f"{kind}Reference"))
        if reference.get(w("type")) == page
    ]
    assert len(found) == 1
    return "".join(map(str, tree(parts, arrows[str(found[0])]).itertext()))


def test_each_keeps_its_page_and_begins_with_page_one() -> None:
    """Each keeps its page and begins with page one."""
    parts = merged(
        document(paragraph("甲") + section()), document(paragraph("乙") + section(LANDSCAPE))
    )
    first, second = sections(parts)
    assert [at(one, "pgNumType").get(w("start")) for one in (first, second)] == ["1", "1"]
    assert [at(one, "type").get(w("val")) for one in (first, second)] == ["nextPage"] * 2
    assert at(first, "pgSz").get(w("orient")) is None
    assert at(second, "pgSz").get(w("orient")) == "landscape"
    assert tree(parts)[0][-1].tag == w("sectPr")


def test_a_section_ends_in_the_last_paragraph_or_behind_a_table() -> None:
    """A section ends in the last paragraph or behind a table."""
    page = section()
    ends = [
        paragraph("文字", '<w:jc w:val="right"/>'),
        "<w:p/>",
        '<w:p w:rsidR="00A1"/>',
        "<w:p><w:pPr/></w:p>",
        TABLE,
    ]
    parts = merged(*(document(paragraph("甲") + end + page) for end in ends), document(page))
    body = tree(parts)[0]
    blocks = list(body)
    places = [
        place
        for place, block in enumerate(blocks)
        if block.tag == w("p") and block.find(f"{w('pPr')}/{w('sectPr')}") is not None
    ]
    assert len(places) == len(ends)
    # Only the table needed a paragraph more.
    assert len(body.findall(w("p"))) == 2 * 5
    assert at(blocks[places[0]], "pPr", "jc").get(w("val")) == "right"
    assert blocks[places[-1] - 1].tag == w("tbl")


def test_nobody_inherits_a_header() -> None:
    """Nobody inherits a header."""
    with_header = document(paragraph("甲") + section(HEADER + PORTRAIT), header=paragraph("页眉甲"))
    parts = merged(with_header, document(paragraph("乙") + section()))
    first, second = sections(parts)
    assert sheet(parts, first, "header") == "页眉甲"
    assert sheet(parts, second, "header") == ""


def test_even_pages_have_their_own_where_one_document_wants_it() -> None:
    """Even pages have their own where one document wants it."""
    house = document(paragraph("甲") + section(FOOTER + PORTRAIT), footer=paragraph("页脚甲"))
    facing = document(
        paragraph("乙") + section(FOOTER + PORTRAIT), footer=paragraph("页脚乙"), facing=True
    )
    parts = merged(house, facing)
    assert b"<w:evenAndOddHeaders/>" in parts["word/settings.xml"]
    first, second = sections(parts)
    assert sheet(parts, first, "footer", "even") == "页脚甲"
    assert sheet(parts, second, "footer", "even") == ""


class TestPageCounts:
    """The number of pages is that of the form."""

    def counts(self, parts: dict[str, bytes]) -> list[str]:
        """The fields by which the footers of each section count."""
        found = []
        for one in sections(parts):
            arrows = {arrow.id: arrow.target for arrow in relationships(parts, "word/document.xml")}
            for reference in one.iter(w("footerReference")):
                data = parts[arrows[str(reference.get(f"{{{names.R}}}id"))]]
                found += re.findall(r"<w:instrText> (\w+)", data.decode())
        return found

    def form(self, text: str, *, two: bool = False) -> dict[str, bytes]:
        """A form whose footer counts its pages, of one section or two."""
        first = paragraph(text, section(FOOTER + PORTRAIT)) if two else ""
        return document(first + paragraph(text) + section(FOOTER + PORTRAIT), footer=COUNT)

    def test_by_section(self) -> None:
        """By section."""
        parts = merged(self.form("甲"), self.form("乙"))
        assert self.counts(parts) == ["SECTIONPAGES"] * 2
        # Equal footers are one part.
        assert sum(b"SECTIONPAGES" in data for data in parts.values()) == 1

    def test_of_several_sections_by_the_last_page(self) -> None:
        """Of several sections by the last page."""
        parts = merged(self.form("甲", two=True), self.form("乙"))
        assert self.counts(parts) == ["PAGEREF", "PAGEREF", "SECTIONPAGES"]

    def test_for_libreoffice_by_the_last_page(self) -> None:
        """For libreoffice by the last page."""
        parts = merged(self.form("甲"), self.form("乙"), counted=PageCount.LAST)
        used = {match for data in parts.values() for match in re.findall(rb"PAGEREF (\w+)", data)}
        marks = [one.get(w("name")) for one in tree(parts).iter(w("bookmarkStart"))]
        assert sorted(one.decode() for one in used) == sorted(map(str, marks))
        assert len(marks) == 2


class TestStyles:
    """Equal styles once, others beside each other."""

    def styled(self, size: str, used: str = "Wide") -> dict[str, bytes]:
        """A document with a style of its own."""
        style = (
            '<w:style w:type="paragraph" w:styleId="Wide"><w:name w:val="Wide"/>'
            f'<w:rPr><w:sz w:val="{size}"/></w:rPr></w:style>'
        )
        body = paragraph("文字", f'<w:pStyle w:val="{used}"/>') + section()
        parts = document(body)
        sheet_ = parts["word/styles.xml"].decode()
        parts["word/styles.xml"] = sheet_.replace("</w:styles>", f"{style}</w:styles>").encode()
        return parts

    def sizes(self, parts: dict[str, bytes]) -> list[str | None]:
        """The size of each text, by its style."""
        styles = {
            one.get(w("styleId")): one for one in tree(parts, "word/styles.xml").iter(w("style"))
        }
        names_ = [at(one, "name").get(w("val")) for one in styles.values()]
        assert len(set(names_)) == len(names_)
        return [
            at(styles[one.get(w("val"))], "rPr", "sz").get(w("val"))
            for one in tree(parts).iter(w("pStyle"))
        ]

    def test_equal(self) -> None:
        """Equal."""
        parts = merged(self.styled("30"), self.styled("30"))
        assert self.sizes(parts) == ["30", "30"]
        assert parts["word/styles.xml"].count(b'w:val="Wide"') == 1

    def test_of_one_name_but_different(self) -> None:
        """Of one name but different."""
        assert self.sizes(merged(self.styled("30"), self.styled("44"), self.styled("44"))) == [
            "30",
            "44",
            "44",
        ]

    def test_other_defaults(self) -> None:
        """A text that names no style looks as it did."""
        other = document(paragraph("乙") + "<w:p/>" + section())
        other["word/styles.xml"] = (
            other["word/styles.xml"]
            .replace(b'w:styleId="Normal"', b'w:styleId="Standard"')
            .replace(b'<w:sz w:val="21"/>', b'<w:sz w:val="36"/>')
        )
        parts = merged(document(paragraph("甲") + section()), other)
        last = tree(parts)[0].findall(w("p"))[1]
        style = at(last, "pPr", "pStyle").get(w("val"))
        made = next(
            one
            for one in tree(parts, "word/styles.xml").iter(w("style"))
            if one.get(w("styleId")) == style
        )
        assert made.get(w("default")) is None


class TestLists:
    """The items of each document are counted from one."""

    NUMBERING = (
        f'<w:numbering xmlns:w="{names.W}"><w:abstractNum w:abstractNumId="3"><w:nsid w:val="1"/>'
        '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/></w:lvl></w:abstractNum>'
        '<w:num w:numId="5"><w:abstractNumId w:val="3"/></w:num></w:numbering>'
    )

    def listed(self) -> dict[str, bytes]:
        """A document with a list."""
        item = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="5"/></w:numPr>'
        parts = document(paragraph("一条", item) + paragraph("又一条", item) + section())
        parts["word/numbering.xml"] = self.NUMBERING.encode()
        arrows = parts["word/_rels/document.xml.rels"].decode()
        arrow = (
            f'<Relationship Id="rIdLists" Type="{names.RELATIONSHIP}numbering" '
            'Target="numbering.xml"/></Relationships>'
        )
        parts["word/_rels/document.xml.rels"] = arrows.replace("</Relationships>", arrow).encode()
        kinds = parts[names.CONTENT_TYPES_PART].decode()
        kind = (
            f'<Override PartName="/word/numbering.xml" ContentType="{names.WORD_TYPE}'
            'numbering+xml"/></Types>'
        )
        parts[names.CONTENT_TYPES_PART] = kinds.replace("</Types>", kind).encode()
        return parts

    def test_have_a_number_each(self) -> None:
        """Have a number each."""
        parts = merged(self.listed(), document(paragraph("乙") + section()), self.listed())
        used = [one.get(w("val")) for one in tree(parts).iter(w("numId"))]
        assert used == ["1", "1", "2", "2"]
        root = tree(parts, "word/numbering.xml")
        assert [one.tag for one in root] == [w("abstractNum"), w("num"), w("num")]
        assert [one.get(w("val")) for one in root.iter(w("startOverride"))] == ["1", "1"]


def test_ids_and_bookmarks_are_distinct() -> None:
    """And whatever leads to a bookmark leads to the same one."""
    body = (
        '<w:p><w:bookmarkStart w:id="0" w:name="sum"/><w:bookmarkEnd w:id="0"/></w:p>'
        '<w:p><w:hyperlink w:anchor="sum"><w:r><w:t>见合计</w:t></w:r></w:hyperlink>'
        "<w:r><w:instrText> PAGEREF sum </w:instrText></w:r></w:p>"
    )
    parts = merged(document(body + section()), document(body + section()))
    marks = [str(one.get(w("name"))) for one in tree(parts).iter(w("bookmarkStart"))]
    assert len(set(marks)) == 2
    assert [one.get(w("anchor")) for one in tree(parts).iter(w("hyperlink"))] == marks
    fields = [str(one.text).split()[1] for one in tree(parts).iter(w("instrText"))]
    assert fields == marks


def test_notes_are_refused() -> None:
    """Notes are refused."""
    note = '<w:p><w:r><w:footnoteReference w:id="1"/></w:r></w:p>'
    with pytest.raises(PackageError) as caught:
        merged(document(note + section()), document(section()))
    assert list(caught.value.details) == ["w:footnoteReference"]
