"""`svcdocs policy show SUBJECT [TERM…]`: what is promised, what was demanded, and who said so."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import click

from svcdocs.check.wording import say as words
from svcdocs.cli.command import Command
from svcdocs.cli.console import say, say_utf8
from svcdocs.model.place import Place
from svcdocs.model.term import Status, Term
from svcdocs.policy import PolicySet
from svcdocs.report.parts.width import cells, printable
from svcdocs.texts import _
from svcdocs.workflow.policy_terms import chosen_terms, policies_of

#: Cells of a value in the table; the whole of it comes with --origin and --json.
_WIDTH = 28
_MARKS = {"star": "★", "triangle": "▲", "": ""}
_SIGNS = {">=": "≥", "<=": "≤", "=": "="}


def command() -> click.Command:
    """The command in the language in use."""
    return Command(
        "show",
        show,
        [
            click.Argument(
                ["subject"],
                metavar="PROJECT|POLICY",
                help=_("A project, or a policy at hand, e.g. network-equipment@1.0."),
            ),
            click.Argument(
                ["terms"],
                nargs=-1,
                metavar="[TERM…]",
                help=_("Only these terms, or those of these groups, e.g. sla.levels."),
            ),
            click.Option(
                ["--origin"], is_flag=True, help=_("Say where each value comes from, and by whom.")
            ),
            click.Option(
                ["--json", "as_json"], is_flag=True, help=_("One JSON list, for programs.")
            ),
        ],
        _("Show standard, requirement and promise of every term."),
    )


def show(subject: str, *, terms: tuple[str, ...], origin: bool, as_json: bool) -> int:
    """Print the terms as a table, as blocks with their origins, or as JSON."""
    policies = policies_of(subject)
    chosen = chosen_terms(policies, terms)
    if as_json:
        rows = [_data(term) for term in chosen]
        say_utf8(json.dumps(rows, ensure_ascii=False, indent=2) + "\n")
    elif origin:
        say("\n\n".join("\n".join(_block(term, policies)) for term in chosen))
    else:
        say("\n".join(_table(chosen)))
    return 0


def _table(terms: Sequence[Term]) -> Iterator[str]:
    rows = [
        (
            _("term"),
            _("title"),
            _("standard"),
            _("requirement"),
            _("promise"),
            _("status"),
        )
    ]
    for term in terms:
        values = (term.title, _value(term.standard), _requirement(term), _value(term.promise))
        rows.append((term.id, *(_cut(value) for value in values), _status(term)))  # type: ignore[arg-type] # six of them
    widths = [max(cells(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        padded = [
            text + " " * (width - cells(text)) for text, width in zip(row, widths, strict=True)
        ]
        yield "  ".join(padded).rstrip()


def _block(term: Term, policies: PolicySet) -> Iterator[str]:
    yield f"{term.id}  {printable(term.title)}  ({_status(term)})"
    lines = [(_("standard"), _value(term.standard), _standard_origin(term))]
    if term.requirement is not None:
        origin = _placed(term.requirement.place, _("tender {clause}"), term.requirement.clause)
        lines.append((_("requirement"), _requirement(term), origin))
    lines.append((_("promise"), _value(term.promise), _promise_origin(term, policies)))
    width = max(cells(name) for name, _text, _origin in lines)
    for name, value, origin in lines:
        yield f"  {name}{' ' * (width - cells(name))}  {value}"
        yield f"  {' ' * width}  ← {origin}"
    if term.note:
        yield f"  {_('note: {note}').format(note=printable(term.note))}"


def _standard_origin(term: Term) -> str:
    sources = ", ".join(term.sources)
    return _("{place} [{sources}]").format(place=_here(term.place), sources=sources)


def _promise_origin(term: Term, policies: PolicySet) -> str:
    override = term.override
    if override is None:
        if policies.signed_on is not None and term.promise is not None:
            return _("the standard, as signed on {day}").format(day=policies.signed_on)
        return _("the standard") if term.promise is not None else _("nobody has decided")
    said = (
        _("{by} on {on}: {why}")
        if override.value is not None
        else _("confirmed by {by} on {on}: {why}")
    ).format(by=override.by, on=override.on, why=printable(override.why))
    if override.approved_by:
        said += _("; approved by {name}").format(name=override.approved_by)
    return f"{_here(override.place)} {said}" if override.place else said


def _placed(place: Place | None, words_: str, clause: str) -> str:
    said = words_.format(clause=clause).rstrip()
    return f"{_here(place)} {said}" if place else said


def _here(place: Place) -> str:
    """The place as somebody who stands in this folder writes it."""
    return str(place).removeprefix(f"{Path.cwd().as_posix()}/")


def _value(value: Any) -> str:
    return "-" if value is None else printable(words(value))


def _requirement(term: Term) -> str:
    found = term.requirement
    if found is None:
        return "-"
    mark = _MARKS.get(found.mark, found.mark)
    return f"{mark}{_SIGNS.get(found.comparator, found.comparator)} {_value(found.value)}"


def _status(term: Term) -> str:
    names = {
        Status.CONFIRMED: _("confirmed"),
        Status.INFERRED: _("inferred"),
        Status.UNRESOLVED: _("undecided"),
    }
    return names[term.status]


def _cut(text: str) -> str:
    if cells(text) <= _WIDTH:
        return text
    kept = ""
    for character in text:
        if cells(kept + character) > _WIDTH - 2:
            break
        kept += character
    return f"{kept}…"


def _data(term: Term) -> dict[str, Any]:
    requirement, override = term.requirement, term.override
    return {
        "id": term.id,
        "title": term.title,
        "policy": term.policy,
        "status": term.status.value,
        "standard": _plain(term.standard),
        "promise": _plain(term.promise),
        "sources": list(term.sources),
        "place": str(term.place),
        "requirement": requirement
        and {
            "comparator": requirement.comparator,
            "value": _plain(requirement.value),
            "mark": requirement.mark,
            "clause": requirement.clause,
            "place": str(requirement.place or ""),
        },
        "override": override
        and {
            "value": _plain(override.value),
            "by": override.by,
            "on": str(override.on or ""),
            "why": override.why,
            "approved_by": override.approved_by,
            "place": str(override.place or ""),
        },
    }


def _plain(value: Any) -> Any:
    """A value as a policy writes it: `3 years`; truth values and whole numbers stay what they are."""
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value if value is None or isinstance(value, bool | int) else str(value)
