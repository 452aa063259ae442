"""A file name that Windows, macOS and Linux all take, as close as possible to what was asked for."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace

from svcdocs.errors import TemplateError
from svcdocs.render.rendered import Rendered
from svcdocs.texts import _

#: Not allowed by Windows (`/` by nobody); the full-width twins read the same and are plain letters.
_TWINS = str.maketrans('<>:"/\\|?*', "＜＞：＂／＼｜？＊")
_RESERVED = re.compile(
    r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$) *(\..*)?", re.IGNORECASE
)
#: Linux allows 255 bytes; the rest is for the temporary name in front of it.
_MAX_BYTES = 220


def safely_named(rendered: Rendered) -> Rendered:
    """The document under a file name that no file system refuses.

    Raises:
        TemplateError: nothing is left of the name its type gives it.
    """
    try:
        return replace(rendered, file_name=safe_file_name(rendered.file_name))
    except ValueError as error:
        raise TemplateError(
            _("the file name of {title} comes out empty").format(title=rendered.title),
            hint=_("see file_name in the type.yaml of {type}").format(type=rendered.type),
        ) from error


def safe_file_name(name: str) -> str:
    """One component of a path: no folder in front of it, nothing reserved, not too long.

    Raises:
        ValueError: nothing is left of the name but an extension.
    """
    text = " ".join(unicodedata.normalize("NFC", name).translate(_TWINS).split())
    text = "".join(sign for sign in text if unicodedata.category(sign) not in ("Cc", "Cf", "Cs"))
    text = " ".join(text.split())  # what stood between two blanks may be gone
    stem, dot, extension = text.rstrip(" .").rpartition(".")
    if not dot:
        stem, extension = extension, ""
    # Windows drops trailing dots and blanks; leading ones hide the file, `~$` is Word's lock file.
    stem = stem.strip(" .").removeprefix("~$")
    if not stem:
        raise ValueError(name)
    if _RESERVED.fullmatch(stem):
        stem = "_" + stem
    return _shortened(stem, _MAX_BYTES - len((dot + extension).encode())) + dot + extension


def same_file_key(name: str) -> str:
    """Equal for names that Windows or macOS take for one file."""
    return unicodedata.normalize("NFC", name).casefold()


def _shortened(stem: str, limit: int) -> str:
    while len(stem.encode()) > limit:
        stem = stem.removesuffix("…")[:-1] + "…"
    return stem
