"""The files that are checked: many small projects, and one with a table of incidents.

Every project is valid for svcdocs, for its JSON Schema and for yamllint's relaxed rules, so that all
three tools do their whole work and have nothing to say. Time stamps are spelt as JSON Schema wants
them, though svcdocs would take `2025-06-25 09:12` as well.
"""

from __future__ import annotations

import csv
import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from string import Template

import yaml

HERE = Path(__file__).resolve().parent
CHECKOUT = HERE.parent
POLICY = "benchmark@1.0"
SLA_POLICY = "network-equipment@1.0"

_BUYERS = ("东澜理工大学", "南屏师范学院", "西岭职业技术学院", "北麓中学", "澜州市图书馆")
_CAMPUSES = ("南湖校区", "东校区", "老校区", "新区")
_PEOPLE = ("吴敏", "程思远", "林晓帆", "高志远", "何嘉树", "陆承宇", "苏梦")
_SWITCH = Decimal("38500.00")
_CORE = Decimal("372000.00")


def write_projects(folder: Path, count: int) -> list[Path]:
    """Write projects and the policy of 40 rules that all of them name; returns their files."""
    _copy(HERE / "corpus" / "policy.yaml", folder / "policies" / "benchmark" / "policy.yaml")
    template = Template((HERE / "corpus" / "project.yaml").read_text(encoding="utf-8"))
    files = []
    for number in range(1, count + 1):
        path = folder / f"project-{number:04}.yaml"
        path.write_text(template.substitute(_words(number)), encoding="utf-8", newline="\n")
        files.append(path)
    return files


def write_incidents(folder: Path, count: int) -> Path:
    """Write a project whose `incidents.csv` has so many rows, to be judged by `sla_rules`.

    One incident in a hundred was answered too late.
    """
    for source in sorted((CHECKOUT / "policies" / "network-equipment").glob("*.yaml")):
        _copy(source, folder / "policies" / "network-equipment" / source.name)
    head = {
        "stage": "in-service",
        "as_of": "2026-09-30",
        "policies": f"[{SLA_POLICY}]",
        "no": "CG-2025-001",
        "name": "东澜理工大学校园网络设备采购项目",
        "purchaser": "{name: 东澜理工大学}",
        "supplier": "{name: 澜州启衡网络技术有限公司}",
        "staff": "[{id: ST-01, name: 郑启明, role: head}, {id: ST-02, name: 周凯, role: engineer}]",
    }
    text = "".join(f"{name}: {value}\n" for name, value in head.items())
    (folder / "project.yaml").write_text(text, encoding="utf-8", newline="\n")
    with (folder / "incidents.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(next(_incidents(1))), lineterminator="\n")
        writer.writeheader()
        writer.writerows(_incidents(count))
    return folder


def sla_rules() -> list[str]:
    """The ids of the shipped rules for service levels; the policy's other rules ask for more data."""
    text = (CHECKOUT / "policies" / "network-equipment" / "sla.yaml").read_text(encoding="utf-8")
    names = yaml.safe_load(text)["rules"]
    return [f"{SLA_POLICY.partition('@')[0]}/{name}" for name in names]


def _words(number: int) -> dict[str, object]:
    switches = 4 + number % 9
    return {
        "number": f"{number:04}",
        "buyer": _BUYERS[number % len(_BUYERS)],
        "campus": _CAMPUSES[number % len(_CAMPUSES)],
        "lot": 1 + number % 3,
        "total": 2 + switches,
        "house": 10 + number % 80,
        "contact": _PEOPLE[number % len(_PEOPLE)],
        "engineer": _PEOPLE[(number + 3) % len(_PEOPLE)],
        "switches": switches,
        "switches_amount": switches * _SWITCH,
        "amount": _CORE + switches * _SWITCH,
        "day": f"{10 + number % 10}",
        "floor": 1 + number % 6,
        "minute": f"{16 + number % 20}",
    }


def _incidents(count: int) -> Iterator[dict[str, object]]:
    first = datetime(2025, 6, 25, 8, 0)  # noqa: DTZ001 - written without a zone, as people do
    for number in range(count):
        reported = first + timedelta(minutes=37 * number)
        late = number % 100 == 99
        moments = {
            "reported_at": 0,
            "taken_at": 0,
            "head_informed_at": 1,
            "organised_at": 3,
            "responded_at": 45 if late else 8,
            "dispatched_at": 50 if late else 20,
            "arrived_at": 70,
            "restored_at": 95,
            "resolved_at": 140,
            "closed_at": 300,
        }
        yield {
            "id": f"INC-{number + 1:05}",
            "title": f"教学楼 {number % 40 + 1} 号弱电间接入交换机离线",
            "severity": "general",
            "serial_no": f"XQS3728P{number:08}",
            "location": f"教学楼 {number % 40 + 1} 号",
            "reported_by": _PEOPLE[number % len(_PEOPLE)],
            **{
                name: (reported + timedelta(minutes=minutes)).strftime("%Y-%m-%d %H:%M")
                for name, minutes in moments.items()
            },
            "engineer": "ST-02",
            "quality_fault": "否",
            "fee": "0.00",
            "cause": "光模块老化",
            "handling": "更换光模块并重新测试链路，业务恢复正常",
        }


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)
