"""The text at a value's place is its spelling: underlines and columns can be trusted."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from svcdocs.load import Loaded, load_policy_files, load_project, yaml_nodes
from svcdocs.load.nodes import ListNode, MappingNode, Node, ScalarNode, Style
from svcdocs.load.scalars import read_scalar
from svcdocs.load.schema import Shape, built_in
from svcdocs.load.yaml_nodes import read_yaml
from svcdocs.model.finding import Problem
from svcdocs.model.place import Place
from svcdocs.model.tree import scalars

CHECKOUT = Path(__file__).resolve().parents[2]


def at(lines: list[str], place: Place) -> str:
    """The text a place points at."""
    return lines[place.line - 1][place.column - 1 : place.column - 1 + place.length]


def scalar_nodes(node: Node) -> list[ScalarNode]:
    """All texts under a node, in the order of the file."""
    if isinstance(node, ScalarNode):
        return [node]
    children = (
        node.items
        if isinstance(node, ListNode)
        else node.entries.values()
        if isinstance(node, MappingNode)
        else ()
    )
    return [scalar for child in children for scalar in scalar_nodes(child)]


@pytest.mark.parametrize("loader", [yaml_nodes._LOADER, yaml.SafeLoader])  # noqa: SLF001 # both libraries
@pytest.mark.parametrize(
    ("text", "spelling", "line", "column"),
    [
        ("a: 30 minutes   # half", "30 minutes", 1, 4),
        ("网络😀: 三年", "三年", 1, 6),
        ("a: '8:30'", "8:30", 1, 5),
        ('a: "8:30"', "8:30", 1, 5),
        ("a: [x, y]", "x", 1, 5),
        ("a: {b: x}", "x", 1, 8),
        ("a: &name x", "x", 1, 10),
        ("a: !!str 010", "010", 1, 10),
        ("a: !!str &name 010", "010", 1, 16),
        ("a: &name\n  # why\n  x", "x", 3, 3),
        ("a: |\n\n  第一行\n  第二行", "第一行", 3, 3),
        ("a: >-\n  one\n  two", "one", 2, 3),
        ("a: one\n  two", "one", 1, 4),
        ("a: 'one\n  two'", "one", 1, 5),
        ("a: &name\n  - x", "x", 2, 5),
        ("a: x\r\nb: y\r\n", "x", 1, 4),
    ],
)
def test_places_of_every_style(  # noqa: PLR0913, PLR0917 # a table of cases, twice
    text: str,
    spelling: str,
    line: int,
    column: int,
    loader: object,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Anchors, tags, quotes and block signs do not belong to the spelling.

    Where PyYAML came without its C library, its own parser gives the same places.
    """
    monkeypatch.setattr(yaml_nodes, "_LOADER", loader)
    problems: list[Problem] = []
    root = read_yaml(text, "f.yaml", problems)
    assert root is not None
    assert not problems
    first = scalar_nodes(root)[0]
    assert first.place == Place(file="f.yaml", line=line, column=column, length=len(spelling))
    assert at(text.split("\n"), first.place) == spelling


def test_an_alias_stands_where_its_text_is() -> None:
    """The key is where the alias is, the value where it was spelt."""
    root = read_yaml("a: &name 30 minutes\nb: *name\n", "f.yaml", [])
    assert root is not None
    node = root.entries["b"]
    assert isinstance(node, ScalarNode)
    assert (node.text, node.place.line, node.place.column) == ("30 minutes", 1, 10)
    assert root.keys["b"].line == 2


texts = st.text(
    st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), min_size=1, max_size=12
).filter(lambda text: text != "<<" and "\ufffd" not in text)
trees = st.dictionaries(
    texts, st.recursive(texts, lambda inner: st.lists(inner) | st.dictionaries(texts, inner))
)


@given(trees.filter(bool), st.booleans())
def test_yaml_reads_back_as_written(data: dict[str, object], flow: bool) -> None:  # noqa: FBT001 - a drawn value
    """Values equal those of PyYAML's own loader, and a one-line text stands at its place."""
    text = yaml.safe_dump(data, allow_unicode=True, default_flow_style=flow, width=10_000)
    problems: list[Problem] = []
    root = read_yaml(text, "f.yaml", problems)
    assert root is not None, problems
    assert plain(root) == yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - builds texts only
    lines = text.split("\n")
    for node in scalar_nodes(root):
        spelling = at(lines, node.place)
        if node.style is Style.PLAIN or spelling.isalnum():
            assert spelling == node.text


def plain(node: Node) -> object:
    """A node as plain data."""
    if isinstance(node, MappingNode):
        return {name: plain(child) for name, child in node.entries.items()}
    if isinstance(node, ListNode):
        return [plain(child) for child in node.items]
    assert isinstance(node, ScalarNode)
    return node.text


@given(st.text(st.sampled_from("ab:#-&*!|>'\"%@`{}[],? \t\n\r\\0~<<.é值：😀"), max_size=30))
def test_any_text_is_read_or_refused(text: str) -> None:
    """A mapping or at least one problem, whose place lies in the file; never an exception."""
    text = text.replace("\r", "\r\n")
    problems: list[Problem] = []
    root = read_yaml(text, "f.yaml", problems)
    assert root is not None or problems
    for problem in problems:
        assert problem.place.line <= text.count("\n") + 2
        assert problem.message


def samples() -> list[Path]:
    """Every project and policy of the checkout."""
    return sorted(
        path.parent
        for pattern in ("samples/*/project.yaml", "policies/*/policy.yaml")
        for path in CHECKOUT.glob(pattern)
    )


@pytest.mark.parametrize("folder", samples(), ids=lambda path: path.name)
def test_every_scalar_of_the_samples(folder: Path) -> None:
    """Read again from the file at its place, every value is the same value."""
    schema = "project" if (folder / "project.yaml").exists() else "policy"
    loaded = load_project(folder) if schema == "project" else load_policy_files(folder)
    contents = {
        path.as_posix(): path.read_text(encoding="utf-8-sig").split("\n")
        for path in loaded.files
        if path.suffix != ".xlsx"
    }
    checked = 0
    for path, value in scalars(loaded.tree.data):
        shape = built_in(schema).root.at(path)
        assert shape is not None
        place = loaded.tree.place(path)
        assert place is not None
        if place.file.endswith(".xlsx"):
            assert place.sheet  # a workbook's cells: tests/load/test_workbooks.py
            continue
        spelling = at(contents[place.file], place)
        if isinstance(value, str) and value != spelling:
            # Folded over several lines or with escapes: the first words are still the same.
            assert spelling
            assert value.startswith(spelling.split("\\")[0].split('""')[0].rstrip("\r"))
        else:
            assert same_value(shape, spelling, value, loaded), (place, spelling, value)
        checked += 1
    assert checked > 50


def same_value(shape: Shape, spelling: str, value: object, loaded: Loaded) -> bool:
    """Whether a spelling means a value, for one of the kinds that may stand there."""
    node = ScalarNode(spelling, Style.PLAIN, Place(file=str(loaded.folder)))
    shapes = [shape, *shape.alternatives]
    for part in shapes:
        if part.kind in {"list", "mapping", "any-of", "anything"}:
            continue
        style = Style.QUOTED if isinstance(value, str) and part.kind == "value" else Style.PLAIN
        if read_scalar(part.kind, ScalarNode(node.text, style, node.place)) == value:
            return True
    return False
