"""Forms of several types in one file, as pages."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

import pytest

from svcdocs.ooxml.merging import PageCount
from svcdocs.workflow.forms import blank_form
from svcdocs.workflow.merged_forms import merged_forms

#: House style, a notice with facing pages, and a landscape or long one.
TYPES = ("visit-record", "accountability-decision", "acceptance-report", "visit-record")
_NUMBER = re.compile(r"第\s*(\d+)\s*页\s*共\s*(\d+)\s*页|—\s*(\d+)\s*—")


def documents() -> list[tuple[str, bytes]]:
    """An empty form of each type."""
    forms = [blank_form(kind) for kind in TYPES]
    return [(form.title, form.data) for form in forms]


def test_hundreds_share_their_parts() -> None:
    """A form more is little more than its text."""
    form = documents()[0]
    few, many = merged_forms([form] * 2), merged_forms([form] * 400)
    assert len(many) < len(few) + 400 * 4000


def test_the_same_forms_give_the_same_file() -> None:
    """The same forms give the same file."""
    assert merged_forms(documents()) == merged_forms(documents())


@pytest.mark.soffice
def test_every_form_counts_its_own_pages(
    read_pages: Callable[[Mapping[str, bytes]], dict[str, list[str]]],
) -> None:
    """And has as many as it has alone."""
    forms = documents()
    alone = read_pages({f"{n}": data for n, (_title, data) in enumerate(forms)})
    merged = read_pages({"all": merged_forms(forms, PageCount.LAST)})["all"]
    expected = [len(alone[str(n)]) for n in range(len(forms))]
    assert len(merged) == sum(expected)
    at = 0
    for count in expected:
        for place, text in enumerate(merged[at : at + count], start=1):
            match = _NUMBER.findall(text)[-1]
            assert (match[0] or match[2]) == str(place)
            assert match[1] in ("", str(count))
        at += count
