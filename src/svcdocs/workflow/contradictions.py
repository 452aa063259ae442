"""Which findings speak against a document: contradictions in values that it prints."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet

from svcdocs.model.finding import Finding, Nature
from svcdocs.model.tree import Path


class Contradictions:
    """The contradictions of a project, by the paths of the data that they are about."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self._findings = [one for one in findings if one.open and one.nature is Nature.DATA]
        self._by_path: defaultdict[Path, list[int]] = defaultdict(list)
        for number, one in enumerate(self._findings):
            for path in set(_about(one)):
                self._by_path[path].append(number)

    def about(self, reads: AbstractSet[Path]) -> tuple[Finding, ...]:
        """Those about a value that a document prints, or about a list it prints."""
        known = self._by_path
        numbers = {number for path in reads if path in known for number in known[path]}
        return tuple(self._findings[number] for number in sorted(numbers))


def _about(finding: Finding) -> Iterator[Path]:
    """The values a finding compares, and what they stand in.

    A term is only the yardstick where facts are measured by it: a warranty date that was computed
    wrongly says nothing against an annex that promises three years.
    """
    paths = [one.path for one in finding.inputs]
    facts = [path for path in paths if path[:1] == ("project",)]
    for path in facts or paths:
        for length in range(1, len(path) + 1):
            yield path[:length]
