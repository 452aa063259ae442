"""The end of a report for people: how many findings, what was judged, and what was not."""

from __future__ import annotations

from collections.abc import Iterator

from svcdocs.model.finding import Severity
from svcdocs.model.report import Failure, Report, Results
from svcdocs.report.parts.file_names import from_here
from svcdocs.report.parts.sentences import verdict
from svcdocs.report.parts.terminal import Terminal
from svcdocs.report.parts.width import cells, printable
from svcdocs.texts import _, ngettext

#: Rules of one sort that are named before the rest is only counted.
_NAMED = 8


def summary(results: Results, terminal: Terminal) -> Iterator[str]:
    """Of one project what was judged; of several a line each."""
    for failure in results.failures:
        yield from failed(failure, _("not checked: {message}"), terminal)
    if len(results.reports) == 1 and not results.failures:
        yield terminal.bold(conclusion(results))
        if not results.templates:
            yield from _judged(results.reports[0])
        return
    head = _("template") if results.templates else _("project")
    yield from _table(results.reports, head, terminal)
    yield terminal.bold(conclusion(results))


def failed(failure: Failure, said: str, terminal: Terminal) -> Iterator[str]:
    """A project that came to nothing; `said` is a sentence about `{message}`."""
    project = printable(from_here(failure.project, terminal.view))
    message = said.format(message=printable(failure.message))
    yield f"{terminal.bold(project)}  {terminal.paint(message, '31')}"
    yield from (f"    {printable(detail)}" for detail in failure.details)
    if failure.hint:
        yield "    " + _("Next: {hint}").format(hint=printable(failure.hint))
    yield ""


def conclusion(results: Results) -> str:
    """The whole result in one sentence."""
    if len(results.reports) == 1 and not results.failures:
        return verdict(results.reports)
    count = len(results.reports)
    if results.templates:
        said = ngettext("{count} template checked", "{count} templates checked", count)
    else:
        said = ngettext("{count} project checked", "{count} projects checked", count)
    said = _("{projects}: {verdict}").format(
        projects=said.format(count=count), verdict=verdict(results.reports)
    )
    failed = len(results.failures)
    if failed:
        words = (
            ngettext(
                "; {count} template could not be checked",
                "; {count} templates could not be checked",
                failed,
            )
            if results.templates
            else ngettext(
                "; {count} project could not be checked",
                "; {count} projects could not be checked",
                failed,
            )
        )
        said += words.format(count=failed)
    return said


def _table(reports: tuple[Report, ...], first: str, terminal: Terminal) -> Iterator[str]:
    """One line a project, numbers under their headings."""
    head = (
        first,
        _("errors"),
        _("warnings"),
        _("notes"),
        _("answered"),
        _("judged"),
    )
    rows = [head, *(_row(report, terminal) for report in reports)]
    wide = terminal.view.wide_ambiguous
    widths = [max(cells(row[n], wide_ambiguous=wide) for row in rows) for n in range(len(head))]
    for number, row in enumerate(rows):
        padded = [
            " " * (width - cells(cell, wide_ambiguous=wide))
            for width, cell in zip(widths, row, strict=True)
        ]
        line = "  ".join(
            cell + space if column == 0 else space + cell
            for column, (cell, space) in enumerate(zip(row, padded, strict=True))
        )
        yield line if number else terminal.dim(line)


def _row(report: Report, terminal: Terminal) -> tuple[str, ...]:
    counts = [
        sum(one.severity is severity for one in report.open) for severity in reversed(Severity)
    ]
    return (
        printable(from_here(report.project, terminal.view)),
        *map(str, counts),
        str(len(report.findings) - len(report.open)),
        str(sum(count.judged for count in report.rules)),
    )


def _judged(report: Report) -> Iterator[str]:
    if report.rules:
        yield _counts(report)
    silent = [count.rule for count in report.rules if count.silent and not count.unknown]
    if silent:
        yield _("  {count} of them had nothing to judge: {rules}").format(
            count=len(silent), rules=_listed(silent)
        )
    unknown = [f"{count.rule} ({count.unknown})" for count in report.rules if count.unknown]
    if unknown:
        yield _("  {count} of them lack values and cannot judge some records: {rules}").format(
            count=len(unknown), rules=_listed(unknown)
        )
    yield _("Stage {stage}; as of {day}; policies {policies}").format(
        stage=report.stage.value if report.stage else "-",
        day=report.as_of.isoformat(),
        policies=", ".join(report.policies) or "-",
    )


def _counts(report: Report) -> str:
    records = sum(count.judged for count in report.rules)
    pending = sum(count.pending for count in report.rules)
    off = sum(count.off for count in report.rules)
    elsewhere = sum(count.other_regime for count in report.rules)
    said = _("{rules} rules, {records} judgements").format(
        rules=len(report.rules) - off, records=records
    )
    if pending:
        said += _(", {pending} still running").format(pending=pending)
    if off > elsewhere:
        said += _("; {off} rules do not count at this stage").format(off=off - elsewhere)
    if elsewhere:
        said += _("; {off} rules are for other ways of purchasing").format(off=elsewhere)
    return said


def _listed(names: list[str]) -> str:
    """The first few by name; a project at its beginning has many."""
    if len(names) <= _NAMED:
        return ", ".join(names)
    return _("{names} and {count} more").format(
        names=", ".join(names[:_NAMED]), count=len(names) - _NAMED
    )
