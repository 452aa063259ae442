"""Compiled templates, kept from one run to the next.

Kept is what `take_apart` finds out, the tags with their places included, and of each compiled part
the Python source that Jinja wrote: neither lxml nor Jinja's parser is needed to print from it. Python
compiles the source anew, which takes a few milliseconds; a code object would have to be trusted as
blindly, could not be read by people, and would belong to one release of Python.
"""

from __future__ import annotations

from functools import lru_cache

from svcdocs.kept.circumstances import digest_of_bytes
from svcdocs.kept.entries import Kept, key_of
from svcdocs.ooxml.part_glance import Glance
from svcdocs.ooxml.postcheck import Surroundings
from svcdocs.render.anatomy import Anatomy, take_apart
from svcdocs.render.compiled_part import CompiledPart
from svcdocs.render.engine import CompiledTemplate
from svcdocs.render.program import Program, compile_text
from svcdocs.render.tags import Shape, Spot, Tag

_TEMPLATES = Kept(
    "template",
    Anatomy,
    [Anatomy, CompiledPart, Surroundings, Glance, Tag, Shape, Spot, Program],
)
_TEXTS = Kept("text", Program, [Program, Tag, Shape, Spot])


@lru_cache(maxsize=64)
def composed_template(
    data: bytes, pieces: tuple[tuple[str, bytes], ...], name: str
) -> CompiledTemplate:
    """The compiled form of a template that may be made of pieces; compiled once per content.

    Args:
        data: the form.
        pieces: Word files by name, as the form's folder has them.
        name: what messages call the form.

    Raises:
        TemplateError: it, or a piece of it, cannot be read, or tags in it are wrong.
    """
    key = key_of(
        name,
        digest_of_bytes(data),
        *(part for piece, one in pieces for part in (piece, digest_of_bytes(one))),
    )
    anatomy = _TEMPLATES.found(key)
    if anatomy is None:
        from svcdocs.render.subtemplates import composed  # noqa: PLC0415 - not for a kept one

        anatomy = take_apart(composed(data, pieces, name), name)
        _TEMPLATES.keep(key, anatomy)
    return CompiledTemplate(anatomy, name)


@lru_cache(maxsize=256)
def kept_text(source: str, name: str) -> Program:
    """What `compile_text` makes of a plain text with tags, that of a manifest.

    Raises:
        TemplateError: as `Program.compiled`.
    """
    key = key_of(source, name)
    program = _TEXTS.found(key)
    if program is None:
        program = compile_text(source, name)
        _TEXTS.keep(key, program)
    return program
