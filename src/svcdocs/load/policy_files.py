"""The files of a policy, and the manifest of a document type."""

from __future__ import annotations

from pathlib import Path

from svcdocs.errors import PolicyError, TemplateError
from svcdocs.load.file_names import POLICY_FILE, YAML_SUFFIXES
from svcdocs.load.files import judged, load_yaml, read_root
from svcdocs.load.merge import merge
from svcdocs.load.schema import built_in
from svcdocs.load.source import Loaded
from svcdocs.model.finding import Problem
from svcdocs.texts import _


def load_policy_files(folder: str | Path) -> Loaded:
    """All YAML files of a policy's folder as one tree, `policy.yaml` first.

    Mappings of the same name are merged at any depth; a value that two files give is a problem.
    The caller makes one PolicyError of all problems, these and its own.

    Raises:
        PolicyError: the folder has no `policy.yaml`.
        WorkError: the disk does not give a file.
    """
    folder = Path(folder)
    main = folder / POLICY_FILE
    if not main.is_file():
        raise PolicyError(
            _("{folder} is no policy: it has no {file}").format(
                folder=folder.as_posix(), file=main.name
            )
        )
    files = [main, *(path for path in sorted(folder.iterdir()) if _belongs(path, main))]
    problems: list[Problem] = []
    root = read_root(main, problems)
    for path in files[1:]:
        merge(root, read_root(path, problems), problems, deep=True)
    return judged(root, built_in("policy"), tuple(files), problems, whole=True)


def load_manifest(folder: str | Path) -> Loaded:
    """The manifest `type.yaml` of a document type's folder.

    Raises:
        TemplateError: the folder has none.
        WorkError: the disk does not give it.
    """
    path = Path(folder) / "type.yaml"
    if not path.is_file():
        raise TemplateError(
            _("{folder} is no document type: it has no {file}").format(
                folder=path.parent.as_posix(), file=path.name
            )
        )
    return load_yaml(path, "type")


def _belongs(path: Path, main: Path) -> bool:
    hidden = path.name.startswith((".", "~"))
    return path.suffix.lower() in YAML_SUFFIXES and path.is_file() and path != main and not hidden
