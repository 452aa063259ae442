"""Which projects a call names: folders, files of a project, patterns, folders above many projects.

A project is a folder with project.yaml, or a YAML file whose top level has `stage`. Patterns are
resolved here, too: the shells of Windows hand them on as they are.
"""

from __future__ import annotations

import glob
import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from svcdocs.errors import UsageError
from svcdocs.load.file_names import MAIN_FILE, YAML_SUFFIXES, no_such_file
from svcdocs.texts import _

_STAGE = re.compile(rb"^(?:\xef\xbb\xbf)?[\"']?stage[\"']?\s*:", re.MULTILINE)
#: How much of a YAML file is looked at for its stage.
_HEAD = 65_536
#: Folders in a tree of projects that hold none: what was printed, and other programs' own.
_NEVER = frozenset({"out", "node_modules", "__pycache__"})


@dataclass(slots=True)
class Targets:
    """What the words of a call came to.

    Attributes:
        projects: each once, in the order they were named; of one word in the order of their names.
        skipped: files that belong to no project.
        faults: words that lead to no project, each with what is to be said.
        around: folders that were looked at, with the project's folder around each.
    """

    projects: list[Path] = field(default_factory=list)
    skipped: list[Path] = field(default_factory=list)
    faults: list[tuple[str, UsageError]] = field(default_factory=list)
    around: dict[Path, Path | None] = field(default_factory=dict)


def find_targets(words: Sequence[str], *, changed: bool = False) -> Targets:
    """The projects that some words name.

    Args:
        words: folders, files and patterns.
        changed: the words are files that were changed, of which many are no concern of ours (a
            hook hands on all of them): what belongs to no project is skipped and no fault.
    """
    targets = Targets()
    known: set[Path] = set()
    for word in words:
        try:
            found = _changed(word, targets) if changed else _named(word, targets)
        except UsageError as error:
            targets.faults.append((word, error))
            continue
        for project in found:
            whole = Path(os.path.realpath(project))
            if whole not in known:
                known.add(whole)
                targets.projects.append(project)
    return targets


def _named(word: str, targets: Targets) -> list[Path]:
    path = Path(word)
    if path.is_dir():
        return _under(path)
    if path.is_file():
        folder = _folder_around(path, targets.around)
        # A YAML file that is named is meant, whatever it lacks.
        if folder is None and path.suffix.lower() not in YAML_SUFFIXES:
            raise UsageError(
                _("{path} belongs to no project").format(path=path.as_posix()),
                hint=_("name a project's folder or its YAML file"),
            )
        return [folder or path]
    if glob.has_magic(word):
        return _matching(word, targets)
    raise no_such_file(path)


def _matching(pattern: str, targets: Targets) -> list[Path]:
    """The projects among what a pattern matches; at least one."""
    projects: list[Path] = []
    skipped: list[Path] = []
    matches = sorted(Path(name) for name in glob.glob(pattern, recursive=True))  # noqa: PTH207 - Path.glob takes no absolute pattern
    for path in matches:
        if path.is_dir():
            projects += _projects_in(path)
        elif (project := project_of(path, targets.around)) is not None:
            projects.append(project)
        else:
            skipped.append(path)
    if not matches:
        raise UsageError(_("nothing is called like {pattern}").format(pattern=pattern))
    if not projects:
        raise UsageError(
            _("no project is called like {pattern}").format(pattern=pattern),
            hint=_("a project is a folder with {file}, or one YAML file").format(file=MAIN_FILE),
        )
    targets.skipped += skipped
    return projects


def _under(folder: Path) -> list[Path]:
    """The folder, or the projects below it; at least one."""
    found = list(_projects_in(folder))
    if not found:
        raise UsageError(
            _("{folder} is no project and holds none: there is no {file}").format(
                folder=folder.as_posix(), file=MAIN_FILE
            ),
            hint=_("name a project's folder or its YAML file"),
        )
    return found


def _projects_in(folder: Path) -> Iterator[Path]:
    """Projects in a tree, none inside another."""
    if (folder / MAIN_FILE).is_file():
        yield folder
        return
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError:
        return  # a folder that nobody may look into holds nothing that could be checked
    for entry in entries:
        if entry.name.startswith((".", "~")):
            continue
        path = folder / entry.name
        if entry.is_dir(follow_symlinks=False):
            if entry.name not in _NEVER:
                yield from _projects_in(path)
        elif _is_project_file(path):
            yield path


def project_of(path: Path, known: dict[Path, Path | None] | None = None) -> Path | None:
    """The project that a file belongs to: the folder around it, or the file itself.

    Args:
        path: the file.
        known: what lies around folders, from files that were looked at before.
    """
    folder = _folder_around(path, {} if known is None else known)
    if folder is not None:
        return folder
    return path if _is_project_file(path) else None


def _folder_around(path: Path, known: dict[Path, Path | None]) -> Path | None:
    """The project's folder around a file, in the words of its path."""
    within = _whole(path).parent
    if within not in known:
        known[within] = _around(within)
    around = known[within]
    return None if around is None else _as_named(around, path)


def _around(within: Path) -> Path | None:
    """The project's folder that a folder is, or lies in."""
    for folder in (within, *within.parents):
        if (folder / MAIN_FILE).is_file():
            return folder
        if (folder / ".git").exists():
            break  # what lies around a repository is no part of it
    return None


def _whole(path: Path) -> Path:
    """The path from the root on, without `..`; a link stays where it is."""
    return Path(os.path.normpath(path.absolute()))


def _as_named(folder: Path, path: Path) -> Path:
    """The folder in the words of a path inside it: `a/b` for `a/b/c.csv`, not the whole way."""
    for parent in path.parents:
        if _whole(parent) == folder:
            return parent
    return folder


def _changed(word: str, targets: Targets) -> list[Path]:
    project = project_of(Path(word), targets.around)
    if project is None:
        targets.skipped.append(Path(word))
        return []
    return [project]


def _is_project_file(path: Path) -> bool:
    if path.suffix.lower() not in YAML_SUFFIXES:
        return False
    try:
        with path.open("rb") as file:
            return _STAGE.search(file.read(_HEAD)) is not None
    except OSError:
        return False
