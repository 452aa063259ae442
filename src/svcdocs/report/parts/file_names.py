"""How a report names files: from where the reader is, or from the root of the repository."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

from svcdocs.load.resources import builtin_dir
from svcdocs.model.place import Place
from svcdocs.report.parts.view import View


def from_here(file: str, view: View) -> str:
    """The file as people write it: what lies below the reader's folder is named from there on."""
    return file.removeprefix(f"{view.here.as_posix()}/")


def from_root(file: str, view: View) -> str | None:
    """The file from the root of the repository, with forward slashes; None outside it."""
    return _below(view.root, absolute(file, view))


def repository_name(file: str, view: View) -> str:
    """The file from the root of the repository; outside it as it was named."""
    return from_root(file, view) or from_here(file, view)


def placed(place: Place, view: View) -> str:
    """A place whose file is named alike on every machine, wherever svcdocs is installed there."""
    file = from_root(place.file, view) or from_builtin(place.file, view)
    return str(replace(place, file=file) if file else place)


def from_builtin(file: str, view: View) -> str | None:
    """The file from the folder of the built-in policies; None outside it."""
    return _below(builtin_dir(), absolute(file, view))


def absolute(file: str, view: View) -> Path:
    """The file without `..`; links stay what they are, as in the name that the user gave."""
    return Path(os.path.normpath(view.here / file))


def _below(folder: Path, file: Path) -> str | None:
    try:
        return file.relative_to(folder).as_posix()
    except ValueError:
        return None
