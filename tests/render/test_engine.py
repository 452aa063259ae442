"""The engine as a whole: same bytes, checked results, what was read, headings, properties."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from svcdocs.errors import DocumentError, TemplateError
from svcdocs.ooxml.archive import unpack
from svcdocs.ooxml.dump import dump
from svcdocs.ooxml.package import write_package
from svcdocs.ooxml.properties import read_properties
from svcdocs.ooxml.seal import is_untouched
from svcdocs.render.engine import CompiledTemplate, compile_template
from svcdocs.render.mode import Mode
from svcdocs.render.numbering import Numbering
from svcdocs.render.run import Run

Block = str | list[list[str]]


@pytest.fixture
def data(make_docx: Callable[..., bytes]) -> bytes:
    """A small template with a table and a header."""
    table = [["{%tr for r in it.rows %}"], ["{{ r.n }}"], ["{%tr endfor %}"]]
    return make_docx("Heading1:{{ number(1) }} {{ it.name }}", table, header="{{ it.name }}")


CONTEXT: dict[str, Any] = {"it": {"name": "甲", "rows": [{"id": "1", "n": 1}, {"id": "2", "n": 2}]}}


def test_same_input_same_bytes(data: bytes) -> None:
    """Whoever compiled the template and whatever was rendered before."""
    template = compile_template(data, "t.docx")
    first = template.render(CONTEXT)
    template.render({"it": {"name": "乙", "rows": []}})

    assert template.render(CONTEXT) == first
    assert CompiledTemplate(data, "t.docx").render(CONTEXT) == first
    assert compile_template(data, "t.docx") is template
    stored = io.BytesIO()
    with zipfile.ZipFile(stored, "w") as container:
        for name, part in unpack(data, "t").items():
            container.writestr(name, part)
    assert CompiledTemplate(stored.getvalue(), "t.docx").digest == template.digest


def test_threads_share_a_template(data: bytes) -> None:
    """Nothing of one rendering shows in another."""
    template = compile_template(data, "t.docx")

    def render(number: int) -> str:
        name = f"客户{number}"
        rows = [{"id": "1", "n": number}]
        return dump(template.render({"it": {"name": name, "rows": rows}}))

    with ThreadPoolExecutor(8) as pool:
        results = list(pool.map(render, range(200)))

    assert results == [
        f"# body\n{{Heading1}} 1 客户{n}\n| {n} |\n# header word/header1.xml\n客户{n}\n"
        for n in range(200)
    ]


def test_a_plain_zip_with_fixed_dates(data: bytes) -> None:
    """Any reader takes it; parts without tags are copied as they are."""
    result = compile_template(data, "t.docx").render(CONTEXT)
    with zipfile.ZipFile(io.BytesIO(result)) as container:
        assert container.testzip() is None
        infos = container.infolist()

    assert {info.date_time for info in infos} == {(1980, 1, 1, 0, 0, 0)}
    assert infos[0].filename == "[Content_Types].xml"
    assert unpack(result, "r")["word/styles.xml"] == unpack(data, "t")["word/styles.xml"]


def test_word_processors_of_others_read_it(data: bytes) -> None:
    """python-docx opens the result."""
    import docx

    document = docx.Document(io.BytesIO(compile_template(data, "t.docx").render(CONTEXT)))

    assert [paragraph.text for paragraph in document.paragraphs] == ["1 甲"]


def test_properties_and_seal(data: bytes) -> None:
    """What the caller says of the document, in its order, and the seal behind it."""
    result = compile_template(data, "t.docx").render(
        CONTEXT, describe=lambda run: {"b": "<&>", "a": f"{len(run.reads)}"}
    )

    properties = read_properties(unpack(result, "r"))
    ours = ["svcdocs-text-001", "svcdocs-check", "svcdocs-seal"]
    assert list(properties) == ["b", "a", *ours]
    assert (properties["b"], properties["a"]) == ("<&>", "3")
    assert is_untouched(result)


def test_what_was_read(data: bytes, make_docx: Callable[..., bytes]) -> None:
    """Paths and values; a choice of rows reads the field it chooses by in every row."""
    run = Run()
    compile_template(data, "t.docx").render(CONTEXT, run=run)
    assert run.reads == {("it", "name"): "甲", ("it", "rows", 0, "n"): 1, ("it", "rows", 1, "n"): 2}

    run = Run()
    chosen = make_docx("{{ (it.rows | where('n', 2) | first).id }}{{ it.rows['1'].n }}")
    compile_template(chosen, "t.docx").render(CONTEXT, run=run)
    assert set(run.reads) == {
        ("it", "rows", 0, "n"),
        ("it", "rows", 1, "n"),
        ("it", "rows", 1, "id"),
        ("it", "rows", 0, "id"),
    }


def test_headings_shift_and_number(make_docx: Callable[..., bytes]) -> None:
    """A chapter that goes into a larger document starts where it is told to."""
    data = make_docx(
        "Heading1:{{ number(1) }} 甲", "Heading2:{{ number(2) }} 乙", "Heading1:{{ number(1) }} 丙"
    )
    run = Run(numbering=Numbering("4.3"), heading_level=2)

    text = dump(compile_template(data, "t.docx").render({}, run=run))

    assert text == "# body\n{Heading2} 4.3 甲\n{Heading3} 4.3.1 乙\n{Heading2} 4.4 丙\n"


def test_headings_cannot_shift_beyond_the_styles(make_docx: Callable[..., bytes]) -> None:
    """The template has six levels."""
    template = compile_template(make_docx("Heading2:{{ number(1) }}"), "t.docx")
    with pytest.raises(TemplateError):
        template.render({}, run=Run(heading_level=6))


@pytest.mark.parametrize(
    ("blocks", "text"),
    [
        ([[["甲", "{%p if it.no %}⏎{{ it.name }}⏎{%p endif %}"]]], "| 甲 |  |"),
        ([[["{%tr for r in it.none %}"], ["{{ r.n }}"], ["{%tr endfor %}"]], "后"], "后"),
    ],
)
def test_emptied_cells_and_tables(
    blocks: list[Block], text: str, render_text: Callable[..., str]
) -> None:
    """A cell keeps a paragraph, a table without rows goes: Word would ask to repair the file."""
    assert render_text(*blocks, it={"no": False, "name": "甲", "none": []}) == text


def test_columns_out_of_a_loop(make_docx: Callable[..., bytes]) -> None:
    """The list of columns is as long as the widest row, and the table as wide as before."""
    import re

    tagged = make_docx([["甲", "{%tc for r in it.rows %}", "{{ r.n }}", "{%tc endfor %}"]])
    plain = make_docx([["甲", "乙"], ["丙"]])
    many = {"it": {"rows": [{"id": str(n), "n": n} for n in range(7)]}}

    def columns(data: bytes, context: dict[str, Any]) -> list[int]:
        xml = unpack(compile_template(data, "t.docx").render(context), "r")["word/document.xml"]
        return [int(width) for width in re.findall(rb'gridCol w:w="(\d+)"', xml)]

    assert columns(tagged, CONTEXT) == [1333, 1333, 1333]
    assert columns(tagged, many) == [500] * 8
    assert columns(plain, {}) == [1000, 1000]


def test_what_fails_the_check_is_not_handed_out(make_docx: Callable[..., bytes]) -> None:
    """An id that the template itself has twice."""
    first, second = (
        f'<w:p><w:bookmarkStart w:id="1" w:name="{name}"/><w:bookmarkEnd w:id="1"/></w:p>'
        for name in "ab"
    )
    with pytest.raises(DocumentError) as caught:
        compile_template(make_docx("{{ it.name }}", first, second), "t.docx").render(CONTEXT)

    assert len(caught.value.details) == 1
    once = compile_template(make_docx("{{ it.name }}", first), "t.docx")
    assert once.render(CONTEXT)


def test_a_value_without_its_run_is_caught(make_docx: Callable[..., bytes]) -> None:
    """A template that builds broken XML out of conditions is refused, never half written."""
    template = compile_template(make_docx("{% if it.name %}甲", [["{% endif %}乙"]]), "t.docx")

    assert template.render(CONTEXT)
    with pytest.raises(DocumentError):
        template.render({"it": {"name": False, "rows": []}})


def test_a_damaged_template(data: bytes) -> None:
    """Relationships and content types are checked before anything is compiled."""
    parts = unpack(data, "t")
    del parts["word/styles.xml"]
    with pytest.raises(TemplateError) as caught:
        CompiledTemplate(write_package(parts), "t.docx")
    assert any("word/styles.xml" in detail for detail in caught.value.details)

    with pytest.raises(TemplateError):
        CompiledTemplate(b"no zip", "t.docx")


def test_private_use_characters_of_the_tool(make_docx: Callable[..., bytes]) -> None:
    """The characters that mark tags are not taken from a template by accident."""
    with pytest.raises(TemplateError):
        CompiledTemplate(make_docx("{{ a }}\U000f0000"), "t.docx")


def test_modes_share_a_template(data: bytes) -> None:
    """Final, draft and blank one after the other."""
    template = compile_template(data, "t.docx")

    draft = dump(template.render({"it": {}}, Mode.DRAFT))
    blank = dump(template.render({"it": {}}, Mode.BLANK))

    assert "【待填】" in draft
    assert "________" in blank
    assert dump(template.render(CONTEXT)).startswith("# body\n{Heading1} 1 甲\n")
