"""The sections of a document as they stand behind another document: a page of its own, page 1."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from svcdocs.ooxml.archive import PackageError
from svcdocs.texts import _

_DOCUMENT = re.compile(
    r"\A(?:\ufeff)?(?:<\?xml[^>]*\?>)?\s*<w:document\b([^>]*)>\s*(?:<w:background\b[^>]*/>)?"
    r"\s*<w:body>(.*)</w:body>\s*</w:document>\s*\Z",
    re.DOTALL,
)
_CHANGE = re.compile(r"<w:(sectPrChange|pPrChange)\b.*?</w:\1>", re.DOTALL)
_SECTION = re.compile(r"<w:sectPr(?: [^>]*)?(?:/>|>.*?</w:sectPr>)", re.DOTALL)
_REFERENCE = re.compile(r'<w:(header|footer)Reference\b[^>]*?w:type="(\w+)"[^>]*?/>')
_ANY_REFERENCE = re.compile(r"<w:(?:header|footer)Reference\b[^>]*/>")
_TYPE = re.compile(r"<w:type\b[^>]*/>")
_PAGES = re.compile(r"<w:pgNumType\b([^>]*)/>")
_START = re.compile(r'\s*w:start="[^"]*"')
#: What stands behind w:pgNumType in w:sectPr, and what behind w:type.
_BEHIND_PAGES = re.compile(
    r"<w:(?:cols|formProt|vAlign|noEndnote|titlePg|textDirection|bidi|rtlGutter|docGrid|"
    r"printerSettings)\b"
)
_BEHIND_TYPE = re.compile(r"<w:(?:pgSz|pgMar|paperSrc|pgBorders|lnNumType|pgNumType)\b")
_PARAGRAPH = re.compile(r"<w:p(?: [^>]*?)?(/?)>|</w:p>")
_PROPERTIES = re.compile(r"<w:p(?: [^>]*?)?>(?:<w:pPr/>|<w:pPr>(.*?)</w:pPr>)?", re.DOTALL)
#: A paragraph that takes no room: a section cannot end with a table.
_TINY = (
    '<w:p><w:pPr><w:snapToGrid w:val="0"/>'
    '<w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>'
    '<w:rPr><w:sz w:val="2"/><w:szCs w:val="2"/></w:rPr>{section}</w:pPr>{inside}</w:p>'
)
_SHEETS = ("header", "footer")


@dataclass(frozen=True, slots=True)
class Body:
    """The text of a document part: the declarations of its root, its blocks, its last section."""

    declared: str
    blocks: str
    section: str

    @property
    def sections(self) -> int:
        """How many sections it has."""
        return len(_SECTION.findall(self.blocks)) + 1


def read_body(xml: str, name: str) -> Body:
    """Take a document part apart.

    Raises:
        PackageError: it is not written as Word and we write it.
    """
    match = _DOCUMENT.match(xml)
    if match is None:
        raise PackageError(_("{name} cannot be put into one file with others").format(name=name))
    inside = _CHANGE.sub("", match[2]).rstrip()
    sections = list(_SECTION.finditer(inside))
    if sections and sections[-1].end() == len(inside):
        return Body(match[1], inside[: sections[-1].start()], sections[-1][0])
    return Body(match[1], inside, "<w:sectPr/>")


def begun(body: Body, empty: Mapping[str, str], *, even: bool, had_even: bool) -> Body:
    """The body with a first section that takes nothing from the one before it.

    Args:
        body: what begins on a new page, which is page 1.
        empty: the relationships of an empty header and an empty footer.
        even: whether even pages have headers and footers of their own in the whole file.
        had_even: whether they had in this document.
    """
    first = next(_SECTION.finditer(body.blocks), None)
    section = first[0] if first else body.section
    kinds = ["default", *(["even"] if even else ())]
    kinds += ["first"] if "<w:titlePg" in section else []
    there = {(m[1], m[2]): m[0] for m in _REFERENCE.finditer(section)}
    if even and not had_even:
        there = {key: one for key, one in there.items() if key[1] != "even"}
        there |= {
            (sheet, "even"): one.replace('w:type="default"', 'w:type="even"')
            for (sheet, kind), one in there.items()
            if kind == "default"
        }
    for sheet in _SHEETS:
        for kind in kinds:
            there.setdefault(
                (sheet, kind),
                f'<w:{sheet}Reference w:type="{kind}" r:id="{empty[sheet]}"/>',
            )
    section = _ANY_REFERENCE.sub("", section)
    attributes, inside = _opened(section)
    made = f"<w:sectPr{attributes}>{''.join(there.values())}{_on_page_one(inside)}</w:sectPr>"
    if first is None:
        return Body(body.declared, body.blocks, made)
    blocks = body.blocks[: first.start()] + made + body.blocks[first.end() :]
    return Body(body.declared, blocks, body.section)


def ended(body: Body, *, last: bool, mark: str = "") -> str:
    """The blocks with their last section, as they stand in the common body.

    Args:
        body: the blocks.
        last: whether nothing comes behind them.
        mark: what the last paragraph holds in front of its text, such as a bookmark.
    """
    section = "" if last else body.section
    tail = body.section if last else ""
    blocks = body.blocks
    if last and not mark:
        return blocks + tail
    start = _last_paragraph(blocks)
    if start is None or (section and "<w:sectPr" in blocks[start:]):
        return blocks + _TINY.format(section=section, inside=mark) + tail
    paragraph = blocks[start:]
    return blocks[:start] + _with_section(paragraph, section, mark) + tail


def _opened(section: str) -> tuple[str, str]:
    """The attributes and the content of a section."""
    head, _bracket, rest = section.removeprefix("<w:sectPr").partition(">")
    if head.endswith("/"):
        return head[:-1], ""
    return head, rest.removesuffix("</w:sectPr>")


def _on_page_one(inside: str) -> str:
    inside = _TYPE.sub("", inside)
    place = _BEHIND_TYPE.search(inside) or _BEHIND_PAGES.search(inside)
    at = place.start() if place else len(inside)
    inside = f'{inside[:at]}<w:type w:val="nextPage"/>{inside[at:]}'
    pages = _PAGES.search(inside)
    if pages:
        kept = _START.sub("", pages[1])
        new = f'<w:pgNumType{kept} w:start="1"/>'
        return inside[: pages.start()] + new + inside[pages.end() :]
    behind = _BEHIND_PAGES.search(inside)
    at = behind.start() if behind else len(inside)
    return f'{inside[:at]}<w:pgNumType w:start="1"/>{inside[at:]}'


def _last_paragraph(blocks: str) -> int | None:
    """Where the last block begins, if it is a paragraph."""
    if not blocks.endswith(("</w:p>", "/>")):
        return None
    depth = 0
    for match in reversed(list(_PARAGRAPH.finditer(blocks))):
        if match[0] == "</w:p>":
            if depth == 0 and match.end() != len(blocks):
                return None
            depth += 1
        elif match[1]:
            if depth == 0:
                return match.start() if match.end() == len(blocks) else None
        else:
            depth -= 1
            if depth == 0:
                return match.start()
    return None


def _with_section(paragraph: str, section: str, mark: str) -> str:
    """A paragraph that ends a section and begins with a mark."""
    if paragraph.endswith("/>"):
        paragraph = paragraph.removesuffix("/>") + "></w:p>"
    match = _PROPERTIES.match(paragraph)
    if match is None:  # it begins as a paragraph does
        raise AssertionError(paragraph)
    start = paragraph[: paragraph.index(">") + 1]
    own = (match[1] or "") + section
    properties = f"<w:pPr>{own}</w:pPr>" if own else ""
    return f"{start}{properties}{mark}{paragraph[match.end() :]}"


def declarations(found: Iterable[str]) -> str:
    """The namespaces that documents declare, together.

    Raises:
        PackageError: two mean different things by one prefix.
    """
    prefixes: dict[str, str] = {}
    ignorable: dict[str, None] = {}
    for declared in dict.fromkeys(found):
        for prefix, uri in re.findall(r'xmlns:(\w+)="([^"]*)"', declared):
            if prefixes.setdefault(prefix, uri) != uri:
                raise PackageError(
                    _("the prefix {prefix} means different things in these documents").format(
                        prefix=prefix
                    )
                )
        for words in re.findall(r'mc:Ignorable="([^"]*)"', declared):
            ignorable |= dict.fromkeys(words.split())
    text = "".join(f' xmlns:{prefix}="{uri}"' for prefix, uri in prefixes.items())
    return text + (f' mc:Ignorable="{" ".join(ignorable)}"' if ignorable else "")
