"""Where something stands in a file."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Place:
    """A spot in a text file; lines and columns count from 1, columns count code points.

    `length` is the number of code points of the value's spelling on that line; 0 where there is no
    spelling to underline (a whole file, a missing field). `line` 0 means the file as a whole.
    """

    file: str
    line: int = 0
    column: int = 0
    length: int = 0

    def __str__(self) -> str:
        if not self.line:
            return self.file
        return f"{self.file}:{self.line}:{self.column}"
