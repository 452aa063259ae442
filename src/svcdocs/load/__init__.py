"""Reading files: YAML, CSV and Excel with the place of every value, typed by JSON Schema."""

from svcdocs.load import resources
from svcdocs.load.calendars import load_calendar
from svcdocs.load.fields import field_kind, field_names, field_references, field_title
from svcdocs.load.files import load_yaml
from svcdocs.load.lock_file import load_lock, lock_from_text, lock_path, lock_text
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
