"""`svcdocs template`: Word templates made from outlines, checked, and their fields listed."""

from __future__ import annotations

import click

from svcdocs.cli.command import Command, Group
from svcdocs.cli.console import say
from svcdocs.errors import UsageError
from svcdocs.texts import _
from svcdocs.workflow.templates import build_template, folders_of, write_template

OUT_OF_STEP = 1


def command() -> click.Command:
    """The group in the language in use."""
    return Group(
        "template",
        {
            "build": build_command,
            "lint": "svcdocs.cli.template_lint",
            "fields": "svcdocs.cli.template_fields",
        },
        [],
        _("Word templates of document types."),
    )


def build_command() -> click.Command:
    """`template build` in the language in use."""
    return Command(
        "build",
        build,
        [
            click.Argument(
                ["types"],
                nargs=-1,
                metavar="[TYPE…]",
                help=_(
                    "Document types whose folder has an outline.yaml; of a project's own type the"
                    " folder."
                ),
            ),
            click.Option(
                ["--all", "every"], is_flag=True, help=_("All types that have an outline.")
            ),
            click.Option(
                ["--check"],
                is_flag=True,
                help=_("Write nothing; exit with 1 where form.docx is not what the outline makes."),
            ),
            click.Option(
                ["--force"], is_flag=True, help=_("Overwrite forms that were edited in Word.")
            ),
        ],
        _("Make form.docx from outline.yaml."),
    )


def build(types: tuple[str, ...], *, every: bool, check: bool, force: bool) -> int:
    """Make the templates, or only compare."""
    if bool(types) == every:
        raise UsageError(_("name document types, or say --all"))
    code = 0
    for folder in folders_of(types):
        built = build_template(folder)
        path = built.path.as_posix()
        if not built.changed:
            say(_("{path}  unchanged").format(path=path))
        elif check:
            say(_("{path}  out of step with its outline").format(path=path))
            code = OUT_OF_STEP
        else:
            write_template(built, force=force)
            say(_("{path}  written").format(path=path))
    return code
