"""Word templates written as Python lists, so that a test shows its template in one glance."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Callable, Mapping
from html import escape
from pathlib import Path
from typing import Any

import paper
import pytest

from svcdocs.ooxml.base_package import base_package
from svcdocs.ooxml.dump import dump
from svcdocs.ooxml.package import write_package
from svcdocs.render.engine import compile_template
from svcdocs.render.mode import Mode

Block = str | list[list[str]]


def _paragraph(text: str) -> str:
    """A paragraph; `¦` ends a run, `Heading1:` in front names a style, `⏎` begins a new one."""
    out = ""
    for line in text.split("⏎"):
        style, colon, rest = line.partition(":")
        named = colon and style.startswith("Heading")
        properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if named else ""
        runs = (rest if named else line).split("¦")
        content = "".join(f"<w:r><w:t>{escape(run, quote=False)}</w:t></w:r>" for run in runs)
        out += f"<w:p>{properties}{content}</w:p>"
    return out


def _block(block: Block) -> str:
    if isinstance(block, str):
        return block if block.startswith("<w:") else _paragraph(block)
    rows = "".join(
        "<w:tr>"
        + "".join(
            f'<w:tc><w:tcPr><w:tcW w:w="1000" w:type="dxa"/></w:tcPr>{_paragraph(cell)}</w:tc>'
            for cell in row
        )
        + "</w:tr>"
        for row in block
    )
    grid = '<w:gridCol w:w="1000"/>' * max(len(row) for row in block)
    return f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"


def _make_docx(*blocks: Block, header: str = "", footer: str = "") -> bytes:
    references = ""
    if header:
        references += '<w:headerReference w:type="default" r:id="rIdH"/>'
    if footer:
        references += '<w:footerReference w:type="default" r:id="rIdF"/>'
    body = "".join(_block(block) for block in blocks) + f"<w:sectPr>{references}</w:sectPr>"
    return write_package(
        base_package(
            body,
            {"rIdH": _paragraph(header)} if header else {},
            {"rIdF": _paragraph(footer)} if footer else {},
        )
    )


@pytest.fixture(scope="session")
def make_docx() -> Callable[..., bytes]:
    """A .docx out of paragraphs (texts, or XML of the body) and tables (lists of rows of texts)."""
    return _make_docx


@pytest.fixture
def render_text() -> Callable[..., str]:
    """Render paragraphs and tables as `make_docx` takes them; the result as a dump without head."""

    def render(
        *blocks: Block,
        mode: Mode = Mode.FINAL,
        header: str = "",
        footer: str = "",
        **context: Mapping[str, Any] | Any,
    ) -> str:
        data = _make_docx(*blocks, header=header, footer=footer)
        text = dump(compile_template(data, "t.docx").render(context, mode))
        return text.removeprefix("# body\n").rstrip("\n")

    return render


@pytest.fixture
def print_out(tmp_path: Path) -> Callable[[Mapping[str, bytes]], dict[str, Path]]:
    """The PDF that LibreOffice makes of each document, by name."""
    return lambda documents: paper.print_out(documents, tmp_path)


@pytest.fixture
def count_pages(
    print_out: Callable[[Mapping[str, bytes]], dict[str, Path]],
) -> Callable[[Mapping[str, bytes]], dict[str, int]]:
    """How many pages LibreOffice makes of each document, by name."""

    def count(documents: Mapping[str, bytes]) -> dict[str, int]:
        return {
            name: len(re.findall(rb"/Type\s*/Page\b", pdf.read_bytes()))
            for name, pdf in print_out(documents).items()
        }

    return count


@pytest.fixture
def read_pages(
    print_out: Callable[[Mapping[str, bytes]], dict[str, Path]],
) -> Callable[[Mapping[str, bytes]], dict[str, list[str]]]:
    """The text of every page that LibreOffice makes of each document, by name."""
    pdftotext = shutil.which("pdftotext")
    if pdftotext is None and os.environ.get("CI") != "true":
        pytest.skip("poppler is not installed")

    def read(documents: Mapping[str, bytes]) -> dict[str, list[str]]:
        pages = {}
        for name, pdf in print_out(documents).items():
            command = [str(pdftotext), "-enc", "UTF-8", "-layout", str(pdf), "-"]
            text = subprocess.run(command, check=True, capture_output=True, timeout=60).stdout
            pages[name] = text.decode().split("\f")[:-1]
        return pages

    return read
