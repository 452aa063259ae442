"""`svcdocs read FORM.docx...`: electronic forms that come back, as rows of the data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from svcdocs.cli.command import Command
from svcdocs.cli.console import say, warn
from svcdocs.cli.parameters import force_option
from svcdocs.errors import UsageError
from svcdocs.load import describe
from svcdocs.load.file_names import YAML_SUFFIXES
from svcdocs.texts import _, ngettext
from svcdocs.workflow.data_text import as_csv, as_yaml
from svcdocs.workflow.into_project import put_into
from svcdocs.workflow.outputs import prepare_folder, write_new_file
from svcdocs.workflow.project import open_project
from svcdocs.workflow.read_forms import ReadForms, read_forms, told

FAULTY = 1
_STDOUT = Path("-")


def command() -> click.Command:
    """The command in the language in use."""
    return Command(
        "read",
        read,
        [
            click.Argument(
                ["files"],
                type=click.Path(path_type=Path),
                nargs=-1,
                required=True,
                metavar="FORM.docx…",
                help=_("Forms of svcdocs form --electronic that were filled in; or their folders."),
            ),
            click.Option(
                ["-o", "--out"],
                type=click.Path(path_type=Path),
                default=_STDOUT,
                metavar=_("FILE.yaml|FILE.csv|FOLDER|-"),
                help=_("Where the rows go: a file, a folder for a CSV file per table (default -)."),
            ),
            click.Option(
                ["--project"],
                type=click.Path(path_type=Path),
                metavar="PROJECT",
                help=_("The project they are about: names become ids, new rows get the next one."),
            ),
            click.Option(
                ["--into"],
                type=click.Path(path_type=Path),
                metavar="PROJECT",
                help=_("Put the rows into this project's files."),
            ),
            force_option(),
        ],
        _("Read forms that were filled in on the screen: what was written, as rows of the data."),
    )


def read(
    files: tuple[Path, ...],
    *,
    out: Path,
    project: Path | None,
    into: Path | None,
    force: bool,
) -> int:
    """Read the forms, tell what is wrong with them, write the rows."""
    if into is not None and (project is not None or out != _STDOUT):
        raise UsageError(
            _("--into says where the rows go, and to which project they belong"),
            hint=_("leave --project and -o out"),
        )
    about = into or project
    done = read_forms(_forms(files), open_project(about) if about else None)
    for problem in told(done):
        warn(describe(problem))
    if into is not None:
        _put_into(into, done)
    else:
        _write(out, done, force=force)
    return FAULTY if done.problems else 0


def _forms(words: Sequence[Path]) -> list[Path]:
    """The files, those of folders in the order of their names."""
    found: list[Path] = []
    for word in words:
        if word.is_dir():
            inside = sorted(one for one in word.glob("*.docx") if not one.name.startswith("~"))
            if not inside:
                raise UsageError(_("no .docx file lies in {path}").format(path=word.as_posix()))
            found += inside
        else:
            found.append(word)
    return list(dict.fromkeys(found))


def _put_into(project: Path, done: ReadForms) -> None:
    if done.own:
        warn(_("The project's own fields differ; change them by hand:") + "\n" + as_yaml(done.own))
    changed = put_into(project, done.rows)
    for path in changed:
        say(path.as_posix())
    say(_verdict(done))


def _verdict(done: ReadForms) -> str:
    count = sum(map(len, done.rows.values()))
    forms = ngettext("{count} form read", "{count} forms read", done.files)
    rows = ngettext("{count} row", "{count} rows", count)
    return _("{forms}: {rows}").format(
        forms=forms.format(count=done.files), rows=rows.format(count=count)
    )


def _write(out: Path, done: ReadForms, *, force: bool) -> None:
    tables: Mapping[str, Sequence[Mapping[str, Any]]] = done.rows
    suffix = out.suffix.lower()
    if out == _STDOUT:
        if done.own or tables:
            say(as_yaml({**done.own, **tables}).rstrip("\n"))
        return
    if suffix == ".csv" and len(tables) > 1:
        raise UsageError(
            _("the forms have rows of several tables: {tables}").format(
                tables=_(", ").join(tables)
            ),
            hint=_("name a folder or a .yaml file with -o"),
        )
    if suffix == ".csv":
        texts = {out: as_csv([row for rows in tables.values() for row in rows])}
    elif suffix in YAML_SUFFIXES:
        texts = {out: as_yaml({**done.own, **tables})}
    else:
        texts = {out / f"{table}.csv": as_csv(rows) for table, rows in tables.items()}
    for path, text in texts.items():
        prepare_folder(path.parent)
        # Excel takes a file for UTF-8 only with the mark in front.
        mark = "\ufeff" if path.suffix == ".csv" else ""
        write_new_file(path, (mark + text).encode(), force=force)
        say(path.as_posix())
    if done.own and suffix not in YAML_SUFFIXES:
        warn(_("Fields of the project itself are only written to YAML."))
    say(_verdict(done))
