"""The empty document that forms grow from: Chinese, small, and of nobody."""

from __future__ import annotations

import re

import pytest

from svcdocs.ooxml.base_package import base_package
from svcdocs.ooxml.names import w
from svcdocs.ooxml.package import parse_part, write_package
from svcdocs.ooxml.postcheck import check_package

STYLES = ["", "form", "notice"]


@pytest.fixture(params=STYLES, ids=["text", "form", "notice"])
def parts(request: pytest.FixtureRequest) -> dict[str, bytes]:
    """A package in each house style."""
    return base_package("<w:p/><w:sectPr/>", styles=request.param)


def test_it_hangs_together_and_is_small(parts: dict[str, bytes]) -> None:
    """A few kilobytes, no theme, no thumbnail."""
    assert check_package(parts) == []
    assert len(write_package(parts)) < 8_000
    assert not [name for name in parts if "theme" in name or "thumbnail" in name]


def test_its_language_is_chinese(parts: dict[str, bytes]) -> None:
    """Spelling, line breaks and quotes follow the language."""
    styles = parse_part(parts["word/styles.xml"], "styles")
    settings = parse_part(parts["word/settings.xml"], "settings")
    default = styles.find(f"{w('docDefaults')}/{w('rPrDefault')}/{w('rPr')}/{w('lang')}")
    theme = settings.find(w("themeFontLang"))

    assert default is not None
    assert theme is not None
    assert default.get(w("eastAsia")) == theme.get(w("eastAsia")) == "zh-CN"


def test_fonts_are_named_in_all_channels(parts: dict[str, bytes]) -> None:
    """A theme font would win over a named one."""
    styles = parse_part(parts["word/styles.xml"], "styles")
    default = styles.find(f"{w('docDefaults')}/{w('rPrDefault')}/{w('rPr')}/{w('rFonts')}")

    assert default is not None
    assert {name.rpartition("}")[2] for name in map(str, default.keys())} == {
        "ascii",
        "hAnsi",
        "eastAsia",
        "cs",
    }
    assert b"Theme" not in parts["word/styles.xml"]


def test_it_is_of_word_2013_and_later(parts: dict[str, bytes]) -> None:
    """Compatibility mode 15: no "compatibility mode" in the title bar."""
    settings = parts["word/settings.xml"].decode()

    assert re.search(r'compatibilityMode"[^>]*w:val="15"', settings)


def test_it_is_of_nobody(parts: dict[str, bytes]) -> None:
    """No author, no company, no date."""
    core, app = parts["docProps/core.xml"].decode(), parts["docProps/app.xml"].decode()

    for name in ("creator", "lastModifiedBy", "created", "modified", "description"):
        assert f":{name}" not in core
    assert "Company" not in app
