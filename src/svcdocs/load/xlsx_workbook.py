"""An .xlsx file opened: refused when it is none, when it is hostile or when nobody could read it.

openpyxl reads the cells, row by row. What its row reader does not tell, which cells are merged and
which hold a formula, is taken from the sheet's XML.
"""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar, cast

from svcdocs.load.merged_cells import Merged
from svcdocs.load.mistyped import shortened
from svcdocs.load.text_file import read_bytes
from svcdocs.load.xlsx_package import reduce_workbook
from svcdocs.model.finding import Problem
from svcdocs.model.place import Place
from svcdocs.ooxml.archive import PackageError, unpack
from svcdocs.texts import _

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell.read_only import ReadOnlyCell

#: Far above any real project's workbook, far below what fills the memory.
XML_LIMIT = 100 * 1024 * 1024
CELL_LIMIT = 600_000
#: A cell with a number has four.
_TAG_LIMIT = 4_000_000
_MERGED_LIMIT = 5_000
#: A sheet has no more; a damaged or hostile one may say so.
_ROWS = 1_048_576
_CHUNK = 1_000

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MERGED = re.compile(
    rb"<(?:\w+:)?mergeCell\b[^>]*?\bref=[\"']([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})[\"']"
)
_FORMULA = re.compile(
    rb"<(?:\w+:)?c\b[^>]*?\br=[\"']([A-Z]{1,3}\d{1,7})[\"'][^>]*>\s*<(?:\w+:)?f\b"
)

_Found = TypeVar("_Found")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a workbook, charts left out.

    `merged` are its merged cells, the first few thousand of them; `formulas` the cells that hold a
    formula, as `C14`.
    """

    file: str
    name: str
    hidden: bool
    merged: tuple[Merged, ...]
    formulas: frozenset[str]
    workbook: Workbook
    index: int

    @property
    def place(self) -> Place:
        """The sheet as a whole."""
        return Place(file=self.file, sheet=self.name)

    @property
    def epoch(self) -> datetime:
        """The day from which the workbook counts its days."""
        epoch: datetime = self.workbook.epoch
        return epoch

    def rows(self, problems: list[Problem]) -> Iterator[tuple[int, tuple[ReadOnlyCell, ...]]]:
        """The rows that have cells, each with its number.

        Ends where the sheet can't be read any further; that is reported.
        """
        sheet = self.workbook.worksheets[self.index]
        # What the file says about its size is often wrong, and sometimes meant to be.
        sheet.reset_dimensions()
        rows = cast("Iterator[tuple[ReadOnlyCell, ...]]", sheet.iter_rows())
        number = cells = 0
        while True:
            chunk: list[tuple[ReadOnlyCell, ...]] = []
            whole = _guarded(lambda: _fill(chunk, rows), problems, self.place)  # noqa: B023 # called at once
            for row in chunk:
                number += 1
                cells += len(row)
                if number > _ROWS or cells > CELL_LIMIT:
                    problems.append(_too_big(self.place))
                    return
                if row:
                    yield number, row
            if not whole or not chunk:
                return


def open_workbook(path: Path, problems: list[Problem]) -> list[Sheet] | None:
    """The sheets of a workbook in their order; None where it can't be read, which was reported.

    Raises:
        WorkError: the disk does not give the file.
    """
    data = read_bytes(path, problems)
    if data is None:
        return None
    file = path.as_posix()
    reason = _not_xlsx(data)
    if reason is not None:
        problems.append(_unreadable(Place(file=file), *reason))
        return None
    return _guarded(lambda: _sheets(data, path, problems), problems, Place(file=file))


def _sheets(data: bytes, path: Path, problems: list[Problem]) -> list[Sheet] | None:
    parts = unpack(data, path.name)
    fault = _refused(parts, path.as_posix())
    if fault is not None:
        problems.append(fault)
        return None
    reduced = reduce_workbook(parts)
    if reduced.tags > _TAG_LIMIT:
        problems.append(_too_big(Place(file=path.as_posix())))
        return None
    workbook = _load(reduced.data)
    return [
        Sheet(
            file=path.as_posix(),
            name=part.name,
            hidden=part.hidden,
            merged=_merged(part.xml),
            formulas=frozenset(match[1].decode() for match in _FORMULA.finditer(part.xml)),
            workbook=workbook,
            index=index,
        )
        for index, part in enumerate(reduced.sheets)
    ]


def _merged(xml: bytes) -> tuple[Merged, ...]:
    found = []
    for match in islice(_MERGED.finditer(xml), _MERGED_LIMIT):
        left, top, right, bottom = (part.decode() for part in match.groups())
        found.append(Merged(int(top), _column(left), int(bottom), _column(right)))
    return tuple(found)


def _load(data: bytes) -> Workbook:
    import openpyxl  # noqa: PLC0415 # 0.2 s, only where there is a workbook

    return openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)


def _fill(chunk: list[tuple[ReadOnlyCell, ...]], rows: Iterator[tuple[ReadOnlyCell, ...]]) -> bool:
    chunk.extend(islice(rows, _CHUNK))
    return True


def _guarded(read: Callable[[], _Found], problems: list[Problem], place: Place) -> _Found | None:
    """What is read; None where reading breaks off, whatever the reason."""
    try:
        with warnings.catch_warnings():
            # It warns of what it leaves out: charts, extensions, a number that is no date.
            warnings.simplefilter("ignore")
            return read()
    except PackageError as error:
        problems.append(_damaged(place, "; ".join(error.details) or error.message))
    except Exception as error:  # noqa: BLE001 # damage breaks zipfile and openpyxl in every way
        problems.append(_damaged(place, f"{type(error).__name__}: {error}".partition("\n")[0]))
    return None


def _not_xlsx(data: bytes) -> tuple[str, str] | None:
    """What a file that is no zip file is, and what to do."""
    if data.startswith(_OLE):
        # The name of a stream that a protected file has, as the old format spells it.
        if "EncryptedPackage".encode("utf-16-le") in data:
            return _("the workbook is protected by a password"), _("save it without a password")
        return _("this is an old .xls workbook"), _("save it as .xlsx (Excel workbook)")
    if not data:
        return _("the file is empty"), _("check that it is the right file")
    if not data.startswith(b"PK"):
        return _("this is no .xlsx workbook"), _("open it in Excel or WPS and save it as .xlsx")
    return None


def _refused(parts: Mapping[str, bytes], file: str) -> Problem | None:
    xml = [part for name, part in parts.items() if name.endswith((".xml", ".rels"))]
    if sum(map(len, xml)) > XML_LIMIT:
        return _too_big(Place(file=file))
    for part in xml:
        # Excel writes neither; both are ways to hide what a scan would find.
        if b"<!DOCTYPE" in part or part.startswith((b"\xff\xfe", b"\xfe\xff")):
            return _damaged(Place(file=file), _("an XML part that Excel does not write"))
    return None


def _too_big(place: Place) -> Problem:
    return Problem(
        code="data/limit",
        message=_("the workbook has more than {limit} cells, or is as big as that").format(
            limit=CELL_LIMIT
        ),
        hint=_("check that it is the right file, or split it"),
        place=place,
    )


def _damaged(place: Place, reason: str) -> Problem:
    return _unreadable(
        place,
        _("the workbook can't be read: {reason}").format(reason=shortened(reason)),
        _("open it in Excel or WPS and save it again as .xlsx"),
    )


def _unreadable(place: Place, message: str, hint: str) -> Problem:
    return Problem(code="data/table", message=message, hint=hint, place=place)


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
