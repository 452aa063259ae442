"""Whether a document that lies there is the one that would be made now."""

from __future__ import annotations

from enum import Enum
from pathlib import Path

from svcdocs.errors import OutputError
from svcdocs.ooxml.archive import PackageError
from svcdocs.ooxml.on_disk import read_word_file
from svcdocs.ooxml.seal import content_digest, is_untouched
from svcdocs.texts import _


class Kept(Enum):
    """How the file compares."""

    SAME = "same"
    MISSING = "missing"
    CHANGED = "changed"
    EDITED = "edited"


def compared(path: Path, data: bytes) -> Kept:
    """How a file compares with the document that would be written there.

    Contents count, not how they are packed, nor what the document says of its origin.

    Raises:
        OutputError: the file cannot be read.
    """
    try:
        existing = read_word_file(path)
    except FileNotFoundError:
        return Kept.MISSING
    except OSError as error:
        raise OutputError(
            _("{path} cannot be read: {reason}").format(
                path=path.as_posix(), reason=error.strerror or str(error)
            )
        ) from error
    if existing == data:
        return Kept.SAME
    if not is_untouched(existing):
        return Kept.EDITED
    try:
        same = content_digest(existing) == content_digest(data)
    except PackageError:
        return Kept.EDITED
    return Kept.SAME if same else Kept.CHANGED
