"""A wrong policy says everything that is wrong with it, where, and what was probably meant."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from svcdocs.errors import PolicyError

pytestmark = pytest.mark.usefixtures("english")

Problems = Callable[[str], list[str]]
Load = Callable[..., Any]

TERMS = """\
terms:
  group:
    source: seed:L1
    leaf: 3
    entry: {title: 甲, onsite: 2 hours}
"""
RULE = """\
rules:
  r:
    title: 测试
    nature: data
    severity: error
    from_stage: bid
    source: seed:L1
"""


def test_all_problems_of_a_policy_come_at_once(problems: Problems) -> None:
    """Nobody mends a policy one message at a time."""
    found = problems("""\
terms:
  sla: {source: sed:L6, onsite: 2 hours}
  stray: 3 days
facts:
  end: {title: 届满, value: terms.warranty}
rules:
  a:
    title: 甲
    nature: data
    severity: error
    from_stage: bid
    source: seed:L1
    for: project.incidents
    assert: it.arived_at is present and facts.ends is present
  b:
    title: 乙
    nature: data
    severity: error
    from_stage: bid
    source: seed:L1
    waranty: 3
    assert: terms.sla.onste > '1 hour'
""")

    assert found == [
        (
            "rules.yaml:2:17: source 'sed:L6': 'sed' is not in the policy's sources;"
            " did you mean 'seed'?"
        ),
        (
            "rules.yaml:3:10: term 'stray' has neither a source nor a status,"
            " of its own or from its group"
        ),
        "rules.yaml:5:27: no policy defines the term 'warranty'",
        "rules.yaml:14:13: it has no field 'arived_at'; did you mean 'arrived_at'?",
        "rules.yaml:14:41: no policy defines the fact 'ends'; did you mean 'end'?",
        "rules.yaml:21:5: unknown field 'waranty'",
        "rules.yaml:22:13: no policy defines the term 'sla.onste'; did you mean 'onsite'?",
    ]


@pytest.mark.parametrize(
    "body",
    [
        "assert: terms.group.entry.title is present",
        "for: project.incidents\n    assert: terms.group[it.severity].onsite is present",
        "for: project.visits\n    assert: project.staff[it.visitor].role is present",
        "for: terms\n    assert: it.requirement.value is present or it.confirmed",
        "for: project.visits\n    assert: it.satisfied",
        "assert: project.requirements.anything.value is present",
        "for: project.contract\n    assert: it.signed_on is present",
    ],
)
def test_names_that_exist_are_no_fault(load: Load, body: str) -> None:
    """A vocabulary may hold leaves beside its entries; an open mapping takes every key."""
    assert list(load(f"{RULE}    {body}\n{TERMS}").rules) == ["cooling/r"]


@pytest.mark.parametrize(
    ("body", "message"),
    [
        pytest.param(
            "assert: it.id is present",
            "8:13: 'it' needs a 'for': this rule or fact is about the project as a whole",
            id="it without for",
        ),
        pytest.param(
            "for: project.incident\n    assert: project.no is present",
            "8:10: there is nothing to run over called 'project.incident';"
            " did you mean 'project.incidents'?",
            id="for",
        ),
        pytest.param(
            "assert: project.contract.singed_on is present",
            "8:13: project.contract has no field 'singed_on'; did you mean 'signed_on'?",
            id="field of a record",
        ),
        pytest.param(
            "for: project.visits\n    assert: project.staff[it.visitor].rol is present",
            "9:13: project.staff has no field 'rol'; did you mean 'role'?",
            id="field of another table's row",
        ),
        pytest.param(
            "assert: project.staff | pluck('nam') | count > 0",
            "8:35: project.staff has no field 'nam'; did you mean 'name'?",
            id="field in a filter",
        ),
        pytest.param(
            "assert: project.staff.name is present",
            "8:13: project.staff is a table; name a row, as in project.staff[it.id].name",
            id="field of a table",
        ),
        pytest.param(
            "assert: project.no.first is present",
            "8:13: project.no is a value and has no part 'first'",
            id="part of a value",
        ),
        pytest.param(
            "assert: terms.group.leaf.part is present",
            "8:13: term 'group.leaf' is a value and has no part 'part'",
            id="part of a term",
        ),
        pytest.param(
            "for: project.incidents\n    assert: terms.group[it.severity].onsit is present",
            "9:13: no policy defines the term 'group.*.onsit'; did you mean 'onsite'?",
            id="leaf of a vocabulary",
        ),
        pytest.param(
            "for: project.contract\n    assert: it.singed_on is present",
            "9:13: it has no field 'singed_on'; did you mean 'signed_on'?",
            id="field of a single record",
        ),
        pytest.param(
            "every: {from: project.as_of, step: terms.group.entry.onsite, until: project.as_of,"
            " done: project.maintenence, on: done_on}",
            "8:94: project has no field 'maintenence'; did you mean 'maintenance'?",
            id="table of a recurrence",
        ),
        pytest.param(
            "for: terms\n    assert: it.promis is present",
            "9:13: terms has no field 'promis'; did you mean 'promise'?",
            id="field of a term",
        ),
        pytest.param(
            "for: terms\n    assert: it.requirement.claus is present",
            "9:13: requirement has no field 'claus'; did you mean 'clause'?",
            id="field of a requirement",
        ),
        pytest.param(
            "assert: project.staff | count",
            "8:13: 'project.staff | count' is a number, not a truth value",
            id="assert a number",
        ),
        pytest.param(
            "for: project.incidents\n    assert: it.reported_at",
            "9:13: 'it.reported_at' is not a truth value; test it, as in it.reported_at is present",
            id="assert a field that is no truth value",
        ),
        pytest.param(
            "where: project.no\n    assert: project.no is present",
            "8:12: 'project.no' is not a truth value; test it, as in project.no is present",
            id="where",
        ),
        pytest.param(
            "assert: project.no is presnt",
            "8:27: unknown test 'presnt'; there are missing and present; did you mean 'present'?",
            id="syntax",
        ),
        pytest.param(
            "note: 没有检查",
            "2:3: rule 'r' says nothing to test: give it one kind, like deadline",
            id="no kind",
        ),
        pytest.param(
            "assert: project.no is present\n    unique: project.no",
            "2:3: rule 'r' has several kinds (assert, unique); make them rules of their own",
            id="two kinds",
        ),
        pytest.param(
            "deadline: {from: project.award.issued_on, done: project.contract.signed_on}",
            "2:3: rule 'r': a deadline has 'from' and 'within', or else 'by'",
            id="deadline without a length",
        ),
        pytest.param(
            "decides: {table: liable, given: {}, result: project.policies}",
            "2:3: rule 'r': there is no decision 'liable'",
            id="decision",
        ),
        pytest.param(
            "every: {from: project.as_of, step: terms.group.entry.onsite, until: project.as_of,"
            " done: project.maintenance, on: don_on}",
            "2:3: rule 'r': project.maintenance has no field 'don_on'; did you mean 'done_on'?",
            id="date field of a recurrence",
        ),
    ],
)
def test_a_fault_is_named_with_its_place(problems: Problems, body: str, message: str) -> None:
    """Line, column, and the nearest name that exists."""
    assert problems(f"{RULE}    {body}\n{TERMS}") == [f"rules.yaml:{message}"]


def test_a_fact_of_another_table_has_no_meaning_here(problems: Problems) -> None:
    """The state of an incident's deadline cannot be read of a visit, nor of nothing."""
    found = problems("""\
facts:
  used:
    title: 用时
    for: project.incidents
    value: it.arrived_at - it.reported_at
  bad: {title: 全部, value: facts.used}
  worse: {title: 回访, for: project.visits, value: facts.used}
""")

    assert found == [
        "rules.yaml:6:27: the fact 'used' is for project.incidents, but here there is no 'it'",
        (
            "rules.yaml:7:50: the fact 'used' is for project.incidents,"
            " but here 'it' is of project.visits"
        ),
    ]


def test_a_deadline_is_a_fact_with_known_parts(problems: Problems) -> None:
    """`facts.r.stat` is a slip that would otherwise be unknown for ever."""
    found = problems(f"""\
facts:
  late: {{title: 超时, for: project.incidents, value: facts.r.stat == 'late'}}
{RULE}    for: project.incidents
    deadline: {{by: it.closed_at, done: it.arrived_at}}
""")

    assert found == ["rules.yaml:2:52: the fact 'r' has no part 'stat'; did you mean 'state'?"]


def test_facts_must_not_need_each_other(problems: Problems) -> None:
    """A circle is found before it is run."""
    found = problems("""\
facts:
  one: {title: 一, value: facts.two}
  two: {title: 二, value: facts.three}
  three: {title: 三, value: facts.one}
""")

    assert found == ["rules.yaml:2:3: facts need each other in a circle: one → two → three → one"]


def test_a_fact_and_a_deadline_cannot_share_a_name(problems: Problems) -> None:
    """Both are read as `facts.r`."""
    found = problems(f"""\
facts:
  r: {{title: 一, value: project.no}}
{RULE}    deadline: {{by: project.as_of, done: project.contract.signed_on}}
""")

    assert found == [
        "rules.yaml:4:3: the name 'r' is taken already, at policies/cooling/rules.yaml:2:3"
    ]


def test_a_rule_given_twice_is_an_error(problems: Problems) -> None:
    """YAML itself would silently keep the second one."""
    second = RULE.partition("rules:\n")[2]
    found = problems(f"{RULE}    assert: project.no is present\n{second}    unique: project.no\n")

    assert [line.partition(": ")[0] for line in found] == ["rules.yaml:9:3"]
    assert "'r'" in found[0]


def test_terms_say_what_they_are(problems: Problems) -> None:
    """A leaf has a value and no parts; only what has an order has a better direction."""
    found = problems("""\
terms:
  group: {title: 组, source: seed:L1, better: lower, child: {title: 空, status: confirmed, value: 1}}
  leaf: {source: seed:L1, value: 2 hours, part: 3}
  words: {source: seed:L1, value: 免费, better: higher}
  guess: {status: inferred}
  vague: {source: seed, value: 3}
""")

    assert found == [
        "rules.yaml:2:46: 'better' says which direction of a value is better; 'group' is a group",
        "rules.yaml:3:49: term 'leaf' has a value and so can have no parts like 'part'",
        "rules.yaml:4:47: 'better' needs a number, a quantity or a date; 'words' is '免费'",
        "rules.yaml:5:10: term 'guess' is without a value",
        "rules.yaml:6:19: source 'seed' must say where, like 'seed:L6'",
    ]


def test_an_unknown_policy_names_the_nearest(load: Load) -> None:
    """The place is that of the name in the project."""
    load("terms: {}\n")
    project = Path("project.yaml")
    text = project.read_text(encoding="utf-8").replace("cooling@1.2", "colling@1.2")
    with pytest.raises(PolicyError) as caught:
        _reload(project, text)

    assert caught.value.message == (
        "project.yaml:2:12: there is no policy 'colling'; did you mean 'cooling'?"
    )
    assert "cooling" in caught.value.hint


def test_an_unknown_version_names_those_there_are(load: Load) -> None:
    """An old version kept beside the current one is found by its folder's name."""
    load("terms: {}\n")
    project = Path("project.yaml")
    text = project.read_text(encoding="utf-8")
    old = Path("policies/cooling@1.1")
    old.mkdir()
    policy = Path("policies/cooling/policy.yaml").read_text(encoding="utf-8")
    (old / "policy.yaml").write_text(policy.replace("1.2", "1.1"), encoding="utf-8")

    assert str(_reload(project, text.replace("@1.2", "@1.1")).policies[0]) == "cooling@1.1"
    with pytest.raises(PolicyError) as caught:
        _reload(project, text.replace("@1.2", "@2.0"))
    assert caught.value.message == "project.yaml:2:12: policy 'cooling' has no version '2.0'"
    assert caught.value.hint == "versions at hand: cooling@1.2, cooling@1.1"


def test_a_policy_lives_in_a_folder_of_its_name(load: Load) -> None:
    """Else a project's pin would find one policy and get another."""
    with pytest.raises(PolicyError) as caught:
        load("terms: {}\n", policy='id: heating\nversion: "1.2"\ntitle: 供暖\nsources: {}\n')

    assert caught.value.details == (
        (
            "policies/cooling/policy.yaml:1:5: the policy calls itself 'heating',"
            " but its folder is called 'cooling'"
        ),
    )


def _reload(project: Path, text: str) -> Any:
    from svcdocs.load import load_project
    from svcdocs.policy import load_policies

    project.write_text(text, encoding="utf-8")
    return load_policies(load_project(Path()))
