"""What typing gives: the tree, and what is known about its gaps."""

from __future__ import annotations

from dataclasses import dataclass, field

from svcdocs.model.finding import Problem
from svcdocs.model.place import Place
from svcdocs.model.tree import Path, Tree

#: Stands for a value that is not there; None could be one some day.
MISSING = object()


@dataclass(slots=True)
class Typed:
    """A tree and what is known about its gaps.

    `failed`: paths that were written but could not be read, each with a problem of its own;
    `meant`: fields that a misspelt field probably was; `partial`: mappings of which something got
    lost. None of them is reported a second time as missing.
    """

    tree: Tree = field(default_factory=Tree)
    problems: list[Problem] = field(default_factory=list)
    expressions: list[Path] = field(default_factory=list)
    failed: set[Path] = field(default_factory=set)
    meant: set[Path] = field(default_factory=set)
    partial: set[Path] = field(default_factory=set)

    def report(self, place: Place, message: str, hint: str = "", code: str = "data/schema") -> None:
        """Add a problem."""
        self.problems.append(Problem(code=code, message=message, hint=hint, place=place))

    def fail(self, path: Path, place: Place, message: str, hint: str = "") -> None:
        """Add a problem of a value that is left out for it."""
        self.failed.add(path)
        self.report(place, message, hint)
