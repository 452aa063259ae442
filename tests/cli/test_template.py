"""`svcdocs template` and `svcdocs new`: what they print, how they end."""

from __future__ import annotations

import json
from pathlib import Path

import docx
import jsonschema
import pytest

from svcdocs.cli import main
from svcdocs.ooxml.dump import dump

Capture = pytest.CaptureFixture[str]
OUTLINE = "blocks:\n  - title: 到货单\n  - paragraph: 地点：{{ it.plase }}，30 分钟内清点\n"


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty folder with a document type that has faults."""
    monkeypatch.chdir(tmp_path)
    assert main.run(["new", "type", "receipt", "--for", "project.deliveries"]) == 0
    Path("templates/receipt/outline.yaml").write_text(OUTLINE, encoding="utf-8")
    assert main.run(["template", "build", "templates/receipt"]) == 0


def english(*arguments: str) -> int:
    """Run with English messages."""
    return main.run([*arguments, "--lang", "en"])


class TestLint:
    """`svcdocs template lint`."""

    def test_text_has_the_place_and_the_caret(self, capsys: Capture) -> None:
        """Where a reader of the document finds it, and the characters underlined."""
        capsys.readouterr()
        assert english("template", "lint", "templates/receipt") == 1

        lines = capsys.readouterr().out.splitlines()
        assert lines[0].startswith(
            "templates/receipt/form.docx: body, paragraph 2  error    template/unknown-field  "
        )
        assert "did you mean 'place'?" in lines[0]
        assert lines[1] == "    | 地点：{{ it.plase }}，30 分钟内清点"
        assert lines[2].strip(" |") == "^^^^^"
        assert lines[-1] == "1 error, 1 warning"

    def test_fail_on(self) -> None:
        """The exit code is the severity's, whatever the rules left."""
        chosen = ("template", "lint", "templates/receipt", "--ignore", "unknown-field")
        assert english(*chosen) == 0
        assert english(*chosen, "--fail-on", "warning") == 1

    def test_json_and_sarif(self, checkout: Path) -> None:
        """Both as their schemas want them, beside each other."""
        outputs = ("-f", "json:out.json", "-f", "sarif:out.sarif", "-f", "junit:out.xml")
        assert english("template", "lint", "templates", *outputs) == 1

        found = json.loads(Path("out.json").read_text(encoding="utf-8"))
        schema = json.loads(
            (checkout / "schemas" / "report.schema.json").read_text(encoding="utf-8")
        )
        jsonschema.validate(found, schema)
        (project,) = found["projects"]
        first = project["findings"][0]
        assert first["place"] == {
            "file": "templates/receipt/form.docx",
            "spot": "body, paragraph 2",
        }
        assert first["quote"]["text"][first["quote"]["column"] - 1 :].startswith("plase")
        (run,) = json.loads(Path("out.sarif").read_text(encoding="utf-8"))["runs"]
        result = run["results"][0]
        assert result["message"]["text"].startswith("body, paragraph 2: ")
        (location,) = result["locations"]
        assert location["logicalLocations"] == [{"fullyQualifiedName": "body, paragraph 2"}]
        assert len(run["tool"]["driver"]["rules"]) > 20

    def test_annotate(self, capsys: Capture) -> None:
        """A copy with the findings as comments; somebody else's file is left alone."""
        assert english("template", "lint", "templates/receipt", "--annotate", "copy.docx") == 1
        assert "copy.docx: 2 comments written" in capsys.readouterr().err
        assert len(list(docx.Document("copy.docx").comments)) == 2
        assert english("template", "lint", "templates/receipt", "--annotate", "copy.docx") == 3
        again = ("template", "lint", "templates/receipt", "--annotate", "copy.docx", "--force")
        assert english(*again) == 1

    def test_wrong_calls(self) -> None:
        """Exit code 2, nothing written."""
        assert english("template", "lint") == 2
        assert english("template", "lint", "nowhere") == 2
        assert english("template", "lint", "templates/receipt", "--force") == 2
        assert english("template", "lint", "--all", "--annotate", "copy.docx") == 2
        assert not Path("copy.docx").exists()

    def test_a_broken_manifest(self) -> None:
        """The work could not be done."""
        Path("templates/receipt/type.yaml").write_text("id: receipt\n", encoding="utf-8")
        assert english("template", "lint", "templates/receipt") == 3


class TestFields:
    """`svcdocs template fields`."""

    def test_tree(self, capsys: Capture) -> None:
        """Names, kinds, titles."""
        capsys.readouterr()
        assert english("template", "fields", "visit-record") == 0

        shown = capsys.readouterr().out
        assert "it = project.visits[]" in shown
        assert any(
            line.split() == ["ended_at", "time", "结束时间", "clock,", "condition"]
            for line in shown.splitlines()
        )

    def test_json(self, capsys: Capture) -> None:
        """The same for programs."""
        capsys.readouterr()
        assert english("template", "fields", "visit-record", "-f", "json") == 0

        found = json.loads(capsys.readouterr().out)
        assert found["for"] == "project.visits"
        fields = {one["name"]: one for one in found["fields"][0]["fields"]}
        assert fields["ended_at"]["kind"] == "date-time"

    def test_sample(self) -> None:
        """Written once, and a project that forms are printed from."""
        call = ("template", "fields", "visit-record", "--sample", "-o", "sample.yaml")
        assert english(*call) == 0
        assert english(*call) == 3
        assert english("form", "visit-record", "sample.yaml", "--record", "VISITS-01") == 0
        (form,) = Path().glob("*.docx")
        assert "（回访地点）" in dump(form.read_bytes())

    def test_wrong_calls(self) -> None:
        """Options that would do nothing are refused."""
        assert english("template", "fields", "visit-record", "-o", "x") == 2
        assert english("template", "fields", "visit-record", "--force") == 2


class TestNew:
    """`svcdocs new`."""

    def test_type_and_its_forms(self, capsys: Capture) -> None:
        """Printed at once: blank, and from its sample."""
        assert english("new", "type", "log", "--for", "project.incidents", "--title", "故障单") == 0
        assert "templates/log/form.docx" in capsys.readouterr().out
        assert english("form", "templates/log", "--blank") == 0
        sample = "templates/log/sample.yaml"
        assert english("form", "templates/log", sample, "--record", "INCIDENTS-01") == 0
        assert {path.name for path in Path().glob("*.docx")} == {
            "故障单（空白）.docx",
            "故障单 INCIDENTS-01.docx",
        }
        assert english("new", "type", "log") == 3

    def test_project(self, capsys: Capture) -> None:
        """`check` says what to fill in."""
        assert english("new", "project", "新项目", "--stage", "signed") == 0
        assert english("check", "新项目") == 1
        assert "no (项目编号)" in capsys.readouterr().out

    def test_build_leaves_an_edited_form_alone(self) -> None:
        """A form of another origin is somebody's work."""
        form = Path("templates/receipt/form.docx")
        document = docx.Document(str(form))
        document.add_paragraph("手写")
        document.save(str(form))
        before = form.read_bytes()

        assert english("template", "build", "templates/receipt") == 3
        assert form.read_bytes() == before
        assert english("template", "build", "templates/receipt", "--force") == 0
        assert form.read_bytes() != before
