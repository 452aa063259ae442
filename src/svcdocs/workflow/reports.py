"""Reports of a check: one for the screen, the others as files, each whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from svcdocs.errors import OutputError, UsageError
from svcdocs.report import View
from svcdocs.texts import _


@dataclass(frozen=True, slots=True, kw_only=True)
class Output:
    """A format and where it goes; `path` is None for standard output."""

    format: str
    path: Path | None = None


def refuse_clashes(outputs: Sequence[Output]) -> None:
    """See to it that no report ends up in the middle of another.

    Raises:
        UsageError: two go to standard output, or two to one file.
    """
    taken: dict[Path | None, str] = {}
    for output in outputs:
        where = None if output.path is None else Path(output.path).resolve()
        if where in taken:
            raise UsageError(
                _("{one} and {other} both go to {place}").format(
                    one=taken[where],
                    other=output.format,
                    place=_("the screen") if output.path is None else output.path.as_posix(),
                ),
                hint=_("give one of them a file of its own: -f {format}:FILE").format(
                    format=output.format
                ),
            )
        taken[where] = output.format


#: Makes the text of a format.
Form = Callable[[str, View], str]


def write_reports(form: Form, outputs: Sequence[Output], view: View) -> None:
    """Write those reports that go to files; one that cannot be written stops no other.

    Args:
        form: makes the text of each.
        outputs: those that go to the screen are passed over.
        view: who reads them.

    Raises:
        OutputError: the disk refused; names every file that was not written.
    """
    refused = []
    for output in outputs:
        if output.path is not None:
            try:
                _write(output.path, form(output.format, view).encode())
            except OutputError as error:
                refused.append(error)
    if len(refused) == 1:
        raise refused[0]
    if refused:
        raise OutputError(
            _("{count} reports could not be written").format(count=len(refused)),
            details=[error.message for error in refused],
        )


def repository_root(folder: Path) -> Path:
    """The folder from which CI systems name files: the repository around a folder, else itself."""
    for candidate in (folder, *folder.parents):
        if (candidate / ".git").exists():
            return candidate
    return folder


def _write(path: Path, data: bytes) -> None:
    if _is_device(path):
        try:
            path.write_bytes(data)
        except OSError as error:
            raise OutputError(
                _("{path} cannot be written: {reason}").format(
                    path=path.as_posix(), reason=error.strerror or type(error).__name__
                )
            ) from error
        return
    from svcdocs.workflow.outputs import prepare_folder, write_file  # noqa: PLC0415 - knows documents

    prepare_folder(path.parent)
    write_file(path, data)


def _is_device(path: Path) -> bool:
    """Whether to write into it and never to replace it by a file: /dev/null, a pipe."""
    if path.as_posix().startswith("/dev/"):
        return True
    return path.exists() and not path.is_file() and not path.is_dir()
