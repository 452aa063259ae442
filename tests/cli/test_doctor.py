"""`svcdocs doctor`: what is here and what is missing, and how to get it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from svcdocs.cli import main
from svcdocs.workflow import office

Capture = pytest.CaptureFixture[str]


def rows(capsys: Capture) -> dict[str, dict[str, str]]:
    """What is told, by the thing."""
    return {row["thing"]: row for row in json.loads(capsys.readouterr().out)}


def test_what_is_here(capsys: Capture) -> None:
    """Versions of what svcdocs needs, and the years whose working days are known."""
    main.run(["doctor", "-f", "json", "--lang", "en"])

    told = rows(capsys)
    assert told["lxml"]["state"] == "here"
    assert told["chinesecalendar"]["told"]
    assert {"Python", "svcdocs", "LibreOffice", "Chinese fonts", "deflate library"} <= told.keys()


def test_no_libreoffice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    """It fails, and says what to type."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv(office.VARIABLE, raising=False)
    monkeypatch.setattr(office, "_USUAL", ())

    assert main.run(["doctor", "--lang", "en"]) == 1

    assert (
        "!!  LibreOffice: not here: --pdf does not work; get it with: " in capsys.readouterr().out
    )


def test_a_company_folder_that_is_not_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    """A typing mistake would silently leave out the company's policies."""
    monkeypatch.setenv("SVCDOCS_PATH", str(tmp_path / "nowhere"))

    assert main.run(["doctor", "-f", "json", "--lang", "en"]) == 1

    told = rows(capsys)["SVCDOCS_PATH"]
    assert told["state"] == "missing"
    assert "nowhere is not there" in told["told"]


def test_the_families_that_forms_use(capsys: Capture) -> None:
    """Found in the forms themselves."""
    main.run(["doctor", "-f", "json", "--lang", "en"])

    assert {"宋体", "黑体", "仿宋"} <= rows(capsys).keys()
