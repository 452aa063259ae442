"""docs/rules.md says what the policies and the kinds of rules say now."""

from __future__ import annotations

import pytest
from rule_reference import TARGET, reference

from svcdocs.load import resources
from svcdocs.policy import policies_for
from svcdocs.texts import use_language


@pytest.fixture(autouse=True)
def _chinese() -> None:
    use_language("zh_CN")


def test_the_reference_is_up_to_date() -> None:
    """After a change of rules: `python tools/rule_reference.py`."""
    assert TARGET.read_text(encoding="utf-8") == reference()


def test_every_rule_is_in_it() -> None:
    """With its title and its sources."""
    text = reference()
    for id_ in resources.list_policies():
        for rule in policies_for([id_]).rules.values():
            (line,) = (one for one in text.splitlines() if f"| `{rule.id}` |" in one)
            assert rule.title in line
            assert all(source in line for source in rule.sources)
