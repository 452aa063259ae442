"""Templates looked over, and told as findings; their remarks as comments in a copy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from svcdocs.check.selection import EVERYTHING, Selection
from svcdocs.errors import SvcdocsError, TemplateError, UsageError
from svcdocs.load import load_manifest, resources
from svcdocs.load.wording import nearest
from svcdocs.model.place import Place
from svcdocs.model.report import Failure, Report, Results, RuleCount
from svcdocs.model.template_rules import template_rules
from svcdocs.model.tree import Tree
from svcdocs.ooxml.comments import Comment, with_comments
from svcdocs.ooxml.on_disk import read_word_file
from svcdocs.ooxml.package import main_part, read_package, write_package
from svcdocs.policy import PolicySet, policies_for
from svcdocs.render.doctype import DocumentType, read_type
from svcdocs.render.lint import Contract, Fault, Linted, lint_form, lint_manifest
from svcdocs.report.parts.sentences import sentence
from svcdocs.texts import _
from svcdocs.workflow.failures import failure_of
from svcdocs.workflow.outputs import prepare_folder, write_document
from svcdocs.workflow.template_exceptions import allowed_fonts, answered, exceptions
from svcdocs.workflow.template_files import TemplateFile
from svcdocs.workflow.templates import OUTLINE, build_template

AUTHOR = "svcdocs"


@dataclass(frozen=True, slots=True, kw_only=True)
class LintedTemplate:
    """A template, its report, and what was found in it before anybody answered it."""

    file: TemplateFile
    data: bytes
    linted: Linted
    report: Report


def lint_templates(
    files: Sequence[TemplateFile],
    policies: Sequence[str] = (),
    selection: Selection = EVERYTHING,
) -> tuple[Results, list[LintedTemplate]]:
    """Every template with what is wrong with it; one that cannot be looked at stops no other.

    Args:
        files: the templates.
        policies: whose terms there are; by default those that a type's blank form is printed from.
        selection: which rules are to run.

    Raises:
        UsageError: the selection names a rule that does not exist.
    """
    _refuse_unknown(selection)
    done: list[LintedTemplate] = []
    failures: list[Failure] = []
    for file in files:
        try:
            done.append(_linted(file, policies, selection))
        except SvcdocsError as error:
            failures.append(failure_of(file.path.as_posix(), error))
    reports = tuple(one.report for one in done)
    return Results(reports=reports, failures=tuple(failures), templates=True), done


def annotate(linted: LintedTemplate, out: Path, *, force: bool = False) -> int:
    """Write a copy of a template with the open findings as comments; gives their number.

    Raises:
        UsageError: the copy would be the template itself.
        OutputError: somebody else's file is in the way, or the disk refuses.
        PackageError: the template is no Word document.
    """
    if out.resolve() == linted.file.path.resolve():
        raise UsageError(
            _("the remarks go into a copy, not into the template itself"),
            hint=_("name another file with --annotate"),
        )
    parts = read_package(linted.data, linted.file.path.name)
    main = main_part(parts)
    spots = {fault.finding(linted.report.project): fault.spot for fault in linted.linted.faults}
    comments = []
    for finding in linted.report.open:
        spot = spots.get(finding)
        rule = _("{rule} ({severity})").format(rule=finding.rule, severity=finding.severity.value)
        if spot is not None and spot.paragraph.part == main:
            lines = [sentence(finding), rule]
            comments.append(
                Comment(paragraph=spot.paragraph.index, start=spot.start, end=spot.end, lines=lines)
            )
        else:
            # Word knows no comments in headers and styles: they stand at the beginning.
            lines = [f"{finding.place}", sentence(finding), rule]
            comments.append(Comment(paragraph=0, lines=lines))
    prepare_folder(out.parent)
    write_document(out, write_package(with_comments(parts, comments, AUTHOR)), force=force)
    return len(comments)


def contract_of(
    kind: DocumentType | None, home: Path | None, policies: Sequence[str] = ()
) -> Contract:
    """What a template of a type may name.

    Where neither the call nor the type names policies, those of all policies at hand count.

    Raises:
        PolicyError: a policy does not exist, or is wrong.
    """
    names = policies or (kind.blank_policies if kind else ())
    known = policies_for(names or list(resources.list_policies(home)), home)
    if kind is None:
        return Contract(policies=known, any_subject=True)
    return Contract(subject=kind.subject, policies=known, parameters=tuple(kind.parameters))


def read_template(file: TemplateFile) -> tuple[DocumentType | None, bytes]:
    """A template's type and its bytes.

    Raises:
        TemplateError: the manifest is wrong, or there is no form.
    """
    kind = read_type(file.folder) if file.folder else None
    try:
        return kind, read_word_file(file.path)
    except FileNotFoundError as error:
        raise TemplateError(
            _("{path} is not there").format(path=file.path.as_posix()),
            hint=_("run svcdocs template build, or save a form with Word there"),
        ) from error


def read_manifest(kind: DocumentType) -> Tree:
    """A type's manifest with the places of its texts."""
    return load_manifest(kind.folder).tree


def _linted(file: TemplateFile, policies: Sequence[str], selection: Selection) -> LintedTemplate:
    kind, data = read_template(file)
    contract = contract_of(kind, file.home, policies)
    name = file.path.as_posix()
    manifest = Tree() if kind is None else read_manifest(kind)
    linted = lint_form(data, name, contract, allowed_fonts(manifest))
    faults = linted.faults
    if kind is not None and file.is_form:
        faults += tuple(lint_manifest(manifest, kind.where, contract, linted.uses))
        faults += _step(kind.folder)
    found, idle = answered([fault.finding(name) for fault in faults], exceptions(manifest))
    if file.is_form:
        found += [fault.finding(name) for fault in idle]
    findings = [one for one in found if not selection.leaves_out(one.rule)]
    report = Report(
        findings=tuple(findings),
        as_of=date.today(),  # noqa: DTZ011 - the reader's day; nothing depends on it
        project=name,
        policies=_policy_names(contract.policies),
        rules=tuple(_counts(selection)),
    )
    return LintedTemplate(file=file, data=data, linted=linted, report=report)


def _step(folder: Path) -> tuple[Fault, ...]:
    """Whether the form is what its outline makes, or has become the source itself."""
    if not (folder / OUTLINE).is_file():
        return ()
    built = build_template(folder)
    if not built.changed:
        return ()
    place = Place(file=(folder / OUTLINE).as_posix())
    if built.edited:
        message = _("{file} was saved with Word since it was made").format(file=built.path.name)
        return (Fault(rule="hand-edited", message=message, place=place),)
    message = _("{file} was made from another outline").format(file=built.path.name)
    return (Fault(rule="out-of-step", message=message, place=place),)


def _policy_names(policies: PolicySet | None) -> tuple[str, ...]:
    return tuple(map(str, policies.policies)) if policies else ()


def _counts(selection: Selection) -> list[RuleCount]:
    return [
        RuleCount(
            rule=rule.id,
            title=rule.title,
            nature=rule.nature,
            severity=rule.severity,
            advice=rule.advice,
            off=(off := selection.leaves_out(rule.id)),
            judged=0 if off else 1,
        )
        for rule in template_rules().values()
    ]


def _refuse_unknown(selection: Selection) -> None:
    rules = template_rules()
    for pattern in selection.unknown(rules):
        near = nearest(pattern, [*rules, *(rule.partition("/")[2] for rule in rules)])
        message = _("there is no rule {name}").format(name=pattern)
        if near:
            message = _("there is no rule {name}; did you mean {near}?").format(
                name=pattern, near=near
            )
        raise UsageError(message, hint=_("docs/templates.md lists the rules for templates"))
