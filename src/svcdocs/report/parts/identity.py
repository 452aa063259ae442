"""Fingerprints that no two findings of one report share, for programs that follow them over time."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator

from svcdocs.model.finding import Finding
from svcdocs.model.report import Report, Results
from svcdocs.report.parts.file_names import repository_name
from svcdocs.report.parts.view import View


def identified(results: Results, view: View) -> Iterator[tuple[Report, Finding, str]]:
    """Every finding with its project's report and 32 hexadecimal digits.

    They come from the finding's own fingerprint and the project's place in the repository. Equal
    faults of one project (the same unknown field in two rows) are numbered in their order.
    """
    for report in results.reports:
        project = repository_name(report.project, view)
        seen: Counter[str] = Counter()
        for finding in report.findings:
            own = finding.fingerprint
            seen[own] += 1
            yield report, finding, digest(project, own, str(seen[own]))


def digest(*parts: str) -> str:
    """32 hexadecimal digits for a sequence of texts."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32]
