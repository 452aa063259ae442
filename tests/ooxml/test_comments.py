"""Comments in a copy of a document: where they stand, and that other programs keep them."""

from __future__ import annotations

import io
import shutil
import subprocess
from pathlib import Path

import docx
import pytest

from svcdocs.ooxml import names
from svcdocs.ooxml.archive import PackageError
from svcdocs.ooxml.base_package import base_package
from svcdocs.ooxml.comments import Comment, with_comments
from svcdocs.ooxml.package import write_package
from svcdocs.ooxml.postcheck import check_package, check_parts

BODY = (
    "<w:p><w:pPr><w:jc w:val='center'/></w:pPr><w:r><w:t>第一段</w:t></w:r></w:p>"
    "<w:p><w:r><w:t>甲</w:t></w:r><w:r><w:t>乙丙</w:t></w:r><w:r><w:t>丁</w:t></w:r></w:p>"
    "<w:p/><w:sectPr/>"
)
REMARKS = [
    Comment(paragraph=1, start=1, end=3, lines=["乙丙不对", "改正"]),
    Comment(paragraph=2, lines=["空段 <&>"]),
    Comment(paragraph=99, lines=["末段之后"]),
]


@pytest.fixture
def commented() -> dict[str, bytes]:
    """A document with three remarks."""
    return with_comments(base_package(BODY), REMARKS, "svcdocs")


def _read(data: bytes) -> list[tuple[str, str]]:
    document = docx.Document(io.BytesIO(data))
    return [(one.author, "\n".join(p.text for p in one.paragraphs)) for one in document.comments]


def test_remarks_are_comments_of_word(commented: dict[str, bytes]) -> None:
    """As python-docx reads them; the file hangs together."""
    assert check_package(commented) == []
    assert check_parts(commented, commented.keys()) == []
    assert _read(write_package(commented)) == [
        ("svcdocs", "乙丙不对\n改正"),
        ("svcdocs", "空段 <&>"),
        ("svcdocs", "末段之后"),
    ]


def test_remarks_stand_around_the_runs_they_are_about(commented: dict[str, bytes]) -> None:
    """The range begins before the first run and ends behind the last."""
    body = commented["word/document.xml"].decode()
    start, end = body.index('commentRangeStart w:id="0"'), body.index('commentRangeEnd w:id="0"')

    assert "乙丙" in body[start:end]
    assert "甲" not in body[start:end]
    assert "丁" not in body[start:end]


def test_comments_that_are_there_stay(commented: dict[str, bytes]) -> None:
    """Numbers go on where the others end."""
    again = with_comments(commented, [Comment(paragraph=0, lines=["又一条"])], "乙")

    assert [text for _author, text in _read(write_package(again))][-1] == "又一条"
    assert len(_read(write_package(again))) == 4
    assert check_parts(again, again.keys()) == []


def test_comments_under_another_prefix(commented: dict[str, bytes]) -> None:
    """Not every program calls the namespace `w`."""
    text = commented["word/comments.xml"].decode()
    text = text.replace("<w:", "<x:").replace("</w:", "</x:").replace("xmlns:w=", "xmlns:x=")
    text = text.replace(" w:", " x:")
    other = {**commented, "word/comments.xml": text.encode()}
    again = with_comments(other, [Comment(paragraph=0, lines=["又一条"])], "乙")

    assert len(_read(write_package(again))) == 4


def test_comments_where_nothing_stands(commented: dict[str, bytes]) -> None:
    """A body without a paragraph gets one; a file without a body gets a word about it."""
    main = "word/document.xml"
    root = f'<w:document xmlns:w="{names.W}">{{}}</w:document>'
    bare = {**commented, main: root.format("<w:body><w:sectPr/></w:body>").encode()}

    again = with_comments(bare, [Comment(paragraph=3, lines=["空的"])], "乙")

    assert b"commentReference" in again[main]
    with pytest.raises(PackageError, match=r"word/document\.xml"):
        with_comments({**bare, main: root.format("").encode()}, [], "乙")


def test_a_comment_without_a_number(commented: dict[str, bytes]) -> None:
    """Whatever made it, ours are counted from those that have one."""
    part = "word/comments.xml"
    odd = {**commented, part: commented[part].replace(b'w:id="0"', b'w:id="x"')}

    again = with_comments(odd, [Comment(paragraph=0, lines=["又一条"])], "乙")

    assert b'w:id="3"' in again[part]


@pytest.mark.soffice
def test_comments_survive_libreoffice(commented: dict[str, bytes], tmp_path: Path) -> None:
    """Another program reads them and writes them back."""
    (tmp_path / "a.docx").write_bytes(write_package(commented))
    command = [str(shutil.which("soffice")), f"-env:UserInstallation={(tmp_path / 'p').as_uri()}"]
    command += ["--headless", "--convert-to", "docx:MS Word 2007 XML"]
    command += ["--outdir", str(tmp_path / "out"), str(tmp_path / "a.docx")]
    subprocess.run(command, check=True, capture_output=True, timeout=300)

    told = {
        text.split("\n")[0] for _author, text in _read((tmp_path / "out" / "a.docx").read_bytes())
    }
    assert told == {"乙丙不对", "空段 <&>", "末段之后"}
