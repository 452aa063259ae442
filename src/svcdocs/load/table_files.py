"""Which file, or which sheet of a workbook, is which table.

A CSV file is named like its table. In a workbook every sheet named like a table is that table; a
workbook that is itself named like a table may call its sheet what it likes. Names are the field's
or its Chinese label.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from svcdocs.errors import UsageError
from svcdocs.load import wording
from svcdocs.load.csv_table import read_csv
from svcdocs.load.file_names import YAML_SUFFIXES, no_such_file
from svcdocs.load.headings import Names, table_fault
from svcdocs.load.mistyped import shortened
from svcdocs.load.nodes import MappingNode, TableNode
from svcdocs.load.schema import Shape
from svcdocs.load.text_file import read_table_text
from svcdocs.model.finding import Problem, Severity
from svcdocs.model.place import Place
from svcdocs.texts import _

if TYPE_CHECKING:  # what reads workbooks is imported for a workbook only
    from svcdocs.load.xlsx_workbook import Sheet

CSV, EXCEL = ".csv", ".xlsx"
#: What people also call a table, and what is not read.
UNREAD = (".xls", ".xlsm", ".xlsb", ".xlt", ".xltx", ".et", ".ods", ".numbers", ".tsv")


def table_suffix(path: Path) -> str:
    """The suffix of a file that may hold a table, in small letters.

    Raises:
        UsageError: there is no such file, or it is none of the three kinds.
    """
    if not path.is_file():
        raise no_such_file(path)
    suffix = path.suffix.lower()
    if suffix not in {CSV, EXCEL, *YAML_SUFFIXES}:
        raise UsageError(
            _("{file} is no table: .csv, .xlsx and .yaml are read").format(file=path.as_posix()),
            hint=_("save it as .xlsx or 'CSV UTF-8'"),
        )
    return suffix


@dataclass(slots=True)
class TableReader:
    """Reads table files against the tables of a schema.

    `tables` are the shapes of the lists of rows by name; `problems` and `notices` are added to.
    """

    tables: Mapping[str, Shape]
    problems: list[Problem] = field(default_factory=list)
    notices: list[Problem] = field(default_factory=list)

    def read(self, path: Path, main: str = "") -> MappingNode:
        """The tables of a file in a project's folder, as top-level fields.

        Args:
            path: the file.
            main: the table that it is, or that its first sheet without a table's name is; by
                default the one that it is called like.

        Raises:
            WorkError: the disk does not give the file.
        """
        file = path.as_posix()
        top = MappingNode(Place(file=file))
        named = main or Names(self.tables).find(path.stem)
        if path.suffix.lower() == EXCEL:
            found = self._workbook(path, named)
        elif path.suffix.lower() == CSV:
            found = self._csv(path, named)
        else:
            self.problems.append(_unread(file))
            return top
        for name, node, place in found:
            if name in top.entries:
                message = _("'{name}' is given twice; the first one is at {first}").format(
                    name=name, first=top.keys[name]
                )
                self.problems.append(table_fault(place, message, _("delete one of the two")))
                continue
            top.entries[name] = node
            top.keys[name] = place
        return top

    def read_as(self, path: Path, table: str) -> TableNode | None:
        """A CSV file or a workbook as one table, whatever it is called; None where it can't be read.

        Of a workbook the sheet named like the table is read, else its first one.

        Raises:
            WorkError: the disk does not give the file.
        """
        if path.suffix.lower() == CSV:
            return next((node for _name, node, _place in self._csv(path, table)), None)
        sheets = self._visible(path)
        if not sheets:
            return None
        names = Names({table: self.tables[table]})
        sheet = next((one for one in sheets if names.find(one.name)), sheets[0])
        return self._sheet(sheet, table)

    def sorted_notices(self) -> list[Problem]:
        """The notices from file to file and from top to bottom."""
        return sorted(self.notices, key=lambda notice: notice.place)

    def _csv(self, path: Path, table: str) -> Iterator[tuple[str, TableNode, Place]]:
        file = path.as_posix()
        if not table:
            self._no_table(path.stem, Place(file=file))
            return
        text = read_table_text(path, self.problems, self.notices)
        if text is not None:
            node = read_csv(text, file, self.tables[table].item, self.problems)
            yield table, node, Place(file=file)

    def _workbook(self, path: Path, named: str) -> Iterator[tuple[str, TableNode, Place]]:
        names = Names(self.tables)
        sheets = self._visible(path)
        by_name = [(sheet, names.find(sheet.name)) for sheet in sheets]
        if named and sheets and named not in {name for _sheet, name in by_name}:
            first = next((at for at, (_sheet, name) in enumerate(by_name) if not name), None)
            if first is not None:
                by_name[first] = (by_name[first][0], named)
        if sheets and not any(name for _sheet, name in by_name):
            self._no_table(path.stem, Place(file=path.as_posix()), sheets)
            return
        for sheet, name in by_name:
            if name:
                yield name, self._sheet(sheet, name), sheet.place
            else:
                self._left_aside(sheet, [name for _sheet, name in by_name], certain=bool(named))

    def _sheet(self, sheet: Sheet, table: str) -> TableNode:
        from svcdocs.load.xlsx_table import read_sheet  # noqa: PLC0415 - see the imports

        return read_sheet(sheet, self.tables[table].item, self.problems)

    def _visible(self, path: Path) -> list[Sheet]:
        from svcdocs.load.xlsx_workbook import open_workbook  # noqa: PLC0415 - see the imports

        """The sheets a user sees; a hidden one that is named like a table is noticed."""
        sheets = open_workbook(path, self.problems) or []
        for sheet in sheets:
            if sheet.hidden and Names(self.tables).find(sheet.name):
                self._notice(
                    sheet.place, _("the hidden sheet was not read"), _("show it, or delete it")
                )
        return [sheet for sheet in sheets if not sheet.hidden]

    def _left_aside(self, sheet: Sheet, taken: list[str], *, certain: bool) -> None:
        """Say of a sheet that is no table that it was not read; it may be a misspelt one."""
        from svcdocs.load.xlsx_table import is_empty  # noqa: PLC0415 - see the imports

        if is_empty(sheet):
            return
        guess, _spelling = Names(self.tables).nearest(sheet.name, taken)
        if guess and not certain:
            self._no_table(sheet.name, sheet.place)
        else:
            self._notice(sheet.place, _("the sheet is no table and was not read"))

    def _notice(self, place: Place, message: str, hint: str = "") -> None:
        self.notices.append(
            Problem(
                code="data/table", message=message, hint=hint, place=place, severity=Severity.INFO
            )
        )

    def _no_table(self, name: str, place: Place, sheets: list[Sheet] | None = None) -> None:
        names = Names(self.tables)
        words = [name, *(sheet.name for sheet in sheets or ())]
        spelling = next((near for word in words if (near := names.nearest(word)[1])), "")
        message = _("there is no table '{name}'").format(name=shortened(name))
        self.problems.append(table_fault(place, message, wording.did_you_mean(spelling)))


def _unread(file: str) -> Problem:
    return table_fault(
        Place(file=file),
        _("tables are read from CSV and .xlsx, not from this file"),
        _("save it as .xlsx or 'CSV UTF-8', or move it to a sub-folder"),
    )


def tables_of(root: Shape) -> dict[str, Shape]:
    """The lists of rows among the top-level fields of a schema."""
    return {
        name: part
        for name, part in root.fields.items()
        if part.kind == "list" and part.item.kind == "mapping"
    }
