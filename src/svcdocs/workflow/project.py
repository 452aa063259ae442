"""A project opened for work: loaded, bound to its policies, judged when somebody asks."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from pathlib import Path

from svcdocs.facts import Context
from svcdocs.load import load_project
from svcdocs.model.report import Report
from svcdocs.policy import load_policies


class Project:
    """One project on one day; everything is computed once.

    Attributes:
        path: the file or folder it was opened by.
        context: its data, its policies and the facts computed from both.
    """

    def __init__(self, path: Path, context: Context, folder: Path) -> None:
        self.path = path
        self.context = context
        self.folder = folder

    @property
    def as_of(self) -> date:
        """The day that counts as today."""
        return self.context.as_of

    @cached_property
    def report(self) -> Report:
        """What the policies' rules find in it."""
        from svcdocs.check import check  # noqa: PLC0415 - whoever prints a form checks nothing

        return check(self.context)

    def check(self) -> Report:
        """Judge the project by the rules of its policies."""
        return self.report


def open_project(path: str | Path, *, as_of: date | None = None) -> Project:
    """Load a project and the policies it names.

    Faults in its data do not stop this: they are findings of `Project.check`.

    Args:
        path: a YAML file or a folder.
        as_of: the day that counts as today; by default the project's own `as_of`, else today.

    Raises:
        UsageError: there is no project at the path.
        PolicyError: a policy it names does not exist or is wrong.
    """
    loaded = load_project(path)
    context = Context.build(loaded, load_policies(loaded), as_of)
    return Project(Path(path), context, loaded.folder)
