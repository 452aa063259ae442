"""Tables of outlines among what surrounds them: whole on a page, apart from one another."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from svcdocs.ooxml.archive import unpack
from svcdocs.render.engine import compile_template
from svcdocs.render.outline import build_form, load_outline

Render = Callable[..., str]


@pytest.fixture
def body(tmp_path: Path) -> Render:
    """The XML of the document that an outline's blocks make of some data."""

    def render(blocks: str, **data: Any) -> str:
        (tmp_path / "outline.yaml").write_text(f"blocks:\n{blocks}", encoding="utf-8")
        form = build_form(load_outline(tmp_path), {"title": "表"})
        document = compile_template(form, "form.docx").render({"company": {}, **data})
        return unpack(document, "document")["word/document.xml"].decode()

    return render


def _rows_kept(xml: str) -> list[bool]:
    """For each row of the first table whether it stays with the next."""
    table = xml.partition("</w:tbl>")[0]
    return ["<w:keepNext/>" in row or "TableHead" in row for row in table.split("<w:tr>")[1:]]


TABLE = """
  - table:
      together: {together}
      each: visit in project.visits
      empty: 无
      columns: [{{title: 编号, text: "{{{{ visit.id }}}}"}}]
"""
FOOT = '      foot: [["合计 {{ project.visits | count }}"]]\n'
#: The last row of a document is bound to the tiny paragraph that ends it; these are not the last.
AFTER = "  - heading: 题\n"
VISITS = {"visits": [{"id": "V1"}, {"id": "V2"}, {"id": "V3"}]}


@pytest.mark.parametrize(
    ("together", "foot", "kept"),
    [
        ("true", "", [True, True, True, False]),
        ("true", FOOT, [True, True, True, True, False]),
        ("false", "", [True, False, False, False]),
    ],
)
def test_a_table_kept_together(*, body: Render, together: str, foot: str, kept: list[bool]) -> None:
    """Every row stays with the next, the last one with nothing; the head always does."""
    xml = body(f"{TABLE.format(together=together)}{foot}{AFTER}", project=VISITS)

    assert _rows_kept(xml) == kept


def test_a_table_kept_together_without_rows(body: Render) -> None:
    """The row that says so is the last one."""
    xml = body(TABLE.format(together="true") + AFTER, project={"visits": []})

    assert "无" in xml
    assert _rows_kept(xml) == [True, False]


GRID = '{grid: {columns: [1], rows: [["表"]]}}'


@pytest.mark.parametrize(
    "blocks",
    [
        f"  - {GRID}\n  - {GRID}\n",
        f"  - {{if: project.name is present, then: [{GRID}]}}\n  - {GRID}\n",
        f"  - {{each: visit in project.visits, do: [{GRID}]}}\n  - {GRID}\n",
    ],
)
def test_tables_never_join(body: Render, blocks: str) -> None:
    """Word makes one table of two that nothing stands between."""
    xml = body(blocks, project={"name": "甲", **VISITS})

    assert xml.count("<w:tbl>") > 1
    assert "</w:tbl><w:tbl>" not in xml


@pytest.mark.parametrize(
    ("blocks", "gaps"),
    [
        (f"  - paragraph: 文\n  - {GRID}\n  - paragraph: 文\n", 2),
        (f"  - {GRID}\n  - items: v in project.visits\n    text: 文\n", 1),
        (f"  - caption: 题\n  - {GRID}\n  - note: 注\n", 0),
        (f"  - heading: 题\n  - {GRID}\n  - heading: 题\n", 0),
    ],
)
def test_room_between_text_and_table(body: Render, blocks: str, gaps: int) -> None:
    """Body text keeps a distance; headings, captions and notes bring their own."""
    xml = body(blocks, project=VISITS)

    assert len(re.findall('<w:pStyle w:val="Gap"/>', xml)) == gaps
