"""One table on its own: the rows of a file, whatever kind of file it is."""

from __future__ import annotations

from pathlib import Path

from svcdocs.errors import UsageError
from svcdocs.load import wording
from svcdocs.load.file_names import YAML_SUFFIXES
from svcdocs.load.files import judged, read_root
from svcdocs.load.nodes import MappingNode
from svcdocs.load.schema import built_in
from svcdocs.load.source import Loaded
from svcdocs.model.place import Place
from svcdocs.texts import _


def load_table(path: str | Path, table: str, *, schema_name: str = "project") -> Loaded:
    """Read the rows of one table from a CSV, .xlsx or YAML file, typed, each cell with its place.

    The file may be called what it likes. Of a workbook the sheet named like the table is read, by
    its field or its Chinese label, else the first one; a YAML file has the table as a top-level
    field.

    Args:
        path: the file.
        table: the field of the schema whose rows they are, `incidents`.
        schema_name: a built-in schema.

    Returns:
        The rows are `tree.data[table]`, absent where the file has none; `problems` are faults,
        `notices` are none.

    Raises:
        UsageError: there is no such file, it is none of the three kinds, or the schema has no such
            table.
        WorkError: the disk does not give the file.
    """
    from svcdocs.load.table_files import (  # noqa: PLC0415 - for tables only
        TableReader,
        table_suffix,
        tables_of,
    )

    path = Path(path)
    schema = built_in(schema_name)
    tables = tables_of(schema.root)
    if table not in tables:
        raise UsageError(
            _("there is no table '{name}'").format(name=table),
            hint=wording.did_you_mean(wording.nearest(table, tables)),
        )
    suffix = table_suffix(path)
    reader = TableReader(tables)
    root = MappingNode(Place(file=path.as_posix()))
    if suffix in YAML_SUFFIXES:
        root = read_root(path, reader.problems)
    else:
        node = reader.read_as(path, table)
        if node is not None:
            root.entries[table] = node
            root.keys[table] = node.place
    loaded = judged(root, schema, (path,), reader.problems)
    loaded.notices = reader.sorted_notices()
    return loaded
