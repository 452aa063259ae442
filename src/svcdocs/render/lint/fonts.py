"""Fonts that every machine of the trade has, and no others."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import TYPE_CHECKING

from svcdocs.ooxml.names import w
from svcdocs.ooxml.package import main_part, parse_part, relationships
from svcdocs.render.lint.fault import Fault, Spot
from svcdocs.render.lint.paragraphs import Paragraph, Sheet
from svcdocs.texts import _

if TYPE_CHECKING:
    from lxml.etree import _Element

#: Windows, macOS with Office, and WPS have these or a font they are mapped to.
ALLOWED = frozenset(
    [
        "宋体", "SimSun", "新宋体", "NSimSun", "黑体", "SimHei", "仿宋", "FangSong", "仿宋_GB2312", "楷体",
        "KaiTi", "楷体_GB2312", "方正小标宋简体", "微软雅黑", "Microsoft YaHei", "Times New Roman", "Arial",
        "Symbol", "Wingdings", "Wingdings 2", "Segoe UI Symbol", "MS Gothic",
    ]
)  # fmt: skip
_CHANNELS = ("ascii", "hAnsi", "eastAsia", "cs")
_THEMES = ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme")


def font_faults(
    parts: Mapping[str, bytes], sheets: list[Sheet], more: Collection[str]
) -> Iterator[Fault]:
    """Fonts outside the list and fonts of the theme, each once in a part, at its first use.

    Args:
        parts: the package.
        sheets: its parts with text.
        more: fonts that the document type allows besides.
    """
    allowed = ALLOWED | frozenset(more)
    for sheet in sheets:
        by_element = {paragraph.element: paragraph for paragraph in sheet.paragraphs}
        yield from _of_part(sheet.root, allowed, by_element, "")
    for one in relationships(parts, main_part(parts)):
        kind = one.type.rpartition("/")[2]
        if kind in ("styles", "numbering") and one.target in parts:
            root = parse_part(parts[one.target], one.target)
            where = _("styles") if kind == "styles" else _("numbering")
            yield from _of_part(root, allowed, {}, where)
            if kind == "styles" and not _east_asian_default(root):
                yield Fault(
                    rule="font",
                    message=_("the default style names no font for Chinese characters"),
                    where=where,
                )


def _of_part(
    root: _Element,
    allowed: Collection[str],
    by_element: Mapping[_Element, Paragraph],
    where: str,
) -> Iterator[Fault]:
    seen: set[tuple[str, str]] = set()
    for fonts in root.iter(w("rFonts")):
        found = [("font", fonts.get(w(one))) for one in _CHANNELS]
        found += [("theme-font", fonts.get(w(one))) for one in _THEMES]
        for rule, name in found:
            if name is None or (rule == "font" and name in allowed) or (rule, name) in seen:
                continue
            seen.add((rule, name))
            message = (_("font {name}") if rule == "font" else _("theme font {name}")).format(
                name=name
            )
            style = next(fonts.iterancestors(w("style")), None)
            title = None if style is None else style.find(w("name"))
            if title is not None:
                message = _("{message} in style {style}").format(
                    message=message, style=title.get(w("val"))
                )
            yield Fault(rule=rule, message=message, where=where, spot=_spot(fonts, by_element))


def _spot(fonts: _Element, by_element: Mapping[_Element, Paragraph]) -> Spot | None:
    """The text of the run, or the paragraph, that the font is set for."""
    paragraph = next(
        (by_element[one] for one in fonts.iterancestors(w("p")) if one in by_element), None
    )
    if paragraph is None:
        return None
    run = next(fonts.iterancestors(w("r")), None)
    start = 0
    for holder in paragraph.holders:
        end = start + len(holder.text)
        if run is not None and holder.element.getparent() is run:
            return Spot(paragraph=paragraph, start=start, end=end)
        start = end
    return Spot(paragraph=paragraph, start=0, end=len(paragraph.text) if run is None else 0)


def _east_asian_default(root: _Element) -> bool:
    defaults = root.find(f"{w('docDefaults')}/{w('rPrDefault')}/{w('rPr')}/{w('rFonts')}")
    if defaults is None:
        return False
    return any(defaults.get(w(one)) for one in ("eastAsia", "eastAsiaTheme"))
