"""`svcdocs form --data` and `--sheet`: forms of rows, without a project."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from svcdocs.cli.console import say, warn
from svcdocs.errors import UsageError
from svcdocs.texts import _

if TYPE_CHECKING:
    from svcdocs.workflow.batch_plan import Plan
    from svcdocs.workflow.batch_sources import Source
    from svcdocs.workflow.batch_wishes import Wish


def row_options() -> list[click.Parameter]:
    """`--data` and `--sheet`."""
    return [
        click.Option(
            ["--data"],
            type=click.Path(path_type=Path, dir_okay=False),
            metavar=_("FILE.xlsx|FILE.csv|FILE.yaml"),
            help=_("One form for each row of this file; no project is needed (see --sheet)."),
        ),
        click.Option(
            ["--sheet"],
            type=click.Path(path_type=Path, dir_okay=False),
            metavar=_("FILE.xlsx"),
            help=_("Write an empty sheet to fill in for --data, and no form."),
        ),
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class RowSource:
    """Where rows come from, and what an empty sheet for them is to be."""

    data: Path | None
    sheet: Path | None

    def check(self, *, elsewhere: bool) -> None:
        """See to it that the options go together.

        Args:
            elsewhere: whether there is a project, `--blank` or `--record`.

        Raises:
            UsageError: they do not.
        """
        if elsewhere and (self.data or self.sheet):
            raise UsageError(
                _("--data and --sheet are for forms without a project"),
                hint=_("leave PROJECT, --record and --blank out"),
            )
        if self.data and self.sheet:
            raise UsageError(
                _("--sheet writes a sheet, --data reads it"), hint=_("give one of the two")
            )

    def write_sheet(self, types: Sequence[str], policies: Sequence[str], *, force: bool) -> int:
        """Write the empty sheet."""
        from svcdocs.workflow.form_sheet import form_sheet  # noqa: PLC0415 - for sheets only
        from svcdocs.workflow.outputs import (  # noqa: PLC0415 - as above
            prepare_folder,
            write_new_file,
        )

        assert self.sheet is not None  # noqa: S101 - the caller asks only then; for mypy
        if len(types) > 1:
            raise UsageError(_("a sheet is for forms of one type"))
        if self.sheet.suffix.lower() != ".xlsx":
            raise UsageError(
                _("{path} is no .xlsx file").format(path=self.sheet.as_posix()),
                hint=_("let the name end in .xlsx"),
            )
        book = form_sheet(types[0], policies)
        prepare_folder(self.sheet.parent)
        write_new_file(self.sheet, book, force=force)
        say(self.sheet.as_posix())
        return 0

    def plan(
        self,
        types: Sequence[str],
        policies: Sequence[str],
        wish: Callable[[Source, str, str], Wish],
    ) -> Plan:
        """The forms of the rows; what is worth knowing of the file is told."""
        from svcdocs.load import describe  # noqa: PLC0415 - for rows only
        from svcdocs.workflow.form_data import read_form_rows, rows_plan  # noqa: PLC0415 - as above

        assert self.data is not None  # noqa: S101 - as above
        if len(types) > 1:
            raise UsageError(_("rows are for forms of one type"))
        rows = read_form_rows(self.data, types[0], policies)
        for notice in rows.notices:
            warn(describe(notice))

        def wishes(source: Source, record: str) -> Iterator[Wish]:
            yield wish(source, types[0], record)

        return rows_plan(rows, wishes, policies)
