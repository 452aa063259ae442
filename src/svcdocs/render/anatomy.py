"""What is found out about a template once, before any document is made of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from svcdocs.errors import TemplateError
from svcdocs.ooxml.archive import PackageError
from svcdocs.texts import _

if TYPE_CHECKING:
    from svcdocs.ooxml.postcheck import Surroundings
    from svcdocs.render.compiled_part import CompiledPart


@dataclass(frozen=True, slots=True, kw_only=True)
class Anatomy:
    """A template taken apart.

    Attributes:
        parts: as they stand, with ids of their own and a part for custom properties.
        compiled: those that hold tags.
        properties, core, main: the names of the parts for custom properties, for title and dates,
            for the body.
        own_properties: custom properties that are not the tool's.
        headings: style ids by heading level.
        around: what rendered parts are checked against.
        highest_ids: the highest id by kind.
        sheets: the texts of headers, footers and notes, for those without a tag.
        still: the marks of the body, for one without a tag.
        digests: of the parts.
    """

    parts: Mapping[str, bytes]
    compiled: Mapping[str, CompiledPart]
    properties: str
    core: str
    main: str
    own_properties: Mapping[str, str]
    headings: Mapping[int, str]
    around: Surroundings
    highest_ids: Mapping[str, int]
    sheets: Mapping[str, tuple[str, ...]]
    still: str
    digests: Mapping[str, str]


def take_apart(data: bytes, name: str) -> Anatomy:
    """Read a template and compile every part that holds a tag.

    Args:
        data: the .docx file.
        name: what messages call it.

    Raises:
        TemplateError: it cannot be read, or tags in it are wrong: all of them, with places.
    """
    # A template that was compiled before needs none of these, nor lxml.
    from svcdocs.ooxml.blocks import plain_xml, sheet_parts  # noqa: PLC0415 - as said
    from svcdocs.ooxml.distinct_ids import highest_ids, with_distinct_ids  # noqa: PLC0415 - as said
    from svcdocs.ooxml.imprint import body_marks, sheet_texts  # noqa: PLC0415 - as said
    from svcdocs.ooxml.package import main_part, read_package  # noqa: PLC0415 - as said
    from svcdocs.ooxml.postcheck import check_package, surroundings  # noqa: PLC0415 - as said
    from svcdocs.ooxml.properties import core_part, with_properties_part  # noqa: PLC0415 - as said
    from svcdocs.ooxml.seal import own_properties, part_digests  # noqa: PLC0415 - as said
    from svcdocs.render.template_parts import (  # noqa: PLC0415 - as said
        compile_parts,
        heading_styles,
        text_parts,
    )

    try:
        parts, properties = with_properties_part(read_package(data, name))
        faults = check_package(parts)
        if faults:
            raise TemplateError(_("{name} is damaged").format(name=name), details=faults)
        sheets = [part for part, kind in text_parts(parts).items() if kind != "properties"]
        parts = with_distinct_ids(parts, sheets)
        headings = heading_styles(parts)
        compiled = compile_parts(parts, headings, name)
    except PackageError as error:
        raise TemplateError(error.message, hint=error.hint, details=error.details) from error
    main = main_part(parts)
    staying = [part for part in sheets if part not in compiled]
    return Anatomy(
        parts=parts,
        compiled=compiled,
        properties=properties,
        core=core_part(parts),
        main=main,
        own_properties=own_properties(parts),
        headings=headings,
        around=surroundings(parts, compiled, staying),
        highest_ids=dict(highest_ids(parts, sheets)),
        sheets={
            part: tuple(sheet_texts(plain_xml(parts[part], part))) for part in sheet_parts(parts)
        },
        still=body_marks(plain_xml(parts[main], main)),
        digests=part_digests(parts),
    )
