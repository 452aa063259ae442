"""From the words of a call to wishes: which projects, and where the documents of each go."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from svcdocs.errors import SvcdocsError, UsageError
from svcdocs.load.file_names import YAML_SUFFIXES
from svcdocs.texts import _
from svcdocs.workflow.batch_sources import Source, read_source
from svcdocs.workflow.batch_wishes import Made, Wish
from svcdocs.workflow.documents import Outcome
from svcdocs.workflow.targets import Targets


@dataclass(slots=True)
class Plan:
    """What is to be made.

    Attributes:
        wishes: for every project that could be found and read, one after the other.
        failures: words and projects that came to nothing.
        alone: whether there is only one project, so that its failure is that of the call.
        folders: for each project, as its source names it, the folder below the output folder.
    """

    wishes: list[Wish] = field(default_factory=list)
    failures: list[Outcome] = field(default_factory=list)
    alone: bool = True
    folders: dict[str, Path] = field(default_factory=dict)

    def place(self, out: Path) -> Callable[[Made], Path]:
        """Where documents go: to the folder `out`, or to the one file it names.

        Raises:
            UsageError: several documents for one file.
        """
        if out.suffix.lower() == ".docx":
            if len(self.wishes) > 1 or any(wish.record is None for wish in self.wishes):
                raise UsageError(
                    _("{count} forms do not fit into one file").format(count=len(self.wishes)),
                    hint=_("name a folder with -o"),
                )
            return lambda _made: out
        return lambda made: out / self.folders[made.wish.source.project] / made.file_name


def plan(targets: Targets, wanted: Callable[[Source], Iterable[Wish]], *, packed: bool) -> Plan:
    """Wishes for every project.

    Args:
        targets: the projects, and the words that led to none.
        wanted: what is wanted of each.
        packed: whether the projects' files have to travel.

    Raises:
        SvcdocsError: why nothing can be made of the only word or project.
    """
    made = Plan(alone=len(targets.projects) + len(targets.faults) == 1)
    if made.alone and targets.faults:
        raise targets.faults[0][1]
    made.failures += [Outcome(title=word, fault=fault) for word, fault in targets.faults]
    made.folders = _folders(targets.projects)
    for project in targets.projects:
        try:
            made.wishes += wanted(read_source(project, packed=packed))
        except SvcdocsError as error:
            if made.alone:
                raise
            made.failures.append(Outcome(title=project.as_posix(), fault=error))
    return made


def plan_without_project(wanted: Callable[[Source], Iterable[Wish]], *, packed: bool) -> Plan:
    """Wishes for forms that no project fills.

    Raises:
        WorkError: the disk does not give a template or policy.
    """
    return Plan(wishes=list(wanted(read_source(None, packed=packed))), folders={"": Path()})


def _folders(projects: Sequence[Path]) -> dict[str, Path]:
    """A folder for each project, called as the project from where they part; one needs none."""
    if len(projects) == 1:
        return {projects[0].as_posix(): Path()}
    whole = {project: _without_suffix(Path(os.path.abspath(project))) for project in projects}  # noqa: PTH100 - resolve() would follow links
    try:
        common = os.path.commonpath([path.parent for path in whole.values()]) if whole else ""
    except ValueError:  # several drives
        return {project.as_posix(): Path(path.name) for project, path in whole.items()}
    return {project.as_posix(): path.relative_to(common) for project, path in whole.items()}


def _without_suffix(project: Path) -> Path:
    return project.with_suffix("") if project.suffix.lower() in YAML_SUFFIXES else project
