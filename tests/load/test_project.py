"""A project in one file or in many: the same data, each value with its own file."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from svcdocs.errors import WorkError
from svcdocs.load import load_project

pytestmark = pytest.mark.usefixtures("english")

MAIN = """\
# yaml-language-server: $schema=../schemas/project.schema.json
$schema: https://example.org/project.schema.json
stage: signed
policies: [network-equipment@1.0]
no: P-1
name: 校园网
purchaser: {name: 某大学}
supplier: {name: 某公司}
"""

ACCEPTANCE_CSV = (
    "id,accepted_on,passed,basis,copies_each,signed_by\r\n"
    'A1,2026-03-31,是,合同；国家标准 ; ;"招标文件",4,purchaser;supplier\r\n'
    ",,,,,\r\n"
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project in a folder of a YAML file, a second one and a table."""
    monkeypatch.chdir(tmp_path)
    path = Path("网络项目")
    path.mkdir()
    (path / "project.yaml").write_text(MAIN, encoding="utf-8")
    (path / "contract.yml").write_text("contract:\n  amount: 1409.50\n", encoding="utf-8")
    (path / "acceptances.csv").write_bytes(ACCEPTANCE_CSV.encode())
    return path


def test_a_folder(folder: Path) -> None:
    """project.yaml first, the other YAML files, then the tables."""
    loaded = load_project(f"./{folder.as_posix()}/")
    assert loaded.problems == []
    assert loaded.folder == folder
    assert [path.name for path in loaded.files] == [
        "project.yaml",
        "contract.yml",
        "acceptances.csv",
    ]
    data = loaded.tree.data
    assert "$schema" not in data
    assert data["contract"] == {"amount": Decimal("1409.50")}
    assert data["acceptances"] == [
        {
            "id": "A1",
            "accepted_on": date(2026, 3, 31),
            "passed": True,
            "basis": ["合同", "国家标准", '"招标文件"'],
            "copies_each": 4,
            "signed_by": ["purchaser", "supplier"],
        }
    ]
    places = loaded.tree.places
    assert str(places["contract", "amount"]) == "网络项目/contract.yml:2:11"
    assert str(loaded.tree.place(("acceptances", 0))) == "网络项目/acceptances.csv:2:1"
    assert str(loaded.tree.place(("acceptances", 0, "accepted_on"))) == (
        "网络项目/acceptances.csv:2:4"
    )
    assert str(places["acceptances", 0, "basis", 1]) == "网络项目/acceptances.csv:2:20"
    assert places["acceptances", 0, "basis", 1].length == 4


def test_one_file_says_the_same(folder: Path, tmp_path: Path) -> None:
    """Where data stands makes no difference to what it says."""
    rows = (
        "acceptances:\n"
        "  - id: A1\n"
        "    accepted_on: 2026-03-31\n"
        "    passed: true\n"
        "    basis: [合同, 国家标准, '\"招标文件\"']\n"
        "    copies_each: 4\n"
        "    signed_by: [purchaser, supplier]\n"
    )
    path = tmp_path / "one.yaml"
    path.write_text(MAIN + "contract: {amount: 1409.50}\n" + rows, encoding="utf-8")
    one = load_project(path)
    assert one.problems == []
    assert one.tree.data == load_project(folder).tree.data
    assert one.folder == tmp_path


def test_what_is_not_the_projects_data(folder: Path) -> None:
    """Sub-folders, hidden files, lock files of an office program and notes are left alone."""
    for name in ("policies/own/policy.yaml", "out/name.yaml", ".hidden.yaml", "~$staff.csv"):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("name: other\n", encoding="utf-8")
    (folder / "README.md").write_text("name: other\n", encoding="utf-8")
    loaded = load_project(folder)
    assert loaded.problems == []
    assert len(loaded.files) == 3


def test_needed_fields_even_without_a_stage(tmp_path: Path) -> None:
    """The schema lets one file of a folder be silent about them, the whole project must not be."""
    path = tmp_path / "project.yaml"
    path.write_text("as_of: 2026-11-23\n", encoding="utf-8")
    messages = [problem.message for problem in load_project(tmp_path).problems]
    assert messages == [
        "stage (项目阶段) is missing",
        "policies (适用政策) is missing",
        "no (项目编号) is missing",
        "name (项目名称) is missing",
        "purchaser (采购人（甲方）) is missing",
        "supplier (供应商（乙方）) is missing",
    ]


def test_a_disk_that_does_not_give_the_file(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """That is no fault of the data."""

    def refuse(_path: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(WorkError, match=r"cannot read 网络项目/project\.yaml: Permission denied"):
        load_project(folder)


def test_many_records_in_reasonable_time(folder: Path) -> None:
    """5,000 incidents with every problem of a column still come out one by one."""
    lines = ["id,reported_at"] + [f"INC-{n},2026-02-30 08:30" for n in range(5_000)]
    (folder / "incidents.csv").write_text("\n".join(lines), encoding="utf-8")
    loaded = load_project(folder)
    assert len(loaded.problems) == 5_000
    assert loaded.problems[-1].place.line == 5_001
