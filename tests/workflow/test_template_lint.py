"""Templates of document types: clean as shipped, told with their exceptions, remarked in a copy."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import docx
import pytest

from svcdocs.check.selection import Selection
from svcdocs.errors import OutputError, UsageError
from svcdocs.load import resources
from svcdocs.model.finding import Finding
from svcdocs.model.report import Results
from svcdocs.model.template_rules import template_rules
from svcdocs.ooxml.package import read_package, write_package
from svcdocs.workflow.template_files import find_templates
from svcdocs.workflow.template_lint import annotate, lint_templates
from svcdocs.workflow.templates import build_template, write_template

MANIFEST = """\
id: receipt
title: 到货单
from_stage: delivered
for: project.deliveries
number: "{{ it.id }}"
file_name: "到货单 {{ it.id }}"
blank: {policies: [network-equipment@1.0]}
"""
OUTLINE = """\
blocks:
  - title: 到货单
  - paragraph: 到货后 30 分钟内清点，地点：{{ it.place }}
"""

MakeType = Callable[..., Path]


@pytest.fixture
def make_type(tmp_path: Path) -> MakeType:
    """A document type of the test, with its form."""

    def make(manifest: str = "", outline: str = OUTLINE) -> Path:
        folder = tmp_path / "templates" / "receipt"
        folder.mkdir(parents=True)
        (folder / "type.yaml").write_text(MANIFEST + manifest, encoding="utf-8")
        (folder / "outline.yaml").write_text(outline, encoding="utf-8")
        write_template(build_template(folder))
        return folder

    return make


def _lint(folder: Path, **selection: tuple[str, ...]) -> Results:
    return lint_templates(find_templates([str(folder)]), (), Selection(**selection))[0]


def _findings(folder: Path) -> list[Finding]:
    return list(_lint(folder).reports[0].findings)


@pytest.mark.parametrize("type_id", sorted(resources.list_types()))
def test_shipped_templates_are_clean(type_id: str) -> None:
    """No finding of any severity that nobody answered."""
    results, _linted = lint_templates(find_templates([type_id]))

    assert [f"{one.rule} {one.place}: {one.message}" for one in results.reports[0].open] == []
    assert not results.failures


def test_a_typed_number_names_its_term(make_type: MakeType) -> None:
    """Printed by the term it follows the policy."""
    (finding,) = _findings(make_type())

    assert finding.rule == "template/typed-term"
    assert "terms.sla.levels.general.response" in finding.message
    assert finding.quote is not None
    start = finding.quote.column - 1
    assert finding.quote.text[start : start + finding.quote.length] == "30 分钟"


def test_an_exception_with_its_reason(make_type: MakeType) -> None:
    """It stays in the report, answered; what excuses nothing is told."""
    folder = make_type(
        "lint:\n  ignore:\n"
        "    - {rule: typed-term, text: 30 分钟内清点, reason: 清点时限由学校定}\n"
        "    - {rule: font, reason: 没有用到}\n"
    )
    typed, unused = _findings(folder)

    assert typed.answer is not None
    assert typed.answer.reason == "清点时限由学校定"
    assert unused.rule == "template/unused-ignore"
    assert (unused.place.file, unused.place.line) == ((folder / "type.yaml").as_posix(), 11)


def test_the_manifests_own_texts_are_read(make_type: MakeType) -> None:
    """A misspelt field in the file name would stop every document."""
    folder = make_type()
    text = MANIFEST.replace("到货单 {{ it.id }}", "到货单 {{ it.idd }}")
    (folder / "type.yaml").write_text(text + "where: it.plase is present\n", encoding="utf-8")
    told = {one.place.line: one.rule for one in _findings(folder) if one.place.line}

    assert told == {6: "template/unknown-field", 8: "template/unknown-field"}


def test_a_form_edited_in_word_beside_its_outline(make_type: MakeType) -> None:
    """The outline would undo the edit; without it the form is the source."""
    folder = make_type()
    form = folder / "form.docx"
    parts = read_package(form.read_bytes(), form.name)
    parts["word/document.xml"] = parts["word/document.xml"].replace(
        "清点".encode(), "点收".encode()
    )
    form.write_bytes(write_package(parts))

    assert "template/hand-edited" in [one.rule for one in _findings(folder)]
    (folder / "outline.yaml").rename(folder / "outline.old")
    assert "template/hand-edited" not in [one.rule for one in _findings(folder)]


def test_an_outline_edited_since_the_form_was_made(make_type: MakeType) -> None:
    """Nothing is lost: the form only has to be made anew."""
    folder = make_type()
    (folder / "outline.yaml").write_text(OUTLINE.replace("清点", "点收"), encoding="utf-8")

    assert "template/out-of-step" in [one.rule for one in _findings(folder)]


def test_rules_are_chosen(make_type: MakeType) -> None:
    """As for projects; a rule that does not exist is a slip of the pen."""
    folder = make_type()

    assert not _lint(folder, ignore=("typed-*",)).reports[0].findings
    assert len(_lint(folder, select=("typed-term",)).reports[0].findings) == 1
    with pytest.raises(UsageError, match="typed-term"):
        _lint(folder, select=("typed-trem",))


def test_one_template_that_cannot_be_looked_at_stops_no_other(make_type: MakeType) -> None:
    """A folder of types is told as a whole."""
    folder = make_type()
    broken = folder.parent / "broken"
    broken.mkdir()
    (broken / "type.yaml").write_text("id: broken\n", encoding="utf-8")
    results, _linted = lint_templates(find_templates([str(folder.parent)]))

    assert len(results.reports) == 1
    assert [one.exit_code for one in results.failures] == [3]


def test_remarks_in_a_copy(make_type: MakeType, tmp_path: Path) -> None:
    """Beside the paragraph they are about; the template itself is left alone."""
    folder = make_type()
    before = (folder / "form.docx").read_bytes()
    _results, (linted,) = lint_templates(find_templates([str(folder)]))
    copy = tmp_path / "remarks" / "copy.docx"

    assert annotate(linted, copy) == 1
    (comment,) = docx.Document(str(copy)).comments
    assert "30 分钟" in comment.text
    assert "template/typed-term" in comment.text
    assert (folder / "form.docx").read_bytes() == before
    with pytest.raises(UsageError):
        annotate(linted, folder / "form.docx")
    with pytest.raises(OutputError):
        annotate(linted, copy)
    assert annotate(linted, copy, force=True) == 1


def test_pieces_beside_a_form_are_looked_at(make_type: MakeType) -> None:
    """By the contract of the type; the manifest is told once."""
    folder = make_type(outline=OUTLINE.replace("it.place", "it.plase"))
    (folder / "form.docx").rename(folder / "piece.docx")
    (folder / "outline.yaml").write_text(OUTLINE, encoding="utf-8")
    write_template(build_template(folder))
    results = _lint(folder, ignore=("typed-term",))

    assert [[one.rule for one in report.findings] for report in results.reports] == [
        [],
        ["template/unknown-field"],
    ]


def test_words_that_lead_nowhere(tmp_path: Path) -> None:
    """A folder without types, a file of another kind, a misspelt id."""
    (tmp_path / "a.txt").write_text("x", encoding="utf-8")
    for word in (str(tmp_path), str(tmp_path / "a.txt"), "visit-recrod"):
        with pytest.raises(UsageError):
            find_templates([word])


def test_every_rule_says_what_to_do(checkout: Path) -> None:
    """And stands on the page about templates."""
    page = (checkout / "docs" / "templates.md").read_text(encoding="utf-8")

    for rule in template_rules().values():
        assert rule.title
        assert rule.advice
        assert f"`{rule.id.removeprefix('template/')}`" in page
