"""Make docs/gallery.md again: `python tools/gallery.py [TYPE...]`.

A picture of the first page of every form that is shipped, blank, as LibreOffice prints it. The page says
which form.docx each picture shows, and a test compares; only forms that changed are printed again.
Needs LibreOffice, poppler and Chinese fonts (CONTRIBUTING.md).
"""

from __future__ import annotations

import hashlib
import re
import struct
import sys
import tempfile
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path

from paper import grey_picture, print_out

from svcdocs.load import load_manifest
from svcdocs.policy import policies_for
from svcdocs.render.doctype import DocumentType, discover_types
from svcdocs.render.document import render_blank

ROOT = Path(__file__).resolve().parent.parent
GALLERY = ROOT / "docs" / "gallery.md"
PICTURES = ROOT / "docs" / "images" / "gallery"
#: Pixels; at this size the labels can be read.
_WIDTH = 720
#: Greys of a picture: four bits, two pixels to the byte.
_GREYS = 16
_NOTE = re.compile(r"<!-- ([a-z-]+): (\w+) -->")
_HEAD = """\
# 表单一览

每种文书的空白表第一页。空白表用 `svcdocs form 类型 --blank` 打印；从项目数据填好的用
`svcdocs form 类型 项目文件夹` 打印。页数指空白表。本页由 `python tools/gallery.py` 生成，不要手工改。

"""


def shipped() -> dict[str, DocumentType]:
    """The types of the checkout, by id."""
    kinds = discover_types()
    # In the order of a contract's stages.
    return {
        id_: kinds[id_] for id_ in sorted(kinds, key=lambda one: (kinds[one].from_stage.rank, one))
    }


def digest(kind: DocumentType) -> str:
    """What a picture shows: the form as it is now."""
    return hashlib.sha256((kind.folder / "form.docx").read_bytes()).hexdigest()[:16]


def shown() -> dict[str, str]:
    """What the gallery says its pictures show: digests by type."""
    text = GALLERY.read_text(encoding="utf-8") if GALLERY.is_file() else ""
    return dict(_NOTE.findall(text))


def picture(id_: str) -> Path:
    """Where the picture of a type is."""
    return PICTURES / f"{id_}.png"


def page(kinds: Mapping[str, DocumentType]) -> str:
    """The gallery."""
    return _HEAD + "\n".join("\n".join(_entry(kind)) + "\n" for kind in kinds.values())


def _entry(kind: DocumentType) -> Iterator[str]:
    manifest = load_manifest(kind.folder).tree.data
    facts = [f"`{kind.id}`"]
    if "form_no" in manifest:
        facts.append(f"表单编号 {manifest['form_no']}，版本 {manifest['form_version']}")
    if "pages" in manifest:
        facts.append(f"{manifest['pages']['blank']} 页".replace("-", "–"))
    yield f"## {kind.title}"
    yield ""
    yield " · ".join(facts)
    yield ""
    yield "```bash"
    yield f"svcdocs form {kind.id} --blank"
    yield "```"
    yield ""
    yield f"![{kind.title}](images/gallery/{kind.id}.png)"
    yield f"<!-- {kind.id}: {digest(kind)} -->"


def _png(pgm: bytes) -> bytes:
    """A grey picture of few greys, as small as PNG makes it."""
    found = re.match(rb"P5\s(\d+)\s(\d+)\s255\s", pgm)
    if found is None:
        raise ValueError(pgm[:20])
    width, height = int(found.group(1)), int(found.group(2))
    pixels = pgm[found.end() :]
    greys = bytes((value * (_GREYS - 1) + 127) // 255 for value in range(256))
    rows = bytearray()
    for top in range(0, width * height, width):
        row = pixels[top : top + width].translate(greys) + bytes(width % 2)
        pairs = zip(row[::2], row[1::2], strict=True)
        rows += b"\0" + bytes(left << 4 | right for left, right in pairs)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in (
            (b"IHDR", struct.pack(">IIBBBBB", width, height, 4, 0, 0, 0, 0)),
            (b"IDAT", zlib.compress(bytes(rows), 9)),
            (b"IEND", b""),
        )
    )


def main(wanted: list[str]) -> int:
    """Print what changed, or what is named, and write the page."""
    kinds = shipped()
    before = shown()
    stale = [
        id_
        for id_, kind in kinds.items()
        if id_ in wanted or before.get(id_) != digest(kind) or not picture(id_).is_file()
    ]
    blanks = {
        id_: render_blank(kinds[id_], policies_for(kinds[id_].blank_policies)).data for id_ in stale
    }
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        for id_, pdf in print_out(blanks, Path(folder)).items():
            picture(id_).write_bytes(_png(grey_picture(pdf, width=_WIDTH)))
    for old in PICTURES.glob("*.png"):
        if old.stem not in kinds:
            old.unlink()
    GALLERY.write_text(page(kinds), encoding="utf-8", newline="\n")
    sys.stdout.write(f"{len(kinds)} forms, {len(stale)} printed again\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
