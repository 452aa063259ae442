"""A project opened for work: loaded, bound to its policies, judged when somebody asks."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from svcdocs.facts import Context
from svcdocs.load import load_project
from svcdocs.model.finding import Nature
from svcdocs.model.report import Report
from svcdocs.model.stage import Stage
from svcdocs.policy import Shelf, load_policies
from svcdocs.workflow.contradictions import Contradictions

if TYPE_CHECKING:
    from svcdocs.render.doctype import DocumentType


class Project:
    """One project on one day; everything is computed once.

    Attributes:
        folder: where it lies, and with it its own policies and templates.
        name: its file or folder as it was named, with forward slashes.
        context: its data, its policies and the facts computed from both.
    """

    def __init__(self, folder: Path, context: Context, *, name: str = "") -> None:
        self.folder = folder
        self.name = name or folder.as_posix()
        self.context = context
        self._types: dict[str, DocumentType] = {}

    @property
    def stage(self) -> Stage | None:
        """How far it has come; None where its data do not say."""
        written = self.context.project.data.get("stage")
        return Stage(written) if written else None

    @cached_property
    def report(self) -> Report:
        """What the rules of its policies find."""
        return self.judged()

    @cached_property
    def contradictions(self) -> Contradictions:
        """What of it no final document may print; other rules need not run for it."""
        if "report" in vars(self):
            return Contradictions(self.report.findings)
        from svcdocs.check import check  # noqa: PLC0415 - a form needs no check

        rules = self.context.policies.rules.items()
        others = {id_ for id_, rule in rules if rule.nature is not Nature.DATA}
        return Contradictions(check(self.context, off=others).findings)

    def document_type(self, id_: str) -> DocumentType:
        """One of its document types.

        Raises:
            UsageError: there is none of this id; names the nearest.
            TemplateError: its manifest is wrong.
        """
        from svcdocs.render.doctype import find_type  # noqa: PLC0415 - a check prints nothing

        if id_ not in self._types:
            self._types[id_] = find_type(id_, self.folder)
        return self._types[id_]

    def judged(self, off: Collection[str] = ()) -> Report:
        """The same without some rules, given by their ids.

        What is found at all is told; that nothing was judged is told, whatever is left out.
        """
        from svcdocs.check import check, with_silence_told  # noqa: PLC0415 - a form needs no check

        report = replace(check(self.context, off=off), project=self.name)
        if report.checked:  # no place has to be worked out for nothing
            return report
        return with_silence_told(report, self.context.place(("project", "stage")))


def open_project(
    path: str | Path,
    *,
    as_of: date | None = None,
    instead: Mapping[str, Path] | None = None,
    shelf: Shelf | None = None,
) -> Project:
    """Load a project and the policies it names.

    Faults in its data do not stop this, nor does a policy that does not exist: they are findings of
    the report.

    Args:
        path: a YAML file or a folder.
        as_of: the day that counts as today; by default the project's own `as_of`, else today.
        instead: folders to take for policies, by id, whatever version the project names.
        shelf: policies and calendars that other projects have read already.

    Raises:
        UsageError: there is no project at the path.
        PolicyError: a policy it names is wrong.
    """
    loaded = load_project(path)
    shelf = shelf or Shelf()
    policies = load_policies(loaded, tolerant=True, instead=instead, shelf=shelf)
    context = Context.build(loaded, policies, as_of, read_calendar=shelf.calendar)
    return Project(loaded.folder, context, name=Path(path).as_posix())
