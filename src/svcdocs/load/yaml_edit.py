"""Small edits in a YAML file that leave every other character, comments included, as it was.

Only what data files usually are: block mappings and lists of mappings, flow mappings and lists in them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

import yaml

#: PyYAML with its C library is ten times faster; both give the same places.
_TEXTS: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_NODES: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

#: A scalar's text, a list or a mapping of them, as they are to be written.
Value = str | list["Value"] | dict[str, "Value"]
Keys = tuple[str, ...]


def read(text: str) -> dict[str, Value]:
    """The file as texts, lists and mappings."""
    data: dict[str, Value] = yaml.load(text, Loader=_TEXTS)  # noqa: S506 - texts only
    return data


def has(text: str, key: str) -> bool:
    """Whether the file has a top-level field."""
    return re.search(rf"^{re.escape(key)}:", text, re.MULTILINE) is not None


def put(text: str, keys: Keys, value: Value) -> str:
    """Set a field, one of a row (`table`, row id, field) included; add it where it is missing."""
    node, last = _parent(text, keys)
    found = _entry(node, last)
    if found is not None:
        start, end = _offset(text, found[1].start_mark), _end(text, found[1])
        gap = "" if text[start - 1].isspace() else " "
        return text[:start] + gap + flow(value) + text[end:]
    written = f"{scalar(last)}: {flow(value)}"
    if node.flow_style:
        end = _offset(text, node.end_mark) - 1
        return text[:end] + (", " if node.value else "") + written + text[end:]
    indent = node.value[0][0].start_mark.column if node.value else 0
    at = _line_end(text, _end(text, node))
    return f"{text[:at]}\n{' ' * indent}{written}{text[at:]}"


def remove(text: str, keys: Keys) -> str:
    """Take a field, or a row of a table (`table`, row id), out."""
    if len(keys) == 2:
        rows = _root(text, keys[0])
        if isinstance(rows, yaml.SequenceNode):
            row = _row(rows, keys[1])
            return _without_lines(text, row.start_mark, _end(text, row))
    node, last = _parent(text, keys)
    found = _entry(node, last)
    if found is None:
        raise KeyError(f"{'.'.join(keys)} is not there to be taken out")
    key, value = found
    if not node.flow_style:
        return _without_lines(text, key.start_mark, _end(text, value))
    number = node.value.index((key, value))
    if number + 1 < len(node.value):
        start, end = key.start_mark, node.value[number + 1][0].start_mark
        return text[: _offset(text, start)] + text[_offset(text, end) :]
    start_at = _end(text, node.value[number - 1][1]) if number else _offset(text, key.start_mark)
    return text[:start_at] + text[_end(text, value) :]


def append(text: str, table: str, row: Mapping[str, Value]) -> str:
    """Add a row at the end of a list of mappings."""
    rows = _root(text, table)
    column = rows.value[-1].start_mark.column
    lines = [f"{scalar(key)}: {flow(value)}" for key, value in row.items()]
    written = "".join(
        f"\n{' ' * (column - 2)}{'  ' if number else '- '}{line}"
        for number, line in enumerate(lines)
    )
    at = _line_end(text, _end(text, rows))
    return text[:at] + written + text[at:]


def flow(value: Value) -> str:
    """A value on one line."""
    if isinstance(value, str):
        return scalar(value)
    if isinstance(value, list):
        return f"[{', '.join(flow(one) for one in value)}]"
    return "{" + ", ".join(f"{scalar(key)}: {flow(one)}" for key, one in value.items()) + "}"


def scalar(text: str) -> str:
    """A text without quotes where it can stand so."""
    try:
        node = yaml.compose(f"[{text}]", Loader=_NODES)
    except yaml.YAMLError:
        node = None
    if isinstance(node, yaml.SequenceNode) and len(node.value) == 1:
        alone = node.value[0]
        plain = isinstance(alone, yaml.ScalarNode) and not alone.style
        if plain and alone.value == text and text.lower() not in {"", "~", "null"}:
            return text
    return json.dumps(text, ensure_ascii=False)


def _top(text: str) -> yaml.MappingNode:
    root = yaml.compose(text, Loader=_NODES)
    if not isinstance(root, yaml.MappingNode):
        raise TypeError("the file has no fields")
    return root


def _root(text: str, key: str) -> yaml.CollectionNode:
    found = _entry(_top(text), key)
    if found is None or not isinstance(found[1], yaml.CollectionNode):
        raise KeyError(key)
    return found[1]


def _parent(text: str, keys: Keys) -> tuple[yaml.MappingNode, str]:
    """The mapping that holds the last key."""
    node: yaml.Node = _top(text)
    for key in keys[:-1]:
        if isinstance(node, yaml.SequenceNode):
            node = _row(node, key)
        elif isinstance(node, yaml.MappingNode) and (found := _entry(node, key)):
            node = found[1]
        else:
            raise KeyError(f"{key} of {'.'.join(keys)}")
    if not isinstance(node, yaml.MappingNode):
        raise TypeError(f"{'.'.join(keys[:-1])} has no fields")
    return node, keys[-1]


def _entry(node: yaml.MappingNode, key: str) -> tuple[yaml.Node, yaml.Node] | None:
    return next((pair for pair in node.value if pair[0].value == key), None)


def _row(rows: yaml.SequenceNode, id_: str) -> yaml.MappingNode:
    for row in rows.value:
        if isinstance(row, yaml.MappingNode):
            found = _entry(row, "id")
            if found is not None and found[1].value == id_:
                return row
    raise KeyError(id_)


def _end(text: str, node: yaml.Node) -> int:
    """Behind the last character of a value; PyYAML's own mark of a block is the next token."""
    if not isinstance(node, yaml.CollectionNode) or node.flow_style:
        return _offset(text, node.end_mark)
    last = node.value[-1]
    return _end(text, last[1] if isinstance(last, tuple) else last)


def _offset(text: str, mark: yaml.Mark) -> int:
    return sum(len(line) for line in _lines(text, mark.line)) + mark.column


def _lines(text: str, count: int) -> Iterator[str]:
    yield from text.splitlines(keepends=True)[:count]


def _line_end(text: str, at: int) -> int:
    found = text.find("\n", at)
    return len(text) if found < 0 else found


def _without_lines(text: str, start: yaml.Mark, end: int) -> str:
    first = _offset(text, start) - start.column
    return text[:first] + text[_line_end(text, end) + 1 :]
