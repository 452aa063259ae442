"""The rows of a CSV or Excel table as typed values, column by column the same way.

Ten thousand rows are nothing special here: a cell costs neither a node nor a path nor a place
unless something is wrong with it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from svcdocs.load import table_limits, wording
from svcdocs.load.mistyped import MistypedError
from svcdocs.load.nodes import Node, ScalarNode, Style, TableNode, TableRow
from svcdocs.load.scalars import check_choice, read_cell
from svcdocs.load.schema import Shape
from svcdocs.load.typed_result import MISSING, Typed
from svcdocs.model.place import Place
from svcdocs.model.tree import CellPlaces, Path

#: Most columns repeat themselves; a column of all different texts is not remembered further.
_REMEMBERED = 512


def type_table(
    node: TableNode,
    row: Shape,
    path: Path,
    result: Typed,
    visit: Callable[[Node, Shape, Path], Any],
) -> list[dict[str, Any]]:
    """The rows of a table; the texts of its node are let go as they are typed.

    Args:
        node: the table.
        row: the shape of one row.
        path: the table's path.
        result: where its places and problems go.
        visit: types a cell that holds more than one value.
    """
    places = CellPlaces(
        file=node.place.file,
        sheet=node.place.sheet,
        fields={name: position for position, name in enumerate(node.fields)},
    )
    result.tree.places[path] = node.place
    result.tree.tables[path] = places
    rows = _Rows(result, [_column(name, row) for name in node.fields], visit)
    values: list[dict[str, Any]] = []
    before = len(result.problems)
    for one in node.rows:
        if len(result.problems) - before > table_limits.FAULTS:
            here = places.place(len(values) - 1) or node.place
            result.problems.append(table_limits.too_many_faults(here))
            break
        if rows.items > table_limits.ITEMS:
            here = places.place(len(values) - 1) or node.place
            result.problems.append(table_limits.too_many_items(here))
            break
        places.rows.append(one.spots)
        values.append(rows.typed(one, (*path, len(values))))
        one.texts = []
    return values


@dataclass(frozen=True, slots=True)
class _Column:
    """A field of a table; `known` remembers values by text, so that equal cells are one object."""

    name: str
    shape: Shape
    single: bool
    known: dict[str, Any] = field(default_factory=dict)


def _column(name: str, row: Shape) -> _Column:
    shape = row.field(name)
    assert shape is not None  # noqa: S101 # a table's fields are the schema's; for mypy
    # What may be one of several, or a list, goes the long way.
    return _Column(name, shape, shape.kind not in {"any-of", "list", "mapping", "expression"})


@dataclass(slots=True)
class _Rows:
    """What is needed to type a row; `items` counts what the lists in cells had so far."""

    result: Typed
    columns: list[_Column]
    visit: Callable[[Node, Shape, Path], Any]
    items: int = 0

    def typed(self, row: TableRow, path: Path) -> dict[str, Any]:
        if row.partial:
            self.result.partial.add(path)
        for position in row.broken:
            self.result.failed.add((*path, self.columns[position].name))
        values: dict[str, Any] = {}
        for column, text in zip(self.columns, row.texts, strict=True):
            if not text:
                continue
            value = column.known.get(text, MISSING)
            if value is MISSING:
                value = self._cell(column, text, (*path, column.name))
            if value is not MISSING:
                values[column.name] = value
        return values

    def _cell(self, column: _Column, text: str, path: Path) -> Any:
        if not column.single:
            node = ScalarNode(text, Style.CELL, self._place(path))
            value = self.visit(node, column.shape, path)
            self.items += len(value) if isinstance(value, list) else 0
            return value
        try:
            value = read_cell(column.shape.kind, text)
            check_choice(column.shape, value, text)
        except MistypedError as error:
            message = wording.at_field(wording.label(path, column.shape), error.message)
            self.result.fail(path, self._place(path), message, error.hint)
            return MISSING
        if len(column.known) < _REMEMBERED:
            column.known[text] = value
        return value

    def _place(self, path: Path) -> Place:
        place = self.result.tree.cell(path)
        assert place is not None  # noqa: S101 # the row was registered before; for mypy
        return place
