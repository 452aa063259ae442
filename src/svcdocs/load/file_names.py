"""What files are called, and what is said of a name that leads nowhere."""

from __future__ import annotations

from pathlib import Path

from svcdocs.errors import UsageError
from svcdocs.load.wording import did_you_mean, nearest
from svcdocs.texts import _

YAML_SUFFIXES = (".yaml", ".yml")
#: The file that makes a folder a project.
MAIN_FILE = "project.yaml"
#: The file that makes a folder a policy.
POLICY_FILE = "policy.yaml"
#: No file of a folder whose name ends so adds fields to the project.
LOCK_SUFFIX = ".lock.yaml"
#: The register of the numbers that forms were given; names that end like it are no data either.
REGISTER_FILE = "form-numbers.txt"
REGISTER_ENDING = "numbers.txt"
#: The company's profile; in a project's folder it adds no fields to the project.
COMPANY_FILE = "company.yaml"


def no_such_file(path: Path) -> UsageError:
    """What is said of a path that leads nowhere, with what lies beside it under a similar name."""
    return UsageError(
        _("no such file or folder: {path}").format(path=path.as_posix()), hint=_look_for(path)
    )


def _look_for(path: Path) -> str:
    """The next step: the neighbour that was meant, or where the path stops being right."""
    folder = path.parent
    try:
        beside = [entry.name for entry in folder.iterdir()]
    except OSError:
        return _(
            "there is no folder {folder} either; paths count from the folder you are in"
        ).format(folder=folder.as_posix())
    similar = nearest(path.name, beside)
    if similar:
        return did_you_mean((folder / similar).as_posix())
    return _("look at the spelling; paths count from the folder you are in")


def lock_path(main: Path) -> Path:
    """Where the frozen promises of a project lie.

    Args:
        main: the project's first file: `project.yaml` of a folder, or the one file it is.
    """
    if main.name == MAIN_FILE:
        return main.with_name("terms" + LOCK_SUFFIX)
    return main.with_name(main.stem + LOCK_SUFFIX)
