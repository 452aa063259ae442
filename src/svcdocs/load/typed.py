"""Nodes and a schema make a tree of typed values; what does not fit is reported and left out."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from svcdocs.load import wording
from svcdocs.load.mistyped import MistypedError, expected, shortened
from svcdocs.load.nodes import BrokenNode, ListNode, MappingNode, Node, ScalarNode, Style
from svcdocs.load.scalars import read_scalar
from svcdocs.load.schema import Schema, Shape
from svcdocs.model.finding import Problem
from svcdocs.model.place import Place
from svcdocs.model.tree import Path, Tree
from svcdocs.texts import _

_CELL_PART = re.compile(r"[^;；]+")
_MISSING = object()


@dataclass(slots=True)
class Typed:
    """A tree and what is known about its gaps.

    `failed`: paths that were written but could not be read, each with a problem of its own;
    `meant`: fields that a misspelt field probably was; `partial`: mappings of which something got
    lost. None of them is reported a second time as missing.
    """

    tree: Tree = field(default_factory=Tree)
    problems: list[Problem] = field(default_factory=list)
    expressions: list[Path] = field(default_factory=list)
    failed: set[Path] = field(default_factory=set)
    meant: set[Path] = field(default_factory=set)
    partial: set[Path] = field(default_factory=set)

    def report(self, place: Place, message: str, hint: str = "", code: str = "data/schema") -> None:
        """Add a problem."""
        self.problems.append(Problem(code=code, message=message, hint=hint, place=place))


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
            return _MISSING
        if isinstance(node, ScalarNode) and node.missing:
            return _MISSING
        if isinstance(node, ScalarNode):
            return self._scalar(node, shape, path)
        shape = _collection_shape(node, shape)
        if shape.kind not in {"list" if isinstance(node, ListNode) else "mapping", "anything"}:
            found = "list" if isinstance(node, ListNode) else "mapping"
            self._fail(
                path,
                node.place,
                _("{field}: expected {wanted}, found {found}").format(
                    field=wording.label(path, shape),
                    wanted=wording.kind_name(shape.kind),
                    found=wording.kind_name(found),
                ),
            )
            return _MISSING
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
                _check_choice(candidate, value, node.text)
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
        message = f"{wording.label(path, shape)}: {error.message}"
        self._fail(path, node.place, message, error.hint)
        return _MISSING

    def _list(self, node: ListNode, shape: Shape, path: Path) -> list[Any]:
        values: list[Any] = []
        for item in node.items:
            value = self.visit(item, shape.item, (*path, len(values)))
            if value is not _MISSING:
                values.append(value)
        if shape.item.kind == "mapping" and "id" in shape.item.fields:
            self._unique_ids(values, path)
        return values

    def _unique_ids(self, rows: list[Any], path: Path) -> None:
        first: dict[object, int] = {}
        for index, row in enumerate(rows):
            if "id" not in row:
                continue
            if row["id"] not in first:
                first[row["id"]] = index
                continue
            places = self.result.tree.places
            self.result.report(
                places[*path, index, "id"],
                _("id '{id}' is given twice; the first one is at {first}").format(
                    id=shortened(row["id"]), first=places[*path, first[row["id"]], "id"]
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
            if value is not _MISSING:
                values[name] = value
        return values

    def _unknown(self, name: str, node: MappingNode, shape: Shape, path: Path) -> None:
        free = {field: part for field, part in shape.fields.items() if field not in node.entries}
        guess = wording.nearest_field(name, free)
        if guess:
            self.result.meant.add((*path, guess))
        else:
            guess = wording.nearest_field(name, shape.fields)
        self._fail(
            (*path, name),
            node.keys[name],
            _("unknown field '{name}'").format(name=shortened(name)),
            wording.did_you_mean(guess),
        )

    def _fail(self, path: Path, place: Place, message: str, hint: str = "") -> None:
        self.result.failed.add(path)
        self.result.report(place, message, hint)


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


def _check_choice(shape: Shape, value: object, text: str) -> None:
    choices = shape.raw.get("enum")
    if choices is None or value in choices:
        return
    names = [str(choice) for choice in choices]
    raise expected(
        _("one of {choices}").format(choices=", ".join(names)),
        text,
        hint=wording.did_you_mean(wording.nearest(text, names)),
    )


def _split(node: ScalarNode) -> ListNode:
    """The items of a list that stands in one table cell, separated by `;` or `；`."""
    result = ListNode(node.place)
    for match in _CELL_PART.finditer(node.text):
        words = match[0].strip()
        if not words:
            continue
        start = match.start() + match[0].index(words)
        place = Place(
            file=node.place.file,
            line=node.place.line,
            column=node.place.column + start,
            length=len(words),
        )
        result.items.append(ScalarNode(words, Style.CELL, place))
    return result
