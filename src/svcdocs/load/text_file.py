"""A file of the user as text: size, encoding and characters looked at before any parser sees it."""

from __future__ import annotations

import re
from pathlib import Path

from svcdocs.errors import WorkError
from svcdocs.model.finding import Problem, Severity
from svcdocs.model.place import Place
from svcdocs.texts import _

#: Far above any real project (1 MB holds about 5,000 records), far below what fills the memory.
SIZE_LIMIT = 20 * 1024 * 1024

#: Characters nobody sees: control characters, the line separators that only YAML 1.1 takes for a
#: line end, a byte order mark in the middle, and the sign of a conversion that lost text.
_UNWANTED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffd-\uffff]|\r(?!\n)"
)
_UNWANTED_SHOWN = 20
#: Where GBK puts what it has no character for: bytes that mean something else.
_PRIVATE = re.compile("[\ue000-\uf8ff]")


def read_text(path: Path, problems: list[Problem]) -> str | None:
    """The text of a file without its byte order mark; None where problems were reported instead.

    Raises:
        WorkError: the disk does not give the file.
    """
    raw = read_bytes(path, problems)
    text = None if raw is None else _decoded(raw, path.as_posix(), problems)
    return None if text is None else _checked(text, path.as_posix(), problems)


def read_table_text(path: Path, problems: list[Problem], notices: list[Problem]) -> str | None:
    """The same for a CSV file, which Excel saves as GBK on a Chinese Windows: read, and noticed.

    Raises:
        WorkError: the disk does not give the file.
    """
    raw = read_bytes(path, problems)
    if raw is None:
        return None
    file = path.as_posix()
    text = _from_gbk(raw)
    if text is None:
        text = _decoded(raw, file, problems)
    else:
        notices.append(
            Problem(
                code="data/encoding",
                message=_(
                    "the file is GBK, as Excel saves CSV on a Chinese Windows; it was read so"
                ),
                hint=_("save it as 'CSV UTF-8': GBK has no sign for many characters"),
                place=Place(file=file),
                severity=Severity.INFO,
            )
        )
    return None if text is None else _checked(text, file, problems)


def read_bytes(path: Path, problems: list[Problem]) -> bytes | None:
    """What is in a file; None where it is too big, which was reported.

    Raises:
        WorkError: the disk does not give the file.
    """
    file = path.as_posix()
    try:
        size = path.stat().st_size
        if size > SIZE_LIMIT:
            problems.append(
                Problem(
                    code="data/limit",
                    message=_("the file has {size} MB, more than {limit} MB").format(
                        size=-(-size >> 20), limit=SIZE_LIMIT // 1024 // 1024
                    ),
                    hint=_("check that it is the right file, or split it"),
                    place=Place(file=file),
                )
            )
            return None
        return path.read_bytes()
    except OSError as error:
        raise WorkError(
            _("cannot read {file}: {reason}").format(file=file, reason=error.strerror),
        ) from error


def unwanted_character(text: str) -> str:
    """The first character of a text that nobody sees or that is broken, as `U+0007`; or empty."""
    match = _UNWANTED.search(text)
    return f"U+{ord(match[0]):04X}" if match else ""


def _checked(text: str, file: str, problems: list[Problem]) -> str | None:
    unwanted = _unwanted(text, file)
    problems.extend(unwanted)
    return None if unwanted else text


def _decoded(raw: bytes, file: str, problems: list[Problem]) -> str | None:
    try:
        if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
            problems.append(_encoding(file, _("the file is UTF-16, not UTF-8")))
        elif b"\0" in raw[:4096]:
            problems.append(
                Problem(
                    code="data/encoding",
                    message=_("this is not a text file"),
                    hint=_("check that it is the right file"),
                    place=Place(file=file),
                )
            )
        else:
            return raw.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        start = raw.rfind(b"\n", 0, error.start) + 1
        before = raw[start : error.start].decode("utf-8").removeprefix("\ufeff")
        place = Place(
            file=file, line=raw.count(b"\n", 0, error.start) + 1, column=len(before) + 1, length=1
        )
        problems.append(_encoding(file, _not_utf8(raw), place))
    return None


def _from_gbk(raw: bytes) -> str | None:
    """The text of a file that is plainly GBK; None of any other.

    Nearly every run of bytes above 127 is a pair of GBK, a damaged UTF-8 file included. That has
    more characters left whole than broken, GBK taken for UTF-8 has next to none.
    """
    if b"\0" in raw:
        return None
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        return None
    try:
        text = raw.decode("gb18030")
    except UnicodeDecodeError:
        return None
    guess = raw.decode("utf-8", errors="replace")
    broken = guess.count("\ufffd")
    whole = sum(character > "\x7f" for character in guess) - broken
    return None if whole >= broken or _PRIVATE.search(text) else text


def _not_utf8(raw: bytes) -> str:
    try:
        raw.decode("gbk")
    except UnicodeDecodeError:
        return _("the file is not UTF-8")
    return _("the file is not UTF-8; it looks like GBK, as Excel and Notepad save it on Windows")


def _encoding(file: str, message: str, place: Place | None = None) -> Problem:
    return Problem(
        code="data/encoding",
        message=message,
        hint=_("save it again as UTF-8 (Excel: 'CSV UTF-8')"),
        place=place or Place(file=file),
    )


def _unwanted(text: str, file: str) -> list[Problem]:
    found = []
    for match in _UNWANTED.finditer(text):
        start = text.rfind("\n", 0, match.start()) + 1
        found.append(
            Problem(
                code="data/encoding",
                message=_("invisible or broken character U+{code:04X}").format(code=ord(match[0])),
                hint=_("delete it and type the text again"),
                place=Place(
                    file=file,
                    line=text.count("\n", 0, match.start()) + 1,
                    column=match.start() - start + 1,
                    length=1,
                ),
            )
        )
        if len(found) == _UNWANTED_SHOWN:
            break
    return found
