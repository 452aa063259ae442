"""Values left out of a document on purpose: personal data on a form that strangers see."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from svcdocs.errors import UsageError
from svcdocs.model.tree import Path
from svcdocs.render.lack import HIDDEN
from svcdocs.texts import _

if TYPE_CHECKING:
    from svcdocs.facts import Context

_SCHEMA = "project"
#: The parameter, which every type has, that names fields to leave out.
HIDE = "hide"
_contexts: WeakKeyDictionary[Context, dict[frozenset[Path], dict[str, Any]]] = WeakKeyDictionary()


def hide_parameter(names: Iterable[str]) -> dict[str, str]:
    """The parameter for names that somebody wrote; none for none.

    Raises:
        UsageError: as `hidden_paths`.
    """
    joined = ",".join(names)
    hidden_paths(joined)
    return {HIDE: joined} if joined else {}


def hidden_paths(names: str) -> frozenset[Path]:
    """The fields, at any depth, that names or Chinese labels mean: `phone,客户称谓,staff.name`.

    Raises:
        UsageError: there is none of a name; names the nearest.
    """
    parts = names.replace("，", ",").replace("、", ",").split(",")
    return frozenset(path for part in parts if part.strip() for path in _called(part.strip()))


@cache
def _called(name: str) -> tuple[Path, ...]:
    from svcdocs.load.fields import field_paths  # noqa: PLC0415 - most documents hide nothing
    from svcdocs.load.wording import nearest  # noqa: PLC0415 - as above

    fields = field_paths(_SCHEMA)
    steps = tuple(name.split("."))
    found = tuple(
        path
        for path, title in fields.items()
        if title == name or tuple(step for step in path if step != "*")[-len(steps) :] == steps
    )
    if found:
        return found
    known = [*{str(path[-1]) for path in fields}, *{title for title in fields.values() if title}]
    near = nearest(name, sorted(known))
    raise UsageError(
        _("no field is called '{name}'").format(name=name),
        hint=_("did you mean {name}?").format(name=near)
        if near
        else _("field names and their labels stand in schemas/project.schema.json"),
    )


def hiding(context: Context, paths: frozenset[Path]) -> dict[str, Any]:
    """The project's data with a mark in place of these fields; made once per project."""
    known = _contexts.setdefault(context, {})
    if paths not in known:
        data: dict[str, Any] = _marked(context.project.data, (), paths, _ways(paths))
        known[paths] = data
    return known[paths]


def at(data: Mapping[str, Any], path: Path) -> Any:
    """What stands at a path of a project's data."""
    node: Any = data
    for step in path[1:]:
        node = node[step]
    return node


def _ways(paths: Iterable[Path]) -> frozenset[Path]:
    """Every beginning of a path."""
    return frozenset(path[:length] for path in paths for length in range(len(path)))


def _marked(node: Any, path: Path, paths: frozenset[Path], ways: frozenset[Path]) -> Any:
    if path in paths:
        return HIDDEN
    if path not in ways:
        return node
    if isinstance(node, Mapping):
        return {key: _marked(value, (*path, key), paths, ways) for key, value in node.items()}
    if isinstance(node, list):
        return [_marked(value, (*path, "*"), paths, ways) for value in node]
    return node
