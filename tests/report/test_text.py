"""The text report: one line a finding, the lines of the files, and a summary that hides no silence."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from svcdocs.model.finding import Answer, AnswerKind, Finding, Severity
from svcdocs.model.place import Place
from svcdocs.model.report import Report, Results, RuleCount
from svcdocs.model.stage import Stage
from svcdocs.report import View, render

pytestmark = pytest.mark.usefixtures("english")

Told = Callable[..., list[str]]


@pytest.fixture
def late(results: Results) -> Finding:
    """A breach of the fixed list."""
    return results.reports[0].findings[0]


@pytest.fixture
def told(view: View) -> Told:
    """The lines of a report on one project with these findings and rules."""

    def tell(*findings: Finding, rules: tuple[RuleCount, ...] = (), **options: object) -> list[str]:
        report = Report(
            findings=findings,
            as_of=date(2026, 11, 20),
            stage=Stage.IN_SERVICE,
            policies=("network-equipment@1.0", "cn-law@2026.1"),
            rules=rules,
        )
        looked = replace(view, **options)  # type: ignore[arg-type] # a test's shorthand
        return render("text", Results(reports=(report,)), looked).splitlines()

    return tell


def test_a_finding_is_one_line_with_its_values_below(told: Told, late: Finding) -> None:
    """Place, severity, rule, what is wrong, what to do, source; then each value where it stands."""
    lines = told(late)

    assert lines[0] == (
        "项目/a b#1%/incidents.csv:3:54  error    network-equipment/onsite-late  到达现场超时 "
        "INC-007: done 2026-03-02 10:42, due 2026-03-02 10:30 (12 minutes too late); 说明原因并补救"
        "  [seed:L6, law:民法典.577]"
    )
    assert lines[1:9] == [
        "  3 | …,general,2026-03-02 08:30,2026-03-02 10:42,ST-05,…",
        "    |           ---------------- it.reported_at = 2026-03-02 08:30",
        "    |                            ^^^^^^^^^^^^^^^^ it.arrived_at = 2026-03-02 10:42",
        "   --> policies/sla.yaml:3:36",
        "  3 |     general: {title: 一般故障, onsite: 2 hours}",
        "    |                                        ------- terms.levels.general.onsite = 2 hours",
        "   = project.policy_day = 2026-01-01",
        "",
    ]


def test_the_record_is_named_once(told: Told, late: Finding) -> None:
    """In front, unless the message has it."""
    assert (
        "  到达现场超时: INC-007 is late (12" in told(replace(late, message="INC-007 is late"))[0]
    )
    assert "  INC-007: late (12" in told(replace(late, title="", message="late"))[0]
    assert "  到达现场超时: late (12" in told(replace(late, record="", message="late"))[0]


def test_the_same_values_are_shown_once(told: Told, late: Finding) -> None:
    """Each missed step of a recurrence was computed from the same values."""
    lines = told(late, replace(late, record="INC-008", message="again"))

    assert lines.count("   = the same values as above") == 1
    assert sum("it.arrived_at = " in line for line in lines) == 1


def test_what_cannot_be_quoted_is_told(told: Told, late: Finding) -> None:
    """A file that is gone, a line that is no more: the places and values are there all the same."""
    gone = replace(
        late,
        place=Place(file="gone.csv", line=3, column=1),
        inputs=tuple(
            replace(one, place=replace(one.place, line=99) if one.place else None)
            for one in late.inputs
        ),
    )

    assert told(gone)[1:5] == [
        "   = 项目/a b#1%/incidents.csv:99:54 it.arrived_at = 2026-03-02 10:42",
        "   = 项目/a b#1%/incidents.csv:99:37 it.reported_at = 2026-03-02 08:30",
        "   = policies/sla.yaml:99:36 terms.levels.general.onsite = 2 hours",
        "   = project.policy_day = 2026-01-01",
    ]


def test_a_gbk_table_is_quoted(told: Told, late: Finding, view: View) -> None:
    """As Chinese Excel saves it."""
    (view.here / "gbk.csv").write_bytes("id,标题\nINC-1,断网\n".encode("gbk"))
    place = Place(file="gbk.csv", line=2, column=7, length=2)

    lines = told(replace(late, place=place, inputs=()))

    assert lines[1:3] == ["  2 | INC-1,断网", "    |       ^^^^"]


def test_an_answered_finding_names_its_answer_and_is_not_open(told: Told, late: Finding) -> None:
    """An answered breach stays visible; nobody is told again what to do."""
    lines = told(replace(late, answer=Answer(kind=AnswerKind.REMEDY, id="REM-001")))

    assert "(12 minutes too late); answered by REM-001  [" in lines[0]
    assert "说明原因并补救" not in lines[0]
    assert "No open finding; 1 answered" in lines


def test_waivers_and_the_baseline_are_counted_apart(told: Told, late: Finding) -> None:
    """Who waived it, until when and why."""
    waiver = Answer(
        kind=AnswerKind.WAIVER, by="郑启明", until=date(2026, 12, 31), reason="客户改期"
    )
    lines = told(
        replace(late, answer=waiver),
        replace(late, answer=Answer(kind=AnswerKind.WAIVER, id="WV-1")),
        replace(late, answer=Answer(kind=AnswerKind.BASELINE)),
    )
    said = [line for line in lines if "onsite-late" in line]

    assert "; waived by 郑启明 until 2026-12-31: 客户改期  [" in said[0]
    assert "; waived by WV-1  [" in said[1]
    assert "; known from the baseline  [" in said[2]
    assert "No open finding; 2 waived; 1 known from the baseline" in lines


def test_the_summary_counts_by_severity(told: Told, late: Finding) -> None:
    """The heaviest first; a severity nobody has is left out."""
    note = replace(late, severity=Severity.INFO, inputs=())

    said = told(note, late, note)

    assert said[-2] == "1 error, 2 notes"
    assert said[-1] == (
        "Stage in-service; as of 2026-11-20; policies network-equipment@1.0, cn-law@2026.1"
    )


def test_the_summary_shows_rules_that_judged_nothing(told: Told) -> None:
    """Silence is not a pass."""
    said = told(
        rules=(
            RuleCount(rule="p/judged", judged=8, pending=2),
            RuleCount(rule="p/silent"),
            RuleCount(rule="p/unknown", unknown=3),
            RuleCount(rule="p/later", off=True),
        )
    )

    assert said == [
        "No open finding",
        "3 rules, 8 judgements, 2 still running; 1 rules do not count at this stage",
        "  1 of them had nothing to judge: p/silent",
        "  1 of them lack values and cannot judge some records: p/unknown (3)",
        "Stage in-service; as of 2026-11-20; policies network-equipment@1.0, cn-law@2026.1",
    ]


def test_a_long_list_of_rules_is_cut(told: Told) -> None:
    """A project at its beginning has many rules with nothing to judge."""
    said = told(rules=tuple(RuleCount(rule=f"p/r{number}") for number in range(12)))

    assert said[2] == (
        "  12 of them had nothing to judge: p/r0, p/r1, p/r2, p/r3, p/r4, p/r5, p/r6, p/r7 and 4 more"
    )


def test_several_projects_have_a_table(results: Results, view: View) -> None:
    """A line each, aligned by width; one that could not be checked hides no other."""
    said = render("text", results, view).splitlines()

    assert said[-9:] == [
        "项目/丙  not checked: policy cn-law cannot be used",
        "    policies/cn-law/rules.yaml:3:7: unknown term",
        "    and<U+000A>another",
        "    Next: mend it",
        "",
        "project      errors  warnings  notes  answered  judged",
        "项目/a b#1%       4         1      1         3       8",
        "项目/乙           0         0      0         0       2",
        (
            "2 projects checked: 4 errors, 1 warning, 1 note; 1 answered; 1 waived; 1 known from "
            "the baseline; 1 project could not be checked"
        ),
    ]


def test_what_lies_here_is_named_from_here(told: Told, late: Finding, view: View) -> None:
    """A policy of this folder needs no long path; others keep theirs."""
    file = (view.here / "policies" / "sla.yaml").as_posix()
    there = replace(late, place=Place(file=file, line=3, column=7), inputs=())

    assert told(there)[0].startswith("policies/sla.yaml:3:7  ")
    elsewhere = view.here.with_name(view.here.name + "b")
    assert told(there, here=elsewhere)[0].startswith(f"{file}:3:7  ")


def test_colour_only_paints(told: Told, late: Finding) -> None:
    """The words are the same with and without colour."""
    plain = told(late)
    coloured = told(late, colour=True)

    assert not any("\x1b" in line for line in plain)
    assert "\x1b[31merror" in coloured[0]
    assert any("\x1b[31m^^^^" in line for line in coloured)
    assert any("\x1b[34m----" in line for line in coloured)
    assert [re.sub(r"\x1b\[\d*m", "", line) for line in coloured] == plain


def test_data_cannot_steer_the_terminal(told: Told, late: Finding, view: View) -> None:
    """An escape in a value, a message or a file is shown by its number."""
    file = Path("x.yaml")
    (view.here / file).write_text("a: \x1b[2J\n", encoding="utf-8")
    evil = replace(
        late,
        place=Place(file="x.yaml", line=1, column=4, length=4),
        message="\x1b[2J\n::error::",
        inputs=(replace(late.inputs[0], value="\x1b]0;x\x07", place=None),),
    )

    said = told(evil)

    assert not any("\x1b" in line or "\x07" in line for line in said)
    assert said[1] == "  1 | a: <U+001B>[2J"
    assert not any(line.startswith("::") for line in said)
