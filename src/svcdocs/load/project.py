"""A project: one YAML file, or a folder of YAML files and CSV tables."""

from __future__ import annotations

from pathlib import Path

from svcdocs.errors import UsageError
from svcdocs.load import wording
from svcdocs.load.csv_table import read_table
from svcdocs.load.files import YAML_SUFFIXES, judged, no_such_file, read_root
from svcdocs.load.merge import merge
from svcdocs.load.nodes import MappingNode
from svcdocs.load.schema import Schema, Shape, built_in
from svcdocs.load.source import Loaded
from svcdocs.load.text_file import read_text
from svcdocs.model.finding import Problem
from svcdocs.model.place import Place
from svcdocs.texts import _

MAIN_FILE = "project.yaml"
_EXCEL_SUFFIXES = (".xlsx", ".xls", ".et")


def load_project(path: str | Path) -> Loaded:
    """Read a project's data; what is wrong with it is in the result's `problems`.

    In a folder `project.yaml` comes first, every other YAML file adds top-level fields, and
    `<table>.csv` holds a table. Sub-folders are not read: `policies/` and `templates/` are the
    project's own, `out/` is what was printed.

    Raises:
        UsageError: the path does not exist, or is a folder without project.yaml.
        WorkError: the disk does not give a file.
    """
    path = Path(path)
    if path.is_dir():
        return _load_folder(path, built_in("project"))
    if not path.is_file():
        raise no_such_file(path)
    problems: list[Problem] = []
    root = read_root(path, problems)
    return judged(root, built_in("project"), (path,), problems, whole=True)


def _load_folder(folder: Path, schema: Schema) -> Loaded:
    names = [path for path in sorted(folder.iterdir()) if not path.name.startswith((".", "~"))]
    names = [path for path in names if path.is_file()]
    main = folder / MAIN_FILE
    if not main.is_file():
        raise UsageError(
            _("{folder} is no project: it has no {file}").format(
                folder=folder.as_posix(), file=MAIN_FILE
            ),
            hint=_("name a project's folder or its YAML file"),
        )
    problems: list[Problem] = []
    root = read_root(main, problems)
    files = [main]
    for path in names:
        if path.suffix.lower() in YAML_SUFFIXES and path != main:
            files.append(path)
            merge(root, read_root(path, problems), problems, deep=False)
    for path in names:
        if path.suffix.lower() == ".csv":
            files.append(path)
            merge(root, _table(path, schema.root, problems), problems, deep=False)
        elif path.suffix.lower() in _EXCEL_SUFFIXES:
            problems.append(
                Problem(
                    code="data/table",
                    message=_("tables are read from CSV, not from this file"),
                    hint=_("save it as 'CSV UTF-8', or move it to a sub-folder"),
                    place=Place(file=path.as_posix()),
                )
            )
    return judged(root, schema, tuple(files), problems, whole=True)


def _table(path: Path, shape: Shape, problems: list[Problem]) -> MappingNode:
    """A CSV file as a file with one top-level field: its table."""
    file = path.as_posix()
    top = MappingNode(Place(file=file))
    tables = {
        name: part
        for name, part in shape.fields.items()
        if part.kind == "list" and part.item.kind == "mapping"
    }
    if path.stem not in tables:
        problems.append(
            Problem(
                code="data/table",
                message=_("there is no table '{name}'").format(name=path.stem),
                hint=wording.did_you_mean(wording.nearest_field(path.stem, tables)),
                place=Place(file=file),
            )
        )
        return top
    text = read_text(path, problems)
    if text is None:
        return top
    top.entries[path.stem] = read_table(text, file, tables[path.stem].item, problems)
    top.keys[path.stem] = Place(file=file)
    return top
