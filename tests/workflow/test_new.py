"""Projects and document types made to start from."""

from __future__ import annotations

from pathlib import Path

import pytest

from svcdocs.errors import OutputError, PolicyError, UsageError
from svcdocs.load import load_project
from svcdocs.model.finding import Severity
from svcdocs.model.stage import Stage
from svcdocs.policy import policies_for
from svcdocs.render.doctype import find_type
from svcdocs.render.document import records, render_blank, render_document
from svcdocs.workflow.new_project import new_project
from svcdocs.workflow.new_type import new_type
from svcdocs.workflow.project import open_project
from svcdocs.workflow.template_files import find_templates
from svcdocs.workflow.template_lint import lint_templates

TABLES = ["", "project.deliveries", "project.visits", "project.incidents", "project.feedback"]


@pytest.mark.parametrize("subject", TABLES)
def test_a_new_type_is_clean_and_renders_at_once(subject: str, tmp_path: Path) -> None:
    """Blank, and final from its sample: every field has its value."""
    new_type("my-form", tmp_path / "templates", title="我的表", subject=subject)
    folder = tmp_path / "templates" / "my-form"
    results, _linted = lint_templates(find_templates([str(folder)]))
    kind = find_type(str(folder))

    assert [one.message for one in results.reports[0].findings] == []
    assert render_blank(kind, policies_for(kind.blank_policies)).file_name == "我的表（空白）.docx"
    context = open_project(folder / "sample.yaml").context
    (record,) = records(context, kind)
    assert render_document(context, kind, record).data


def test_a_new_type_has_the_fields_of_its_table_and_those_below(tmp_path: Path) -> None:
    """Ids print what they are called; tables that refer to the row are lists in it."""
    new_type("receipt", tmp_path, subject="project.deliveries")
    outline = (tmp_path / "receipt" / "outline.yaml").read_text(encoding="utf-8")

    assert '到货日期: "{{ it.delivered_on | date }}"' in outline
    assert "project.delivered_units | where('delivery', it.id)" in outline
    assert "project.equipment[row.equipment].name" in outline
    assert "title: 到货单" in outline


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    """Neither the whole type nor one file of it."""
    new_type("receipt", tmp_path)
    (tmp_path / "receipt" / "outline.yaml").write_text("mine", encoding="utf-8")
    (tmp_path / "receipt" / "type.yaml").unlink()

    with pytest.raises(OutputError):
        new_type("receipt", tmp_path)
    assert (tmp_path / "receipt" / "outline.yaml").read_text(encoding="utf-8") == "mine"
    assert not (tmp_path / "receipt" / "type.yaml").exists()
    new_type("receipt", tmp_path, force=True)
    assert "blocks" in (tmp_path / "receipt" / "outline.yaml").read_text(encoding="utf-8")


def test_what_cannot_be_made(tmp_path: Path) -> None:
    """Nothing is left behind."""
    with pytest.raises(UsageError):
        new_type("到货单", tmp_path)
    with pytest.raises(UsageError) as error:
        new_type("receipt", tmp_path, subject="project.delivery")
    assert "project.deliveries" in error.value.hint
    with pytest.raises(PolicyError):
        new_type("receipt", tmp_path, policies=("nobody@1.0",))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("stage", list(Stage))
def test_a_new_project_says_what_is_missing(stage: Stage, tmp_path: Path) -> None:
    """Its only faults of form are the fields that must be filled in."""
    new_project(tmp_path / "新项目", stage=stage)
    project = open_project(tmp_path / "新项目")
    faults = {one.message for one in project.report.findings if one.rule.startswith("data/")}

    assert project.stage is stage
    assert project.context.project.data["name"] == "新项目"
    assert project.report.checked
    assert faults == {"no（项目编号）为空", "name（名称）为空"}
    assert any(one.severity is Severity.ERROR for one in project.report.findings)


def test_a_filled_in_project_loads(tmp_path: Path) -> None:
    """Tables take rows under their Chinese headings."""
    folder = tmp_path / "p"
    new_project(folder)
    main = (folder / "project.yaml").read_text(encoding="utf-8")
    main = main.replace("no:  #", "no: A-1  #").replace("  name:  #", "  name: 某某  #")
    (folder / "project.yaml").write_text(main, encoding="utf-8")
    with (folder / "equipment.csv").open("a", encoding="utf-8") as file:
        file.write("EQ-1,,交换机" + "," * 12 + "\n")
    loaded = load_project(folder)

    assert [one.message for one in loaded.problems] == []
    assert loaded.tree.data["equipment"] == [{"id": "EQ-1", "name": "交换机"}]


def test_a_project_is_not_overwritten(tmp_path: Path) -> None:
    """What was filled in stays."""
    new_project(tmp_path / "p")
    (tmp_path / "p" / "staff.csv").write_text("mine", encoding="utf-8")
    (tmp_path / "p" / "project.yaml").unlink()

    with pytest.raises(OutputError):
        new_project(tmp_path / "p")
    assert (tmp_path / "p" / "staff.csv").read_text(encoding="utf-8") == "mine"
    assert not (tmp_path / "p" / "project.yaml").exists()
    with pytest.raises(UsageError):
        new_project(tmp_path / "p.yaml")
    with pytest.raises(PolicyError):
        new_project(tmp_path / "q", policies=("nobody@1.0",))


def test_one_suppliers_policy_is_chosen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The company's own comes before the one that svcdocs brings; both have the same rules."""
    cctv = Path(__file__).resolve().parents[2] / "samples" / "hospital-cctv"
    monkeypatch.setenv("SVCDOCS_PATH", str(cctv))

    new_project(tmp_path / "p")
    assert open_project(tmp_path / "p").context.policies.policies[1].id == "security-system"
    text = (tmp_path / "p" / "project.yaml").read_text(encoding="utf-8")
    assert "policies: [cn-law@2026.1, security-system@1.0]" in text

    for name in ("one", "two"):
        folder = tmp_path / "company" / "policies" / name
        folder.mkdir(parents=True)
        (folder / "policy.yaml").write_text(
            f"id: {name}\nversion: '1.0'\ntitle: 政策\nregime: [gov]\nsources: {{}}\n",
            encoding="utf-8",
        )
    monkeypatch.setenv("SVCDOCS_PATH", str(tmp_path / "company"))
    with pytest.raises(UsageError, match=r"one@1\.0, two@1\.0"):
        new_project(tmp_path / "q")
    assert not (tmp_path / "q").exists()
