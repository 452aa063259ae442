"""Who reads a report, and where."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What a format may need to know besides the results.

    Attributes:
        here: the folder that file names start from, absolute.
        root: the folder that CI systems name files from: the repository's; absolute.
        colour: whether the text is for a terminal that shows colours.
        width: cells in a line of that terminal.
        wide_ambiguous: whether …, ①, × and their like take two cells, as on a GBK console.
    """

    here: Path = field(default_factory=Path.cwd)
    root: Path = field(default_factory=Path.cwd)
    colour: bool = False
    width: int = 100
    wide_ambiguous: bool = False
