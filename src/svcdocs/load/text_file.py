"""A file of the user as text: size, encoding and characters looked at before any parser sees it."""

from __future__ import annotations

import re
from pathlib import Path

from svcdocs.errors import WorkError
from svcdocs.model.finding import Problem
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


def read_text(path: Path, problems: list[Problem]) -> str | None:
    """The text of a file without its byte order mark; None where problems were reported instead.

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
                        size=round(size / 1024 / 1024), limit=SIZE_LIMIT // 1024 // 1024
                    ),
                    hint=_("check that it is the right file, or split it"),
                    place=Place(file=file),
                )
            )
            return None
        raw = path.read_bytes()
    except OSError as error:
        raise WorkError(
            _("cannot read {file}: {reason}").format(file=file, reason=error.strerror),
        ) from error
    text = _decoded(raw, file, problems)
    if text is None:
        return None
    unwanted = list(_unwanted(text, file))
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
