"""File names: what data may make of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from svcdocs.workflow.file_names import safe_file_name, same_file_key


@pytest.mark.parametrize(
    ("asked", "given_"),
    [
        ("客户回访记录表-VIS-001.docx", "客户回访记录表-VIS-001.docx"),
        ("../../etc/passwd.docx", "..／..／etc／passwd.docx".lstrip(".")),
        ("C:\\temp\\a.docx", "C：＼temp＼a.docx"),
        ('三年<原厂> & "x"?.docx', "三年＜原厂＞ & ＂x＂？.docx"),
        ("con.docx", "_con.docx"),
        ("LPT1.docx", "_LPT1.docx"),
        ("nul.tar.docx", "_nul.tar.docx"),
        ("a\nb\u200bc.docx", "a bc.docx"),
        ("  report .docx", "report.docx"),
        (".hidden.docx", "hidden.docx"),
        ("~$report.docx", "report.docx"),
        ("console.docx", "console.docx"),
        ("COM¹.docx", "_COM¹.docx"),
        ("con .txt.docx", "_con .txt.docx"),
        ("a.docx:stream", "a.docx：stream"),
        ("a.docx. .", "a.docx"),
        ("a \x1b b.docx", "a b.docx"),
    ],
)
def test_a_name_stays_readable(asked: str, given_: str) -> None:
    """Signs that a system forbids become their full-width twins; devices get a mark in front."""
    assert safe_file_name(asked) == given_


@pytest.mark.parametrize("name", ["", ".docx", "  .docx", "...", "\n.docx"])
def test_an_empty_name_is_refused(name: str) -> None:
    """A document without a name is a mistake in its type, not a file called `.docx`."""
    with pytest.raises(ValueError, match=r"^"):
        safe_file_name(name)


def test_a_long_name_is_shortened_at_its_end() -> None:
    """80 Chinese characters fit beside the extension, 200 do not."""
    assert safe_file_name("校" * 70 + ".docx") == "校" * 70 + ".docx"

    short = safe_file_name("校" * 200 + ".docx")

    assert short.endswith("校….docx")
    assert len(short.encode()) <= 220


@given(st.text(min_size=1, max_size=300))
def test_no_name_leaves_the_folder(name: str) -> None:
    """Whatever the data hold, one component comes out, and it is stable."""
    try:
        safe = safe_file_name(name + ".docx")
    except ValueError:
        return

    assert not set(safe) & set('<>:"/\\|?*\0')
    assert safe.strip(" ") == safe
    assert not safe.startswith(".")
    assert not safe.endswith((".", " "))
    assert len(safe.encode()) <= 255
    assert safe_file_name(safe) == safe


def test_names_that_windows_takes_for_one() -> None:
    """Case and composition do not make two files."""
    assert same_file_key("A.docx") == same_file_key("a.docx")
    assert same_file_key("e\u0301.docx") == same_file_key("é.docx")
