"""A YAML file read straight into typed values, as long as nothing about it is in doubt.

Nearly every file is right, and of a right file hardly any place is ever asked for. So the parser's
nodes are walked once, by functions made of the schema, without nodes and places of our own. Nothing
is reported here: where something is wrong or only unusual (an alias, a tag, one of several shapes)
there is no result, and the careful way (`yaml_nodes`, `typed`, `validate`) reads the file again and
says what there is to say. A test holds that both ways give the same data.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

import yaml

from svcdocs.load import plain
from svcdocs.load.mistyped import MistypedError
from svcdocs.load.nodes import NULLS, ScalarNode, Style
from svcdocs.load.scalars import check_choice, read_scalar
from svcdocs.load.schema import Schema, Shape
from svcdocs.load.typed_result import MISSING
from svcdocs.load.yaml_nodes import DEPTH_LIMIT
from svcdocs.model.place import Place

#: From a parser's node to a typed value, or MISSING.
Reader = Callable[[Any], Any]

#: None for a PyYAML without its C half, which reads everything the careful way.
_PARSER: Any = getattr(getattr(yaml, "cyaml", None), "CParser", None)
#: What may be an anchor, an alias or a tag; inside a sentence it may be none.
_SIGNS = re.compile("[&*!]")
_PROPERTY = re.compile(r"(?:^|[\s\[{,:])(?:[&*]\S|!)", re.MULTILINE)
_QUOTES = frozenset({"'", '"', "|", ">"})
#: Of values that repeat themselves (dates, numbers) so many are remembered.
_REMEMBERED = 4096
_NOWHERE = Place(file="")


class _DoubtError(Exception):
    """Something that the careful way has to look at."""


def read_quickly(text: str, schema: Schema, needed: Iterable[str] = ()) -> dict[str, Any] | None:
    """The typed data of a file that is plainly right; None where that is in doubt.

    Args:
        text: the file's text, without a byte order mark.
        schema: its schema.
        needed: top-level fields that it must have beyond what the schema asks for.
    """
    if _PARSER is None or (_SIGNS.search(text) and _PROPERTY.search(text)):
        return None
    try:
        data = _root_reader(schema.root)(_loader()(text).get_single_node())
    except (_DoubtError, yaml.YAMLError):
        return None
    plainly = data is not MISSING and all(name in data for name in needed)
    return data if plainly else None


@cache
def _loader() -> Any:
    """The C parser without YAML's own guesses, which cost as much as the parsing."""

    class Loader(_PARSER):  # type: ignore[misc] # the class is only known at run time
        depth = 0

        def resolve(self, _kind: object, _value: object, _implicit: object) -> None:
            return None

        def descend_resolver(self, _parent: object, _index: object) -> None:
            # The parser calls itself for every level, and C knows no RecursionError.
            self.depth += 1
            if self.depth > DEPTH_LIMIT:
                raise _DoubtError

        def ascend_resolver(self) -> None:
            self.depth -= 1

    return Loader


@cache
def _root_reader(shape: Shape) -> Reader:
    if shape.kind != "mapping":
        return _doubt
    # It names the schema for editors, in any file.
    return _mapping(shape, {"$schema": lambda _node: MISSING})


@cache
def _reader(shape: Shape) -> Reader:
    if shape.kind == "mapping":
        return _mapping(shape, {})
    if shape.kind == "list":
        return _list(shape)
    if shape.kind in {"any-of", "anything"}:
        return _doubt
    if shape.kind in {"text", "expression"} and not plain.demands(shape):
        return _text
    return _scalar(shape)


def _doubt(_node: Any) -> Any:
    raise _DoubtError


def _text(node: Any) -> Any:
    if type(node) is not yaml.ScalarNode:
        raise _DoubtError
    text = node.value
    if text in NULLS if node.style not in _QUOTES else not text.strip():
        return MISSING
    return text


def _scalar(shape: Shape) -> Reader:
    kind = shape.kind
    demands = plain.demands(shape)
    known: dict[tuple[str, bool], Any] = {}

    def read(node: Any) -> Any:
        if type(node) is not yaml.ScalarNode:
            raise _DoubtError
        text: str = node.value
        quoted = node.style in _QUOTES
        value = known.get((text, quoted), known)
        if value is known:
            written = ScalarNode(text, Style.QUOTED if quoted else Style.PLAIN, _NOWHERE)
            if written.missing:
                return MISSING
            try:
                value = read_scalar(kind, written)
                check_choice(shape, value, text)
            except MistypedError:
                raise _DoubtError from None
            if not all(fits(value) for fits in demands):
                raise _DoubtError
            if len(known) < _REMEMBERED:
                known[text, quoted] = value
        return value

    return read


def _list(shape: Shape) -> Reader:
    demands = plain.demands(shape)
    has_ids = shape.item.kind == "mapping" and "id" in shape.item.fields

    def read(node: Any) -> Any:
        if type(node) is not yaml.SequenceNode:
            return _nothing(node)
        item = _reader(shape.item)
        values = [value for part in node.value if (value := item(part)) is not MISSING]
        if has_ids:
            ids = [row["id"] for row in values if "id" in row]
            if len(set(ids)) != len(ids):
                raise _DoubtError
        if not all(fits(values) for fits in demands):
            raise _DoubtError
        return values

    return read


def _mapping(shape: Shape, fields: dict[str, Reader]) -> Reader:
    demands = plain.demands(shape)

    def read(node: Any) -> Any:
        if type(node) is not yaml.MappingNode:
            return _nothing(node)
        values: dict[str, Any] = {}
        for key, part in node.value:
            if type(key) is not yaml.ScalarNode:
                raise _DoubtError
            name = key.value
            value = (fields.get(name) or _field_reader(shape, name, fields))(part)
            if value is not MISSING:
                values[name] = value
        if len(values) < len(node.value) and _is_doubled(node):
            raise _DoubtError
        if not all(fits(values) for fits in demands):
            raise _DoubtError
        return values

    return read


def _field_reader(shape: Shape, name: str, fields: dict[str, Reader]) -> Reader:
    part = shape.field(name)
    if part is None or plain.shapes_for(shape, name) > 1 or name in {"", "<<"}:
        raise _DoubtError
    reader = _reader(part)
    if name in shape.fields:
        fields[name] = reader
    return reader


def _nothing(node: Any) -> Any:
    """MISSING where a list or mapping is wanted and nothing was written."""
    if _text(node) is not MISSING:
        raise _DoubtError
    return MISSING


def _is_doubled(node: Any) -> bool:
    """Whether a key is given twice."""
    return len({key.value for key, _part in node.value}) < len(node.value)
