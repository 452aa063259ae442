"""A YAML file read straight into typed values, as long as nothing about it is in doubt.

Nearly every file is right, and of a right file hardly any place is ever asked for. So the parser's
nodes are walked once, by functions made of the schema, without nodes and places of our own. Nothing
is reported here: where something is wrong or only unusual (an alias, a tag, one of several shapes)
there is no result, and the careful way (`yaml_nodes`, `typed`, `validate`) reads the file again and
says what there is to say. A test holds that both ways give the same data.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

import yaml
from yaml.nodes import MappingNode, ScalarNode, SequenceNode

from svcdocs.load import plain
from svcdocs.load.mistyped import MistypedError
from svcdocs.load.nodes import NULLS, Style
from svcdocs.load.nodes import ScalarNode as Written
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
#: So many columns hold at most twice as many levels.
_FAR_RIGHT = re.compile(rf"^[ \t?:-]{{{DEPTH_LIMIT // 3}}}", re.MULTILINE)
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
        loader = _wary_loader() if _may_be_deep(text) else _loader()
        data = _root_reader(schema.root)(loader(text).get_single_node())
    except (_DoubtError, yaml.YAMLError):
        return None
    plainly = data is not MISSING and all(name in data for name in needed)
    return data if plainly else None


@cache
def _loader() -> Any:
    """The C parser without YAML's own guesses, which cost as much as the parsing.

    It asks for them at every node. What stands here instead makes nothing of the question, and as a
    part of Python itself costs no call of ours.
    """

    class Loader(_PARSER):  # type: ignore[misc] # the class is only known at run time
        resolve = slice
        descend_resolver = operator.is_
        ascend_resolver = bool

    return Loader


@cache
def _wary_loader() -> Any:
    """The same for files that may be nested deeply.

    The parser calls itself for every level, and C knows no RecursionError.
    """

    class Loader(_loader()):  # type: ignore[misc] # as above
        depth = 0

        def descend_resolver(self, _parent: object, _index: object) -> None:
            self.depth += 1
            if self.depth > DEPTH_LIMIT:
                raise _DoubtError

        def ascend_resolver(self) -> None:
            self.depth -= 1

    return Loader


def _may_be_deep(text: str) -> bool:
    """Whether lists and mappings could be nested more than `DEPTH_LIMIT` levels deep.

    Each level is a bracket, or it begins further to the right than the one around it (a list in a
    mapping: at the same column). Two thirds of the levels may be of the second sort.
    """
    brackets = text.count("[") + text.count("{")
    return brackets > DEPTH_LIMIT // 3 or _FAR_RIGHT.search(text) is not None


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
    if type(node) is not ScalarNode:
        raise _DoubtError
    text = node.value
    if text in NULLS if node.style not in _QUOTES else not text.strip():
        return MISSING
    return text


def _scalar(shape: Shape) -> Reader:
    kind = shape.kind
    demands = plain.demands(shape)
    known: tuple[dict[str, Any], ...] = ({}, {})  # as it is, and in quotes

    def read(node: Any) -> Any:
        if type(node) is not ScalarNode:
            raise _DoubtError
        text: str = node.value
        quoted = node.style in _QUOTES
        value = known[quoted].get(text, known)
        if value is known:
            written = Written(text, Style.QUOTED if quoted else Style.PLAIN, _NOWHERE)
            if written.missing:
                return MISSING
            try:
                value = read_scalar(kind, written)
                check_choice(shape, value, text)
            except MistypedError:
                raise _DoubtError from None
            if not all(fits(value) for fits in demands):
                raise _DoubtError
            if len(known[quoted]) < _REMEMBERED:
                known[quoted][text] = value
        return value

    return read


def _list(shape: Shape) -> Reader:
    demands = plain.demands(shape)
    has_ids = shape.item.kind == "mapping" and "id" in shape.item.fields

    def read(node: Any) -> Any:
        if type(node) is not SequenceNode:
            return _nothing(node)
        item = _reader(shape.item)
        values = [value for value in map(item, node.value) if value is not MISSING]
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
        if type(node) is not MappingNode:
            return _nothing(node)
        values: dict[str, Any] = {}
        for key, part in node.value:
            if type(key) is not ScalarNode:
                raise _DoubtError
            name = key.value
            reader = fields.get(name)
            if reader is None:
                reader = _field_reader(shape, name, fields)
            value = reader(part)
            if value is not MISSING:
                values[name] = value
        if len(values) < len(node.value) and _is_doubled(node):
            raise _DoubtError
        for fits in demands:
            if not fits(values):
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
