"""A second trade is data alone: the package as it ships checks it, and prints every form for it.

`samples/hospital-cctv` brings its own policy (`security-system`), its own visit form and its own
logo. Here it lies outside the checkout, and nothing that ships knows its words.
"""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from svcdocs.check import check
from svcdocs.cli.main import run
from svcdocs.load import resources
from svcdocs.ooxml.dump import dump
from svcdocs.policy import PolicySet, policies_for
from svcdocs.render.doctype import find_type
from svcdocs.render.document import render_blank
from svcdocs.workflow.policy_cases import run_cases
from svcdocs.workflow.project import open_project

PIN = "security-system@1.0"

#: What the first trade says of itself; a form that prints it for another trade is wired to it.
FIRST_TRADE = [
    *("网络设备", "校园", "学校", "7×24", "3 天", "维保服务专员", "客户服务主管", "客户服务部"),
    *("一般故障", "重大故障", "三包", "吞吐量", "冗余切换", "端口、链路", "机柜、U 位", "光模块"),
    *("项目责任追究制度", "定期回访维护"),
]

#: What the second trade says of itself; whatever ships doesn't know it.
SECOND_TRADE = ["security-system", "hospital-cctv", "摄像机", "安防", "值守工程师", "blackout"]

SHIPPED = ("src", "schemas", "templates", "policies", "calendars")


@pytest.fixture(scope="module")
def project(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample, far from the checkout."""
    folder = tmp_path_factory.mktemp("elsewhere") / "hospital-cctv"
    return shutil.copytree(checkout / "samples" / "hospital-cctv", folder)


@pytest.fixture(scope="module")
def policy(project: Path) -> PolicySet:
    """The second trade's policy with the law beside it."""
    return policies_for([PIN, "cn-law@2026.1"], project)


@pytest.fixture(scope="module")
def documents(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, bytes]:
    """All that `build` writes for its stage, by file name."""
    out = tmp_path_factory.mktemp("out")
    assert run(["build", str(project), "-o", str(out)]) == 0
    return {path.name: path.read_bytes() for path in out.glob("*.docx")}


@pytest.fixture(scope="module")
def blanks(project: Path, policy: PolicySet) -> Mapping[str, str]:
    """Every form that ships, to fill in by hand under the second policy, as text by its type."""
    types = resources.list_types(project)
    return {id_: dump(render_blank(find_type(id_, project), policy).data) for id_ in types}


def texts(folder: Path) -> Iterator[tuple[Path, str]]:
    """The text files under a folder."""
    for path in folder.rglob("*"):
        if path.suffix in {".py", ".yaml", ".json", ".po"}:
            yield path, path.read_text(encoding="utf-8")


def test_nothing_that_ships_knows_the_second_trade(checkout: Path) -> None:
    """Neither code nor schema, and no template or policy either."""
    found = [
        (path.relative_to(checkout).as_posix(), word)
        for name in SHIPPED
        for path, text in texts(checkout / name)
        for word in SECOND_TRADE
        if word in text
    ]
    assert found == []
    assert "security-system" not in resources.list_policies()


def test_the_project_is_only_data(project: Path) -> None:
    """YAML, tables, its templates and a picture; no code."""
    kinds = {path.suffix for path in project.rglob("*") if path.is_file()}
    assert kinds == {".yaml", ".csv", ".xlsx", ".docx", ".png"}


def test_it_checks_clean(project: Path) -> None:
    """What is open is answered or waived, and its rules did judge."""
    report = check(open_project(project).context)
    assert report.open == ()
    assert {f"{one.rule} {one.record} {one.answered_by}" for one in report.findings} == {
        "security-system/onsite-late F-003 RM-01",
        "security-system/visit-report-late V-004 W-1",
    }
    silent = [one.rule for one in report.rules if one.silent]
    assert [rule for rule in silent if rule.startswith("security-system/")] == []


def test_every_document_of_its_stage_is_built(documents: Mapping[str, bytes]) -> None:
    """Of each type at least one, and its own form in the place of the shipped one."""
    assert len(documents) > 50
    assert "回访单 V-003.docx" in documents
    assert not [name for name in documents if name.startswith("客户回访记录表")]


def test_every_type_has_a_blank_form(blanks: Mapping[str, str]) -> None:
    """For each type that ships."""
    assert set(blanks) >= set(resources.list_types())
    assert all(text.strip() for text in blanks.values())


def test_the_blank_forms_offer_the_second_policys_words(blanks: Mapping[str, str]) -> None:
    """Choices and rows are its vocabulary."""
    assert "□ 一级故障　□ 二级故障　□ 三级故障" in blanks["service-ticket"]
    assert "□ 上门回访　□ 视频回访" in blanks["visit-record"]
    assert "| 1 | 夜视 |" in blanks["installation-report"]
    assert "| 7 | 账号口令 |" in blanks["maintenance-report"]
    assert "| 试运行期 | 30 天 |" in blanks["trial-run-log"]


def test_blank_forms_at_the_prompt(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A company folder makes the policy, the form and the logo known without a project."""
    monkeypatch.setenv("SVCDOCS_PATH", str(project))
    arguments = ["form", "visit-record", "--blank", "--policy", PIN, "-o", str(tmp_path)]
    assert run(arguments) == 0
    (file,) = tmp_path.glob("*.docx")
    assert "启安视讯　运行服务部" in dump(file.read_bytes())


def test_no_wording_of_the_first_trade(
    project: Path, documents: Mapping[str, bytes], blanks: Mapping[str, str]
) -> None:
    """Unless the second trade's own data says it, as a monitor that runs `7×24` hours does."""
    own = "".join(text for _, text in texts(project))
    own += "".join(path.read_text(encoding="utf-8") for path in project.glob("*.csv"))
    said = {name: dump(data) for name, data in documents.items()} | dict(blanks)
    strange = [word for word in FIRST_TRADE if word not in own and word != "7×24"]
    assert len(strange) > 10
    found = {name: [word for word in strange if word in text] for name, text in said.items()}
    assert {name: words for name, words in found.items() if words} == {}


def test_its_own_form_carries_its_header_and_logo(
    project: Path, documents: Mapping[str, bytes], tmp_path: Path
) -> None:
    """The picture is the project's file, byte for byte."""
    file = tmp_path / "visit.docx"
    file.write_bytes(documents["回访单 V-003.docx"])
    text = dump(documents["回访单 V-003.docx"])
    assert "QA-HF-01（2025 版）" in text
    with zipfile.ZipFile(file) as archive:
        media = [archive.read(name) for name in archive.namelist() if "/media/" in name]
    assert (project / "logo.png").read_bytes() in media


def test_its_own_form_is_in_step_with_its_outline(checkout: Path) -> None:
    """After a change of the house style: `svcdocs template build` of its folder."""
    folder = checkout / "samples" / "hospital-cctv" / "templates" / "visit-record"
    assert run(["template", "build", "--check", str(folder)]) == 0


def test_warranty_follows_the_class_of_the_unit(project: Path) -> None:
    """Cameras three years, storage five, the rest two, from the same day."""
    context = open_project(project).context
    ends = {
        one.data["equipment"]: context.fact("unit-warranty-end", one.path).plain.isoformat()
        for one in context.records("accepted_units")
    }
    assert ends == {
        **dict.fromkeys(["EQ-01", "EQ-02", "EQ-03"], "2028-06-06"),
        "EQ-04": "2030-06-06",
        **dict.fromkeys(["EQ-05", "EQ-06"], "2027-06-06"),
    }


def test_its_cases_pass(project: Path) -> None:
    """They lie beside the policy."""
    (result,) = run_cases([str(project / "policies" / "security-system")])
    assert len(result.cases) == 5
    assert [case for case in result.cases if not case.passed] == []


def test_its_rules_say_what_to_do_in_chinese(policy: PolicySet) -> None:
    """A title and an advice each, and a source in the company's own standard or the law."""
    own = [rule for rule in policy.rules.values() if rule.id.startswith("security-system/")]
    assert len(own) > 40
    for rule in own:
        assert not rule.title.isascii(), rule.id
        assert rule.advice, rule.id
        assert not rule.advice.isascii(), rule.id
        assert all(source.startswith(("company:", "law:")) for source in rule.sources), rule.id


def test_a_change_of_its_policy_is_told(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`policy diff` names the term and both values."""
    old = project / "policies" / "security-system"
    new = shutil.copytree(old, tmp_path / "security-system")
    for name, before, after in [
        ("policy.yaml", 'version: "1.0"', 'version: "1.1"'),
        ("trial-acceptance.yaml", "value: 30 days", "value: 60 days"),
    ]:
        text = (new / name).read_text(encoding="utf-8")
        assert before in text
        (new / name).write_text(text.replace(before, after), encoding="utf-8", newline="\n")

    assert run(["policy", "diff", str(old), str(new), "--exit-code"]) == 1
    out = capsys.readouterr().out
    assert "trial.period" in out
    assert "30 天" in out
    assert "60 天" in out
