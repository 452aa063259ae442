"""What the shipped forms say when a project is not the sample: the branches of their templates."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from svcdocs.facts import Context
from svcdocs.load import load_project
from svcdocs.model.quantity import Quantity, Unit
from svcdocs.ooxml.dump import dump
from svcdocs.policy import load_policies
from svcdocs.render.doctype import find_type
from svcdocs.render.document import records, render_document
from svcdocs.render.lack import IncompleteDocumentError
from svcdocs.render.mode import Mode

Change = Callable[[dict[str, Any]], None]
Say = Callable[..., str]


@pytest.fixture
def say(checkout: Path) -> Say:
    """The text of the first document of a type, of the sample with something changed."""

    def document(kind: str, change: Change = lambda _data: None, mode: Mode = Mode.FINAL) -> str:
        loaded = load_project(checkout / "samples" / "campus-network")
        change(loaded.tree.data)
        # A changed term counts, as before the signature.
        policies = load_policies(loaded, frozen=False)
        context = Context(loaded.tree, policies, loaded.tree.data["as_of"])
        type_ = find_type(kind)
        return dump(render_document(context, type_, records(context, type_)[0], mode).data)

    return document


def having(table: str, **fields: Any) -> Change:
    """Put values into a table's first row; None takes a field away."""

    def change(data: dict[str, Any]) -> None:
        row = data[table][0]
        row.update(fields)
        for field in [field for field, value in row.items() if value is None]:
            del row[field]

    return change


class TestAcceptance:
    """验收报告."""

    def test_amount_in_figures_and_in_words(self, say: Say) -> None:
        """大写 prevails, so it stands first."""
        assert "人民币玖拾壹万玖仟零叁元整（¥919,003.00）" in say("acceptance-report")

    def test_warranty_is_computed(self, say: Say) -> None:
        """From the day of acceptance, which is not counted."""
        text = say("acceptance-report", having("acceptances", accepted_on=date(2026, 3, 31)))

        assert "| 质保期 | 3 年，自 2026年3月31日起至 2029年3月31日止 (2) |" in text

    def test_a_preliminary_acceptance_starts_no_warranty(self, say: Say) -> None:
        """It says which one does."""
        text = say("acceptance-report", having("acceptances", kind="preliminary"))

        assert "☑ 初验　□ 终验" in text
        assert "| 质保期 | 从终验合格之日起计算 (2) |" in text
        assert "止 (2)" not in text

    def test_equipment_with_a_warranty_of_its_own(self, say: Say) -> None:
        """One more line."""
        text = say(
            "acceptance-report",
            having("equipment", warranty=Quantity(amount=Decimal(5), unit=Unit.YEAR)),
        )

        assert "| 质保期 | 核心交换机（XQ-S7806）：5 年，至 2030年6月10日止 (2) |" in text

    def test_a_delay_names_its_side(self, say: Say) -> None:
        """Whose delay it was, and why."""
        text = say(
            "acceptance-report",
            having("acceptances", delay_by="purchaser", delay_reason="期末考试"),
        )

        assert "| 逾期责任方 | 采购人 | 逾期原因 | 期末考试 |" in text
        assert "逾期" not in say("acceptance-report")

    def test_what_failed_says_so(self, say: Say) -> None:
        """不合格, ×, and no unit counted."""

        def change(data: dict[str, Any]) -> None:
            data["acceptances"][0]["passed"] = False
            data["acceptance_items"][0]["passed"] = False
            data["accepted_units"][0]["passed"] = False

        text = say("acceptance-report", change)

        assert "| 验收结论 | □ 合格　□ 有条件合格　☑ 不合格 (2) |" in text
        assert "| 2 | 2 | 2 | 1 |" in text
        assert "| 信息楼 101 核心机房 A01 柜 10U | √ | √ | × |" in text
        assert "满足 | 不合格 |" in text

    def test_an_owner_who_is_no_staff_is_named(self, say: Say) -> None:
        """An open issue may be the purchaser's."""
        assert "| 吴敏 | 2025-06-20 |" in say(
            "acceptance-report", having("open_issues", owner="吴敏")
        )

    def test_a_draft_marks_the_missing_panel(self, say: Say) -> None:
        """And a final report is refused for it."""
        change = having("acceptances", panel=None)

        assert "| 1 | 【待填】 |  |  |" in say("acceptance-report", change, Mode.DRAFT)
        with pytest.raises(IncompleteDocumentError) as caught:
            say("acceptance-report", change)
        assert [lack.name for lack in caught.value.lacks] == ["project.acceptances[ACC-01].panel"]


class TestNotices:
    """拟处理告知书 and 决定通知书."""

    def test_the_deadline_is_computed_where_it_is_not_given(self, say: Say) -> None:
        """Five working days from the notice; 2026-01-04 was a working Sunday."""
        text = say(
            "accountability-pre-notice",
            having("accountability_notices", notified_on=date(2025, 12, 31), defence_ends_on=None),
        )

        assert "5 个工作日内，即2026年1月8日前（含当日）" in text

    def test_no_statement(self, say: Say) -> None:
        """Then the decision says that the time went by."""
        text = say(
            "accountability-decision",
            having("accountability_notices", statement=None, statement_on=None),
        )

        assert "在告知的期限2026年1月19日届满前，你没有提出陈述、申辩。" in text

    def test_before_it_is_served(self, say: Say) -> None:
        """The appeal's length is known, its last day not yet; who receives it signs by hand."""
        text = say("accountability-decision", having("accountability_notices", served_on=None))

        assert "自收到本通知书之日起 10 个工作日内，书面向综合管理部申诉" in text
        assert "| 见证人签名 |  | 日期 | 　　年　　月　　日 |" in text

    def test_the_trade_union(self, say: Say) -> None:
        """Only where it was told."""
        told = having("accountability_notices", union_informed_on=date(2026, 1, 20))

        assert "公司已于2026年1月20日将理由通知工会" in say("accountability-decision", told)
        assert "工会" not in say("accountability-decision")

    def test_a_penalty_wants_its_amount(self, say: Say) -> None:
        """No notice without it; other measures need none."""
        amount = having("accountability_notices", amount=None)
        with pytest.raises(IncompleteDocumentError) as caught:
            say("accountability-pre-notice", amount)
        assert [lack.name for lack in caught.value.lacks] == [
            "project.accountability_notices[AN-01].amount"
        ]

        warned = having("accountability_notices", amount=None, measures=["order_to_correct"])
        text = say("accountability-pre-notice", warned)
        assert "（一）责令改正，依据《项目责任追究制度》第三条第（一）项。" in text
        assert "人民币" not in text

    @pytest.mark.parametrize(
        ("findings", "clause"),
        [
            ({"should_have_found": True, "liable": ["handler", "reviewer", "approver"]}, "（二）"),
            ({"deceived": False, "wrong_order": False, "liable": ["handler"]}, "谁主管、谁负责"),
        ],
    )
    def test_the_clause_follows_the_findings(
        self, say: Say, findings: dict[str, Any], clause: str
    ) -> None:
        """Who is liable in which role, by what the case found."""
        text = say("accountability-decision", having("accountability_cases", **findings))
        (line,) = [one for one in text.splitlines() if one.startswith("（三）《")]

        assert clause in line

    def test_a_loss_is_told(self, say: Say) -> None:
        """In money; a case without loss says nothing."""
        loss = having("accountability_cases", loss=Decimal("1250.50"))

        assert "客户投诉。损失 ¥1,250.50。" in say("accountability-pre-notice", loss)
        assert "损失" not in say("accountability-pre-notice")

    def test_an_unresolved_term_stops_the_notice(self, say: Say) -> None:
        """How much a penalty may be is the company's to decide; the policy leaves it open."""
        rule = "accountability.measures.economic_penalty.amount_rule"
        assert "每次 200 至 1000 元" in say("accountability-pre-notice")

        with pytest.raises(IncompleteDocumentError) as caught:
            say("accountability-pre-notice", lambda data: data["terms"].pop(rule))
        assert [lack.name for lack in caught.value.lacks] == [f"terms.{rule}"]


class TestVisitReport:
    """客户回访报告表."""

    def test_no_problem_and_no_other_visit(self, say: Say) -> None:
        """Both say so."""

        def change(data: dict[str, Any]) -> None:
            data["feedback"] = []

        text = say("visit-report", change)

        assert "| 处理结果 |\n| 无 (8) |" in text
        assert "| 再次回访 | 无 (3) |" in text

    def test_before_the_review(self, say: Say) -> None:
        """The report is printed the day it is written."""
        text = say(
            "visit-report",
            having("visit_reports", guidance=None, reviewed_by=None, reviewed_on=None),
        )

        assert "| 审查人 |  | 审查日期 |  |" in text
