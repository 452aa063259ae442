"""One YAML file: read, typed by its schema, judged."""

from __future__ import annotations

from pathlib import Path

from svcdocs.load.file_names import no_such_file
from svcdocs.load.late_places import late_tree
from svcdocs.load.nodes import MappingNode
from svcdocs.load.quick import read_quickly
from svcdocs.load.schema import Schema, anything, built_in
from svcdocs.load.source import Loaded
from svcdocs.load.text_file import read_text
from svcdocs.load.typed import typed
from svcdocs.load.validate import validate
from svcdocs.load.yaml_nodes import read_yaml
from svcdocs.model.finding import Problem
from svcdocs.model.place import Place


def load_yaml(path: str | Path, schema_name: str | None) -> Loaded:
    """Read one YAML file.

    Args:
        path: the file.
        schema_name: a built-in schema (`project`, `tender`, `policy`, `type`); None takes every
            scalar for a text.

    Raises:
        UsageError: there is no such file.
        WorkError: the disk does not give it.
    """
    path = Path(path)
    if not path.is_file():
        raise no_such_file(path)
    problems: list[Problem] = []
    root = read_root(path, problems)
    schema = anything() if schema_name is None else built_in(schema_name)
    return judged(root, schema, (path,), problems)


def read_root(path: Path, problems: list[Problem]) -> MappingNode:
    """The top-level fields of a YAML file; a `partial` mapping where it could not be read."""
    return _root(read_text(path, problems), path, problems)


def _root(text: str | None, path: Path, problems: list[Problem]) -> MappingNode:
    file = path.as_posix()
    root = None if text is None else read_yaml(text, file, problems)
    if root is None:
        return MappingNode(Place(file=file), partial=True)
    # It names the schema for editors, in any file.
    root.entries.pop("$schema", None)
    root.keys.pop("$schema", None)
    return root


def read_file(path: Path, schema: Schema, *, whole: bool = False) -> Loaded:
    """One YAML file, the quick way if nothing about it is in doubt.

    Args:
        path: the file.
        schema: what it should be.
        whole: as in `judged`.

    Raises:
        WorkError: the disk does not give it.
    """
    problems: list[Problem] = []
    text = read_text(path, problems)
    needed = schema.document["then"]["required"] if whole else ()
    data = None if text is None else read_quickly(text, schema, needed)
    if data is None or text is None:
        return judged(_root(text, path, problems), schema, (path,), problems, whole=whole)
    tree = late_tree(data, lambda: typed(_root(text, path, []), schema).tree)
    return Loaded(tree=tree, folder=path.parent, files=(path,))


def judged(
    root: MappingNode,
    schema: Schema,
    files: tuple[Path, ...],
    problems: list[Problem],
    *,
    whole: bool = False,
) -> Loaded:
    """Type and validate; problems come out file by file, from top to bottom.

    Args:
        root: the fields of one file, or of several merged.
        schema: what they should be.
        files: what was read, in order.
        problems: what reading found.
        whole: whether this is everything there is, so that the fields in the schema's `then` are
            needed; a single file of a folder may leave them to the others.
    """
    result = typed(root, schema)
    validate(result, schema, schema.document["then"]["required"] if whole else ())
    order = {path.as_posix(): index for index, path in enumerate(files)}
    everything = dict.fromkeys([*problems, *result.problems])
    return Loaded(
        tree=result.tree,
        problems=sorted(
            everything,
            key=lambda problem: (order.get(problem.place.file, len(order)), problem.place),
        ),
        folder=files[0].parent,
        files=files,
        expressions=frozenset(result.expressions),
    )
