"""The text report: one line a finding, its inputs, and a summary that hides no silence."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from svcdocs.model.finding import Finding, Input, Nature, Severity
from svcdocs.model.place import Place
from svcdocs.model.report import Report, RuleCount
from svcdocs.model.stage import Stage
from svcdocs.report.text import text

pytestmark = pytest.mark.usefixtures("english")

LATE = Finding(
    rule="network-equipment/onsite-late",
    title="到达现场超时",
    severity=Severity.ERROR,
    nature=Nature.BREACH,
    place=Place(file="incidents.csv", line=14, column=61, length=16),
    message="arrived 2026-03-02 10:42, due 10:30",
    margin="-12 minutes",
    advice="说明原因并补救",
    record="INC-007",
    inputs=(
        Input(
            name="it.arrived_at",
            value="2026-03-02 10:42",
            place=Place(file="incidents.csv", line=14, column=61, length=16),
        ),
        Input(name="terms.sla.levels.general.onsite", value="2 小时"),
    ),
    sources=("seed:L6", "law:民法典.577"),
)


def report(*findings: Finding, rules: tuple[RuleCount, ...] = ()) -> Report:
    """A report on a project in service."""
    return Report(
        findings=findings,
        as_of=date(2026, 11, 20),
        stage=Stage.IN_SERVICE,
        policies=("network-equipment@1.0", "cn-law@2026.1"),
        rules=rules,
    )


def test_a_finding_is_one_line_with_its_inputs_below() -> None:
    """Place, severity, rule, what is wrong, what to do, source: in this order."""
    lines = text(report(LATE)).splitlines()

    assert lines[:3] == [
        (
            "incidents.csv:14:61  error    network-equipment/onsite-late  到达现场超时: arrived "
            "2026-03-02 10:42, due 10:30 (-12 minutes); 说明原因并补救  [seed:L6, law:民法典.577]"
        ),
        "    incidents.csv:14:61 it.arrived_at = 2026-03-02 10:42",
        "    terms.sla.levels.general.onsite = 2 小时",
    ]


def test_an_answered_finding_names_its_answer_and_is_not_open() -> None:
    """An answered breach stays visible; nobody is told again what to do."""
    lines = text(report(replace(LATE, answered_by="REM-001"))).splitlines()

    assert "(-12 minutes); answered by REM-001  [" in lines[0]
    assert "说明原因并补救" not in lines[0]
    assert lines[4] == "No open finding; 1 answered"


def test_the_summary_counts_by_severity() -> None:
    """The heaviest first; a severity nobody has is left out."""
    note = replace(LATE, severity=Severity.INFO, inputs=())

    said = text(report(note, LATE, note)).splitlines()

    assert said[-2] == "1 error, 2 notes"
    assert said[-1] == (
        "Stage in-service; as of 2026-11-20; policies network-equipment@1.0, cn-law@2026.1"
    )


def test_the_summary_shows_rules_that_judged_nothing() -> None:
    """Silence is not a pass."""
    said = text(
        report(
            rules=(
                RuleCount(rule="p/judged", judged=8, pending=2),
                RuleCount(rule="p/silent"),
                RuleCount(rule="p/unknown", unknown=3),
                RuleCount(rule="p/later", off=True),
            )
        )
    )

    assert said.splitlines() == [
        "No open finding",
        "3 rules, 8 judgements, 2 still running; 1 rules do not count at this stage",
        "  1 of them had nothing to judge: p/silent",
        "  1 of them lack values and cannot judge some records: p/unknown (3)",
        "Stage in-service; as of 2026-11-20; policies network-equipment@1.0, cn-law@2026.1",
    ]


def test_a_long_list_is_cut_and_counted() -> None:
    """A project at its beginning has many silent rules."""
    rules = tuple(RuleCount(rule=f"p/r{number}") for number in range(12))

    assert (
        "  12 of them had nothing to judge: p/r0, p/r1, p/r2, p/r3, p/r4, p/r5, p/r6, p/r7 and 4 more"
        in (text(report(rules=rules)).splitlines())
    )


def test_what_lies_here_is_named_from_here() -> None:
    """A policy of this folder needs no long path; others keep theirs."""
    there = replace(LATE, place=Place(file="/home/a/policies/sla.yaml", line=3, column=7))

    said = text(report(there), here="/home/a")

    assert said.startswith("policies/sla.yaml:3:7  ")
    assert text(report(there), here="/home/ab").startswith("/home/a/policies/sla.yaml:3:7  ")


def test_colour_only_paints() -> None:
    """The words are the same with and without colour."""
    import re

    plain = text(report(LATE))
    coloured = text(report(LATE), colour=True)

    assert "\x1b[" not in plain
    assert "\x1b[31merror" in coloured
    assert re.sub(r"\x1b\[\d*m", "", coloured) == plain
