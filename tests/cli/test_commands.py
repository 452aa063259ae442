"""The commands on the samples: what they print, what they write, how they end."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from svcdocs.cli import main
from svcdocs.ooxml.dump import dump

Capture = pytest.CaptureFixture[str]
Edit = Callable[[str, str, str], None]


@pytest.fixture(autouse=True)
def here(checkout: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty folder with a copy of the clean sample, called `campus`, as the current one."""
    monkeypatch.chdir(tmp_path)
    shutil.copytree(checkout / "samples" / "campus-network", "campus")


def english(*arguments: str) -> int:
    """Run with English messages."""
    return main.run([*arguments, "--lang", "en"])


def edit(name: str, old: str, new: str) -> None:
    """Change a text in a file of the sample."""
    path = Path("campus") / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


class TestCheck:
    """`svcdocs check`."""

    def test_the_clean_sample(self, capsys: Capture) -> None:
        """No open finding, and the summary says what was judged."""
        assert english("check", "campus") == 0

        shown = capsys.readouterr().out
        assert "No open finding; 1 answered; 1 waived" in shown
        assert "as of 2026-09-30; policies network-equipment@1.0" in shown

    def test_an_error_fails(self, capsys: Capture) -> None:
        """The finding has file, line and column, and the exit code is 1."""
        (Path("campus") / "remedies.csv").unlink()

        assert english("check", "campus") == 1

        assert "campus/incidents.csv:6:191  error    network-equipment/onsite-late  " in (
            capsys.readouterr().out
        )

    def test_a_warning_fails_only_when_asked(self) -> None:
        """`--fail-on` says from where on."""
        (Path("campus") / "terms.lock.yaml").unlink()  # what was signed, was confirmed
        edit("terms.yaml", "  warranty.starts_with:", "  # warranty.starts_with:")

        assert english("check", "campus") == 0
        assert english("check", "campus", "--fail-on", "warning") == 1
        assert english("check", "campus", "--fail-on", "info") == 1

    def test_as_of_moves_today(self, capsys: Capture) -> None:
        """What was not due then is due a year later."""
        assert english("check", "campus", "--as-of", "2027-09-30") == 1

        shown = capsys.readouterr().out
        assert "as of 2027-09-30" in shown
        assert "maintenance" in shown

    def test_chinese_is_the_default(self, capsys: Capture) -> None:
        """Without a word said, the summary is Chinese."""
        assert main.run(["check", "campus"]) == 0

        shown = capsys.readouterr().out
        assert "No open finding" not in shown


class TestBuild:
    """`svcdocs build`."""

    def test_the_main_job(self, capsys: Capture) -> None:
        """Findings first, then every file; nothing is refused."""
        assert english("build", "campus", "-o", "out") == 0

        shown = capsys.readouterr().out
        written = sorted(path.as_posix() for path in Path("out").iterdir())
        assert written
        assert all(path in shown for path in written)
        assert shown.endswith(f"{len(written)} documents written\n")
        assert "not written" not in shown

    def test_findings_in_other_forms(self, capsys: Capture) -> None:
        """A program gets standard output for itself; what was written is told beside it."""
        assert english("build", "campus", "-o", "out", "-f", "json", "-f", "sarif:x.sarif") == 0

        shown = capsys.readouterr()
        assert json.loads(shown.out)["summary"]["answered"] == 2
        assert shown.err.endswith(" documents written\n")
        assert Path("x.sarif").is_file()
        assert english("build", "campus", "-f", "json", "-f", "text") == 2

    def test_what_is_missing_is_named_with_its_place(self, capsys: Capture) -> None:
        """One document waits, the others are written, the exit code is 1."""
        edit("visits.yaml", "    interviewee: 程思远\n", "")

        assert english("build", "campus") == 1

        shown = capsys.readouterr().out
        assert (
            "not written: 客户回访记录表 VIS-001: 1 value is missing or cannot be printed" in shown
        )
        visits = Path("campus/visits.yaml").read_text(encoding="utf-8")
        line = visits.partition("- id: VIS-001\n")[0].count("\n") + 1
        where = f"campus/visits.yaml:{line}:5"
        assert f"    {where}: project.visits[VIS-001].interviewee is missing" in shown
        assert not (Path("out") / "客户回访记录表 VIS-001.docx").exists()
        assert (Path("out") / "客户回访记录表 VIS-002.docx").exists()

    def test_a_draft_is_written_and_marked(self, capsys: Capture) -> None:
        """The draft says in the document and on the screen what is missing."""
        edit("visits.yaml", "    interviewee: 程思远\n", "")

        english("build", "campus", "--draft")

        assert "VIS-001.docx  (1 value marked as missing)" in capsys.readouterr().out
        data = (Path("out") / "客户回访记录表 VIS-001.docx").read_bytes()
        assert "待填" in dump(data)

    def test_a_contradiction_names_its_finding(self, capsys: Capture) -> None:
        """The refused document says which finding stands in its way."""
        edit("visits.yaml", "started_at: 2025-07-10", "started_at: 2025-07-11")

        assert english("build", "campus") == 1

        shown = capsys.readouterr().out
        assert "not written: 客户回访记录表 VIS-001: the values it prints contradict" in shown
        assert "  network-equipment/visit-dates-out-of-order  回访各日期颠倒" in shown

    def test_a_file_edited_by_hand_is_kept(self, capsys: Capture) -> None:
        """Exit code 3, and what to do; --force overwrites."""
        english("build", "campus")
        path = Path("out") / "客户回访记录表 VIS-001.docx"
        path.write_bytes(b"mine")
        capsys.readouterr()

        assert english("build", "campus") == 3

        assert "VIS-001.docx was edited by hand" in capsys.readouterr().out
        assert path.read_bytes() == b"mine"
        assert english("build", "campus", "--force") == 0
        assert path.read_bytes() != b"mine"

    def test_out_is_a_file(self, capsys: Capture) -> None:
        """`-o` names something that is no folder."""
        Path("out").write_text("x", encoding="utf-8")

        assert english("build", "campus") == 3
        assert "Error: out is not a folder\nNext: " in capsys.readouterr().err


class TestRender:
    """`svcdocs render`."""

    def test_one_record(self) -> None:
        """Only what was asked for."""
        assert english("render", "campus", "visit-record", "--record", "VIS-002") == 0

        assert [path.name for path in Path("out").iterdir()] == ["客户回访记录表 VIS-002.docx"]

    def test_a_parameter(self) -> None:
        """The annex goes into a larger bid as its chapter 6.1."""
        assert english("render", "campus", "bid-annex", "--set", "first_number=6.1") == 0

        (path,) = Path("out").iterdir()
        assert "{Heading1} 6.1" in dump(path.read_bytes())

    def test_a_wrong_parameter(self, capsys: Capture) -> None:
        """The type says which parameters it has."""
        assert english("render", "campus", "bid-annex", "--set", "frist=6.1") == 2

        shown = capsys.readouterr().err
        assert "has no parameter 'frist'" in shown
        assert "first_number" in shown

    def test_blank_mode(self) -> None:
        """A project's document with room for what is missing."""
        edit("visits.yaml", "    interviewee: 程思远\n", "")

        assert english("render", "campus", "visit-record", "--mode", "blank") == 0

    def test_faulty_files(self, capsys: Capture) -> None:
        """Nothing is printed from files that could not be read."""
        edit("project.yaml", "as_of: 2026-09-30", "as_of: 2026-09-31")

        assert english("render", "campus", "visit-record") == 3

        assert "campus/project.yaml:3:8" in capsys.readouterr().err
        assert not Path("out").exists()


class TestForm:
    """`svcdocs form`."""

    def test_an_empty_form_without_a_project(self, capsys: Capture) -> None:
        """Printed into the current folder; not a box is ticked."""
        assert english("form", "visit-record") == 0

        path = Path(capsys.readouterr().out.strip())
        assert path.name == "客户回访记录表（空白）.docx"
        shown = dump(path.read_bytes())
        assert "☑" not in shown
        assert "[x]" not in shown
        assert "东澜" not in shown

    def test_a_form_with_what_is_known(self) -> None:
        """Filled from one visit, to a file of its own; what is missing is left open."""
        edit("visits.yaml", "    interviewee: 程思远\n", "")

        assert (
            english("form", "visit-record", "campus", "--record", "VIS-001", "-o", "表/a.docx") == 0
        )

        shown = dump(Path("表/a.docx").read_bytes())
        assert "东澜理工大学" in shown
        assert "待填" not in shown

    def test_a_form_that_knows_the_project_only(self) -> None:
        """For the visit that nobody has entered yet."""
        assert english("form", "visit-record", "campus", "-o", "next.docx") == 0

        shown = dump(Path("next.docx").read_bytes())
        assert "东澜理工大学" in shown
        assert "VIS-" not in shown

    def test_an_empty_form_with_the_projects_promises(self) -> None:
        """`--blank` leaves the project's facts out."""
        assert english("form", "visit-record", "campus", "--blank", "-o", "blank.docx") == 0

        assert "东澜理工大学" not in dump(Path("blank.docx").read_bytes())

    def test_no_gate(self) -> None:
        """A broken file does not keep the desk from printing."""
        edit("project.yaml", "as_of: 2026-09-30", "as_of: 2026-09-31")

        assert english("form", "visit-record", "campus", "-o", "a.docx") == 0

    @pytest.mark.parametrize(
        ("arguments", "said"),
        [
            (["visit-recrod"], "did you mean visit-record?"),
            (["visit-record", "--record", "VIS-001"], "an empty form is not about a record"),
            (["visit-record", "campus", "--policy", "a@1"], "names its policies itself"),
            (["visit-record", "nowhere"], "no such file or folder: nowhere"),
            (["visit-record", "campus", "--record", "VIS-1"], "did you mean VIS-001?"),
        ],
    )
    def test_a_wrong_call(self, arguments: list[str], said: str, capsys: Capture) -> None:
        """Each with its next step; nothing written."""
        assert english("form", *arguments) == 2

        assert said in capsys.readouterr().err
        assert [path.name for path in Path().iterdir()] == ["campus"]

    def test_several_forms_do_not_fit_into_one_file(self, capsys: Capture) -> None:
        """Two visits want a folder."""
        call = ["form", "visit-record", "campus", "--record", "VIS-001", "--record", "VIS-002"]

        assert english(*call, "-o", "a.docx") == 2
        assert "2 forms do not fit" in capsys.readouterr().err
        assert english(*call, "-o", "forms") == 0
        assert len(list(Path("forms").iterdir())) == 2

    def test_an_unknown_policy(self, capsys: Capture) -> None:
        """A policy that is not there stops the form."""
        assert english("form", "visit-record", "--policy", "network-equipmnt") == 3
        assert "network-equipment" in capsys.readouterr().err


class TestTemplate:
    """`svcdocs template build`."""

    @pytest.fixture
    def own(self, checkout: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        """A company's folder with one type of its own."""
        folder = Path("company/templates/own-visit")
        shutil.copytree(checkout / "templates" / "visit-record", folder)
        manifest = (folder / "type.yaml").read_text(encoding="utf-8")
        (folder / "type.yaml").write_text(
            manifest.replace("id: visit-record", "id: own-visit"), encoding="utf-8"
        )
        (folder / "form.docx").unlink()
        monkeypatch.setenv("SVCDOCS_PATH", str(Path("company").absolute()))
        return folder

    def test_a_form_is_made_once(self, own: Path, capsys: Capture) -> None:
        """First out of step, then written, then unchanged."""
        assert english("template", "build", "own-visit", "--check") == 1
        assert english("template", "build", "own-visit") == 0
        assert english("template", "build", "own-visit") == 0
        assert english("template", "build", "own-visit", "--check") == 0

        said = [line.rpartition("  ")[2] for line in capsys.readouterr().out.splitlines()]
        assert said == ["out of step with its outline", "written", "unchanged", "unchanged"]
        assert english("form", "own-visit", "-o", "a.docx") == 0
        assert (own / "form.docx").is_file()

    def test_a_folder_reaches_a_project_s_own_type(
        self, own: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """It lies in the project, where no search path leads."""
        monkeypatch.delenv("SVCDOCS_PATH")

        assert english("template", "build", "own-visit") == 2
        assert english("template", "build", own.as_posix()) == 0
        assert (own / "form.docx").is_file()

    def test_without_an_outline(self, own: Path, capsys: Capture) -> None:
        """A form that is edited in Word is not made."""
        (own / "outline.yaml").unlink()

        assert english("template", "build", "own-visit") == 2
        assert "own-visit has no outline.yaml" in capsys.readouterr().err

    def test_a_faulty_outline(self, own: Path, capsys: Capture) -> None:
        """Every fault with its place; exit code 3."""
        (own / "outline.yaml").write_text("blocks:\n  - {tittle: x}\n", encoding="utf-8")

        assert english("template", "build", "own-visit") == 3
        assert "outline.yaml:2:" in capsys.readouterr().err

    @pytest.mark.parametrize("arguments", [[], ["visit-record", "--all"]])
    def test_types_or_all(self, arguments: list[str], capsys: Capture) -> None:
        """One or the other."""
        assert english("template", "build", *arguments) == 2
        assert "--all" in capsys.readouterr().err

    @pytest.mark.usefixtures("own")
    def test_the_built_in_forms_are_in_step(self) -> None:
        """Whoever edits an outline makes its form."""
        english("template", "build", "own-visit")

        assert english("template", "build", "--all", "--check") == 0
