"""`svcdocs form` for people who print: copies, numbers, one file, the screen, the printer."""

from __future__ import annotations

import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from svcdocs.calc import china_time
from svcdocs.cli import main
from svcdocs.load import load_project
from svcdocs.ooxml.dump import dump

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="the fake is a script with a #! line")
FAKE = """#!{python}
import pathlib, sys
log = pathlib.Path(__file__).with_name("calls")
with log.open("a", encoding="utf-8") as file:
    file.write(pathlib.Path(sys.argv[-1]).name + "\\n")
sys.exit({code})
"""
YEAR = china_time.today().year


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty folder, no company."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SVCDOCS_PATH", raising=False)


def run(*arguments: str) -> int:
    """Run with English messages."""
    return main.run([*arguments, "--lang", "en"])


def files(folder: str = "out") -> list[str]:
    """The Word files of a folder."""
    return sorted(path.name for path in Path(folder).glob("*.docx"))


class TestCopies:
    """`--copies`."""

    def test_of_an_empty_form(self) -> None:
        """Of an empty form."""
        assert run("form", "visit-record", "--blank", "--copies", "10", "-o", "out") == 0
        assert files() == [f"客户回访记录表（空白）-{one:02}.docx" for one in range(1, 11)]

    def test_of_records(self, checkout: Path) -> None:
        """Of records."""
        sample = str(checkout / "samples" / "campus-network")
        records = ("--record", "VIS-001", "--record", "VIS-002")
        assert run("form", "visit-record", sample, *records, "--copies", "2", "-o", "out") == 0
        assert files() == [
            f"客户回访记录表 VIS-00{record}-{copy}.docx" for record in (1, 2) for copy in (1, 2)
        ]

    def test_on_screen_and_on_paper(self) -> None:
        """On screen and on paper."""
        assert run("form", "visit-record", "-o", "out") == 0
        assert run("form", "visit-record", "--electronic", "-o", "out") == 0
        assert files() == ["客户回访记录表（电子表）.docx", "客户回访记录表（空白）.docx"]


class TestNumbers:
    """`--number` and `svcdocs number`."""

    def test_print_on_the_form_and_in_its_name(self) -> None:
        """Print on the form and in its name."""
        pattern = ("--number", "HF-{year}-{n:04}", "--register", ".")
        assert run("form", "visit-record", "--copies", "2", *pattern, "-o", "out") == 0
        assert files() == [f"客户回访记录表 HF-{YEAR}-000{one}.docx" for one in (1, 2)]
        text = dump(Path("out", files()[1]).read_bytes(), "")
        assert f"HF-{YEAR}-0002" in text

    def test_in_the_project(self, checkout: Path) -> None:
        """In the project."""
        shutil.copytree(checkout / "samples" / "campus-network", "campus")
        call = ("form", "visit-record", "campus", "--record", "VIS-001", "--number", "HF-{n}")
        assert run(*call, "-o", "out") == 0
        assert run(*call, "-o", "out") == 0
        assert files() == ["客户回访记录表 VIS-001 HF-1.docx", "客户回访记录表 VIS-001 HF-2.docx"]
        assert Path("campus/form-numbers.txt").is_file()
        problems = load_project("campus").problems
        assert not [one for one in problems if "numbers" in one.place.file]

    def test_of_a_form_that_was_not_written_are_void(
        self, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """Of a form that was not written are void."""
        number = ("--number", "HF-{n}", "--register", ".")
        assert run("form", "bid-annex", *number, "-o", "out") == 3
        assert "no place for a number" in capsys.readouterr().err
        assert run("number", "list", "--register", ".") == 0
        assert "HF-1  void" in capsys.readouterr().out
        assert run("form", "visit-record", *number, "-o", "out") == 0
        assert files() == ["客户回访记录表 HF-2.docx"]

    def test_reserved_void_and_issued_again(self, capsys: pytest.CaptureFixture[str]) -> None:
        """Reserved void and issued again."""
        register = ("--register", ".")
        assert run("number", "reserve", "HF-{n:03}", "--count", "2", *register) == 0
        assert capsys.readouterr().out.split() == ["HF-001", "HF-002"]
        print_it = ("form", "visit-record", "--number", "HF-002", *register, "-o", "out")
        assert run(*print_it) == 0
        assert run(*print_it, "--force") == 2
        assert "HF-002 is taken" in capsys.readouterr().err
        assert run("number", "void", "HF-001", "HF-002", "--reason", "spoilt", *register) == 0
        assert run("number", "reissue", "HF-002", *register) == 0
        assert run(*print_it, "--force") == 0
        capsys.readouterr()
        assert run("number", "list", *register) == 0
        told = capsys.readouterr().out.splitlines()
        assert [line.split()[:2] for line in told] == [["HF-001", "void"], ["HF-002", "issued"]]
        assert told[0].endswith("spoilt")

    def test_used_on_two_branches(self, capsys: pytest.CaptureFixture[str]) -> None:
        """Used on two branches."""
        texts = []
        number = ("--number", "HF-{n}", "--register", "form-numbers.txt")
        for branch in ("a", "b"):
            Path("form-numbers.txt").unlink(missing_ok=True)
            assert run("form", "visit-record", *number, "-o", branch) == 0
            texts += Path("form-numbers.txt").read_text(encoding="utf-8").splitlines()
        Path("form-numbers.txt").write_text("\n".join(dict.fromkeys(texts)), encoding="utf-8")
        assert run("number", "list") == 1
        assert "HF-1 was used twice" in capsys.readouterr().err
        assert run("form", "visit-record", *number, "-o", "out") == 0
        assert "HF-1 was used twice" in capsys.readouterr().err
        assert files() == ["客户回访记录表 HF-2.docx"]
        assert run("number", "void", "HF-1") == 0
        assert run("number", "list") == 0

    def test_one_number_for_two_forms(self, capsys: pytest.CaptureFixture[str]) -> None:
        """One number for two forms."""
        number = ("--number", "HF-1", "--register", ".")
        assert run("form", "visit-record", "--copies", "2", *number) == 2
        assert "HF-1-{n}" in capsys.readouterr().err
        assert not Path("form-numbers.txt").exists()

    def test_two_people_at_once(self) -> None:
        """Fifty numbers each, in one call after the other, and none twice."""
        script = (
            "from svcdocs.cli import main\n"
            "import sys\n"
            "for run in range(10):\n"
            "    code = main.run(['form', 'visit-record', '--copies', '5', '--number',\n"
            "                     'HF-{n:04}', '--register', 'shared', '-o', sys.argv[1]])\n"
            "    assert code == 0\n"
        )
        Path("shared").mkdir()
        people = [
            subprocess.Popen([sys.executable, "-c", script, name], stdout=subprocess.DEVNULL)
            for name in ("a", "b")
        ]
        assert [one.wait() for one in people] == [0, 0]
        assert len(files("a")) == len(files("b")) == 50
        assert sorted(files("a") + files("b")) == [
            f"客户回访记录表 HF-{one:04}.docx" for one in range(1, 101)
        ]

    def test_a_lock_of_somebody_who_died(self) -> None:
        """The file stays, the lock does not."""
        script = (
            "import os, pathlib\n"
            "from svcdocs.workflow.number_register import open_register\n"
            "with open_register(pathlib.Path('form-numbers.txt')):\n"
            "    os._exit(9)\n"
        )
        assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 9
        assert run("number", "reserve", "HF-{n}", "--register", ".") == 0


class TestOneFile:
    """`--merge`."""

    def test_has_every_form(self, capsys: pytest.CaptureFixture[str]) -> None:
        """Has every form."""
        call = ("form", "visit-record,service-ticket", "--copies", "2", "--merge", "all.docx")
        assert run(*call, "--number", "HF-{n}", "--register", ".") == 0
        assert capsys.readouterr().out.splitlines() == ["all.docx", "4 forms in it"]
        text = dump(Path("all.docx").read_bytes(), "")
        assert [text.count(f"HF-{one}") for one in (1, 2, 3, 4)] == [1, 1, 1, 1]
        assert not list(Path().glob("客户*"))

    def test_leaves_out_what_cannot_be_made(self, capsys: pytest.CaptureFixture[str]) -> None:
        """Leaves out what cannot be made."""
        call = ("form", "visit-record,bid-annex", "--merge", "all.docx")
        assert run(*call, "--number", "HF-{n}", "--register", ".") == 3
        caught = capsys.readouterr()
        assert "not written" in caught.out
        assert "1 form in it" in caught.out
        assert "void, because no form was written: HF-2" in caught.err

    def test_says_what_it_is(self, capsys: pytest.CaptureFixture[str]) -> None:
        """Says what it is."""
        assert run("form", "visit-record", "--copies", "3", "--merge", "all.docx") == 0
        assert run("verify", "all.docx") == 0
        assert "3 forms put into one file to print" in capsys.readouterr().out
        assert run("form", "visit-record", "--copies", "2", "--merge", "all.docx") == 0

    @pytest.mark.parametrize(
        "more", [("--merge", "all.pdf"), ("--merge", "all.docx", "--electronic")]
    )
    def test_does_not_go_with(self, more: tuple[str, ...]) -> None:
        """Does not go with."""
        assert run("form", "visit-record", *more) == 2
        assert run("form", "visit-record", "--merge", "all.docx", "--resume") == 2
        assert run("form", "visit-record", "--register", ".") == 2


@POSIX
class TestShowing:
    """`--open` and `--print`, by programs found in PATH."""

    @pytest.fixture
    def programs(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        """The only folder in PATH; its programs note their calls in `calls`."""
        folder = tmp_path / "bin"
        folder.mkdir()
        monkeypatch.setenv("PATH", str(folder))
        return folder

    def program(self, folder: Path, name: str, code: int = 0) -> None:
        """Put a program into the folder that notes what it is called with."""
        path = folder / name
        path.write_text(FAKE.format(python=sys.executable, code=code), encoding="utf-8")
        path.chmod(path.stat().st_mode | stat.S_IXUSR)

    def opener(self) -> str:
        """What shows files on this system."""
        return "open" if sys.platform == "darwin" else "xdg-open"

    def test_the_result(self, programs: Path) -> None:
        """The result."""
        self.program(programs, self.opener())
        assert run("form", "visit-record", "--copies", "2", "--open") == 0
        calls = (programs / "calls").read_text(encoding="utf-8").split("\n")
        assert calls[:2] == ["客户回访记录表（空白）-1.docx", "客户回访记录表（空白）-2.docx"]

    def test_nothing_to_show_it(self, programs: Path, capsys: pytest.CaptureFixture[str]) -> None:
        """Nothing to show it."""
        assert not list(programs.iterdir())
        assert run("form", "visit-record", "--open") == 3
        assert "was written but cannot be shown" in capsys.readouterr().err
        assert Path("客户回访记录表（空白）.docx").is_file()

    def test_no_printer(self, programs: Path, capsys: pytest.CaptureFixture[str]) -> None:
        """Is said before anything is written."""
        assert not list(programs.iterdir())
        assert run("form", "visit-record", "--print") == 3
        assert "neither lp nor lpr" in capsys.readouterr().err
        assert not list(Path().glob("*.docx"))

    def test_a_printer_gets_a_pdf(
        self,
        programs: Path,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        """A printer gets a pdf."""
        self.program(programs, "lp")
        self.office(programs, monkeypatch)
        assert run("form", "visit-record", "--merge", "all.docx", "--copies", "3", "--print") == 0
        assert (programs / "calls").read_text(encoding="utf-8") == "all.pdf\n"
        assert "1 file sent to the printer" in capsys.readouterr().out
        assert not Path("all.pdf").exists()

    def test_a_printer_that_refuses(
        self,
        programs: Path,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        """A printer that refuses."""
        self.program(programs, "lpr", code=1)
        self.office(programs, monkeypatch)
        assert run("form", "visit-record", "--print") == 3
        assert "cannot be printed" in capsys.readouterr().err

    def office(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """A LibreOffice that makes PDFs of anything."""
        path = folder / "soffice"
        path.write_text(
            f"#!{sys.executable}\n"
            "import pathlib, sys\n"
            "at = sys.argv.index('--outdir')\n"
            "for name in sys.argv[at + 2:]:\n"
            "    out = pathlib.Path(sys.argv[at + 1], pathlib.Path(name).stem + '.pdf')\n"
            "    out.write_bytes(b'%PDF-1.7 %%EOF')\n",
            encoding="utf-8",
        )
        path.chmod(path.stat().st_mode | stat.S_IXUSR)
        monkeypatch.setenv("SVCDOCS_SOFFICE", str(path))
        monkeypatch.setattr("svcdocs.cli.print_run.require_pdf", lambda: None)
