"""How wide a text is on a screen, and what of a line is shown with which marks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from svcdocs.report.parts.excerpt import Mark, excerpt
from svcdocs.report.parts.width import cells, printable


@pytest.mark.parametrize(
    ("text", "width"),
    [
        ("", 0),
        ("onsite", 6),
        ("质保", 4),
        ("（，：。", 8),
        ("ＡＢ", 4),
        ("ｶﾅ", 2),
        ("e\u0301", 1),
        ("☑①…", 3),
        ("🏫", 2),
        ("\u200d", 0),
    ],
)
def test_cells(text: str, width: int) -> None:
    """Wide and fullwidth characters take two, combining ones none."""
    assert cells(text) == width


def test_a_gbk_console_shows_ambiguous_characters_wide() -> None:
    """There ①, … and × take two cells."""
    assert cells("①…×a", wide_ambiguous=True) == 7
    assert cells("abc", wide_ambiguous=True) == 3


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("三年<原厂> & x", "三年<原厂> & x"),
        ("a\tb", "a    b"),
        ("a\nb", "a<U+000A>b"),
        ("\x1b[31m", "<U+001B>[31m"),
        ("电\u200b话", "电<U+200B>话"),
        ("\u202eabc", "<U+202E>abc"),
        ("\ud800", "<U+D800>"),
        ("e\u0301", "e\u0301"),
    ],
)
def test_what_is_invisible_is_shown(text: str, safe: str) -> None:
    """A line stays one line, a terminal is not steered, a hidden character is seen."""
    assert printable(text) == safe


def drawn(line: str, *marks: Mark, room: int = 96) -> list[str]:
    """Each row and its marks as lines."""
    shown = []
    for row in excerpt(line, marks, room):
        shown.append(row.text)
        shown += [" " * before + "^" * width + mark.note for before, width, mark in row.marks]
    return shown


def test_marks_stand_under_what_they_mark() -> None:
    """Behind Chinese, behind tabs, behind what is shown by its number."""
    line = "甲，\t乙:\u200b丙丁"

    assert drawn(line, Mark(column=7, length=2), Mark(column=6, length=1)) == [
        "甲，    乙:<U+200B>丙丁",
        "           ^^^^^^^^",
        "                   ^^^^",
    ]


@pytest.mark.parametrize(
    ("mark", "sign"),
    [
        (Mark(column=1, length=0), "^"),
        (Mark(column=4, length=0), "   ^"),
        (Mark(column=3, length=9), "  ^"),
        (Mark(column=99, length=9), "   ^"),
        (Mark(column=0, length=0), "^"),
    ],
)
def test_marks_stay_in_the_line(mark: Mark, sign: str) -> None:
    """A file that changed since it was read gives a mark somewhere, never a crash."""
    assert drawn("abc", mark) == ["abc", sign]


def test_a_long_line_is_cut_around_its_marks() -> None:
    """As much context as there is room for; what is left out is a sign."""
    line = "左" * 50 + "ABC" + "中" * 50 + "DEF" + "右" * 50

    assert drawn(line, Mark(column=51, length=3), Mark(column=104, length=3), room=60) == [
        "…" + "左" * 6 + "ABC" + "中" * 6 + "…" + "中" * 6 + "DEF" + "右" * 6 + "…",
        " " * 13 + "^^^",
        " " * 41 + "^^^",
    ]


def test_a_cut_keeps_cells_whole() -> None:
    """Of a table's line, cells; only where there is no separator, part of one."""
    line = "INC-001," + "长" * 60 + ",general,2026-03-02 08:30,上半句，" + "长" * 60 + ",x"

    assert drawn(line, Mark(column=78, length=16), room=60) == [
        "…,general,2026-03-02 08:30,上半句，…",
        " " * 10 + "^" * 16,
    ]


def test_marks_too_far_apart_have_rows_of_their_own() -> None:
    """Rather two rows than one that says nothing."""
    line = "a" * 40 + "b" * 90 + "c" * 40
    shown = drawn(line, Mark(column=1, length=40), Mark(column=131, length=40), room=60)

    assert shown == [
        "a" * 40 + "b" * 16 + "…",
        "^" * 40,
        "…" + "b" * 16 + "c" * 40,
        " " * 17 + "^" * 40,
    ]


def test_a_mark_too_long_is_cut() -> None:
    """The beginning of a value that fills more than a row."""
    assert drawn("x" + "长" * 90, Mark(column=2, length=90), room=21) == [
        "…" + "长" * 9 + "…",
        " " + "^" * 18,
    ]


LINES = st.text(st.sampled_from("a,： 质\t\u200b\u0301…1"), max_size=300)
MARKS = st.lists(
    st.builds(Mark, column=st.integers(0, 320), length=st.integers(0, 60)), min_size=1, max_size=6
)


@given(LINES, MARKS, st.integers(40, 120), st.booleans())
def test_every_mark_is_shown_in_its_place(
    line: str,
    marks: list[Mark],
    room: int,
    wide: bool,  # noqa: FBT001 - hypothesis gives it
) -> None:
    """Whatever the line: no row too wide, no mark lost, and under each mark its own characters."""
    rows = excerpt(line, marks, room, wide_ambiguous=wide)

    told = [mark for row in rows for _before, _width, mark in row.marks]
    assert sorted(map(id, told)) == sorted(map(id, marks))
    for row in rows:
        assert cells(row.text, wide_ambiguous=wide) <= room
        for before, width, mark in row.marks:
            start = min(max(mark.column - 1, 0), len(line))
            marked = printable(line[start : start + mark.length])
            full = cells(marked, wide_ambiguous=wide)
            assert width == max(full, 1) or width < full
            shown = marked if width == full else marked[:1]
            assert any(
                cells(row.text[:index], wide_ambiguous=wide) == before
                and row.text[index:].startswith(shown)
                for index in range(len(row.text) + 1)
            )
