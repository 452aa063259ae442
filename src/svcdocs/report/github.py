"""Workflow commands of GitHub Actions: an annotation beside the line of each open finding.

GitHub shows a limited number of them for a step (use SARIF for all). What was answered is not
annotated.
"""

from __future__ import annotations

from collections.abc import Iterator

from svcdocs.model.finding import Finding, Severity
from svcdocs.model.report import Failure, Results
from svcdocs.report.parts.file_names import from_root, placed
from svcdocs.report.parts.sentences import compared, located, sentence
from svcdocs.report.parts.view import View
from svcdocs.texts import _

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}

#: What the runner reads as its own signs; it turns these back.
_IN_MESSAGES = {ord("%"): "%25", ord("\r"): "%0D", ord("\n"): "%0A"}
_IN_PROPERTIES = _IN_MESSAGES | {ord(":"): "%3A", ord(","): "%2C"}


def render(results: Results, view: View) -> str:
    """One line a finding; nothing where nothing is open."""
    lines = [
        _annotation(finding, view)
        for report in results.reports
        for finding in report.findings
        if finding.open
    ]
    lines += [_failed(failure) for failure in results.failures]
    return "".join(f"{line}\n" for line in lines)


def _annotation(finding: Finding, view: View) -> str:
    properties = dict(_spot(finding, view))
    properties["title"] = f"{finding.rule} {finding.title}".rstrip()
    lines = [located(finding, sentence(finding))]
    lines += [
        f"{placed(one.place, view)} {compared(one)}" if one.place else compared(one)
        for one in finding.inputs
    ]
    if finding.sources:
        lines.append(f"[{', '.join(finding.sources)}]")
    return command(_COMMANDS[finding.severity], properties, "\n".join(lines))


def _spot(finding: Finding, view: View) -> Iterator[tuple[str, str]]:
    """File and line, unless the file is none of the repository's; GitHub could not show it."""
    place = finding.place
    file = from_root(place.file, view)
    if file is None:
        return
    yield "file", file
    if place.line:
        yield "line", str(place.line)
    if place.line and not place.sheet:
        yield "endLine", str(place.line)
        yield "col", str(place.column)
        yield "endColumn", str(place.column + place.length)


def _failed(failure: Failure) -> str:
    lines = [failure.message, *failure.details, failure.hint]
    title = _("{project} was not checked").format(project=failure.project)
    return command("error", {"title": title}, "\n".join(filter(None, lines)))


def command(name: str, properties: dict[str, str], message: str) -> str:
    """`::error file=a.yaml,line=1::text`, whatever stands in the values."""
    spelt = ",".join(
        f"{key}={value.translate(_IN_PROPERTIES)}" for key, value in properties.items()
    )
    return f"::{name} {spelt}::{message.translate(_IN_MESSAGES)}"
