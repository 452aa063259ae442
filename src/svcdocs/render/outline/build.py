"""An outline and a manifest make a form; the same ones make the same bytes."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from pathlib import Path as FilePath
from typing import Any

from svcdocs.errors import TemplateError
from svcdocs.load import Loaded, describe, load_yaml
from svcdocs.model.tree import Path, Tree
from svcdocs.ooxml.base_package import base_package
from svcdocs.ooxml.package import write_package
from svcdocs.ooxml.seal import sealed
from svcdocs.render.outline import sheet
from svcdocs.render.outline.blocks import Builder
from svcdocs.render.outline.measure import page
from svcdocs.render.outline.xml import kept_with_next
from svcdocs.texts import _

FILE_NAME = "outline.yaml"
#: The paragraph Word wants after a last table: too low to be pushed onto a page of its own.
_END = (
    '<w:p><w:pPr><w:pStyle w:val="Gap"/><w:spacing w:line="20" w:lineRule="exact"/></w:pPr></w:p>'
)
#: What differs from the house style, by the kind of page.
_STYLES = {"text": "", "form": "form", "notice": "notice"}


def load_outline(folder: FilePath) -> Tree:
    """The outline of a document type's folder.

    Raises:
        TemplateError: it is not as its schema wants it; every problem with its place.
    """
    loaded: Loaded = load_yaml(folder / FILE_NAME, "outline")
    if loaded.problems:
        raise TemplateError(
            _("{file} cannot be used").format(file=(folder / FILE_NAME).as_posix()),
            details=[describe(problem) for problem in loaded.problems],
        )
    return loaded.tree


def build_form(outline: Tree, manifest: Mapping[str, Any]) -> bytes:
    """The .docx template of an outline.

    Args:
        outline: as `load_outline` gives it.
        manifest: the data of the type's `type.yaml`; title, number and version are printed.

    Raises:
        TemplateError: a block that cannot be built, with its place in the outline.
    """
    data = outline.data
    settings = data.get("page", {})
    notice = settings.get("style") == "notice"
    kind = "notice" if notice else settings.get("margins", "form")
    layout = page(kind, landscape=settings.get("landscape", False))

    def locate(path: Path) -> str:
        return str(outline.place(path) or FILE_NAME)

    builder = Builder(width=layout.inner, pieces=data.get("pieces", {}), locate=locate)
    body = builder.blocks(data["blocks"], ("blocks",))
    if body.endswith("</w:tbl>"):
        body = kept_with_next(body) + _END
    qr = settings.get("qr", "")
    header = sheet.header(settings.get("header", {}), manifest, layout, notice=notice, qr=qr)
    parts = base_package(
        body + sheet.section(layout, has_header=header is not None, notice=notice, qr=bool(qr)),
        {} if header is None else {sheet.HEADER_ID: header},
        sheet.notice_footers(layout) if notice else {sheet.FOOTER_ID: sheet.footer(layout)},
        styles=_STYLES[kind],
        facing=notice,
    )
    title = f"<dc:title>{escape(manifest['title'], quote=False)}</dc:title>"
    core = parts["docProps/core.xml"].decode().replace("<dc:title></dc:title>", title)
    # The seal tells later whether somebody has edited the form in Word since.
    return write_package(sealed({**parts, "docProps/core.xml": core.encode()}))
