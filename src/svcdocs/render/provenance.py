"""What a document says of where it came from: a few custom properties.

Of every value that the template looked at there are eight characters: four for its name, four for
the value. They tell later which values have changed, and give none of them away.
"""

from __future__ import annotations

import base64
import hashlib
import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from svcdocs.model.tree import Path
from svcdocs.ooxml.imprint import chunked, joined
from svcdocs.render.run import Run

TYPE = "svcdocs-type"
RECORD = "svcdocs-record"
MODE = "svcdocs-mode"
FROM = "svcdocs-from"
POLICIES = "svcdocs-policies"
PARAMETER = "svcdocs-parameter-"
DATA = "svcdocs-data"
TEMPLATE = "svcdocs-template"
VERSION = "svcdocs-version"
ANONYMOUS = "svcdocs-anonymous"
#: How many forms stand in the file.
MERGED = "svcdocs-merged"
MERGED_TEXT = "svcdocs-merged-text"
_VALUES = "svcdocs-values-"

#: Stands in a text until everything is read; from a plane that no font draws.
CODE_MARK = "\U0010fffd\U0010fffc\U0010fffd"

#: What counts: data, promises, what was computed, which policy, the day and the parameters.
_ROOTS = frozenset({"project", "terms", "facts", "policy", "document", "company"})
#: Of the document's own data that which does not follow from the rest.
_OWN = frozenset({"as_of", "parameters", "pictures"})
_CODE = re.compile(r"([0-9A-F]{4})-?([0-9A-F]{4})")


@dataclass(frozen=True, slots=True)
class Reading:
    """What one document looked at: each name with its value, spelt out for digests and as it is."""

    values: Mapping[str, str]
    found: Mapping[str, tuple[Path, Any]] = field(default_factory=dict)

    @property
    def marks(self) -> Mapping[str, str]:
        """Eight characters for each name and its value."""
        return {name: _mark(name) + _mark(value) for name, value in self.values.items()}


def reading(run: Run) -> Reading:
    """What a document looked at, rows by their ids: a row more elsewhere changes nothing."""
    found: dict[str, tuple[str, tuple[Path, Any]]] = {}
    for path, value in run.seen.items():
        if path[0] == "company" and value is None:
            continue  # most have no profile, and are the same documents as ever
        if path[0] in _ROOTS and (path[0] != "document" or path[1] in _OWN):
            found[run.name(path)] = (repr(value), (path, value))
    for path, steps in run.chosen:
        if path[0] in _ROOTS and path[0] != "document":
            name = f"{run.name(path)}[{', '.join(map(str, steps))}]"
            found[name] = ("", (path, steps))
    ordered = sorted(found.items())
    return Reading(
        {name: text for name, (text, _value) in ordered},
        {name: value for name, (_text, value) in ordered},
    )


def data_digest(read: Reading, document_type: str, record: str) -> str:
    """A digest of every value a document looked at, whatever order it read them in."""
    lines = [f"{document_type} {record}\n"]
    lines += [f"{name} {value}\n" for name, value in read.values.items()]
    return hashlib.sha256("".join(lines).encode("utf-8", "surrogatepass")).hexdigest()


def properties_of(read: Reading) -> dict[str, str]:
    """The properties that hold the marks of what was read."""
    return chunked(_VALUES, "".join(read.marks.values()))


def changed_names(properties: Mapping[str, str], now: Reading) -> tuple[list[str], list[str], int]:
    """What of a document's values is different now: names that changed, new ones, how many went."""
    text = joined(_VALUES, properties)
    known = {
        text[start : start + 4]: text[start + 4 : start + 8] for start in range(0, len(text), 8)
    }
    changed, new = [], []
    for name, one in now.marks.items():
        before = known.pop(one[:4], None)
        if before is None:
            new.append(name)
        elif before != one[4:]:
            changed.append(name)
    return changed, new, len(known)


def short_code(digest: str) -> str:
    """The check code on paper: 3F7A-91C2."""
    return f"{digest[:4]}-{digest[4:8]}".upper()


def read_code(text: str) -> str:
    """A check code as somebody typed it, in its one spelling; empty if it is none."""
    match = _CODE.fullmatch(text.strip().upper())
    return f"{match[1]}-{match[2]}" if match else ""


def template_digest(parts: str, manifest: Mapping[str, Any]) -> str:
    """A digest of a template and of what the type's manifest adds to the document."""
    lines = [f"{name} {value}\n" for name, value in sorted(manifest.items())]
    return hashlib.sha256("".join([parts, "\n", *lines]).encode()).hexdigest()


@lru_cache(maxsize=8192)
def _mark(text: str) -> str:
    digest = zlib.crc32(text.encode("utf-8", "surrogatepass")) & 0xFFFFFF
    return base64.urlsafe_b64encode(digest.to_bytes(3, "big")).decode()


def parameters_of(properties: Mapping[str, str]) -> dict[str, str]:
    """The parameters a document was printed with, where they were not the type's own."""
    return dict(_parameters(properties))


def _parameters(properties: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for name, value in properties.items():
        if name.startswith(PARAMETER):
            yield name.removeprefix(PARAMETER), value
