"""A decision table answers every combination of its inputs exactly once, or it does not load."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from typing import Any

import pytest

pytestmark = pytest.mark.usefixtures("english")

LIABILITY = """\
decisions:
  liability:
    title: 责任人认定
    inputs: {deceived: [true, false], ordered: [true, false]}
    rows:
"""


def test_a_combination_without_a_row_is_a_gap(problems: Callable[[str], list[str]]) -> None:
    """The table would be silent about it."""
    found = problems(f"""\
{LIABILITY}
      - {{when: {{deceived: true}}, then: [handler]}}
      - {{when: {{deceived: false, ordered: true}}, then: [leader]}}
""")

    assert found == [
        "rules.yaml:3:5: decision 'liability': no row matches deceived = false, ordered = false"
    ]


def test_a_combination_with_two_rows_is_an_overlap(problems: Callable[[str], list[str]]) -> None:
    """The second row stands where the contradiction is; one finding for a pair of rows."""
    found = problems(f"""\
{LIABILITY}
      - {{when: {{}}, then: [handler]}}
      - {{when: {{ordered: true}}, then: [leader]}}
""")

    assert found == [
        (
            "rules.yaml:8:9: decision 'liability': rows 1 and 2 both match"
            " deceived = true, ordered = true"
        )
    ]


def test_rows_speak_of_the_inputs_there_are(problems: Callable[[str], list[str]]) -> None:
    """Unknown inputs and values are named before anybody counts combinations."""
    found = problems(f"""\
{LIABILITY}
      - {{when: {{deceivd: true}}, then: [handler]}}
      - {{when: {{ordered: perhaps}}, then: [leader]}}
""")

    assert found == [
        "rules.yaml:7:17: decision 'liability' has no input 'deceivd'; did you mean 'deceived'?",
        "rules.yaml:8:26: decision 'liability': perhaps is not a value of input 'ordered'",
    ]


def test_a_rule_gives_the_inputs_of_its_table(problems: Callable[[str], list[str]]) -> None:
    """A misspelt input and the one it stands for."""
    found = problems(f"""\
{LIABILITY}
      - {{when: {{}}, then: [handler]}}
rules:
  liable-wrong:
    title: 责任人认定不符
    nature: data
    severity: error
    from_stage: bid
    source: seed:L47
    for: project.accountability_cases
    decides:
      table: liability
      given: {{deceivd: it.deceived, ordered: it.wrong_order}}
      result: it.liable
""")

    assert found == [
        (
            "rules.yaml:9:3: rule 'liable-wrong': decision 'liability' has no input 'deceivd';"
            " did you mean 'deceived'?"
        ),
        "rules.yaml:9:3: rule 'liable-wrong': decision 'liability' needs the input 'deceived'",
    ]


def test_a_table_too_large_for_a_person_is_refused(problems: Callable[[str], list[str]]) -> None:
    """13 inputs of two values are 8192 combinations."""
    inputs = ", ".join(f"i{number}: [true, false]" for number in range(13))
    found = problems(f"""\
decisions:
  huge:
    title: 过大
    inputs: {{{inputs}}}
    rows: [{{when: {{}}, then: x}}]
""")

    assert found == ["rules.yaml:3:5: decision 'huge' has 8192 combinations; 4096 is the most"]


def test_every_combination_finds_its_row(load: Callable[..., Any]) -> None:
    """What loads has exactly one answer for everything that may be asked."""
    table = load(f"""\
{LIABILITY}
      - {{when: {{deceived: true, ordered: false}}, then: handler, source: seed:L46}}
      - {{when: {{deceived: false, ordered: false}}, then: [handler, reviewer]}}
      - {{when: {{ordered: true}}, then: [leader]}}
""").decisions["liability"]

    answers = {
        (deceived, ordered): table.row_for({"deceived": deceived, "ordered": ordered}).then
        for deceived, ordered in product([True, False], repeat=2)
    }

    assert answers == {
        (True, False): ("handler",),
        (False, False): ("handler", "reviewer"),
        (True, True): ("leader",),
        (False, True): ("leader",),
    }
    assert table.row_for({"deceived": "perhaps", "ordered": False}) is None
