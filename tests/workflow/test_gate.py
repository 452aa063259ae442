"""The interface for programs: one document in memory, or every reason why not."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

import svcdocs
from svcdocs.model.finding import Finding
from svcdocs.model.tree import Path as Tree
from svcdocs.ooxml.dump import dump
from svcdocs.ooxml.seal import is_untouched
from svcdocs.workflow.gate import ContradictionError

pytestmark = pytest.mark.usefixtures("english")


def spoil(campus: Path, old: str, new: str) -> None:
    """Change a text in the visits of the sample."""
    path = campus / "visits.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_document_in_memory(campus: Path) -> None:
    """Bytes, a name for a file, what it read; nothing is written."""
    before = sorted(campus.rglob("*"))

    document = svcdocs.render_document(svcdocs.open_project(campus), "visit-record", "VIS-001")

    assert document.file_name == "客户回访记录表 VIS-001.docx"
    assert is_untouched(document.data)
    assert "东澜理工大学" in dump(document.data)
    assert ("project", "visits", 0, "visitor") in document.reads
    assert sorted(campus.rglob("*")) == before


def test_a_contradiction_comes_with_its_findings(campus: Path) -> None:
    """Programs get findings, people the same in words."""
    spoil(campus, "started_at: 2025-07-10", "started_at: 2025-07-11")
    project = svcdocs.open_project(campus)

    with pytest.raises(ContradictionError) as raised:
        svcdocs.render_document(project, "visit-record", "VIS-001")

    assert [one.rule for one in raised.value.findings] == [
        "network-equipment/visit-dates-out-of-order"
    ]
    assert "visits.yaml:" in raised.value.details[0]
    assert svcdocs.render_document(project, "visit-record", "VIS-001", mode="draft").data


def test_a_term_is_only_the_yardstick_of_a_fact(campus: Path) -> None:
    """A wrong date stops what prints acceptances, not the annex that prints the promise."""
    path = campus / "acceptance.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace("warranty_end: 2028-06-10", "warranty_end: 2028-06-11"), encoding="utf-8"
    )
    project = svcdocs.open_project(campus)

    assert [one.rule for one in project.report.open] == ["network-equipment/warranty-end-wrong"]
    assert svcdocs.render_document(project, "bid-annex").data
    with pytest.raises(ContradictionError):
        svcdocs.render_document(project, "acceptance-report", "ACC-01")


def test_terms_that_contradict_each_other_stop_what_prints_them(campus: Path) -> None:
    """No fact is in it: the promise itself is wrong."""
    path = campus / "terms.yaml"
    lower = (
        "  sla.levels.major.onsite:"
        " {value: 3 hours, by: 甲, on: 2025-03-18, why: 试, approved_by: 乙}\n"
    )
    path.write_text(path.read_text(encoding="utf-8") + lower, encoding="utf-8")
    (campus / "terms.lock.yaml").unlink(missing_ok=True)

    with pytest.raises(ContradictionError) as raised:
        svcdocs.render_document(svcdocs.open_project(campus), "bid-annex")

    assert "network-equipment/major-onsite-worse-than-general" in {
        one.rule for one in raised.value.findings
    }


def test_every_missing_value_is_named(campus: Path) -> None:
    """All at once, each with its place."""
    spoil(campus, "    interviewee: 程思远\n", "")
    spoil(campus, "    purpose: 了解验收后一个月设备运行和服务情况\n", "")

    with pytest.raises(svcdocs.DocumentError) as raised:
        svcdocs.render_document(svcdocs.open_project(campus), "visit-record", "VIS-001")

    assert len(raised.value.details) == 2
    lines = (campus / "visits.yaml").read_text(encoding="utf-8").splitlines()
    row = lines.index("  - id: VIS-001") + 1
    assert all(f"visits.yaml:{row}:5" in detail for detail in raised.value.details)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("visit-recrod",), "visit-recrod"),
        (("visit-record", "VIS-1"), "VIS-1"),
        (("visit-record",), "which one"),
    ],
)
def test_a_wrong_call(campus: Path, arguments: tuple[str, ...], said: str) -> None:
    """Whoever calls wrongly learns what there is."""
    with pytest.raises(svcdocs.UsageError, match=said):
        svcdocs.render_document(svcdocs.open_project(campus), *arguments)


def test_a_wrong_mode(campus: Path) -> None:
    """The modes are named."""
    with pytest.raises(svcdocs.UsageError, match="no mode finale") as raised:
        svcdocs.render_document(
            svcdocs.open_project(campus), "visit-record", "VIS-001", mode="finale"
        )
    assert "final, draft, blank" in raised.value.hint


def test_a_blank_form_needs_a_policy(campus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The project's, or one that is named; a type that names none cannot do without."""
    folder = campus / "templates" / "visit-record"
    folder.mkdir(parents=True)
    builtin = Path(__file__).parents[2] / "templates" / "visit-record"
    for name in ("form.docx", "type.yaml"):
        (folder / name).write_bytes((builtin / name).read_bytes())
    manifest = (folder / "type.yaml").read_text(encoding="utf-8")
    (folder / "type.yaml").write_text(
        manifest.replace("  policies: [network-equipment@1.0]", "  policies: []"),
        encoding="utf-8",
    )
    project = svcdocs.open_project(campus)

    assert svcdocs.blank_form("visit-record", project=project).data
    monkeypatch.setenv("SVCDOCS_PATH", str(campus))
    assert svcdocs.blank_form("visit-record", ["network-equipment@1.0"]).data
    with pytest.raises(svcdocs.UsageError, match="does not say which policy") as raised:
        svcdocs.blank_form("visit-record")
    assert "--policy" in raised.value.hint


def test_as_of_is_todays_date_for_everything(campus: Path) -> None:
    """A project opened on another day has other facts."""
    day = dt.date(2027, 9, 30)

    assert svcdocs.open_project(campus, as_of=day).report.as_of == day


def test_only_rules_about_contradictions_are_run_for_a_document(checkout: Path) -> None:
    """They find what the whole report finds, whether it is there already or not."""
    reported, bare = (
        svcdocs.open_project(checkout / "samples" / "campus-network-faulty") for _one in range(2)
    )
    every = {path[:n] for one in reported.report.findings for path in paths(one) for n in (2, 3, 4)}

    found = bare.contradictions.about(every)

    assert found
    assert found == reported.contradictions.about(every)
    assert "report" not in vars(bare)


def paths(finding: Finding) -> list[Tree]:
    """The values a finding compares."""
    return [one.path for one in finding.inputs]
