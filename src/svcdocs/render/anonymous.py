"""Documents for blind bids (暗标): nothing in them tells who bids, or they are not made.

Values that name the supplier and its people print as neutral words. What is left is searched for:
text of templates, policies and other values, whatever the runs, attributes and properties it is
spread over. Pictures cannot be searched, so a document with one is refused.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from svcdocs.errors import DocumentError
from svcdocs.ooxml import names
from svcdocs.ooxml.archive import unpack
from svcdocs.ooxml.blocks import Blocks, document_blocks
from svcdocs.ooxml.imprint import imprint
from svcdocs.ooxml.names import w
from svcdocs.ooxml.package import main_part, parse_part, serialise, write_package
from svcdocs.ooxml.properties import core_part, properties_xml, with_properties_part
from svcdocs.ooxml.seal import CHECK, SEAL, check_of, part_digests, seal
from svcdocs.render.provenance import ANONYMOUS
from svcdocs.render.rendered import Rendered
from svcdocs.texts import _

if TYPE_CHECKING:
    from lxml.etree import _Element

_BIDDER, _PERSON, _LEFT_OUT = "投标人", "投标人员", "／"
#: What each field of the supplier prints instead; a field that is not here names nobody.
_SUPPLIER = {
    "name": _BIDDER,
    "short_name": _BIDDER,
    "contact": _PERSON,
    "legal_representative": _PERSON,
    "authorised_representative": _PERSON,
    "head": _PERSON,
    "address": _LEFT_OUT,
    "phone": _LEFT_OUT,
    "hotline": _LEFT_OUT,
}
_STAFF = {
    "name": _PERSON,
    "phone": _LEFT_OUT,
    "employee_no": _LEFT_OUT,
    "certificate": _LEFT_OUT,
}
_COMPANY = ("name", "short_name", "address", "phone", "hotline", "website", "header")
#: 澜州启衡网络技术有限公司 is known by 澜州启衡网络技术, too.
_LEGAL_FORM = re.compile(r"(?:股份有限|有限责任|有限)?公司$|集团$")
_SHORTEST_STEM = 4
_PASSED_OVER = re.compile(r"[\s\-\u2010-\u2015]+")
_AUTHORS = ("creator", "lastModifiedBy", "Company", "Manager", "HyperlinkBase")
_TEXTS = frozenset({w("t"), w("delText"), w("instrText")})
_AROUND = 12


def masked(project: Mapping[str, Any]) -> dict[str, Any]:
    """The data of a project with neutral words for the supplier and its people."""
    data = dict(project)
    if isinstance(data.get("supplier"), Mapping):
        data["supplier"] = _neutral(data["supplier"], _SUPPLIER)
    if isinstance(data.get("staff"), list):
        data["staff"] = [_neutral(one, _STAFF) for one in data["staff"]]
    return data


def _neutral(row: Mapping[str, Any], words: Mapping[str, str]) -> dict[str, Any]:
    return {key: words.get(key, value) for key, value in row.items()}


def anonymised(
    rendered: Rendered, project: Mapping[str, Any], company: Mapping[str, Any] | None = None
) -> Rendered:
    """The document without authors and properties, when nothing in it tells who bids.

    Args:
        rendered: made from masked data.
        project: the data as they are: what must not be found.
        company: the company's profile, of which nothing must be found either.

    Raises:
        DocumentError: something does; every place.
    """
    parts = unpack(rendered.data, rendered.file_name)
    core = core_part(parts)
    for part in (core, "docProps/app.xml"):
        if part in parts:
            parts[part] = _without_authors(parts[part], part)
    blocks = document_blocks(parts)
    parts, properties_part = with_properties_part(parts)
    properties = {ANONYMOUS: "yes", **imprint(blocks)}
    properties[CHECK] = check_of(properties)
    parts[properties_part] = b""
    properties[SEAL] = seal(part_digests(parts), properties_part)
    parts[properties_part] = properties_xml(properties)

    identity = {**dict(_profile(company or {})), **dict(_identity(project))}
    found = list(_found(parts, blocks, identity))
    found += [
        _("the file name {name}: {what}").format(name=rendered.file_name, what=what)
        for what in _named(rendered.file_name, identity)
    ]
    if found:
        raise DocumentError(
            _("{title} tells who bids and was not written").format(title=rendered.title),
            hint=_("take these out of the template, the policy or the data"),
            details=list(dict.fromkeys(found)),
        )
    return replace(rendered, data=write_package(parts))


def _identity(project: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Every text that tells who bids, as it is compared, with what it is."""
    supplier = project.get("supplier")
    rows = [("supplier", supplier if isinstance(supplier, Mapping) else {}, _SUPPLIER)]
    for index, one in enumerate(project.get("staff") or ()):
        rows.append((f"staff[{one.get('id', index + 1)}]", one, _STAFF))
    for whose, row, fields in rows:
        for field in fields:
            value = row.get(field)
            texts = [value] if isinstance(value, str) else []
            if texts and whose == "supplier" and field == "name":
                stem = _LEGAL_FORM.sub("", texts[0])
                texts += [stem] if len(stem) >= _SHORTEST_STEM else []
            for text in texts:
                key = _comparable(text)
                if len(key) > 1:
                    yield key, f"project.{whose}.{field}"


def _profile(company: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The same of a company's profile."""
    texts = [(f"company.{field}", company.get(field)) for field in _COMPANY]
    signers = company.get("signers") or {}
    texts += [(f"company.signers.{role}", name) for role, name in signers.items()]
    stem = _LEGAL_FORM.sub("", str(company.get("name", "")))
    texts += [("company.name", stem)] if len(stem) >= _SHORTEST_STEM else []
    for what, text in texts:
        key = _comparable(text) if isinstance(text, str) else ""
        if len(key) > 1:
            yield key, what


def _comparable(text: str) -> str:
    return _PASSED_OVER.sub("", unicodedata.normalize("NFKC", text)).casefold()


def _named(text: str, identity: Mapping[str, str]) -> list[str]:
    """What a text tells: the names of the values in it."""
    plain = _comparable(text)
    return list(dict.fromkeys(what for key, what in identity.items() if key in plain))


def _found(
    parts: Mapping[str, bytes], blocks: Blocks, identity: Mapping[str, str]
) -> Iterator[str]:
    """Every place that tells who bids."""
    known: set[str] = set()
    for place, text in _places(blocks):
        for what in _named(text, identity):
            known.add(what)
            yield _("{place}: {what} in “{text}”").format(place=place, what=what, text=_cut(text))
    main = main_part(parts)
    for part, data in parts.items():
        if not part.endswith((".xml", ".rels")):
            yield _("{part}: a picture or the like, which cannot be searched for names").format(
                part=part
            )
            continue
        for text, author in _strings(parse_part(data, part)):
            if author:
                yield _("{part}: an author, “{text}”").format(part=part, text=_cut(text))
            for what in _named(text, identity):
                if not (what in known and part.startswith(main.rpartition("/")[0])):
                    yield _("{place}: {what} in “{text}”").format(
                        place=part, what=what, text=_cut(text)
                    )


def _places(blocks: Blocks) -> Iterator[tuple[str, str]]:
    paragraph = table = 0
    for block in blocks.body:
        if isinstance(block, str):
            paragraph += 1
            yield _("paragraph {number}").format(number=paragraph), block
            continue
        table += 1
        for row, cells in enumerate(block, start=1):
            for column, text in enumerate(cells, start=1):
                yield (
                    _("table {table}, row {row}, column {column}").format(
                        table=table, row=row, column=column
                    ),
                    text,
                )
    for text in blocks.sheets:
        yield _("header, footer or note"), text


def _strings(root: _Element) -> Iterator[tuple[str, bool]]:
    """Texts of a part, those of a paragraph joined; the flag says that one names an author."""
    for element in root.iter():
        if element.tag == w("p"):
            yield "".join(one.text or "" for one in element.iter() if one.tag in _TEXTS), False
        elif element.tag not in _TEXTS and element.text:
            yield element.text, False
        for key, value in element.attrib.items():
            yield str(value), key == w("author") and bool(str(value).strip())


def _cut(text: str) -> str:
    return text if len(text) <= 4 * _AROUND else text[: 4 * _AROUND - 1] + "…"


def _without_authors(data: bytes, part: str) -> bytes:
    root = parse_part(data, part)
    for element in [one for one in root if str(one.tag).rpartition("}")[2] in _AUTHORS]:
        root.remove(element)
    return (names.DECLARATION + serialise(root)).encode()
