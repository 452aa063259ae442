"""What a document remembers of its texts, and what somebody changed in it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from svcdocs.model.verification import Edit
from svcdocs.ooxml.blocks import Block, Blocks
from svcdocs.ooxml.imprint import imprint, mark, read_imprint
from svcdocs.ooxml.text_edits import edits

MADE: tuple[Block, ...] = (
    "售后服务方案",
    "一、质保期三年",
    (("故障", "响应"), ("一般", "30 分钟"), ("重大", "")),
    "二、培训",
    (("甲方", "乙方"),),
)


def found(*body: Block, sheets: tuple[str, ...] = ("第 页",)) -> list[Edit]:
    """What differs from `MADE`."""
    made = read_imprint(imprint(Blocks(MADE, ("第 页",))))
    assert made is not None
    return edits(made, Blocks(body, sheets))


def test_nothing_changed() -> None:
    """The same texts."""
    assert found(*MADE) == []


def test_a_changed_cell_is_named() -> None:
    """Table, row and column from 1, how much stood there, what stands there."""
    table = (("故障", "响应"), ("一般", "60 分钟"), ("重大", ""))

    assert found(*MADE[:2], table, *MADE[3:]) == [
        Edit(kind="changed", table=1, row=2, column=2, was=5, now="60 分钟")
    ]


def test_an_empty_cell_that_was_filled_in() -> None:
    """Nothing stood there."""
    table = (("故障", "响应"), ("一般", "30 分钟"), ("重大", "2 小时"))

    assert found(*MADE[:2], table, *MADE[3:]) == [
        Edit(kind="changed", table=1, row=3, column=2, was=0, now="2 小时")
    ]


@pytest.mark.parametrize(
    ("body", "edit"),
    [
        (
            ("售后服务方案", "一、质保期五年", *MADE[2:]),
            Edit(kind="changed", paragraph=2, was=7, now="一、质保期五年"),
        ),
        (
            (MADE[0], "另行约定。", *MADE[1:]),
            Edit(kind="inserted", paragraph=2, now="另行约定。"),
        ),
        ((MADE[0], *MADE[2:]), Edit(kind="removed", paragraph=2, was=7)),
        (MADE[:4], Edit(kind="removed", table=2, was=4)),
        ((*MADE, (("丙", "丁"),)), Edit(kind="inserted", table=3, now="丙 | 丁")),
        (
            (*MADE[:2], MADE[2][:2], *MADE[3:]),
            Edit(kind="removed", table=1, row=3, was=2),
        ),
        (
            (*MADE[:4], (("甲方", "乙方"), ("签字", "盖章"))),
            Edit(kind="inserted", table=2, row=2, now="签字 | 盖章"),
        ),
        (
            (*MADE[:4], (("甲方", "见证方", "乙方"),)),
            Edit(kind="changed", table=2, row=1, was=4, now="甲方 | 见证方 | 乙方"),
        ),
        ((MADE[2], MADE[0], MADE[1], *MADE[3:]), Edit(kind="moved")),
    ],
)
def test_what_came_went_and_changed(body: tuple[Block, ...], edit: Edit) -> None:
    """Paragraphs, rows and tables."""
    assert found(*body) == [edit]


def test_a_changed_footer() -> None:
    """Headers and footers are compared as a whole."""
    assert found(*MADE, sheets=("第 页 内部资料",)) == [
        Edit(kind="changed", sheet=True, was=3, now="第 页 内部资料")
    ]


def test_damaged_marks_are_none() -> None:
    """Cut off, mixed up, missing."""
    properties = imprint(Blocks(MADE * 20, ("第 页",)))
    assert len(properties) > 2
    assert all(len(value) <= 255 for value in properties.values())

    assert read_imprint({}) is None
    assert read_imprint({**properties, "svcdocs-text-002": "?"}) is None
    assert read_imprint({name: one[:-3] for name, one in properties.items()}) is None


TEXTS = st.text(max_size=8).map(lambda text: " ".join(text.split()))
TABLES = st.lists(st.lists(TEXTS, max_size=3).map(tuple), min_size=1, max_size=3).map(tuple)


@given(st.lists(TEXTS.filter(bool) | TABLES, max_size=8), st.lists(TEXTS.filter(bool), max_size=3))
def test_every_document_equals_its_own_imprint(body: list[Block], sheets: list[str]) -> None:
    """Whatever its shape, and read back whole."""
    blocks = Blocks(tuple(body), tuple(sorted(set(sheets))))
    made = read_imprint(imprint(blocks))

    assert made is not None
    assert edits(made, blocks) == []


def test_a_long_text_differs_all_the_same() -> None:
    """Its length is capped, its digest is not."""
    assert mark("字" * 5000) != mark("字" * 5001)
