"""Every format tells one fixed list of findings, letter for letter, and keeps to its standard.

`SVCDOCS_GOLDEN=write pytest tests/report` writes the files anew; look at what changed.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from svcdocs import __version__
from svcdocs.load import resources
from svcdocs.model.finding import Finding, Nature, Severity
from svcdocs.model.place import Place
from svcdocs.model.report import Report, Results
from svcdocs.report import View, format_names, render
from svcdocs.report.github import command
from svcdocs.texts import use_language
from svcdocs.workflow.project import open_project

GOLDEN = Path(__file__).resolve().parent / "golden"
STANDARDS = Path(__file__).resolve().parents[3] / "shared" / "standards"

pytestmark = pytest.mark.usefixtures("english")


@pytest.fixture
def render_one(view: View, results: Results) -> Callable[..., Any]:
    """A JSON format of the findings given, or of the fixed list, as data."""

    def read(name: str, *findings: Finding, **options: Any) -> Any:
        told = results
        if findings:
            told = replace(results, reports=(replace(results.reports[0], findings=findings),))
        return json.loads(render(name, replace(told, **options), view))

    return read


@pytest.mark.parametrize("name", format_names())
def test_golden(name: str, results: Results, view: View) -> None:
    """What a format says changes only on purpose."""
    golden = GOLDEN / f"{name}.txt"
    said = render(name, results, view).replace(f'"{__version__}"', '"VERSION"')
    if os.environ.get("SVCDOCS_GOLDEN") == "write":
        golden.write_text(said, encoding="utf-8", newline="\n")

    assert said == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", format_names())
def test_same_findings_same_text(name: str, results: Results, view: View) -> None:
    """No clock, no order of a set; and nothing of the machine it ran on."""
    said = render(name, results, view)

    assert render(name, results, view) == said
    assert view.here.as_posix() not in said


@pytest.mark.parametrize("name", format_names())
def test_nothing_found_is_told_too(name: str, results: Results, view: View) -> None:
    """A project without a finding gives a whole document."""
    said = render(name, Results(reports=results.reports[1:]), view)

    assert said.endswith("\n") or (name, said) == ("github", "")


def strict(schema: Any) -> Any:
    """The schema without room for fields it does not name."""
    if isinstance(schema, dict):
        closed = {key: strict(value) for key, value in schema.items()}
        if "properties" in schema and schema.get("type") == "object":
            closed["additionalProperties"] = False
        return closed
    return [strict(part) for part in schema] if isinstance(schema, list) else schema


def report_schema() -> Any:
    """The published schema of the JSON format."""
    return json.loads(resources.schema_path("report").read_text(encoding="utf-8"))


def standard(name: str) -> Path:
    """A published standard; whoever has the project alone is told what was not tested."""
    path = STANDARDS / name
    if not path.is_file():
        pytest.skip(f"{name} is not there: the format was not validated against its standard")
    return path


def assert_json(document: Any) -> None:
    """It is as its schema says, and the schema names every field."""
    jsonschema.Draft202012Validator(strict(report_schema())).validate(document)


def assert_sarif(document: Any) -> None:
    """It is as OASIS says."""
    schema = json.loads(standard("sarif-schema-2.1.0.json").read_text(encoding="utf-8"))
    jsonschema.validators.validator_for(schema)(schema).validate(document)


def assert_junit(text: str) -> None:
    """It is as Jenkins wants it."""
    schema = etree.XMLSchema(etree.parse(str(standard("jenkins-junit-10.xsd"))))
    schema.assertValid(etree.fromstring(text.encode()))


class TestJson:
    """For programs, with a schema of its own."""

    def test_it_keeps_to_its_schema(self, render_one: Callable[..., Any]) -> None:
        """No field that the schema does not name, none missing that it demands."""
        assert_json(render_one("json"))

    def test_a_newer_report_passes(self, render_one: Callable[..., Any]) -> None:
        """Fields may be added under one version: readers with an old schema go on."""
        document = render_one("json")
        newer = deepcopy(document)
        newer["projects"][0]["findings"][0]["colour"] = "red"

        jsonschema.Draft202012Validator(report_schema()).validate(newer)

    def test_the_summary_adds_up(self, render_one: Callable[..., Any]) -> None:
        """Open ones by severity, the others apart."""
        assert render_one("json")["summary"] == {
            "projects": 3,
            "failures": 1,
            "error": 4,
            "warning": 1,
            "info": 1,
            "answered": 3,
            "judged": 10,
            "pending": 3,
            "unknown": 3,
        }


class TestSarif:
    """For code scanning services."""

    def test_it_keeps_to_the_standard(self, render_one: Callable[..., Any]) -> None:
        """Findings of every sort, and none."""
        assert_sarif(render_one("sarif"))
        assert_sarif(render_one("sarif", reports=(), failures=()))

    def test_every_result_has_a_region(self, render_one: Callable[..., Any]) -> None:
        """In code points, the end behind the last one; a whole file at its first line."""
        run = render_one("sarif")["runs"][0]
        regions = [one["locations"][0]["physicalLocation"]["region"] for one in run["results"]]

        assert run["columnKind"] == "unicodeCodePoints"
        assert regions[0] == {"startLine": 3, "startColumn": 54, "endLine": 3, "endColumn": 70}
        assert regions[2] == {"startLine": 3, "startColumn": 5, "endLine": 3, "endColumn": 5}
        assert regions[-2:] == [{"startLine": 14}, {"startLine": 1}]

    def test_rules_are_numbered(self, render_one: Callable[..., Any]) -> None:
        """Each result names its rule by id and number; rules without a finding are there, too."""
        run = render_one("sarif")["runs"][0]
        rules = run["tool"]["driver"]["rules"]

        assert [rules[one["ruleIndex"]]["id"] for one in run["results"]] == [
            one["ruleId"] for one in run["results"]
        ]
        assert "network-equipment/roster-gap" in [rule["id"] for rule in rules]
        assert [
            rule["id"] for rule in rules if rule["shortDescription"]["text"] == rule["id"]
        ] == []

    def test_answered_findings_are_suppressed(self, render_one: Callable[..., Any]) -> None:
        """By a remedy, a waiver or the baseline, with the reason."""
        results = render_one("sarif")["runs"][0]["results"]

        assert [
            (one["properties"]["kind"], one["justification"])
            for result in results
            for one in result["suppressions"]
        ] == [
            ("remedy", "暴雨封路; 道歉"),
            ("waiver", "客户改期"),
            ("baseline", "known from the baseline"),
        ]

    def test_fingerprints_survive_moved_lines(
        self, render_one: Callable[..., Any], results: Results
    ) -> None:
        """And tell apart what is only equal."""
        findings = results.reports[0].findings
        moved = [
            replace(one, place=replace(one.place, line=one.place.line + 7)) for one in findings
        ]

        def prints(document: Any) -> list[Any]:
            return [one["partialFingerprints"] for one in document["runs"][0]["results"]]

        assert prints(render_one("sarif", *moved)) == prints(render_one("sarif"))
        unique = {one["primaryLocationLineHash"] for one in prints(render_one("sarif"))}
        assert len(unique) == len(findings)

    def test_the_projects_place_counts(self, results: Results, view: View) -> None:
        """Two projects with one fault have two alerts, from wherever the command was run."""
        report = results.reports[0]
        other = replace(report, project="项目/b")
        both = json.loads(render("sarif", Results(reports=(report, other)), view))
        found = both["runs"][0]["results"]
        unique = {one["partialFingerprints"]["svcdocs/v1"] for one in found}
        assert len(unique) == len(found)

        below = replace(view, here=view.here / "项目")
        moved = replace(
            report,
            project="a b#1%",
            findings=tuple(
                replace(one, place=replace(one.place, file=one.place.file.removeprefix("项目/")))
                for one in report.findings
            ),
        )
        again = json.loads(render("sarif", Results(reports=(moved,)), below))
        assert [one["partialFingerprints"] for one in again["runs"][0]["results"]] == [
            one["partialFingerprints"] for one in found[: len(report.findings)]
        ]

    def test_files_of_the_built_in_policies_have_a_base_of_their_own(
        self, render_one: Callable[..., Any], results: Results
    ) -> None:
        """Where svcdocs is installed is nobody's business; a file from elsewhere is absolute."""
        late = results.reports[0].findings[0]
        builtin = resources.builtin_dir() / "policies" / "a@1" / "sla.yaml"
        found = render_one("sarif", replace(late, place=Place(file=builtin.as_posix(), line=1)))
        location = found["runs"][0]["results"][0]["locations"][0]["physicalLocation"]
        assert location["artifactLocation"] == {
            "uri": "policies/a@1/sla.yaml",
            "uriBaseId": "SVCDOCS",
        }

        elsewhere = Path(__file__).anchor + "elsewhere/甲 乙.yaml"
        found = render_one("sarif", replace(late, place=Place(file=elsewhere, line=1)))
        location = found["runs"][0]["results"][0]["locations"][0]["physicalLocation"]
        assert location["artifactLocation"] == {"uri": Path(elsewhere).as_uri()}

    @given(name=st.text(st.characters(codec="utf-8", exclude_characters="/\\\0"), min_size=1))
    def test_any_file_name_is_a_relative_reference(self, name: str) -> None:
        """Percent-encoded, with nothing that could be read as a scheme, a query or a fragment."""
        if name in {".", ".."} or (os.name == "nt" and ":" in name):
            return
        root = Path(Path(__file__).anchor) / "root"
        told = plain_report(f"x/{name}", "m")
        document = json.loads(render("sarif", told, View(here=root, root=root)))
        result = document["runs"][0]["results"][0]
        artifact = result["locations"][0]["physicalLocation"]["artifactLocation"]

        parts = urlsplit(artifact["uri"])
        assert (parts.scheme, parts.netloc, parts.query, parts.fragment) == ("", "", "", "")
        assert artifact["uri"].isascii()
        assert unquote(artifact["uri"]) == f"x/{name}"


def plain_report(file: str, message: str) -> Results:
    """One finding in one project."""
    finding = Finding(
        rule="a/b",
        title="",
        severity=Severity.ERROR,
        nature=Nature.DATA,
        place=Place(file=file, line=1, column=1),
        message=message,
    )
    report = Report(findings=(finding,), as_of=date(2026, 3, 31), project="x")
    return Results(reports=(report,))


class TestJunit:
    """For Jenkins and its like."""

    def test_it_keeps_to_the_schema(self, results: Results, view: View) -> None:
        """Failures, skipped ones, green ones, and a project that was not checked."""
        assert_junit(render("junit", results, view))

    def test_what_is_green_counts(self, results: Results, view: View) -> None:
        """A case for each rule, and one for each record at fault."""
        suites = etree.fromstring(render("junit", results, view).encode())
        cases = {
            case.get("name"): [child.tag for child in case]
            for case in suites[0].iterchildren("testcase")
        }

        assert cases == {
            "到达现场超时 INC-007": ["failure"],
            "到达现场超时 INC-001": ["skipped"],
            "到达现场超时": ["system-out"],
            "回访人空缺 VIS-1": ["system-out"],
            "回访人空缺 VIS-2": ["skipped"],
            "回访人空缺 VIS-3": ["skipped"],
            "运费 DLV-1": ["system-out"],
            "值班表有空档": ["skipped"],
            "合同签订迟延": ["skipped"],
            "质保期届满日不对": ["skipped"],
            "回访迟延": ["system-out"],
            "A file is not readable text 项目/a b#1%/project.yaml": ["failure"],
            ("A file is larger or more deeply nested than svcdocs reads 项目/a b#1%/old.yaml"): [
                "failure"
            ],
        }
        assert dict(suites[0].items()) == {
            "name": "项目/a b#1%",
            "tests": "13",
            "failures": "3",
            "errors": "0",
            "skipped": "6",
        }

    def test_fail_on_decides_what_fails(self, results: Results, view: View) -> None:
        """As it does for the exit code."""
        strict_ = replace(results, fail_on=Severity.INFO)
        suites = etree.fromstring(render("junit", strict_, view).encode())

        assert suites.get("failures") == "5"

    @given(message=st.text())
    def test_any_message_can_be_carried(self, message: str) -> None:
        """What XML has no room for is told by its number; the rest comes back as it was."""
        told = plain_report("x", message)
        document = render("junit", told, View(here=Path("/"), root=Path("/")))

        failure = etree.fromstring(document.encode()).find(".//failure")
        assert failure is not None
        if all(character >= " " or character in "\t\n\r" for character in message) and not (
            set(message) & {"\ufffe", "\uffff"}
        ):
            assert failure.get("message") == message
            assert message in (failure.text or "")


def unescaped(text: str, *, in_property: bool = False) -> str:
    """As the runner of GitHub Actions reads a value."""
    signs = {"%0D": "\r", "%0A": "\n"}
    if in_property:
        signs |= {"%3A": ":", "%2C": ","}
    for sign, character in signs.items():
        text = text.replace(sign, character)
    return text.replace("%25", "%")


class TestGithub:
    """Workflow commands."""

    @given(
        st.dictionaries(st.sampled_from(["file", "title", "line"]), st.text(), min_size=1),
        st.text(),
    )
    def test_any_value_comes_through(self, properties: dict[str, str], message: str) -> None:
        """One line, and the runner reads what was meant: no value starts another command."""
        line = command("error", properties, message)

        assert "\n" not in line
        assert "\r" not in line
        head, _, said = line.removeprefix("::error ").partition("::")
        read = {
            key: unescaped(value, in_property=True)
            for key, _, value in (pair.partition("=") for pair in head.split(","))
        }
        assert read == properties
        assert unescaped(said) == message

    def test_a_file_outside_the_repository_is_not_named(self, results: Results, view: View) -> None:
        """GitHub could not show it; the message has it all the same."""
        late = replace(results.reports[0].findings[0], place=Place(file="/x/sla.yaml", line=3))
        told = Results(reports=(replace(results.reports[0], findings=(late,)),))

        assert render("github", told, view).startswith("::error title=")

    def test_names_start_at_the_root(self, results: Results, view: View) -> None:
        """Wherever the command was run."""
        told = Results(reports=(replace(results.reports[0], project="."),))
        below = replace(view, here=view.here / "below")

        assert "::error file=below/项目/a b#1%25/incidents.csv,line=3," in render(
            "github", told, below
        )


class TestGitlab:
    """Code quality reports."""

    def test_fingerprints_are_unique(self, render_one: Callable[..., Any]) -> None:
        """GitLab shows only the first of two equal ones; the two invisible characters are two."""
        issues = render_one("gitlab")

        assert len({issue["fingerprint"] for issue in issues}) == len(issues) == 7

    def test_it_has_what_gitlab_demands(self, render_one: Callable[..., Any]) -> None:
        """The fields and severities of its documentation; a path without `./`."""
        for issue in render_one("gitlab"):
            assert {"description", "check_name", "fingerprint", "severity"} < set(issue)
            assert issue["severity"] in {"info", "minor", "major", "critical", "blocker"}
            assert issue["location"]["lines"]["begin"] >= 1
            assert issue["location"]["path"].startswith("项目/")


@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize("name", ["json", "sarif", "junit"])
def test_a_really_faulty_project(
    name: str, language: str, checkout: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a check of a spoilt sample says keeps to the standards, in both languages."""
    shutil.copytree(checkout / "samples" / "campus-network", tmp_path / "校园 网")
    (tmp_path / "校园 网" / "remedies.csv").unlink()
    spoil(tmp_path / "校园 网" / "delivered_units.csv", "\n", "\nDU-XX\n")
    spoil(tmp_path / "校园 网" / "visits.yaml", "visitor:", "vistor:")
    monkeypatch.chdir(tmp_path)
    use_language(language)

    report = open_project("校园 网", as_of=date(2028, 1, 1)).report
    told = render(name, Results(reports=(report,)), View())

    assert len(report.open) > 5
    if name == "json":
        assert_json(json.loads(told))
    elif name == "sarif":
        assert_sarif(json.loads(told))
        assert len(json.loads(told)["runs"][0]["results"]) == len(report.findings)
    else:
        assert_junit(told)


def spoil(path: Path, old: str, new: str) -> None:
    """Change the first of a text in a file."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_formats_are_imported_when_they_are_asked_for() -> None:
    """Whoever reads text at a terminal does not wait for SARIF."""
    code = (
        "import sys; from svcdocs.report import format_names, render; names = format_names();"
        "print(*names); print(*(m for m in sys.modules if m.startswith('svcdocs.report.')))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.splitlines()

    assert done[0].split() == ["github", "gitlab", "json", "junit", "sarif", "text"]
    assert not {f"svcdocs.report.{name}" for name in done[0].split()} & set(done[1].split())
