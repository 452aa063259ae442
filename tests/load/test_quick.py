"""The quick way and the careful way read the same, or the quick one gives way."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from svcdocs.load import load_project
from svcdocs.load.files import judged
from svcdocs.load.quick import read_quickly
from svcdocs.load.schema import Schema, built_in
from svcdocs.load.source import Loaded
from svcdocs.load.yaml_nodes import read_yaml
from svcdocs.model.finding import Problem

CHECKOUT = Path(__file__).resolve().parents[2]
BENCHMARK = CHECKOUT / "benchmarks" / "corpus" / "project.yaml"
SMALL = Schema(
    {
        "type": "object",
        "additionalProperties": False,
        "required": ["name"],
        "properties": {
            "name": {"type": "string"},
            "day": {"type": "string", "format": "date"},
            "count": {"type": "integer", "minimum": 1},
            "level": {"type": "string", "enum": ["low", "high"]},
            "code": {"type": "string", "pattern": "^[a-z]+$"},
            "free": {"type": "object", "additionalProperties": {"format": "value"}},
            "rows": {
                "type": "array",
                "items": {
                    "type": "object",
                    "additionalProperties": False,
                    "required": ["id"],
                    "properties": {"id": {"type": "string"}, "at": {"$ref": "#/properties/day"}},
                },
            },
        },
    }
)


def carefully(text: str, schema: Schema) -> Loaded | None:
    """What the careful way makes of it; None where it has something to say."""
    problems: list[Problem] = []
    root = read_yaml(text, "a.yaml", problems)
    if root is None or problems:
        return None
    root.entries.pop("$schema", None)
    loaded = judged(root, schema, (Path("a.yaml"),), problems)
    return None if loaded.problems else loaded


def agree(text: str, schema: Schema) -> dict[str, Any] | None:
    """The quick way's result, which must be the careful one's."""
    quick = read_quickly(text, schema)
    if quick is not None:
        careful = carefully(text, schema)
        assert careful is not None
        assert repr(quick) == repr(careful.tree.data)
    return quick


def test_a_project_is_read_quickly() -> None:
    """Else every other test here would say nothing about real files."""
    text = re.sub(r"\$\{\w+\}", "10", BENCHMARK.read_text(encoding="utf-8"))
    assert agree(text, built_in("project")) is not None


@pytest.mark.parametrize("path", sorted(CHECKOUT.glob("samples/*/*.yaml")), ids=str)
def test_the_samples_are_read_alike(path: Path) -> None:
    """Also those that are faulty on purpose."""
    agree(path.read_text(encoding="utf-8"), built_in("project"))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# nothing\n",
        "- a\n",
        "name: x\nname: y\n",
        "name: x\nrows: [{id: a}, {id: a}]\n",
        "name: x\nrows: [{id: a}, {id: ' '}]\n",
        "name: &a x\n",
        "name: !!str x\n",
        "name: ! x\n",
        "name: x\nfree: {a: &q 1, b: *q}\n",
        'name: x\nfree: {"a":*q}\n',
        "name: x\nfree: {<<: {a: 1}}\n",
        "name: x\nfree: {'': 1}\n",
        "name: x\nfree: {[a]: 1}\n",
        "name: x\n---\nname: y\n",
        "name: [x]\n",
        "name: {x: y}\n",
        "name:\n",
        "name: ~\n",
        "day: 2026-02-30\nname: x\n",
        "count: 0\nname: x\n",
        "count: 010\nname: x\n",
        "level: lwo\nname: x\n",
        "code: X1\nname: x\n",
        "nmae: x\n",
        "name: x\ncount: 'a'\n",
        "name: x\nrows: {id: a}\n",
        "name: x\nrows: [a]\n",
        "[" * 5000,
        "name: " + "[" * 61 + "]" * 61,
        "name: x\n? a\n",
        "name: x\n\t\n",
        "name: 'x\n",
    ],
)
def test_what_is_wrong_or_unusual_is_left_to_the_careful_way(text: str) -> None:
    """It alone says what is wrong."""
    assert read_quickly(text, SMALL) is None


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ("name: no\n", {"name": "no"}),
        ("name: R & D * 2 !\n", None),
        ("name: R & D\n", {"name": "R & D"}),
        ("$schema: x\nname: ' x '\n", {"name": " x "}),
        ("name: x\nday:\ncount: null\nrows: ~\n", {"name": "x"}),
        ("name: 'null'\n", {"name": "null"}),
        ("name: x\nrows: [{id: a}, ~]\n", {"name": "x", "rows": [{"id": "a"}]}),
        ("name: |\n  a\n  b\n", {"name": "a\nb\n"}),
        ("name: x\nfree: {a: '1', b: true}\n", {"name": "x", "free": {"a": "1", "b": True}}),
    ],
)
def test_what_is_plain_is_read(text: str, data: dict[str, Any] | None) -> None:
    """Nothing is missing, and nothing is guessed."""
    assert agree(text, SMALL) == data


_WORDS = st.sampled_from(
    [
        "x",
        "null",
        "~",
        "''",
        "'1'",
        "1",
        "0",
        "2026-03-31",
        "low",
        "true",
        "[a]",
        "&a x",
        "*a",
        "是",
    ]
)
_LINES = st.lists(
    st.tuples(
        st.sampled_from(["name", "day", "count", "level", "code", "free", "rows", "$schema", "no"]),
        st.one_of(
            _WORDS,
            st.lists(_WORDS, max_size=3).map(lambda words: f"[{', '.join(words)}]"),
            st.lists(_WORDS, max_size=3).map(
                lambda words: f"[{', '.join(f'{{id: {word}}}' for word in words)}]"
            ),
            _WORDS.map(lambda word: f"{{a: {word}}}"),
        ),
    ),
    max_size=6,
)


@given(_LINES)
@example([("name", "x")])
def test_both_ways_agree(lines: list[tuple[str, str]]) -> None:
    """Whatever is read quickly, the careful way reads alike and finds nothing wrong with."""
    agree("".join(f"{name}: {value}\n" for name, value in lines), SMALL)


def test_places_are_those_of_the_careful_way(tmp_path: Path) -> None:
    """Worked out when somebody asks, the same for keys and values."""
    path = tmp_path / "p.yaml"
    text = (
        "stage: bid\npolicies: [a@1]\nno: x\nname: 'y'\npurchaser: {name: p}\nsupplier: {name: q}\n"
    )
    path.write_text(text, encoding="utf-8")
    tree = load_project(path).tree
    assert read_quickly(text, built_in("project")) is not None
    assert str(tree.place(("name",))) == f"{path.as_posix()}:4:8"
    assert str(tree.keys["purchaser", "name"]) == f"{path.as_posix()}:5:13"
    assert len(tree.places) == 10
