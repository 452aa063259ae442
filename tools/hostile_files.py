"""Word files that nobody well-meaning makes, each out of the smallest honest one."""

from __future__ import annotations

import io
import stat
import struct
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from svcdocs.ooxml import names
from svcdocs.ooxml.archive import Entry, archive, pack
from svcdocs.ooxml.base_package import base_package
from svcdocs.ooxml.package import entries, write_package

DOCUMENT, SETTINGS = "word/document.xml", "word/settings.xml"
RELS = "word/_rels/document.xml.rels"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
_MICROSOFT = "http://schemas.microsoft.com/office/2006/relationships/"


@dataclass(frozen=True, slots=True)
class Hostile:
    """A hostile file, and a piece of what is said of it in English."""

    make: Callable[[], bytes]
    told: str


def honest(body: str = "") -> dict[str, bytes]:
    """The parts of a small document without anything in it that acts."""
    return base_package(body or "<w:p><w:r><w:t>正文</w:t></w:r></w:p><w:sectPr/>")


def changed(part: str, old: str, new: str) -> bytes:
    """The honest document with a text of one part replaced."""
    parts = honest()
    data = parts[part].decode()
    assert old in data  # noqa: S101 - a slip in the table itself
    return write_package({**parts, part: data.replace(old, new, 1).encode()})


def with_parts(more: Mapping[str, bytes], kinds: Mapping[str, str] | None = None) -> bytes:
    """The honest document with further parts, their types by extension or part name."""
    parts = {**honest(), **more}
    told = "".join(
        f'<Override PartName="{name}" ContentType="{kind}"/>'
        if name.startswith("/")
        else f'<Default Extension="{name}" ContentType="{kind}"/>'
        for name, kind in (kinds or {}).items()
    )
    types = parts[names.CONTENT_TYPES_PART].decode().replace("</Types>", told + "</Types>")
    return write_package({**parts, names.CONTENT_TYPES_PART: types.encode()})


def related(  # noqa: PLR0913 - what a relationship may have
    kind: str,
    target: str,
    *,
    external: bool = False,
    part: str = "word/_rels/document.xml.rels",
    more: Mapping[str, bytes] | None = None,
    kinds: Mapping[str, str] | None = None,
) -> bytes:
    """The honest document with one more relationship."""
    mode = ' TargetMode="External"' if external else ""
    kind = kind if "/" in kind else names.RELATIONSHIP + kind
    arrow = f'<Relationship Id="rIdX" Type="{kind}" Target="{target}"{mode}/>'
    old = honest().get(part)
    if old is None:
        text = f'<Relationships xmlns="{names.PACKAGE_RELATIONSHIPS}">{arrow}</Relationships>'
    else:
        text = old.decode().replace("</Relationships>", arrow + "</Relationships>")
    return with_parts({part: text.encode(), **(more or {})}, kinds)


def in_body(xml: str) -> bytes:
    """A document with this in its body."""
    return write_package(honest(f"{xml}<w:sectPr/>"))


def field(*codes: str, name: str = "instrText") -> str:
    """A paragraph with a field, its code split over runs."""
    runs = "".join(f"<w:r><w:{name}>{code}</w:{name}></w:r>" for code in codes)
    return (
        f'<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r>{runs}'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    )


def nested(outer: str, inner: str) -> str:
    """A paragraph with a field in another's code."""
    inside = field(inner).removeprefix("<w:p>").removesuffix("</w:p>")
    return field("{}").replace("{}", f"{outer}</w:instrText></w:r>{inside}<w:r><w:instrText>")


def simple(code: str) -> str:
    """A paragraph with a field in one element."""
    return f'<w:p><w:fldSimple w:instr="{code}"><w:r><w:t>1</w:t></w:r></w:fldSimple></w:p>'


# --- the container ---


def _zipped(change: Callable[[zipfile.ZipFile], None]) -> bytes:
    out = io.BytesIO(write_package(honest()))
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as container:
        change(container)
    return out.getvalue()


def entry(name: str, data: bytes = b"x") -> bytes:
    """The honest document with an entry of any name."""
    return archive([*entries(honest()).values(), pack(name, data)])


def _flagged(bit: int) -> bytes:
    data = bytearray(write_package(honest()))
    at = data.index(b"PK\x01\x02")
    data[at + 8] |= bit
    return bytes(data)


def _link() -> bytes:
    info = zipfile.ZipInfo("word/media/a.png")
    info.create_system = 3
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    return _zipped(lambda container: container.writestr(info, "/etc/passwd"))


def _gbk_name() -> bytes:
    data = entry("word/media/AAAA.png")
    return data.replace(b"AAAA", "图片".encode("gbk"))


def _packed(method: int) -> bytes:
    return _zipped(lambda container: container.writestr("a.xml", b"x" * 99, compress_type=method))


def _other_size(offset_local: int, offset_directory: int) -> bytes:
    """The last entry, whose own head says another size than the directory."""
    data = bytearray(entry("a.xml", b"x" * 1000))
    for mark, offset in ((b"PK\x03\x04", offset_local), (b"PK\x01\x02", offset_directory)):
        if offset:
            at = data.rindex(mark) + offset
            data[at : at + 4] = struct.pack("<L", 7)
    return bytes(data)


def _overlapping() -> bytes:
    """Two entries in the directory that share the bytes of one."""
    data = bytearray(
        archive([*entries(honest()).values(), pack("b1.xml", b"x"), pack("b2.xml", b"x")])
    )
    first, second = data.index(b"b1.xml") - 30, data.index(b"b2.xml") - 30
    at = data.rindex(b"PK\x01\x02") + 42
    assert struct.unpack_from("<L", data, at) == (second,)  # noqa: S101 - a slip in the table itself
    data[at : at + 4] = struct.pack("<L", first)
    return bytes(data)


def _bomb() -> bytes:
    return entry("word/media/a.bin", b"\0" * (5 << 20))


def _crowd() -> bytes:
    one = pack("x", b"")
    return archive(Entry(f"p{number}", one.crc, 0, one.packed) for number in range(2001))


def _enormous() -> bytes:
    one = pack("x", bytes(range(256)) * 16_000)
    return archive(Entry(f"p{number}", one.crc, one.size, one.packed) for number in range(60))


# --- what stands in parts ---


def _text_in(part: str, text: bytes) -> bytes:
    return write_package({**honest(), part: text})


def _encoded(codec: str) -> bytes:
    text = honest()[DOCUMENT].decode().replace("UTF-8", codec)
    return _text_in(DOCUMENT, text.encode(codec, "replace"))


def _utf7() -> bytes:
    data = honest()[DOCUMENT].replace(b"UTF-8", b"UTF-7")
    return _text_in(DOCUMENT, data)


def _doctype(part: str = DOCUMENT, inside: str = "") -> bytes:
    parts = honest()
    head, mark, rest = parts[part].partition(b"?>")
    text = head + mark + f"<!DOCTYPE a [{inside}]>".encode() + rest
    return write_package({**parts, part: text})


LAUGHS = '<!ENTITY a "xxxxxxxxxx">' + "".join(
    f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)
)
_MACROS = "application/vnd.ms-word.document.macroEnabled.main+xml"
_VBA = "application/vnd.ms-office.vbaProject"
_CHUNK = {"word/a.html": b"<html>a</html>"}


def _custom_xml() -> bytes:
    return with_parts({"customXml/item1.xml": b"<!DOCTYPE a SYSTEM 'http://localhost/'><a/>"})


def _workbook(kind: str, more: tuple[str, ...] = ()) -> bytes:
    types = f'<Types xmlns="{names.CONTENT_TYPES}"><Override PartName="/xl/workbook.xml" ContentType="{kind}"/></Types>'
    return archive(
        [pack(names.CONTENT_TYPES_PART, types.encode()), *(pack(name, b"x") for name in more)]
    )


XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"


def chart_with(workbook: bytes) -> bytes:
    """A document with a chart and the workbook behind it."""
    return related(
        "package",
        "../embeddings/w.xlsx",
        part="word/charts/_rels/chart1.xml.rels",
        more={"word/charts/chart1.xml": b"<a/>", "word/embeddings/w.xlsx": workbook},
        kinds={"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
    )


def honest_chart() -> bytes:
    """A chart as Word writes it."""
    return chart_with(_workbook(XLSX, ("xl/workbook.xml",)))


_CONTAINERS: dict[str, Hostile] = {
    "absolute name": Hostile(lambda: entry("/etc/passwd"), "leads out of the file"),
    "name upwards": Hostile(lambda: entry("word/../../a.xml"), "leads out of the file"),
    "name upwards, escaped": Hostile(lambda: entry("word/%2e%2e/a.xml"), "leads out of the file"),
    "Windows' name": Hostile(lambda: entry("word\\a.xml"), "leads out of the file"),
    "a drive": Hostile(lambda: entry("C:a.xml"), "leads out of the file"),
    "name cut by a zero": Hostile(lambda: entry("a.xml\0.png"), "leads out of the file"),
    "name of control characters": Hostile(lambda: entry("a\x1b[2J.xml"), "leads out of the file"),
    "empty step in a name": Hostile(lambda: entry("word//a.xml"), "leads out of the file"),
    "twice": Hostile(lambda: entry(DOCUMENT), "is there twice"),
    "twice but for case": Hostile(lambda: entry("Word/Document.XML"), "is there twice"),
    "twice but for escapes": Hostile(lambda: entry("word/document%2Exml"), "is there twice"),
    "encrypted": Hostile(lambda: _flagged(1), "is encrypted"),
    "symbolic link": Hostile(_link, "is a link to another file"),
    "name in GBK": Hostile(_gbk_name, "is not in UTF-8"),
    "bzip2": Hostile(lambda: _packed(zipfile.ZIP_BZIP2), "packed in a way that Word does not"),
    "lzma": Hostile(lambda: _packed(zipfile.ZIP_LZMA), "packed in a way that Word does not"),
    "size in the entry alone": Hostile(lambda: _other_size(22, 0), "described in two ways"),
    "size in the directory alone": Hostile(lambda: _other_size(0, 24), "described in two ways"),
    "size in both": Hostile(lambda: _other_size(22, 24), "not a readable .docx"),
    "overlapping entries": Hostile(_overlapping, "overlaps another"),
    "a bomb": Hostile(_bomb, "packed like a zip bomb"),
    "a crowd": Hostile(_crowd, "more than 2000 parts"),
    "too much in all": Hostile(_enormous, "at most 200 MB are read"),
    "a program in front": Hostile(lambda: b"MZ" + write_package(honest()), "not a readable .docx"),
    "cut off": Hostile(lambda: write_package(honest())[:-40], "not a readable .docx"),
    "an old .doc": Hostile(lambda: OLE, "old .doc file or protected by a password"),
    "empty": Hostile(lambda: b"", "not a readable .docx"),
    "a zip of something else": Hostile(
        lambda: archive([pack("a.txt", b"x")]), "zip file but no Word document"
    ),
}

_XML: dict[str, Hostile] = {
    "DOCTYPE": Hostile(_doctype, "has a DOCTYPE"),
    "a billion laughs": Hostile(lambda: _doctype(inside=LAUGHS), "has a DOCTYPE"),
    "an entity from a file": Hostile(
        lambda: _doctype(inside='<!ENTITY a SYSTEM "file:///etc/passwd">'), "has a DOCTYPE"
    ),
    "DOCTYPE in relationships": Hostile(lambda: _doctype(RELS), "has a DOCTYPE"),
    "DOCTYPE in styles": Hostile(lambda: _doctype("word/styles.xml"), "has a DOCTYPE"),
    "DOCTYPE in custom XML": Hostile(_custom_xml, "has a DOCTYPE"),
    "UTF-16": Hostile(lambda: _encoded("UTF-16"), "is not in UTF-8"),
    "UTF-16 without a mark": Hostile(lambda: _encoded("UTF-16LE"), "is not in UTF-8"),
    "UTF-32": Hostile(lambda: _encoded("UTF-32"), "is not in UTF-8"),
    "UTF-7": Hostile(_utf7, "is not in UTF-8"),
    "GBK": Hostile(lambda: _encoded("GBK"), "is not in UTF-8"),
    "EBCDIC": Hostile(lambda: _encoded("cp037"), "is not in UTF-8"),
    "an entity nobody defines": Hostile(
        lambda: changed(RELS, "rIdStyles", "&nbsp;"), "is not well-formed"
    ),
    "deeply nested": Hostile(
        lambda: changed(RELS, "</Relationships>", "<a>" * 600 + "</a>" * 600 + "</Relationships>"),
        "is not well-formed",
    ),
    "a huge attribute": Hostile(
        lambda: changed(RELS, "styles.xml", "0123456789ABCDEF" * 700_000), "is not well-formed"
    ),
    "a character reference to nothing": Hostile(
        lambda: changed(RELS, "rIdStyles", "&#0;"), "is not well-formed"
    ),
    "a million elements": Hostile(
        lambda: in_body("<w:p/><w:r/>" * 3_100_000), "more than 6,000,000 tags"
    ),
}

_ACTIVE: dict[str, Hostile] = {
    "docm": Hostile(
        lambda: changed(names.CONTENT_TYPES_PART, names.MAIN_TYPES[0], _MACROS), "no .docx"
    ),
    "dotm": Hostile(
        lambda: changed(
            names.CONTENT_TYPES_PART,
            names.MAIN_TYPES[0],
            "application/vnd.ms-word.template.macroEnabledTemplate.main+xml",
        ),
        "no .docx",
    ),
    "macros": Hostile(
        lambda: related(
            _MICROSOFT + "vbaProject",
            "vbaProject.bin",
            more={"word/vbaProject.bin": OLE},
            kinds={"bin": _VBA},
        ),
        "macros",
    ),
    "macros called a picture": Hostile(
        lambda: related(
            "image", "media/a.png", more={"word/media/a.png": OLE}, kinds={"png": "image/png"}
        ),
        "a file inside the file",
    ),
    "macros by their type alone": Hostile(
        lambda: with_parts({"word/a.dat": b"1"}, {"/word/a.dat": _VBA}), "is of the type"
    ),
    "macros related to nothing": Hostile(
        lambda: with_parts({"word/a.dat": OLE}, {"dat": "image/x"}), "a file inside the file"
    ),
    "macros, related in capitals": Hostile(
        lambda: related(
            _MICROSOFT + "VBAPROJECT",
            "a.dat",
            part="word/_rels/Styles.XML.RELS",
            more={"word/a.dat": b"1"},
            kinds={"dat": "image/x", "RELS": "application/x"},
        ),
        "macros",
    ),
    "two types for one part": Hostile(
        lambda: with_parts({}, {"/word/DOCUMENT.xml": _MACROS}), "macroEnabled"
    ),
    "OLE object": Hostile(
        lambda: related("oleObject", "embeddings/a.bin", more={"word/embeddings/a.bin": OLE}),
        "an embedded object",
    ),
    "OLE object outside": Hostile(
        lambda: related("oleObject", "file:///c:/a.xlsx", external=True), "an embedded object"
    ),
    "ActiveX": Hostile(
        lambda: related("control", "activeX/a.xml", more={"word/activeX/a.xml": b"<a/>"}),
        "ActiveX",
    ),
    "embedded package": Hostile(
        lambda: related("package", "a.docx", more={"word/a.docx": b"PK\3\4"}), "embedded object"
    ),
    "a program": Hostile(
        lambda: with_parts({"word/media/a.png": b"MZ\x90"}, {"png": "image/png"}), "a program"
    ),
    "a chart's workbook with macros": Hostile(
        lambda: chart_with(_workbook(XLSX, ("xl/vbaProject.bin",))), "a file inside the file"
    ),
    "a chart's workbook that is none": Hostile(
        lambda: chart_with(_workbook("application/vnd.ms-excel.sheet.macroEnabled.main+xml")),
        "a file inside the file",
    ),
    "a chart's workbook that is OLE": Hostile(lambda: chart_with(OLE), "a file inside the file"),
    "attached template": Hostile(
        lambda: related(
            "attachedTemplate",
            "http://localhost/a.dotm",
            external=True,
            part="word/_rels/settings.xml.rels",
        ),
        "an attached template",
    ),
    "picture from outside": Hostile(
        lambda: related("image", "http://localhost/a.png", external=True), "is fetched from outside"
    ),
    "picture from a share": Hostile(
        lambda: related("image", r"\\localhost\a.png", external=True), "is fetched from outside"
    ),
    "mode in small letters": Hostile(
        lambda: _text_in(
            RELS,
            honest()[RELS].replace(
                b"</Relationships>",
                b'<Relationship Id="rIdX" Type="x/image" Target="http://localhost/"'
                b' TargetMode="external"/></Relationships>',
            ),
        ),
        "is fetched from outside",
    ),
    "HTML that Word puts in": Hostile(
        lambda: related("aFChunk", "a.html", more=_CHUNK, kinds={"html": "text/html"}),
        "another document that Word puts in",
    ),
    "sub-document": Hostile(
        lambda: related("subDocument", "http://localhost/", external=True),
        "another document that Word puts in",
    ),
    "frames": Hostile(
        lambda: related(
            "frame", "http://localhost/", external=True, part="word/_rels/webSettings.xml.rels"
        ),
        "another document that Word puts in",
    ),
    "frames written in": Hostile(
        lambda: with_parts(
            {
                "word/webSettings.xml": f'<w:webSettings xmlns:w="{names.W}"><w:frameset/></w:webSettings>'.encode()
            }
        ),
        "another document that Word puts in",
    ),
    "mail merge": Hostile(
        lambda: changed(
            SETTINGS,
            "</w:settings>",
            "<w:mailMerge><w:query w:val='a'/></w:mailMerge></w:settings>",
        ),
        "a mail merge",
    ),
    "buttons": Hostile(
        lambda: related(
            _MICROSOFT + "ui/extensibility",
            "customUI/a.xml",
            part="_rels/.rels",
            more={"customUI/a.xml": b"<a/>"},
        ),
        "buttons, keys or add-ins",
    ),
    "keys": Hostile(
        lambda: related(
            _MICROSOFT + "keyMapCustomizations",
            "customizations.xml",
            more={"word/customizations.xml": b"<a/>"},
        ),
        "buttons, keys or add-ins",
    ),
    "a video": Hostile(
        lambda: in_body('<w:p><x:webVideoPr xmlns:x="u" embeddedHtml="a"/></w:p>'), "a video"
    ),
    "a macro on leaving a form field": Hostile(
        lambda: in_body('<w:p><w:ffData><w:exitMacro w:val="A"/></w:ffData></w:p>'), "macros"
    ),
    "schemas that are fetched": Hostile(
        lambda: changed(
            SETTINGS,
            "</w:settings>",
            '<s:schemaLibrary xmlns:s="u"><s:schema/></s:schemaLibrary></w:settings>',
        ),
        "schemas that are fetched",
    ),
    "an old drawing's source": Hostile(
        lambda: in_body(
            '<w:p><v:imagedata xmlns:v="urn:schemas-microsoft-com:vml" src="http://localhost/"/></w:p>'
        ),
        "is fetched from outside",
    ),
    "an old drawing's link": Hostile(
        lambda: in_body(
            '<w:p><v:shape xmlns:v="urn:schemas-microsoft-com:vml" href="file:///c:/a.exe"/></w:p>'
        ),
        "a link to file:///c:/a.exe",
    ),
    **{
        f"link to {address}": Hostile(
            partial(related, "hyperlink", address, external=True), "a link to"
        )
        for address in (
            "javascript:alert(1)",
            "file:///c:/windows/system32/calc.exe",
            r"\\localhost\share\a.exe",
            "../a.exe",
            "ms-msdt:/id",
            "vbscript:x",
            "data:text/html,x",
            "java\tscript:x",
            "HTTP\n:x",
            "search-ms:query=x",
        )
    },
}

_FIELDS: dict[str, Hostile] = {
    name: Hostile(partial(in_body, xml), told)
    for name, (xml, told) in {
        "DDE": (field(' DDE cmd "/c calc" '), "field DDE"),
        "DDEAUTO": (field("DDEAUTO c:\\a.exe"), "field DDEAUTO"),
        "DDE in small letters": (field(" ddeauto a"), "field DDEAUTO"),
        "DDE over runs": (field(" D", "D", "E a"), "field DDE,"),
        "DDE in one element": (simple("DDE a"), "field DDE,"),
        "DDE as references": (field("&#68;&#x44;&#69; a"), "field DDE,"),
        "DDE in quotes": (field(' "DDE" a'), "field DDE,"),
        "DDE behind a soft hyphen": (field("\u00ad\u200bDDE a"), "field DDE,"),
        "DDE that was crossed out": (field("DDE a", name="delInstrText"), "field DDE,"),
        "DDE around a comment": (field("D<!-- x -->DE a"), "a field whose kind"),
        "DDE in CDATA": (field("<![CDATA[DDE a]]>"), "field DDE,"),
        "DDE over paragraphs": (
            field(" DD", "E a").replace(
                "</w:instrText></w:r><w:r><w:instrText>",
                "</w:instrText></w:r></w:p><w:p><w:r><w:instrText>",
            ),
            "field DDE,",
        ),
        "DDE in another field": (nested("IF 1 = 1 ", "DDE a"), "field DDE,"),
        "DDE made by another field": (nested("", "QUOTE 68 68 69"), "a field whose kind"),
        "DDE half made by another": (nested("D", "QUOTE 68 69"), "a field whose kind"),
        "DDE without an end": (
            (
                '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>DDE a'
                "</w:instrText></w:r></w:p>"
            ),
            "field DDE,",
        ),
        "INCLUDETEXT": (field("INCLUDETEXT c:\\\\a.docx"), "field INCLUDETEXT"),
        "INCLUDEPICTURE": (
            field('INCLUDEPICTURE "http://localhost/a.png"'),
            "field INCLUDEPICTURE",
        ),
        "IMPORT": (simple("import a.png"), "field IMPORT"),
        "LINK": (field("LINK Excel.Sheet a.xlsx"), "field LINK"),
        "RD": (field("RD a.docx"), "field RD"),
        "DATABASE": (field("DATABASE \\c a"), "field DATABASE"),
        "MACROBUTTON": (field("MACROBUTTON a b"), "field MACROBUTTON"),
        "EMBED": (field("EMBED Package"), "field EMBED"),
        "CONTROL": (field("CONTROL Forms.TextBox.1"), "field CONTROL"),
        "PRINT": (field("PRINT 27"), "field PRINT"),
        "a link to a script": (field('HYPERLINK "javascript:x"'), "a link to javascript:x"),
        "a link without quotes": (field("hyperlink file:///a.exe"), "a link to file:///a.exe"),
        "a link behind a switch's place": (
            simple("HYPERLINK &quot;\\\\localhost\\a&quot;"),
            "a link to",
        ),
        "a link made by a field": (nested('HYPERLINK "', "QUOTE 104"), "a link to"),
        "a step of a field nobody knows": (
            field("PAGE").replace("begin", "start"),
            "a field without a beginning",
        ),
    }.items()
}

#: Every hostile Word file: its name, who makes it, what is said of it.
FILES: dict[str, Hostile] = {**_CONTAINERS, **_XML, **_ACTIVE, **_FIELDS}
