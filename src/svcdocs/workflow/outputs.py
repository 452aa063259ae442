"""Files that appear whole or not at all, and never in place of somebody's work."""

from __future__ import annotations

import contextlib
import re
import secrets
import time
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from svcdocs.errors import OutputError
from svcdocs.texts import _
from svcdocs.workflow.file_names import same_file_key

_TEMPORARY = re.compile(r"\.[0-9a-f]{16}\.tmp")
#: Seconds after which nobody is writing a file any more.
_ABANDONED = 600


def refuse_doubles(named: Iterable[tuple[str, str]]) -> None:
    """See to it that no document of a run overwrites another.

    Args:
        named: a file name and what it is the name of, in words.

    Raises:
        OutputError: two have one name, or names that only some systems keep apart.
    """
    owners: dict[str, list[str]] = defaultdict(list)
    for name, what in named:
        owners[same_file_key(name)].append(_("{name}: {message}").format(name=name, message=what))
    doubled = [line for lines in owners.values() if len(lines) > 1 for line in lines]
    if doubled:
        raise OutputError(
            _("several documents have the same file name"),
            hint=_("let file_name in the type.yaml name what tells them apart, e.g. the record"),
            details=doubled,
        )


def prepare_folder(folder: Path) -> None:
    """Make the folder if it is not there.

    Raises:
        OutputError: a file is in the way, or the disk refuses.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError) as error:
        raise OutputError(
            _("{path} is not a folder").format(path=folder.as_posix()),
            hint=_("choose another folder with -o"),
        ) from error
    except OSError as error:
        raise _refused(folder, error) from error


def sweep(folder: Path) -> None:
    """Take away what a killed run left of files it was writing; none that another run may write."""
    begun = time.time() - _ABANDONED
    for path in folder.glob(".*.tmp"):
        with contextlib.suppress(OSError):
            if _TEMPORARY.fullmatch(path.name) and path.stat().st_mtime < begun:
                path.unlink()


def write_document(path: Path, data: bytes, *, force: bool) -> None:
    """Write a Word document, unless what lies there is somebody else's work.

    Raises:
        OutputError: the file was edited by hand or is not ours, is open in another program, or
            the disk refuses.
    """
    if not force:
        _refuse_foreign(path)
    write_file(path, data)


def write_new_file(path: Path, data: bytes, *, force: bool = False) -> None:
    """Write a file where there is none.

    Args:
        path: the file; its folder is there.
        data: what goes into it.
        force: whether a file that is there is overwritten.

    Raises:
        OutputError: there is one, or the disk refuses.
    """
    if not force and path.exists():
        raise OutputError(
            _("{path} is there already").format(path=path.as_posix()),
            hint=_("choose another name, or overwrite it with --force"),
        )
    write_file(path, data)


def write_file(path: Path, data: bytes) -> None:
    """Write a file so that a reader meets the old one or the new one, never a half.

    Raises:
        OutputError: it is open in another program, or the disk refuses.
    """
    temporary = path.with_name(f".{secrets.token_hex(8)}.tmp")
    try:
        try:
            with open(temporary, "xb") as file:  # noqa: PTH123 - a thousand times a second
                file.write(data)
            temporary.replace(path)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise _refused(path, error) from error


def _refuse_foreign(path: Path) -> None:
    from svcdocs.ooxml.archive import PackageError  # noqa: PLC0415 - as above
    from svcdocs.ooxml.on_disk import read_word_file  # noqa: PLC0415 - as above

    try:
        existing = read_word_file(path)
    except FileNotFoundError:
        return
    except PackageError:
        existing = b""  # too big to be a document of ours
    except OSError as error:
        raise _refused(path, error) from error
    from svcdocs.ooxml.seal import is_untouched  # noqa: PLC0415 - as above
    from svcdocs.ooxml.text_edits import reads_as_made  # noqa: PLC0415 - only where a file is there

    if is_untouched(existing):
        return
    hint = _("move it away, or overwrite it with --force")
    if reads_as_made(existing):
        raise OutputError(
            _(
                "{path} was saved by another program; its text is as it was made, its layout may "
                "not be"
            ).format(path=path.as_posix()),
            hint=hint,
        )
    raise OutputError(
        _("{path} was edited by hand or not made by svcdocs").format(path=path.as_posix()),
        hint=hint,
    )


def _refused(path: Path, error: OSError) -> OutputError:
    name = path.as_posix()
    if path.is_dir() and isinstance(error, (IsADirectoryError, PermissionError)):
        return OutputError(_("{path} is a folder").format(path=name))
    if isinstance(error, PermissionError):
        return OutputError(
            _("{path} cannot be written: no permission, or it is open").format(path=name),
            hint=_("close it in Word or WPS, or choose another folder with -o"),
        )
    return OutputError(
        _("{path} cannot be written: {reason}").format(
            path=name, reason=error.strerror or type(error).__name__
        )
    )
