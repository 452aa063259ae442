"""Zip files in and out: refused when hostile, the same bytes for the same parts.

The writer is our own and small because `zipfile` can neither take parts that are deflated already
nor promise equal bytes on Windows and Linux (it records the system and the clock).
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from svcdocs.errors import WorkError
from svcdocs.ooxml.deflate import deflate
from svcdocs.texts import _

MAX_ENTRIES = 2000
MAX_UNPACKED = 200 * 1024 * 1024
MAX_RATIO = 300
#: Below this size a high ratio is harmless: a style sheet of blanks packs well.
RATIO_FROM = 4 * 1024 * 1024

_EPOCH_DATE = 0x0021  # 1980-01-01, the earliest day a zip can name
_UTF8_NAME = 0x0800
_OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


class PackageError(WorkError):
    """A Word file cannot be read, or must not be."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A zip entry ready to be written: `packed` is raw deflate data of `size` bytes."""

    name: str
    crc: int
    size: int
    packed: bytes


def pack(name: str, data: bytes, level: int | None = None) -> Entry:
    """Deflate one part, with the library in use; level 1 is quick with each of them."""
    library = deflate()
    return Entry(name, library.crc32(data), len(data), library.pack(data, level))


def archive(entries: Iterable[Entry]) -> bytes:
    """Put entries together into a zip file, in the order given, every date 1980-01-01."""
    out = io.BytesIO()
    directory = bytearray()
    count = 0
    for entry in entries:
        name = entry.name.encode()
        flags = 0 if entry.name.isascii() else _UTF8_NAME
        common = struct.pack(
            "<HHHHHLLLHH",
            20,
            flags,
            zipfile.ZIP_DEFLATED,
            0,
            _EPOCH_DATE,
            entry.crc,
            len(entry.packed),
            entry.size,
            len(name),
            0,
        )
        directory += b"PK\x01\x02" + struct.pack("<H", 20) + common
        directory += struct.pack("<HHHLL", 0, 0, 0, 0, out.tell()) + name
        out.write(b"PK\x03\x04" + common + name)
        out.write(entry.packed)
        count += 1
    start = out.tell()
    out.write(directory)
    out.write(b"PK\x05\x06")
    out.write(struct.pack("<HHHHLLH", 0, 0, count, count, len(directory), start, 0))
    return out.getvalue()


def unpack(data: bytes, name: str, only: Collection[str] | None = None) -> dict[str, bytes]:
    """All parts of a zip file in its order, or some; `name` is what messages call the file.

    Raises:
        PackageError: not a zip file, damaged, too big, encrypted, or with names that a well-meant
            Word file never has (absolute, `..`, doubled).
    """
    if data.startswith(_OLE_MAGIC):
        raise PackageError(
            _("{name} is an old .doc file or protected by a password").format(name=name),
            hint=_("save it in Word as .docx, without a password"),
        )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as container:
            infos = [info for info in container.infolist() if not info.is_dir()]
            _refuse(infos, name)
            return {
                info.filename: container.read(info)
                for info in infos
                if only is None or info.filename in only
            }
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        struct.error,
        ValueError,  # a start before the file's first byte
    ) as error:
        raise PackageError(
            _("{name} is not a readable .docx file").format(name=name),
            hint=_("open it in Word or WPS and save it again as .docx"),
            details=[str(error)],
        ) from error


def _refuse(infos: list[zipfile.ZipInfo], name: str) -> None:
    problems: list[str] = []
    if len(infos) > MAX_ENTRIES:
        problems.append(
            _("{count} parts; at most {limit} are read").format(count=len(infos), limit=MAX_ENTRIES)
        )
    total = sum(info.file_size for info in infos)
    if total > MAX_UNPACKED:
        problems.append(
            _("unpacks to {size} MB; at most {limit} MB are read").format(
                size=total >> 20, limit=MAX_UNPACKED >> 20
            )
        )
    seen: set[str] = set()
    for info in infos:
        part = info.filename
        if part.startswith("/") or "\\" in part or ":" in part or ".." in part.split("/"):
            problems.append(_("part name {part} leads out of the file").format(part=repr(part)))
        if part.lower() in seen:
            problems.append(_("part {part} is there twice").format(part=part))
        seen.add(part.lower())
        if info.flag_bits & 0x1:
            problems.append(_("part {part} is encrypted").format(part=part))
        if info.file_size > RATIO_FROM and info.file_size > MAX_RATIO * max(info.compress_size, 1):
            problems.append(_("part {part} is packed like a zip bomb").format(part=part))
    if problems:
        raise PackageError(_("{name} is refused").format(name=name), details=problems)
