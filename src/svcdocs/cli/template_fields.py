"""`svcdocs template fields TYPE`: what a template reads, and a sample to fill in."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from svcdocs.cli.command import Command
from svcdocs.cli.console import say, say_utf8, warn
from svcdocs.cli.template_lint import policy_option
from svcdocs.errors import UsageError
from svcdocs.render.lint.value import kind_name
from svcdocs.report.parts.width import cells
from svcdocs.texts import _
from svcdocs.workflow.outputs import prepare_folder, write_new_file
from svcdocs.workflow.template_fields import Field, TemplateFields, template_fields
from svcdocs.workflow.template_files import find_templates
from svcdocs.workflow.template_sample import sample_yaml


def command() -> click.Command:
    """The command in the language in use."""
    return Command(
        "fields",
        fields,
        [
            click.Argument(
                ["template"],
                metavar="TYPE|FILE.docx",
                help=_("A document type, its folder, or a Word template."),
            ),
            policy_option(),
            click.Option(
                ["-f", "--format", "form"],
                type=click.Choice(["text", "json"]),
                default="text",
                metavar="text|json",
                help=_("How to list them (default text)."),
            ),
            click.Option(
                ["--sample"],
                is_flag=True,
                help=_("Print a project instead that has a value for every field, to fill in."),
            ),
            click.Option(
                ["-o", "--out"],
                type=click.Path(path_type=Path, dir_okay=False),
                metavar=_("FILE"),
                help=_("Write the sample into this file."),
            ),
            click.Option(["--force"], is_flag=True, help=_("Overwrite the file.")),
        ],
        _("List the fields a template reads, with types and titles."),
    )


def fields(  # noqa: PLR0913 - the command's options
    template: str,
    *,
    policies: tuple[str, ...],
    form: str,
    sample: bool,
    out: Path | None,
    force: bool,
) -> int:
    """Print the tree or the sample."""
    if out is not None and not sample:
        raise UsageError(_("-o goes with --sample"))
    if force and out is None:
        raise UsageError(_("--force goes with -o"))
    files = [one for one in find_templates([template]) if one.is_form or one.folder is None]
    if len(files) != 1:
        raise UsageError(_("these are {count} templates; name one").format(count=len(files)))
    found = template_fields(files[0], policies)
    if not sample:
        say(_text(found)) if form == "text" else say_utf8(_json(found))
    elif out is None:
        say_utf8(sample_yaml(found))
    else:
        prepare_folder(out.parent)
        write_new_file(out, sample_yaml(found).encode(), force=force)
        warn(_("{path}  written").format(path=out.as_posix()))
    return 0


def _text(found: TemplateFields) -> str:
    lines = [f"{found.kind.id}  {found.kind.title}"] if found.kind else []
    rows = []
    for root in found.roots.values():
        for depth, one in root.walk():
            name = f"{'  ' * depth}{one.name}{'[]' if one.kind == 'table' else ''}"
            if not depth and one.name == "it":
                name += f" = project.{found.contract.subject}[]"
            rows.append((name, _kind(one, depth), one.title, ", ".join(_uses(one))))
    widths = [max((cells(row[n]) for row in rows), default=0) for n in range(3)]
    for row in rows:
        padded = [
            text + " " * (width - cells(text)) for text, width in zip(row, widths, strict=False)
        ]
        lines.append("  ".join([*padded, row[3]]).rstrip())
    return "\n".join(lines)


def _kind(one: Field, depth: int) -> str:
    return kind_name(one.kind) if depth and one.kind not in ("", "mapping") else ""


def _uses(one: Field) -> list[str]:
    words = {
        "loop": _("looped over"),
        "if": _("condition"),
        "where": _("rows found by it"),
        "key": _("key"),
        "row": _("a row of it"),
        "compare": _("compared"),
        "compute": _("computed with"),
        "present": _("asked for"),
        "missing": _("asked for"),
    }
    hidden = {"print", "argument"}
    return list(dict.fromkeys(words.get(use, use) for use in one.uses if use not in hidden))


def _json(found: TemplateFields) -> str:
    data = {
        "type": found.kind.id if found.kind else None,
        "title": found.kind.title if found.kind else None,
        "for": f"project.{found.contract.subject}" if found.contract.subject else None,
        "fields": [_as_data(one) for one in found.roots.values()],
    }
    kept = {key: value for key, value in data.items() if value is not None}
    return json.dumps(kept, ensure_ascii=False, indent=2) + "\n"


def _as_data(one: Field) -> dict[str, Any]:
    data: dict[str, Any] = {"name": one.name, "kind": one.kind, "title": one.title}
    data |= {"uses": list(one.uses), "fields": [_as_data(below) for below in one.fields.values()]}
    return {key: value for key, value in data.items() if value}
