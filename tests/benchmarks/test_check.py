"""The benchmark runs, with tiny sizes; how long anything takes is asserted nowhere."""

from __future__ import annotations

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest
import yaml


@pytest.fixture(scope="module")
def run(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path, Path]:
    """What it prints, the file it writes, the files it measures with."""
    folder = tmp_path_factory.mktemp("benchmark")
    results = folder / "results.md"
    results.write_text(
        "before\n<!-- benchmarks/check.py writes from here -->\nan earlier table\n<!-- to here -->\nafter\n",
        encoding="utf-8",
    )
    program = [sys.executable, str(checkout / "benchmarks" / "check.py")]
    sizes = ["--projects", "3", "--rows", "200", "--rounds", "1"]
    files = ["--results", str(results), "--keep", str(folder / "files")]
    done = subprocess.run(
        [*program, *sizes, *files], capture_output=True, check=False, encoding="utf-8", timeout=300
    )
    assert done.returncode == 0, done.stderr
    return done.stdout, results, folder / "files"


def test_the_table_is_printed_with_times_and_written_without(run: tuple[str, Path, Path]) -> None:
    """Times are this machine's business, ratios are everybody's."""
    printed, results, files = run
    written = results.read_text(encoding="utf-8")
    assert written.startswith("before\n<!-- benchmarks")
    assert written.endswith("<!-- to here -->\nafter\n")
    assert "an earlier table" not in written
    for run_of in ("first run", "run again with nothing changed", "the parser's events)"):
        told = f"{run_of}: times as fast as check-jsonschema" in written
        assert told == (find_spec("check_jsonschema") is not None)
    assert "200 incidents in one CSV" in written
    assert " s against " in printed
    assert " s against " not in written
    assert str(files.parent) not in written


def test_the_projects_are_what_the_table_says(run: tuple[str, Path, Path]) -> None:
    """About 100 lines each with Chinese values; 40 rules that are off nowhere."""
    _printed, _results, files = run
    policy = yaml.safe_load((files / "policies/benchmark/policy.yaml").read_text(encoding="utf-8"))
    assert len(policy["rules"]) == 40
    projects = sorted(files.glob("project-*.yaml"))
    assert len(projects) == 3
    texts = [path.read_text(encoding="utf-8") for path in projects]
    assert len(set(texts)) == 3
    for text in texts:
        assert 95 <= text.count("\n") <= 110
        assert "校园网络设备" in text
