"""What the engines render: shipped forms with the sample's data, and the same as flat templates.

A flat template is a finished document in which as many texts are tags again as the shipped form has
tags that print: `{{ v0 }}`, `{{ v1 }}`, … All engines can read such a file (in their own braces), each
gets the same number of tags in a document.xml of the same size, and what comes out must say what the
finished document says. Loops are unrolled in it and cost nobody anything, which is to the peers'
advantage: svcdocs' own job on the shipped form is measured with its loops.
"""

from __future__ import annotations

import csv
import io
import re
import shutil
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import unescape

import yaml

import svcdocs

CHECKOUT = Path(__file__).resolve().parents[1]
SAMPLES = CHECKOUT / "samples"
BODY = "word/document.xml"
VISITS = 1000
EQUIPMENT = 340

_TEXT = re.compile(r"(<w:t(?: [^>]*)?>)([^<]+)(</w:t>)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One kind of document: the job as it comes, and the same for engines that know no svcdocs.

    `values` are those of the flat template, one mapping by tag for each of the records.
    """

    name: str
    project: Path
    type: str
    template: bytes
    values: tuple[dict[str, str], ...]
    text: str

    @property
    def tags(self) -> int:
        """How many values the document prints."""
        return len(self.values[0])

    @property
    def size(self) -> int:
        """Bytes of the flat template's document.xml."""
        return len(part(self.template, BODY))


def visit_case(folder: Path) -> Case:
    """The visit record form; its project has many visits."""
    project = _copied("campus-network", folder / "visits")
    path = project / "visits.yaml"
    # PyYAML reads a clock time like 14:25 as text where a date stands before it, as all do here.
    data = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 - makes nothing but text
    first = data["visits"][0]
    data["visits"] = [
        {**first, "id": f"VIS-{number:04}", "comments": f"第 {number} 次回访，满意"}
        for number in range(1, VISITS + 1)
    ]
    path.write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
    records = [f"VIS-{number:04}" for number in range(1, 21)]
    return _case("visit record", project, "visit-record", records)


def annex_case(folder: Path) -> Case:
    """The bid annex of a supplier who offers so much that it has more than thirty pages."""
    project = _copied("campus-network-bid", folder / "annex")
    path = project / "equipment.csv"
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    many = [{**rows[n % len(rows)], "id": f"EQ-{n + 1:03}"} for n in range(EQUIPMENT)]
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(many)
    return _case("bid annex", project, "bid-annex", [""])


def table_template() -> bytes:
    """A table of one row for each of `rows`, in the dialect that svcdocs and docxtpl share."""
    source = (CHECKOUT / "templates" / "visit-record" / "form.docx").read_bytes()
    cells = "".join(
        f"<w:tc><w:p><w:r><w:t>{{{{ row.{name} }}}}</w:t></w:r></w:p></w:tc>"
        for name in ("no", "name", "model", "unit", "quantity", "note")
    )
    row = "<w:tr>{}</w:tr>"
    tag = "<w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>"
    table = "".join(
        (
            '<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/></w:tblPr><w:tblGrid>',
            '<w:gridCol w:w="1500"/>' * 6,
            "</w:tblGrid>",
            row.format(tag.format("{%tr for row in rows %}")),
            row.format(cells),
            row.format(tag.format("{%tr endfor %}")),
            "</w:tbl><w:p/>",
        )
    )
    body = part(source, BODY).decode()
    head, _begin, rest = body.partition("<w:body>")
    section = rest[rest.rindex("<w:sectPr") :]
    return with_body(_plain(source), f"{head}<w:body>{table}{section}")


def table_rows(count: int) -> list[dict[str, str]]:
    """Rows for `table_template`."""
    return [
        {
            "no": str(number),
            "name": "接入交换机 <PoE+> & 光模块",
            "model": f"XQ-S{number:04}",
            "unit": "台",
            "quantity": str(number % 7 + 1),
            "note": "含三年原厂质保",
        }
        for number in range(1, count + 1)
    ]


def in_braces(case: Case, opening: str, closing: str) -> bytes:
    """The flat template with the tags of another engine: `{v0}`, `{d.v0}`."""
    body = part(case.template, BODY).decode()
    return with_body(case.template, re.sub(r"\{\{ (v\d+) \}\}", rf"{opening}\1{closing}", body))


def part(data: bytes, name: str) -> bytes:
    """One part of a Word file."""
    with zipfile.ZipFile(io.BytesIO(data)) as container:
        return container.read(name)


def with_body(data: bytes, body: str) -> bytes:
    """A Word file with another document.xml."""
    return _with(data, lambda name, old: body.encode() if name == BODY else old)


def texts(data: bytes) -> str:
    """All text of the body, to compare what engines made."""
    return "\n".join(unescape(found[2]) for found in _TEXT.finditer(part(data, BODY).decode()))


def _case(name: str, project: Path, kind: str, records: Sequence[str]) -> Case:
    opened = svcdocs.open_project(project)
    documents = [svcdocs.render_document(opened, kind, record).data for record in records]
    form = (CHECKOUT / "templates" / kind / "form.docx").read_bytes()
    count = part(form, BODY).decode().count("{{")
    first = _TEXT.findall(part(documents[0], BODY).decode())
    chosen = _spread(len(first), count)
    values = []
    for data in documents:
        pieces = [
            unescape(text) for _open, text, _close in _TEXT.findall(part(data, BODY).decode())
        ]
        if len(pieces) != len(first):
            continue  # another choice of the form's lines
        values.append({f"v{n}": pieces[index] for n, index in enumerate(chosen)})
    places = {index: n for n, index in enumerate(chosen)}
    index = -1

    def tagged(match: re.Match[str]) -> str:
        nonlocal index
        index += 1
        if index not in places:
            return match[0]
        return f"{match[1]}{{{{ v{places[index]} }}}}{match[3]}"

    body = _TEXT.sub(tagged, part(documents[0], BODY).decode())
    return Case(
        name=name,
        project=project,
        type=kind,
        template=with_body(_plain(documents[0]), body),
        values=tuple(values),
        text=texts(documents[0]),
    )


def _spread(total: int, wanted: int) -> list[int]:
    """`wanted` of `total` places, evenly."""
    wanted = min(wanted, total)
    return [number * total // wanted for number in range(wanted)]


def _plain(data: bytes) -> bytes:
    """A finished document as a template of somebody else's: without tags in headers and footers."""

    def cleaned(name: str, old: bytes) -> bytes:
        sheet = name.startswith(("word/header", "word/footer", "docProps/"))
        return re.sub(rb"\{[{%].*?[}%]\}", b"", old) if sheet else old

    return _with(data, cleaned)


def _with(data: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as container,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        for info in container.infolist():
            made.writestr(info.filename, change(info.filename, container.read(info)))
    return out.getvalue()


def _copied(sample: str, folder: Path) -> Path:
    shutil.copytree(SAMPLES / sample, folder)
    return folder
