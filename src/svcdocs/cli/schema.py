"""`svcdocs schema path [NAME]`: where the JSON Schemas lie, for editors and for wheel users."""

from __future__ import annotations

import click

from svcdocs.cli.command import Command, Group
from svcdocs.cli.console import say
from svcdocs.errors import UsageError
from svcdocs.load.resources import builtin_dir, schema_names, schema_path
from svcdocs.policy.faults import nearest
from svcdocs.texts import _


def command() -> click.Command:
    """The group in the language in use."""
    return Group(
        "schema",
        {"path": path_command},
        [],
        _("Schemas of project, tender and policy files, for editors."),
    )


def path_command() -> click.Command:
    """`schema path` in the language in use."""
    return Command(
        "path",
        print_path,
        [
            click.Argument(
                ["name"],
                required=False,
                metavar="[NAME]",
                help=_("One of: {names}.").format(names=", ".join(schema_names())),
            )
        ],
        _("Print the file of a schema, or the folder of all."),
    )


def print_path(name: str | None) -> int:
    """Print one path and nothing else, so that scripts can use it."""
    if name is None:
        say(str(builtin_dir() / "schemas"))
        return 0
    try:
        say(str(schema_path(name)))
    except KeyError:
        raise UsageError(
            _("there is no schema {name}").format(name=name) + nearest(name, schema_names()),
            hint=_("schemas: {names}").format(names=", ".join(schema_names())),
        ) from None
    return 0
