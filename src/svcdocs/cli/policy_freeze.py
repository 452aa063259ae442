"""`svcdocs policy freeze PROJECT`: at signing, what is promised becomes the contract's."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from svcdocs.cli.command import Command
from svcdocs.cli.console import say
from svcdocs.cli.parameters import Date, project_argument
from svcdocs.texts import _, ngettext
from svcdocs.workflow import freeze as workflow


def command() -> click.Command:
    """The command in the language in use."""
    return Command(
        "freeze",
        freeze,
        [
            project_argument(),
            click.Option(
                ["--on"],
                type=Date(),
                metavar=_("DATE"),
                help=_("The day of signing (default: the project's contract.signed_on)."),
            ),
            click.Option(
                ["--force"],
                is_flag=True,
                help=_("Freeze anew what is frozen already."),
            ),
        ],
        _(
            "Freeze the promises at signing.\n\n"
            "They are written to terms.lock.yaml; a later edit of the policy changes nothing in them. "
            "Later changes of the contract stand under terms of the project, dated."
        ),
    )


def freeze(project: Path, *, on: dt.date | None, force: bool) -> int:
    """Write the lock and say what is in it, and what nobody has decided."""
    done = workflow.freeze(project, on=on, force=force)
    say(
        ngettext(
            "{path}  {count} term as of {on}", "{path}  {count} terms as of {on}", done.terms
        ).format(path=done.path.as_posix(), count=done.terms, on=done.on)
    )
    for term in done.undecided:
        say(_("undecided: {title} ({id})").format(title=term.title, id=term.id))
    return 0
