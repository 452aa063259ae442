"""Input that is wrong, each kind once: a clear message, the right exit code, nothing written."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from svcdocs.cli import main

Capture = pytest.CaptureFixture[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wrong:
    """What is done to a good project, and what is said about it."""

    spoil: Callable[[Path], object]
    said: str
    code: int = 1


def write(name: str, text: str, encoding: str = "utf-8") -> Callable[[Path], object]:
    """Put a file into the project."""
    return lambda project: (project / name).write_bytes(text.encode(encoding))


def edit(name: str, old: str, new: str) -> Callable[[Path], object]:
    """Change a text in a file of the project."""

    def change(project: Path) -> None:
        path = project / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    return change


def own_policy(name: str, text: str) -> Callable[[Path], object]:
    """Give the project a policy of its own with one more file."""

    def change(project: Path) -> None:
        folder = project / "policies" / "own"
        folder.mkdir(parents=True)
        (folder / "policy.yaml").write_text(
            'id: own\nversion: "1.0"\ntitle: 自有\nsources: {book: {title: 手册}}\n'
            "terms: {known: {value: 3 days, source: company:1}}\n",
            encoding="utf-8",
        )
        (folder / name).write_text(text, encoding="utf-8")
        edit("project.yaml", "cn-law@2026.1]", "own@1.0]")(project)

    return change


BOMB = "&a [x, x, x, x, x, x, x, x, x, x]\n" + "\n".join(
    f"k{n}: &{chr(98 + n)} [{', '.join(['*' + chr(97 + n)] * 10)}]" for n in range(8)
)

CASES = {
    "GBK": Wrong(spoil=write("more.yaml", "remarks: 校园网络设备采购项目", "gbk"), said="GBK"),
    "tabs": Wrong(spoil=write("more.yaml", "award:\n\tnotice_no: x\n"), said="more.yaml:2:1"),
    "a key twice": Wrong(
        spoil=edit("project.yaml", "lot: ", "name: 又一个名称\nlot: "), said="project.yaml:8:1"
    ),
    "a key in two files": Wrong(spoil=write("more.yaml", "lot: 第 2 包\n"), said="more.yaml:1:1"),
    "a misspelt key": Wrong(
        spoil=edit("project.yaml", "scope:", "scpoe:"), said="did you mean 'scope'?"
    ),
    "a time that is none": Wrong(
        spoil=write("more.yaml", "incidents:\n  - {id: I-1, reported_at: 2025-03-01 25:10}\n"),
        said="more.yaml:2:28",
    ),
    "a day that is none": Wrong(
        spoil=edit("project.yaml", "as_of: 2025-03-28", "as_of: 2025-02-30"),
        said="28 days",
    ),
    "010 for a number": Wrong(
        spoil=write("more.yaml", "contract: {copies: 010}\n"), said="more.yaml:1:20"
    ),
    "an alias bomb": Wrong(spoil=write("more.yaml", f"k: {BOMB}\n"), said="more.yaml"),
    "endless nesting": Wrong(spoil=write("more.yaml", "a: " + "[" * 5000), said="more.yaml"),
    "50 MB": Wrong(
        spoil=lambda project: (project / "more.yaml").write_bytes(b"#" * 50_000_000), said="20 MB"
    ),
    "a tag for Python": Wrong(
        spoil=write("more.yaml", "award: !!python/object/apply:os.system [echo hacked]\n"),
        said="more.yaml:1:8",
    ),
    "two documents": Wrong(
        spoil=write("more.yaml", "award: {}\n---\ncontract: {}\n"), said="more.yaml:2:1"
    ),
    "a column that is missing": Wrong(
        spoil=edit("staff.csv", "id,name", "name"), said="staff.csv:1:1"
    ),
    "a column twice": Wrong(spoil=edit("staff.csv", "id,name", "id,id"), said="staff.csv:1:4"),
    "an unknown policy": Wrong(
        spoil=edit("project.yaml", "network-equipment@1.0", "network-equipmnt@1.0"),
        said="project.yaml:4:12  error    data/policy  there is no policy 'network-equipmnt'",
    ),
    "an unknown version": Wrong(
        spoil=edit("project.yaml", "network-equipment@1.0", "network-equipment@9.9"),
        said="versions at hand: network-equipment@1.0",
    ),
    "a policy with an unknown key": Wrong(
        spoil=own_policy("more.yaml", "rulez: {}\n"), said="own/more.yaml:1:1", code=3
    ),
    "a rule about a term nobody defines": Wrong(
        spoil=own_policy(
            "more.yaml",
            "rules:\n"
            "  too-long:\n"
            "    title: 太长\n"
            "    nature: breach\n"
            "    severity: error\n"
            "    from_stage: bid\n"
            "    source: company:1\n"
            "    assert: terms.knwon == terms.known\n",
        ),
        said="own/more.yaml:8:13",
        code=3,
    ),
    "no project.yaml": Wrong(
        spoil=lambda project: (project / "project.yaml").unlink(), said="project.yaml", code=2
    ),
    "no such path": Wrong(spoil=shutil.rmtree, said="no such file or folder", code=2),
}


@pytest.fixture
def project(checkout: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the bid sample in an empty folder, which is also the current one."""
    monkeypatch.chdir(tmp_path)
    shutil.copytree(checkout / "samples" / "campus-network-bid", tmp_path / "投标")
    return Path("投标")


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("command", ["check", "build"])
def test_bad_input_is_told_and_nothing_written(
    command: str, case: str, project: Path, capsys: Capture
) -> None:
    """The place or the name of the fault, the exit code, no traceback, no file."""
    wrong = CASES[case]
    wrong.spoil(project)
    before = sorted(Path().rglob("*"))

    code = main.run([command, str(project), "--lang", "en"])

    shown = capsys.readouterr()
    assert (code, wrong.said in shown.out + shown.err) == (wrong.code, True), shown
    assert "Traceback" not in shown.err
    assert "mistake of its own" not in shown.err
    assert sorted(Path().rglob("*")) == before


def test_the_project_itself_is_fine(project: Path) -> None:
    """What the cases spoil was good before."""
    assert main.run(["check", str(project)]) == 0


def test_all_faults_are_told_at_once(project: Path, capsys: Capture) -> None:
    """Nobody runs the tool once per typing mistake."""
    edit("project.yaml", "as_of: 2025-03-28", "as_of: 2025-02-30")(project)
    edit("project.yaml", "scope:", "scpoe:")(project)
    edit("equipment.csv", "186000.00", "18 万")(project)

    assert main.run(["check", str(project), "--lang", "en"]) == 1

    shown = capsys.readouterr().out
    assert "project.yaml:3:8" in shown
    assert "project.yaml:11:1" in shown
    assert "equipment.csv:2:" in shown


def found(language: str) -> list[dict[str, Any]]:
    """The findings of a check in a language."""
    main.run(["check", "投标", "-f", f"json:{language}.json", "--lang", language])
    document = json.loads(Path(f"{language}.json").read_text(encoding="utf-8"))
    findings: list[dict[str, Any]] = document["projects"][0]["findings"]
    return findings


@pytest.mark.parametrize("case", [name for name, one in CASES.items() if one.code == 1])
def test_a_fault_is_the_same_in_every_language(project: Path, case: str) -> None:
    """Encoding, syntax, schema, tables, names: the words differ, the fingerprint does not."""
    CASES[case].spoil(project)

    english, chinese = found("en"), found("zh")

    assert [one["fingerprint"] for one in chinese] == [one["fingerprint"] for one in english]
    assert all(zh["message"] != en["message"] for zh, en in zip(chinese, english, strict=True))


def test_a_baseline_of_one_language_is_read_in_the_other(project: Path, capsys: Capture) -> None:
    """Whoever works in English does not turn the build of a Chinese colleague red."""
    edit("project.yaml", "as_of: 2025-03-28", "as_of: 2025-02-30")(project)
    edit("project.yaml", "scope:", "scpoe:")(project)
    edit("equipment.csv", "186000.00", "18 万")(project)
    call = ["check", str(project), "--as-of", "2025-03-28", "--baseline", "known.json"]
    assert main.run([*call, "--write-baseline", "--lang", "zh"]) == 0
    written = Path("known.json").read_bytes()

    capsys.readouterr()
    assert main.run([*call, "--lang", "en"]) == 0
    assert "3 known from the baseline" in capsys.readouterr().out
    assert main.run([*call, "--write-baseline", "--lang", "en"]) == 0
    assert Path("known.json").read_bytes() == written
