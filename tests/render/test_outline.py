"""Outlines make forms in one style: what is asked for, where it stands, always the same bytes."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest

from svcdocs.errors import TemplateError
from svcdocs.model.tree import Tree
from svcdocs.ooxml.archive import unpack
from svcdocs.ooxml.dump import dump
from svcdocs.ooxml.postcheck import check_package, check_parts
from svcdocs.render.engine import compile_template
from svcdocs.render.outline import build_form, load_outline

MANIFEST = {"title": "签收单", "form_no": "KF-01", "form_version": "1.0"}


@pytest.fixture
def outline(tmp_path: Path) -> Callable[[str], bytes]:
    """Build the form of an outline's text."""

    def build(text: str) -> bytes:
        (tmp_path / "outline.yaml").write_text(text, encoding="utf-8")
        return build_form(load_outline(tmp_path), MANIFEST)

    return build


def _body(data: bytes) -> str:
    """The body's dump; the tiny paragraphs between tables left out."""
    lines = dump(data).partition("\n# ")[0].splitlines()[1:]
    return "\n".join(line for line in lines if line)


def _document(data: bytes) -> str:
    return unpack(data, "form")["word/document.xml"].decode()


def test_blocks(outline: Callable[[str], bytes]) -> None:
    """Each kind of block once."""
    data = outline("""
blocks:
  - title: 标题
    subtitle: 副标题
  - heading: 甲
  - heading: 乙
    level: 2
    number: false
  - paragraph: ["一段 **加粗** {{ 2 ** 3 }}", "二\\n三"]
  - list: [一条, 二条]
    marker: "#、"
  - items: a in it.acts
    text: "{{ a }}"
  - caption: 表一
  - note: 说明
  - page_break: true
  - if: it.yes
    then: [{paragraph: 有}]
    else: [{paragraph: 无}]
  - each: a in it.acts
    do: [{paragraph: "{{ a }}"}]
  - use: piece
pieces:
  piece: [{paragraph: 片段}]
""")

    assert _body(data).splitlines() == [
        "标题",
        "副标题",
        "{Heading1} {{ number(1) }}　甲",
        "{Heading2} 乙",
        "一段 加粗 {{ 2 ** 3 }}",
        "二",
        "三",
        "1、一条",
        "2、二条",
        "{%p for a in it.acts %}",
        "（{{ loop.index }}）{{ a }}",
        "{%p endfor %}",
        "表一",
        "说明",
        "⇟",
        "{%p if it.yes %}",
        "有",
        "{%p else %}",
        "无",
        "{%p endif %}",
        "{%p for a in it.acts %}",
        "{{ a }}",
        "{%p endfor %}",
        "片段",
    ]
    assert re.search(r"<w:b/><w:bCs/></w:rPr><w:t[^>]*>加粗</w:t>", _document(data))


def test_a_grid(outline: Callable[[str], bytes]) -> None:
    """Labels and fields; the last one takes the rest; a label over several rows; a loop."""
    data = outline("""
blocks:
  - grid:
      columns: [1, 2, 1, 2]
      rows:
        - {甲: 一, 乙: 二}
        - {丙: 三}
        - section: 一、内容
        - [{label: 高, rows: 2}, 四, {text: [五, 六], span: 2, align: right}]
        - {丁: {}}
        - row: {戊: "{{ r }}"}
          each: r in it.rows
          if: it.yes
          height: 2cm
""")

    assert _body(data).splitlines() == [
        "| 甲 | 一 | 乙 | 二 |",
        "| 丙 | 三 (3) |",
        "| 一、内容 (4) |",
        "| 高 | 四 | 五⏎六 (2) |",
        "| ^ | 丁 |  (2) |",
        "| {%tr if it.yes %} (4) |",
        "| {%tr for r in it.rows %} (4) |",
        "| 戊 | {{ r }} (3) |",
        "| {%tr endfor %} (4) |",
        "| {%tr endif %} (4) |",
    ]
    assert '<w:trHeight w:val="1134" w:hRule="atLeast"/>' in _document(data)


def test_a_table(outline: Callable[[str], bytes]) -> None:
    """A header that repeats, a loop, fixed rows, a foot; widths add up to the page."""
    data = outline("""
blocks:
  - table:
      each: u in it.units
      columns:
        - {title: 序号, text: "{{ loop.index }}", align: center}
        - {title: 名称, width: 3, text: "{{ u.name }}"}
      rows: [[甲, 乙]]
      foot: [[{label: 合计}, "{{ it.units | count }}"]]
""")

    assert _body(data).splitlines() == [
        "| 序号 | 名称 |",
        "| {%tr for u in it.units %} (2) |",
        "| {{ loop.index }} | {{ u.name }} |",
        "| {%tr endfor %} (2) |",
        "| 甲 | 乙 |",
        "| 合计 | {{ it.units | count }} |",
    ]
    document = _document(data)
    assert document.count("<w:tblHeader/>") == 1
    assert sum(int(width) for width in re.findall(r'<w:gridCol w:w="(\d+)"', document)) == 9638


def test_signatures(outline: Callable[[str], bytes]) -> None:
    """Parties side by side with their lines, or people; kept together."""
    data = outline("""
blocks:
  - signatures:
      - {party: 甲方（盖章）：}
      - {party: 乙方（盖章）：, lines: [经办人：]}
  - signatures: [回访人]
""")

    assert _body(data).splitlines() == [
        "| 甲方（盖章）： | 乙方（盖章）： |",
        "| 代表（签字）： | 经办人： |",
        "| 日期：　　　　年　　月　　日 |  |",
        "| 回访人（签字）： |",
        "| 日期：　　　　年　　月　　日 |",
    ]
    styles = unpack(data, "form")["word/styles.xml"].decode()
    signature = styles[styles.index('w:styleId="SignatureLine"') :].partition("</w:style>")[0]
    assert "<w:keepNext/>" in signature


@pytest.mark.parametrize(
    ("page", "header", "width"),
    [
        ("{}", "表单编号：KF-01　版本：1.0→签收单", 9638),
        ("{margins: text}", "表单编号：KF-01　版本：1.0→签收单", 9070),
        ("{landscape: true}", "表单编号：KF-01　版本：1.0→签收单", 14570),
        ("{header: {left: 左, right: 右}}", "左→右", 9638),
        ("{header: {none: true}}", None, 9638),
    ],
)
def test_pages(page: str, header: str | None, width: int, outline: Callable[[str], bytes]) -> None:
    """A4, margins of 2 or 2.5 cm, a header, and always 第 X 页 共 Y 页 and the check code."""
    data = outline(f"page: {page}\nblocks:\n  - grid: {{columns: [1], rows: [[甲]]}}\n")
    text = dump(data)

    assert "# footer word/footer1.xml\n→第 1 页　共 1 页→{{ check_code() }}\n" in text
    assert ("# header" in text) is (header is not None)
    if header:
        plain = text.partition("{%p else %}\n")[2]
        assert plain.startswith(f"{header}\n{{%p endif %}}\n")
    assert f'<w:gridCol w:w="{width}"/>' in _document(data)


def test_rows_never_split_and_every_form_is_sound(outline: Callable[[str], bytes]) -> None:
    """Each row carries the mark; python-docx opens the form; our own check finds only the tags."""
    data = outline("""
blocks:
  - title: 标题
  - grid: {columns: [1, 1], rows: [{甲: "{{ it.a }}"}]}
  - grid: {columns: [1, 1], rows: [{乙: "{{ it.b }}"}]}
  - signatures: [甲, 乙]
""")
    document = _document(data)
    parts = unpack(data, "form")

    assert document.count("<w:tr>") == document.count("<w:cantSplit/>") == 4
    assert "</w:tbl><w:tbl>" not in document
    assert not document.rpartition("<w:sectPr>")[0].endswith("</w:tbl>")
    assert check_package(parts) == []
    assert (
        check_parts(parts, [name for name in parts if name.startswith("word/")], tags=False) == []
    )
    assert len(docx.Document(io.BytesIO(data)).tables) == 3


def test_same_outline_same_bytes(outline: Callable[[str], bytes]) -> None:
    """On every run."""
    text = "blocks:\n  - title: 标题\n  - grid: {columns: [1, 2], rows: [{甲: 乙}]}\n"

    assert outline(text) == outline(text)


def test_a_form_renders_at_once(outline: Callable[[str], bytes]) -> None:
    """What the builder writes, the engine reads; comparisons in tags survive XML."""
    data = outline("""
blocks:
  - title: "{{ it.name }}"
  - paragraph: "{% if it.n < 3 and it.n > 1 %}少于三{% endif %} **{{ it.name }}** a & b"
  - table:
      each: u in it.units
      columns: [{title: 名称, text: "{{ u.name }}"}]
""")
    context: dict[str, Any] = {
        "it": {"name": "三年<原厂>", "n": 2, "units": [{"id": "1", "name": "甲"}]}
    }

    text = _body(compile_template(data, "form.docx").render({"company": {}, **context}))

    assert text == "三年<原厂>\n少于三 三年<原厂> a & b\n| 名称 |\n| 甲 |"


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize(
    ("text", "place", "told"),
    [
        ("blocks:\n  - use: nosuch\n", "outline.yaml:2:5", "no piece 'nosuch'"),
        (
            "blocks:\n  - title: 甲\n  - grid: {columns: [1], rows: [[甲, 乙]]}\n",
            "outline.yaml:3:5",
            "row 1 of a grid does not fill its 1 columns",
        ),
        (
            "blocks:\n  - table: {columns: [{title: 甲}], rows: [[甲, 乙]]}\n",
            "outline.yaml:2:5",
            "fills 2 of its 1 columns",
        ),
        (
            "blocks:\n  - table: {each: a in b, columns: [{title: 甲}]}\n",
            "outline.yaml:2:5",
            "wants a 'text'",
        ),
        (
            "blocks:\n  - if: a\n    then:\n      - use: x\n",
            "outline.yaml:4:9",
            "no piece 'x'",
        ),
        (
            "blocks:\n  - use: a\npieces:\n  a:\n    - use: a\n",
            "outline.yaml:5:",
            "without end",
        ),
        ("blocks:\n  - tittle: 甲\n", "outline.yaml:2:5", "unknown field 'tittle'"),
        ("blocks:\n  - heading: 甲\n    level: 9\n", "outline.yaml:3:12", "9"),
        ("page: {}\n", "outline.yaml:1:1", "blocks"),
    ],
)
def test_faults_have_a_place(
    text: str, place: str, told: str, outline: Callable[[str], bytes]
) -> None:
    """Wrong fields by the schema, the rest by the builder; both with file, line and column."""
    with pytest.raises(TemplateError) as caught:
        outline(text)

    (detail,) = caught.value.details
    assert place in detail
    assert told in detail


def test_an_outline_read_from_no_file() -> None:
    """The generator of a new type has its outline in memory."""
    tree = Tree(data={"blocks": [{"title": "标题"}]})

    assert _body(build_form(tree, {"title": "新"})) == "标题"
