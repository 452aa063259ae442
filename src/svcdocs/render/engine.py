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
from svcdocs.ooxml.package import entries, read_package
from svcdocs.ooxml.postcheck import check_package, check_parts
from svcdocs.ooxml.properties import properties_xml, read_properties, with_properties_part
from svcdocs.ooxml.seal import SEAL, part_digest, seal
from svcdocs.render.lack import IncompleteDocumentError
from svcdocs.render.mode import Mode
from svcdocs.render.program import fault_line
from svcdocs.render.run import Run
from svcdocs.render.template_parts import compile_parts, heading_styles
from svcdocs.render.views import view
from svcdocs.texts import _


class CompiledTemplate:
    """A Word template ready to render; immutable, so threads may share it."""

    __slots__ = (
        "_compiled",
        "_digests",
        "_headings",
        "_own_properties",
        "_parts",
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
            self._headings = heading_styles(parts)
            self._compiled = compile_parts(parts, self._headings, name)
        except PackageError as error:
            raise TemplateError(error.message, hint=error.hint, details=error.details) from error
        self._parts = parts
        self._own_properties = read_properties(parts)
        self._digests = {part: part_digest(own) for part, own in parts.items()}
        self._static = entries(parts)

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
        values = {
            name: view(run, value, (name,)) if isinstance(value, dict | list) else value
            for name, value in context.items()
        }
        rendered = {name: part.render(run, values) for name, part in self._compiled.items()}
        if run.mode is Mode.FINAL and run.lacks:
            raise IncompleteDocumentError(
                _("{name} cannot be final yet").format(name=self.name),
                run.lacks,
                hint=_("fill these in, or print a draft"),
            )
        self._check(rendered, run)
        return self._file(rendered, describe(run) if describe else {})

    def _check(self, rendered: Mapping[str, bytes], run: Run) -> None:
        problems = check_parts(
            {**self._parts, **rendered}, rendered.keys(), tags=not run.braces_in_data
        )
        if problems:
            raise DocumentError(
                _("{name} failed the check and was not written").format(name=self.name),
                details=problems,
            )

    def _file(self, rendered: Mapping[str, bytes], described: Mapping[str, str]) -> bytes:
        """The whole file: rendered parts, the rest as it stands, custom properties last."""
        digests = {part: part_digest(data) for part, data in rendered.items()}
        properties = {
            **self._own_properties,
            **described,
            SEAL: seal({**self._digests, **digests}, self._properties),
        }
        changed = {**rendered, self._properties: properties_xml(properties)}
        packed = {part: pack(part, data) for part, data in changed.items()}
        return archive(packed.get(part, entry) for part, entry in self._static.items())


@lru_cache(maxsize=64)
def compile_template(data: bytes, name: str) -> CompiledTemplate:
    """The compiled form of a template; the same bytes are compiled once.

    Raises:
        TemplateError: as `CompiledTemplate`.
    """
    return CompiledTemplate(data, name)
