"""Help texts in Chinese: columns stand under each other, lines fit and break where they may."""

from __future__ import annotations

import pytest

from svcdocs.cli.help_layout import HelpLayout, wrapped
from svcdocs.report.parts.width import cells

SENTENCE = "结果的格式：github, gitlab, json；写了文件名（如 out.json）则存入“该文件”。可重复……"


@pytest.mark.parametrize("room", range(12, 90, 7))
def test_lines_fit(room: int) -> None:
    """No line takes more cells than there are, and nothing but blanks gets lost."""
    lines = wrapped(SENTENCE, room)

    assert max(map(cells, lines)) <= room
    assert "".join(lines).replace(" ", "") == SENTENCE.replace(" ", "")


@pytest.mark.parametrize("room", range(12, 90))
def test_punctuation_stays_where_it_belongs(room: int) -> None:
    """No line begins with what closes or ends with what opens; words stay whole."""
    lines = wrapped(SENTENCE, room)

    assert not [line for line in lines if line[0] in "，。；：）”…"]
    assert not [line for line in lines if line[-1] in "（“"]
    assert all(any(word in line for line in lines) for word in ("github", "gitlab", "out.json"))


def test_english_breaks_at_blanks() -> None:
    """As everywhere."""
    assert wrapped("Write chosen documents  of a\nproject.", 16) == [
        "Write chosen",
        "documents of a",
        "project.",
    ]


def test_columns_stand_under_each_other() -> None:
    """A Chinese character counts for two; what is too long has its text on the next line."""
    layout = HelpLayout(width=40)
    layout.write_dl(
        [("--set 名称=值", "设定参数。"), ("--as-of 日期", "今天。"), ("--" + "x" * 40, "长。")]
    )
    lines = layout.getvalue().splitlines()

    assert [cells(line[: line.index(text)]) for line, text in zip(lines, "设今", strict=False)] == [
        32,
        32,
    ]
    assert lines[2:] == ["--" + "x" * 40, " " * 32 + "长。"]


@pytest.mark.usefixtures("english")
def test_paragraphs_are_kept() -> None:
    """An explanation of several paragraphs stays one."""
    layout = HelpLayout(width=60)
    with layout.section("Options"):
        layout.write_text("One.\n\nTwo.")

    assert layout.getvalue() == "Options:\n  One.\n\n  Two.\n"
