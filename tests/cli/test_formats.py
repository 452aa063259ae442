"""`-f FORMAT[:FILE]`: several forms in one run, each whole, and one exit code for all."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from svcdocs.cli import main
from svcdocs.report import format_names

Capture = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def here(checkout: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty folder with a copy of the clean sample, called `campus`, as the current one."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    shutil.copytree(checkout / "samples" / "campus-network", "campus")


def check(*arguments: str) -> int:
    """Check the sample with English messages."""
    return main.run(["check", "campus", *arguments, "--lang", "en"])


def make_late() -> None:
    """Take the answer from the sample's one breach."""
    (Path("campus") / "remedies.csv").unlink()


def test_several_in_one_run(capsys: Capture) -> None:
    """Text for who sits here, SARIF and JUnit as files in a folder that is made for them."""
    make_late()

    assert check("-f", "text", "-f", "sarif:reports/out.sarif", "--format", "junit:out.xml") == 1

    assert "network-equipment/onsite-late" in capsys.readouterr().out
    sarif = json.loads(Path("reports/out.sarif").read_text(encoding="utf-8"))
    results = sarif["runs"][0]["results"]
    assert {one["ruleId"]: len(one["suppressions"]) for one in results} == {
        "network-equipment/onsite-late": 0,
        "network-equipment/visit-report-late": 1,
    }
    assert Path("out.xml").read_text(encoding="utf-8").startswith("<?xml")
    assert sorted(path.name for path in Path().iterdir()) == ["campus", "out.xml", "reports"]


@pytest.mark.parametrize("name", format_names())
def test_the_exit_code_is_the_same_for_all(name: str, capsys: Capture) -> None:
    """A format tells the result, it does not judge it."""
    assert check("-f", name) == 0
    make_late()
    assert check("-f", name) == 1
    assert check("-f", f"{name}:-") == 1
    assert check("-f", f"{name}:out.txt") == 1
    capsys.readouterr()
    assert main.run(["check", "absent", "-f", name]) == 2

    assert capsys.readouterr().out == ""


def test_without_a_screen_the_result_is_still_told(capsys: Capture) -> None:
    """Silence must not be read as success; standard output stays empty."""
    make_late()

    check("-f", "json:a.json", "-f", "text:b.txt")

    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err == "1 error; 1 waived. Written: a.json, b.txt\n"


def test_a_text_file_has_no_colours(monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    """Even where the screen has; FORCE_COLOR is for the logs of CI systems, NO_COLOR beats it."""
    make_late()
    monkeypatch.setenv("FORCE_COLOR", "1")
    check("-f", "text", "-f", "text:out.txt")

    assert "\x1b[31m" in capsys.readouterr().out
    assert "\x1b" not in Path("out.txt").read_text(encoding="utf-8")

    monkeypatch.setenv("NO_COLOR", "1")
    check("-f", "text")

    assert "\x1b" not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("formats", "message"),
    [
        (["text", "json"], "text and json both go to the screen"),
        (["text:-", "json"], "text and json both go to the screen"),
        (["json:out", "sarif:./out"], "json and sarif both go to out"),
        (["sarf:out"], "there is no format sarf; did you mean sarif?"),
        (["xyzzy"], "there is no format xyzzy; there are github, gitlab, json, junit, sarif, text"),
        (["json:"], "json: names no file behind its colon"),
    ],
)
def test_wrong_calls(formats: list[str], message: str, capsys: Capture) -> None:
    """Refused before any work is done."""
    assert check(*(word for name in formats for word in ("-f", name))) == 2

    shown = capsys.readouterr()
    assert message in shown.err
    assert shown.out == ""
    assert sorted(path.name for path in Path().iterdir()) == ["campus"]


def test_a_file_that_cannot_be_written_hides_nothing(capsys: Capture) -> None:
    """The findings are printed, the other file is there, and the exit code says so."""
    Path("folder").mkdir()
    Path("old.xml").write_text("old", encoding="utf-8")

    assert check("-f", "text", "-f", "sarif:folder", "-f", "junit:old.xml") == 3

    shown = capsys.readouterr()
    assert "No open finding" in shown.out
    assert "folder is a folder" in shown.err
    assert Path("old.xml").read_text(encoding="utf-8").startswith("<?xml")

    assert check("-f", "sarif:folder", "-f", "json:campus") == 3
    assert "2 reports could not be written" in capsys.readouterr().err


@pytest.mark.skipif(os.name == "nt", reason="there are no device files")
def test_a_device_is_written_into(capsys: Capture) -> None:
    """Not replaced by a file."""
    assert check("-f", "json:/dev/null") == 0

    assert not Path("/dev/null").is_file()
    assert capsys.readouterr().err.endswith("Written: /dev/null\n")


@pytest.mark.parametrize("name", [name for name in format_names() if name != "text"])
def test_programs_read_utf8_whatever_the_console(name: str) -> None:
    """A Chinese Windows console is GBK; what a program reads has nothing to do with it."""
    make_late()
    environment = {**os.environ, "PYTHONIOENCODING": "gbk", "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(
        [sys.executable, "-m", "svcdocs", "check", "campus", "-f", name],
        capture_output=True,
        check=False,
        env=environment,
    )

    assert done.returncode == 1
    assert "到达现场超时" in done.stdout.decode("utf-8")
    assert b"\r" not in done.stdout


def test_a_gbk_console_is_no_reason_to_crash() -> None:
    """What it cannot show is a question mark; the marks stand by its widths."""
    make_late()
    name = Path("campus") / "incidents.csv"
    text = name.read_text(encoding="utf-8")
    name.write_text(text.replace("教学楼一汇聚交换机离线", "☑汇聚交换机①", 1), encoding="utf-8")
    environment = {**os.environ, "PYTHONIOENCODING": "gbk", "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(
        [sys.executable, "-m", "svcdocs", "check", "campus"],
        capture_output=True,
        check=False,
        env=environment,
    )

    assert done.returncode == 1
    assert "到达现场超时" in done.stdout.decode("gbk")


def test_formats_complete(monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    """The shell is told the names."""
    environment = {
        "_SVCDOCS_COMPLETE": "bash_complete",
        "COMP_WORDS": "svcdocs check -f s",
        "COMP_CWORD": "3",
    }
    for key, value in environment.items():
        monkeypatch.setenv(key, value)
    with pytest.raises(SystemExit):
        main.program().main([], "svcdocs", complete_var="_SVCDOCS_COMPLETE")

    assert capsys.readouterr().out.split() == ["plain,sarif"]
