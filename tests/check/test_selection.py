"""`--select` and `--ignore`: which rules a pattern means."""

from __future__ import annotations

import pytest

from svcdocs.check import Selection

RULES = (
    "network-equipment/onsite-late",
    "network-equipment/visit-missed",
    "network-equipment/visit-unpunctual",
    "cn-law/contract-late",
    "data/schema",
    "data/reference",
    "waiver/unused",
)


def run(**options: tuple[str, ...]) -> list[str]:
    """The rules that run, without their policies."""
    selection = Selection(**options)
    return [rule.partition("/")[2] for rule in RULES if not selection.leaves_out(rule)]


@pytest.mark.parametrize(
    ("pattern", "rules"),
    [
        ("network-equipment/onsite-late", ["onsite-late"]),
        ("onsite-late", ["onsite-late"]),
        ("cn-law", ["contract-late"]),
        ("visit-*", ["visit-missed", "visit-unpunctual"]),
        ("*/*-late", ["onsite-late", "contract-late"]),
        ("onsite", []),
        ("ONSITE-LATE", []),
    ],
)
def test_select(pattern: str, rules: list[str]) -> None:
    """An id, a name, a policy, wildcards; whether the data could be read is always told."""
    assert run(select=(pattern,)) == [*rules, "schema"]
    left = [one for one in run() if one not in rules]
    assert run(ignore=(pattern,)) == left


def test_both() -> None:
    """What is ignored does not run even if it is selected."""
    assert run(select=("network-equipment", "cn-law"), ignore=("visit-*",)) == [
        "onsite-late",
        "contract-late",
        "schema",
    ]
    assert run(select=("data/reference", "waiver")) == ["schema", "reference", "unused"]
    assert "schema" not in run(ignore=("data/schema",))


def test_unknown_patterns() -> None:
    """Those that mean no rule, each once."""
    selection = Selection(select=("onsite-late", "onsite-lat", "onsite-lat"), ignore=("x*",))

    assert list(selection.unknown(RULES)) == ["onsite-lat", "x*"]
