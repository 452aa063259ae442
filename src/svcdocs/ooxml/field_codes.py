"""Fields of Word that fetch or run something when a document opens or is updated.

A field's code may be split over runs and paragraphs, stand in an attribute, hold other fields, or
be put together by template tags; so it is judged as Word reads it, in the order of the part.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from html import unescape
from typing import TYPE_CHECKING

from svcdocs.ooxml.addresses import is_harmless
from svcdocs.texts import _

if TYPE_CHECKING:
    from lxml.etree import _Element

#: They load files, talk to programs, run macros or send codes to a printer.
REFUSED = frozenset(
    [
        *("CONTROL", "DATABASE", "DDE", "DDEAUTO", "EMBED", "HTMLCONTROL", "IMPORT", "INCLUDE"),
        *("INCLUDEPICTURE", "INCLUDETEXT", "LINK", "MACROBUTTON", "PRINT", "RD"),
    ]
)
#: What is cheap to look for before anything is parsed.
MARKS = (b"instrText", b"InstrText", b"fldSimple")
#: Stands in a code for a field inside it.
_INNER = "\0"
_KIND = re.compile(rf"[^\w{_INNER}]*({_INNER}|\w+)(?=(.?))")
_FIRST_ARGUMENT = re.compile(r'\s*(?:"([^"]*)"?|([^\s"]+))')
_CODES = ("instrText", "delInstrText")
_STEPS = ("begin", "separate", "end")
_WRITTEN = re.compile(
    rb"<(?:[\w.-]+:)?(?:(instrText|delInstrText)(?:\s[^>]*)?>([^<]*)|fldChar\s([^>]*)>"
    rb"|fldSimple\s([^>]*)>)"
)
_STEP = re.compile(rb'fldCharType\s*=\s*"([^"]*)"')
_CODE = re.compile(rb'(?:^|[\s:])instr\s*=\s*"([^"]*)"')

#: What happens to a field's code: ("begin", ""), ("code", "PAGE"), ("whole", "PAGE").
Step = tuple[str, str]


def faults_in(root: _Element, *, template: bool = True) -> list[str]:
    """What is wrong with the fields of a parsed part, in words.

    Args:
        root: the part.
        template: whether tags may still stand in addresses.
    """
    return list(_faults(tuple(_steps(root)), template))


def faults_in_text(data: bytes) -> list[str]:
    """The same for a part that the engine wrote, without parsing it."""
    if not any(mark in data for mark in MARKS):
        return []
    return list(_faults(tuple(_written_steps(data)), False))  # noqa: FBT003 - of a cached function


def _steps(root: _Element) -> Iterator[Step]:
    for element in root.iter("{*}instrText", "{*}delInstrText", "{*}fldChar", "{*}fldSimple"):
        kind = str(element.tag).rpartition("}")[2]
        if kind in _CODES:
            # A comment inside would cut the text that others read.
            yield ("code", _INNER if len(element) else element.text or "")
        else:
            wanted = "fldCharType" if kind == "fldChar" else "instr"
            found = [
                str(value)
                for name, value in element.attrib.items()
                if str(name).rpartition("}")[2] == wanted
            ]
            step = "whole" if kind == "fldSimple" else (found or [""])[0]
            yield (step, "".join(found) if kind == "fldSimple" else "")


def _written_steps(data: bytes) -> Iterator[Step]:
    for found in _WRITTEN.finditer(data):
        code, text, step, attributes = found.groups()
        if code is not None:
            yield ("code", unescape(text.decode()))
        elif step is not None:
            named = _STEP.search(step)
            yield (named[1].decode() if named else "", "")
        else:
            whole = _CODE.search(attributes)
            yield ("whole", unescape(whole[1].decode()) if whole else "")


@lru_cache(maxsize=256)
def _faults(steps: tuple[Step, ...], template: bool) -> tuple[str, ...]:  # noqa: FBT001 - a key
    """Every fault once; the same steps come again with every document."""
    found: dict[str, None] = {}
    open_codes: list[str] = []
    loose = ""
    for step, text in steps:
        if step == "begin":
            if open_codes:
                open_codes[-1] += _INNER
            open_codes.append("")
        elif step == "code" and open_codes:
            open_codes[-1] += text
        elif step == "code":
            loose += text
        elif step == "end" and open_codes:
            found |= _judged(open_codes.pop(), template=template)
        elif step == "whole":
            found |= _judged(text, template=template)
        elif step not in _STEPS:  # "end" without a beginning is Word's own, in pieces of text
            found[_("a field without a beginning or an end")] = None
    for code in (*open_codes, loose):
        found |= _judged(code, template=template)
    return tuple(found)


def _judged(code: str, *, template: bool) -> dict[str, None]:
    visible = "".join(one for one in code if one == _INNER or one.isprintable() or one.isspace())
    match = _KIND.match(visible)
    if match is None:
        return {}
    kind = match[1].upper()
    if kind == _INNER or match[2] == _INNER:
        return {_("a field whose kind another field makes up"): None}
    if kind in REFUSED:
        return {_("field {kind}, which fetches or runs something").format(kind=kind): None}
    if kind == "HYPERLINK":
        address = _address(visible[match.end() :])
        if template and "{" in address:
            return {}
        if address and not is_harmless(address):
            return {_link_fault(address.replace(_INNER, "{ }")): None}
    return {}


def _address(arguments: str) -> str:
    """Where a HYPERLINK leads; empty where it stays in the document."""
    found = _FIRST_ARGUMENT.match(arguments)
    if found is None:
        return ""
    quoted, bare = found.groups()
    if quoted is not None:
        return quoted.strip()
    return "" if bare.startswith("\\") else bare


def _link_fault(address: str) -> str:
    return _("a link to {address}; links lead to http:, https:, mailto: or tel:").format(
        address=address
    )
