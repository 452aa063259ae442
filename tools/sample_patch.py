"""Patches on a sample's files, as tests/faults/README.md describes them.

The files are edited as a person would, so that every place in them is real.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from svcdocs.load import yaml_edit
from svcdocs.load.yaml_edit import Keys, Value

#: Fields of one entry of `terms` and `requirements`, whose ids have points of their own.
_FIELDS = {
    "terms": {"value", "by", "on", "why", "approved_by"},
    "requirements": {"comparator", "value", "mark", "clause", "text"},
}
_LIST_SIGN = "；"


@dataclass(frozen=True, slots=True, kw_only=True)
class Patch:
    """What to change; see tests/faults/README.md."""

    set: Mapping[str, Value] = field(default_factory=dict)
    unset: tuple[str, ...] = ()
    add: Mapping[str, list[dict[str, Value]]] = field(default_factory=dict)
    drop: tuple[str, ...] = ()

    @classmethod
    def read(cls, data: Mapping[str, Any]) -> Patch:
        """A patch from the fields of a file."""
        return cls(
            set=data.get("set", {}),
            unset=tuple(data.get("unset", ())),
            add=data.get("add", {}),
            drop=tuple(data.get("drop", ())),
        )

    def apply(self, folder: Path) -> None:
        """Change the files of a project's folder.

        Raises:
            KeyError: what is to be changed or taken out is not there.
        """
        project = ProjectFiles(folder)
        for path in self.drop:
            for keys in project.expanded(path):
                project.remove(keys)
        for table, rows in self.add.items():
            for row in rows:
                project.append(table, row)
        for path in self.unset:
            for keys in project.expanded(path):
                project.remove(keys)
        for path, value in self.set.items():
            for keys in project.expanded(path):
                project.put(keys, value)
        project.save()


def split_path(path: str) -> Keys:
    """`incidents.INC-003.arrived_at` in its steps; an id of a term stays whole."""
    root, *rest = path.split(".")
    if root in _FIELDS and rest:
        if rest[-1] in _FIELDS[root]:
            return (root, ".".join(rest[:-1]), rest[-1])
        return (root, ".".join(rest))
    return (root, *rest)


class ProjectFiles:
    """The texts of a project's files, changed in memory until they are saved."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._yaml = {
            path.name: path.read_text(encoding="utf-8")
            for path in sorted(folder.glob("*.yaml"))
            if not path.name.endswith(".lock.yaml")  # what was signed is nobody's to edit
        }
        self._tables = {path.stem: _read_csv(path) for path in sorted(folder.glob("*.csv"))}
        self._touched: set[str] = set()

    def data(self) -> dict[str, Any]:
        """Everything as texts; a table is a list of rows, empty cells left out."""
        found: dict[str, Any] = {}
        for text in self._yaml.values():
            found.update(yaml_edit.read(text))
        for table, rows in self._tables.items():
            found[table] = [{k: v for k, v in row.items() if v} for row in rows]
        return found

    def expanded(self, path: str) -> Iterator[Keys]:
        """The steps of a path; `*` for a row's id means every row."""
        keys = split_path(path)
        if len(keys) > 1 and keys[1] == "*":
            yield from [(keys[0], row["id"], *keys[2:]) for row in self.data()[keys[0]]]
        else:
            yield keys

    def put(self, keys: Keys, value: Value) -> None:
        """Set one field."""
        if keys[0] in self._tables:
            table, id_, name = keys
            row = self._row(table, id_)
            for one in self._tables[table]:
                one.setdefault(name, "")
            row[name] = _cell(value)
            self._touched.add(f"{table}.csv")
            return
        name = self._file_of(keys[0])
        self._edit(name, yaml_edit.put(self._yaml[name], keys, value))

    def remove(self, keys: Keys) -> None:
        """Take out a field or a row."""
        if keys[0] in self._tables:
            row = self._row(keys[0], keys[1])
            if len(keys) == 2:
                self._tables[keys[0]].remove(row)
            elif row.get(keys[2]):
                row[keys[2]] = ""
            else:
                raise KeyError(f"{'.'.join(keys)} is not there to be taken out")
            self._touched.add(f"{keys[0]}.csv")
            return
        name = self._file_of(keys[0])
        self._edit(name, yaml_edit.remove(self._yaml[name], keys))

    def append(self, table: str, row: Mapping[str, Value]) -> None:
        """Add a row; `like: ID` takes the fields it does not name from another row."""
        new = dict(row)
        if like := new.pop("like", None):
            model = next(one for one in self.data()[table] if one["id"] == like)
            new = {**model, **new}
        if any(yaml_edit.has(text, table) for text in self._yaml.values()):
            name = self._file_of(table)
            self._edit(name, yaml_edit.append(self._yaml[name], table, new))
            return
        rows = self._tables.setdefault(table, [])
        rows.append({key: _cell(value) for key, value in new.items()})
        names = dict.fromkeys(name for one in rows for name in one)
        self._tables[table] = [{name: one.get(name, "") for name in names} for one in rows]
        self._touched.add(f"{table}.csv")

    def save(self) -> None:
        """Write what was changed."""
        for name in sorted(self._touched):
            path = self.folder / name
            text = self._yaml.get(name) or _csv_text(self._tables[path.stem])
            path.write_text(text, encoding="utf-8", newline="\n")

    def _edit(self, name: str, text: str) -> None:
        self._yaml[name] = text
        self._touched.add(name)

    def _row(self, table: str, id_: str) -> dict[str, str]:
        for row in self._tables[table]:
            if row["id"] == id_:
                return row
        raise KeyError(f"{table} has no {id_}")

    def _file_of(self, root: str) -> str:
        """The YAML file that has a top-level field; new ones go to project.yaml."""
        for name, text in self._yaml.items():
            if yaml_edit.has(text, root):
                return name
        return "project.yaml"


def list_elements(cell: str) -> list[str]:
    """The elements of a table's cell that holds a list."""
    return [one.strip() for one in re.split("[;；]", cell)]


def _cell(value: Value) -> str:
    if isinstance(value, list):
        return _LIST_SIGN.join(_cell(one) for one in value)
    if not isinstance(value, str):
        raise TypeError(f"{value} does not fit into a cell")
    return value


def _read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _csv_text(rows: list[dict[str, str]]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]) if rows else ["id"], lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()
