"""A project on one day: facts computed once, each knowing what it read."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from svcdocs.facts import Context, FormulaError, Unresolved
from svcdocs.facts.terms_data import marked_promises
from svcdocs.load import load_project
from svcdocs.policy import load_policies

pytestmark = pytest.mark.usefixtures("english")

POLICY = """\
id: case
version: "1.0"
title: 测试政策
sources: {seed: {title: 原稿}}
terms:
  warranty:
    title: 质保
    source: seed:L4
    period: 3 years
    fee: {status: unresolved}
  sla: {source: seed:L6, onsite: 2 hours}
facts:
  warranty-end:
    title: 质保期届满日
    for: project.acceptances
    value: it.accepted_on + terms.warranty.period
  in-warranty:
    title: 在保
    for: project.acceptances
    value: facts.warranty_end >= '2029-01-01'
  serials: {title: 序列号, value: "project.delivered_units | pluck('serial_no')"}
  fee: {title: 收费, value: terms.warranty.fee}
  today: {title: 今天, value: project.as_of}
rules:
  onsite-late:
    title: 到场超时
    nature: breach
    severity: error
    from_stage: in-service
    source: seed:L6
    for: project.incidents
    where: it.reported_at is present
    deadline: {from: it.reported_at, within: terms.sla.onsite, done: it.arrived_at}
"""
PROJECT = """\
stage: in-service
as_of: 2026-03-31
policies: [case@1.0]
no: T-1
name: 测试项目
purchaser: {name: 甲}
supplier: {name: 乙}
acceptances: [{id: A-1, accepted_on: 2026-03-31}]
incidents:
  - {id: I-1, reported_at: 2026-03-02 08:30, arrived_at: 2026-03-02 09:00}
  - {id: I-2}
terms:
  sla.onsite: {value: 1 hour, by: 甲, on: 2026-01-01, why: 招标要求}
"""


@pytest.fixture
def context(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Context:
    """The project of this file."""
    monkeypatch.chdir(tmp_path)
    folder = Path("policies/case")
    folder.mkdir(parents=True)
    (folder / "policy.yaml").write_text(POLICY, encoding="utf-8")
    Path("project.yaml").write_text(PROJECT, encoding="utf-8")
    loaded = load_project(Path())
    return Context.build(loaded, load_policies(loaded))


def test_a_fact_knows_every_value_it_read(context: Context) -> None:
    """Also through other facts."""
    end = context.fact("warranty-end", ("project", "acceptances", 0))
    covered = context.fact("in-warranty", ("project", "acceptances", 0))

    assert end.plain == date(2029, 3, 31)
    assert covered.plain is True
    assert [read.path for read in covered.reads][:2] == [
        ("project", "acceptances", 0, "accepted_on"),
        ("terms", "warranty", "period"),
    ]


def test_a_fact_is_computed_once(context: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rules and forms get the same object."""
    path = ("project", "acceptances", 0)
    first = context.fact("warranty-end", path)

    def fail(*_: Any) -> None:
        raise AssertionError

    monkeypatch.setattr(context, "evaluate", fail)
    assert context.fact("warranty-end", path) is first


def test_a_deadline_rule_is_a_fact(context: Context) -> None:
    """By the promise of this project, an hour, not the policy's standard of two."""
    plain = context.fact("onsite-late", ("project", "incidents", 0)).plain

    assert plain["state"] == "met"
    assert str(plain["margin"]) == "30 minutes"


def test_a_fact_is_unknown_where_its_rule_does_not_apply(context: Context) -> None:
    """`where` is not true of the second incident."""
    assert context.fact("onsite-late", ("project", "incidents", 1)).plain is None


def test_a_missing_table_and_an_unresolved_term(context: Context) -> None:
    """No rows; and nothing that could be promised."""
    assert context.fact("serials").plain == []
    assert context.fact("fee").plain is None


def test_what_does_not_exist_is_a_key_error(context: Context) -> None:
    """A fact nobody defines, a record the project has not."""
    with pytest.raises(KeyError):
        context.fact("warranty-start")
    with pytest.raises(KeyError):
        context.fact("warranty-end", ("project", "acceptances", 7))


def test_templates_see_promises_and_what_is_undecided(context: Context) -> None:
    """Groups with their titles; an undecided leaf is marked, not missing."""
    view = marked_promises(context.policies)

    assert view["warranty"]["title"] == "质保"
    assert str(view["sla"]["onsite"]) == "1 hour"
    assert isinstance(view["warranty"]["fee"], Unresolved)
    assert view["warranty"]["fee"].term.id == "warranty.fee"


@pytest.mark.parametrize(
    ("path", "place"),
    [
        (("project", "incidents", 0, "arrived_at"), "project.yaml:10:58"),
        (("project", "incidents", 1, "arrived_at"), "project.yaml:11:5"),
        (("terms", "warranty", "period"), "policies/case/policy.yaml:9:13"),
        (("terms", "sla", "onsite"), "project.yaml:13:23"),
        (("terms", "sla", "onsite", "standard"), "policies/case/policy.yaml:11:34"),
        (("terms", "warranty"), "policies/case/policy.yaml:7:5"),
    ],
)
def test_every_path_has_a_place(context: Context, path: tuple[str | int, ...], place: str) -> None:
    """A promise where it was made: in the policy, or in the project that changed it."""
    assert str(context.place(path)) == place


def test_today_is_an_argument_then_the_projects_own_then_the_clock(context: Context) -> None:
    """`--as-of` wins."""
    loaded = load_project(Path())
    policies = load_policies(loaded)

    assert context.as_of == date(2026, 3, 31)
    assert Context.build(loaded, policies, date(2026, 1, 1)).as_of == date(2026, 1, 1)
    del loaded.tree.data["as_of"]
    assert Context.build(loaded, policies).as_of == date.today()  # noqa: DTZ011 - as the tool does


def test_rules_see_the_day_that_was_asked_for(context: Context) -> None:
    """`project.as_of` is the check's day, whatever the file says."""
    loaded = load_project(Path())
    later = Context.build(loaded, load_policies(loaded), date(2026, 11, 20))

    assert context.fact("today").plain == date(2026, 3, 31)
    assert later.fact("today").plain == date(2026, 11, 20)


def test_a_terms_record_points_at_who_said_so(context: Context) -> None:
    """The standard in the policy; the promise, and who made it, in the project."""
    record = next(one for one in context.records("terms") if one.id == "sla.onsite")
    places = {field: str(context.place((*record.path, field))) for field in ("standard", "by")}

    assert record.data["overridden"] is True
    assert places == {
        "standard": "policies/case/policy.yaml:11:34",
        "by": "project.yaml:13:23",
    }


def test_a_formula_that_does_not_fit_names_its_place(
    context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    """File, line and column in the policy, for facts as for rules."""
    monkeypatch.setitem(context.project.data["acceptances"][0], "accepted_on", "bald")
    with pytest.raises(FormulaError) as caught:
        context.fact("warranty-end", ("project", "acceptances", 0))

    assert str(caught.value.place) == "policies/case/policy.yaml:16:12"
