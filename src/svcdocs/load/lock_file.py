"""The promises of a signed contract, frozen beside the project's data: `terms.lock.yaml`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from svcdocs.load.file_names import lock_path
from svcdocs.load.files import judged, load_yaml
from svcdocs.load.nodes import MappingNode
from svcdocs.load.schema import built_in
from svcdocs.load.source import Loaded
from svcdocs.load.yaml_nodes import read_yaml
from svcdocs.model.finding import Problem
from svcdocs.model.place import Place


def load_lock(project: Loaded) -> Loaded | None:
    """The frozen promises of a project; None where it has none.

    Raises:
        WorkError: the disk does not give the file.
    """
    path = lock_path(project.files[0])
    return load_yaml(path, "lock") if path.is_file() else None


def lock_from_text(text: str, path: Path) -> Loaded:
    """The same from a text that is not written yet."""
    problems: list[Problem] = []
    root = read_yaml(text, path.as_posix(), problems)
    root = root or MappingNode(Place(file=path.as_posix()), partial=True)
    return judged(root, built_in("lock"), (path,), problems)


def lock_text(data: Mapping[str, Any]) -> str:
    """Data of the schema `lock` as a file: one line for each term, so that versions compare well."""
    lines = [
        "# 由 svcdocs policy freeze 写成，不手工修改；签约后的变更写在项目的 terms 里，注明日期",
        f"frozen_on: {_scalar(data['frozen_on'])}",
        "policies:",
        *(f"  - {_scalar(policy)}" for policy in data["policies"]),
        f"digest: {_scalar(data['digest'])}",
        "terms:",
        *(f"  {_scalar(id_)}: {_row(term)}" for id_, term in data["terms"].items()),
    ]
    return "\n".join(lines) + "\n"


def _row(fields: Mapping[str, Any]) -> str:
    return "{" + ", ".join(f"{name}: {_spelt(value)}" for name, value in fields.items()) + "}"


def _spelt(value: Any) -> str:
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_scalar, value)) + "]"
    return _scalar(value)


def _scalar(value: Any) -> str:
    """A value as the schema's `value` reads it back: in quotes only what is a text."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, Decimal):
        return f"{value:f}"
    return value.isoformat() if isinstance(value, date) else str(value)
