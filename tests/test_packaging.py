"""What users install: a wheel built from the sdist does the main job far from the checkout."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

from svcdocs import __version__


@pytest.fixture(scope="session")
def built(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sdist, and the wheel that was built from it."""
    folder = tmp_path_factory.mktemp("dist")
    done = subprocess.run(
        [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), str(checkout)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


@pytest.fixture(scope="session")
def installed(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of programs of an environment that has the wheel.

    What svcdocs needs is borrowed from the environment that runs the tests; svcdocs itself is not:
    an editable install works through a hook that a borrowed folder does not run.
    """
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=False)
    home = {"base": str(folder), "platbase": str(folder)}
    site = Path(sysconfig.get_path("purelib", "venv", home))
    site.joinpath("borrowed.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    programs = Path(sysconfig.get_path("scripts", "venv", home))
    wheel = next(built.glob("*.whl"))
    python = programs / Path(sys.executable).name
    subprocess.run(
        [
            *(sys.executable, "-m", "pip", "--python", str(python), "install"),
            *("--quiet", "--no-deps", "--no-index", str(wheel)),
        ],
        check=True,
    )
    return programs


def run(programs: Path, *arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run a program of the environment with nothing of ours around."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "SVCDOCS"))}
    name, *rest = arguments
    program = shutil.which(name, path=str(programs))
    assert program is not None
    return subprocess.run(
        [program, *rest],
        cwd=cwd,
        capture_output=True,
        env={**environment, "PYTHONUTF8": "1"},
        encoding="utf-8",
        check=False,
    )


def test_the_wheel_has_everything_that_is_not_code(built: Path, checkout: Path) -> None:
    """Templates, schemas, policies and texts travel inside the package, and nothing else does."""
    wheel = next(built.glob("*.whl"))
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())

    tracked = subprocess.run(
        ["git", "ls-files", "templates", "schemas", "policies", "calendars"],  # noqa: S607 - git is on the path
        cwd=checkout,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split("\n")
    assert {f"svcdocs/_data/{name}" for name in tracked if name} <= names
    assert "svcdocs/locale/zh_CN/LC_MESSAGES/svcdocs.mo" in names
    assert "svcdocs/py.typed" in names
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert {name.split("/")[0] for name in names} == {
        "svcdocs",
        f"svcdocs-{__version__}.dist-info",
    }


def test_the_sdist_has_what_its_tests_need(built: Path) -> None:
    """Whoever packages svcdocs can run the tests from the sdist."""
    with tarfile.open(next(built.glob("*.tar.gz"))) as archive:
        tops = {name.split("/")[1] for name in archive.getnames() if "/" in name}

    assert {"src", "tests", "tools", "samples", "templates", "schemas", "policies"} <= tops
    assert {"README.md", "LICENSE", "CHANGELOG.md", "constraints.txt", "pyproject.toml"} <= tops


def test_the_wheel_does_the_main_job_elsewhere(
    installed: Path, checkout: Path, tmp_path: Path
) -> None:
    """In another folder, with a project of its own and no checkout in sight."""
    shutil.copytree(checkout / "samples" / "campus-network", tmp_path / "项目 一")

    where = run(installed, "python", "-c", "import svcdocs; print(svcdocs.__file__)", cwd=tmp_path)
    done = run(installed, "svcdocs", "build", "项目 一", "-o", "成果", cwd=tmp_path)

    assert str(installed.parent) in where.stdout
    assert done.returncode == 0, done.stdout + done.stderr
    assert list((tmp_path / "成果").glob("*.docx"))


def test_the_wheel_serves_its_schemas(installed: Path, tmp_path: Path) -> None:
    """An editor of a wheel user finds the schemas."""
    done = run(installed, "svcdocs", "schema", "path", "project", cwd=tmp_path)

    assert Path(done.stdout.strip()).is_file()
    assert str(installed.parent) in done.stdout
