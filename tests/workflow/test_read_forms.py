"""Forms filled in on the screen come back as rows: every field of every form, whoever saved it."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from svcdocs.calc.china_time import CHINA
from svcdocs.calc.quantities import parse_quantity
from svcdocs.ooxml.archive import unpack
from svcdocs.ooxml.content_controls import Control, Kind, control_of, field_bookmarks, read_controls
from svcdocs.ooxml.names import W14, w
from svcdocs.ooxml.package import main_part, write_package
from svcdocs.ooxml.properties import read_properties
from svcdocs.render.doctype import discover_types
from svcdocs.workflow.form_tags import FieldTag, parse_tag
from svcdocs.workflow.forms import blank_form
from svcdocs.workflow.read_forms import ReadForms, read_forms

ON_SCREEN = {"electronic": "true"}
WORDS = "三年<原厂> & x，“引号”和 tab\t后" + "很长" * 60 + "\n第二行\n第三行"
#: What is written into a field of each kind, and what the data are to have then.
WRITTEN: dict[str, tuple[str, Any]] = {
    "text": (WORDS, WORDS),
    "date": ("2026年3月31日", date(2026, 3, 31)),
    "date-time": ("2026年3月31日 08:30", datetime(2026, 3, 31, 8, 30, tzinfo=CHINA)),
    "time": ("08:30", time(8, 30)),
    "quantity": ("3 年", parse_quantity("3 years")),
    "integer": ("3", 3),
    "number": ("2.5", Decimal("2.5")),
    "money": ("¥1,409.50", Decimal("1409.50")),
    "list": ("甲、乙<2>", ["甲", "乙<2>"]),
    "boolean": ("是", True),
}
CLOCK = ("09:45", datetime(2026, 3, 31, 9, 45, tzinfo=CHINA))


def fill(data: bytes, wish: Mapping[int, Any]) -> bytes:
    """What Word makes of a form whose fields, counted from 0, somebody fills in.

    A box gets a truth value, a choice its key, everything else a text.
    """
    parts = unpack(data, "")
    main_name = main_part(parts)
    bookmarks = field_bookmarks(read_properties(parts))
    root = etree.fromstring(parts[main_name])
    number = 0
    for element in root.iter(w("sdt")):
        control = control_of(element, bookmarks)
        if control is None:
            continue
        if number in wish:
            _fill(element, control, wish[number])
        number += 1
    return write_package({**parts, main_name: etree.tostring(root, encoding="utf-8")})


def _fill(element: Any, control: Control, value: Any) -> None:
    properties = element.find(w("sdtPr"))
    text = value
    if control.kind is Kind.BOX:
        box = properties.find(f"{{{W14}}}checkbox/{{{W14}}}checked")
        box.set(f"{{{W14}}}val", "1" if value else "0")
        text = "☑" if value else "□"
    elif control.kind is Kind.CHOICE:
        text = dict(control.options).get(value, value)
    for hint in properties.findall(w("showingPlcHdr")):
        properties.remove(hint)
    content = element.find(w("sdtContent"))
    run = next(content.iter(w("r")))
    for old in [one for one in run if one.tag != w("rPr")]:
        run.remove(old)
    for index, line in enumerate(text.split("\n")):
        if index:
            etree.SubElement(run, w("br"))
        for at, piece in enumerate(line.split("\t")):
            if at:
                etree.SubElement(run, w("tab"))
            said = etree.SubElement(run, w("t"))
            said.text = piece
            said.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def saved_by_libreoffice(files: Sequence[Path], folder: Path) -> list[Path]:
    """The same files after LibreOffice opened and saved them."""
    profile = (folder / "profile").as_uri()
    command = [str(shutil.which("soffice")), f"-env:UserInstallation={profile}", "--headless"]
    command += ["--convert-to", "docx:MS Word 2007 XML", "--outdir", str(folder / "saved")]
    subprocess.run([*command, *map(str, files)], check=True, capture_output=True, timeout=600)
    return [folder / "saved" / path.name for path in files]


def everything(  # noqa: C901, PLR0912 - one branch for each kind of field
    data: bytes, subject: str
) -> tuple[dict[int, Any], list[tuple[FieldTag, Any]]]:
    """Something for every field of a form, and what each value is to be in the data."""
    wish: dict[int, Any] = {}
    expected: dict[FieldTag, Any] = {}
    controls = read_controls(data)
    written = {control.tag for control in controls}
    boxes: dict[FieldTag, list[int]] = {}
    for number, control in enumerate(controls):
        tag = parse_tag(control.tag, subject)
        if tag is None or (tag.by and f"it.{'.'.join(tag.by)}" not in written):
            continue  # nobody can tell of which row it is
        if control.kind is Kind.BOX and tag.option is not None:
            boxes.setdefault(tag.value, []).append(number)
            expected.setdefault(tag.value, None)
        elif control.kind is Kind.BOX:
            wish[number], expected[tag.value] = True, True
        elif control.kind is Kind.CHOICE:
            key = control.options[-1][0]
            wish[number] = key
            expected[tag.value] = key == "true" if tag.kind == "boolean" else key
        elif tag.part == "other":
            wish[number] = WORDS
        elif tag.part == "clock":
            wish[number], expected[tag.value] = CLOCK
        elif tag.part == "date":
            wish[number] = "2026年3月31日"  # a day alone is no moment
        elif tag.part == "name":
            wish[number] = expected[tag.value] = "王<某>"
        elif tag.steps == ("id",) or (tag.value in expected and tag.by):
            wish[number] = expected[tag.value] = f"ID-{tag.row or 1}"
        else:
            wish[number], expected[tag.value] = WRITTEN[tag.kind]
    for tag, numbers in boxes.items():
        options = [parse_tag(controls[number].tag, subject) for number in numbers]
        keys = [str(one.option) for one in options if one is not None]
        if tag.kind == "list":
            ticked, expected[tag] = numbers[:2], keys[:2]
        elif keys[-1] == "*":
            ticked, expected[tag] = numbers[-1:], WORDS
        else:
            ticked = numbers[-1:]
            words = {"boolean": False, "integer": 1}
            expected[tag] = words.get(tag.kind, keys[-1])
        wish |= {number: number in ticked for number in numbers}
    return wish, list(expected.items())


def told(done: ReadForms) -> set[str]:
    """What is wrong, without the places."""
    return {one.message for one in done.problems}


def rows_of(expected: Sequence[tuple[FieldTag, Any]]) -> dict[str, list[dict[str, Any]]]:
    """The rows that values come to, without ids that are made up."""
    rows: dict[str, dict[tuple[str, Any], dict[str, Any]]] = {}
    for tag, value in expected:
        if tag.table:
            rows.setdefault(tag.table, {}).setdefault((tag.row, tag.by), {})[tag.steps[-1]] = value
    return {table: list(found.values()) for table, found in rows.items()}


def without(rows: Sequence[Mapping[str, Any]], like: Sequence[Mapping[str, Any]]) -> Iterator[Any]:
    """Rows without the fields that nobody wrote: ids, and the record that new rows belong to."""
    for row, other in zip(rows, like, strict=True):
        yield {name: value for name, value in row.items() if name in other}


@pytest.mark.soffice
def test_every_field_of_every_form_comes_back_from_libreoffice(tmp_path: Path) -> None:
    """Long, several lines, marks of XML, dates, choices, several boxes: as they were written."""
    files, expected = [], {}
    for name, kind in discover_types().items():
        if not kind.blank_policies:
            continue
        blank = blank_form(name, parameters=ON_SCREEN).data
        wish, values = everything(blank, kind.subject)
        if not wish:
            continue
        path = tmp_path / f"{name}.docx"
        path.write_bytes(fill(blank, wish))
        files.append(path)
        expected[name] = values
    assert len(files) > 15

    for path in saved_by_libreoffice(files, tmp_path):
        done = read_forms([path])
        assert told(done) == set(), path.name
        for table, rows in rows_of(expected[path.stem]).items():
            assert list(without(done.rows[table], rows)) == rows, (path.name, table)
        for tag, value in expected[path.stem]:
            node: Any = done.own
            for step in tag.steps if not tag.table else ():
                node = node[step]
            assert tag.table or node == value, (path.name, tag)
