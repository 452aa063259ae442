"""A project that has a value for every field of a template, to be filled in with real ones."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from svcdocs.load.fields import (
    field_choices,
    field_kind,
    field_names,
    field_references,
    field_title,
    required_fields,
)
from svcdocs.model.quantity import Quantity
from svcdocs.model.term import Term
from svcdocs.render.lint import Contract
from svcdocs.texts import _
from svcdocs.workflow.template_fields import TemplateFields

Way = tuple[str, ...]

_DAY = "2026-03-02"
_VALUES = {
    "date": _DAY,
    "date-time": f"{_DAY} 09:00",
    "time": "09:00",
    "quantity": "30 days",
    "window": "7x24",
    "boolean": "true",
    "integer": "1",
    "number": "1",
    "money": "1000.00",
}
_PLAIN = re.compile(r"[\w（）][\w（）、，。@./+-]*(?: [\w:]+)*|\d{2}:\d{2}")


def sample_yaml(fields: TemplateFields) -> str:
    """The sample as a project in one YAML file, each field with its title."""
    data = sample_data(fields)
    head = _("A sample for {title}: put the real values in.").format(
        title=fields.kind.title if fields.kind else "-"
    )
    lines = [f"# {head}", *_lines(data, (), 0)]
    return "\n".join(lines) + "\n"


def sample_data(fields: TemplateFields) -> dict[str, Any]:
    """The sample as plain data, every scalar a text as it would be spelt."""
    return _Sample(fields).data


class _Sample:
    def __init__(self, fields: TemplateFields) -> None:
        self._contract: Contract = fields.contract
        self._vocabularies = self._by_path(fields.uses.vocabularies)
        self._equals = self._by_path(fields.uses.equals)
        self.data: dict[str, Any] = {}
        kind, policies = fields.kind, fields.contract.policies
        self.data["stage"] = kind.from_stage.value if kind else "signed"
        self.data["policies"] = [str(one) for one in policies.policies] if policies else []
        for name in required_fields("project", ()):
            self._put((name,))
        for name in ("no", "name", "purchaser", "supplier"):
            self._put((name,))
        subject = fields.contract.subject
        if subject:
            self._put((subject, "*", "id"))
        for way in fields.uses.ways:
            path = self._contract.project_path(way)
            if path:
                self._put(path)

    def _by_path(self, links: Mapping[Way, Any]) -> dict[Way, Any]:
        found = {self._contract.project_path(way): target for way, target in links.items()}
        return {path: target for path, target in found.items() if path}

    def _put(self, path: Way) -> None:
        """Give a field of the project a value, and what stands around it."""
        node: Any = self.data
        for depth, step in enumerate(path):
            here = path[: depth + 1]
            if step == "*":
                node = node[0] if isinstance(node, list) else self._entry(node, here)
                continue
            try:
                kind = field_kind("project", here)
            except KeyError:
                return
            if not isinstance(node, dict):
                return
            if step not in node:
                node[step] = self._value(here, kind)
                self._complete(here, kind)
            node = node[step]

    def _entry(self, node: dict[str, Any], path: Way) -> dict[str, Any]:
        """The entry of a mapping whose keys are the ids of terms: a requirement, a promise."""
        if self._term is None:
            return {}  # nobody knows a key; the mapping stays empty
        if not node:
            node[self._term.id] = {}
            for name in required_fields("project", path):
                self._put((*path, name))
        entry: dict[str, Any] = next(iter(node.values()))
        return entry

    @cached_property
    def _term(self) -> Term | None:
        """A term with a period."""
        terms = self._contract.policies.terms.values() if self._contract.policies else ()
        return next((one for one in terms if isinstance(one.standard, Quantity)), None)

    def _complete(self, path: Way, kind: str) -> None:
        """Put in what must stand in a mapping or a row."""
        if kind not in ("mapping", "table"):
            return
        inside = (*path, "*") if kind == "table" else path
        for name in required_fields("project", inside):
            self._put((*inside, name))

    def _value(self, path: Way, kind: str) -> Any:
        if kind == "mapping":
            return {}
        if kind == "table":
            return [{"id": _row_id(path[-1])}]
        if kind == "list":
            return [self._scalar(path, field_kind("project", (*path, "*")))]
        return self._scalar(path, kind)

    def _scalar(self, path: Way, kind: str) -> str:
        references = field_references("project")
        tables = references.get(path) or references.get((*path, "*"))
        if tables:
            return self._reference(tables[0])
        if path[-1] == "id":
            return _row_id(path[0])
        if kind != "boolean":
            said = self._compared(path) or next(iter(field_choices("project", path)), "")
            if said:
                return said
        if kind == "value" and self._term is not None:
            period = self._term.standard
            return f"{period.amount} {period.unit.value}"
        return _VALUES.get(kind, f"（{field_title('project', path) or path[-1]}）")

    def _reference(self, table: str) -> str:
        """The id of a table's only row, which is put in."""
        self._put((table, "*", "id"))
        if "name" in (field_names("project", (table, "*")) or {}):
            self._put((table, "*", "name"))
        return _row_id(table)

    def _compared(self, path: Way) -> str:
        """What the template compares the field with, or the first word of its vocabulary."""
        if path in self._equals:
            return self._said(self._equals[path])
        return self._first_key(self._vocabularies[path]) if path in self._vocabularies else ""

    def _said(self, target: str | Way) -> str:
        if isinstance(target, str):
            return target
        policies = self._contract.policies
        term = policies.terms.get(".".join(target[1:])) if policies else None
        value = term.standard if term is not None else None
        return str(value[0] if isinstance(value, list) and value else value or "")

    def _first_key(self, group: Way) -> str:
        policies = self._contract.policies
        if policies is None:
            return ""
        depth = len(group) - 1
        for identity in (*policies.terms, *policies.groups):
            steps = tuple(identity.split("."))
            if len(steps) > depth and _below(steps, group[1:]) and steps[depth] != "title":
                return steps[depth]
        return ""


def _below(steps: Way, group: Way) -> bool:
    return all(one in ("*", step) for one, step in zip(group, steps, strict=False))


def _row_id(table: str) -> str:
    return f"{table.upper().replace('_', '-')}-01"


def _lines(data: Mapping[str, Any], path: Way, depth: int) -> Iterator[str]:
    indent = "  " * depth
    for name, value in data.items():
        here = (*path, name)
        title = _titled(here)
        if isinstance(value, Mapping):
            yield f"{indent}{name}:{title}"
            yield from _lines(value, here, depth + 1)
        elif isinstance(value, list) and value and isinstance(value[0], Mapping):
            yield f"{indent}{name}:{title}"
            for row in value:
                inner = list(_lines(row, (*here, "*"), depth + 2))
                inner[0] = f"{indent}  - {inner[0].lstrip()}"
                yield from inner
        elif isinstance(value, list):
            yield f"{indent}{name}: [{', '.join(map(_spelt, value))}]{title}"
        else:
            yield f"{indent}{name}: {_spelt(value)}{title}"


def _titled(path: Way) -> str:
    try:
        title = field_title("project", path)
    except KeyError:
        title = ""
    return f"  # {title}" if title and path[-1] != "id" else ""


def _spelt(text: str) -> str:
    return text if _PLAIN.fullmatch(text) else json.dumps(text, ensure_ascii=False)
