"""Findings for people at a terminal: what is wrong in one line, below it the lines of the files.

samples/x/incidents.csv:6:191  error    network-equipment/onsite-late  到达现场超时: …; …  [seed:L6]
   6 | …,general,…,2026-01-08 19:42,…,2026-01-08 21:10,2026-01-08 22:08,2026-01-08 22:55,…
     |                                                 ^^^^^^^^^^^^^^^^ it.arrived_at = 2026-01-08 22:08
   --> policies/network-equipment/sla.yaml:35:42
  35 |         onsite: {value: 2 hours, better: lower}
     |                         ------- terms.sla.levels.general.onsite = 2 小时

At the end a summary: what was judged, and what was not.
"""

from __future__ import annotations

from svcdocs.model.finding import AnswerKind, Finding, Severity
from svcdocs.model.report import Results
from svcdocs.report.parts.sentences import sentence
from svcdocs.report.parts.summary import summary
from svcdocs.report.parts.terminal import SEVERITIES, Terminal
from svcdocs.report.parts.view import View
from svcdocs.report.parts.width import cells, printable
from svcdocs.texts import _

_WIDTH = max(len(severity.value) for severity in Severity)


def _answers() -> dict[AnswerKind, str]:
    """What stands in the place of a severity that nobody has to heed any more."""
    return {
        AnswerKind.REMEDY: _("cleared"),
        AnswerKind.WAIVER: _("waived"),
        AnswerKind.BASELINE: _("known"),
    }


def render(results: Results, view: View) -> str:
    """Every finding with its lines, then the summary."""
    terminal = Terminal(view)
    lines: list[str] = []
    if any(report.findings for report in results.reports):
        from svcdocs.report.parts.quotation import Quotation  # noqa: PLC0415 - for findings only

        quotation = Quotation(terminal)
        for report in results.reports:
            for finding in report.findings:
                lines += [_headline(finding, terminal), *quotation.of(finding), ""]
    lines += summary(results, terminal)
    return "\n".join(lines) + "\n"


def _headline(finding: Finding, terminal: Terminal) -> str:
    standing = finding.severity.value if finding.answer is None else _answers()[finding.answer.kind]
    standing += " " * (_WIDTH - cells(standing, wide_ambiguous=terminal.view.wide_ambiguous))
    parts = [
        terminal.bold(terminal.place(finding.place)),
        terminal.paint(standing, SEVERITIES[finding.severity] if finding.open else "2"),
        finding.rule,
        printable(sentence(finding)),
    ]
    if finding.sources:
        parts.append(f"[{', '.join(finding.sources)}]")
    return "  ".join(parts)
