"""A glance at a record comes to what judging the case comes to, whatever the data."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest

from svcdocs.check import Report, settled
from svcdocs.check.kinds import glance_of
from svcdocs.load import resources
from svcdocs.workflow.project import open_project

SAMPLES = resources.builtin_dir() / "samples"
CORPUS = resources.builtin_dir() / "benchmarks" / "corpus"
#: What people write where something else is wanted.
ODD = (
    "~", "true", "false", "2030-01-01", "2030-01-01T10:00:00+08:00", "2025-04-01", "3 年", "0", "-1",
    "1409.50", "ST-09", "EQ-01", "final", "minor", "[structure]", "[]", "是", "7x24",
)  # fmt: skip


def judged(path: Path) -> Report:
    """The report of a project, read anew."""
    return open_project(path).judged()


def closely_judged(path: Path) -> Report:
    """The same without glances."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(settled, "glance_of", lambda _rule: None)
        return judged(path)


@pytest.mark.parametrize("sample", sorted(path.name for path in SAMPLES.iterdir()))
def test_a_glance_changes_no_report_of_the_samples(sample: str) -> None:
    """Right ones and faulty ones, under the shipped rules."""
    assert judged(SAMPLES / sample) == closely_judged(SAMPLES / sample)


@pytest.mark.parametrize("seed", range(40))
def test_a_glance_changes_no_report_of_damaged_data(tmp_path: Path, seed: int) -> None:
    """Values missing, of other kinds, too late, doubled: forty rules of all kinds have their say."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    policy = tmp_path / "policies" / "benchmark" / "policy.yaml"
    policy.parent.mkdir(parents=True)
    policy.write_bytes((CORPUS / "policy.yaml").read_bytes())
    text = (CORPUS / "project.yaml").read_text(encoding="utf-8")
    lines = re.sub(r"\$\{?\w+\}?", "12", text).splitlines()
    for _number in range(chance.randint(1, 6)):
        place = chance.randrange(5, len(lines))
        key, colon, _value = lines[place].partition(": ")
        lines[place] = f"{key}{colon}{chance.choice(ODD)}" if colon else lines[place]
    project = tmp_path / "project.yaml"
    project.write_text("\n".join(lines) + "\n", encoding="utf-8")

    assert judged(project) == closely_judged(project)


def test_most_kinds_have_a_glance() -> None:
    """A kind whose glance got lost would only be slow: nobody would notice."""
    policies = open_project(SAMPLES / "campus-network").context.policies
    glanced = {rule.kind for rule in policies.rules.values() if glance_of(rule) is not None}

    assert glanced == {
        *("assert", "deadline", "equal", "order", "refers", "requires", "sum", "unique")
    }
