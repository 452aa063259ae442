"""Outlines on paper: official notices, lines to write on, what stays on one page with what."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from svcdocs.ooxml.archive import unpack
from svcdocs.ooxml.dump import dump
from svcdocs.render.engine import compile_template
from svcdocs.render.mode import Mode
from svcdocs.render.outline import build_form, load_outline

MANIFEST = {"title": "告知书", "form_no": "ZR-01", "form_version": "1.0"}
Outline = Callable[[str], bytes]


@pytest.fixture
def outline(tmp_path: Path) -> Outline:
    """Build the form of an outline's text."""

    def build(text: str) -> bytes:
        (tmp_path / "outline.yaml").write_text(text, encoding="utf-8")
        return build_form(load_outline(tmp_path), MANIFEST)

    return build


def _part(data: bytes, name: str = "document") -> str:
    return unpack(data, "form")[f"word/{name}.xml"].decode()


def _paragraph(data: bytes, content: str) -> str:
    """The paragraph that holds a text, as XML."""
    paragraphs: list[str] = re.findall(r"<w:p>(?:(?!</w:p>).)*</w:p>", _part(data))
    (found,) = [one for one in paragraphs if content in one]
    return found


def _text(data: bytes, mode: Mode = Mode.FINAL, **context: object) -> list[str]:
    values = {"company": {}, **context, "document": {"blank": mode is Mode.BLANK}}
    rendered = compile_template(data, "form.docx").render(values, mode)
    return [line for line in dump(rendered).partition("\n# ")[0].splitlines()[1:] if line]


class TestNotice:
    """`page: {style: notice}`, after GB/T 9704."""

    @pytest.fixture
    def notice(self, outline: Outline) -> bytes:
        """A small one."""
        return outline("""
page: {style: notice}
blocks:
  - title: 告知书
  - heading: 一、事实
    number: false
  - paragraph: 正文
  - sign_off: [某公司, 2026年3月31日]
""")

    def test_type_area(self, notice: bytes) -> None:
        """156 × 225 mm on A4, 37 mm from the top, 28 mm from the left."""
        size = re.search(r'<w:pgMar w:top="(\d+)" w:right="(\d+)" w:bottom="(\d+)" w:left="(\d+)"',
                         _part(notice))  # fmt: skip
        assert size is not None
        top, right, bottom, left = (round(int(one) / 56.7, 1) for one in size.groups())

        assert (top, left) == (37.0, 28.0)
        assert round(210 - left - right) == 156
        assert round(297 - top - bottom) == 225

    def test_text(self, notice: bytes) -> None:
        """仿宋 16 pt, 29 pt a line; the house style's other documents keep theirs."""
        styles = _part(notice, "styles")
        body = styles[styles.index('w:styleId="BodyIndented"') :].partition("</w:style>")[0]

        assert 'w:eastAsia="仿宋"' in body
        assert '<w:sz w:val="32"/>' in body
        assert '<w:spacing w:line="580" w:lineRule="exact"/>' in body

    def test_page_numbers_stand_outside(self, notice: bytes) -> None:
        """Odd pages right, even pages left, and Word is told that they differ; no header."""
        assert dump(notice).count("— 1 —") == 2
        assert "# footer word/footer1.xml\n{{ check_code() }}→— 1 —\n" in dump(notice)
        assert "# footer word/footer2.xml\n— 1 —→{{ check_code() }}\n" in dump(notice)
        assert "<w:evenAndOddHeaders/>" in _part(notice, "settings")
        assert '<w:footerReference w:type="even"' in _part(notice)
        assert "# header" not in dump(notice)

    def test_a_header_if_asked_for(self, outline: Outline) -> None:
        """On both kinds of pages."""
        data = outline(
            "page: {style: notice, header: {left: 内部, right: 资料}}\nblocks: [{title: 甲}]"
        )

        assert "内部→资料" in dump(data)
        assert _part(data).count("<w:headerReference") == 2

    def test_the_sign_off_is_never_alone(self, notice: bytes) -> None:
        """The last paragraph of the text stays with it, and its own lines together."""
        assert "<w:keepNext/>" in _paragraph(notice, "正文")
        assert "<w:keepNext/>" in _paragraph(notice, "某公司")
        assert "<w:keepNext/>" not in _paragraph(notice, "2026")


class TestRoom:
    """Room to write in a blank form."""

    TEXT = """
blocks:
  - let: {case: "project.cases[it.case]"}
  - paragraph: "经过：{{ case.facts | sentence }}"
    by_hand: {unless: case.facts, text: 经过：, lines: 3}
  - {ruled: 意见：}
"""

    def test_blank(self, outline: Outline) -> None:
        """The words and three lines as far as the margin."""
        data = outline(self.TEXT)
        assert [line.strip() for line in _text(data, Mode.BLANK, project={}, it={})] == [
            "经过：→",
            "→",
            "→",
            "意见：→",
        ]
        assert _part(data).count('w:leader="underscore" w:pos="9638"') == 4

    def test_filled(self, outline: Outline) -> None:
        """Then the value, in a blank form too; the sentence ends once."""
        data = outline(self.TEXT)
        project = {"cases": [{"id": "A", "facts": "到场超时"}, {"id": "B", "facts": "是吗？"}]}

        for mode in (Mode.FINAL, Mode.BLANK):
            assert _text(data, mode, project=project, it={"case": "A"})[0] == "经过：到场超时。"
        assert _text(data, project=project, it={"case": "B"})[0] == "经过：是吗？"

    def test_a_draft_is_marked(self, outline: Outline) -> None:
        """Lines are for hands; a draft says what is missing."""
        project = {"cases": [{"id": "A"}]}
        text = _text(outline(self.TEXT), Mode.DRAFT, project=project, it={"case": "A"})

        assert text == ["经过：【待填】", "意见：→"]


class TestTogether:
    """What a page break must not part."""

    def test_signatures_take_the_row_above_along(self, outline: Outline) -> None:
        """A table's last row; of a loop's rows the last one only, or the whole table would cling."""
        form = outline("""
blocks:
  - grid: {columns: [1, 1], rows: [{甲: 一}, {乙: 二}]}
  - signatures: [丙]
  - table:
      each: row in it.rows
      empty: 无
      columns: [{title: 丁, text: "{{ row }}"}]
  - signatures: [戊]
""")

        def kept(rows: list[str]) -> dict[str, bool]:
            values = {"company": {}, "it": {"rows": rows}, "document": {"blank": False}}
            data = compile_template(form, "form.docx").render(values, Mode.FINAL)
            cells = ["一", "二", *(rows or ["无"])]
            return {cell: "<w:keepNext/>" in _paragraph(data, cell) for cell in cells}

        assert kept(["三", "四"]) == {"一": False, "二": True, "三": False, "四": True}
        assert kept([]) == {"一": False, "二": True, "无": True}

    def test_behind_a_condition(self, outline: Outline) -> None:
        """A paragraph that comes with the data is one all the same."""
        data = outline("""
blocks:
  - if: it.yes
    then: [{paragraph: 有}]
  - sign_off: [某公司]
""")

        assert "<w:keepNext/>" in _paragraph(data, "有")

    def test_a_grid_on_one_page(self, outline: Outline) -> None:
        """Every row with the next one; or only one row."""
        data = outline("""
blocks:
  - grid: {columns: [1], together: true, rows: [[甲], [乙]]}
  - paragraph: 间
  - grid: {columns: [1], rows: [[丙], {row: [丁], keep: true}, [戊]]}
""")

        kept = [one for one in "甲乙丙丁" if "<w:keepNext/>" in _paragraph(data, one)]
        assert kept == ["甲", "丁"]

    def test_a_new_page_begins_with_its_title(self, outline: Outline) -> None:
        """No empty line above it; only where no paragraph follows does a break stand alone."""
        data = outline("""
blocks:
  - paragraph: 甲
  - page_break: true
  - title: 乙
  - page_break: true
  - grid: {columns: [1], rows: [[丙]]}
""")

        assert "<w:pageBreakBefore/>" in _paragraph(data, "乙")
        assert _part(data).count('<w:br w:type="page"/>') == 1


def test_cells_to_sign_in(outline: Outline) -> None:
    """Wide lines from the top, or a date at the bottom; rows as high as asked for."""
    data = outline("""
blocks:
  - grid:
      columns: [1, 1]
      height: 1cm
      rows:
        - row: [{text: [甲方：, 日期：], sign: true}, {text: 年月日, bottom: true}]
          height: 2cm
        - [{}, {}]
""")
    document = _part(data)

    assert '<w:pStyle w:val="SignatureLine"/>' in _paragraph(data, "甲方")
    assert document.count('<w:vAlign w:val="bottom"/>') == 1
    assert re.findall(r'<w:trHeight w:val="(\d+)"', document) == ["1134", "567"]


def test_a_table_without_rows_says_so(outline: Outline) -> None:
    """In a document; a blank form has rows to fill in."""
    data = outline("""
blocks:
  - table:
      each: visit in project.visits
      empty: 无
      columns: [{title: 编号, text: "{{ visit.id }}"}, {title: 日期, text: "{{ visit.on }}"}]
""")

    assert _text(data, project={"visits": []}) == ["| 编号 | 日期 |", "| 无 (2) |"]
    assert _text(data, project={}) == ["| 编号 | 日期 |", "| 无 (2) |"]
    assert _text(data, project={"visits": [{"id": "V1", "on": "今"}]})[1:] == ["| V1 | 今 |"]
    assert _text(data, Mode.BLANK, project={"visits": []}) == ["| 编号 | 日期 |", "|  |  |"]


def test_chinese_numerals_in_lists(outline: Outline) -> None:
    """（一）（二）, fixed or from the data."""
    data = outline("""
blocks:
  - list: [甲, 乙]
    marker: （一）
  - items: one in it.many
    text: "{{ one }}"
    marker: 一、
""")

    assert _text(data, it={"many": ["丙", "丁"]}) == ["（一）甲", "（二）乙", "一、丙", "二、丁"]


class TestQr:
    """`page: {qr: …}`: a form that comes back says which record it is about."""

    @pytest.fixture
    def form(self, outline: Outline) -> bytes:
        """One with a QR code of the record's number."""
        return outline("page: {qr: it.id}\nblocks: [{title: 告知书}]")

    @staticmethod
    def header(form: bytes, mode: Mode, **it: str) -> str:
        """What the header says."""
        rendered = compile_template(form, "form.docx").render({"it": it, "company": {}}, mode)
        return dump(rendered).partition("# header word/header1.xml\n")[2]

    def test_behind_the_title_of_the_form(self, form: bytes) -> None:
        """On every page, in the header."""
        text = self.header(form, Mode.FINAL, id="INC-005")

        assert text == "表单编号：ZR-01　版本：1.0→告知书<二维码：INC-005 1.2×1.2>\n"

    def test_a_blank_form_has_its_place_free(self, form: bytes) -> None:
        """There is no record yet, and the line is as high."""
        assert self.header(form, Mode.BLANK) == "表单编号：ZR-01　版本：1.0→告知书\n"
        assert '<w:spacing w:line="680" w:lineRule="atLeast"/>' in _part(form, "header1")

    def test_it_fits_above_the_content(self, form: bytes, outline: Outline) -> None:
        """The header begins so much higher that the content does not have to give way."""
        plain = outline("blocks: [{title: 告知书}]")
        edge = re.compile(r'w:header="(\d+)"')
        (with_qr,), (without,) = (edge.findall(_part(one)) for one in (form, plain))

        assert int(with_qr) + 680 < 1134 - 60
        assert int(with_qr) < int(without)
        assert "qr(" not in _part(plain, "header1")
