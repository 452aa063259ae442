"""`svcdocs new type NAME`, `svcdocs new project NAME`: something to start from."""

from __future__ import annotations

from pathlib import Path

import click

from svcdocs.cli.command import Command, Group
from svcdocs.cli.console import say
from svcdocs.model.stage import Stage
from svcdocs.texts import _
from svcdocs.workflow.new_project import new_project
from svcdocs.workflow.new_type import new_type

_STAGES = [stage.value for stage in Stage]


def command() -> click.Command:
    """The group in the language in use."""
    return Group(
        "new",
        {"project": project_command, "type": type_command},
        [],
        _("Start a project or a document type."),
    )


def project_command() -> click.Command:
    """`new project` in the language in use."""
    return Command(
        "project",
        make_project,
        [
            click.Argument(
                ["folder"],
                type=click.Path(path_type=Path),
                metavar="NAME",
                help=_("The folder to make; its name becomes the project's name."),
            ),
            _stage_option("stage", "bid", _("How far the project has come (default bid).")),
            _policy_option(
                _(
                    "A policy the project names (default: the supplier's and the laws); may be repeated."
                )
            ),
            _force_option(),
        ],
        _("Make a project's folder with files to fill in."),
    )


def type_command() -> click.Command:
    """`new type` in the language in use."""
    return Command(
        "type",
        make_type,
        [
            click.Argument(
                ["name"], metavar="NAME", help=_("The type's id, e.g. spare-part-receipt.")
            ),
            click.Option(["--title"], metavar=_("TITLE"), default="", help=_("Its Chinese name.")),
            click.Option(
                ["--for", "subject"],
                metavar="project.TABLE",
                default="",
                help=_("One document for each row of this table (default: one for a project)."),
            ),
            _stage_option(
                "from-stage", "signed", _("The stage from which on it is due (default signed).")
            ),
            _policy_option(
                _(
                    "A policy a blank form is printed from (default: the supplier's); may be repeated."
                )
            ),
            click.Option(
                ["-o", "--out"],
                type=click.Path(path_type=Path, file_okay=False),
                default=Path("templates"),
                metavar=_("FOLDER"),
                help=_("Folder of document types (default templates)."),
            ),
            _force_option(),
        ],
        _("Make a document type: manifest, outline, form and sample."),
    )


def make_project(folder: Path, *, stage: str, policies: tuple[str, ...], force: bool) -> int:
    """Write the files and print their names."""
    for path in new_project(folder, stage=Stage(stage), policies=policies, force=force):
        say(path.as_posix())
    say(
        _("Next: fill in project.yaml, then svcdocs check {folder}").format(
            folder=folder.as_posix()
        )
    )
    return 0


def make_type(  # noqa: PLR0913 - the command's options
    name: str,
    *,
    title: str,
    subject: str,
    from_stage: str,
    policies: tuple[str, ...],
    out: Path,
    force: bool,
) -> int:
    """Write the files and print their names."""
    made = new_type(
        name,
        out,
        title=title,
        subject=subject,
        from_stage=Stage(from_stage),
        policies=policies,
        force=force,
    )
    for path in made:
        say(path.as_posix())
    folder = (out / name).as_posix()
    say(
        _(
            "Next: svcdocs form {folder} --blank, or svcdocs form {folder} {folder}/sample.yaml"
        ).format(folder=folder)
    )
    return 0


def _stage_option(name: str, default: str, help_: str) -> click.Option:
    return click.Option(
        [f"--{name}"],
        type=click.Choice(_STAGES),
        default=default,
        metavar=_("STAGE"),
        help=help_,
    )


def _policy_option(help_: str) -> click.Option:
    return click.Option(["--policy", "policies"], multiple=True, metavar="ID@VERSION", help=help_)


def _force_option() -> click.Option:
    return click.Option(["--force"], is_flag=True, help=_("Overwrite files that are there."))
