"""The lines of the files that findings point at."""

from __future__ import annotations

from pathlib import Path

from svcdocs.model.place import Place

#: A table saved by a Chinese Excel is read as GBK; its places count the characters of that reading.
_ENCODINGS = ("utf-8-sig", "gb18030")


class Source:
    """Files read once, as far as they can be read: a report never fails for want of a quotation."""

    def __init__(self, here: Path) -> None:
        self._here = here
        self._files: dict[str, list[str]] = {}

    def line(self, place: Place) -> str | None:
        """The line a place points into; None for a whole file, a sheet, or a file that is gone."""
        if place.sheet or not place.line:
            return None
        if place.file not in self._files:
            self._files[place.file] = _lines(self._here / place.file)
        lines = self._files[place.file]
        if place.line > len(lines):
            return None
        return lines[place.line - 1].removesuffix("\r")


def _lines(path: Path) -> list[str]:
    try:
        raw = path.read_bytes()
    except (OSError, ValueError):
        return []
    for encoding in _ENCODINGS:
        try:
            return raw.decode(encoding).split("\n")
        except UnicodeDecodeError:
            continue
    return []
