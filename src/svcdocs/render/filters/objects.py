"""Filters and functions that print more than text: pictures, QR codes, words in a style."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from jinja2 import pass_context
from jinja2.runtime import Context

from svcdocs.render.filters.lifting import lifted, run_of
from svcdocs.render.missing import Missing
from svcdocs.render.objects.pictures import check_length, open_picture, qr_media, sized
from svcdocs.render.objects.rich_text import Looks, RichText, checked_url
from svcdocs.render.printing import printed
from svcdocs.render.run import Run
from svcdocs.render.sandbox import template_function
from svcdocs.texts import _

_LEVELS = ("L", "M", "Q", "H")


@pass_context
def picture(  # noqa: PLR0913 - what a template may say of a picture
    context: Context,
    value: Any,
    width: float | None = None,
    height: float | None = None,
    *,
    alt: str = "",
    url: str = "",
) -> Any:
    """The picture of a file; `width` and `height` in centimetres, one of them keeps the shape.

    The file lies in the project's folder, a company's or the document type's.
    """
    run = run_of(context)
    if isinstance(value, Missing):
        return value.shown("", "")
    if value == "":
        return ""
    if not isinstance(value, str):
        raise TypeError(_("picture() wants the name of a file"))
    try:
        media = open_picture(value, run.folders)
    except FileNotFoundError:
        if run.blank:
            return ""
        run.no_such_file(value)
        return f"【待补图片：{value}】"
    run.show_file(value, media.part)
    told = printed(run, alt) if alt else value.rpartition("/")[2].rpartition(".")[0]
    return sized(media, _length(width), _length(height), told, checked_url(url) if url else "")


def _length(value: Any) -> float | None:
    return None if value is None else float(value)


def _qr(run: Run, value: Any, size: Any = 2.5, level: str = "M", alt: str = "") -> Any:
    """A QR code as wide as `size` centimetres, its white edge included."""
    text = printed(run, value)
    if level not in _LEVELS:
        raise ValueError(
            _("a QR code's level is {known}, not {level!r}").format(
                known=", ".join(_LEVELS), level=level
            )
        )
    check_length(float(size))
    told = alt or f"二维码：{text}"
    return sized(qr_media(text, level), float(size), None, told)


@pass_context
def qr(context: Context, value: Any, *arguments: Any, **named: Any) -> Any:
    """A QR code; where the value is missing a blank form has nothing to say."""
    result = _lifted_qr(context, value, *arguments, **named)
    return result.shown("", "") if isinstance(result, Missing) else result


_lifted_qr = lifted(_qr)


def _styled(run: Run, value: Any, style: str = "", url: Any = "", **looks: Any) -> RichText:
    """Words in a character style of the template, or with properties of their own."""
    if isinstance(value, RichText):
        raise TypeError(_("styled() is given everything at once, not twice"))
    unknown = set(looks) - set(Looks.__dataclass_fields__)
    if unknown:
        raise TypeError(
            _("styled() knows {known}, not {unknown}").format(
                known=", ".join(Looks.__dataclass_fields__), unknown=", ".join(sorted(unknown))
            )
        )
    if url and not isinstance(url, Missing) and not style:
        style = "hyperlink" if "hyperlink" in run.additions.styles else ""
    properties = Looks(style=style, **looks).xml(run.additions.styles)
    address = "" if not url or isinstance(url, Missing) else checked_url(str(url))
    return RichText(printed(run, value), properties, address)


FILTERS: Mapping[str, Callable[..., Any]] = {
    "picture": picture,
    "qr": qr,
    "styled": lifted(_styled),
}

FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    "picture": template_function(picture),
    "qr": template_function(qr),
}
