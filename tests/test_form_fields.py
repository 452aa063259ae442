"""Every field that practice asks of a form stands on it when it is printed blank.

`fields/<document type>.yaml` writes down once what `domain.md` says a form holds, with the section
it comes from: a field as it is called there, or `{the field there: the label printed}`. A form that
is no grid of fields, such as a letter, says `head: none`.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from svcdocs.load import load_yaml
from svcdocs.ooxml.dump import dump
from svcdocs.policy import policies_for
from svcdocs.render.doctype import discover_types
from svcdocs.render.document import render_blank

FILES = sorted((Path(__file__).resolve().parent / "fields").glob("*.yaml"))
TYPES = discover_types()
#: What every form says of the project and the parties, under one of these names.
HEAD = (
    {"项目名称", "采购项目"},
    {"项目编号"},
    {"客户名称", "采购人", "甲方（采购人）", "用户单位"},
    {"供应商", "乙方（供应商）", "销售者"},
)
_SPAN = re.compile(r" \(\d+\)$")
_STYLE = re.compile(r"^\{\w+\} ", re.MULTILINE)
_ENDS = re.compile(r"[：　；→，]|□\s?|_+")


@cache
def blank(type_id: str) -> str:
    """The blank form as text."""
    kind = TYPES[type_id]
    return dump(render_blank(kind, policies_for(kind.blank_policies)).data)


def printed(text: str) -> set[str]:
    """What stands in the cells and lines of a form, whole and taken apart at colons and boxes."""
    text = _STYLE.sub("", text)
    cells = {
        _SPAN.sub("", cell.strip()).replace("⏎", "")
        for line in text.splitlines()
        for cell in line.split("|")
    }
    lines = {
        part.strip()
        for line in text.replace("⏎", "\n").splitlines()
        for cell in line.split("|")
        for part in _ENDS.split(_SPAN.sub("", cell.strip()))
    }
    return cells | lines


def written(file: Path) -> dict[str, Any]:
    """The fields of a form by what practice calls them, with the labels they are printed under."""
    data = load_yaml(file, None).tree.data
    fields: dict[str, str] = {}
    for field in data["fields"]:
        fields.update(field if isinstance(field, dict) else {field: field})
    return {**data, "fields": fields}


@pytest.mark.parametrize("file", FILES, ids=[file.stem for file in FILES])
def test_a_blank_form_has_every_field(file: Path) -> None:
    """Under the label the file gives."""
    form = written(file)
    labels = printed(blank(file.stem))

    assert form["section"].startswith("domain.md §")
    assert {name: label for name, label in form["fields"].items() if label not in labels} == {}


@pytest.mark.parametrize("file", FILES, ids=[file.stem for file in FILES])
def test_a_blank_form_says_which_form_it_is(file: Path) -> None:
    """Number, version, page, project and parties: what is common to all of them."""
    text = blank(file.stem)
    kind = TYPES[file.stem]

    assert f"表单编号：{kind.form_no}　版本：{kind.form_version}" in text
    assert "第 1 页　共 1 页" in text or "— 1 —" in text  # the latter on a notice
    if written(file).get("head") != "none":
        labels = printed(text)
        assert [names for names in HEAD if not names & labels] == []


def test_labels_are_whole_words() -> None:
    """A label inside a longer one does not count, nor what is only part of a sentence."""
    text = "| 合同数量 | □\u00a0是　□\u00a0否 (2) | 收货人：________　签名： |\n本表一份"

    assert {"合同数量", "是", "否", "收货人", "签名"} <= printed(text)
    assert not {"数量", "合同", "本表"} & printed(text)
