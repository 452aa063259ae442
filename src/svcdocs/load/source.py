"""What loading hands on: typed data with places, and every fault found on the way."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path as FilePath

from svcdocs.model.finding import Problem
from svcdocs.model.tree import Path, Tree
from svcdocs.texts import _


@dataclass(slots=True, kw_only=True)
class Loaded:
    """Data that was read, as far as it could be.

    A scalar that did not fit its schema is missing from `tree.data` and reported in `problems`.
    `folder` is where the data lies (of a single file: the folder it is in), `files` what was read,
    in order. `expressions` are the paths whose schema says `format: expression`. `notices` are no
    faults: what was read in another way than it was written (GBK), or was left aside.
    """

    tree: Tree
    folder: FilePath
    files: tuple[FilePath, ...]
    problems: list[Problem] = field(default_factory=list)
    expressions: frozenset[Path] = frozenset()
    notices: list[Problem] = field(default_factory=list)


def describe(problem: Problem) -> str:
    """One line: `policy.yaml:3:5 what is wrong; what to do`."""
    return f"{problem.place} {with_hint(problem)}"


def with_hint(problem: Problem) -> str:
    """What is wrong; what to do."""
    if not problem.hint:
        return problem.message
    return _("{what}; {hint}").format(what=problem.message, hint=problem.hint)
