"""Every document type that is shipped, whatever it is: its form, blank and filled (on paper: tests/look)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from svcdocs.facts import Context
from svcdocs.load import load_project
from svcdocs.ooxml.dump import dump
from svcdocs.policy import load_policies, policies_for
from svcdocs.render.doctype import DocumentType, discover_types
from svcdocs.render.document import records, render_blank, render_document
from svcdocs.render.mode import Mode
from svcdocs.workflow.templates import build_template, folders_of

UGLY = '三年<原厂> & "x"'
LONG_NAME = "东澜理工大学及其附属实验中学与继续教育学院南湖校区联合网络信息中心" * 3
TYPES = discover_types()
#: How a dump shows a picture.
_PICTURE = re.compile(r"<二维码：[^<>]*>")


def sample(
    checkout: Path, change: Callable[[dict[str, Any]], None] = lambda _data: None
) -> Context:
    """The campus network, or what a change makes of it."""
    loaded = load_project(checkout / "samples" / "campus-network")
    assert loaded.problems == []
    policies = load_policies(loaded)
    change(loaded.tree.data)
    return Context(loaded.tree, policies, loaded.tree.data["as_of"])


def blank(kind: DocumentType) -> bytes:
    """The form to fill in by hand."""
    return render_blank(kind, policies_for(kind.blank_policies)).data


@pytest.mark.parametrize("folder", folders_of(()), ids=lambda folder: folder.name)
def test_form_is_what_its_outline_makes(folder: Path) -> None:
    """`svcdocs template build --all` mends it."""
    assert not build_template(folder).changed


@pytest.mark.parametrize("kind", TYPES.values(), ids=lambda kind: kind.id)
def test_a_blank_form_claims_nothing(kind: DocumentType) -> None:
    """No box ticked, no count of nothing, no word of the tool's in it."""
    text = dump(blank(kind))
    cells = [cell.strip() for line in text.splitlines() for cell in line.split("|")]

    assert "☑" not in text
    assert "【" not in text
    assert "None" not in text
    assert not {"0", "0.00", "否", "是", "无", "×", "√", "不合格"} & set(cells)


@pytest.mark.parametrize("kind", TYPES.values(), ids=lambda kind: kind.id)
def test_values_print_as_they_stand(kind: DocumentType, checkout: Path) -> None:
    """Texts that look like markup or like tags are texts, and a name may be long."""

    def change(data: dict[str, Any]) -> None:
        data["name"] = UGLY + "{{ 7 * 7 }}"
        data["purchaser"]["name"] = LONG_NAME
        for table in (
            "visits",
            "visit_reports",
            "acceptances",
            "accountability_cases",
            "waivers",
        ):
            for row in data[table]:
                for field in ("comments", "process_summary", "conclusion", "facts", "reason"):
                    row[field] = UGLY * 9 if field in row else None

    context = sample(checkout, change)
    path = records(context, kind)[0]
    text = _PICTURE.sub("", dump(render_document(context, kind, path).data))

    if kind.id != "bid-annex":
        assert UGLY + "{{ 7 * 7 }}" in text
    assert "49" not in re.findall(r"\d+", text) or kind.id == "bid-annex"
    assert "<" not in text.replace(UGLY, "")


@pytest.mark.parametrize("kind", TYPES.values(), ids=lambda kind: kind.id)
def test_a_form_is_filled_from_the_project_alone(kind: DocumentType, checkout: Path) -> None:
    """Before there is a visit or a case, the project's own fields are there already."""
    context = sample(checkout)
    text = dump(render_document(context, kind, None, Mode.BLANK).data)

    assert "【" not in text


@pytest.mark.soffice
def test_sixty_devices_and_no_trainings(
    checkout: Path, read_pages: Callable[[Mapping[str, bytes]], dict[str, list[str]]]
) -> None:
    """The table goes on under its header, an empty one says so, conclusion and signatures meet."""

    def change(data: dict[str, Any]) -> None:
        units = data["accepted_units"]
        units += [{**units[0], "id": f"X{n}", "serial_no": f"SN-{n:03d}"} for n in range(36)]
        data["training_sessions"] = []

    context = sample(checkout, change)
    (path,) = records(context, TYPES["acceptance-report"])
    data = render_document(context, TYPES["acceptance-report"], path).data
    pages = read_pages({"report": data})["report"]

    with_units = [page for page in pages if "SN-0" in page]
    assert len(with_units) > 1
    assert all("序列号" in page and "安装位置" in page for page in with_units)
    assert "| 能独立操作 |\n| 无 (10) |" in dump(data)
    (last,) = [page for page in pages if "代表（签字）" in page]
    assert "验收结论" in last
    assert "质保期" in last
