"""Pictures as parts of a Word file: what they are, how large, and the XML that shows them.

Only the head of a file is read, as far as its size stands in it: decoding is Word's business.
"""

from __future__ import annotations

import hashlib
import struct
from dataclasses import dataclass
from html import escape

from svcdocs.ooxml import names
from svcdocs.ooxml.archive import PackageError
from svcdocs.texts import _

MAX_BYTES = 10 * 1024 * 1024
MAX_SIDE = 20_000
#: Word's unit of length: 360,000 to a centimetre.
EMU = 360_000
_INCH = 2.54
_DPI = 96
#: JPEG's frame headers (SOF0 to SOF15 without DHT, JPG, DAC), which hold the size.
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
#: JPEG markers without a length behind them.
_BARE = frozenset((0x01, *range(0xD0, 0xD8)))


@dataclass(frozen=True, slots=True)
class Media:
    """A picture's bytes, with its natural size in centimetres."""

    data: bytes
    extension: str
    width: float
    height: float

    @property
    def content_type(self) -> str:
        """As content types name it."""
        return f"image/{self.extension}"

    @property
    def part(self) -> str:
        """The part that holds it: the same picture has the same name."""
        return f"word/media/{hashlib.sha256(self.data).hexdigest()[:20]}.{self.extension}"


def read_media(data: bytes, name: str) -> Media:
    """A PNG, JPEG or GIF.

    Args:
        data: the file.
        name: what messages call it.

    Raises:
        PackageError: another kind of file, too large, or damaged before its size is told.
    """
    if len(data) > MAX_BYTES:
        raise PackageError(
            _("picture {name} has {size} MB; at most {limit} MB go into a document").format(
                name=name, size=-(-len(data) >> 20), limit=MAX_BYTES >> 20
            ),
            hint=_("save it smaller"),
        )
    try:
        if data.startswith(b"\x89PNG\r\n\x1a\n"):
            extension, (width, height, dpi) = "png", _png(data)
        elif data.startswith((b"GIF87a", b"GIF89a")):
            extension, (width, height, dpi) = "gif", (*struct.unpack_from("<HH", data, 6), _DPI)
        elif data.startswith(b"\xff\xd8\xff"):
            extension, (width, height, dpi) = "jpeg", _jpeg(data)
        else:
            raise PackageError(
                _("{name} is no PNG, JPEG or GIF picture").format(name=name),
                hint=_("save it as PNG"),
            )
    except (struct.error, IndexError) as error:
        raise PackageError(_("picture {name} is damaged").format(name=name)) from error
    if not (0 < width <= MAX_SIDE and 0 < height <= MAX_SIDE):
        raise PackageError(
            _("picture {name} has {width}×{height} pixels; at most {limit} a side").format(
                name=name, width=width, height=height, limit=MAX_SIDE
            ),
            hint=_("save it smaller"),
        )
    return Media(data, extension, width / dpi * _INCH, height / dpi * _INCH)


def _png(data: bytes) -> tuple[int, int, float]:
    width, height = struct.unpack_from(">II", data, 16)
    found = data.find(b"pHYs", 8, 4096)
    if found > 0:
        per_metre, _y, unit = struct.unpack_from(">IIB", data, found + 4)
        if unit == 1 and per_metre:
            return width, height, per_metre * _INCH / 100
    return width, height, _DPI


def _jpeg(data: bytes) -> tuple[int, int, float]:
    dpi: float = _DPI
    at = 2
    while True:
        while data[at] == 0xFF:  # the marker, and what fills up before it
            at += 1
        marker = data[at]
        at += 1
        if marker in _BARE:
            continue
        (length,) = struct.unpack_from(">H", data, at)
        if marker in _FRAMES:
            height, width = struct.unpack_from(">HH", data, at + 3)
            return width, height, dpi
        if marker == 0xE0 and data[at + 2 : at + 7] == b"JFIF\0":
            unit, density = struct.unpack_from(">BH", data, at + 9)
            if density and unit in (1, 2):
                dpi = density if unit == 1 else density * _INCH
        if length < 2 or marker in (0xD9, 0xDA):
            raise IndexError(at)
        at += length


def drawing_xml(relationship: str, width: float, height: float, alt: str, link: str = "") -> str:
    """A picture in a line of text.

    Its number is 0: whoever knows all parts of the document numbers its drawings (`number_drawings`).

    Args:
        relationship: the id under which the part it stands in refers to the picture.
        width: in centimetres.
        height: in centimetres.
        alt: what is read out for it.
        link: the id of a relationship to an address that a click opens.
    """
    size = f'cx="{round(width * EMU)}" cy="{round(height * EMU)}"'
    told = escape(alt)
    click = f'<a:hlinkClick xmlns:r="{names.R}" r:id="{link}"/>' if link else ""
    return (
        f'<w:drawing><wp:inline xmlns:wp="{names.WP}" xmlns:a="{names.A}" distT="0" distB="0" '
        f'distL="0" distR="0"><wp:extent {size}/>'
        f'<wp:docPr id="0" name="{told}" descr="{told}">{click}</wp:docPr>'
        '<wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr>'
        f'<a:graphic><a:graphicData uri="{names.PIC}"><pic:pic xmlns:pic="{names.PIC}">'
        f'<pic:nvPicPr><pic:cNvPr id="0" name="{told}"/><pic:cNvPicPr/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip xmlns:r="{names.R}" r:embed="{relationship}"/>'
        "<a:stretch><a:fillRect/></a:stretch></pic:blipFill>"
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing>"
    )
