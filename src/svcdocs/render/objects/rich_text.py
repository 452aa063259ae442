"""Words in a style of their own: the style by its name, or single properties."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape

from svcdocs.load.wording import nearest
from svcdocs.ooxml.addresses import SCHEMES, is_harmless
from svcdocs.ooxml.run_properties import merged
from svcdocs.ooxml.styles import find_character_style
from svcdocs.render.objects.inline import Inline, Sheet
from svcdocs.texts import _

_COLOUR = re.compile(r"#?([0-9A-Fa-f]{6})")
_SPACE = '<w:t xml:space="preserve">'
_FLAGS = {
    "bold": "<w:b/><w:bCs/>",
    "italic": "<w:i/><w:iCs/>",
    "strike": "<w:strike/>",
}


@dataclass(frozen=True, slots=True)
class RichText(Inline):
    """A text with properties that win over those around it, and perhaps an address to open."""

    text: str
    properties: str
    url: str = ""

    def xml(self, sheet: Sheet, properties: str) -> str:
        """One run, inside a link where it has an address."""
        own = merged(properties, self.properties)
        wrapped = f"<w:rPr>{own}</w:rPr>" if own else ""
        safe = escape(self.text.replace("\r\n", "\n").replace("\r", "\n"), quote=False)
        safe = safe.replace("\a", "\n").replace("\f", f'</w:t><w:br w:type="page"/>{_SPACE}')
        safe = safe.replace("\n", f"</w:t><w:br/>{_SPACE}").replace("\t", f"</w:t><w:tab/>{_SPACE}")
        run = f"<w:r>{wrapped}{_SPACE}{safe}</w:t></w:r>"
        if not self.url:
            return run
        return f'<w:hyperlink xmlns:r="{_R}" r:id="{sheet.link(self.url)}">{run}</w:hyperlink>'

    def plain(self) -> str:
        """The words."""
        return self.text


_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


@dataclass(frozen=True, slots=True, kw_only=True)
class Looks:
    """What a template asks for.

    Attributes:
        style: a character style's name; what follows wins over it.
        size: in points.
        font: for Chinese, and for Latin letters and digits unless `latin` names another.
        underline: a kind of line (single, double, wave, …).
    """

    style: str = ""
    bold: bool | None = None
    italic: bool | None = None
    strike: bool | None = None
    underline: str = ""
    color: str = ""
    highlight: str = ""
    size: float | None = None
    font: str = ""
    latin: str = ""
    superscript: bool = False
    subscript: bool = False

    def xml(self, styles: Mapping[str, str]) -> str:
        """The content of a `w:rPr`, in the schema's order.

        Args:
            styles: the ids of the template's character styles by name.

        Raises:
            ValueError: the template has no such style, or a colour or size that is none.
        """
        out = f'<w:rStyle w:val="{escape(_style(self.style, styles))}"/>' if self.style else ""
        out += self._fonts()
        for name, element in _FLAGS.items():
            wanted = getattr(self, name)
            if wanted is not None:
                out += element if wanted else element.replace("/>", ' w:val="0"/>')
        if self.color:
            out += f'<w:color w:val="{_colour(self.color)}"/>'
        if self.size is not None:
            half = _half_points(self.size)
            out += f'<w:sz w:val="{half}"/><w:szCs w:val="{half}"/>'
        if self.underline:
            out += f'<w:u w:val="{_underline(self.underline)}"/>'
        if self.highlight:
            out += f'<w:shd w:val="clear" w:color="auto" w:fill="{_colour(self.highlight)}"/>'
        if self.superscript or self.subscript:
            place = "superscript" if self.superscript else "subscript"
            out += f'<w:vertAlign w:val="{place}"/>'
        return out

    def _fonts(self) -> str:
        latin = self.latin or self.font
        channels = {"ascii": latin, "hAnsi": latin, "eastAsia": self.font, "cs": latin}
        named = "".join(f' w:{key}="{escape(one)}"' for key, one in channels.items() if one)
        return f"<w:rFonts{named}/>" if named else ""


def _style(name: str, styles: Mapping[str, str]) -> str:
    found = find_character_style(styles, name)
    if found is not None:
        return found
    near = nearest(name, list(styles))
    if near:
        raise ValueError(
            _("the template has no character style {name}; did you mean {near}?").format(
                name=name, near=near
            )
        )
    raise ValueError(_("the template has no character style {name}").format(name=name))


def _colour(text: str) -> str:
    match = _COLOUR.fullmatch(text)
    if match is None:
        raise ValueError(_("a colour is written like C00000, not {text!r}").format(text=text))
    return match[1].upper()


def _half_points(size: float) -> int:
    if not 1 <= size <= 400 or size * 2 != int(size * 2):
        raise ValueError(
            _("a size is given in points like 12 or 10.5, not {size}").format(size=size)
        )
    return int(size * 2)


_LINES = ("single", "double", "thick", "dotted", "dash", "dotDash", "dotDotDash", "wave")


def _underline(kind: str) -> str:
    if kind not in _LINES:
        raise ValueError(
            _("underlines are {known}, not {kind!r}").format(known=", ".join(_LINES), kind=kind)
        )
    return kind


def checked_url(url: str) -> str:
    """An address that a click may open.

    Raises:
        ValueError: it is none of the web, of mail or of telephones.
    """
    if not is_harmless(url):
        raise ValueError(
            _("{url!r} is no address to open; it begins with {known}").format(
                url=url, known=", ".join(f"{one}:" for one in SCHEMES)
            )
        )
    return url
