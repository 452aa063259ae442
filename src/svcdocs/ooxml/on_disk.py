"""Word files as they lie on the disk: how large one is, is asked before it is read."""

from __future__ import annotations

from pathlib import Path

from svcdocs.ooxml.archive import PackageError
from svcdocs.texts import _

#: Packed. A bid of 100 pages has some four, one full of photographs some fifty.
MAX_FILE = 100 * 1024 * 1024


def read_word_file(path: Path) -> bytes:
    """A file's bytes.

    Raises:
        PackageError: it is too big to be a document, and was not read.
        OSError: the disk does not give it.
    """
    size = path.stat().st_size
    if size > MAX_FILE:
        raise PackageError(
            _("{name} has {size} MB; at most {limit} MB are read").format(
                name=path.as_posix(), size=-(-size >> 20), limit=MAX_FILE >> 20
            ),
            hint=_("check that it is the right file; pictures can be compressed in Word"),
        )
    return path.read_bytes()
