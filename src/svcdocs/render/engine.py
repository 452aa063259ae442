"""The engine: a Word template compiled once, rendered many times.

Only parts that hold tags are compiled and rendered, as strings; the rest of the file is kept
deflated and copied. What comes out is checked before anybody gets it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Mapping
from functools import lru_cache
from typing import Any

from svcdocs.errors import DocumentError, TemplateError
from svcdocs.ooxml.archive import PackageError, archive, pack
from svcdocs.ooxml.names import DECLARATION, w
from svcdocs.ooxml.package import entries, main_part, parse_part, read_package, relationships
from svcdocs.ooxml.postcheck import check_package, check_parts
from svcdocs.ooxml.properties import properties_xml, read_properties, with_properties_part
from svcdocs.ooxml.seal import SEAL, part_digest, seal
from svcdocs.render.lack import IncompleteDocumentError
from svcdocs.render.mode import Mode
from svcdocs.render.preprocess import holds_tags, preprocess
from svcdocs.render.program import Program, fault_line
from svcdocs.render.run import Run
from svcdocs.render.views import view
from svcdocs.texts import _

#: What each kind of part is called in messages, by the last word of its relationship's type.
_SHEETS = {
    "header": "header",
    "footer": "footer",
    "footnotes": "footnotes",
    "endnotes": "endnotes",
}
_EMPTY_CELL = ("</w:tcPr></w:tc>", "</w:tcPr><w:p/></w:tc>")


class CompiledTemplate:
    """A Word template ready to render; immutable, so threads may share it."""

    __slots__ = (
        "_digests",
        "_headings",
        "_own_properties",
        "_parts",
        "_programs",
        "_properties",
        "_static",
        "digest",
        "name",
    )

    def __init__(self, data: bytes, name: str) -> None:
        """Read and compile every part that holds a tag.

        Args:
            data: the .docx file.
            name: what messages call it.

        Raises:
            TemplateError: it cannot be read, or tags in it are wrong: all of them, with places.
        """
        self.name = name
        self.digest = hashlib.sha256(data).hexdigest()
        try:
            parts, self._properties = with_properties_part(read_package(data, name))
            faults = check_package(parts)
            if faults:
                raise TemplateError(_("{name} is damaged").format(name=name), details=faults)
            self._headings = _heading_styles(parts)
            self._programs = _compile_parts(parts, self._headings, name)
        except PackageError as error:
            raise TemplateError(error.message, hint=error.hint, details=error.details) from error
        self._parts = parts
        self._own_properties = read_properties(parts)
        self._digests = {part: part_digest(own) for part, own in parts.items()}
        self._static = entries(parts)

    @property
    def names(self) -> frozenset[str]:
        """Bare names the template uses and does not define itself."""
        return frozenset(name for program in self._programs.values() for name in program.names)

    def require_names(self, known: Collection[str]) -> None:
        """Make sure that every bare name in the template is one of these.

        Raises:
            TemplateError: it is not; each such tag with its place.
        """
        problems = [
            fault_line(program.tags, line, _("unknown name {name!r}").format(name=name))
            for program in self._programs.values()
            for line, name in program.unknown_names(known)
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
        values = {
            name: view(run, value, (name,)) if isinstance(value, dict | list) else value
            for name, value in context.items()
        }
        changed = {
            part: (DECLARATION + program.render(run, values).replace(*_EMPTY_CELL))
            for part, program in self._programs.items()
        }
        if run.mode is Mode.FINAL and run.lacks:
            raise IncompleteDocumentError(
                _("{name} cannot be final yet").format(name=self.name),
                run.lacks,
                hint=_("fill these in, or print a draft"),
            )
        rendered = {part: text.encode() for part, text in changed.items()}
        problems = check_parts(
            {**self._parts, **rendered}, rendered.keys(), tags=not run.braces_in_data
        )
        if problems:
            raise DocumentError(
                _("{name} failed the check and was not written").format(name=self.name),
                details=problems,
            )
        digests = {part: part_digest(data) for part, data in rendered.items()}
        properties = {
            **self._own_properties,
            **(describe(run) if describe else {}),
            SEAL: seal({**self._digests, **digests}, self._properties),
        }
        rendered[self._properties] = properties_xml(properties)
        packed = {part: pack(part, data) for part, data in rendered.items()}
        return archive(packed.get(part, entry) for part, entry in self._static.items())


@lru_cache(maxsize=64)
def compile_template(data: bytes, name: str) -> CompiledTemplate:
    """The compiled form of a template; the same bytes are compiled once.

    Raises:
        TemplateError: as `CompiledTemplate`.
    """
    return CompiledTemplate(data, name)


def _heading_styles(parts: Mapping[str, bytes]) -> dict[int, str]:
    """The style ids of heading levels; Word names the styles `heading 1` in every language."""
    for one in relationships(parts, main_part(parts)):
        if one.type.endswith("/styles"):
            found = {}
            for style in parse_part(parts[one.target], one.target).iter(w("style")):
                title = style.find(w("name"))
                words = "" if title is None else str(title.get(w("val"))).lower()
                if words.startswith("heading ") and words[8:].isdigit():
                    found[int(words[8:])] = str(style.get(w("styleId")))
            return found
    return {}


def _compile_parts(
    parts: Mapping[str, bytes], headings: dict[int, str], name: str
) -> dict[str, Program]:
    main = main_part(parts)
    sheets = {main: "body"}
    for one in relationships(parts, main):
        kind = _SHEETS.get(one.type.rpartition("/")[2])
        if kind is not None and not one.external:
            sheets[one.target] = kind
    for one in relationships(parts, ""):
        if one.type.endswith("/core-properties"):
            sheets[one.target] = "properties"

    levels = {style: level for level, style in headings.items()}
    programs: dict[str, Program] = {}
    problems: list[str] = []
    for part, sheet in sheets.items():
        if not holds_tags(parts[part]):
            continue
        try:
            source, tags = preprocess(parts[part], part, sheet, levels if part == main else {})
            if tags:
                programs[part] = Program(source, tuple(tags), name, escaped=True)
        except TemplateError as error:
            problems += error.details or [error.message]
    if problems:
        raise TemplateError(_("template {name} cannot be used").format(name=name), details=problems)
    return programs
