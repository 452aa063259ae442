"""`svcdocs template lint TYPE|FILE.docx|FOLDER…`: everything that is wrong with templates."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from svcdocs.check.selection import Selection
from svcdocs.cli.check_options import names, rule_options
from svcdocs.cli.command import Command
from svcdocs.cli.console import warn
from svcdocs.cli.formats import format_option, tell
from svcdocs.cli.parameters import fail_on_option
from svcdocs.errors import UsageError
from svcdocs.model.finding import Severity
from svcdocs.texts import _, ngettext
from svcdocs.workflow.reports import Output, refuse_clashes
from svcdocs.workflow.template_files import find_templates
from svcdocs.workflow.template_lint import annotate, lint_templates


def command() -> click.Command:
    """The command in the language in use."""
    return Command(
        "lint",
        lint,
        [
            templates_argument(),
            click.Option(["--all", "every"], is_flag=True, help=_("All document types at hand.")),
            policy_option(),
            format_option(),
            *rule_options(),
            fail_on_option(),
            click.Option(
                ["--annotate", "copy"],
                type=click.Path(path_type=Path, dir_okay=False),
                metavar="OUT.docx",
                help=_("Write a copy of the template with the findings as Word comments."),
            ),
            click.Option(["--force"], is_flag=True, help=_("Overwrite the copy, whoever made it.")),
        ],
        _("Check templates: all that is wrong, and where in the document."),
    )


def templates_argument(*, required: bool = False) -> click.Argument:
    """TYPE|FILE.docx|FOLDER…: templates."""
    return click.Argument(
        ["templates"],
        nargs=-1,
        required=required,
        metavar="[TYPE|FILE.docx|FOLDER…]",
        help=_("Document types, Word templates, folders of types."),
    )


def policy_option() -> click.Option:
    """`--policy`: whose terms the templates may name."""
    return click.Option(
        ["--policy", "policies"],
        multiple=True,
        metavar="ID@VERSION",
        help=_("Check against the terms of this policy (default: those the type names)."),
    )


def lint(  # noqa: PLR0913 - the command's options
    templates: tuple[str, ...],
    *,
    every: bool,
    policies: tuple[str, ...],
    outputs: tuple[Output, ...],
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    fail_on: str,
    copy: Path | None,
    force: bool,
) -> int:
    """Tell the findings in every form that was asked for."""
    refuse_clashes(outputs)
    if bool(templates) == every:
        raise UsageError(_("name templates, or say --all"))
    if force and copy is None:
        raise UsageError(_("--force goes with --annotate"))
    files = find_templates(templates, every=every)
    if copy is not None and len(files) != 1:
        raise UsageError(
            _("--annotate makes one copy, and these are {count} templates").format(count=len(files))
        )
    selection = Selection(select=names(select), ignore=names(ignore))
    results, linted = lint_templates(files, policies, selection)
    results = replace(results, fail_on=Severity(fail_on))
    tell(results, outputs)
    if copy is not None and linted:
        count = annotate(linted[0], copy, force=force)
        warn(
            ngettext(
                "{path}: {count} comment written", "{path}: {count} comments written", count
            ).format(path=copy.as_posix(), count=count)
        )
    return results.exit_code
