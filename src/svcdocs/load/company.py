"""The company's profile, which all its forms share: `company.yaml`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from svcdocs.errors import WorkError
from svcdocs.load.file_names import COMPANY_FILE
from svcdocs.texts import _


def company_profile(folders: Sequence[Path]) -> Mapping[str, Any] | None:
    """The profile in the first of these folders that has one.

    Raises:
        WorkError: it is not as its schema wants it, or the disk does not give it.
    """
    for folder in folders:
        path = folder / COMPANY_FILE
        try:
            state = path.stat()
        except OSError:
            continue
        return _read(path, state.st_mtime_ns, state.st_size)
    return None


@lru_cache(maxsize=16)
def _read(path: Path, _changed: int, _size: int) -> Mapping[str, Any]:
    """A file's profile, read again only when the file has changed."""
    # Most folders have none: whoever only looks for one need not load all that reads YAML.
    from svcdocs.load.files import load_yaml  # noqa: PLC0415 - as said
    from svcdocs.load.source import describe  # noqa: PLC0415 - as said

    loaded = load_yaml(path, "company")
    if loaded.problems:
        raise WorkError(
            _("{file} cannot be used").format(file=path.as_posix()),
            details=[describe(problem) for problem in loaded.problems],
        )
    return MappingProxyType(dict(loaded.tree.data))
