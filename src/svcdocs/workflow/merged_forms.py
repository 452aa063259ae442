"""Many forms as one file to print; what they were made from stays with each form's own file."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

import svcdocs
from svcdocs.errors import DocumentError
from svcdocs.ooxml.archive import MAX_ENTRIES
from svcdocs.ooxml.blocks import document_blocks
from svcdocs.ooxml.imprint import imprint
from svcdocs.ooxml.merging import PageCount, merge
from svcdocs.ooxml.package import write_package
from svcdocs.ooxml.postcheck import check_package, check_parts
from svcdocs.ooxml.properties import properties_xml, with_properties_part
from svcdocs.ooxml.seal import CHECK, SEAL, check_of, part_digests, seal
from svcdocs.render.provenance import MERGED, MERGED_TEXT, VERSION
from svcdocs.texts import _, ngettext


def merged_forms(
    documents: Sequence[tuple[str, bytes]], counted: PageCount = PageCount.SECTION
) -> bytes:
    """One Word file with all documents, each on pages of its own that it counts itself.

    Args:
        documents: what messages call each, and the file.
        counted: how pages are counted: for Word and WPS, or for LibreOffice.

    Raises:
        PackageError: a document cannot stand in one file with others.
        DocumentError: the result is too large to be read again, or failed the check.
    """
    parts = merge(documents, counted)
    if len(parts) + 1 > MAX_ENTRIES:
        raise DocumentError(
            ngettext(
                "{count} form does not fit into one file",
                "{count} forms do not fit into one file",
                len(documents),
            ).format(count=len(documents)),
            hint=_("make several files, e.g. some hundred forms each"),
        )
    checked = [part for part in parts if part.startswith("word/") and part.endswith(".xml")]
    problems = [*check_package(parts), *check_parts(parts, checked, tags=False)]
    if problems:
        raise DocumentError(
            _("the forms could not be put into one file"),
            hint=_("print them one by one, and report this"),
            details=problems,
        )
    parts, part = with_properties_part(parts)
    properties = {
        MERGED: str(len(documents)),
        VERSION: svcdocs.__version__,
        MERGED_TEXT: text_digest(parts),
    }
    properties[CHECK] = check_of(properties)
    parts[part] = b""
    properties[SEAL] = seal(part_digests(parts), part)
    parts[part] = properties_xml(properties)
    return write_package(parts)


def text_digest(parts: Mapping[str, bytes]) -> str:
    """One digest of all texts of a file: hundreds of forms have too many for an imprint."""
    marks = "".join(imprint(document_blocks(parts)).values())
    return hashlib.sha256(marks.encode()).hexdigest()
