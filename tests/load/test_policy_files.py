"""Policies are merged from files by subject, manifests and other YAML are read alone."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from svcdocs.errors import PolicyError, TemplateError
from svcdocs.load import describe, load_manifest, load_policy_files, load_yaml
from svcdocs.model.quantity import Quantity, Unit

pytestmark = pytest.mark.usefixtures("english")

POLICY = """\
id: cooling
version: 1.0
title: 冷却设备政策
sources: {seed: {title: 原稿}}
terms:
  sla: {source: seed:L6, response: 30 minutes}
"""

RULES = """\
terms:
  sla:
    onsite: {value: 2 hours, better: lower}
    note: {value: "2 hours"}
rules:
  onsite-late:
    title: 到达现场超时
    nature: breach
    severity: error
    from_stage: in-service
    for: project.incidents
    deadline: {from: it.reported_at, within: terms.sla.onsite, done: it.arrived_at}
    source: seed:L6
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A policy of two files."""
    monkeypatch.chdir(tmp_path)
    path = Path("cooling")
    path.mkdir()
    (path / "policy.yaml").write_text(POLICY, encoding="utf-8")
    (path / "a-rules.yaml").write_text(RULES.replace("note:", "words:"), encoding="utf-8")
    return path


def test_files_are_merged_at_any_depth(folder: Path) -> None:
    """A group may be spread over files; every value knows its own."""
    loaded = load_policy_files(folder)
    assert loaded.problems == []
    assert loaded.tree.data["version"] == "1.0"
    sla = loaded.tree.data["terms"]["sla"]
    assert sla["response"] == Quantity(Decimal(30), Unit.MINUTE)
    assert sla["onsite"]["value"] == Quantity(Decimal(2), Unit.HOUR)
    assert sla["words"]["value"] == "2 hours"
    assert str(loaded.tree.places["terms", "sla", "response"]) == "cooling/policy.yaml:6:36"
    assert str(loaded.tree.places["terms", "sla", "onsite", "value"]) == "cooling/a-rules.yaml:3:21"
    rule = ("rules", "onsite-late")
    assert loaded.expressions == {(*rule, "deadline", key) for key in ("from", "within", "done")}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "terms: {sla: {response: 1 hour}}\n",
            (
                "cooling/more.yaml:1:15 'response' is given twice; the first one is at"
                " cooling/policy.yaml:6:26; delete one of the two"
            ),
        ),
        (
            "terms: {sla: 1 hour}\n",
            (
                "cooling/more.yaml:1:9 'sla' is given twice; the first one is at"
                " cooling/policy.yaml:6:3; delete one of the two"
            ),
        ),
        (
            "rule: {}\n",
            "cooling/more.yaml:1:1 unknown field 'rule'; did you mean 'rules'?",
        ),
        (
            (
                "rules:\n  x:\n    title: x\n    nature: breech\n    severity: error\n"
                "    from_stage: bid\n    source: seed:L1\n    assert: 'true'\n"
            ),
            (
                "cooling/more.yaml:4:13 nature (性质): expected one of data, breach, gap,"
                " found 'breech'; did you mean 'breach'?"
            ),
        ),
        (
            "terms:\n  a:\n    b: {value: 1, status: sure}\n",
            (
                "cooling/more.yaml:3:27 status (状态): expected one of confirmed, inferred,"
                " unresolved, found 'sure'"
            ),
        ),
        (
            "decisions:\n  d:\n    title: x\n    inputs: {a: []}\n    rows: [{when: {}, then: b}]\n",
            "cooling/more.yaml:4:17 a (取值): expected at least 1 item, found 0",
        ),
        (
            "decisions: {d: {title: x, inputs: {}, rows: [{when: {}, then: b}]}}\n",
            "cooling/more.yaml:1:35 inputs (输入及其取值): expected at least 1 field, found none",
        ),
        (
            "facts: {Warranty_end: {title: x, value: terms.sla}}\n",
            (
                "cooling/more.yaml:1:9 'Warranty_end' is not a name for this;"
                " use small letters, digits and hyphens, as in 'onsite-late'"
            ),
        ),
        ("terms: [\n", "cooling/more.yaml:2:1 a value is missing here, or a bracket is not closed"),
    ],
)
def test_faults_of_a_policy(text: str, expected: str, folder: Path) -> None:
    """Whoever loads the policy makes one error of them all."""
    (folder / "more.yaml").write_text(text, encoding="utf-8")
    assert [describe(problem) for problem in load_policy_files(folder).problems] == [expected]


def test_what_a_policy_must_say_of_itself(folder: Path) -> None:
    """Id, version, title and sources, wherever they stand."""
    (folder / "policy.yaml").write_text("terms: {}\n", encoding="utf-8")
    assert [problem.message for problem in load_policy_files(folder).problems] == [
        "id (政策编号) is missing",
        "version (版本) is missing",
        "title (政策名称) is missing",
        "sources (出处) is missing",
    ]


def test_folders_that_are_something_else(tmp_path: Path) -> None:
    """The missing file is named."""
    with pytest.raises(PolicyError, match=r"is no policy: it has no policy\.yaml"):
        load_policy_files(tmp_path)
    with pytest.raises(TemplateError, match=r"is no document type: it has no type\.yaml"):
        load_manifest(tmp_path)


def test_a_manifest(tmp_path: Path) -> None:
    """Values are typed by the schema of manifests."""
    path = tmp_path / "type.yaml"
    path.write_text(
        "id: visit-record\ntitle: 客户回访记录表\nfrom_stage: in-service\n"
        "for: project.visits\nwhere: it.started_at is present\nfile_name: '{{ it.id }}'\n"
        "blank: {rows: {visits: 3}}\nparameters: {heading_level: {default: 1}}\n",
        encoding="utf-8",
    )
    loaded = load_manifest(tmp_path)
    assert loaded.problems == []
    assert loaded.tree.data["blank"]["rows"] == {"visits": 3}
    assert loaded.tree.data["parameters"]["heading_level"]["default"] == 1
    assert loaded.expressions == {("where",)}
    path.write_text(
        "id: visit-record\ntitle: x\nfrom_stage: soon\nfile_name: x\n", encoding="utf-8"
    )
    assert [problem.place.line for problem in load_manifest(tmp_path).problems] == [3]


def test_yaml_with_and_without_a_schema(tmp_path: Path) -> None:
    """Without one every scalar is a text."""
    path = tmp_path / "tender.yaml"
    path.write_text("tender: {no: 010}\nrequirements: {}\n", encoding="utf-8")
    assert load_yaml(path, "tender").tree.data == {"tender": {"no": "010"}, "requirements": {}}
    path.write_text("a: {b: [no, 8:30, 010]}\n", encoding="utf-8")
    assert load_yaml(path, None).tree.data == {"a": {"b": ["no", "8:30", "010"]}}
    assert load_yaml(path, None).problems == []
