"""The seal: a document knows whether it was edited, however it was packed or sent."""

from __future__ import annotations

import io
import zipfile

import pytest

from svcdocs.ooxml.base_package import base_package
from svcdocs.ooxml.package import write_package
from svcdocs.ooxml.properties import properties_xml, with_properties_part
from svcdocs.ooxml.seal import SEAL, is_untouched, part_digest, seal


@pytest.fixture
def parts() -> dict[str, bytes]:
    """A sealed document as its parts."""
    parts, where = with_properties_part(base_package("<w:p/><w:sectPr/>"))
    digests = {name: part_digest(data) for name, data in parts.items()}
    parts[where] = properties_xml({"policy": "p@1.0", SEAL: seal(digests, where)})
    return parts


def test_what_we_wrote_is_untouched(parts: dict[str, bytes]) -> None:
    """Packed anew, in another order, without compression: still ours."""
    stored = io.BytesIO()
    with zipfile.ZipFile(stored, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(parts, reverse=True):
            archive.writestr(name, parts[name])

    assert is_untouched(write_package(parts))
    assert is_untouched(stored.getvalue())


def test_any_changed_part_breaks_the_seal(parts: dict[str, bytes]) -> None:
    """Every part counts, and so do parts that come or go."""
    for name in list(parts):
        if name not in ("docProps/custom.xml", "[Content_Types].xml", "_rels/.rels"):
            changed = {**parts, name: parts[name] + b" "}
            assert not is_untouched(write_package(changed)), name
            assert not is_untouched(write_package({k: v for k, v in parts.items() if k != name}))
    assert not is_untouched(write_package({**parts, "word/new.xml": b"<x/>"}))


@pytest.mark.parametrize("data", [b"", b"not a zip", b"PK\x03\x04broken", b"\xd0\xcf\x11\xe0" * 9])
def test_what_is_not_ours_is_never_untouched(data: bytes) -> None:
    """A text, a damaged file, an old .doc: somebody else's work."""
    assert not is_untouched(data)


def test_a_document_without_a_seal_is_not_ours() -> None:
    """Nor is a Word file that somebody else made."""
    assert not is_untouched(write_package(base_package("<w:p/><w:sectPr/>")))
