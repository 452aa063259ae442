"""The pack of laws on its own, in small projects: whose clock runs, and which rules count where."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from svcdocs.check import check
from svcdocs.facts import Context
from svcdocs.load import load_project
from svcdocs.model.report import Report
from svcdocs.policy import load_policies

PROJECT = """\
stage: in-service
as_of: 2026-03-31
policies: [cn-law@2026.1]
no: T-1
name: 测试项目
supplier: {name: 乙, sme: true}
"""
ACCEPTED = """\
purchaser: {name: 甲, kind: public}
contract: {signed_on: 2025-04-18, acceptance_period: 7 working days}
trial_runs: [{id: TR-1, ended_on: 2025-05-30}]
payments: [{id: PM-1, acceptance: ACC-1, paid_on: 2025-07-12}]
"""

Checked = Callable[[str], Report]


@pytest.fixture
def checked(tmp_path: Path) -> Checked:
    """What a check finds in a project with these lines more."""

    def check_with(more: str) -> Report:
        (tmp_path / "project.yaml").write_text(PROJECT + more, encoding="utf-8")
        loaded = load_project(tmp_path)
        assert loaded.problems == []
        return check(Context.build(loaded, load_policies(loaded)))

    return check_with


def due(report: Report) -> str:
    """The message about the late payment; empty where it was in time."""
    return "".join(one.message for one in report.findings if one.rule == "cn-law/payment-late")


@pytest.mark.usefixtures("english")
def test_buyer_who_delays_acceptance_starts_the_clock_no_later(checked: Checked) -> None:
    """条例 10: from the end of the agreed acceptance period, 2025-06-11, not from acceptance."""
    delayed = ACCEPTED + (
        "acceptances: [{id: ACC-1, trial_run: TR-1, accepted_on: 2025-06-20, delay_by: purchaser}]\n"
    )
    assert due(checked(delayed)) == "done 2025-07-12, due 2025-07-11 (30 days from 2025-06-11)"


@pytest.mark.parametrize("delay", ["", ", delay_by: supplier"])
def test_clock_of_payment_runs_from_passing(checked: Checked, delay: str) -> None:
    """Passed in time, or late by the supplier's own doing: from the day it passed."""
    accepted = f"acceptances: [{{id: ACC-1, trial_run: TR-1, accepted_on: 2025-06-20{delay}}}]\n"
    assert due(checked(ACCEPTED + accepted)) == ""


@pytest.mark.usefixtures("english")
def test_large_company_has_sixty_days(checked: Checked) -> None:
    """条例 9: 60 days from delivery where nothing is agreed; 2025-07-05 is a Saturday."""
    lines = (
        "purchaser: {name: 甲, kind: large}\n"
        "deliveries: [{id: D-1, delivered_on: 2025-05-06}]\n"
        "payments: [{id: PM-1, delivery: D-1, paid_on: 2025-07-08}]\n"
    )
    assert due(checked(lines)) == "done 2025-07-08, due 2025-07-07 (60 days from 2025-05-06)"


def test_other_buyers_pay_as_agreed(checked: Checked) -> None:
    """The regulation speaks of public bodies and large companies only."""
    lines = (
        "purchaser: {name: 甲, kind: other}\n"
        "deliveries: [{id: D-1, delivered_on: 2025-05-06}]\n"
        "payments: [{id: PM-1, delivery: D-1, paid_on: 2026-03-01}]\n"
    )
    report = checked(lines)
    assert due(report) == ""
    assert not any(one.unknown for one in report.rules if one.rule == "cn-law/payment-late")


@pytest.mark.parametrize(
    ("regime", "off"),
    [
        ("[private]", {"gov", "tender", "soe"}),
        ("[gov, tender]", {"soe"}),
        ("[gov]", {"tender", "soe"}),
        ("[private, soe]", {"gov", "tender"}),
    ],
)
def test_rules_follow_the_regime(checked: Checked, regime: str, off: set[str]) -> None:
    """Rules for other ways of purchasing are off and say so; rules for all always count."""
    report = checked(f"purchaser: {{name: 甲}}\nregime: {regime}\n")
    for count in report.rules:
        assert count.other_regime == (bool(count.regime) and set(count.regime) <= off), count.rule
    assert not any(one.rule.startswith("cn-law/regime") for one in report.findings)


def test_unsigned_contract_is_seen_before_it_is_late(checked: Checked) -> None:
    """The clock runs from the award notice, not from a contract that may never be signed."""
    lines = "purchaser: {name: 甲}\nregime: [tender]\naward: {issued_on: 2026-03-02}\n"
    (found,) = [one for one in checked(lines).rules if one.rule == "cn-law/contract-signed-late"]
    assert (found.pending, found.judged) == (1, 0)
