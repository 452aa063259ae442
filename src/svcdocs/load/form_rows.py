"""Rows for forms, of people who have no project: fields of a table and of its project in one line.

A column is called like a field, like its Chinese label, or like the label that the form prints
beside it; fields of the project are `project.purchaser.name`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from svcdocs.load.file_names import YAML_SUFFIXES
from svcdocs.load.files import judged, read_root
from svcdocs.load.headings import LABELS, Names, table_fault
from svcdocs.load.mistyped import shortened
from svcdocs.load.nodes import ListNode, MappingNode, Node, ScalarNode, TableNode
from svcdocs.load.schema import Schema, Shape, built_in
from svcdocs.load.source import Loaded
from svcdocs.load.table_files import TableReader, table_suffix, tables_of
from svcdocs.load.wording import did_you_mean
from svcdocs.model.finding import Problem
from svcdocs.model.place import Place
from svcdocs.texts import _

#: The table of rows that are projects themselves.
PROJECT, PROJECT_TITLE = "project", "项目"
_OWN = f"{PROJECT}."
#: What a project says to the tool, not to a reader of its forms.
_NOT_PRINTED = frozenset({"stage", "policies", "as_of", "terms", "requirements", "regime"})
_BRACKETS = re.compile(r"（.*?）")

#: From what is written in a field, by its table and name, to what the data want; or a problem.
Reword = Callable[[str, str, str], "str | Problem"]


def row_schema(subject: str, labels: Mapping[str, Mapping[str, list[str]]]) -> Schema:
    """The schema of a file with rows for forms.

    Args:
        subject: the table that the forms are about; empty for forms about a project.
        labels: what a form calls fields, by table and name; those of the project are
            `project.purchaser.name` in its main table.
    """
    project = built_in("project")
    tables = tables_of(project.root)
    main = subject or PROJECT
    own = dict(_project_fields(project.root))
    properties: dict[str, Any] = {}
    for name, shape in tables.items():
        fields = {key: one.raw for key, one in shape.item.fields.items()}
        extra = own if name == main else {f"{_OWN}no": own[f"{_OWN}no"]}
        properties[name] = _table(shape.title, {**fields, **extra}, labels.get(name, {}))
    if main == PROJECT:
        properties[PROJECT] = _table(PROJECT_TITLE, own, labels.get(PROJECT, {}))
    common = {key: one.raw for key, one in project.root.fields.items() if key not in tables}
    return Schema(
        {
            **{key: value for key, value in project.document.items() if key[0] == "$"},
            "type": "object",
            "additionalProperties": False,
            "properties": {**common, **properties},
            "then": {"required": []},
        }
    )


def load_rows(path: Path, subject: str, schema: Schema, reword: Reword) -> Loaded:
    """The tables of a file, typed, each cell with its place.

    Args:
        path: .xlsx, .csv or YAML. Of a workbook the first sheet without a table's name is the main
            table; a YAML file has tables and fields of the project as top-level fields.
        subject: as for `row_schema`.
        schema: the schema from there.
        reword: puts what people write in the data's own words.

    Raises:
        UsageError: there is no such file, or it is none of the three kinds.
        WorkError: the disk does not give the file.
    """
    suffix = table_suffix(path)
    tables = tables_of(schema.root)
    reader = TableReader(tables)
    main = subject or PROJECT
    if suffix in YAML_SUFFIXES:
        root = _yaml(path, tables, reader.problems)
    else:
        root = reader.read(path, main)
    for name, node in root.entries.items():
        if name in tables:
            _reworded(node, name, reword, reader.problems)
    loaded = judged(root, schema, (path,), reader.problems)
    loaded.notices = reader.sorted_notices()
    return loaded


def _table(
    title: str, fields: Mapping[str, Any], labels: Mapping[str, list[str]]
) -> dict[str, Any]:
    """The list of rows; nothing in a row has to be there."""
    named = {
        name: {**raw, LABELS: [*raw.get(LABELS, ()), *labels.get(name, ())]}
        for name, raw in fields.items()
    }
    row = {"type": "object", "additionalProperties": False, "properties": named}
    return {"type": "array", "title": title, "items": row}


def _project_fields(
    shape: Shape, steps: tuple[str, ...] = (), title: str = ""
) -> Iterator[tuple[str, dict[str, Any]]]:
    """The fields of a project that hold one value, by dotted name, with all they may be called."""
    for name, field in shape.fields.items():
        way = (*steps, name)
        if way[0] in _NOT_PRINTED:
            continue
        if field.kind == "mapping" and field.closed:
            yield from _project_fields(field, way, _BRACKETS.sub("", field.title))
        elif field.kind not in ("list", "mapping", "any-of", "anything"):
            whole = field.title if field.title.startswith(title) else title + field.title
            words = [".".join(way), field.title] if steps else [".".join(way)]
            yield (
                _OWN + ".".join(way),
                {**field.raw, "title": whole or field.title, LABELS: list(dict.fromkeys(words))},
            )


def _yaml(path: Path, tables: Mapping[str, Shape], problems: list[Problem]) -> MappingNode:
    """The file with the names of tables and of fields in rows as the schema has them."""
    root = read_root(path, problems)
    _rename(root, tables, problems)
    for name, node in root.entries.items():
        if name not in tables or not isinstance(node, ListNode):
            continue
        for row in node.items:
            if isinstance(row, MappingNode):
                _flatten(row)
                _rename(row, tables[name].item.fields, problems)
    return root


def _flatten(row: MappingNode) -> None:
    """`project: {purchaser: {name: …}}` as `project.purchaser.name`."""
    inner = row.entries.get(PROJECT)
    if not isinstance(inner, MappingNode):
        return
    del row.entries[PROJECT], row.keys[PROJECT]
    stack = [(PROJECT, inner)]
    while stack:
        name, node = stack.pop()
        for key, below in node.entries.items():
            if isinstance(below, MappingNode):
                stack.append((f"{name}.{key}", below))
            else:
                row.entries[f"{name}.{key}"] = below
                row.keys[f"{name}.{key}"] = node.keys[key]


def _rename(node: MappingNode, fields: Mapping[str, Shape], problems: list[Problem]) -> None:
    names = Names(fields)
    for key in list(node.entries):
        name = names.find(key)
        choices = names.choices(key)
        if choices:
            message = _("column '{name}' may mean one of several fields: {fields}").format(
                name=shortened(key), fields=_(", ").join(choices)
            )
            problems.append(table_fault(node.keys[key], message, _("write one of these names")))
            del node.entries[key], node.keys[key]
        elif name and name != key and name not in node.entries:
            node.entries[name] = node.entries.pop(key)
            node.keys[name] = node.keys.pop(key)
        elif not name and (near := names.nearest(key, node.entries)[1]):
            message = _("unknown field '{name}'").format(name=shortened(key))
            problems.append(table_fault(node.keys[key], message, did_you_mean(near)))
            del node.entries[key], node.keys[key]


def _reworded(node: Node, table: str, reword: Reword, problems: list[Problem]) -> None:
    if isinstance(node, TableNode):
        for row in node.rows:
            broken = list(row.broken)
            for at, (name, text) in enumerate(zip(node.fields, row.texts, strict=True)):
                told = reword(table, name, text) if text else text
                if isinstance(told, Problem):
                    line, column, length = row.spots[3 * at : 3 * at + 3]
                    place = replace(node.place, line=line, column=column, length=length)
                    problems.append(_placed(told, place))
                    broken.append(at)
                    told = ""
                row.texts[at] = told
            row.broken = tuple(broken)
        return
    for one in node.items if isinstance(node, ListNode) else ():
        if isinstance(one, MappingNode):
            for name, inner in one.entries.items():
                one.entries[name] = _reword_node(inner, table, name, reword, problems)


def _reword_node(
    node: Node, table: str, name: str, reword: Reword, problems: list[Problem]
) -> Node:
    if isinstance(node, ListNode):
        items = [_reword_node(one, table, name, reword, problems) for one in node.items]
        return ListNode(node.place, items)
    if not isinstance(node, ScalarNode) or node.missing:
        return node
    told = reword(table, name, node.text)
    if isinstance(told, Problem):
        problems.append(_placed(told, node.place))
        return ScalarNode("", node.style, node.place)
    return ScalarNode(told, node.style, node.place)


def _placed(problem: Problem, place: Place) -> Problem:
    return replace(problem, place=place)
