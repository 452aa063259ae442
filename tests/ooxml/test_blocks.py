"""What a document says, block by block, whoever saved it."""

from __future__ import annotations

import pytest

from svcdocs.ooxml.base_package import base_package
from svcdocs.ooxml.blocks import Block, blocks_of, document_blocks
from svcdocs.ooxml.names import W


def run(text: str) -> str:
    """A run with a text."""
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def field(kind: str, result: str) -> str:
    """A field with what it showed last."""
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {kind} </w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run(result)}'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def table(*rows: list[str]) -> str:
    """A table whose cells hold XML."""
    return (
        "<w:tbl><w:tblPr/><w:tblGrid/>"
        + "".join(
            "<w:tr><w:trPr/>" + "".join(f"<w:tc><w:tcPr/>{cell}</w:tc>" for cell in row) + "</w:tr>"
            for row in rows
        )
        + "</w:tbl>"
    )


def p(*content: str) -> str:
    """A paragraph."""
    return f"<w:p><w:pPr><w:tabs><w:tab w:val='right'/></w:tabs></w:pPr>{''.join(content)}</w:p>"


@pytest.mark.parametrize(
    ("xml", "blocks"),
    [
        (p(run("质保")) + p(run("三")) + "<w:p/>" + p() + "<w:sectPr/>", ["质保", "三"]),
        (p(run("三"), run("年 "), run("　&lt;原厂&gt;")), ["三年 <原厂>"]),
        (p(run("一"), "<w:r><w:br/></w:r>", run("二"), "<w:r><w:tab/></w:r>"), ["一 二"]),
        (p(run("第 "), field("PAGE", "3"), run(" 页")), ["第 页"]),
        (p(field("REF _a", "见附件一")), ["见附件一"]),
        (
            p('<w:fldSimple w:instr=" NUMPAGES ">', run("9"), "</w:fldSimple>", run("页")),
            ["页"],
        ),
        (table([p(run("甲")), p()], [p(run("乙")) + p(run("丙")), p(run("丁"))]),
         [(("甲", ""), ("乙 丙", "丁"))]),
        (table([table([p(run("内"))]) + p(run("外")), p(run("右"))]), [(("内 外", "右"),)]),
        (
            p(run("前"), f"<w:txbxContent>{p(run('框'))}{table([p(run('格'))])}</w:txbxContent>")
            + p(run("后")),
            ["前框 格", "后"],
        ),
        (p("<mc:Fallback>", run("旧"), "</mc:Fallback>", run("新")), ["新"]),
        (p('<w:moveFrom w:id="1">', run("旧"), "</w:moveFrom>", run("新")), ["新"]),
        (p("<w:r><w:delText>旧</w:delText></w:r>", run("新")), ["新"]),
        (f"<w:sdt><w:sdtContent>{p(run('☑ 现场'))}</w:sdtContent></w:sdt>", ["☑ 现场"]),
        (p('<w:r><w:sym w:font="Wingdings" w:char="2611"/></w:r>'), ["☑"]),
        (p('<w:drawing><a:blip r:embed="r1"/></w:drawing>'), ["\ufffc"]),
    ],
)  # fmt: skip
def test_texts(xml: str, blocks: list[Block]) -> None:
    """Runs, breaks, fields, nested tables, text boxes, tracked changes, pictures."""
    assert list(blocks_of(xml, []).body) == blocks


def test_another_prefix() -> None:
    """A program may call the namespace as it likes, and spell characters as numbers."""
    parts = base_package("<w:p/><w:sectPr/>")
    parts["word/document.xml"] = (
        f'<x:document xmlns:x="{W}"><x:body><x:p><x:r><x:t>&#x8D28;保</x:t></x:r></x:p></x:body>'
        "</x:document>"
    ).encode()

    assert document_blocks(parts).body == ("质保",)


def test_headers_and_footers_count_once() -> None:
    """However many files they lie in: another program repeats them for first and even pages."""
    head = p(run("客户回访记录表"))
    parts = base_package(
        "<w:p/><w:sectPr/>",
        {"r1": head, "r2": head},
        {"r3": p(run("第 "), field("PAGE", "1"), run(" 页"))},
    )

    assert document_blocks(parts).sheets == ("客户回访记录表", "第 页")
