"""How a document knows that nobody changed it: a digest of its parts among its own properties.

The digest travels inside the file, so it still tells when the file was moved or sent. It is made of
the parts as they are unpacked: packing them differently changes nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from svcdocs.ooxml.archive import PackageError, unpack
from svcdocs.ooxml.properties import read_properties, with_properties_part

#: The custom property that holds the digest.
SEAL = "svcdocs-seal"


def part_digest(data: bytes) -> str:
    """The digest of one part; that of a part which many documents share is worth keeping."""
    return hashlib.sha256(data).hexdigest()


def seal(digests: Mapping[str, str], properties_part: str) -> str:
    """The digest of a document out of those of its parts, its custom properties left out."""
    lines = [
        f"{name} {digest}\n" for name, digest in sorted(digests.items()) if name != properties_part
    ]
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def is_untouched(data: bytes) -> bool:
    """Whether a file is a document of ours that nobody has saved since."""
    try:
        parts = unpack(data, "")
        claimed = read_properties(parts).get(SEAL)
        properties_part = with_properties_part(parts)[1]
    except PackageError:
        return False
    digests = {name: part_digest(part) for name, part in parts.items()}
    return claimed == seal(digests, properties_part)


def content_digest(data: bytes) -> str:
    """The seal of a document of ours: the same for the same contents, whatever its properties say.

    Raises:
        PackageError: this is no Word document.
    """
    return read_properties(unpack(data, "")).get(SEAL, "")
