"""JSON Schema as the model: what a schema says a node is, and which fields it may have.

The dialect is 2020-12 with Chinese titles and `format` for our own kinds of text; a test keeps the
schemas within the keywords that are understood here. Schemas are resolved lazily, so they may be
recursive.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache, cached_property
from typing import Any

from svcdocs.load import resources
from svcdocs.model.tree import Path

#: (`type`, `format`) → kind of a scalar.
_KINDS = {
    ("string", None): "text",
    ("string", "date"): "date",
    ("string", "date-time"): "date-time",
    ("string", "time"): "time",
    ("string", "quantity"): "quantity",
    ("string", "window"): "window",
    ("string", "expression"): "expression",
    ("boolean", None): "boolean",
    ("integer", None): "integer",
    ("number", None): "number",
    ("number", "money"): "money",
}


class Schema:
    """One schema file, or in tests a schema written on the spot."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self.document = document
        self._shapes: dict[int, Shape] = {}

    @cached_property
    def root(self) -> Shape:
        """The shape of the whole file."""
        return self.shape(self.document)

    def shape(self, raw: Mapping[str, Any]) -> Shape:
        """The shape a part of the document describes; one object per part."""
        known = self._shapes.get(id(raw))
        if known is None:
            known = self._shapes[id(raw)] = Shape(self, self._resolved(raw))
        return known

    def _resolved(self, raw: Mapping[str, Any]) -> Mapping[str, Any]:
        while "$ref" in raw:
            target: Any = self.document
            for step in raw["$ref"].removeprefix("#").split("/")[1:]:
                target = target[step]
            # A title beside a reference says what the part is *here*.
            raw = {**target, **{key: value for key, value in raw.items() if key != "$ref"}}
        return raw


class Shape:
    """What may stand at one spot: a kind of scalar, a list, a mapping, or one of several.

    `kind` is `text`, `date`, `date-time`, `time`, `quantity`, `window`, `expression`, `value`,
    `boolean`, `integer`, `number`, `money`; `list`; `mapping`; `any-of`; `anything`.
    """

    def __init__(self, schema: Schema, raw: Mapping[str, Any]) -> None:
        self.raw = raw
        self.title: str = raw.get("title", "")
        self._schema = schema
        self.kind = self._kind()

    def _kind(self) -> str:
        raw = self.raw
        name, form = raw.get("type"), raw.get("format")
        if form == "value":
            return "value"
        if isinstance(name, str):
            return {"object": "mapping", "array": "list"}.get(name) or _KINDS[name, form]
        if "anyOf" in raw:
            return "any-of"
        return "text" if "enum" in raw else "anything"

    @property
    def refers(self) -> tuple[str, ...]:
        """The tables of which one has the id that stands here; none for anything but an id."""
        tables = self.raw.get("x-refers", ())
        return (tables,) if isinstance(tables, str) else tuple(tables)

    @cached_property
    def alternatives(self) -> tuple[Shape, ...]:
        """What an `any-of` may be, in the order of the schema."""
        return tuple(self._schema.shape(part) for part in self.raw.get("anyOf", ()))

    @cached_property
    def fields(self) -> dict[str, Shape]:
        """The fields a mapping names, without `$schema`."""
        return {
            name: self._schema.shape(part)
            for name, part in self.raw.get("properties", {}).items()
            if name != "$schema"
        }

    @cached_property
    def _patterns(self) -> tuple[tuple[re.Pattern[str], Shape], ...]:
        return tuple(
            (re.compile(pattern), self._schema.shape(part))
            for pattern, part in self.raw.get("patternProperties", {}).items()
        )

    @cached_property
    def others(self) -> Shape | None:
        """The shape of fields a mapping does not name; None where there may be none."""
        part = self.raw.get("additionalProperties", {})
        if part is False:
            return None
        return self._schema.shape({} if part is True else part)

    @property
    def closed(self) -> bool:
        """Whether a mapping has the fields it names and no others."""
        return self.others is None and not self._patterns

    def field(self, name: str) -> Shape | None:
        """The shape of a field of this mapping; None where the field is unknown."""
        found = self.fields.get(name)
        if found is not None:
            return found
        for pattern, shape in self._patterns:
            if pattern.search(name):
                return shape
        return self.others

    @cached_property
    def item(self) -> Shape:
        """The shape of a list's items."""
        return self._schema.shape(self.raw.get("items", {}))

    def at(self, path: Path) -> Shape | None:
        """The shape at a path below this one, `*` for any item or field; None where there is none."""
        shape: Shape | None = self
        for step in path:
            if shape is None:
                return None
            shape = shape.step(step)
        return shape

    def step(self, step: str | int) -> Shape | None:
        """The shape one step below this one."""
        for part in self.alternatives if self.kind == "any-of" else (self,):
            if part.kind == "list" and (step == "*" or isinstance(step, int)):
                return part.item
            if part.kind == "mapping" and isinstance(step, str):
                found = part.others if step == "*" else part.field(step)
                if found is not None:
                    return found
        return None


@cache
def built_in(name: str) -> Schema:
    """The schema `schemas/<name>.schema.json`.

    Raises:
        KeyError: there is no such schema.
    """
    return Schema(json.loads(resources.schema_path(name).read_text(encoding="utf-8")))


@cache
def fragment(name: str) -> Schema:
    """The same for a part of what it describes: nothing is needed at the top."""
    whole = built_in(name).document
    return Schema({key: value for key, value in whole.items() if key not in ("if", "then")})


@cache
def anything() -> Schema:
    """The schema that takes every scalar for a text."""
    return Schema({})
