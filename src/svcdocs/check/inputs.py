"""What a finding compared: every value that was read, with its name and place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from svcdocs.check.fingerprint import field_name, plain
from svcdocs.check.wording import say
from svcdocs.expr import Read
from svcdocs.facts import Context, Record
from svcdocs.model.finding import Input
from svcdocs.model.tree import Path


def read_inputs(
    context: Context, record: Record | None, reads: Iterable[Read]
) -> tuple[Input, ...]:
    """The reads as inputs, each once, in reading order.

    Groups of terms and whole records are left out: what was read *in* them is listed.
    """
    once = {read.path: read.value for read in reads if read.path[:1] != ("facts",)}
    return tuple(
        Input(
            name=name_of(context, record, path),
            value=say(value),
            place=context.place(path),
            path=path,
            field=field_name(context, path),
            plain=plain(value),
        )
        for path, value in once.items()
        if not isinstance(value, Mapping)
    )


def name_of(context: Context, record: Record | None, path: Path) -> str:
    """The value's name as an expression would write it."""
    if record is not None and len(path) > len(record.path):
        size = len(record.path)
        if path[:size] == record.path:
            return _dotted(("it", *path[size:]))
    if path[:1] == ("project",) and len(path) > 2 and isinstance(path[2], int):
        row = context.project.get(path[1:3])
        id_ = row.get("id") if isinstance(row, Mapping) else None
        return _dotted((f"project.{path[1]}[{id_ or path[2] + 1}]", *path[3:]))
    return _dotted(path)


def _dotted(path: Path) -> str:
    name = ""
    for step in path:
        if isinstance(step, int):
            name += f"[{step + 1}]"
        else:
            name += f".{step}" if name else step
    return name
