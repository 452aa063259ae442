"""What is called plainly right is valid: jsonschema, the reference, says the same."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from svcdocs.load import Loaded, load_manifest, load_policy_files, load_project, load_yaml, plain
from svcdocs.load.schema import Schema, built_in
from svcdocs.load.validate import _json  # what jsonschema is given; tested with what gives it

CHECKOUT = Path(__file__).resolve().parents[2]


def real_data() -> list[tuple[str, dict[str, Any]]]:
    """Every project, policy, manifest and outline of the checkout, typed, with its schema."""
    readers: dict[str, tuple[str, Callable[[Path], Loaded]]] = {
        "samples/*/project.yaml": ("project", lambda path: load_project(path.parent)),
        "policies/*/policy.yaml": ("policy", lambda path: load_policy_files(path.parent)),
        "templates/*/type.yaml": ("type", lambda path: load_manifest(path.parent)),
        "templates/*/outline.yaml": ("outline", lambda path: load_yaml(path, "outline")),
    }
    return [
        (name, read(path).tree.data)
        for pattern, (name, read) in readers.items()
        for path in sorted(CHECKOUT.glob(pattern))
    ]


REAL = real_data()


def valid(data: Any, schema: Schema) -> bool:
    """What the reference says."""
    return jsonschema.Draft202012Validator(schema.document).is_valid(_json(data))


@pytest.mark.parametrize(("name", "data"), REAL)
def test_what_we_ship_is_plainly_right(name: str, data: dict[str, Any]) -> None:
    """Otherwise every call would pay for jsonschema: projects and policies at least need none."""
    schema = built_in(name)
    assert valid(data, schema)
    if name in {"project", "policy"}:
        assert plain.judge(schema.root)(data)


def paths(data: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every path of nested data."""
    steps = (
        data.items()
        if isinstance(data, dict)
        else enumerate(data)
        if isinstance(data, list)
        else ()
    )
    return [path, *(inner for step, part in steps for inner in paths(part, (*path, step)))]


def changed(data: Any, path: tuple[Any, ...], value: Any) -> Any:
    """A copy with another value at a path; DROP takes it away."""
    if not path:
        return value
    step, rest = path[0], path[1:]
    if isinstance(data, dict):
        copy: Any = dict(data)
        if value is DROP and not rest:
            del copy[step]
            return copy
    else:
        copy = list(data)
        if value is DROP and not rest:
            return [*copy[:step], *copy[step + 1 :]]
    copy[step] = changed(data[step], rest, value)
    return copy


DROP = object()
strange = st.sampled_from(
    [DROP, "", "x", "2026-03-31", -1, 10**6, True, [], ["a", "a"], {}, {"title": "x"}, {"id": "a"}]
)


@given(st.data())
def test_plain_is_valid(data: st.DataObject) -> None:
    """Real data with something changed: where it is called plain, the reference finds it valid."""
    name, tree = data.draw(st.sampled_from(REAL))
    schema = built_in(name)
    for _change in range(data.draw(st.integers(1, 3))):
        path = data.draw(st.sampled_from([path for path in paths(tree) if path]))
        tree = changed(tree, path, data.draw(strange))
        if not tree:
            return
    if plain.judge(schema.root)(tree):
        assert valid(tree, schema)


@pytest.mark.parametrize(
    "raw",
    [
        {"type": "string", "minLength": 3},
        {"type": "object", "dependentRequired": {"a": ["b"]}},
        {"type": "object", "if": {"properties": {"a": {}}}, "then": {"required": ["b"]}},
        {"type": "object", "propertyNames": {"maxLength": 1}},
        {"format": "value", "type": ["string"]},
        {"type": "object", "properties": {"a": {"type": "string"}}, "patternProperties": {"a": {}}},
        {},
    ],
)
def test_what_is_not_known_is_doubted(raw: dict[str, Any]) -> None:
    """A keyword that somebody adds to a schema is not passed over."""
    judge = plain.judge(Schema(raw).root)
    assert not judge("ab")
    assert not judge({"a": "x"})
