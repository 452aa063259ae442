"""A project: one YAML file, or a folder of YAML files and of tables in CSV or Excel."""

from __future__ import annotations

from pathlib import Path

from svcdocs.errors import UsageError
from svcdocs.load.file_names import (
    COMPANY_FILE,
    LOCK_SUFFIX,
    MAIN_FILE,
    YAML_SUFFIXES,
    no_such_file,
)
from svcdocs.load.files import judged, read_file, read_root
from svcdocs.load.merge import merge
from svcdocs.load.schema import Schema, built_in
from svcdocs.load.schema import fragment as fragment_of
from svcdocs.load.source import Loaded
from svcdocs.model.finding import Problem
from svcdocs.texts import _


def load_project(path: str | Path, *, fragment: bool = False) -> Loaded:
    """Read a project's data; what is wrong with it is in the result's `problems`.

    In a folder `project.yaml` comes first, every other YAML file adds top-level fields, and CSV
    files and workbooks hold tables (`table_files`). Sub-folders are not read: `policies/` and
    `templates/` are the project's own, `out/` is what was printed. `terms.lock.yaml` is for
    `load_lock`, `company.yaml` for `company_profile`.

    Args:
        path: a YAML file or a folder.
        fragment: whether top-level fields that every project needs may be missing.

    Raises:
        UsageError: the path does not exist, or is a folder without project.yaml.
        WorkError: the disk does not give a file.
    """
    path = Path(path)
    schema = fragment_of("project") if fragment else built_in("project")
    if path.is_dir():
        return _load_folder(path, schema, whole=not fragment)
    if not path.is_file():
        raise no_such_file(path)
    return read_file(path, schema, whole=not fragment)


def _load_folder(folder: Path, schema: Schema, *, whole: bool) -> Loaded:
    names = [path for path in sorted(folder.iterdir()) if not path.name.startswith((".", "~"))]
    names = [path for path in names if path.is_file() and not path.name.endswith(LOCK_SUFFIX)]
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
        if path.suffix.lower() in YAML_SUFFIXES and path.name not in (MAIN_FILE, COMPANY_FILE):
            files.append(path)
            merge(root, read_root(path, problems), problems, deep=False)
    from svcdocs.load.table_files import (  # noqa: PLC0415 - a single file has no tables beside it
        CSV,
        EXCEL,
        UNREAD,
        TableReader,
        tables_of,
    )

    reader = TableReader(tables_of(schema.root), problems)
    for path in names:
        if path.suffix.lower() in {CSV, EXCEL, *UNREAD}:
            files.append(path)
            merge(root, reader.read(path), problems, deep=False)
    loaded = judged(root, schema, tuple(files), problems, whole=whole)
    loaded.notices = reader.sorted_notices()
    return loaded
