"""The visit record, a shipped form, whole: filled and blank, as text and as a printed page.

The dumps in `golden/` are read by people in reviews; after a change that is meant,
`SVCDOCS_UPDATE_GOLDEN=1 pytest tests/render/test_visit_record.py` writes them anew.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from svcdocs.facts import Context
from svcdocs.load import load_project
from svcdocs.ooxml.dump import dump
from svcdocs.policy import load_policies, policies_for
from svcdocs.render.doctype import find_type
from svcdocs.render.document import records, render_blank, render_document

GOLDEN = Path(__file__).parent / "golden"


@pytest.fixture(scope="module")
def filled() -> bytes:
    """The record of the one visit of `golden/project.yaml`."""
    loaded = load_project(GOLDEN / "project.yaml")
    assert loaded.problems == []
    context = Context.build(loaded, load_policies(loaded))
    kind = find_type("visit-record")
    (path,) = records(context, kind)
    return render_document(context, kind, path).data


@pytest.fixture(scope="module")
def blank() -> bytes:
    """The form to fill in by hand."""
    kind = find_type("visit-record")
    return render_blank(kind, policies_for(kind.blank_policies)).data


def _compare(name: str, data: bytes) -> None:
    path, text = GOLDEN / f"{name}.txt", dump(data)
    if os.environ.get("SVCDOCS_UPDATE_GOLDEN"):
        path.write_text(text, encoding="utf-8", newline="\n")

    assert text == path.read_text(encoding="utf-8")


def test_filled(filled: bytes) -> None:
    """Every field in its place, hostile texts as they stand."""
    _compare("visit-record", filled)


def test_blank(blank: bytes) -> None:
    """No box ticked, no value invented."""
    _compare("visit-record-blank", blank)

    assert "☑" not in dump(blank)
    assert "【" not in dump(blank)


@pytest.mark.soffice
def test_one_page(
    filled: bytes, blank: bytes, count_pages: Callable[[Mapping[str, bytes]], dict[str, int]]
) -> None:
    """Filled or not, it is one sheet of paper."""
    assert count_pages({"filled": filled, "blank": blank}) == {"filled": 1, "blank": 1}
