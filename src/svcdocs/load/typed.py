"""Nodes and a schema make a tree of typed values; what does not fit is reported and left out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from svcdocs.load import wording
from svcdocs.load.mistyped import MistypedError, expected, shortened
from svcdocs.load.nodes import (
    BrokenNode,
    ListNode,
    MappingNode,
    Node,
    ScalarNode,
    Style,
    TableNode,
)
from svcdocs.load.scalars import check_choice, read_scalar
from svcdocs.load.schema import Schema, Shape
from svcdocs.load.typed_result import MISSING, Typed
from svcdocs.model.place import Place
from svcdocs.model.tree import Path
from svcdocs.texts import _

_CELL_PART = re.compile(r"[^;；\n]+")


def typed(root: MappingNode, schema: Schema) -> Typed:
    """Type a file's nodes, or several files' merged ones."""
    result = Typed()
    value = _Walk(result).visit(root, schema.root, ())
    result.tree.data = value if isinstance(value, dict) else {}
    return result


@dataclass(frozen=True, slots=True)
class _Walk:
    result: Typed

    def visit(self, node: Node, shape: Shape, path: Path) -> Any:
        if isinstance(node, BrokenNode):
            self.result.failed.add(path)
            return MISSING
        if isinstance(node, ScalarNode):
            return MISSING if node.missing else self._scalar(node, shape, path)
        if isinstance(node, TableNode):
            from svcdocs.load.typed_table import type_table  # noqa: PLC0415 - for tables only

            values = type_table(node, shape.item, path, self.result, self.visit)
            self._unique_ids(values, shape, path)
            return values
        shape = _collection_shape(node, shape)
        if shape.kind not in {"list" if isinstance(node, ListNode) else "mapping", "anything"}:
            found = "list" if isinstance(node, ListNode) else "mapping"
            self.result.fail(
                path,
                node.place,
                _("{field}: expected {wanted}, found {found}").format(
                    field=wording.label(path, shape),
                    wanted=wording.kind_name(shape.kind),
                    found=wording.kind_name(found),
                ),
            )
            return MISSING
        self.result.tree.places[path] = node.place
        if isinstance(node, ListNode):
            return self._list(node, shape, path)
        return self._mapping(node, shape, path)

    def _scalar(self, node: ScalarNode, shape: Shape, path: Path) -> Any:
        error: MistypedError | None = None
        for candidate in _flat(shape):
            if candidate.kind == "list" and node.style is Style.CELL:
                self.result.tree.places[path] = node.place
                return self._list(_split(node), candidate, path)
            if candidate.kind in {"list", "mapping"}:
                continue
            try:
                value = read_scalar(candidate.kind, node)
                check_choice(candidate, value, node.text)
            except MistypedError as problem:
                error = problem
                continue
            self.result.tree.places[path] = node.place
            if candidate.kind == "expression":
                self.result.expressions.append(path)
            return value
        if error is None:
            kind = next(iter(_flat(shape))).kind
            error = expected(wording.kind_name(kind), node.text)
        message = wording.at_field(wording.label(path, shape), error.message)
        self.result.fail(path, node.place, message, error.hint)
        return MISSING

    def _list(self, node: ListNode, shape: Shape, path: Path) -> list[Any]:
        values: list[Any] = []
        for item in node.items:
            value = self.visit(item, shape.item, (*path, len(values)))
            if value is not MISSING:
                values.append(value)
        self._unique_ids(values, shape, path)
        return values

    def _unique_ids(self, rows: list[Any], shape: Shape, path: Path) -> None:
        if shape.item.kind != "mapping" or "id" not in shape.item.fields:
            return
        first: dict[object, int] = {}
        for index, row in enumerate(rows):
            if "id" not in row:
                continue
            if row["id"] not in first:
                first[row["id"]] = index
                continue
            tree = self.result.tree
            self.result.report(
                tree.place((*path, index, "id")) or tree.places[path],
                _("id '{id}' is given twice; the first one is at {first}").format(
                    id=shortened(row["id"]), first=tree.place((*path, first[row["id"]], "id"))
                ),
                _("every row of a table needs an id of its own"),
                code="data/table",
            )

    def _mapping(self, node: MappingNode, shape: Shape, path: Path) -> dict[str, Any]:
        values: dict[str, Any] = {}
        if node.partial:
            self.result.partial.add(path)
        for name, child in node.entries.items():
            here = (*path, name)
            self.result.tree.keys[here] = node.keys[name]
            part = shape.field(name)
            if part is None:
                self._unknown(name, node, shape, path)
                continue
            value = self.visit(child, part, here)
            if value is not MISSING:
                values[name] = value
        return values

    def _unknown(self, name: str, node: MappingNode, shape: Shape, path: Path) -> None:
        free = {field: part for field, part in shape.fields.items() if field not in node.entries}
        guess = wording.nearest_field(name, free)
        if guess:
            self.result.meant.add((*path, guess))
        else:
            guess = wording.nearest_field(name, shape.fields)
        self.result.fail(
            (*path, name),
            node.keys[name],
            _("unknown field '{name}'").format(name=shortened(name)),
            wording.did_you_mean(guess),
        )


def _flat(shape: Shape) -> list[Shape]:
    """The shape itself, or all that an `any-of` may be."""
    if shape.kind != "any-of":
        return [shape]
    return [flat for part in shape.alternatives for flat in _flat(part)]


def _collection_shape(node: ListNode | MappingNode, shape: Shape) -> Shape:
    """The alternative a list or mapping was probably meant to be."""
    kind = "list" if isinstance(node, ListNode) else "mapping"
    fitting = [part for part in _flat(shape) if part.kind in {kind, "anything"}]
    if not fitting:
        return _flat(shape)[0]
    if isinstance(node, ListNode):
        return fitting[0]

    def unfit(part: Shape) -> tuple[int, int]:
        unknown = sum(part.field(name) is None for name in node.entries)
        return unknown, len(set(part.raw.get("required", ())) - set(node.entries))

    return min(fitting, key=unfit)


def _split(node: ScalarNode) -> ListNode:
    """The items of a list that stands in one table cell, separated by `;`, `；` or a line break.

    Inside a sheet the cell is all the place there is; in a text file every item has its own.
    """
    result = ListNode(node.place)
    cell = node.place
    line, line_start = cell.line, -cell.column + 1
    seen = 0
    for match in _CELL_PART.finditer(node.text):
        words = match[0].strip()
        if not words:
            continue
        place = cell
        if not cell.sheet:
            start = match.start() + match[0].index(words)
            breaks = node.text.count("\n", seen, start)
            if breaks:
                line += breaks
                line_start = node.text.rindex("\n", seen, start) + 1
            seen = start
            place = Place(
                file=cell.file, line=line, column=start - line_start + 1, length=len(words)
            )
        result.items.append(ScalarNode(words, Style.CELL, place))
    return result
