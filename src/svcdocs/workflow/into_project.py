"""Rows put into a project's own files: fields changed, rows added, everything else left as it is.

Nothing is changed unless the project, read again, says exactly what it said before and the rows.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from copy import deepcopy
from pathlib import Path
from typing import Any

from svcdocs.errors import OutputError
from svcdocs.load import load_project, yaml_edit
from svcdocs.load.file_names import YAML_SUFFIXES
from svcdocs.load.headings import Names
from svcdocs.load.schema import built_in
from svcdocs.load.source import Loaded
from svcdocs.texts import _
from svcdocs.workflow.data_text import as_csv, as_yaml, cell, spelt
from svcdocs.workflow.outputs import write_file

Rows = Sequence[Mapping[str, Any]]
_BOM = "\ufeff"


def put_into(project: Path, tables: Mapping[str, Rows]) -> list[Path]:
    """Put rows into a project; the files that were changed.

    Args:
        project: a folder or a YAML file.
        tables: rows by table; those whose id a table has change the fields they name.

    Raises:
        OutputError: a table stands where nothing can be put safely (a workbook, an unusual CSV or
            YAML file), or the disk refuses. Nothing is changed then.
    """
    before = load_project(project)
    wanted = _merged(before.tree.data, tables)
    texts: dict[Path, str] = {}
    for table, rows in tables.items():
        path = _file(project, before, table)
        if path not in texts:
            texts[path] = _text(path) if path.exists() else ""
        news = [row for row in rows if _changes(before.tree.data.get(table, ()), row)]
        if news:
            texts[path] = _edited(path, texts[path], table, news, before)
    changed = {path: text for path, text in texts.items() if text != _text(path)}
    _write(project, changed, wanted, len(before.problems))
    return list(changed)


def _merged(data: Mapping[str, Any], tables: Mapping[str, Rows]) -> dict[str, Any]:
    wanted = deepcopy(dict(data))
    for table, rows in tables.items():
        there = {str(row.get("id")): row for row in wanted.setdefault(table, [])}
        for row in rows:
            known = there.get(str(row["id"]))
            if known is None:
                wanted[table].append(dict(row))
            else:
                known.update(row)
    return wanted


def _changes(known: Rows, row: Mapping[str, Any]) -> bool:
    there = next((one for one in known if one.get("id") == row["id"]), {})
    return any(there.get(name) != value for name, value in row.items())


def _file(project: Path, before: Loaded, table: str) -> Path:
    """The file that has a table, or shall have it."""
    place = before.tree.place((table,)) if before.tree.data.get(table) else None
    if place is not None:
        return Path(place.file)
    return project / f"{table}.csv" if project.is_dir() else project


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8") if path.exists() else ""
    except UnicodeDecodeError as error:
        raise _by_hand(path) from error


def _edited(path: Path, text: str, table: str, rows: Rows, before: Loaded) -> str:
    if path.suffix.lower() == ".csv":
        return _csv(path, text, table, rows)
    if path.suffix.lower() not in YAML_SUFFIXES:
        raise _by_hand(path)
    try:
        return _yaml(text, table, rows, before.tree.data.get(table, ()))
    except (KeyError, TypeError, ValueError) as error:
        raise _by_hand(path) from error


def _yaml(text: str, table: str, rows: Rows, known: Rows) -> str:
    ids = {str(row.get("id")): row for row in known}
    if not known:
        return text.rstrip("\n") + ("\n" if text else "") + as_yaml({table: list(rows)})
    for row in rows:
        there = ids.get(str(row["id"]))
        if there is None:
            text = yaml_edit.append(text, table, {name: _value(one) for name, one in row.items()})
            continue
        for name, one in row.items():
            if there.get(name) != one:
                text = yaml_edit.put(text, (table, str(row["id"]), name), _value(one))
    return text


def _value(value: Any) -> yaml_edit.Value:
    return [spelt(one) for one in value] if isinstance(value, list) else spelt(value)


def _csv(path: Path, text: str, table: str, rows: Rows) -> str:
    if not text:
        return as_csv(rows)
    mark = _BOM if text.startswith(_BOM) else ""
    end = "\r\n" if "\r\n" in text else "\n"
    lines = list(csv.reader(io.StringIO(text.removeprefix(_BOM), newline="")))
    names = Names(built_in("project").root.fields[table].item.fields)
    columns = [names.find(heading) for heading in lines[0]]
    if "id" not in columns or not all(columns):
        raise _by_hand(path)
    for name in dict.fromkeys(name for row in rows for name in row):
        if name not in columns:
            columns.append(name)
            lines[0].append(name)
    at = columns.index("id")
    lines[1:] = [[*line, *[""] * (len(columns) - len(line))] for line in lines[1:]]
    by_id = {line[at].strip(): line for line in lines[1:]}
    for row in rows:
        line = by_id.get(str(row["id"]))
        if line is None:
            line = [""] * len(columns)
            lines.append(line)
        for name, value in row.items():
            line[columns.index(name)] = cell(value)
    written = io.StringIO()
    csv.writer(written, lineterminator=end).writerows(lines)
    return mark + written.getvalue()


def _write(
    project: Path, changed: Mapping[Path, str], wanted: Mapping[str, Any], faults: int
) -> None:
    """Write files, and take them back if the project is not what it should be then."""
    old = {path: path.read_bytes() if path.exists() else None for path in changed}
    arrived = False
    try:
        for path, text in changed.items():
            write_file(path, text.encode())
        again = load_project(project)
        arrived = again.tree.data == wanted and len(again.problems) <= faults
    finally:
        if not arrived:
            for path, data in old.items():
                if data is not None:
                    write_file(path, data)
                elif path.exists():
                    path.unlink()
    if not arrived:
        raise _by_hand(*changed)


def _by_hand(*paths: Path) -> OutputError:
    return OutputError(
        _("{file} cannot be added to by svcdocs").format(
            file=_(", ").join(path.as_posix() for path in paths)
        ),
        hint=_("leave --into out and copy the rows that are printed into it"),
    )
