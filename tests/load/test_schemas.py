"""The schemas keep to the dialect that loading understands, and fields can be looked up."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import jsonschema
import pytest

from svcdocs.load import field_kind, field_names, field_references, field_title, resources
from svcdocs.load.schema import built_in

#: Keywords that loading types by, says in words, or that only editors read.
KNOWN = {
    *("$schema", "$defs", "$ref", "title", "description", "examples", "type", "format"),
    *("properties", "patternProperties", "additionalProperties", "propertyNames", "required"),
    *("items", "minItems", "uniqueItems", "minProperties", "minimum", "maximum", "pattern"),
    *("anyOf", "enum", "if", "then"),
    "x-refers",  # our own: the table, or the tables, that have the id which stands here
}


def parts(schema: Any, *, names: bool = False) -> Iterator[dict[str, Any]]:
    """Every schema inside a schema; under `properties` and the like, keys are no keywords."""
    if isinstance(schema, list):
        for item in schema:
            yield from parts(item)
    elif isinstance(schema, dict):
        if not names:
            yield schema
        for key, value in schema.items():
            inner = not names and key in {"properties", "patternProperties", "$defs"}
            if names or key not in {"enum", "required", "examples"}:
                yield from parts(value, names=inner)


@pytest.mark.parametrize("name", resources.schema_names())
def test_dialect(name: str) -> None:
    """Valid 2020-12, understood keywords only, a Chinese title for every field."""
    document = json.loads(resources.schema_path(name).read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(document)
    for part in parts(document):
        assert set(part) <= KNOWN, part
        for field, shape in part.get("properties", {}).items():
            assert {"title", "$ref", "anyOf"} & set(shape), field
    # Every kind of scalar can be resolved (a wrong pair of type and format raises).
    todo, seen = [built_in(name).root], set()
    while todo:
        shape = todo.pop()
        if id(shape) in seen:
            continue
        seen.add(id(shape))
        todo += [*shape.fields.values(), *shape.alternatives]
        todo += [part for part in (shape.others, shape.item) if part is not None and part.raw]
    assert len(seen) > 5


def test_names_and_kinds() -> None:
    """What a rule may read of a record."""
    fields = field_names("project", ("incidents", "*"))
    assert fields is not None
    assert fields["reported_at"] == "date-time"
    assert fields["severity"] == "text"
    top = field_names("project", ())
    assert top is not None
    assert (top["incidents"], top["purchaser"], top["policies"]) == ("table", "mapping", "list")
    assert "$schema" not in top
    assert field_names("project", ("incidents", 3, "reported_at")) == {}
    assert field_names("project", ("requirements",)) is None
    assert field_kind("project", ("requirements", "*", "value")) == "value"
    assert field_kind("project", ("acceptances", "*", "basis", 0)) == "text"
    assert field_kind("policy", ("terms", "sla")) == "value"
    assert field_kind("policy", ("rules", "x", "order", "*", "at")) == "expression"


@pytest.mark.parametrize(
    "path", [("absent",), ("incidents", "*", "absent"), ("incidents", "id"), ("absent", "x")]
)
def test_paths_that_do_not_exist(path: tuple[str, ...]) -> None:
    """A misspelt field is an error where it is used."""
    with pytest.raises(KeyError):
        field_names("project", path)


def test_titles() -> None:
    """What documents and messages call a field."""
    assert field_title("project", ("incidents", "*", "arrived_at"))
    assert field_title("project", ("purchaser", "name")) == "名称"
    assert field_title("policy", ("rules", "x", "from_stage")) == "起算阶段"


def test_references() -> None:
    """Ids lead to tables whose rows have ids; whatever is described so is marked so."""
    marked = field_references("project")
    assert marked["visits", "*", "visitor"] == ("staff",)
    assert marked["maintenance_file", "keeper"] == ("staff",)
    assert marked["file_entries", "*", "record"] == ("incidents", "maintenance", "visits")
    top = field_names("project", ())
    assert top is not None
    for path, tables in marked.items():
        assert field_kind("project", path) == "text", path
        for table in tables:
            assert field_kind("project", (table, "*", "id")) == "text", path
    document = json.loads(resources.schema_path("project").read_text(encoding="utf-8"))
    for part in parts(document):
        for field, shape in part.get("properties", {}).items():
            words = re.findall(r"[a-z_]+", shape.get("description", ""))
            described = [word for word in words if top.get(word) == "table"]
            if "见" in shape.get("description", "") and described:
                tables = shape["x-refers"]
                assert described == ([tables] if isinstance(tables, str) else tables), field
