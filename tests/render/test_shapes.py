"""A document made by a known shape is the one that would be made by looking at all of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from svcdocs.ooxml import slots
from svcdocs.ooxml.blocks import document_blocks
from svcdocs.ooxml.imprint import imprint, read_imprint
from svcdocs.ooxml.package import read_package
from svcdocs.ooxml.properties import read_properties
from svcdocs.ooxml.text_edits import edits
from svcdocs.render import run as run_module
from svcdocs.render.engine import CompiledTemplate
from svcdocs.render.mode import Mode
from svcdocs.render.shapes import Shapes

SLOT_LIKE = "\U000f0000\U000f0003\U00100000"
TEXTS = st.one_of(
    st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1, max_size=8),
    st.sampled_from(
        [
            "三年<原厂> & x",
            "{{ 7*7 }}",
            "一\n二",
            "a\tb",
            " x ",
            "&amp;",
            SLOT_LIKE,
            "\U000f0000",
            "'\"",
        ]
    ),
)
ROWS = st.lists(st.fixed_dictionaries({"a": TEXTS, "b": TEXTS}), max_size=4)
LOOP = [
    ["{%tr for one in rows %}", ""],
    ["{{ one.a }}", "<{{ one.b }}> {{ one.a }}"],
    ["{%tr endfor %}", ""],
]
BODY = (
    "客户：{{ name }}，{{ name }}。",
    LOOP,
    "{% macro m(x) %}({{ x }}){% endmacro %}{{ m(name) }}{% if flag %}是{% endif %}",
)


@pytest.fixture(scope="module")
def form(make_docx: Callable[..., bytes]) -> bytes:
    """Values in paragraphs, cells, a macro and a header."""
    return make_docx(*BODY, header="{{ name }} 第一页")


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.fixed_dictionaries({"name": TEXTS, "rows": ROWS, "flag": st.booleans()}),
        min_size=2,
        max_size=4,
    )
)
def test_shapes_change_nothing(form: bytes, contexts: list[dict[str, Any]]) -> None:
    """Same bytes with shapes and without, whatever was rendered before."""
    with_shapes = CompiledTemplate(form, "form.docx")
    for context in contexts:
        assert with_shapes.render(context) == _as_a_whole(form, context)


@settings(max_examples=60, deadline=None)
@given(TEXTS, ROWS)
def test_the_imprint_is_that_of_the_finished_file(
    form: bytes, name: str, rows: list[dict[str, str]]
) -> None:
    """Marks that are found by shape are those of the texts that a reader finds."""
    template = CompiledTemplate(form, "form.docx")
    template.render({"name": "甲", "rows": rows, "flag": True})
    parts = read_package(template.render({"name": name, "rows": rows, "flag": True}), "form.docx")
    made = read_imprint(read_properties(parts))
    assert made is not None
    assert not edits(made, document_blocks(parts))
    properties = read_properties(parts)
    for key, value in imprint(document_blocks(parts)).items():
        assert properties[key] == value


def test_more_values_than_slots(form: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """When slots are used up values print as they are, also one that looks like a slot."""
    monkeypatch.setattr(run_module, "SLOTS", slots.SLOTS[:1])
    monkeypatch.setattr(run_module, "all_slots", lambda: slots.SLOTS[:2])
    context = {"name": slots.SLOTS[0], "rows": [{"a": slots.SLOTS[1], "b": "乙"}], "flag": False}
    data = CompiledTemplate(form, "form.docx").render(context)
    assert data == _as_a_whole(form, context)


def test_shapes_are_used(form: bytes) -> None:
    """Forms that differ in their values share a shape, so that speed is not lost unseen."""
    template = CompiledTemplate(form, "form.docx")
    with patch.object(Shapes, "_made", autospec=True, side_effect=Shapes._made) as made:  # noqa: SLF001 - counts how often shapes are made
        for number in range(5):
            template.render(
                {"name": f"第{number}家", "rows": [{"a": "甲", "b": str(number)}], "flag": True}
            )
    assert made.call_count == 2  # the body and the header


def _as_a_whole(form: bytes, context: Mapping[str, Any]) -> bytes:
    with patch.object(Shapes, "of", lambda *_given: None):
        return CompiledTemplate(form, "form.docx").render(context, Mode.FINAL)
