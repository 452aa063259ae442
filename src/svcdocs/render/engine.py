"""The engine: a Word template compiled once, rendered many times.

Only parts that hold tags are compiled and rendered, as strings; the rest of the file is kept
deflated and copied. What comes out is checked before anybody gets it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from svcdocs.errors import DocumentError, TemplateError
from svcdocs.ooxml.archive import archive, pack
from svcdocs.ooxml.content_controls import field_tags
from svcdocs.ooxml.imprint import (
    AROUND_FIELDS,
    body_marks,
    imprint_properties,
    sheet_texts,
)
from svcdocs.ooxml.package import entries, part_order
from svcdocs.ooxml.postcheck import check_package, check_part, doubled, surroundings
from svcdocs.ooxml.properties import dated, properties_xml, undated
from svcdocs.ooxml.seal import CHECK, SEAL, check_of, own_properties, part_digest, seal
from svcdocs.ooxml.slots import is_slot, number_of
from svcdocs.render.anatomy import Anatomy, take_apart
from svcdocs.render.lack import IncompleteDocumentError
from svcdocs.render.mode import Mode
from svcdocs.render.program import fault_line
from svcdocs.render.provenance import DATA, short_code
from svcdocs.render.repeats import Repeats
from svcdocs.render.run import Run
from svcdocs.render.shapes import Shape, Shapes
from svcdocs.render.views import view
from svcdocs.texts import _

_CONTAINERS = (dict, list)
_LAST_MOMENT = 253402300799  # 9999-12-31, the last day that Python and Word both know


class CompiledTemplate:
    """A Word template ready to render; immutable, so threads may share it."""

    __slots__ = (
        "_around",
        "_compiled",
        "_core",
        "_digests",
        "_headings",
        "_highest_ids",
        "_main",
        "_own_properties",
        "_parts",
        "_properties",
        "_shapes",
        "_sheets",
        "_static",
        "_still",
        "digest",
        "name",
    )

    def __init__(self, template: bytes | Anatomy, name: str) -> None:
        """Make ready.

        Args:
            template: the .docx file, or what was found out about it before.
            name: what messages call it.

        Raises:
            TemplateError: as `take_apart`.
        """
        self.name = name
        anatomy = take_apart(template, name) if isinstance(template, bytes) else template
        self._parts = anatomy.parts
        self._properties = anatomy.properties
        self._headings = anatomy.headings
        self._compiled = anatomy.compiled
        self._around = anatomy.around
        self._highest_ids = anatomy.highest_ids
        self._own_properties = anatomy.own_properties
        self._core = anatomy.core
        self._main = anatomy.main
        self._sheets = anatomy.sheets
        self._still = anatomy.still
        kinds = dict.fromkeys(self._sheets, "sheet") | {self._main: "body"}
        self._shapes = {
            part: Shapes(one, kinds.get(part, "")) for part, one in self._compiled.items()
        }
        self._digests = anatomy.digests
        #: Of the parts unpacked: packed by another library it is the same template.
        self.digest = seal(self._digests, "")
        self._static = entries(self._parts)

    @property
    def names(self) -> frozenset[str]:
        """Bare names the template uses and does not define itself."""
        return frozenset(name for part in self._compiled.values() for name in part.program.names)

    def require_names(self, known: Collection[str]) -> None:
        """Make sure that every bare name in the template is one of these.

        Raises:
            TemplateError: it is not; each such tag with its place.
        """
        problems = [
            fault_line(part.program.tags, line, _("unknown name {name!r}").format(name=name))
            for part in self._compiled.values()
            for line, name in part.program.unknown_names(known)
        ]
        if problems:
            raise TemplateError(
                _("template {name} uses names that nothing defines").format(name=self.name),
                hint=_("known names: {names}").format(names=", ".join(sorted(known))),
                details=problems,
            )

    def render(
        self,
        context: Mapping[str, Any],
        mode: Mode = Mode.FINAL,
        *,
        run: Run | None = None,
        describe: Callable[[Run], Mapping[str, str]] | None = None,
    ) -> bytes:
        """One document.

        Args:
            context: values by bare name; plain dicts and lists are looked into by key.
            mode: what happens where a value is missing; a run brings its own.
            run: who collects what is read and missing, where the caller wants to know.
            describe: gives custom document properties when everything is read; they stand after
                those of the template, the seal after both.

        Raises:
            IncompleteDocumentError: a final document lacks values: all of them at once.
            TemplateError: the template computes something impossible; names the tag.
            DocumentError: the result failed the check, and is not handed out.
        """
        run = run or Run(mode)
        run.heading_styles = self._headings
        run.repeats = Repeats(self._highest_ids)
        run.additions.begin(self._parts)
        values = {
            name: view(run, value, (name,)) if isinstance(value, _CONTAINERS) else value
            for name, value in context.items()
        }
        printed = {name: one.program.chunks(run, values) for name, one in self._compiled.items()}
        if run.mode is Mode.FINAL and run.lacks:
            raise IncompleteDocumentError(
                _("{name} cannot be final yet").format(name=self.name),
                run.lacks,
                hint=_("fill these in, or print a draft"),
            )
        described = describe(run) if describe else {}
        if run.code_mark:
            code = short_code(described.get(DATA, ""))
            run.kept = [text.replace(run.code_mark, code) for text in run.kept]
            printed = {
                name: [chunk.replace(run.code_mark, code) for chunk in chunks]
                for name, chunks in printed.items()
            }
        drawn = {name: self._drawn(name, chunks, run) for name, chunks in printed.items()}
        added = run.additions.parts()
        if added:
            drawn = {
                name: drawn[name] if data is drawn[name].data else Drawn(data)
                for name, data in run.additions.numbered(
                    {name: one.data for name, one in drawn.items()}
                ).items()
            }
        self._check(drawn, added, run)
        marks = self._imprint(drawn, run.kept, field_tags(run.additions.properties))
        rendered = {name: one.data for name, one in drawn.items()}
        described = {**described, **run.additions.properties, **marks}
        return self._file({**rendered, **added}, described)

    def _drawn(self, name: str, chunks: list[str], run: Run) -> Drawn:
        """One part with its values, by its shape where that is known to be right."""
        shape = None if run.braced else self._shapes[name].of(chunks, self._around)
        if shape is not None:
            return Drawn(shape.filled(run.kept), shape)
        text = "".join(run.kept[number_of(chunk)] if is_slot(chunk) else chunk for chunk in chunks)
        part = self._compiled[name]
        return Drawn(part.finished(run.additions.put_in(name, text)).encode())

    def _check(self, drawn: Mapping[str, Drawn], added: Mapping[str, bytes], run: Run) -> None:
        around = self._around
        problems: list[str] = []
        if added:
            rendered = {name: one.data for name, one in drawn.items()}
            parts = {**self._parts, **rendered, **added}
            around = replace(around, relationships=surroundings(parts, rendered).relationships)
            problems += check_package(parts)
        literal = any(part.literal_braces for part in self._compiled.values())
        glances = list(around.glances)
        for name, one in drawn.items():
            if one.shape is not None:
                glances.append(one.shape.glance)
                continue
            seen, found = check_part(name, one.data, around, None if literal else run.braced)
            glances.append(seen)
            problems += found
        problems += doubled(glances)
        if problems:
            raise DocumentError(
                _("{name} failed the check and was not written").format(name=self.name),
                details=problems,
            )

    def _file(self, rendered: Mapping[str, bytes], described: Mapping[str, str]) -> bytes:
        """The whole file: rendered parts, the rest as it stands, custom properties last."""
        digests = {
            part: part_digest(undated(data) if part == self._core else data)
            for part, data in rendered.items()
        }
        own = self._own_properties
        if self._properties in rendered:
            own = own_properties({**self._parts, **rendered})
        properties = {**own, **described}
        properties[CHECK] = check_of(properties)
        properties[SEAL] = seal({**self._digests, **digests}, self._properties)
        changed = {**rendered, self._properties: properties_xml(properties)}
        if self._core and (seconds := _source_date()) is not None:
            core = rendered.get(self._core, self._parts[self._core])
            changed[self._core] = dated(core, seconds)
        packed = {part: pack(part, data) for part, data in changed.items()}
        if packed.keys() <= self._static.keys():
            return archive(packed.get(part, entry) for part, entry in self._static.items())
        everything = {**self._static, **packed}
        return archive(everything[part] for part in sorted(everything, key=part_order))

    def _imprint(
        self, drawn: Mapping[str, Drawn], kept: Sequence[str], tags: Collection[str]
    ) -> dict[str, str]:
        """The marks of every paragraph and cell; of a form with fields also of what is around them."""
        body = drawn.get(self._main)
        if body is None:
            marks = self._still
        elif body.shape is not None and body.shape.pattern is not None:
            marks = body.shape.pattern.marks(kept)
        else:
            marks = body_marks(body.data.decode())
        texts: list[str] = []
        for name, own in self._sheets.items():
            sheet = drawn.get(name)
            if sheet is None:
                texts += own
            elif sheet.shape is not None and sheet.shape.pattern is not None:
                texts += sheet.shape.pattern.texts(kept)
            else:
                texts += sheet_texts(sheet.data.decode())
        made = imprint_properties(marks, texts)
        if tags and body is not None:
            from svcdocs.ooxml.filled_form import without_fields  # noqa: PLC0415 - has fields

            around = body_marks(without_fields(body.data.decode(), tags))
            made |= imprint_properties(around, texts, AROUND_FIELDS)
        return made


@dataclass(frozen=True, slots=True)
class Drawn:
    """A part of one document, and the shape it was made by, if any."""

    data: bytes
    shape: Shape | None = None


def _source_date() -> int | None:
    """The moment that stands for the time of making, by the convention of reproducible builds."""
    given = os.environ.get("SOURCE_DATE_EPOCH")
    if not given:
        return None
    if given.isascii() and given.isdigit() and int(given) <= _LAST_MOMENT:
        return int(given)
    raise DocumentError(
        _("SOURCE_DATE_EPOCH is {value!r}, not a number of seconds since 1970").format(value=given),
        hint=_("set it to a number, e.g. that of git log -1 --format=%ct, or take it away"),
    )


@lru_cache(maxsize=64)
def compile_template(data: bytes, name: str) -> CompiledTemplate:
    """The compiled form of a template; the same bytes are compiled once.

    Raises:
        TemplateError: as `take_apart`.
    """
    return CompiledTemplate(data, name)
