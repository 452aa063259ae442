"""PDFs by LibreOffice: by the real one, and by one that misbehaves in every way."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

import pytest

from svcdocs.errors import WorkError
from svcdocs.workflow import fonts, office
from svcdocs.workflow.forms import blank_form
from svcdocs.workflow.office import VARIABLE, is_whole
from svcdocs.workflow.pdf import Converted, convert, require

pytestmark = pytest.mark.usefixtures("english")

#: A soffice that makes PDFs of text files by what stands in them.
FAKE = """#!{python}
import os, pathlib, sys, time
log = pathlib.Path(__file__).with_name("calls")
with log.open("a") as file:
    file.write(" ".join(a for a in sys.argv if a.startswith("-env")) + "\\n")
folder = pathlib.Path(sys.argv[sys.argv.index("--outdir") + 1])
for name in sys.argv[sys.argv.index("--outdir") + 2:]:
    what = pathlib.Path(name).read_text(encoding="utf-8")
    out = folder / (pathlib.Path(name).stem + ".pdf")
    if what == "hang":
        time.sleep(3600)
    if what == "half":
        out.write_bytes(b"%PDF-1.7 and then")
        os._exit(81)
    if what == "die once":
        mark = log.with_name("died")
        if not mark.exists():
            mark.touch()
            os._exit(81)
    if what == "skip":
        continue
    out.write_bytes(b"%PDF-1.7 " + what.encode() + b" %%EOF")
"""

posix = pytest.mark.skipif(sys.platform == "win32", reason="the fake is a script with a #! line")


@pytest.fixture
def fake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The misbehaving soffice, in force; its folder has a line for each call in `calls`."""
    program = tmp_path / "bin" / "soffice"
    program.parent.mkdir()
    program.write_text(FAKE.format(python=sys.executable), encoding="utf-8")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv(VARIABLE, str(program))
    return program.parent


def documents(tmp_path: Path, *texts: str) -> list[Path]:
    """Files with these texts, called 文书 0.docx and so on."""
    paths = [tmp_path / f"文书 {number}.docx" for number in range(len(texts))]
    for path, text in zip(paths, texts, strict=True):
        path.write_text(text, encoding="utf-8")
    return paths


def results(converted: list[Converted]) -> dict[str, str]:
    """By the document's name: "whole", or what is told."""
    return {
        one.document.stem: one.fault.message if one.fault else "whole"
        for one in converted
        if one.fault or (one.pdf and is_whole(one.pdf))
    }


@posix
class TestMisbehaviour:
    """One document stops no other, and nothing half written is handed on."""

    def test_many_documents_per_process(self, tmp_path: Path, fake: Path) -> None:
        """A process takes as long to start as ten forms to convert."""
        paths = documents(tmp_path, *["fine"] * 5)

        assert results(list(convert(paths))) == {path.stem: "whole" for path in paths}
        assert len((fake / "calls").read_text(encoding="utf-8").splitlines()) == 1

    def test_each_process_has_a_profile_of_its_own(self, tmp_path: Path, fake: Path) -> None:
        """Two that share one do not run at the same time."""
        list(convert(documents(tmp_path, *["fine"] * 4), workers=2))

        calls = (fake / "calls").read_text(encoding="utf-8").splitlines()
        assert len(calls) == len(set(calls)) == 2
        assert all("-env:UserInstallation=file://" in call for call in calls)

    def test_a_document_that_hangs(self, tmp_path: Path, fake: Path) -> None:  # noqa: ARG002 - in force
        """It is named when its time is over; the others are converted by a new process."""
        paths = documents(tmp_path, "fine", "hang", "fine")

        told = results(list(convert(paths, limit=2)))

        assert "文书 1.docx could not be made into a PDF: it took longer than 2 s" in told["文书 1"]
        assert told["文书 0"] == told["文书 2"] == "whole"
        assert not paths[1].with_suffix(".pdf").exists()

    def test_a_process_that_dies_and_leaves_half_a_file(self, tmp_path: Path, fake: Path) -> None:
        """The half is no PDF; the document was tried twice."""
        paths = documents(tmp_path, "half", "fine")

        told = results(list(convert(paths)))

        assert "exit code 81" in told["文书 0"]
        assert told["文书 1"] == "whole"
        assert not paths[0].with_suffix(".pdf").exists()
        assert len((fake / "calls").read_text(encoding="utf-8").splitlines()) == 3

    def test_a_process_that_dies_by_chance(self, tmp_path: Path, fake: Path) -> None:  # noqa: ARG002 - in force
        """The second try succeeds."""
        paths = documents(tmp_path, "fine", "die once", "fine")

        assert set(results(list(convert(paths))).values()) == {"whole"}

    def test_a_document_that_is_passed_over(self, tmp_path: Path, fake: Path) -> None:  # noqa: ARG002 - in force
        """LibreOffice says nothing; we do."""
        told = results(list(convert(documents(tmp_path, "skip", "fine"))))

        assert "ended without making it" in told["文书 0"]
        assert told["文书 1"] == "whole"


class TestWhatIsMissing:
    """Said before anything is made."""

    def test_no_libreoffice(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """With how to install it here."""
        monkeypatch.setenv("PATH", str(tmp_path))
        monkeypatch.delenv(VARIABLE, raising=False)
        monkeypatch.setattr(office, "_USUAL", ())

        with pytest.raises(WorkError, match="needs LibreOffice") as raised:
            list(require())
        assert "install" in raised.value.hint

    def test_a_wrong_name(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """The variable leads nowhere."""
        monkeypatch.setenv(VARIABLE, "/nowhere/soffice")

        with pytest.raises(WorkError, match="names /nowhere/soffice, which is no program"):
            list(require())

    @posix
    def test_no_chinese_font(self, fake: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """A PDF full of boxes is none."""
        lister = fake / "fc-list"
        lister.write_text("#!/bin/sh\n", encoding="utf-8")
        lister.chmod(0o755)
        monkeypatch.setenv("PATH", f"{fake}{os.pathsep}{os.environ['PATH']}")
        fonts._listed.cache_clear()  # noqa: SLF001 - what other tests saw

        with pytest.raises(WorkError, match="Chinese fonts") as raised:
            list(require())
        fonts._listed.cache_clear()  # noqa: SLF001 - what this one saw
        assert "install" in raised.value.hint


@pytest.mark.soffice
def test_real_documents(tmp_path: Path) -> None:
    """By LibreOffice itself, with Chinese text in it."""
    paths = []
    for kind in ("visit-record", "acceptance-report"):
        form = blank_form(kind)
        paths.append(tmp_path / form.file_name)
        paths[-1].write_bytes(form.data)

    made = list(convert(paths, workers=2))

    assert {one.document for one in made} == set(paths)
    assert all(one.pdf and is_whole(one.pdf) for one in made)
    assert all(one.pdf and one.pdf.with_suffix(".docx") == one.document for one in made)
