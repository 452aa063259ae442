"""`svcdocs form --electronic`, and documents that show a project's own picture."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from svcdocs.cli import main
from svcdocs.ooxml.base_package import base_package
from svcdocs.ooxml.content_controls import Kind, read_controls
from svcdocs.ooxml.dump import dump
from svcdocs.ooxml.package import write_package

MANIFEST = "id: cover\ntitle: 封面\nfrom_stage: bid\nfile_name: 封面\n"
BODY = (
    "<w:p><w:r><w:t>{{ picture('logo.gif', width=3, alt='公司标志') }}</w:t></w:r></w:p>"
    "<w:p><w:r><w:t>{{ project.no | qr(size=2) }}</w:t></w:r></w:p><w:sectPr/>"
)


@pytest.fixture(autouse=True)
def here(checkout: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty folder with a copy of the sample that has a document type of its own."""
    monkeypatch.chdir(tmp_path)
    shutil.copytree(checkout / "samples" / "campus-network", "campus")
    folder = Path("campus/templates/cover")
    folder.mkdir(parents=True)
    (folder / "type.yaml").write_text(MANIFEST, encoding="utf-8")
    (folder / "form.docx").write_bytes(write_package(base_package(BODY)))


def run(*arguments: str) -> int:
    """Run with English messages."""
    return main.run([*arguments, "--lang", "en"])


def gif(width: int) -> bytes:
    """The head of a picture half as high as wide."""
    return b"GIF89a" + width.to_bytes(2, "little") + (width // 2).to_bytes(2, "little") + bytes(8)


def test_fields_to_fill_in() -> None:
    """With the option every field is a control, without it none."""
    assert run("form", "visit-record", "--electronic", "-o", "screen.docx") == 0
    assert run("form", "visit-record", "-o", "paper.docx") == 0

    fields = {one.tag: one for one in read_controls(Path("screen.docx").read_bytes())}
    assert fields["it.recorded_on"].kind is Kind.DATE
    assert fields["it.comments"].text == ""
    assert read_controls(Path("paper.docx").read_bytes()) == []


def test_a_picture_of_the_project(capsys: pytest.CaptureFixture[str]) -> None:
    """It is found in the project's folder; another picture makes another document."""
    assert run("render", "campus", "cover", "-o", "out") != 0
    assert "picture logo.gif is not there" in capsys.readouterr().out

    Path("campus/logo.gif").write_bytes(gif(200))
    assert run("render", "campus", "cover", "-o", "out") == 0
    assert dump(Path("out/封面.docx").read_bytes()) == (
        "# body\n<公司标志 3.0×1.5>\n<二维码：DLLG-ZB-2025-017 2.0×2.0>\n"
    )
    assert run("render", "campus", "cover", "-o", "out", "--check") == 0
    Path("campus/logo.gif").write_bytes(gif(400))
    assert run("render", "campus", "cover", "-o", "out", "--check") == 1


def test_the_document_knows_its_picture(capsys: pytest.CaptureFixture[str]) -> None:
    """`verify` tells a document whose picture has been changed since."""
    Path("campus/logo.gif").write_bytes(gif(200))
    assert run("render", "campus", "cover", "-o", "out") == 0
    assert run("verify", "out/封面.docx", "--project", "campus") == 0
    Path("campus/logo.gif").write_bytes(gif(400))
    capsys.readouterr()

    assert run("verify", "out/封面.docx", "--project", "campus") == 1
    assert "logo.gif" in capsys.readouterr().out
