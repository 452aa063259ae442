"""A CSV file as the rows of a table: the header names the fields."""

from __future__ import annotations

from svcdocs.load import wording
from svcdocs.load.csv_cells import Cell, read_cells
from svcdocs.load.mistyped import shortened
from svcdocs.load.nodes import ListNode, MappingNode, ScalarNode, Style
from svcdocs.load.schema import Shape
from svcdocs.model.finding import Problem
from svcdocs.model.place import Place
from svcdocs.texts import _


def read_table(text: str, file: str, row: Shape, problems: list[Problem]) -> ListNode:
    """The rows of a table.

    A fault of the header is reported once, at the header, not for every row.

    Args:
        text: the file's text, without a byte order mark.
        file: its name as places show it.
        row: the shape of one row.
        problems: faults are added here.
    """
    top = Place(file=file, line=1, column=1)
    table = ListNode(top)
    lines = read_cells(text, file, problems)
    if not lines:
        if not text.strip():
            problems.append(
                _fault(
                    Place(file=file),
                    _("the file is empty"),
                    _("its first line names the fields"),
                )
            )
        return table
    header, body = lines[0], lines[1:]
    columns, incomplete = _columns(header, body, row, problems)
    for cells in body:
        if not any(cell.text.strip() for cell in cells):
            continue  # a spreadsheet saves emptied rows as commas
        mapping = MappingNode(cells[0].place, partial=incomplete)
        if len(cells) != len(header):
            problems.append(_ragged(cells, header))
            # Which cell belongs to which field is anybody's guess; the id keeps references whole.
            mapping.partial = True
            usable = {0: "id"} if columns.get(0) == "id" else {}
        else:
            usable = columns
        for index, name in usable.items():
            cell = cells[index]
            mapping.keys[name] = cell.place
            mapping.entries[name] = ScalarNode(cell.text, Style.CELL, cell.place)
        table.items.append(mapping)
    return table


def _columns(
    header: list[Cell], body: list[list[Cell]], row: Shape, problems: list[Problem]
) -> tuple[dict[int, str], bool]:
    """Usable columns by index, and whether a column is lost that the rows need."""
    columns: dict[int, str] = {}
    first: dict[str, Cell] = {}
    meant: set[str] = set()
    for index, cell in enumerate(header):
        name = cell.text.strip()
        if not name:
            if any(index < len(cells) and cells[index].text.strip() for cells in body):
                message = _("column {number} has no name").format(number=index + 1)
                problems.append(_fault(cell.place, message, _("write the field's name")))
        elif name in first:
            problems.append(
                _fault(
                    cell.place,
                    _("column '{name}' is given twice; the first one is at {first}").format(
                        name=name, first=first[name].place
                    ),
                    _("delete one of the two"),
                )
            )
        else:
            first[name] = cell
            if row.field(name) is not None:
                columns[index] = name
    for name, cell in first.items():
        if row.field(name) is None:
            free = {field: part for field, part in row.fields.items() if field not in first}
            guess = wording.nearest_field(name, free)
            meant.add(guess)
            message = _("unknown column '{name}'").format(name=shortened(name))
            problems.append(_fault(cell.place, message, wording.did_you_mean(guess)))
    lost = [name for name in row.raw.get("required", ()) if name not in first]
    for name in lost:
        if name not in meant:
            label = wording.label((name,), row.field(name))
            message = _("column {field} is missing").format(field=label)
            problems.append(_fault(header[0].place, message))
    return columns, bool(lost)


def _ragged(cells: list[Cell], header: list[Cell]) -> Problem:
    place = cells[min(len(cells), len(header) + 1) - 1].place
    return _fault(
        place,
        _("this line has {found} cells, the header has {wanted}").format(
            found=len(cells), wanted=len(header)
        ),
        _("check the commas; a cell that holds a comma needs quotation marks"),
    )


def _fault(place: Place, message: str, hint: str = "") -> Problem:
    return Problem(code="data/table", message=message, hint=hint, place=place)
