"""Deflate by the fastest library at hand; most of a rendered document's time goes there.

`isal` packs some five times as fast as zlib for a little more size, `zlib-ng` twice as fast for the
same. Both are the extra `svcdocs[fast]` or come with other packages; without them zlib serves. Each
gives other bytes, so where files of several machines must be equal to the byte, SVCDOCS_DEFLATE names
the library for all of them. What is inside the files is the same with each.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any

from svcdocs.errors import UsageError
from svcdocs.texts import _

#: By name: the module, and the level that is worth its time there.
_LIBRARIES = {
    "isal": ("isal.isal_zlib", 1),
    "zlib-ng": ("zlib_ng.zlib_ng", 6),
    "zlib": ("zlib", 6),
}
VARIABLE = "SVCDOCS_DEFLATE"


@dataclass(frozen=True, slots=True)
class Deflate:
    """A library that packs; all three have zlib's functions."""

    name: str
    level: int
    module: Any

    def pack(self, data: bytes, level: int | None = None) -> bytes:
        """Raw deflate data, as zip files hold it; by the library's own level unless told."""
        packer = self.module.compressobj(
            self.level if level is None else level, self.module.DEFLATED, -15
        )
        packed: bytes = packer.compress(data) + packer.flush()
        return packed

    @property
    def crc32(self) -> Callable[[bytes], int]:
        """The checksum of zip files."""
        function: Callable[[bytes], int] = self.module.crc32
        return function


def deflate() -> Deflate:
    """The library that SVCDOCS_DEFLATE names, else the fastest that is installed.

    Raises:
        UsageError: the named library is unknown or not installed.
    """
    return _library(os.environ.get(VARIABLE, ""))


@cache
def _library(wanted: str) -> Deflate:
    if wanted and wanted not in _LIBRARIES:
        raise UsageError(
            _("{variable} is {value!r}, no library known here").format(
                variable=VARIABLE, value=wanted
            ),
            hint=_("it can be {names}").format(names=", ".join(_LIBRARIES)),
        )
    for name in [wanted] if wanted else _LIBRARIES:
        path, level = _LIBRARIES[name]
        try:
            return Deflate(name, level, import_module(path))
        except ImportError as error:
            if wanted:
                raise UsageError(
                    _("{variable} asks for {name}, which is not installed").format(
                        variable=VARIABLE, name=name
                    ),
                    hint=_("install it (pip install {name}), or leave the variable out").format(
                        name=name
                    ),
                ) from error
    raise AssertionError("zlib is part of Python")
