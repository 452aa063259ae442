"""The faulty sample is what its script makes of the clean one, and its findings are exactly known."""

from __future__ import annotations

from pathlib import Path

import faulty_sample
import pytest

from svcdocs.load import load_project, load_yaml


@pytest.fixture
def expected() -> list[str]:
    """The lines of the committed list."""
    text = (faulty_sample.FAULTY / faulty_sample.EXPECTED).read_text(encoding="utf-8")
    return text.splitlines()


def test_exact_findings(expected: list[str]) -> None:
    """Each rule, record, line and column; one more or one less fails."""
    assert list(faulty_sample.findings(faulty_sample.FAULTY)) == expected


def test_many_faults_of_all_subjects(expected: list[str]) -> None:
    """At least 25 open findings, and they are those that the single faults promise."""
    promised = []
    for file in map(faulty_sample.fault_file, faulty_sample.RULES):
        for one in load_yaml(file, None).tree.data["fault"]["expect"]:
            rule = one.get("rule", file.stem)
            full = rule if "/" in rule else f"{file.parent.name}/{rule}"
            promised.append((full, one.get("record", "-")))
    found = [tuple(line.split("  ")[1:]) for line in expected if "answered by" not in line]

    assert sorted(found) == sorted(promised)
    assert len(found) >= 25


def test_made_by_the_script(tmp_path: Path) -> None:
    """Nothing in it was changed by hand, and nothing of the clean sample is missing."""
    folder = tmp_path / faulty_sample.FAULTY.name
    faulty_sample.build(folder)

    assert texts(folder) == texts(faulty_sample.FAULTY), "run `python tools/faulty_sample.py`"


def test_named_as_an_example() -> None:
    """Whoever prints a document of it sees what it is."""
    assert "有错的示例" in load_project(faulty_sample.FAULTY).tree.data["name"]


def texts(folder: Path) -> dict[str, list[str]]:
    """The lines of every file."""
    return {path.name: path.read_text(encoding="utf-8").splitlines() for path in folder.iterdir()}
