"""Policies and working days read once for all projects of one run.

Reading, compiling and cross-checking a policy takes far longer than judging a small project by it.
A shelf is for one run: it does not notice that a file was changed in between.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from svcdocs.calc.workdays import Calendar
from svcdocs.errors import PolicyError
from svcdocs.load import Loaded, load_calendar, load_policy_files, resources
from svcdocs.model.finding import Problem
from svcdocs.policy.definition import DecisionTable, Fact, PolicySet, Rule
from svcdocs.policy.term_set import Policy
from svcdocs.policy.terms import TermTree
from svcdocs.policy.versions import Pin, candidate_folders


@dataclass(frozen=True, kw_only=True)
class Joined:
    """Some policies as one, before any project has a say."""

    policies: tuple[Policy, ...]
    terms: TermTree
    rules: Mapping[str, Rule]
    facts: Mapping[str, Fact]
    decisions: Mapping[str, DecisionTable]

    @cached_property
    def unchanged(self) -> PolicySet:
        """What they are for a project that says nothing about the terms; one for all of these."""
        return PolicySet(
            policies=self.policies,
            terms=self.terms.leaves,
            groups=self.terms.groups,
            rules=self.rules,
            facts=self.facts,
            decisions=self.decisions,
        )


@dataclass(slots=True)
class Shelf:
    """Remembers the files of each policy folder, what they come to together, and the calendars."""

    _candidates: dict[tuple[str, Path | None], list[Path]] = field(default_factory=dict)
    _files: dict[Path, Loaded] = field(default_factory=dict)
    _joined: dict[tuple[int, ...], Joined | PolicyError] = field(default_factory=dict)
    _calendars: dict[Path, tuple[Calendar, list[Problem]]] = field(default_factory=dict)

    def calendar(self, project_dir: Path) -> tuple[Calendar, list[Problem]]:
        """The working days for the projects of a folder, and the faults of their notices.

        Raises:
            WorkError: as `load_calendar`.
        """
        if project_dir not in self._calendars:
            self._calendars[project_dir] = load_calendar(project_dir)
        return self._calendars[project_dir]

    def candidates(
        self, pin: Pin, project_dir: Path | None, named_at: Callable[[], str]
    ) -> list[Path]:
        """Folders that may hold a policy, in search order.

        Raises:
            PolicyError: no folder is named so.
        """
        key = pin.id, project_dir
        if key not in self._candidates:
            folders = resources.policies_dirs(project_dir)
            self._candidates[key] = candidate_folders(pin, folders, named_at)
        return self._candidates[key]

    def load(self, folder: Path) -> Loaded:
        """The files of a policy's folder.

        Raises:
            WorkError: as `load_policy_files`.
        """
        if folder not in self._files:
            self._files[folder] = load_policy_files(folder)
        return self._files[folder]

    def joined(
        self, loaded: Sequence[Loaded], join: Callable[[Sequence[Loaded]], Joined]
    ) -> Joined:
        """What policies come to together; only those that stand on this shelf are remembered.

        Raises:
            PolicyError: one of them is wrong, as every project that names it is told.
        """
        key = tuple(id(one) for one in loaded)
        if not {*key} <= {id(one) for one in self._files.values()}:
            return join(loaded)
        if key not in self._joined:
            try:
                self._joined[key] = join(loaded)
            except PolicyError as error:
                self._joined[key] = error
        found = self._joined[key]
        if isinstance(found, PolicyError):
            raise PolicyError(found.message, hint=found.hint, details=found.details)
        return found
