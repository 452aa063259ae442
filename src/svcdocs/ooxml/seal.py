"""How a document knows that nobody changed it: digests of it among its own properties.

They travel inside the file, so they still tell when it was moved or sent. The seal is made of the
parts as they are unpacked: packing them differently changes nothing, and neither do the dates of
creation and change, which may come from outside. Any program that saves the file breaks it; what
was edited is then told by `imprint`. Another digest, over the other properties, shows whether these
are still as they were.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from svcdocs.ooxml.archive import PackageError, unpack
from svcdocs.ooxml.names import ROOT_RELATIONSHIPS_PART
from svcdocs.ooxml.properties import PART as PROPERTIES_PART
from svcdocs.ooxml.properties import (
    core_part,
    properties_xml,
    read_properties,
    undated,
    with_properties_part,
)

#: The custom property that holds the digest of the parts.
SEAL = "svcdocs-seal"
#: The one that holds the digest of the other properties of ours.
CHECK = "svcdocs-check"
_OURS = "svcdocs-"


def is_ours(name: str) -> bool:
    """Whether a custom property is one that svcdocs writes."""
    return name.startswith(_OURS)


def own_properties(parts: Mapping[str, bytes]) -> dict[str, str]:
    """The custom properties of a document that are not ours."""
    return {name: value for name, value in read_properties(parts).items() if not is_ours(name)}


def part_digest(data: bytes) -> str:
    """The digest of one part; that of a part which many documents share is worth keeping."""
    return hashlib.sha256(data).hexdigest()


def part_digests(parts: Mapping[str, bytes]) -> dict[str, str]:
    """The digests of all parts as `seal` wants them."""
    core = core_part(parts)
    return {
        name: part_digest(undated(data) if name == core else data) for name, data in parts.items()
    }


def seal(digests: Mapping[str, str], properties_part: str) -> str:
    """The digest of a document out of those of its parts, its custom properties left out."""
    lines = [
        f"{name} {digest}\n" for name, digest in sorted(digests.items()) if name != properties_part
    ]
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def check_of(properties: Mapping[str, str]) -> str:
    """The digest of what a document says of itself, the seal and this left out."""
    lines = [
        f"{name} {value}\n"
        for name, value in sorted(properties.items())
        if is_ours(name) and name not in (SEAL, CHECK)
    ]
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def is_sealed(parts: Mapping[str, bytes]) -> bool:
    """Whether the parts are still those that were sealed."""
    claimed = read_properties(parts).get(SEAL)
    return claimed == seal(part_digests(parts), with_properties_part(parts)[1])


def sealed(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """The parts with their seal among the custom properties."""
    changed, part = with_properties_part(parts)
    own = seal(part_digests(changed), part)
    changed[part] = properties_xml({**read_properties(changed), SEAL: own})
    return changed


def is_untouched(data: bytes) -> bool:
    """Whether a file is a document of ours that nobody has saved since."""
    try:
        return is_sealed(unpack(data, ""))
    except PackageError:
        return False


def content_digest(data: bytes) -> str:
    """The seal of a document of ours: the same for the same contents, whatever its properties say.

    Raises:
        PackageError: this is no Word document.
    """
    few = unpack(data, "", only=(ROOT_RELATIONSHIPS_PART, PROPERTIES_PART))
    found = read_properties(few).get(SEAL)
    # A template made elsewhere may keep its properties in another part.
    return read_properties(unpack(data, "")).get(SEAL, "") if found is None else found
