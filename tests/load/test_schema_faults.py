"""What does not fit a schema: one problem for each fault, the nearest name, Chinese titles."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from svcdocs.load import describe
from svcdocs.load.files import judged, read_root
from svcdocs.load.schema import Schema
from svcdocs.load.source import Loaded
from svcdocs.model.finding import Problem

pytestmark = pytest.mark.usefixtures("english")

TEXT: dict[str, Any] = {"type": "string"}
SCHEMA = Schema(
    {
        "type": "object",
        "additionalProperties": False,
        "required": ["name"],
        "properties": {
            "name": {**TEXT, "title": "名称"},
            "warranty": {"type": "string", "format": "quantity", "title": "质保期"},
            "stage": {"type": "string", "enum": ["bid", "signed", "in-service"]},
            "score": {"type": "integer", "minimum": 1, "maximum": 5},
            "price": {"type": "number", "format": "money", "minimum": 0},
            "no": {**TEXT, "pattern": "^P-[0-9]+$", "examples": ["P-1"]},
            "code": {**TEXT, "pattern": "^[a-z]+$"},
            "tags": {"type": "array", "items": TEXT, "minItems": 2, "uniqueItems": True},
            "party": {
                "type": "object",
                "title": "一方",
                "additionalProperties": False,
                "required": ["name"],
                "properties": {"name": TEXT, "phone": TEXT},
            },
            "source": {"anyOf": [TEXT, {"type": "array", "items": TEXT}]},
            "deadline": {"anyOf": [{"enum": ["never"]}, {"type": "string", "format": "date"}]},
            "better": {
                "anyOf": [
                    {"type": "string", "enum": ["higher"]},
                    {"type": "string", "format": "expression"},
                ]
            },
            "body": {
                "anyOf": [
                    {"type": "array", "items": TEXT},
                    {
                        "type": "object",
                        "additionalProperties": False,
                        "required": ["steps"],
                        "properties": {"steps": {"type": "array", "minItems": 2, "items": TEXT}},
                    },
                    {
                        "type": "object",
                        "additionalProperties": False,
                        "required": ["text"],
                        "properties": {"text": TEXT},
                    },
                ]
            },
            "group": {"$ref": "#/$defs/group", "title": "组"},
            "rules": {
                "type": "object",
                "propertyNames": {"pattern": "^[a-z-]+$"},
                "additionalProperties": {"type": "boolean"},
            },
            "years": {"type": "object", "patternProperties": {"^[0-9]{4}$": {"type": "integer"}},
                      "additionalProperties": False},
            "rows": {
                "type": "array",
                "items": {
                    "type": "object",
                    "additionalProperties": False,
                    "required": ["id"],
                    "properties": {"id": TEXT, "n": {"type": "integer"}},
                },
            },
        },
        "$defs": {
            "group": {
                "type": "object",
                "required": ["title"],
                "properties": {"title": TEXT},
                "additionalProperties": {"$ref": "#/$defs/group"},
            }
        },
    }
)  # fmt: skip


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files are named by relative paths."""
    monkeypatch.chdir(tmp_path)


def load(text: str) -> Loaded:
    """A YAML text judged by `SCHEMA`."""
    path = Path("f.yaml")
    path.write_text(text, encoding="utf-8")
    problems: list[Problem] = []
    return judged(read_root(path, problems), SCHEMA, (path,), problems)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "name: x\nwaranty: 3 years",
            ["f.yaml:2:1 unknown field 'waranty'; did you mean 'warranty'?"],
        ),
        (
            "name: x\n质保期: 3 years",
            ["f.yaml:2:1 unknown field '质保期'; did you mean 'warranty'?"],
        ),
        ("name: x\nzzz: 1", ["f.yaml:2:1 unknown field 'zzz'"]),
        ("nmae: x", ["f.yaml:1:1 unknown field 'nmae'; did you mean 'name'?"]),
        ("warranty: 3 years", ["f.yaml:1:1 name (名称) is missing"]),
        ("name:\nwarranty: 3 years", ["f.yaml:1:1 name (名称) is empty"]),
        ("name: ''", ["f.yaml:1:1 name (名称) is empty"]),
        ("name: |\nno: P-1", ["f.yaml:1:1 name (名称) is empty"]),
        ("name: &a\n", ["f.yaml:1:1 name (名称) is empty"]),
        ("name: null", ["f.yaml:1:1 name (名称) is empty"]),
        (
            "name: [a]",
            [
                ("f.yaml:1:7 name (名称): expected a single value,"
                " found a list ('- item' lines, or [a, b])")
            ],
        ),
        (
            "name: {a: b}",
            ["f.yaml:1:7 name (名称): expected a single value, found fields ('name: value')"],
        ),
        (
            "name: x\nparty: 某大学",
            ["f.yaml:2:8 party (一方): expected fields ('name: value'), found '某大学'"],
        ),
        (
            "name: x\nrows: a",
            ["f.yaml:2:7 rows: expected a list ('- item' lines, or [a, b]), found 'a'"],
        ),
        ("name: x\nparty:\n  phone: 1", ["f.yaml:3:3 name is missing"]),
        (
            "name: x\nstage: in service",
            [
                ("f.yaml:2:8 stage: expected one of bid, signed, in-service, found 'in service';"
                " did you mean 'in-service'?")
            ],
        ),
        ("name: x\nscore: 6", ["f.yaml:2:8 score: expected 5 or less, found 6"]),
        ("name: x\nscore: 0", ["f.yaml:2:8 score: expected 1 or more, found 0"]),
        ("name: x\nprice: -0.5", ["f.yaml:2:8 price: expected 0 or more, found -0.5"]),
        (
            "name: x\nno: Q-1",
            ["f.yaml:2:5 no: expected something like 'P-1', found 'Q-1'"],
        ),
        ("name: x\ncode: A", ["f.yaml:2:7 code: 'A' does not fit the pattern ^[a-z]+$"]),
        ("name: x\ntags: [a]", ["f.yaml:2:7 tags: expected at least 2 items, found 1"]),
        ("name: x\ntags: [a, a]", ["f.yaml:2:7 tags: an item is given twice"]),
        ("name: x\ntags: [a, {b: c}]", [
            "f.yaml:2:11 tags: expected a single value, found fields ('name: value')"]),
        (
            "name: x\nsource: {a: b}",
            ["f.yaml:2:9 source: expected a single value, found fields ('name: value')"],
        ),
        (
            "name: x\ndeadline: 2026-02-30",
            [
                ("f.yaml:2:11 deadline: expected a date like 2026-03-31, found '2026-02-30'"
                " (2026-02 has 28 days)")
            ],
        ),
        ("name: x\nbody: {steps: [a]}", [
            "f.yaml:2:15 steps: expected at least 2 items, found 1"]),
        ("name: x\nbody: {text: a, stp: b}", ["f.yaml:2:17 unknown field 'stp'"]),
        ("name: x\nbody: {}", ["f.yaml:2:7 steps is missing"]),
        (
            "name: x\ngroup: {title: a, b: {title: c, d: {e: {title: f}}}}",
            ["f.yaml:2:36 title is missing"],
        ),
        (
            "name: x\nrules: {on-site: true, On_site: false}",
            [
                ("f.yaml:2:24 'On_site' is not a name for this;"
                " use small letters, digits and hyphens, as in 'onsite-late'")
            ],
        ),
        (
            "name: x\nyears: {2026: 1, next: 2}",
            ["f.yaml:2:18 unknown field 'next'"],
        ),
        (
            "name: x\nrows:\n  - {id: a, n: 010}\n  - {id: a, n: no}\n",
            [
                "f.yaml:3:16 n: expected a whole number, found '010'; write 10",
                ("f.yaml:4:10 id 'a' is given twice; the first one is at f.yaml:3:10;"
                " every row of a table needs an id of its own"),
                "f.yaml:4:16 n: expected a whole number, found 'no'",
            ],
        ),
    ],
)  # fmt: skip
def test_faults(text: str, expected: list[str]) -> None:
    """Place, what is wrong, what to do; nothing is reported twice."""
    assert [describe(problem) for problem in load(text).problems] == expected


def test_what_does_not_fit_is_missing_from_the_data() -> None:
    """Rules see it as missing; the place of its key stays."""
    loaded = load(
        "name: x\nscore: 9\nwarranty: 3\nstage: sign\nprice:\nrows: [{n: 1}, 2, {id: b}]\n"
    )
    assert loaded.tree.data == {"name": "x", "rows": [{"n": 1}, {"id": "b"}]}
    assert len(loaded.problems) == 5
    assert loaded.tree.keys["warranty",].line == 3
    assert str(loaded.tree.place(("price",))) == "f.yaml:5:1"
    assert str(loaded.tree.place(("rows", 1, "n"))) == "f.yaml:6:19"


def test_items_that_are_missing_leave_no_hole() -> None:
    """Indexes of data and of places agree."""
    loaded = load("name: x\ntags: [a, ~, '', b]\n")
    assert loaded.problems == []
    assert loaded.tree.data["tags"] == ["a", "b"]
    assert loaded.tree.places["tags", 1].column == 18


def test_expressions_are_listed() -> None:
    """The policy layer compiles what the schema calls an expression, and nothing else."""
    assert load("name: x\nbetter: it.better").expressions == {("better",)}
    assert load("name: x\nbetter: higher").expressions == frozenset()


def test_the_first_of_several_kinds_that_fits() -> None:
    """An enum before a date, a list beside a text."""
    assert load("name: x\ndeadline: never\nsource: [a, b]").tree.data == {
        "name": "x",
        "deadline": "never",
        "source": ["a", "b"],
    }
