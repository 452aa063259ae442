"""Reading files: YAML, CSV and Excel with the place of every value, typed by JSON Schema."""

from __future__ import annotations

from typing import TYPE_CHECKING

from svcdocs.late_names import late_names

if TYPE_CHECKING:
    from svcdocs.load import resources
    from svcdocs.load.calendars import load_calendar
    from svcdocs.load.fields import field_kind, field_names, field_references, field_title
    from svcdocs.load.file_names import lock_path
    from svcdocs.load.files import load_yaml
    from svcdocs.load.lock_file import load_lock, lock_from_text, lock_text
    from svcdocs.load.one_table import load_table
    from svcdocs.load.policy_files import load_manifest, load_policy_files
    from svcdocs.load.project import load_project
    from svcdocs.load.source import Loaded, describe

__all__ = [
    "Loaded",
    "describe",
    "field_kind",
    "field_names",
    "field_references",
    "field_title",
    "load_calendar",
    "load_lock",
    "load_manifest",
    "load_policy_files",
    "load_project",
    "load_table",
    "load_yaml",
    "lock_from_text",
    "lock_path",
    "lock_text",
    "resources",
]

__getattr__ = late_names(
    __name__,
    {
        "Loaded": "source",
        "describe": "source",
        "field_kind": "fields",
        "field_names": "fields",
        "field_references": "fields",
        "field_title": "fields",
        "load_calendar": "calendars",
        "load_lock": "lock_file",
        "load_manifest": "policy_files",
        "load_policy_files": "policy_files",
        "load_project": "project",
        "load_table": "one_table",
        "load_yaml": "files",
        "lock_from_text": "lock_file",
        "lock_path": "file_names",
        "lock_text": "lock_file",
    },
)
