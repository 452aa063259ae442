"""`svcdocs completion SHELL`: a script the shell reads to complete commands and options."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from svcdocs.cli.command import Command
from svcdocs.cli.console import say
from svcdocs.texts import _

SHELLS = ("bash", "zsh", "fish")


def command() -> click.Command:
    """The command in the language in use."""
    return Command(
        "completion",
        print_script,
        [click.Argument(["shell"], type=click.Choice(SHELLS), metavar="bash|zsh|fish")],
        _(
            "Print a completion script for a shell.\n\n"
            'Put this into ~/.bashrc: eval "$(svcdocs completion bash)"'
        ),
    )


def print_script(shell: str) -> int:
    """Print click's script for the shell."""
    completion = get_completion_class(shell)
    if completion is None:
        raise AssertionError(shell)
    root = click.get_current_context().find_root()
    say(completion(root.command, {}, "svcdocs", "_SVCDOCS_COMPLETE").source())
    return 0
