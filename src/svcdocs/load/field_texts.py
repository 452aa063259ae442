"""Texts of single fields, wherever they were written, typed and judged as a project's data are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path as FilePath

from svcdocs.load.files import judged
from svcdocs.load.nodes import ListNode, MappingNode, Node, ScalarNode, Style
from svcdocs.load.schema import fragment
from svcdocs.load.source import Loaded
from svcdocs.model.place import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldText:
    """What somebody wrote into one field.

    Attributes:
        table: the project's table; empty for a field of the project itself.
        row: the id of its row there.
        steps: the field: `("phone",)`, `("purchaser", "name")`.
        text: as a table's cell would say it; a tuple for a list.
        place: where it stands.
    """

    table: str = ""
    row: str = ""
    steps: tuple[str, ...]
    text: str | tuple[str, ...]
    place: Place


def load_fields(texts: Iterable[FieldText], file: FilePath) -> Loaded:
    """The fields as a part of a project's data: rows by table, in the order of their first field.

    Fields that a row needs and nobody wrote are no fault.
    """
    top = MappingNode(Place(file=file.as_posix()), partial=True)
    rows: dict[tuple[str, str], MappingNode] = {}
    for one in texts:
        node = top
        if one.table:
            node = rows.get((one.table, one.row)) or _new_row(top, one)
            rows[one.table, one.row] = node
        for step in one.steps[:-1]:
            node = _below(node, step, one.place)
        node.entries[one.steps[-1]] = _written(one)
        node.keys[one.steps[-1]] = one.place
    return judged(top, fragment("project"), (file,), [])


def _new_row(top: MappingNode, one: FieldText) -> MappingNode:
    table = top.entries.setdefault(one.table, ListNode(one.place))
    top.keys.setdefault(one.table, one.place)
    row = MappingNode(one.place, partial=True)
    row.entries["id"] = ScalarNode(one.row, Style.CELL, one.place)
    row.keys["id"] = one.place
    assert isinstance(table, ListNode)  # noqa: S101 - a table's rows come from here alone; for mypy
    table.items.append(row)
    return row


def _below(node: MappingNode, step: str, place: Place) -> MappingNode:
    inner = node.entries.setdefault(step, MappingNode(place, partial=True))
    node.keys.setdefault(step, place)
    assert isinstance(inner, MappingNode)  # noqa: S101 - as above
    return inner


def _written(one: FieldText) -> Node:
    if isinstance(one.text, str):
        return ScalarNode(one.text, Style.CELL, one.place)
    return ListNode(one.place, [ScalarNode(text, Style.CELL, one.place) for text in one.text])
