"""GitLab's code quality report: open findings in the merge request, each known again by its fingerprint.

GitLab has no place for what was answered, so only open findings are listed; it shows the first of two
with one fingerprint, so no two have the same.
"""

from __future__ import annotations

import json
from typing import Any

from svcdocs.model.finding import Finding, Severity
from svcdocs.model.report import Report, Results
from svcdocs.report.parts.file_names import repository_name
from svcdocs.report.parts.identity import digest, identified
from svcdocs.report.parts.sentences import located, sentence
from svcdocs.report.parts.view import View
from svcdocs.texts import _

_SEVERITIES = {Severity.ERROR: "critical", Severity.WARNING: "minor", Severity.INFO: "info"}


def render(results: Results, view: View) -> str:
    """A JSON array, one object a finding; a project that was not checked is a finding, too."""
    issues = [
        _issue(report, finding, fingerprint, view)
        for report, finding, fingerprint in identified(results, view)
        if finding.open
    ]
    issues += [
        {
            "description": _("not checked: {message}").format(message=failure.message),
            "check_name": "svcdocs/not-checked",
            "fingerprint": digest(path := repository_name(failure.project, view), "not checked"),
            "severity": "blocker",
            "location": {"path": path, "lines": {"begin": 1}},
        }
        for failure in results.failures
    ]
    return json.dumps(issues, ensure_ascii=False, indent=2) + "\n"


def _issue(report: Report, finding: Finding, fingerprint: str, view: View) -> dict[str, Any]:
    place = finding.place
    line = max(place.line, 1)
    location: dict[str, Any] = {
        "path": repository_name(place.file or report.project, view),
        "lines": {"begin": line, "end": line},
    }
    if place.line and not place.sheet:
        location["positions"] = {
            "begin": {"line": line, "column": place.column},
            "end": {"line": line, "column": place.column + max(place.length - 1, 0)},
        }
    return {
        "description": located(finding, sentence(finding)),
        "check_name": finding.rule,
        "fingerprint": fingerprint,
        "severity": _SEVERITIES[finding.severity],
        "location": location,
    }
