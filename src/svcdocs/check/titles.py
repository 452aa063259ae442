"""What values are called in messages: by their Chinese titles; in English as expressions write them."""

from __future__ import annotations

from svcdocs.check.inputs import name_of
from svcdocs.facts import Context, Record
from svcdocs.load import field_title
from svcdocs.model.tree import Path
from svcdocs.policy import TERMS, Formula
from svcdocs.texts import _, language


def label(context: Context, formula: Formula, subject: str, record: Record | None = None) -> str:
    """What an expression is called: the title of the field, term or fact it names, else its text.

    Args:
        context: the project and its policies.
        formula: the expression.
        subject: the table that `it` is a row of; empty for a rule over the project.
        record: the term that `it` is, where the subject is the policies' terms.
    """
    text = formula.expression.text.strip()
    names = formula.expression.names
    if language() == "en" or len(names) != 1:
        return text
    root, *steps = names[0].parts
    if root == "facts" and len(steps) == 1:
        return context.policies.facts[steps[0]].title or text
    if ".".join(names[0].parts) != text:
        return text
    return _called(context, subject, record, (root, *steps)) or text


def _called(context: Context, subject: str, record: Record | None, name: tuple[str, ...]) -> str:
    root, *steps = name
    if root == "it" and subject not in ("", TERMS):
        return _field((subject, "*", *steps)) or _field((subject, *steps))
    if root == "it" and record is not None:
        return title(context, record, (*record.path, *steps))
    if root == "project":
        return _field(tuple(steps))
    return _term(context, tuple(steps))


def title(context: Context, record: Record | None, path: Path) -> str:
    """What the value at a path is called: `到场时间`, of another record `VIS-003 回访人`."""
    name = name_of(context, record, path)
    if language() == "en":
        return name
    if path[:1] == ("terms",):
        return _term(context, path[1:]) or _term_field(context, path[1:]) or name
    found = _field(tuple("*" if isinstance(step, int) else step for step in path[1:]))
    if not found or len(path) < 3 or not isinstance(path[2], int):
        return found or name
    if record is not None and path[:3] == record.path:
        return found
    row = context.project.get(path[1:3])
    return f"{row.get('id', path[2] + 1)} {found}"


def _field(path: Path) -> str:
    try:
        return field_title("project", path)
    except KeyError:
        return ""


def _term(context: Context, path: Path) -> str:
    id_ = ".".join(map(str, path))
    term, group = context.terms.get(id_), context.policies.groups.get(id_)
    return term.title if term else group.title if group else ""


def _term_field(context: Context, path: Path) -> str:
    """A field of a term's record, as rules over the terms read it: `备件供应期的公司标准`."""
    names = {
        "promise": "{term}",
        "standard": _("standard of {term}"),
        "status": _("status of {term}"),
        "better": _("better direction of {term}"),
        "approved_by": _("who approved {term}"),
        "requirement.value": _("demanded {term}"),
    }
    for length in (1, 2):
        term = context.terms.get(".".join(map(str, path[:-length])))
        name = names.get(".".join(map(str, path[-length:])))
        if term is not None and name is not None:
            return name.format(term=term.title)
    return ""
