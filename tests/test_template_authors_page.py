"""The pages for template authors name every filter and function, and their examples can be read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from svcdocs.render.filters import FILTERS, FUNCTIONS
from svcdocs.render.objects.rich_text import Looks
from svcdocs.render.program import compile_text

PAGES = ("docs/template-authors.md", "docs/outline-format.md")
_OWN = re.compile(r"^_")


def names() -> list[str]:
    """What templates may use."""
    return sorted(name for name in {*FILTERS, *FUNCTIONS} if not _OWN.match(name))


@pytest.mark.parametrize("name", names())
def test_named(checkout: Path, name: str) -> None:
    """In code, as it is written."""
    text = "".join((checkout / page).read_text(encoding="utf-8") for page in PAGES)
    code = re.findall(r"```.*?```|`[^`\n]+`", text, re.DOTALL)

    assert any(re.search(rf"(?<![\w.]){name}(?!\w)", one) for one in code)


def test_every_look_is_named(checkout: Path) -> None:
    """What styled() takes."""
    text = (checkout / PAGES[0]).read_text(encoding="utf-8")
    missing = [one for one in Looks.__dataclass_fields__ if f"`{one}`" not in text]
    assert missing == ["style"]  # the first argument has no name in the examples


def test_examples_can_be_read(checkout: Path) -> None:
    """Every tag in a block of code compiles."""
    text = (checkout / PAGES[0]).read_text(encoding="utf-8")
    blocks = re.findall(r"```\n(.*?)```", text, re.DOTALL)
    tags = [tag for block in blocks for tag in re.findall(r"\{\{ .*? \}\}", block)]

    assert len(tags) >= 7
    for tag in tags:
        compile_text(tag, "page")
