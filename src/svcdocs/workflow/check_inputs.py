"""Everything that the result of a check depends on, as a digest.

Whatever differs makes another digest: the project's files and the names beside them, every policy
and notice of working days at hand (or that there is none), the schemas, the day, the rules chosen,
the language of the texts, svcdocs itself, Python and the packages installed. More goes in than one
project reads: a digest that changes without need costs a check, one that does not change when it
should would be a lie. A test watches which files a check opens and holds that all of them are here.
"""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

from svcdocs.calc.china_time import today
from svcdocs.check.selection import Selection
from svcdocs.kept.circumstances import circumstances, digest_of, digest_of_bytes, several
from svcdocs.load import resources
from svcdocs.load.file_names import YAML_SUFFIXES, lock_path
from svcdocs.texts import language

#: These are read; of any other file only the name counts.
_READ = frozenset({*YAML_SUFFIXES, ".csv", ".xlsx", ".json"})
#: A folder of policies, and in it the folders of the policies.
_DEPTH = 2


class CheckInputs:
    """Digests at one moment: each file and folder is looked at once.

    Args:
        selection: the rules that are to run.
    """

    def __init__(self, selection: Selection) -> None:
        self._selection = selection
        self._folders: dict[str, str] = {}
        self._roots: dict[Path, list[str]] = {}
        self._clock = f"{date.today().isoformat()} {today().isoformat()}"  # noqa: DTZ011 - both clocks that a check may ask

    def surroundings(self) -> str:
        """What all projects of a run have in common.

        Raises:
            OSError: something of it cannot be read.
        """
        builtin = resources.builtin_dir()
        return digest_of(
            [
                *circumstances(),
                language(),
                *several(self._selection.select),
                *several(self._selection.ignore),
                *(part for root in resources.company_dirs() for part in self._root(root)),
                *self._root(builtin),
                self._folder(builtin / "schemas"),
            ]
        )

    def project(self, path: Path, day: date | None) -> str:
        """What a project adds.

        Args:
            path: its file or folder as it was named.
            day: the day that counts as today; None for its own, else the clock's.

        Raises:
            OSError: something of it cannot be read.
        """
        if path.is_dir():
            own, folder = [self._folder(path)], path
        else:
            folder = path.parent
            own = [_file(path), _file(lock_path(path))]
        return digest_of(
            [
                path.as_posix(),
                self._clock if day is None else day.isoformat(),
                *own,
                *self._root(folder),
            ]
        )

    def _root(self, root: Path) -> list[str]:
        known = self._roots.get(root)
        if known is None:
            policies, calendars = root / "policies", root / "calendars"
            known = [root.as_posix(), self._folder(policies), self._folder(calendars)]
            self._roots[root] = known
        return known

    def _folder(self, folder: Path) -> str:
        known = self._folders.get(str(folder))
        if known is None:
            depth = _DEPTH if folder.name == "policies" else 1
            known = self._folders[str(folder)] = digest_of(_entries(str(folder), depth))
        return known


def _entries(folder: str, depth: int) -> list[str]:
    """What lies in a folder, and what is in the files that a check may read."""
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except (FileNotFoundError, NotADirectoryError):
        return ["no folder"]
    parts = []
    for entry in entries:
        if entry.name.startswith((".", "~")):
            continue
        parts.append(entry.name)
        if entry.is_dir():
            parts.append("folder")
            parts += several(_entries(entry.path, depth - 1)) if depth > 1 else []
        elif os.path.splitext(entry.name)[1].lower() in _READ:  # noqa: PTH122 - ten times as fast
            parts.append(_file(entry.path))
        else:
            parts.append("file" if entry.is_file() else "nothing")
    return parts


def _file(path: str | Path) -> str:
    try:
        with open(path, "rb") as stream:  # noqa: PTH123 - three hundred files at the start of a run
            return digest_of_bytes(stream.read())
    except (FileNotFoundError, IsADirectoryError):
        return "no file"
