"""Where something stands in a file."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Place:
    """A spot in a text file or in a sheet of a workbook; lines and columns count from 1.

    In a text file columns count code points, and `length` is the number of code points of the
    value's spelling on that line; 0 where there is no spelling to underline (a whole file, a
    missing field). `line` 0 means the file, or the sheet, as a whole.

    In a workbook `sheet` is the sheet's name, `line` the row and `column` the column (3 for C);
    `length` is 0.

    In a Word document `spot` says where in words, "body, table 1, row 3, column 2"; it has no lines.
    """

    file: str
    sheet: str = ""
    line: int = 0
    column: int = 0
    length: int = 0
    spot: str = ""

    @property
    def cell(self) -> str:
        """The cell as a spreadsheet names it: `C14`; empty outside a sheet."""
        if not self.sheet or not self.line:
            return ""
        return f"{column_letters(self.column)}{self.line}"

    def __str__(self) -> str:
        if self.sheet:
            cell = self.cell
            return f"{self.file}!{self.sheet}:{cell}" if cell else f"{self.file}!{self.sheet}"
        if self.spot:
            return f"{self.file}: {self.spot}"
        if not self.line:
            return self.file
        return f"{self.file}:{self.line}:{self.column}"


def column_letters(column: int) -> str:
    """A column as a spreadsheet names it: 3 is C, 27 is AA."""
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
