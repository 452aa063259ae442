"""The folder of what is kept from one run to the next: the user's own, and nobody else's.

Only what the user wrote is read from it: a folder that belongs to somebody else, or that others may
write to, is not used. Files are JSON, written whole or not at all, and any of them may be deleted at
any time.
"""

from __future__ import annotations

import os
import stat
import sys
import time
from pathlib import Path

VARIABLE = "SVCDOCS_CACHE_DIR"
#: Not empty: nothing is kept, and nothing that was kept is used.
OFF = "SVCDOCS_NO_CACHE"
#: All files together, in bytes; the oldest go first.
_MOST = 64 * 1024 * 1024
#: Days after which a file that no run has used is deleted.
_DAYS = 30
_DAY = 86_400
_TEMPORARY = ".tmp"


class NotOursError(Exception):
    """The folder belongs to somebody else, or others may write to it."""


def cache_root() -> Path | None:
    """The folder that the user names, else that of the system; None where there is no home.

    None as well where the user wants none.
    """
    if os.environ.get(OFF):
        return None
    named = os.environ.get(VARIABLE)
    if named:
        return Path(named)
    try:
        return _system_root() / "svcdocs"
    except RuntimeError:
        return None


def _system_root() -> Path:
    if sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA")
        return Path(local) if local else Path.home() / "AppData" / "Local"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches"
    # What is no absolute path does not count, says the XDG specification.
    wanted = os.environ.get("XDG_CACHE_HOME", "")
    return Path(wanted) if wanted.startswith("/") else Path.home() / ".cache"


class CacheFolder:
    """A folder of small files.

    Args:
        path: where it is, or is to be.

    Raises:
        NotOursError: somebody else could write to it.
        OSError: it cannot be made or looked into.
    """

    def __init__(self, path: Path) -> None:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not _is_ours(path):
            raise NotOursError
        self._path = path

    def read(self, prefix: str) -> dict[str, bytes]:
        """The files whose names begin so; one that is gone meanwhile is none."""
        found: dict[str, bytes] = {}
        for entry in os.scandir(self._path):
            if entry.name.startswith(prefix) and not entry.name.endswith(_TEMPORARY):
                try:
                    if entry.stat().st_size <= _MOST:
                        found[entry.name] = Path(entry.path).read_bytes()
                        _touch(entry)
                except OSError:
                    continue
        return found

    def replace(self, names: list[str], prefix: str, data: bytes) -> None:
        """Write a file of its own name, and delete those whose contents it has.

        A run beside this one may do the same: then both have written, and nothing is lost.

        Raises:
            OSError: the disk refuses.
        """
        name = prefix + os.urandom(8).hex()
        temporary = self._path / (name + _TEMPORARY)
        try:
            with temporary.open("xb") as stream:
                stream.write(data)
            temporary.replace(self._path / name)
        finally:
            temporary.unlink(missing_ok=True)
        for old in names:
            _delete(self._path / old)
        self._prune(name)

    def _prune(self, new: str) -> None:
        """Delete what nobody used for long, and the oldest of what is too much."""
        files = []
        for entry in os.scandir(self._path):
            try:
                found = entry.stat(follow_symlinks=False)
            except OSError:
                continue
            if stat.S_ISREG(found.st_mode) and entry.name != new:
                files.append((found.st_mtime, found.st_size, entry))
        files.sort(key=lambda one: one[0], reverse=True)
        used, now = 0, time.time()
        for written, size, entry in files:
            used += size
            left = entry.name.endswith(_TEMPORARY) and now - written > _DAY
            if used > _MOST or left or now - written > _DAYS * _DAY:
                _delete(Path(entry.path))


def _is_ours(path: Path) -> bool:
    if sys.platform == "win32":
        return True  # a user's folder is closed to others there
    found = path.stat()
    return found.st_uid == os.geteuid() and not found.st_mode & (stat.S_IWGRP | stat.S_IWOTH)


def _touch(entry: os.DirEntry[str]) -> None:
    """Say that a file is in use, once a day."""
    if time.time() - entry.stat().st_mtime > _DAY:
        os.utime(entry.path)


def _delete(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError:
        return  # open in another process, as Windows has it: a later run deletes it
