"""Policies read once for all projects of one run.

Reading, compiling and cross-checking a policy takes far longer than judging a small project by it.
A shelf is for one run: it does not notice that a file was changed in between.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from svcdocs.load import Loaded, load_policy_files
from svcdocs.policy.definition import DecisionTable, Fact, Policy, Rule
from svcdocs.policy.terms import TermTree


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """Some policies as one, before any project has a say."""

    policies: tuple[Policy, ...]
    terms: TermTree
    rules: Mapping[str, Rule]
    facts: Mapping[str, Fact]
    decisions: Mapping[str, DecisionTable]


@dataclass(slots=True)
class Shelf:
    """Remembers the files of each policy folder, and what they come to together."""

    _files: dict[Path, Loaded] = field(default_factory=dict)
    _joined: dict[tuple[int, ...], Joined] = field(default_factory=dict)

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
        """What policies come to together; only those that stand on this shelf are remembered."""
        key = tuple(id(one) for one in loaded)
        if not {*key} <= {id(one) for one in self._files.values()}:
            return join(loaded)
        if key not in self._joined:
            self._joined[key] = join(loaded)
        return self._joined[key]
