"""Where policies, templates and schemas lie: the project's own, the company's, the built-in ones.

The first that has an id wins. A company's folders are named in the environment variable
SVCDOCS_PATH (separated as in PATH); each holds `policies/`, `templates/` and `calendars/` as a project
may.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path

import svcdocs

#: Folders that stand in for those of SVCDOCS_PATH: a worker has another environment.
_company: ContextVar[tuple[Path, ...] | None] = ContextVar("svcdocs_company", default=None)
_ID = re.compile(r"[^\W_][\w.-]*")


@cache
def builtin_dir() -> Path:
    """The folder with the built-in `policies`, `templates` and `schemas`.

    In an installed wheel they travel inside the package; in an editable install they lie at the
    root of the checkout.
    """
    package = Path(svcdocs.__file__).parent
    packed = package / "_data"
    return packed if packed.is_dir() else package.parent.parent


def company_dirs() -> tuple[Path, ...]:
    """The company's folders, whether they are there or not."""
    given = _company.get()
    if given is not None:
        return given
    return tuple(
        Path(part) for part in os.environ.get("SVCDOCS_PATH", "").split(os.pathsep) if part
    )


@contextmanager
def company(folders: tuple[Path, ...] | None) -> Iterator[None]:
    """Let these be the company's folders inside; None leaves them as they are."""
    before = _company.set(_company.get() if folders is None else folders)
    try:
        yield
    finally:
        _company.reset(before)


def policies_dirs(project_dir: Path | None = None) -> tuple[Path, ...]:
    """The existing folders that hold policies, the first one to win in front."""
    return _dirs("policies", project_dir)


def templates_dirs(project_dir: Path | None = None) -> tuple[Path, ...]:
    """The existing folders that hold document types, the first one to win in front."""
    return _dirs("templates", project_dir)


def calendars_dirs(project_dir: Path | None = None) -> tuple[Path, ...]:
    """The existing folders that hold notices of working days; all of them count."""
    return _dirs("calendars", project_dir)


def schema_path(name: str) -> Path:
    """The file of a built-in schema: one of `schema_names`.

    Raises:
        KeyError: there is no such schema.
    """
    path = builtin_dir() / "schemas" / f"{name}.schema.json"
    if not path.is_file():
        raise KeyError(name)
    return path


def schema_names() -> tuple[str, ...]:
    """The names `schema_path` knows."""
    found = (builtin_dir() / "schemas").glob("*.schema.json")
    return tuple(sorted(path.name.removesuffix(".schema.json") for path in found))


def find_type(document_type: str, project_dir: Path | None = None) -> Path | None:
    """The folder of a document type by its id; None if there is none."""
    # An id comes out of a file: `../other` must not lead out of the folders.
    if not _ID.fullmatch(document_type):
        return None
    found = (folder / document_type for folder in templates_dirs(project_dir))
    return next((folder for folder in found if (folder / "type.yaml").is_file()), None)


def list_policies(project_dir: Path | None = None) -> dict[str, Path]:
    """Every policy's folder by its id, sorted."""
    return _list("policy.yaml", policies_dirs(project_dir))


def list_types(project_dir: Path | None = None) -> dict[str, Path]:
    """Every document type's folder by its id, sorted."""
    return _list("type.yaml", templates_dirs(project_dir))


def _dirs(kind: str, project_dir: Path | None) -> tuple[Path, ...]:
    roots = [project_dir] if project_dir is not None else []
    roots += [*company_dirs(), builtin_dir()]
    return tuple(folder for root in roots if (folder := root / kind).is_dir())


def _list(marker: str, folders: tuple[Path, ...]) -> dict[str, Path]:
    found: dict[str, Path] = {}
    for folder in folders:
        for path in folder.iterdir():
            if _ID.fullmatch(path.name) and (path / marker).is_file():
                found.setdefault(path.name, path)
    return dict(sorted(found.items()))
