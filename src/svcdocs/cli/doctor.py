"""`svcdocs doctor`: what of this machine svcdocs can use, and what is missing."""

from __future__ import annotations

import json

import click

from svcdocs.cli.command import Command
from svcdocs.cli.console import say, say_utf8
from svcdocs.texts import _, ngettext
from svcdocs.workflow.doctor import State, Symptom, examine


def command() -> click.Command:
    """The command in the language in use."""
    how = click.Option(
        ["-f", "--format", "form"],
        type=click.Choice(["text", "json"]),
        default="text",
        metavar="text|json",
        help=_("How to tell it (default text)."),
    )
    return Command(
        "doctor", doctor, [how], _("Say what this machine lacks, e.g. for PDFs, and how to get it.")
    )


def doctor(form: str) -> int:
    """Print what was looked at; 1 where something is missing that a command needs."""
    symptoms = list(examine())
    missing = sum(one.state is State.MISSING for one in symptoms)
    if form == "json":
        rows = [
            {"thing": one.thing, "state": one.state.value, "told": one.told, "remedy": one.remedy}
            for one in symptoms
        ]
        say_utf8(json.dumps(rows, ensure_ascii=False, indent=2) + "\n")
    else:
        for one in symptoms:
            say(_line(one))
        verdict = ngettext("{count} thing is missing", "{count} things are missing", missing)
        say(verdict.format(count=missing) if missing else _("Nothing is missing"))
    return 1 if missing else 0


def _line(one: Symptom) -> str:
    state = {State.HERE: "ok", State.WANTING: "--", State.MISSING: "!!"}[one.state]
    line = f"{state}  {one.thing}: {one.told}"
    return (
        _("{line}; get it with: {remedy}").format(line=line, remedy=one.remedy)
        if one.remedy
        else line
    )
