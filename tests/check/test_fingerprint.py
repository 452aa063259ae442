"""A finding's fingerprint: what it survives, and what makes it another one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal

import pytest

from svcdocs.calc.china_time import CHINA
from svcdocs.check import NOTHING_CHECKED, check, with_silence_told
from svcdocs.check.fingerprint import plain
from svcdocs.expr import UNKNOWN
from svcdocs.facts import Context
from svcdocs.model.finding import Finding, Severity
from svcdocs.model.place import Place
from svcdocs.model.quantity import Quantity, Unit
from svcdocs.model.report import Failure, Report, Results, RuleCount
from svcdocs.texts import use_language

Build = Callable[..., Context]

RULES = """\
terms:
  onsite: {value: 2 hours, source: seed:L6}
rules:
  onsite-late:
    title: 到达现场超时
    nature: breach
    severity: error
    from_stage: in-service
    for: project.incidents
    deadline: {from: it.reported_at, within: terms.onsite, done: it.arrived_at}
    source: seed:L6
"""
LATE = "  - {id: INC-2, reported_at: 2026-03-02 08:30, arrived_at: 2026-03-02 10:42}\n"
FINE = "  - {id: INC-1, reported_at: 2026-03-01 08:30, arrived_at: 2026-03-01 09:00}\n"
NOT_YET = "  - {id: INC-2, reported_at: 2026-03-02 08:30}\n"


@pytest.fixture
def late(context: Build) -> Callable[..., Finding]:
    """The one finding of a project with these incidents."""

    def find(rows: str = LATE, rules: str = RULES, as_of: date = date(2026, 3, 31)) -> Finding:
        built = context(rules, "stage: in-service\nincidents:\n" + rows, as_of=as_of)
        (finding,) = check(built).findings
        return finding

    return find


class TestFingerprint:
    """`Finding.fingerprint`, which waivers, baselines and reports know a fault by."""

    def test_rows_and_lines_may_move(self, late: Callable[..., Finding]) -> None:
        """A row more in front, a comment more above, the policy's lines moved."""
        moved = late("  # 三月\n" + FINE + LATE, "# 服务级别\n" + RULES)

        assert moved.place != late().place
        assert moved.fingerprint == late().fingerprint

    def test_the_language_and_the_day_do_not_count(self, late: Callable[..., Finding]) -> None:
        """Overdue by a day or a month, said in Chinese or English: one fault."""
        chinese = late(NOT_YET)
        use_language("en")
        english = late(NOT_YET, as_of=date(2026, 4, 30))

        assert chinese.message != english.message
        assert chinese.fingerprint == english.fingerprint
        words = [replace(one, name="x", value=f"缺{one.value}") for one in english.inputs]
        assert replace(english, inputs=tuple(words)).fingerprint == english.fingerprint

    def test_a_spelling_is_no_value(self, late: Callable[..., Finding]) -> None:
        """120 minutes are 2 hours."""
        assert late(rules=RULES.replace("2 hours", "120 minutes")).fingerprint == late().fingerprint

    @pytest.mark.parametrize(
        ("rows", "rules"),
        [
            (LATE.replace("10:42", "10:43"), RULES),
            (LATE.replace("INC-2", "INC-3"), RULES),
            (NOT_YET, RULES),
            (LATE, RULES.replace("2 hours", "1 hours")),
            (LATE, RULES.replace("onsite-late", "arrival-late")),
        ],
        ids=["value", "record", "missing value", "term", "rule"],
    )
    def test_what_was_compared_counts(
        self, late: Callable[..., Finding], rows: str, rules: str
    ) -> None:
        """Another value, record, term or rule is another fault."""
        assert late(rows, rules).fingerprint != late().fingerprint

    def test_a_field_is_named_by_its_record(self, late: Callable[..., Finding]) -> None:
        """The id, not the number of the row."""
        finding = late(FINE + LATE)

        assert finding.field == "project.incidents[INC-2].arrived_at"
        assert {one.field: one.plain for one in finding.inputs} == {
            "project.incidents[INC-2].arrived_at": "2026-03-02T10:42:00",
            "project.incidents[INC-2].reported_at": "2026-03-02T08:30:00",
            "terms.onsite": "7200@0",
        }

    def test_a_fault_of_a_file_is_known_by_its_words(self, late: Callable[..., Finding]) -> None:
        """Wherever the folder lies and the line has moved to."""
        broken = late(FINE + "waranty: 3\n")
        there = replace(broken, place=Place(file="/mnt/ci/project.yaml", line=9, column=1))

        assert broken.rule == "data/schema"
        assert there.fingerprint == broken.fingerprint
        assert replace(there, identity="another").fingerprint != broken.fingerprint
        doubled = "id 'A' is given twice; the first one is at {}"
        spots = ("t.csv:2:1", "t.csv:14:1", "t.xlsx!Sheet1:A2", "t.xlsx!Sheet1:AA14")
        prints = [replace(there, identity=doubled.format(spot)).fingerprint for spot in spots]
        assert prints[0] == prints[1] != prints[2] == prints[3]

    def test_it_is_short_enough_to_be_typed(self, late: Callable[..., Finding]) -> None:
        """A waiver repeats it in YAML."""
        assert len(late().fingerprint) == 16
        assert int(late().fingerprint, 16)


@pytest.mark.parametrize(
    ("value", "spelling"),
    [
        (None, ""),
        (UNKNOWN, ""),
        (True, "true"),
        (False, "false"),
        ("三年", "三年"),
        (3, "3"),
        (Decimal("1409.50"), "1409.5"),
        (Decimal(100), "100"),
        (date(2026, 3, 31), "2026-03-31"),
        (datetime(2026, 3, 31, 8, 30, tzinfo=CHINA), "2026-03-31T08:30:00"),
        (datetime(2026, 3, 31, 0, 30, tzinfo=timezone(timedelta())), "2026-03-31T08:30:00"),
        (Quantity(Decimal(3), Unit.YEAR), "36@2"),
        (Quantity(Decimal(36), Unit.MONTH), "36@2"),
        (["a", Decimal("2.0")], "[a, 2]"),
        ({"b": True, "a": None}, "{a: , b: true}"),
    ],
)
def test_a_value_has_one_spelling(value: object, spelling: str) -> None:
    """What equals each other is spelt alike."""
    assert plain(value) == spelling


DAY = date(2026, 3, 31)
JUDGED = RuleCount(rule="p/judged", judged=1)


class TestSilence:
    """Nothing was checked: never green."""

    @pytest.mark.parametrize(
        "rules",
        [
            (),
            (RuleCount(rule="p/silent"),),
            (RuleCount(rule="p/off", off=True),),
            (RuleCount(rule="p/unknown", unknown=3),),
        ],
    )
    def test_it_is_an_error(self, rules: tuple[RuleCount, ...]) -> None:
        """Without rules, or with rules that found nothing to judge."""
        told = with_silence_told(
            Report(findings=(), as_of=DAY, rules=rules), Place(file="project.yaml")
        )

        assert [(one.rule, one.severity) for one in told.findings] == [
            (NOTHING_CHECKED, Severity.ERROR)
        ]
        assert Results(reports=(told,)).exit_code == 1

    @pytest.mark.parametrize("rule", [JUDGED, RuleCount(rule="p/pending", pending=1)])
    def test_one_judgement_is_enough(self, rule: RuleCount) -> None:
        """A deadline that still runs was looked at."""
        report = Report(findings=(), as_of=DAY, rules=(rule,))

        assert with_silence_told(report, Place(file="project.yaml")) is report
        assert Results(reports=(report,)).exit_code == 0

    def test_an_error_that_says_why_is_enough(self, late: Callable[..., Finding]) -> None:
        """A file that cannot be read needs no second sentence."""
        report = Report(findings=(late(),), as_of=DAY)

        assert with_silence_told(report, Place(file="project.yaml")) is report


class TestExitCode:
    """The exit code is a matter of the results, not of how they are told."""

    def test_from_which_severity_on(self, late: Callable[..., Finding]) -> None:
        """A warning fails only where it is asked to."""
        report = Report(
            findings=(replace(late(), severity=Severity.WARNING),), as_of=DAY, rules=(JUDGED,)
        )

        assert Results(reports=(report,)).exit_code == 0
        assert Results(reports=(report,), fail_on=Severity.WARNING).exit_code == 1
        assert Results(reports=(report,), fail_on=Severity.INFO).exit_code == 1

    def test_the_worst_project_decides(self, late: Callable[..., Finding]) -> None:
        """3 beats 2 beats 1 beats 0."""
        good = Report(findings=(), as_of=DAY, rules=(JUDGED,))
        bad = Report(findings=(late(),), as_of=DAY, rules=(JUDGED,))
        absent = Failure(project="b", message="no such folder", exit_code=2)
        broken = Failure(project="c", message="the policy is wrong", exit_code=3)

        assert Results(reports=(good, bad)).exit_code == 1
        assert Results(reports=(good, bad), failures=(absent,)).exit_code == 2
        assert Results(reports=(bad,), failures=(absent, broken)).exit_code == 3

    def test_no_project_is_never_green(self) -> None:
        """A pattern that matched nothing."""
        assert Results(reports=()).exit_code == 2
