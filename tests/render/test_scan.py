"""Where a tag ends: never inside its own strings or brackets, and always where Jinja thinks so."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from svcdocs.render.source.scan import Found, Unpaired, scan


@pytest.mark.parametrize(
    ("text", "code", "lift"),
    [
        ("{{ a }}", "a", ""),
        ("{{r a }}", "a", "r"),
        ("{{ r }}", "r", ""),
        ("{{r }}", "r", ""),
        ("{{r | money }}", "r | money", ""),
        ("{{p if a else b }}", "p if a else b", ""),
        ("{%tr for a in b %}", "for a in b", "tr"),
        ("{%-  tc endfor -%}", "endfor", "tc"),
        ("{% trans %}", "trans", ""),
        ("{#p a #}", "a", "p"),
        ("{# p a #}", "p a", ""),
        ("{{ {'a': {'b': 1}}['a'] }}", "{'a': {'b': 1}}['a']", ""),
        ("{{ '}}' }}", "'}}'", ""),
        ("{{ “甲” }}", '"甲"', ""),
        ("{{ “it's” }}", '"it\'s"', ""),
        ('{{ "“甲”" }}', '"“甲”"', ""),
        ('{{ ‘a"b’ }}', "'a\"b'", ""),
        ("{% if a != “%}” %}", 'if a != "%}"', ""),
    ],
)
def test_one_tag(text: str, code: str, lift: str) -> None:
    """The whole text is one tag."""
    (found,) = scan(text)

    assert isinstance(found, Found)
    assert (found.text, found.code, found.lift) == (text, code, lift)


def test_an_open_tag_hides_no_other() -> None:
    """The one behind it is found."""
    first, second = scan("甲 {{ a 乙 {{ b }}")

    assert first == Unpaired(2)
    assert isinstance(second, Found)
    assert second.code == "b"


@given(st.text(alphabet="{}%#'\"“”‘’ ra\\|-", max_size=40))
def test_any_text(text: str) -> None:
    """Tags stand in order, do not overlap, and are cut out of the text as they stand."""
    position = 0
    for found in scan(text):
        assert found.start >= position
        if isinstance(found, Found):
            assert text[found.start : found.end] == found.text
            position = found.end
        else:
            position = found.start + 2
