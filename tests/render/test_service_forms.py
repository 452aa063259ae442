"""What the forms from delivery to maintenance compute, and what they leave open."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from svcdocs.facts import Context
from svcdocs.load import load_project
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
    """The text of one record's document of the sample, with something changed."""

    def document(
        kind: str,
        record: str,
        change: Change = lambda _data: None,
        mode: Mode = Mode.FINAL,
    ) -> str:
        loaded = load_project(checkout / "samples" / "campus-network")
        change(loaded.tree.data)
        context = Context(loaded.tree, load_policies(loaded), loaded.tree.data["as_of"])
        type_ = find_type(kind)
        paths = [path for path in records(context, type_) if path is not None]
        (path,) = [path for path in paths if context.record(path).id == record]
        return dump(render_document(context, type_, path, mode).data)

    return document


def row(data: dict[str, Any], table: str, record: str) -> dict[str, Any]:
    """A row of a table."""
    (found,) = [one for one in data[table] if one["id"] == record]
    assert isinstance(found, dict)
    return found


class TestDelivery:
    """设备到货签收单、开箱验收单."""

    def test_lists_what_came_with_this_delivery(self, say: Say) -> None:
        """Of eight access switches one came later, and nothing else."""
        text = say("delivery-receipt", "DLV-02")

        assert "| 1 | 接入交换机 | 星桥 | XQ-S3728P　24×GE PoE+，4×10GE 上联 | 台 | 8 | 1 |" in text
        assert "核心交换机" not in text
        assert "| 本批合计 (6) | 1 |" in text

    def test_one_damaged_box_is_seen(self, say: Say) -> None:
        """Not all of a line are intact."""
        assert "| 8 | 8 | □ 是　☑ 否 | 外箱破损，已拍照 |" in say("delivery-receipt", "DLV-01")

    def test_one_unit_that_differs_marks_its_line(self, say: Say) -> None:
        """One of the two core switches is not the model agreed on."""

        def change(data: dict[str, Any]) -> None:
            data["delivered_units"][0]["model_matches"] = False

        assert "| 1600 W | × | √ | √ |" in say("unpacking-inspection", "UNP-01", change)


class TestTrialRun:
    """试运行记录."""

    def test_outage_and_availability(self, say: Say) -> None:
        """45 minutes of 42 hours."""
        text = say("trial-run-log", "TR-01")

        assert "| 故障次数 | 1 | 累计中断 | 45 分钟 | 可用率 | 98.2% |" in text
        assert "☑ 不通过　□ 延长" in text

    def test_without_a_fault(self, say: Say) -> None:
        """Nothing interrupted."""
        text = say("trial-run-log", "TR-02")

        assert "| 故障次数 | 0 | 累计中断 | 0 分钟 | 可用率 | 100% |" in text

    def test_outages_add_up(self, say: Say) -> None:
        """A second fault of the same run."""

        def change(data: dict[str, Any]) -> None:
            log = data["trial_log"]
            second = {**log[1], "id": "TL-X"}
            second["restored_at"] = second["occurred_at"] + timedelta(hours=2, minutes=30)
            log.append(second)

        text = say("trial-run-log", "TR-01", change)

        assert "| 故障次数 | 2 | 累计中断 | 3 小时 15 分钟 | 可用率 | 92.3% |" in text


class TestAcceptances:
    """初验报告、终验报告、履约验收书."""

    def test_the_report_is_called_by_its_kind(self, say: Say) -> None:
        """初验 comes before the trial run, which it says nothing of."""

        def change(data: dict[str, Any]) -> None:
            data["acceptances"][0]["kind"] = "preliminary"

        first = say("acceptance-report", "ACC-01", change)
        last = say("acceptance-report", "ACC-01")

        assert first.startswith("# body\n初验报告\n")
        assert "双上联切换失败" not in first
        assert last.startswith("# body\n终验报告\n")
        assert "双上联切换失败" in last

    def test_with_conditions(self, say: Say) -> None:
        """One of three verdicts."""

        def change(data: dict[str, Any]) -> None:
            data["acceptances"][0]["conditional"] = True

        text = say("acceptance-report", "ACC-01", change)

        assert "□ 合格　☑ 有条件合格　□ 不合格" in text

    def test_every_standard_under_its_category(self, say: Say) -> None:
        """Technical, service and safety, each with all its clauses."""
        text = say("acceptance-certificate", "ACC-01")
        technical, service, safety = (
            text.index(f"{word}标准\n") for word in ("技术", "服务", "安全")
        )

        assert technical < text.index("| 3.5 |") < service < text.index("| 5.4 |") < safety
        assert text.index("| 6.3 |") > safety
        assert "| 合计 (5) | 24 | 24 | ¥919,003.00 |" in text
        assert "保存期限不少于 15 年" in text


class TestTraining:
    """培训计划、签到表、培训记录."""

    def test_attendance_and_results(self, say: Say) -> None:
        """11 of 12 came, all of them passed; who was absent has no mark."""
        text = say("training-record", "TRN-03")

        assert "| 出席率 | 91.7% |" in text
        assert "| 合格率 | 100% |" in text
        assert "| 平均分 | 89.4 |" in text

    def test_the_sheet_counts_who_signed(self, say: Say) -> None:
        """From the list, not from a number somebody typed."""
        text = say("training-sign-in", "TRN-03")

        assert "| 应到人数 | 12 | 实到人数 | 11 | 出席率 | 91.7% |" in text

    def test_without_a_list_there_is_room_for_one(self, say: Say) -> None:
        """The sheet is printed before anybody has come; nobody is counted as absent."""

        def change(data: dict[str, Any]) -> None:
            data["training_attendees"] = []

        text = say("training-sign-in", "TRN-03", change)

        assert "| 15 |  |  |  |  |  |  |" in text
        assert "| 应到人数 | 12 | 实到人数 |  | 出席率 |  |" in text


class TestServiceTicket:
    """故障处理单."""

    def test_time_used_against_time_allowed(self, say: Say) -> None:
        """Two hours allowed, 2:26 used."""
        text = say("service-ticket", "INC-005")

        assert "| 到场时限 | 2 小时 | 到场用时 | 2 小时 26 分钟 | □ 达标　☑ 超时 (2) |" in text
        assert "| 响应时限 | 30 分钟 | 响应用时 | 23 分钟 | ☑ 达标　□ 超时 (2) |" in text

    def test_a_fault_mended_from_afar_needs_no_arrival(self, say: Say) -> None:
        """Nobody went there, so nothing was late and nothing is lacking."""

        def change(data: dict[str, Any]) -> None:
            incident = row(data, "incidents", "INC-001")
            for field in ("assigned_at", "dispatched_at", "arrived_at"):
                del incident[field]
            incident["service_type"] = "远程支持"

        text = say("service-ticket", "INC-001", change)

        assert "| 派单时间 |  | 出发时间 |  | 到场时间 |  |" in text
        assert "| 到场用时 |  | □ 达标　□ 超时 (2) |" in text

    def test_an_open_fault_is_no_final_ticket(self, say: Say) -> None:
        """A draft says what is open, and calls nothing met that is still running."""

        def change(data: dict[str, Any]) -> None:
            incident = row(data, "incidents", "INC-011")
            for field in ("resolved_at", "closed_at"):
                del incident[field]

        with pytest.raises(IncompleteDocumentError, match="INC-011"):
            say("service-ticket", "INC-011", change)
        draft = say("service-ticket", "INC-011", change, Mode.DRAFT)
        assert "| 解决时间 | 【待填】 |" in draft
        assert "□ 达标　☑ 超时 (2) |" in draft


class TestMaintenance:
    """巡检和维护保养报告."""

    def test_warranty_left_on_the_day(self, say: Say) -> None:
        """From 2026-09-10 to 2028-06-10."""
        assert "| 质保期至 | 2028年6月10日 | 质保余期 | 639 天 |" in say(
            "maintenance-report", "MT-05"
        )
