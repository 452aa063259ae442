"""Zip files in and out: refused when hostile, the same bytes for the same parts.

The writer is our own and small because `zipfile` can neither take parts that are deflated already
nor promise equal bytes on Windows and Linux (it records the system and the clock).
"""

from __future__ import annotations

import io
import stat
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from urllib.parse import unquote

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
_COMMON = struct.Struct("<HHHHHLLLHH")
_OFFSET = struct.Struct("<L")
#: How files of the old Office begin, and what Word embeds of them.
OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FIRST_ENTRY = b"PK\x03\x04"
_DIRECTORY_ENTRY = b"PK\x01\x02"
#: Head of an entry: mark, version, flags, method, time, date, checksum, two sizes, two lengths.
_LOCAL = struct.Struct("<LHHHHHLLLHH")
_SIZES_FOLLOW = 0x8
_ZIP64 = 0xFFFFFFFF
#: Faults of one file that are told; a hostile one may have thousands.
_TOLD = 20


class PackageError(WorkError):
    """A Word file cannot be read, or must not be."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A zip entry ready to be written: `packed` is raw deflate data of `size` bytes."""

    name: str
    crc: int
    size: int
    packed: bytes
    #: What stands in front of it, and what the directory says of it before and after its place.
    headers: tuple[bytes, bytes, bytes] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        name = self.name.encode()
        common = _COMMON.pack(
            20,
            0 if self.name.isascii() else _UTF8_NAME,
            zipfile.ZIP_DEFLATED,
            0,
            _EPOCH_DATE,
            self.crc,
            len(self.packed),
            self.size,
            len(name),
            0,
        )
        local = b"PK\x03\x04" + common + name
        central = b"PK\x01\x02\x14\x00" + common + bytes(10)
        object.__setattr__(self, "headers", (local, central, name))


def pack(name: str, data: bytes, level: int | None = None) -> Entry:
    """Deflate one part, with the library in use; level 1 is quick with each of them."""
    library = deflate()
    return Entry(name, library.crc32(data), len(data), library.pack(data, level))


def archive(entries: Iterable[Entry]) -> bytes:
    """Put entries together into a zip file, in the order given, every date 1980-01-01."""
    out: list[bytes] = []
    directory: list[bytes] = []
    offset = 0
    for entry in entries:
        local, central, name = entry.headers
        directory += (central, _OFFSET.pack(offset), name)
        out += (local, entry.packed)
        offset += len(local) + len(entry.packed)
    listed = b"".join(directory)
    count = len(directory) // 3
    end = struct.pack("<HHHHLLH", 0, 0, count, count, len(listed), offset, 0)
    return b"".join((*out, listed, b"PK\x05\x06", end))


def unpack(data: bytes, name: str, only: Collection[str] | None = None) -> dict[str, bytes]:
    """All parts of a zip file in its order, or some; `name` is what messages call the file.

    Raises:
        PackageError: not a zip file, damaged, too big, encrypted, or with names that a well-meant
            Word file never has (absolute, `..`, doubled).
    """
    if data.startswith(OLE_MAGIC):
        raise PackageError(
            _("{name} is an old .doc file or protected by a password").format(name=name),
            hint=_("save it in Word as .docx, without a password"),
        )
    if data.count(_DIRECTORY_ENTRY) > 2 * MAX_ENTRIES:  # before a list of them is made
        raise PackageError(_("{name} is refused").format(name=name), details=[_too_many()])
    try:
        with _opened(data) as container:
            _refuse(container, data, name)
            infos = [info for info in container.infolist() if not info.is_dir()]
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


def _opened(data: bytes) -> zipfile.ZipFile:
    if data and not data.startswith(_FIRST_ENTRY):
        # A program or a page with a zip file behind it is one thing to some readers only.
        raise zipfile.BadZipFile(_("something stands before the first part"))
    return zipfile.ZipFile(io.BytesIO(data))


def _refuse(container: zipfile.ZipFile, data: bytes, name: str) -> None:
    infos = container.infolist()
    problems: list[str] = []
    if len(infos) > MAX_ENTRIES:
        problems.append(_too_many())
    total = sum(info.file_size for info in infos)
    if total > MAX_UNPACKED:
        problems.append(
            _("unpacks to {size} MB; at most {limit} MB are read").format(
                size=total >> 20, limit=MAX_UNPACKED >> 20
            )
        )
    problems += _overlaps(infos, data, container.start_dir)
    seen: set[str] = set()
    for info in infos:
        part = info.filename
        problems += _entry_faults(info, data)
        key = unicodedata.normalize("NFC", unquote(part)).casefold()
        if key in seen:
            problems.append(_("part {part} is there twice").format(part=part))
        seen.add(key)
    if problems:
        told = problems[:_TOLD]
        if len(problems) > _TOLD:
            told.append(_("and {count} more").format(count=len(problems) - _TOLD))
        raise PackageError(_("{name} is refused").format(name=name), details=told)


def _too_many() -> str:
    return _("more than {limit} parts").format(limit=MAX_ENTRIES)


def _entry_faults(info: zipfile.ZipInfo, data: bytes) -> Iterator[str]:
    part = info.filename
    written = unquote(info.orig_filename)
    if (
        written.startswith("/")
        or "\\" in written
        or ":" in written
        or not {"..", ".", ""}.isdisjoint(written.removesuffix("/").split("/"))
        or any(ord(sign) < 32 or ord(sign) == 127 for sign in written)
    ):
        yield _("part name {part} leads out of the file").format(part=repr(info.orig_filename))
    if not info.flag_bits & _UTF8_NAME and not part.isascii():
        yield _("part name {part} is not in UTF-8").format(part=repr(part))
    if info.flag_bits & 0x1:
        yield _("part {part} is encrypted").format(part=part)
    if stat.S_ISLNK(info.external_attr >> 16):
        yield _("part {part} is a link to another file").format(part=part)
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        yield _("part {part} is packed in a way that Word does not know").format(part=part)
    elif info.file_size > RATIO_FROM and info.file_size > MAX_RATIO * max(info.compress_size, 1):
        yield _("part {part} is packed like a zip bomb").format(part=part)
    elif not _agrees(info, data):
        yield _("part {part} is described in two ways").format(part=part)


def _agrees(info: zipfile.ZipInfo, data: bytes) -> bool:
    """Whether the entry says of itself what the directory says: some readers go by the one."""
    head = data[info.header_offset : info.header_offset + _LOCAL.size]
    if len(head) < _LOCAL.size:
        return False
    flags, method, _time, _date, crc, packed, size = _LOCAL.unpack(head)[2:9]
    if method != info.compress_type:
        return False
    if flags & _SIZES_FOLLOW:
        return True
    known = (crc, packed, size)
    return known == (info.CRC, info.compress_size, info.file_size) or _ZIP64 in known


def _overlaps(infos: list[zipfile.ZipInfo], data: bytes, end: int) -> Iterator[str]:
    """Entries that share bytes: a few kilobytes would unpack to as much as one likes."""
    ordered = sorted(infos, key=lambda info: info.header_offset)
    starts = [*(info.header_offset for info in ordered[1:]), min(end, len(data))]
    for info, following in zip(ordered, starts, strict=True):
        least = _LOCAL.size + len(info.orig_filename) + info.compress_size
        if info.header_offset + least > following:
            yield _("part {part} overlaps another").format(part=info.filename)
