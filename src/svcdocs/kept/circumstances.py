"""What the result of any work depends on beside its inputs: the program, Python, the packages.

And the one way to make a digest of texts that cannot be taken for their neighbours.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import svcdocs
from svcdocs.load import resources


def circumstances() -> tuple[str, ...]:
    """Svcdocs itself, Python and the packages installed, as they are now.

    Raises:
        OSError: the program's own files cannot be looked at.
    """
    return (svcdocs.__version__, *_code(), sys.version, *_installed())


def digest_of(parts: Iterable[str]) -> str:
    """One digest of texts; where one ends and the next begins is part of it."""
    found = hashlib.blake2b(digest_size=20)
    for part in parts:
        raw = part.encode("utf-8", "surrogatepass")
        found.update(len(raw).to_bytes(8, "big") + raw)
    return found.hexdigest()


def digest_of_bytes(data: bytes) -> str:
    """The digest of a file's contents."""
    return hashlib.blake2b(data, digest_size=20).hexdigest()


def several(parts: Iterable[str]) -> list[str]:
    """Parts that cannot be taken for their neighbours."""
    listed = list(parts)
    return [str(len(listed)), *listed]


@cache
def _code() -> list[str]:
    """The program itself: a release is known by its version, a checkout by its files' stamps.

    Looked at once, before any work: what this process runs does not change with its files.
    """
    package = Path(svcdocs.__file__).parent
    builtin = resources.builtin_dir()
    if builtin.parent == package:
        return [package.as_posix()]
    return [package.as_posix(), *_stamps(str(package)), *_stamps(str(builtin / "schemas"))]


def _stamps(folder: str) -> list[str]:
    parts = []
    for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
        if entry.is_dir():
            if entry.name != "__pycache__":
                parts += [entry.name, *several(_stamps(entry.path))]
        else:
            stat = entry.stat()
            parts.append(f"{entry.name} {stat.st_size} {stat.st_mtime_ns}")
    return parts


def _installed() -> list[str]:
    """The packages installed, each with its version: `chinesecalendar-1.11.0.dist-info`."""
    parts = []
    for folder in sys.path:
        try:
            names = os.listdir(folder or ".")  # noqa: PTH208 - names are all that is wanted
        except OSError:
            continue
        parts += sorted(name for name in names if name.endswith((".dist-info", ".egg-info")))
    return parts
