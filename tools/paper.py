"""Word files as they come out of a printer: LibreOffice prints them, poppler reads the PDF.

The usual Chinese office fonts are not free; the nearest free one stands in, so that lines break and
rows grow about as they do in Word.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from html import unescape
from pathlib import Path

from svcdocs.workflow.pdf import convert

_STAND_INS = {
    "Noto Serif CJK SC": ("宋体", "SimSun", "NSimSun", "仿宋", "FangSong", "Times New Roman"),
    "Noto Sans CJK SC": ("黑体", "SimHei", "Microsoft YaHei"),
}
_PAGE = re.compile(r'<page width="([\d.]+)" height="([\d.]+)">(.*?)</page>', re.DOTALL)
_WORD = re.compile(
    r'<word xMin="(-?[\d.]+)" yMin="(-?[\d.]+)" xMax="(-?[\d.]+)" yMax="(-?[\d.]+)">(.*?)</word>',
    re.DOTALL,
)
_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Word:
    """A run of signs without a space, and its box in points from the upper left corner."""

    left: float
    top: float
    right: float
    bottom: float
    text: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page: its size in points, and what is on it in the order of the PDF."""

    width: float
    height: float
    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        """All of it without spaces."""
        return "".join(word.text for word in self.words)

    def lines(self) -> list[str]:
        """What stands at one height, from left to right; the uppermost first, without spaces."""
        rows: list[list[Word]] = []
        for word in sorted(self.words, key=lambda one: one.top + one.bottom):
            middle = (word.top + word.bottom) / 2
            if rows and rows[-1][0].top <= middle <= rows[-1][0].bottom:
                rows[-1].append(word)
            else:
                rows.append([word])
        return ["".join(one.text for one in sorted(row, key=lambda one: one.left)) for row in rows]


def print_out(documents: Mapping[str, bytes], folder: Path) -> dict[str, Path]:
    """The PDF of each document, by name.

    Args:
        documents: Word files by a name that a file may have.
        folder: where both are written; it may be empty.

    Raises:
        WorkError: LibreOffice is missing, or cannot read a document.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in documents.items():
        (folder / f"{name}.docx").write_bytes(data)
    with _free_fonts(folder):
        for one in convert([folder / f"{name}.docx" for name in documents], workers=2):
            if one.fault:
                raise one.fault
    return {name: folder / f"{name}.pdf" for name in documents}


def sheets(pdf: Path) -> list[Sheet]:
    """The pages of a PDF."""
    text = _poppler("pdftotext", "-bbox", "-enc", "UTF-8", str(pdf), "-").decode()
    return [
        Sheet(float(width), float(height), tuple(_words(page)))
        for width, height, page in _PAGE.findall(text)
    ]


def fonts(pdf: Path) -> dict[str, bool]:
    """The fonts of a PDF without the mark of their subset, and whether they are embedded."""
    lines = _poppler("pdffonts", str(pdf)).decode().splitlines()[2:]
    # Columns from the right: object and generation, then three yes or no, the first: embedded.
    return {line.split()[0].rpartition("+")[2]: line.split()[-5] == "yes" for line in lines}


def grey_picture(pdf: Path, *, width: int) -> bytes:
    """The first page as a grey picture (PGM), so many pixels wide."""
    return _poppler(
        "pdftoppm", "-gray", "-singlefile", "-scale-to-x", str(width), "-scale-to-y", "-1", str(pdf)
    )


def _words(page: str) -> Iterator[Word]:
    for left, top, right, bottom, text in _WORD.findall(page):
        yield Word(float(left), float(top), float(right), float(bottom), unescape(text))


def _poppler(*command: str) -> bytes:
    told = subprocess.run(  # noqa: S603 - poppler, with files of our own
        command, check=True, capture_output=True, timeout=_SECONDS
    )
    return told.stdout


@contextmanager
def _free_fonts(folder: Path) -> Iterator[None]:
    """See to it that LibreOffice takes the fonts that stand in."""
    matches = "".join(
        f'<match target="pattern"><test name="family"><string>{font}</string></test>'
        f'<edit name="family" mode="assign" binding="strong"><string>{free}</string></edit></match>'
        for free, names in _STAND_INS.items()
        for font in names
    )
    config = folder / "fonts.conf"
    config.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        f'<include ignore_missing="yes">/etc/fonts/fonts.conf</include>{matches}</fontconfig>',
        encoding="utf-8",
    )
    before = os.environ.get("FONTCONFIG_FILE")
    os.environ["FONTCONFIG_FILE"] = str(config)
    try:
        yield
    finally:
        if before is None:
            del os.environ["FONTCONFIG_FILE"]
        else:
            os.environ["FONTCONFIG_FILE"] = before
