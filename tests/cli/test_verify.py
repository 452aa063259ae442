"""`svcdocs verify`, `--check` and `--anonymous`: what is printed and how it ends."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from svcdocs.cli import main
from svcdocs.ooxml.archive import unpack
from svcdocs.ooxml.package import write_package
from svcdocs.ooxml.seal import content_digest

Capture = pytest.CaptureFixture[str]
RECORD = Path("out/客户回访记录表 VIS-003.docx")
RENDER = ("render", "campus", "visit-record", "--record", "VIS-003")


@pytest.fixture(autouse=True)
def here(checkout: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty folder with a copy of the clean sample, called `campus`, as the current one."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    shutil.copytree(checkout / "samples" / "campus-network", "campus")


def english(*arguments: str) -> int:
    """Run with English messages."""
    return main.run([*arguments, "--lang", "en"])


def edit_record() -> None:
    """Change a cell as an editor would."""
    parts = unpack(RECORD.read_bytes(), "a")
    old = parts["word/document.xml"]
    new = old.replace("东澜理工大学".encode(), "东澜大学".encode(), 1)
    assert new != old
    RECORD.write_bytes(write_package({**parts, "word/document.xml": new}))


def schema_parts(part: Any) -> Iterator[dict[str, Any]]:
    """Every schema in a schema."""
    if isinstance(part, dict):
        yield part
        part = list(part.values())
    if isinstance(part, list):
        for one in part:
            yield from schema_parts(one)


def as_json(checkout: Path, capsys: Capture) -> Any:
    """The JSON on the screen, which fits its schema and holds nothing that the schema lacks."""
    document = json.loads(capsys.readouterr().out)
    path = checkout / "schemas" / "verification.schema.json"
    schema = json.loads(path.read_text(encoding="utf-8"))
    for part in schema_parts(schema):
        if "properties" in part and "type" in part:
            part.setdefault("additionalProperties", False)
    jsonschema.Draft202012Validator(schema).validate(document)
    return document


class TestVerify:
    """`svcdocs verify`."""

    def test_fine(self, capsys: Capture) -> None:
        """What it was made from, and that it is up to date."""
        assert english(*RENDER) == 0
        capsys.readouterr()

        assert english("verify", str(RECORD), "--project", "campus") == 0

        shown = capsys.readouterr().out
        assert "made: visit-record VIS-003 (final) from network-equipment@1.0" in shown
        assert "check code " in shown
        assert "  as it was made\n  up to date with campus\n1 document, fine\n" in shown

    def test_edited_and_stale(self, capsys: Capture) -> None:
        """Every cell and every value, with places."""
        english(*RENDER)
        edit_record()
        path = Path("campus/visits.yaml")
        text = path.read_text(encoding="utf-8")
        head, mark, tail = text.partition("id: VIS-003")
        assert "purpose: 就" in tail
        path.write_text(head + mark + tail.replace("purpose: 就", "purpose: 为", 1), "utf-8")
        capsys.readouterr()

        assert english("verify", str(RECORD), "--project", "campus") == 1

        shown = capsys.readouterr().out
        assert "edited by hand in 1 place:\n    table 1, row " in shown
        assert "characters, now: 东澜大学" in shown
        assert "stale: campus gives another document now" in shown
        assert "data project.visits[VIS-003].purpose: changed, now 为" in shown
        assert "campus/visits.yaml:" in shown
        assert "1 document, 1 not fine" in shown

    def test_json(self, checkout: Path, capsys: Capture) -> None:
        """Fits its schema, whatever there is to say."""
        english(*RENDER)
        shutil.copy(RECORD, "clean.docx")
        edit_record()
        Path("letter.docx").write_bytes(b"Dear Sir")
        capsys.readouterr()

        files = ["clean.docx", str(RECORD), "letter.docx"]
        assert english("verify", *files, "--project", "campus", "-f", "json") == 3

        document = as_json(checkout, capsys)
        clean, edited, letter = document["files"]
        assert (clean["trace"], clean["stale"], clean["edits"]) == ("intact", False, [])
        assert clean["made_from"]["content"] == content_digest(Path("clean.docx").read_bytes())
        assert edited["trace"] == "edited"
        assert edited["edits"][0]["table"] == 1
        assert letter["trace"] == "unknown"
        assert document["exit_code"] == 3

    def test_stale_as_json(self, checkout: Path, capsys: Capture) -> None:
        """With the place of what changed."""
        english(*RENDER)
        path = Path("campus/visits.yaml")
        path.write_text(path.read_text(encoding="utf-8").replace("id: VIS-003", "id: X"), "utf-8")
        capsys.readouterr()

        assert english("verify", str(RECORD), "--project", "campus", "-f", "json") == 1

        (one,) = as_json(checkout, capsys)["files"]
        assert (one["stale"], [change["cause"] for change in one["changes"]]) == (True, ["record"])

    def test_code(self, capsys: Capture) -> None:
        """From paper to data."""
        english(*RENDER)
        english("verify", str(RECORD), "-f", "json")
        out = capsys.readouterr().out
        code = json.loads(out[out.index("{") :])["files"][0]["made_from"]["code"]

        assert english("verify", "--code", code, "--project", "campus") == 0
        assert "VIS-003" in capsys.readouterr().out
        assert english("verify", "--code", "0000-0000", "--project", "campus") == 1
        assert english("verify", "--code", "nonsense", "--project", "campus") == 2

    @pytest.mark.parametrize(
        "arguments",
        [
            (),
            ("a.docx", "--as-of", "2026-01-01"),
            ("--code", "3F7A-91C2"),
            ("a.docx", "--code", "3F7A-91C2", "--project", "campus"),
        ],
    )
    def test_wrong_calls(self, arguments: tuple[str, ...]) -> None:
        """Options that do not go together."""
        assert english("verify", *arguments) == 2


class TestCheck:
    """`render --check` and `build --check`."""

    def test_nothing_is_written(self, capsys: Capture) -> None:
        """Missing, up to date, stale, edited: named one by one."""
        assert english(*RENDER, "--check") == 1
        assert f"{RECORD.as_posix()}: missing" in capsys.readouterr().out
        assert not Path("out").exists()

        english(*RENDER)
        capsys.readouterr()
        assert english(*RENDER, "--check") == 0
        assert "1 document up to date" in capsys.readouterr().out

        path = Path("campus/project.yaml")
        old = path.read_text(encoding="utf-8")
        assert "东澜理工大学" in old
        path.write_text(old.replace("东澜理工大学", "东澜学院"), encoding="utf-8")
        before = RECORD.read_bytes()
        assert english(*RENDER, "--check") == 1
        assert f"{RECORD.as_posix()}: would change" in capsys.readouterr().out
        assert RECORD.read_bytes() == before

        path.write_text(old, encoding="utf-8")
        edit_record()
        assert english(*RENDER, "--check") == 1
        assert f"{RECORD.as_posix()}: edited by hand" in capsys.readouterr().out

    def test_build(self, capsys: Capture) -> None:
        """All documents of a project."""
        assert english("build", "campus") == 0
        capsys.readouterr()

        assert english("build", "campus", "--check") == 0
        RECORD.unlink()
        assert english("build", "campus", "--check") == 1
        assert not RECORD.exists()

    def test_what_does_not_go_together(self) -> None:
        """An option that writes."""
        assert english(*RENDER, "--check", "--force") == 2
        assert english("build", "campus", "--check", "--force") == 2


def test_a_blind_bid(checkout: Path, capsys: Capture) -> None:
    """Neither name nor origin; an edit shows all the same."""
    sample = str(checkout / "samples" / "campus-network-bid")

    assert english("render", sample, "bid-annex", "--anonymous") == 0
    (path,) = Path("out").glob("*.docx")
    capsys.readouterr()

    assert english("verify", str(path), "--project", sample) == 0
    assert "made for a blind bid" in capsys.readouterr().out
    assert english("render", sample, "bid-annex", "--anonymous", "--check") == 0
    assert english("render", sample, "bid-annex", "--check") == 1


class TestReproducible:
    """Same input, same bytes."""

    @staticmethod
    def made(out: str, **environment: str) -> dict[str, bytes]:
        """The documents that a process of its own makes."""
        arguments = ["render", "campus", "visit-record", "bid-annex", "-o", out]
        subprocess.run(
            [sys.executable, "-m", "svcdocs", *arguments],
            check=True,
            capture_output=True,
            env={**os.environ, **environment},
        )
        found = {path.name: path.read_bytes() for path in Path(out).glob("*.docx")}
        assert len(found) > 3
        return found

    def test_hash_seed_time_zone_locale(self) -> None:
        """None of them shows in a document."""
        first = self.made("a", PYTHONHASHSEED="1", TZ="Asia/Shanghai", LC_ALL="C")
        second = self.made("b", PYTHONHASHSEED="2", TZ="America/New_York", LC_ALL="C.UTF-8")

        assert first == second

    def test_source_date_epoch(self) -> None:
        """It dates the document and changes nothing that counts as content."""
        plain, dated = self.made("a"), self.made("b", SOURCE_DATE_EPOCH="1700000000")

        for name, data in dated.items():
            core = unpack(data, name)["docProps/core.xml"].decode()
            assert core.count("2023-11-14T22:13:20Z") == 2
            assert b"<dcterms:" not in unpack(plain[name], name)["docProps/core.xml"]
            assert content_digest(data) == content_digest(plain[name])
        assert english("render", "campus", "visit-record", "-o", "b", "--check") == 0

    def test_a_wrong_source_date_epoch(
        self, monkeypatch: pytest.MonkeyPatch, capsys: Capture
    ) -> None:
        """Is refused, and says what it should be."""
        monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")

        assert english(*RENDER) == 3
        assert "number of seconds since 1970" in capsys.readouterr().out
        assert not RECORD.exists()

    def test_the_content_digest_is_what_the_docs_say(self) -> None:
        """A line for each part: its name, a blank, the SHA-256 of its bytes."""
        english(*RENDER)
        data = RECORD.read_bytes()
        lines = [
            f"{name} {hashlib.sha256(part).hexdigest()}\n"
            for name, part in sorted(unpack(data, "a").items())
            if name != "docProps/custom.xml"
        ]

        assert content_digest(data) == hashlib.sha256("".join(lines).encode()).hexdigest()
