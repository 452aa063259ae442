"""Pictures and QR codes in body, header and footer."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import jinja2
import pytest
import zxingcpp
from docxtpl import DocxTemplate, InlineImage

from svcdocs.errors import TemplateError
from svcdocs.ooxml.dump import dump
from svcdocs.ooxml.package import parse_part, read_package, relationships
from svcdocs.render.engine import CompiledTemplate, compile_template
from svcdocs.render.lack import IncompleteDocumentError
from svcdocs.render.mode import Mode
from svcdocs.render.run import Run

Make = Callable[..., bytes]
DOCUMENT = "word/document.xml"


def chunk(kind: bytes, data: bytes) -> bytes:
    """One piece of a PNG."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width: int, height: int) -> bytes:
    """A blue picture."""
    rows = (b"\0" + b"\x20\x60\xc0" * width) * height
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pieces = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + pieces


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A project's folder with pictures, and one beside it that no document may show."""
    (tmp_path / "project" / "photos").mkdir(parents=True)
    (tmp_path / "project" / "logo.png").write_bytes(png(200, 100))
    (tmp_path / "project" / "photos" / "机房.png").write_bytes(png(100, 100))
    (tmp_path / "project" / "notes.txt").write_text("no picture", encoding="utf-8")
    (tmp_path / "secret.png").write_bytes(png(10, 10))
    return tmp_path / "project"


def render(data: bytes, folder: Path, mode: Mode = Mode.FINAL, **context: Any) -> bytes:
    """A document whose pictures lie in a folder."""
    return compile_template(data, "t.docx").render(context, run=Run(mode, folders=(folder,)))


def test_in_every_part(make_docx: Make, folder: Path) -> None:
    """One file stored once, each part with a relationship of its own, numbers all different."""
    data = make_docx(
        "标志：{{ 'logo.png' | picture(width=3) }}完",
        [["照片", "{{ it.photo | picture(height=2, alt='机房 <北>') }}"]],
        "{{ picture('logo.png', width=4, height=1) }}",
        header="{{ it.logo | picture(width=3) }}客户",
        footer="{{ it.logo | picture(width=3) }}",
    )

    result = render(data, folder, it={"logo": "logo.png", "photo": "photos/机房.png"})

    assert dump(result) == (
        "# body\n标志：<logo 3.0×1.5>完\n| 照片 | <机房 <北> 2.0×2.0> |\n<logo 4.0×1.0>\n"
        "# footer word/footer1.xml\n<logo 3.0×1.5>\n"
        "# header word/header1.xml\n<logo 3.0×1.5>客户\n"
    )
    parts = read_package(result, "t")
    media = [name for name in parts if name.startswith("word/media/")]
    assert sorted(parts[name] for name in media) == sorted([png(200, 100), png(100, 100)])
    for part in ("word/header1.xml", "word/footer1.xml"):
        assert [one.target in media for one in relationships(parts, part)] == [True]
    numbers = [
        int(one.get("id") or 0)
        for part in (DOCUMENT, "word/header1.xml", "word/footer1.xml")
        for one in parse_part(parts[part], part).iter("{*}docPr")
    ]
    assert len(set(numbers)) == len(numbers) == 5
    assert len(docx.Document(io.BytesIO(result)).inline_shapes) == 3


def test_looks_around_stay(make_docx: Make, folder: Path) -> None:
    """The run is ended and begun again with its own properties; nothing empty is left of it."""
    run = (
        '<w:p><w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">前{{ it.logo | picture(width=1) }}'
        "后</w:t></w:r></w:p>"
    )
    alone = "<w:p><w:r><w:t>{{ it.logo | picture(width=1) }}</w:t></w:r></w:p>"

    result = render(make_docx(run, alone), folder, it={"logo": "logo.png"})

    paragraphs = docx.Document(io.BytesIO(result)).paragraphs
    assert [(one.text, one.bold) for one in paragraphs[0].runs] == [
        ("前", True),
        ("", None),
        ("后", True),
    ]
    assert [one.text for one in paragraphs[1].runs] == [""]


def test_a_loop_of_pictures(make_docx: Make, folder: Path) -> None:
    """Whatever is repeated has numbers of its own, and the template is as it was."""
    data = make_docx("{% for one in it.photos %}{{ one | picture(width=1) }}{% endfor %}")
    template = CompiledTemplate(data, "t.docx")
    context = {"it": {"photos": ["logo.png", "photos/机房.png", "logo.png"]}}

    first = template.render(context, run=Run(folders=(folder,)))
    other = template.render({"it": {"photos": ["logo.png"]}}, run=Run(folders=(folder,)))

    assert dump(first) == "# body\n<logo 1.0×0.5><机房 1.0×1.0><logo 1.0×0.5>\n"
    assert dump(other) == "# body\n<logo 1.0×0.5>\n"
    assert len([name for name in read_package(other, "t") if "media" in name]) == 1
    assert template.render(context, run=Run(folders=(folder,))) == first
    assert CompiledTemplate(data, "t.docx").render(context, run=Run(folders=(folder,))) == first


def test_same_size_as_docxtpl(make_docx: Make, folder: Path) -> None:
    """Width, height, both or neither: what docxtpl makes of them."""
    from docx.shared import Cm

    sizes = [{}, {"width": 3}, {"height": 3}, {"width": 3, "height": 1}]
    calls = [", ".join(f"{key}={value}" for key, value in size.items()) for size in sizes]
    ours = make_docx(*(f"{{{{ picture('logo.png'{', ' * bool(c)}{c}) }}}}" for c in calls))
    theirs = DocxTemplate(io.BytesIO(make_docx(*(f"{{{{ p{n} }}}}" for n in range(len(sizes))))))
    theirs.render(
        {
            f"p{n}": InlineImage(
                theirs, str(folder / "logo.png"), **{k: Cm(v) for k, v in size.items()}
            )
            for n, size in enumerate(sizes)
        },
        jinja2.Environment(autoescape=True),
    )
    out = io.BytesIO()
    theirs.save(out)

    def shapes(data: bytes) -> list[tuple[float, float]]:
        found = docx.Document(io.BytesIO(data)).inline_shapes
        return [(round(one.width.cm, 2), round(one.height.cm, 2)) for one in found]

    # python-docx takes 72 dots to the inch where a file names no density, Word takes 96.
    assert shapes(render(ours, folder))[1:] == shapes(out.getvalue())[1:]
    assert shapes(render(ours, folder))[0] == (5.29, 2.65)


class TestMissing:
    """A picture that is not there."""

    DATA = "照片：{{ it.photo | picture(width=3) }}。"

    def test_final(self, make_docx: Make, folder: Path) -> None:
        """Both a value and a file are lacks, told together."""
        data = make_docx(self.DATA, "{{ it.other | picture }}")
        with pytest.raises(IncompleteDocumentError) as caught:
            render(data, folder, it={"photo": "gone.png"})

        assert [lack.name for lack in caught.value.lacks] == ["it.photo", "it.other"]
        assert caught.value.details[0].startswith("图片 gone.png 不存在（it.photo）")

    def test_draft(self, make_docx: Make, folder: Path) -> None:
        """A mark says what is to come."""
        text = dump(render(make_docx(self.DATA), folder, Mode.DRAFT, it={"photo": "gone.png"}))
        assert text == "# body\n照片：【待补图片：gone.png】。\n"

    @pytest.mark.parametrize("record", [{}, {"photo": "gone.png"}])
    def test_blank(self, make_docx: Make, folder: Path, record: dict[str, str]) -> None:
        """A form leaves its room."""
        assert (
            dump(render(make_docx(self.DATA), folder, Mode.BLANK, it=record))
            == "# body\n照片：。\n"
        )


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("../secret.png", "only files inside"),
        ("photos/../../secret.png", "only files inside"),
        ("/etc/passwd", "only files inside"),
        ("C:\\secret.png", "only files inside"),
        ("\\\\server\\share\\x.png", "only files inside"),
        ("notes.txt", "notes.txt is no PNG, JPEG or GIF picture; save it as PNG"),
    ],
)
def test_refused(make_docx: Make, folder: Path, name: str, told: str) -> None:
    """Whatever the data say, only pictures of the project's folder are shown."""
    with pytest.raises(TemplateError) as caught:
        render(make_docx("{{ it.photo | picture(width=3) }}"), folder, it={"photo": name})

    assert told in caught.value.message


def test_a_link_out_of_the_folder(make_docx: Make, folder: Path) -> None:
    """A symbolic link leads nowhere."""
    try:
        (folder / "link.png").symlink_to(folder.parent / "secret.png")
    except OSError:
        pytest.skip("this system makes no links for everybody")
    with pytest.raises(IncompleteDocumentError):
        render(make_docx("{{ picture('link.png') }}"), folder)


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize("size", ["width=0", "width=-1", "height=900", "width=3, height=900"])
def test_no_size(make_docx: Make, folder: Path, size: str) -> None:
    """A picture fits on paper."""
    with pytest.raises(TemplateError, match="does not fit"):
        render(make_docx(f"{{{{ picture('logo.png', {size}) }}}}"), folder)


def test_a_click_opens_an_address(make_docx: Make, folder: Path) -> None:
    """The address is a relationship of the part; others than of the web are refused."""
    data = make_docx("{{ picture('logo.png', url=it.url) }}")
    result = render(data, folder, it={"url": "https://example.org/?a=1&b=2"})

    found = relationships(read_package(result, "t"), DOCUMENT)
    assert [one.target for one in found if one.external] == ["https://example.org/?a=1&b=2"]
    for url in ("javascript:alert(1)", "file:///etc/passwd", "https://a b"):
        with pytest.raises(TemplateError):
            render(data, folder, it={"url": url})


def read_code(data: bytes) -> str:
    """What a decoder that shares nothing with ours reads out of a PNG of one bit a pixel."""
    width, height, depth = struct.unpack(">IIB", data[16:25])
    assert depth == 1
    start = data.index(b"IDAT")
    (length,) = struct.unpack(">I", data[start - 4 : start])
    raw = zlib.decompress(data[start + 4 : start + 4 + length])
    stride = (width + 7) // 8 + 1
    pixels = bytearray()
    bits = bytes(stride - 1)
    for row in range(height):
        kind, *line_bytes = raw[row * stride : (row + 1) * stride]
        assert kind in (0, 2)  # as it stands, or what differs from the line above
        bits = bytes(
            (one + kind // 2 * above) % 256 for one, above in zip(line_bytes, bits, strict=True)
        )
        line = "".join(f"{byte:08b}" for byte in bits)[:width]
        pixels += bytes(255 if bit == "1" else 0 for bit in line)
    image = memoryview(bytes(pixels)).cast("B", shape=(height, width))
    return str(zxingcpp.read_barcodes(image)[0].text)


class TestCodes:
    """QR codes."""

    @pytest.mark.parametrize("text", ["VIS-001", "回访记录 VIS-001 <&>", "https://example.org/v/1"])
    @pytest.mark.parametrize("level", ["L", "H"])
    def test_read_by_another_decoder(self, make_docx: Make, text: str, level: str) -> None:
        """In body and header, at the size asked for; stored once."""
        data = make_docx(
            f"编号 {{{{ it.id | qr(size=3, level='{level}') }}}}",
            header=f"{{{{ it.id | qr(2, '{level}', alt='码') }}}}",
        )
        result = compile_template(data, "t.docx").render({"it": {"id": text}})

        assert dump(result) == (
            f"# body\n编号 <二维码：{text} 3.0×3.0>\n# header word/header1.xml\n<码 2.0×2.0>\n"
        )
        codes = [own for name, own in read_package(result, "t").items() if "media" in name]
        assert [read_code(code) for code in codes] == [text]

    def test_blank(self, make_docx: Make) -> None:
        """A form without a record has no code."""
        data = make_docx("编号{{ it.id | qr }}。")
        assert (
            dump(compile_template(data, "t").render({"it": {}}, Mode.BLANK)) == "# body\n编号。\n"
        )

    @pytest.mark.usefixtures("english")
    @pytest.mark.parametrize(
        ("tag", "told"),
        [
            ("{{ it.long | qr }}", "5000 characters is too long"),
            ("{{ it.id | qr(size=99) }}", "99 cm does not fit"),
            ("{{ it.id | qr(level='X') }}", "level is L, M, Q, H"),
        ],
    )
    def test_refused(self, make_docx: Make, tag: str, told: str) -> None:
        """With words for whoever wrote the template or the data."""
        context = {"it": {"id": "A", "long": "x" * 5000}}
        with pytest.raises(TemplateError, match=told):
            compile_template(make_docx(tag), "t.docx").render(context)
