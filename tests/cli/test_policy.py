"""`svcdocs policy …` and `svcdocs explain` as somebody meets them at the prompt."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from svcdocs.cli.main import run
from svcdocs.load import resources
from svcdocs.report.parts.width import cells

SAMPLE = resources.builtin_dir() / "samples" / "campus-network"


def said(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> str:
    """What a command prints on standard output in English."""
    assert run([*arguments, "--lang", "en"]) == code
    return capsys.readouterr().out


def test_the_table_lines_up_in_cells_not_characters(capsys: pytest.CaptureFixture[str]) -> None:
    """Chinese takes two cells a character; every column begins below its heading."""
    out = said(capsys, "policy", "show", str(SAMPLE), "sla.levels", "support.spare_parts")
    heading, *rows = out.splitlines()
    assert len(rows) == 11
    edge = cells(heading[: heading.index("standard")])
    for row in rows:
        before = ""
        while cells(before) < edge:
            before = row[: len(before) + 1]
        assert cells(before) == edge
        assert before.endswith("  ")
        assert not row.removeprefix(before).startswith(" ")
    assert any("5 years" in row and "▲≥ 5 years" in row and "6 years" in row for row in rows)


def test_origin_names_policy_tender_and_person(capsys: pytest.CaptureFixture[str]) -> None:
    """Each of the three values with the place somebody can open."""
    out = said(capsys, "policy", "show", str(SAMPLE), "support.spare_parts.period", "--origin")

    assert "support.yaml:" in out
    assert "[seed:L20]" in out
    assert "tender.yaml:" in out
    assert "tender 4.7" in out
    assert "terms.yaml:" in out
    assert "叶知远 on 2025-03-20" in out
    assert "approved by 郑启明" in out


def test_json_has_every_term_with_its_values(capsys: pytest.CaptureFixture[str]) -> None:
    """For programs, whatever the console's encoding."""
    rows = json.loads(said(capsys, "policy", "show", "network-equipment@1.0", "--json"))
    window = next(row for row in rows if row["id"] == "sla.window")

    assert len(rows) > 300
    assert (window["standard"], window["status"]) == ("7x24", "inferred")
    assert window["requirement"] is None


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("network-equipmnt",), "did you mean network-equipment?"),
        (("network-equipment", "sla.windw"), "did you mean sla.window?"),
    ],
)
def test_unknown_names_get_the_nearest(
    capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], message: str
) -> None:
    """A wrong call exits with 2."""
    assert run(["policy", "show", *arguments, "--lang", "en"]) == 2
    assert message in capsys.readouterr().err


def test_freeze_writes_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The second time it refuses with 3, and with --force does it again."""
    job = tmp_path / "job"
    shutil.copytree(SAMPLE, job, ignore=shutil.ignore_patterns("*.lock.yaml"))
    out = said(capsys, "policy", "freeze", str(job))
    assert "terms as of 2025-04-18" in out
    assert (job / "terms.lock.yaml").is_file()
    said(capsys, "policy", "freeze", str(job), code=3)
    assert "as of 2025-05-01" in said(
        capsys, "policy", "freeze", str(job), "--force", "--on", "2025-05-01"
    )


def test_cases_decide_the_exit_code(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """0 where all pass, 1 where one fails or there is none."""
    assert "cases passed" in said(capsys, "policy", "test", "network-equipment")
    policy = tmp_path / "network-equipment"
    shutil.copytree(resources.list_policies()["network-equipment"], policy)
    expected = policy / "tests" / "onsite-within-two-hours" / "expected.yaml"
    text = expected.read_text(encoding="utf-8")
    expected.write_text(text.replace("INC-4", "INC-9"), encoding="utf-8")
    out = said(capsys, "policy", "test", str(policy), code=1)
    assert "missing: network-equipment/onsite-late INC-9" in out
    assert "not expected: network-equipment/onsite-late INC-4" in out
    shutil.rmtree(policy / "tests")
    assert "no case was run" in said(capsys, "policy", "test", str(policy), code=1)


def test_diff_tells_the_values(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What changed, with what it was; a difference is no failure."""
    policy = tmp_path / "network-equipment"
    shutil.copytree(resources.list_policies()["network-equipment"], policy)
    terms = policy / "warranty.yaml"
    text = terms.read_text(encoding="utf-8")
    terms.write_text(text.replace("3 years", "4 years", 1), encoding="utf-8")
    out = said(
        capsys, "policy", "diff", "network-equipment", str(policy), "--projects", str(SAMPLE)
    )

    assert "value: 3 years → 4 years" in out
    assert "1 project compared; 0 don't name the policy" in out
    assert said(capsys, "policy", "diff", "network-equipment", "network-equipment").endswith(
        ": 0 differences\n"
    )


def test_explain_prints_the_page(capsys: pytest.CaptureFixture[str]) -> None:
    """Formulas, source, advice, and what the kind does."""
    out = said(capsys, "explain", "onsite-late")
    for part in (
        "network-equipment/onsite-late  到达现场超时",
        "deadline.within: terms.sla.levels[it.severity].onsite",
        "source: seed:L6",
        "what to do: ",
        "sla.yaml:",
        "something had to be done in time",
    ):
        assert part in out
    assert run(["explain", "onsite-lat", "--lang", "en"]) == 2
    assert "did you mean onsite-late?" in capsys.readouterr().err


def test_diff_tells_scripts_by_its_exit_code(tmp_path: Path) -> None:
    """As git's: 0 whatever it finds, and with --exit-code 1 where something differs."""
    policy = tmp_path / "network-equipment"
    shutil.copytree(resources.list_policies()["network-equipment"], policy)
    terms = policy / "warranty.yaml"
    text = terms.read_text(encoding="utf-8")
    terms.write_text(text.replace("3 years", "4 years", 1), encoding="utf-8")
    call = ["policy", "diff", "network-equipment"]

    assert run([*call, str(policy)]) == 0
    assert run([*call, str(policy), "--exit-code"]) == 1
    assert run([*call, "network-equipment", "--exit-code"]) == 0
    assert run([*call, "nowhere", "--exit-code"]) == 3
