"""`svcdocs explain RULE`: what a rule tests, why, and what to do about a finding."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from svcdocs.check.kind_page import KindPage
from svcdocs.cli.command import Command
from svcdocs.cli.console import say
from svcdocs.cli.help_layout import wrapped
from svcdocs.model.finding import Nature, Severity
from svcdocs.model.template_rules import TEMPLATE
from svcdocs.texts import _
from svcdocs.workflow import rules
from svcdocs.workflow.rules import RulePage

#: Cells of a line of prose.
_WIDTH = 100


def command() -> click.Command:
    """The command in the language in use."""
    return Command(
        "explain",
        explain,
        [
            click.Argument(
                ["rule"],
                metavar="RULE",
                help=_("The rule's id, e.g. network-equipment/onsite-late; or its name alone."),
            ),
            click.Option(
                ["--project"],
                type=click.Path(path_type=Path),
                metavar="PROJECT",
                help=_("Look at the policies of this project (default: all at hand)."),
            ),
        ],
        _("Explain a rule: what it tests, why, and what to do."),
    )


def explain(rule: str, *, project: Path | None) -> int:
    """Print the page of the rule, or of every rule of that name."""
    pages = rules.explain(rule, project)
    say("\n\n".join("\n".join(_lines(page)) for page in pages))
    return 0


def _lines(page: RulePage) -> Iterator[str]:
    yield f"{page.id}  {page.title}"
    nature = _natures()[page.nature]
    if page.id.startswith(TEMPLATE):
        nature = _("found by template lint, without data")
    yield _("{nature}; {severity}").format(nature=nature, severity=_severities()[page.severity])
    if page.stages:
        yield (
            _("counts from stage {first} to {last}")
            if len(page.stages) > 1
            else _("counts from stage {first} on")
        ).format(first=page.stages[0], last=page.stages[-1])
    if page.regime:
        yield _("for {regimes} only").format(regimes=", ".join(page.regime))
    if page.kind:
        yield _("judges {subject}").format(subject=page.subject or _("the project as a whole"))
        yield from (f"  {key}: {text}" for key, text in page.tests)
    for source, title in page.sources:
        yield _("source: {source}  {title}").format(source=source, title=title).rstrip()
    if page.note:
        yield _("note: {note}").format(note=page.note)
    if page.advice:
        yield _("what to do: {advice}").format(advice=page.advice)
    if page.place:
        here = f"{Path.cwd().as_posix()}/"
        yield _("declared at {place}").format(place=page.place.removeprefix(here))
    if page.kind_page is not None:
        yield from _kind_lines(page.kind_page)


def _kind_lines(page: KindPage) -> Iterator[str]:
    """What a rule of this kind does, for all of them."""
    for paragraph in (page.title, page.does):
        yield from ("", *wrapped(paragraph, _WIDTH))
    yield ""
    yield _("{heading}:").format(heading=_("Example"))
    yield from (f"    {line}" for line in page.example.splitlines())
    yield from ("", *wrapped(page.finds, _WIDTH))


def _natures() -> dict[Nature, str]:
    return {
        Nature.DATA: _("the facts contradict each other: documents that print them are refused"),
        Nature.BREACH: _("a promise was broken: reported, blocks no document"),
        Nature.GAP: _("something is not there yet: blocks only the document that needs it"),
    }


def _severities() -> dict[Severity, str]:
    return {
        Severity.ERROR: _("error"),
        Severity.WARNING: _("warning"),
        Severity.INFO: _("information"),
    }
