"""What a schema knows about fields, for whoever checks a name before there is data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from types import MappingProxyType

from svcdocs.load.schema import Shape, built_in
from svcdocs.model.tree import Path


@cache
def field_names(schema_name: str, path: Path) -> Mapping[str, str] | None:
    """The fields that may stand at a path of the data, each with its kind.

    Args:
        schema_name: a built-in schema.
        path: keys and indexes; `*` stands for any row or entry: `("incidents", "*")`.

    Returns:
        Kinds by name: `text`, `date`, `date-time`, `time`, `quantity`, `window`, `value`,
        `boolean`, `integer`, `number`, `money`, `expression`, `table` (a list of rows), `list`,
        `mapping`. Empty where no fields can stand (at a scalar or list); None where every name
        goes (entries keyed by id).

    Raises:
        KeyError: the schema has no such path.
    """
    shape = _at(schema_name, path)
    parts = [part for part in _flat(shape) if part.kind == "mapping"]
    if any(not part.closed for part in parts):
        return None
    return MappingProxyType(
        {name: _kind(field) for part in parts for name, field in part.fields.items()}
    )


def field_kind(schema_name: str, path: Path) -> str:
    """The kind of what stands at a path, in the words of `field_names`.

    Raises:
        KeyError: the schema has no such path.
    """
    return _kind(_at(schema_name, path))


def field_title(schema_name: str, path: Path) -> str:
    """The Chinese title of what stands at a path; empty where the schema gives none.

    Raises:
        KeyError: the schema has no such path.
    """
    return _at(schema_name, path).title


def field_choices(schema_name: str, path: Path) -> tuple[str, ...]:
    """The words that may stand at a path, where the schema lists them.

    Raises:
        KeyError: the schema has no such path.
    """
    return tuple(map(str, _at(schema_name, path).raw.get("enum", ())))


def required_fields(schema_name: str, path: Path) -> tuple[str, ...]:
    """The fields that a mapping must have.

    Raises:
        KeyError: the schema has no such path.
    """
    return tuple(_at(schema_name, path).raw.get("required", ()))


@cache
def field_paths(schema_name: str) -> Mapping[Path, str]:
    """Every field that the schema names, at any depth, with its title; `*` stands for any row."""
    return MappingProxyType(dict(_paths(built_in(schema_name).root, (), frozenset())))


def _paths(shape: Shape, path: Path, around: frozenset[int]) -> Iterator[tuple[Path, str]]:
    if id(shape) in around:
        return
    around |= {id(shape)}
    for part in _flat(shape):
        if part.kind == "list":
            yield from _paths(part.item, (*path, "*"), around)
        for name, field in part.fields.items():
            yield (*path, name), field.title
            yield from _paths(field, (*path, name), around)


@cache
def field_references(schema_name: str) -> Mapping[Path, tuple[str, ...]]:
    """The fields that hold an id of another table, and the tables one of which must have it.

    Paths have `*` for any row: `("visits", "*", "visitor")` refers to `("staff",)`.
    """
    return MappingProxyType(dict(_references(built_in(schema_name).root, (), frozenset())))


def _references(
    shape: Shape, path: Path, around: frozenset[int]
) -> Iterator[tuple[Path, tuple[str, ...]]]:
    if shape.refers:
        yield path, shape.refers
    if id(shape) in around:
        return
    around |= {id(shape)}
    for part in _flat(shape):
        if part.kind == "list":
            yield from _references(part.item, (*path, "*"), around)
        for name, field in part.fields.items():
            yield from _references(field, (*path, name), around)


def _at(schema_name: str, path: Path) -> Shape:
    shape = built_in(schema_name).root.at(path)
    if shape is None:
        raise KeyError(path)
    return shape


def _kind(shape: Shape) -> str:
    first = _flat(shape)[0]
    if first.kind == "list" and first.item.kind == "mapping":
        return "table"
    return first.kind


def _flat(shape: Shape) -> list[Shape]:
    if shape.kind != "any-of":
        return [shape]
    return [flat for part in shape.alternatives for flat in _flat(part)]
