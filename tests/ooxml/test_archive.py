"""Zip files: hostile ones refused, ours the same bytes for the same parts."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

import pytest

from svcdocs.ooxml import archive as zips
from svcdocs.ooxml.archive import PackageError, archive, pack, unpack

PARTS = {"[Content_Types].xml": b"<Types/>", "word/中文.xml": b"<a/>" * 100, "empty": b""}


def _ours(parts: dict[str, bytes]) -> bytes:
    return archive(pack(name, data) for name, data in parts.items())


def _theirs(entries: list[tuple[str, bytes]]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as container:
        for name, data in entries:
            container.writestr(name, data)
    return out.getvalue()


def test_what_goes_in_comes_out() -> None:
    """In order, Chinese names and empty parts too, and zipfile agrees."""
    data = _ours(PARTS)
    with zipfile.ZipFile(io.BytesIO(data)) as container:
        assert container.testzip() is None
        infos = container.infolist()

    assert [info.filename for info in infos] == list(PARTS)
    assert {info.date_time for info in infos} == {(1980, 1, 1, 0, 0, 0)}
    assert {info.create_system for info in infos} == {0}
    assert unpack(data, "a.docx") == PARTS
    assert _ours(PARTS) == data


def test_folders_are_no_parts() -> None:
    """Other tools write entries for folders."""
    assert unpack(_theirs([("word/", b""), ("word/a.xml", b"x")]), "a") == {"word/a.xml": b"x"}


@pytest.mark.parametrize(
    "name", ["/etc/passwd", "../a.xml", "word/../../a.xml", "word\\a.xml", "C:a.xml"]
)
def test_names_that_lead_out(name: str) -> None:
    """Neither absolute nor upwards nor Windows' own."""
    data = _ours({name: b"x"})
    with pytest.raises(PackageError) as caught:
        unpack(data, "a.docx")

    assert name.replace("\\", "\\\\") in caught.value.details[0]


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("second", ["word/a.xml", "Word/A.XML"])
def test_doubled_names(second: str) -> None:
    """Two readers would see two different documents."""
    with pytest.raises(PackageError):
        unpack(_theirs([("word/a.xml", b"1"), (second, b"2")]), "a.docx")


def test_bombs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Too many parts, too much in all, too dense a part: told before anything is unpacked."""
    bomb = _ours({"a": b"\0" * (zips.RATIO_FROM + 1)})
    with pytest.raises(PackageError):
        unpack(bomb, "a.docx")

    crowd = _ours({f"p{number}": b"" for number in range(zips.MAX_ENTRIES + 1)})
    with pytest.raises(PackageError):
        unpack(crowd, "a.docx")

    monkeypatch.setattr(zips, "MAX_UNPACKED", 10)
    with pytest.raises(PackageError):
        unpack(_ours({"a": b"123456", "b": b"123456"}), "a.docx")


def test_a_size_that_lies() -> None:
    """A part that says it is small and unpacks to much is cut at what it says, and refused."""
    data = bytearray(_ours({"a": b"\0" * 100_000}))
    for mark, offset in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        at = data.index(mark) + offset
        data[at : at + 4] = struct.pack("<L", 10)
    with pytest.raises(PackageError):
        unpack(bytes(data), "a.docx")


def test_encrypted() -> None:
    """Word's own protection is another format, but a zip can be encrypted too."""
    data = bytearray(_ours({"a": b"x"}))
    at = data.index(b"PK\x01\x02") + 8
    data[at] |= 1
    with pytest.raises(PackageError):
        unpack(bytes(data), "a.docx")


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "not a readable .docx"),
        (b"text", "not a readable .docx"),
        (_ours(PARTS)[:-30], "not a readable .docx"),
        (_ours(PARTS)[:2] + _ours(PARTS)[3:], "not a readable .docx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", "old .doc file or protected by a password"),
    ],
)
def test_what_is_no_zip(data: bytes, told: str) -> None:
    """An old .doc is named as such; the rest is damaged or something else."""
    with pytest.raises(PackageError) as caught:
        unpack(data, "a.docx")

    assert told in caught.value.message
    assert "a.docx" in caught.value.message


def test_a_damaged_part() -> None:
    """A checksum that does not fit."""
    data = bytearray(_ours({"a": b"hello hello hello"}))
    at = data.index(b"PK\x01\x02") + 16
    data[at : at + 4] = struct.pack("<L", zlib.crc32(b"other"))
    with pytest.raises(PackageError):
        unpack(bytes(data), "a.docx")
