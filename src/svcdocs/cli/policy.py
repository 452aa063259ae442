"""`svcdocs policy …`: what a policy promises, how two differ, whether it does what it should."""

from __future__ import annotations

import click

from svcdocs.cli.command import Group
from svcdocs.texts import _


def command() -> click.Command:
    """The group in the language in use."""
    return Group(
        "policy",
        {
            "show": "svcdocs.cli.policy_show",
            "diff": "svcdocs.cli.policy_diff",
            "test": "svcdocs.cli.policy_test",
            "freeze": "svcdocs.cli.policy_freeze",
        },
        [],
        _("Policies: their terms, their differences, their tests, what was signed."),
    )
