"""What a change of a policy does: to the policy itself, and to projects that are bound to it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from svcdocs.errors import SvcdocsError, UsageError, WorkError
from svcdocs.load import load_project
from svcdocs.model.finding import Finding
from svcdocs.ooxml.seal import content_digest
from svcdocs.policy import Policy, PolicySet, Shelf, policies_for, policy_in
from svcdocs.policy.differences import Difference, differences
from svcdocs.policy.versions import read_pin
from svcdocs.render.mode import Mode
from svcdocs.texts import _
from svcdocs.workflow.gate import render_order
from svcdocs.workflow.orders import due
from svcdocs.workflow.project import Project, open_project
from svcdocs.workflow.targets import find_targets

#: What is said of a document that cannot be made at all.
_NOT_MADE = "-"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectChange:
    """What the change does to one project.

    Attributes:
        project: its file or folder as it was named.
        found: open findings that only the later policy gives.
        gone: open findings that only the earlier one gives.
        documents: titles of documents whose contents differ, that come or that go.
        fault: why it could not be compared.
    """

    project: str
    found: tuple[Finding, ...] = ()
    gone: tuple[Finding, ...] = ()
    documents: tuple[str, ...] = ()
    fault: SvcdocsError | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two policies, how they differ, and what that does to projects.

    `unconcerned` counts the projects that don't name the policy.
    """

    before: Policy
    after: Policy
    differences: tuple[Difference, ...]
    projects: tuple[ProjectChange, ...] = ()
    unconcerned: int = 0

    @property
    def differ(self) -> bool:
        """Whether anything differs, in the policies or in what they say about the projects."""
        changed = (one.found or one.gone or one.documents for one in self.projects)
        return bool(self.differences) or any(changed)


def compare(
    before: str, after: str, projects: Sequence[str] = (), *, as_of: date | None = None
) -> Comparison:
    """Compare two policies.

    Args:
        before: a folder, or the name of a policy at hand like `network-equipment@1.0`.
        after: the same.
        projects: projects, or folders with projects, that are looked at with the one and the other.
        as_of: the day that counts as today in the projects.

    Raises:
        UsageError: there is no such policy or project, or projects were to be looked at with two
            policies of different names.
        PolicyError: a policy is wrong.
    """
    one, other = _policy(before), _policy(after)
    (old,), (new,) = one.policies, other.policies
    if projects and old.id != new.id:
        raise UsageError(
            _("{before} and {after} are not versions of one policy").format(before=old, after=new),
            hint=_("leave --projects out"),
        )
    targets = find_targets(projects)
    if targets.faults:
        raise targets.faults[0][1]
    shelves = (Shelf(), Shelf())
    concerned = [path for path in targets.projects if _names(path, old.id)]
    return Comparison(
        before=old,
        after=new,
        differences=tuple(differences(one, other)),
        projects=tuple(_project(path, old, new, as_of, shelves) for path in concerned),
        unconcerned=len(targets.projects) - len(concerned),
    )


def _policy(name: str) -> PolicySet:
    folder = Path(name)
    return policy_in(folder) if (folder / "policy.yaml").is_file() else policies_for([name])


def _names(path: Path, policy: str) -> bool:
    named = load_project(path).tree.data.get("policies", ())
    return any(read_pin(text).id == policy for text in named)


def _project(
    path: Path, old: Policy, new: Policy, as_of: date | None, shelves: tuple[Shelf, Shelf]
) -> ProjectChange:
    name = path.as_posix()
    try:
        before, after = (
            open_project(path, as_of=as_of, instead={one.id: Path(one.folder)}, shelf=shelf)
            for one, shelf in zip((old, new), shelves, strict=True)
        )
        gone, found = _flipped(before.report.open, after.report.open)
        return ProjectChange(
            project=name, found=found, gone=gone, documents=tuple(_documents(before, after))
        )
    except SvcdocsError as error:
        return ProjectChange(project=name, fault=error)


def _flipped(
    before: Sequence[Finding], after: Sequence[Finding]
) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    return tuple(_only(before, after)), tuple(_only(after, before))


def _only(findings: Sequence[Finding], others: Sequence[Finding]) -> Iterator[Finding]:
    """Those that the others lack; one that weighs more or less than before counts as another."""
    there = Counter(map(_key, others))
    for finding in findings:
        if there[_key(finding)]:
            there[_key(finding)] -= 1
        else:
            yield finding


def _key(finding: Finding) -> tuple[str, ...]:
    return finding.rule, finding.record, finding.field, finding.severity.value


def _documents(before: Project, after: Project) -> Iterator[str]:
    """Titles of the documents that differ; drafts, so that what is missing stops none."""
    old, new = dict(_digests(before)), dict(_digests(after))
    for title in dict.fromkeys((*old, *new)):
        if old.get(title) != new.get(title):
            yield title


def _digests(project: Project) -> Iterator[tuple[str, str]]:
    if project.context.problems:
        return
    for order in due(project, Mode.DRAFT):
        try:
            digest = content_digest(render_order(project, order).data)
        except WorkError:
            digest = _NOT_MADE
        yield order.title(project.context), digest
