"""Where a batch's documents come from, told so that another process or machine can make them.

A source is a project with everything that lies around it and counts: its own policies, templates
and calendars, and those of the company. Its digest says whether two processes look at the same
files; with `packed` the files travel along, for workers that share no disk with whoever asks.
"""

from __future__ import annotations

import atexit
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import svcdocs
from svcdocs.errors import WorkError
from svcdocs.load import resources
from svcdocs.load.file_names import COMPANY_FILE, REGISTER_ENDING
from svcdocs.texts import _

#: Sub-folders that count, of a project as of a company.
_KINDS = ("policies", "templates", "calendars")
_PICTURES = frozenset({".png", ".jpg", ".jpeg", ".gif"})
#: Sub-folders of a project in which no data lie.
_NEVER = frozenset({"out", "node_modules", "__pycache__"})
#: What was printed is no data, wherever somebody put it.
_PRINTED = frozenset({".docx", ".pdf", ".jsonl", ".ics", ".tmp"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A project as it was when the batch began; without a project: what blank forms are made from.

    Attributes:
        project: its path as the user names it; empty without a project.
        data: the digest of its files.
        digest: the digest of all that counts: its files, the company's, the built-in ones and the
            version of svcdocs.
        files: with `packed`, the contents by path, those of the project under `project/`, the
            company's folders under `company/0/` and so on.
        rows: it is made of rows for forms: what is missing in it is none of its faults.
    """

    project: str
    data: str
    digest: str
    files: Mapping[str, bytes] | None = None
    rows: bool = False


def read_source(project: Path | None, *, packed: bool = False) -> Source:
    """The source of a project.

    Raises:
        WorkError: the disk does not give a file.
    """
    own = dict(_project_files(project)) if project else {}
    company = _company_files()
    data = _digest(own)
    whole = [svcdocs.__version__, data, _digest(company), _builtin_digest()]
    return Source(
        project=project.as_posix() if project else "",
        data=data,
        digest=hashlib.sha256(" ".join(whole).encode()).hexdigest(),
        files={**own, **company} if packed else None,
    )


def at_hand(source: Source) -> tuple[Path, tuple[Path, ...] | None]:
    """The project's path in this process, and the company's folders (None: as this one knows them).

    Raises:
        WorkError: the files here are not those the batch began with.
    """
    if source.files is None:
        path = Path(source.project)
        if read_source(path if source.project else None).digest != source.digest:
            raise WorkError(
                _("{project} was changed while the documents were made").format(
                    project=source.project or _("a template or policy")
                ),
                hint=_("run the command again"),
            )
        return path, None
    root = unpacked(source)
    name = Path(source.project).name
    folders = sorted((root / "company").iterdir()) if (root / "company").is_dir() else []
    inside = root / "project"
    path = inside / name if (inside / name).is_file() else inside
    return path, tuple(folders)


@cache
def _scratch() -> Path:
    """A folder of this process's own, gone when it ends."""
    folder = Path(tempfile.mkdtemp(prefix="svcdocs-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def unpacked(source: Source) -> Path:
    """A folder with the files of a packed source; unpacked once per process."""
    root = _scratch() / source.digest[:32]
    if not root.is_dir():
        half = root.with_suffix(".half")
        for name, data in (source.files or {}).items():
            path = half / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        half.mkdir(parents=True, exist_ok=True)
        half.replace(root)
    return root


def _project_files(project: Path) -> Iterator[tuple[str, bytes]]:
    if project.is_dir():
        for path in _walk(project):
            yield f"project/{path.relative_to(project).as_posix()}", _bytes(path)
        return
    stem = project.stem + "."
    beside = [path for path in project.parent.iterdir() if path.name.startswith(stem)]
    for path in sorted(beside):
        if path.is_file() and path.suffix.lower() not in _PRINTED:
            yield f"project/{path.name}", _bytes(path)
    for path in _profile(project.parent):
        yield f"project/{path.name}", _bytes(path)
    for kind in _KINDS:
        if (project.parent / kind).is_dir():
            for path in _walk(project.parent / kind):
                yield f"project/{path.relative_to(project.parent).as_posix()}", _bytes(path)


def _company_files() -> dict[str, bytes]:
    files = {
        f"company/{index}/{path.relative_to(root).as_posix()}": _bytes(path)
        for index, root in enumerate(resources.company_dirs())
        for kind in _KINDS
        if (root / kind).is_dir()
        for path in _walk(root / kind)
    }
    for index, root in enumerate(resources.company_dirs()):
        files |= {f"company/{index}/{path.name}": _bytes(path) for path in _profile(root)}
    return files


def _profile(folder: Path) -> Iterator[Path]:
    """A company's profile and the pictures beside it, of which one is its logo."""
    if (folder / COMPANY_FILE).is_file():
        yield folder / COMPANY_FILE
        for path in sorted(folder.iterdir()):
            if path.suffix.lower() in _PICTURES and not path.name.startswith((".", "~")):
                yield path


@cache
def _builtin_digest() -> str:
    """The digest of what comes with svcdocs; it does not change while a process runs."""
    root = resources.builtin_dir()
    return _digest(
        {
            path.relative_to(root).as_posix(): _bytes(path)
            for kind in _KINDS
            for path in _walk(root / kind)
        }
    )


def _walk(folder: Path) -> Iterator[Path]:
    """Every file that may count, sorted."""
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(n for n in folders if n not in _NEVER and not n.startswith((".", "~")))
        template = "templates" in (folder.name, *Path(parent).relative_to(folder).parts)
        for name in sorted(names):
            path = Path(parent, name)
            if name.startswith((".", "~")) or name.endswith(REGISTER_ENDING):
                continue
            if path.suffix.lower() in _PRINTED and not (template and path.suffix == ".docx"):
                continue
            yield path


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise WorkError(
            _("{path} cannot be read: {reason}").format(
                path=path.as_posix(), reason=error.strerror or str(error)
            )
        ) from error


def _digest(files: Mapping[str, bytes]) -> str:
    total = hashlib.sha256()
    for name, data in sorted(files.items()):
        total.update(f"{name} {hashlib.sha256(data).hexdigest()}\n".encode())
    return total.hexdigest()
