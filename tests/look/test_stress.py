"""Forms with what real projects put in them: long names, long texts, many rows, none at all."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from paper import fonts, print_out, sheets
from print_faults import print_faults

from svcdocs.facts import Context
from svcdocs.load import load_manifest, load_project
from svcdocs.policy import load_policies
from svcdocs.render.doctype import discover_types
from svcdocs.render.document import records, render_document

#: 80 signs.
NAME = (
    "东澜理工大学及其附属实验中学与继续教育学院南湖校区联合网络信息中心暨澜州市高等教育"
    "数字化服务与网络安全保障联合重点实验室管理委员会（筹）综合管理与对外服务办公室"
)
_DEVICES = 36  # with the 24 that are there: 60
_UNITS = ("delivered_units", "installed_units", "accepted_units")
_LISTS = ("training_attendees", "trial_log", "spare_parts", "acceptance_items", "maintenance_items")
#: Tables that another one does without.
_SPARED = (
    *_LISTS[:-1],
    *_UNITS,
    "training_sessions",
    "acceptance_checks",
    "contact_changes",
    "delivery_documents",
    "feedback",
    "file_entries",
    "incidents",
    "installation_checks",
    "open_issues",
    "wage_deductions",
)


def long_texts(data: dict[str, Any]) -> None:
    """Every sentence four times, and a customer with a name of 80 signs."""

    def longer(value: Any) -> Any:
        if isinstance(value, str):
            return "；".join([value] * 4) if "，" in value else value
        if isinstance(value, list):
            return [longer(one) for one in value]
        if isinstance(value, dict):
            return {key: longer(one) for key, one in value.items()}
        return value

    for key, value in data.items():
        if key not in ("tender", "requirements", "terms"):
            data[key] = longer(value)
    data["purchaser"]["name"] = NAME


def many_rows(data: dict[str, Any]) -> None:
    """60 devices, and lists that do not fit on a page."""
    for table in _UNITS:
        *_others, one = data[table]
        for number in range(_DEVICES):
            serial = f"XQS9906250{number:06}"
            data[table].append({**one, "id": f"{table}-{number}", "serial_no": serial})
    for table in _LISTS:
        one = data[table][0]
        data[table] += [{**one, "id": f"{table}-{number}"} for number in range(40)]


def empty_tables(data: dict[str, Any]) -> None:
    """What has no row yet."""
    data.update({table: [] for table in _SPARED})


def short_values(data: dict[str, Any]) -> None:
    """Names of one sign, sentences of one."""

    def shorter(value: Any) -> Any:
        if isinstance(value, str):
            return "无" if "，" in value else value
        if isinstance(value, list):
            return [shorter(one) for one in value]
        if isinstance(value, dict):
            return {key: shorter(one) for key, one in value.items()}
        return value

    for key, value in data.items():
        if key not in ("tender", "requirements", "terms"):
            data[key] = shorter(value)
    data["purchaser"]["name"] = data["supplier"]["name"] = "甲"


@pytest.mark.soffice
@pytest.mark.parametrize("change", [long_texts, many_rows, empty_tables, short_values])
def test_rows_grow_and_pages_hold(
    change: Callable[[dict[str, Any]], None], checkout: Path, tmp_path: Path
) -> None:
    """Nothing is cut, lost, split or left without its header, whatever is in the first record."""
    loaded = load_project(checkout / "samples" / "campus-network")
    change(loaded.tree.data)
    context = Context(loaded.tree, load_policies(loaded), loaded.tree.data["as_of"])
    made = {}
    for id_, kind in discover_types().items():
        if "pages" in load_manifest(kind.folder).tree.data:
            for path in records(context, kind)[:1]:
                made[id_] = render_document(context, kind, path).data
    printed = print_out(made, tmp_path)

    assert len(made) >= 20
    faults = [
        f"{id_}: {fault}"
        for id_, data in made.items()
        for fault in print_faults(data, sheets(printed[id_]), fonts(printed[id_]))
    ]
    assert not faults, "\n".join(faults)
