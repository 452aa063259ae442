"""Pictures: their size is read from the head of the file, and what is no picture is refused."""

from __future__ import annotations

import struct
import zlib

import pytest

from svcdocs.ooxml.archive import PackageError
from svcdocs.ooxml.media import MAX_BYTES, read_media


def png(width: int, height: int, *, per_metre: int = 0) -> bytes:
    """A grey picture; `per_metre` pixels to the metre if it says so."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    density = chunk(b"pHYs", struct.pack(">IIB", per_metre, per_metre, 1)) if per_metre else b""
    rows = (b"\0" + b"\x80" * width) * height
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + density
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


def jpeg(width: int, height: int, *, before: bytes = b"") -> bytes:
    """The head of a JPEG, as far as its size."""
    frame = b"\xff\xc2" + struct.pack(">HBHHB", 11, 8, height, width, 1) + b"\1\x11\0"
    return b"\xff\xd8" + before + frame + b"\xff\xd9"


JFIF = b"\xff\xe0" + struct.pack(">H", 16) + b"JFIF\0\1\1\1" + struct.pack(">HHBB", 300, 300, 0, 0)
ADOBE = b"\xff\xee" + struct.pack(">H", 14) + b"Adobe\0\x64" + bytes(5)


@pytest.mark.parametrize(
    ("data", "kind", "size"),
    [
        (png(96, 48), "image/png", (2.54, 1.27)),
        (png(600, 300, per_metre=11811), "image/png", (5.08, 2.54)),
        (b"GIF89a" + struct.pack("<HH", 192, 96) + bytes(4), "image/gif", (5.08, 2.54)),
        (jpeg(600, 300, before=JFIF), "image/jpeg", (5.08, 2.54)),
        (jpeg(96, 96, before=ADOBE), "image/jpeg", (2.54, 2.54)),
    ],
)
def test_kind_and_size(data: bytes, kind: str, size: tuple[float, float]) -> None:
    """By what the file says of itself, not by its name."""
    media = read_media(data, "logo")

    assert media.content_type == kind
    assert (media.width, media.height) == pytest.approx(size, rel=0.001)


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"<svg/>", "logo.svg is no PNG, JPEG or GIF picture"),
        (b"", "logo.svg is no PNG, JPEG or GIF picture"),
        (png(4, 4)[:18], "picture logo.svg is damaged"),
        (b"GIF89a", "picture logo.svg is damaged"),
        (b"\xff\xd8\xff\xe0\0\0", "picture logo.svg is damaged"),
        (b"\xff\xd8" + b"\xff" * 40, "picture logo.svg is damaged"),
        (jpeg(10, 10)[:-8], "picture logo.svg is damaged"),
        (bytes(MAX_BYTES + 1), "at most 10 MB"),
        (b"\x89PNG\r\n\x1a\n" + bytes(8) + struct.pack(">II", 60000, 2), "has 60000×2 pixels"),
        (b"\x89PNG\r\n\x1a\n" + bytes(8) + struct.pack(">II", 0, 2), "has 0×2 pixels"),
    ],
)
def test_refused(data: bytes, told: str) -> None:
    """Other kinds, damaged and oversized files: with a message, never by a crash."""
    with pytest.raises(PackageError) as caught:
        read_media(data, "logo.svg")

    assert told in caught.value.message


def test_every_beginning_of_a_picture_is_judged() -> None:
    """A file cut anywhere gives its size or a message."""
    for whole in (png(5, 5, per_metre=3780), jpeg(5, 5, before=JFIF + ADOBE)):
        for end in range(len(whole)):
            try:
                media = read_media(whole[:end], "cut")
            except PackageError:
                continue
            assert (media.width, media.height) == pytest.approx((5 / 96 * 2.54,) * 2, rel=4)
