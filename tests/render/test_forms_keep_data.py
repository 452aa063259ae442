"""A form with a record's data prints all that the finished document prints."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from svcdocs.ooxml.dump import dump
from svcdocs.render.doctype import find_type
from svcdocs.render.document import records, render_document
from svcdocs.render.mode import Mode
from svcdocs.workflow.project import open_project

HERE = Path(__file__).resolve().parents[2]
SAMPLES = [HERE / "samples" / name for name in ("campus-network", "hospital-cctv")]
TYPES = sorted(path.name for path in (HERE / "templates").iterdir())

#: What a finished document says of nothing, where a form leaves room to write: no, none, 0 faults.
NOTHING = {"无", "—", "0", "0 分钟", "100%", "其他", "无须复验", "接到故障电话"}


def words(text: str) -> set[str]:
    """What is printed in cells and lines: no check code, no marks of the dump, no blanks."""
    text = re.sub(r"校验码 [0-9A-F-]+", "", text)
    text = re.sub(r" \(\d+\)", "", text)
    return {word.strip() for word in re.split(r"[|\n→　]|_{2,}", text)} - {""}


@pytest.mark.parametrize("sample", SAMPLES, ids=[path.name for path in SAMPLES])
@pytest.mark.parametrize("type_id", TYPES)
def test_a_filled_form_hides_nothing(type_id: str, sample: Path) -> None:
    """`svcdocs form TYPE PROJECT --record ID`: neither rows nor ticks make way for blank ones."""
    context = open_project(sample).context
    kind = find_type(type_id, sample)

    for path in list(records(context, kind))[:3]:
        final = dump(render_document(context, kind, path, Mode.DRAFT).data)
        form = dump(render_document(context, kind, path, Mode.BLANK).data)
        hidden = words(final) - words(form) - NOTHING
        assert not {word for word in hidden if not word.startswith("【")}, path
