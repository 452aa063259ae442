"""The README: its commands run, its example runs, and what it promises comes out."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

import svcdocs
from svcdocs.cli import main
from svcdocs.ooxml.dump import dump

IN_CI = os.environ.get("CI") == "true"


@pytest.fixture(scope="session")
def readme(checkout: Path) -> str:
    """The whole text."""
    return (checkout / "README.md").read_text(encoding="utf-8")


def block(readme: str, name: str) -> str:
    """The code block under a comment such as `<!-- command: main -->`."""
    found = re.findall(rf"<!-- {re.escape(name)} -->\n```\w+\n(.*?)```", readme, re.DOTALL)
    assert len(found) == 1, name
    return str(found[0]).rstrip("\n")


@pytest.fixture
def samples(checkout: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with nothing but the samples, as the current one."""
    shutil.copytree(checkout / "samples", tmp_path / "samples")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    "name",
    ["command: main", "command: main, PowerShell", "command: tests", "command: tests, PowerShell"],
)
def test_a_command_is_one_line(readme: str, name: str) -> None:
    """Copied in one go, and the versions are the tested ones."""
    line = block(readme, name)

    assert "\n" not in line
    assert "-c constraints.txt" in line


def test_ci_runs_the_line_of_the_readme(readme: str, checkout: Path) -> None:
    """The script takes its test command from the README the way it says."""
    script = (checkout / ".ci" / "run").read_text(encoding="utf-8")
    extraction = re.search(r"^tests=\$\((.*)\)$", script, re.MULTILINE)
    assert extraction is not None

    if bash := shutil.which("bash"):
        done = subprocess.run(
            [bash, "-c", extraction[1]], cwd=checkout, capture_output=True, check=True
        )
        assert done.stdout.decode().rstrip("\n") == block(readme, "command: tests")


@pytest.mark.usefixtures("samples")
def test_the_main_job_gives_what_the_readme_lists(readme: str) -> None:
    """How many of each kind; a file is called by its kind and its number."""
    arguments = block(readme, "command: main").partition("svcdocs ")[2].split()

    assert main.run(arguments) == 0
    kinds = Counter(path.stem.partition(" ")[0] for path in Path("out").iterdir())
    assert {f"{kind}　{number} 份" for kind, number in kinds.items()} == set(
        block(readme, "files: out").splitlines()
    )


def test_the_finding_shown_is_the_samples(
    readme: str,
    checkout: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Word for word what `check` prints."""
    monkeypatch.chdir(checkout)

    assert main.run(["check", "samples/campus-network"]) == 0
    assert block(readme, "output: check") == capsys.readouterr().out.partition("\n\n")[0]


@pytest.mark.usefixtures("samples")
def test_the_example_runs(readme: str) -> None:
    """A bid generator can start from it."""
    exec(compile(block(readme, "example: Python"), "README.md", "exec"), {})  # noqa: S102 - the README is ours

    (annex,) = Path().glob("*.docx")
    assert "{Heading1} 6.1" in dump(annex.read_bytes())


def test_public_names_exist() -> None:
    """Everything in `__all__` can be had, and nothing is loaded before."""
    assert all(getattr(svcdocs, name) for name in svcdocs.__all__)
    assert set(svcdocs.__all__) < set(dir(svcdocs))
    with pytest.raises(AttributeError, match="no attribute 'frobnicate'"):
        svcdocs.frobnicate  # noqa: B018 - asking is the test
    loaded = subprocess.run(
        [sys.executable, "-c", "import sys, svcdocs; print(*sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    assert not {"svcdocs.workflow", "click", "yaml", "jsonschema", "jinja2"} & set(loaded)


def test_exit_codes_are_the_programs(readme: str) -> None:
    """The table of the README and the one of the program have the same codes."""
    pattern = re.compile(r"^\| (\d+) \|", re.MULTILINE)

    assert pattern.findall(readme) == pattern.findall(main.__doc__ or "")


def test_every_command_is_told(readme: str) -> None:
    """No command is missing from the README's table."""
    assert {command for command in main.COMMANDS if f"`svcdocs {command} " in readme} == set(
        main.COMMANDS
    )


def test_links_lead_somewhere(readme: str, checkout: Path) -> None:
    """Files and pictures that the README names are there."""
    targets = re.findall(r"\]\(([^)#:]+)\)", readme)

    assert "docs/images/visit-record.png" in targets
    assert [target for target in targets if not (checkout / target).is_file()] == []


@pytest.mark.skipif(not IN_CI, reason="installs everything anew; done in CI")
def test_the_main_command_in_a_fresh_clone(readme: str, checkout: Path, tmp_path: Path) -> None:
    """Word for word, as a newcomer does it."""
    clone = tmp_path / "clone"
    subprocess.run(["git", "clone", "-q", str(checkout), str(clone)], check=True)  # noqa: S607 - git is on the path

    done = subprocess.run(
        ["bash", "-c", block(readme, "command: main")],  # noqa: S607 - the shell of the README
        cwd=clone,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )

    assert done.returncode == 0, done.stdout + done.stderr
    assert list((clone / "out").glob("*.docx"))
