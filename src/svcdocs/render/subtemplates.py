"""`{{p subtemplate('signature.docx') }}`: a piece of a form kept in a file of its own.

The pieces are put in before the template is compiled, once; their tags are then the form's.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from svcdocs.errors import TemplateError
from svcdocs.load.wording import nearest
from svcdocs.ooxml.archive import PackageError
from svcdocs.ooxml.fragments import Fragment, Host
from svcdocs.ooxml.names import w
from svcdocs.ooxml.package import main_part, read_package, relationships, write_package
from svcdocs.texts import _

_WORD = b"subtemplate"
_MARKUP = re.compile(rb"<[^>]*>")
_CALL = re.compile(
    r"""\{\{p\s+subtemplate\(\s*(?:'([^']+)'|"([^"]+)"|“([^”]+)”|‘([^’]+)’)\s*\)\s*\}\}"""
)
_SHEETS = ("header", "footer")
_DEPTH = 5


@lru_cache(maxsize=64)
def composed(data: bytes, pieces: tuple[tuple[str, bytes], ...], name: str) -> bytes:
    """A form with its pieces put in; the same bytes where it asks for none.

    Args:
        data: the form.
        pieces: Word files by name, as the form's folder has them.
        name: what messages call the form.

    Raises:
        TemplateError: there is no such piece, it cannot be carried over, or pieces ask for one
            another without end.
    """
    try:
        parts = read_package(data, name)
    except PackageError:
        return data  # told in full when the form is compiled
    if not _asks(parts):
        return data
    try:
        return write_package(_composed(parts, dict(pieces), name, ()))
    except PackageError as error:
        raise TemplateError(error.message, hint=error.hint, details=error.details) from error


def _composed(
    parts: Mapping[str, bytes], pieces: Mapping[str, bytes], name: str, around: tuple[str, ...]
) -> dict[str, bytes]:
    host = Host(parts)
    main = main_part(parts)
    sheets = [
        one.target
        for one in relationships(parts, main)
        if one.type.rpartition("/")[2] in _SHEETS and not one.external
    ]
    for part in (main, *sorted(set(sheets))):
        if _WORD not in _MARKUP.sub(b"", parts[part]):
            continue
        for paragraph in list(host.root(part).iter(w("p"))):
            text = "".join(one.text or "" for one in paragraph.iter(w("t")))
            if "subtemplate" not in text:
                continue
            call = _CALL.fullmatch(text.strip())
            parent = paragraph.getparent()
            if call is None or parent is None:
                raise TemplateError(
                    _("{name}: a sub-template stands in a paragraph of its own: {text}").format(
                        name=name, text=text
                    ),
                    hint="{{p subtemplate('signature.docx') }}",
                )
            wanted = next(group for group in call.groups() if group)
            fragment = Fragment(wanted, _piece(wanted, pieces, name, around))
            for block in host.blocks(fragment, part):
                paragraph.addprevious(block)
            parent.remove(paragraph)
    return host.parts()


def _piece(
    wanted: str, pieces: Mapping[str, bytes], name: str, around: tuple[str, ...]
) -> Mapping[str, bytes]:
    if wanted not in pieces:
        near = nearest(wanted, list(pieces))
        raise TemplateError(
            _("{name}: there is no sub-template {wanted} beside it").format(
                name=name, wanted=wanted
            ),
            hint=_("did you mean {name}?").format(name=near)
            if near
            else _("there are: {names}").format(names=", ".join(sorted(pieces)) or "-"),
        )
    if wanted in around or len(around) >= _DEPTH:
        raise TemplateError(
            _("{name}: sub-templates ask for one another without end: {names}").format(
                name=name, names=" → ".join((*around, wanted))
            )
        )
    parts = read_package(pieces[wanted], wanted)
    return _composed(parts, pieces, wanted, (*around, wanted)) if _asks(parts) else parts


def _asks(parts: Mapping[str, bytes]) -> bool:
    return any(
        _WORD in _MARKUP.sub(b"", data)
        for part, data in parts.items()
        if part.startswith("word/") and part.endswith(".xml")
    )
