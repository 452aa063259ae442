"""Results kept from one run to the next, each in a file of its own, found by a digest.

The digest is of everything that the result depends on, so there is nothing to bring up to date: what
has changed is not found, and worked out anew. So is what cannot be read: a file that is damaged, cut
off, or of other origin. A folder that cannot be used costs time, and nothing else.

What is kept is trusted as Python trusts its `__pycache__`: compiled templates are Python that will
run. Whoever can write into the user's own cache folder can write into the user's other files; a
folder that belongs to others, or that others may write to, is not used (see `kept.folder`). The seal
in front of each file tells damage, not forgery.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Generic, TypeVar

from svcdocs.kept.circumstances import circumstances, digest_of, digest_of_bytes
from svcdocs.kept.codec import Codec
from svcdocs.kept.folder import CacheFolder, NotOursError, cache_root

#: Changes whenever the form of the files does: those of another form are never looked at.
_FORM = "starts-1"
_UNREADABLE = (
    *(ValueError, TypeError, LookupError, AttributeError, ArithmeticError),
    *(RecursionError, SyntaxError, MemoryError),
)

Result = TypeVar("Result")


def key_of(*parts: str) -> str:
    """The digest of a result's inputs and of the circumstances at the start of this process.

    Empty where those cannot be found out: then nothing is found, and nothing kept.
    """
    begun = _circumstances()
    return digest_of([begun, *parts]) if begun else ""


@cache
def _circumstances() -> str:
    try:
        return digest_of(circumstances())
    except OSError:
        return ""


class Kept(Generic[Result]):
    """The results of one kind.

    Args:
        kind: one word.
        result: their class.
        parts: the classes of what they are made of, see `Codec`.
    """

    def __init__(self, kind: str, result: type[Result], parts: Sequence[type] = ()) -> None:
        self._kind = kind
        self._result = result
        self._codec = Codec(parts)

    def found(self, key: str) -> Result | None:
        """What an earlier run kept; None where it has to be worked out."""
        folder = _folder()
        if folder is None or not key:
            return None
        try:
            files = folder.read(self._prefix(key))
        except OSError:
            return None
        for raw in files.values():
            seal, _break, body = raw.partition(b"\n")
            if seal != _seal(body, key):
                continue
            try:
                result = self._codec.read(json.loads(body))
            except _UNREADABLE:
                continue
            if isinstance(result, self._result):
                return result
        return None

    def keep(self, key: str, result: Result) -> None:
        """Keep a result for later runs, where there is room for it and it can be written down."""
        folder = _folder()
        if folder is None or not key:
            return
        with contextlib.suppress(OSError, TypeError):
            text = json.dumps(
                self._codec.written(result), ensure_ascii=False, separators=(",", ":")
            )
            body = text.encode("utf-8", "surrogatepass")
            prefix = self._prefix(key)
            old = list(folder.read(prefix))
            folder.replace(old, prefix, _seal(body, key) + b"\n" + body)

    def _prefix(self, key: str) -> str:
        return f"{self._kind}-{key}-"


def _seal(body: bytes, key: str) -> bytes:
    return digest_of_bytes(key.encode() + body).encode()


def _folder() -> CacheFolder | None:
    root = cache_root()
    return None if root is None else _opened(root)


@lru_cache(maxsize=4)
def _opened(root: Path) -> CacheFolder | None:
    try:
        return CacheFolder(root / _FORM)
    except (NotOursError, OSError):
        return None
