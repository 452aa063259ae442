"""Pictures out of files of the project, the company or the document type, and QR codes."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path, PurePosixPath, PureWindowsPath

from svcdocs.ooxml.archive import PackageError
from svcdocs.ooxml.media import MAX_BYTES, Media, drawing_xml, read_media
from svcdocs.render.objects.inline import Inline, Sheet
from svcdocs.texts import _

#: What fits on a page, in centimetres.
MAX_LENGTH = 55
_MODULE = 8  # pixels to a module of a QR code: sharp when Word makes it smaller or larger
_QUIET = 4  # modules of white around it (ISO/IEC 18004)


class PictureError(ValueError):
    """A picture that cannot be shown: another kind of file, too large, outside the folders."""


@dataclass(frozen=True, slots=True)
class Picture(Inline):
    """A picture at a size in centimetres."""

    media: Media
    width: float
    height: float
    alt: str
    url: str = ""

    def xml(self, sheet: Sheet, properties: str) -> str:  # noqa: ARG002 - as any object
        """The drawing in a run of its own."""
        link = sheet.link(self.url) if self.url else ""
        drawing = drawing_xml(sheet.picture(self.media), self.width, self.height, self.alt, link)
        return f"<w:r>{drawing}</w:r>"

    def plain(self) -> str:
        """A picture has none."""
        raise TypeError(_("a picture stands in the text of a document, nowhere else"))


def sized(
    media: Media, width: float | None, height: float | None, alt: str, url: str = ""
) -> Picture:
    """A picture as wide or as high as asked for, in proportion; by default its natural size.

    Raises:
        PictureError: it would be larger than a page.
    """
    if width is not None and height is None:
        height = width * media.height / media.width
    elif height is not None and width is None:
        width = height * media.width / media.height
    wide = media.width if width is None else width
    high = media.height if height is None else height
    check_length(wide)
    check_length(high)
    return Picture(media, wide, high, alt, url)


def check_length(length: float) -> None:
    """Make sure that a width or height fits on paper.

    Raises:
        PictureError: it does not.
    """
    if not 0 < length <= MAX_LENGTH:
        raise PictureError(
            _("a picture of {length} cm does not fit; give width or height in centimetres").format(
                length=f"{length:g}"
            )
        )


def open_picture(name: str, folders: Sequence[Path]) -> Media:
    """The picture of a file in one of the folders, the first to have it.

    Raises:
        FileNotFoundError: none has it.
        PictureError: the name leads out of the folders, or the file is no picture that fits.
    """
    if (
        PureWindowsPath(name).is_absolute()
        or PureWindowsPath(name).drive
        or PurePosixPath(name).is_absolute()
        or ".." in PureWindowsPath(name).parts
        or "\0" in name
    ):
        raise PictureError(
            _(
                "picture {name}: only files inside the project's, the company's or the type's folder"
            ).format(name=name)
        )
    relative = PurePosixPath(*PureWindowsPath(name).parts)
    for folder in folders:
        path = folder / relative
        try:
            if not path.is_file() or not path.resolve().is_relative_to(folder.resolve()):
                continue
            state = path.stat()
            return _read(path, name, state.st_mtime_ns, state.st_size)
        except OSError as error:
            raise PictureError(
                _("picture {name} cannot be read: {reason}").format(
                    name=name, reason=error.strerror or str(error)
                )
            ) from error
        except PackageError as error:
            told = error.message if not error.hint else f"{error.message}; {error.hint}"
            raise PictureError(told) from error
    raise FileNotFoundError(name)


@lru_cache(maxsize=32)
def _read(path: Path, name: str, _changed: int, size: int) -> Media:
    """A file's picture, read again only when the file has changed."""
    if size > MAX_BYTES:
        return read_media(b"\0" * (MAX_BYTES + 1), name)
    return read_media(path.read_bytes(), name)


@lru_cache(maxsize=1024)
def qr_media(text: str, level: str) -> Media:
    """A QR code as a PNG: the same bytes on every machine.

    Args:
        text: what it says.
        level: how much of it may be damaged: L, M, Q or H.

    Raises:
        PictureError: the text is too long.
    """
    import segno  # noqa: PLC0415 - only documents with a code need it

    try:
        code = segno.make_qr(text, error=level, boost_error=False)
    except segno.DataOverflowError as error:
        raise PictureError(
            _("a text of {count} characters is too long for a QR code").format(count=len(text))
        ) from error
    out = io.BytesIO()
    # Stored, not deflated: deflated bytes depend on the library, and the zip deflates it anyway.
    code.save(out, kind="png", scale=_MODULE, border=_QUIET, compresslevel=0)
    return read_media(out.getvalue(), "qr.png")
