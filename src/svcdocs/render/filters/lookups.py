"""Filters that look something up for a value: a name, a title, a sentence, a fact."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from jinja2 import pass_context
from jinja2.runtime import Context

from svcdocs.render.filters.lifting import lifted, run_of
from svcdocs.render.missing import Missing
from svcdocs.render.objects.options import Options
from svcdocs.render.printing import printed
from svcdocs.render.run import Run
from svcdocs.render.terms import Terms
from svcdocs.render.views import Facts, Record, Rows
from svcdocs.texts import _


@pass_context
def name(context: Context, value: Any) -> Any:
    """The name of a member of staff by id, or of several."""
    project = context.parent.get("project")
    staff = project.lookup("staff") if isinstance(project, Record | Missing) else None
    fields = run_of(context).fields
    if fields is not None and isinstance(staff, Rows):
        fields.offer(run_of(context), Options(tuple(_named(staff))))
    if isinstance(value, Missing):
        return value
    if not isinstance(staff, Rows | Missing):
        raise TypeError(_("name() wants the project's staff"))
    if isinstance(value, tuple | list):
        return tuple(staff.lookup(one).lookup("name") for one in value)
    return staff.lookup(value).lookup("name")


def _named(staff: Rows) -> Iterator[tuple[str, str]]:
    for _index, row in staff.items:
        if row.get("id") and row.get("name"):
            yield str(row["id"]), str(row["name"])


@pass_context
def title(context: Context, value: Any, vocabulary: Any) -> Any:
    """The title of a key in a vocabulary, or of several keys."""
    run = run_of(context)
    if run.fields is not None and isinstance(vocabulary, Record):
        entries = [(key, printed(run, title_of(one))) for key, one in vocabulary.entries()]
        run.fields.offer(run, Options(tuple(entries)))
    return _lifted_title(context, value, vocabulary)


def _title(_run: Run, value: Any, vocabulary: Any) -> Any:
    if not isinstance(vocabulary, Record):
        raise TypeError(_("title() wants a vocabulary: a group of terms"))
    if isinstance(value, tuple | list):
        return tuple(title_of(vocabulary.lookup(one)) for one in value)
    return title_of(vocabulary.lookup(value))


_lifted_title = lifted(_title)


def title_of(entry: Any) -> Any:
    """What an entry of a vocabulary is called: its title, or the entry where it is a bare text."""
    return entry.lookup("title") if isinstance(entry, Record | Missing) else entry


@pass_context
def term(context: Context, value: Any) -> Any:
    """Everything known about a term, by its dotted id: title, promise, requirement, ….

    Raises:
        LookupError: no policy has it.
    """
    if isinstance(value, Missing):
        return value
    terms = context.parent.get("terms")
    if not isinstance(terms, Terms) or not isinstance(value, str):
        raise TypeError(_("term() wants the dotted id of a term"))
    return terms.term(value)


@pass_context
def text(context: Context, value: Any) -> Any:
    """A sentence of a policy, with the tags in it filled in."""
    if isinstance(value, Missing):
        return value
    if not isinstance(value, str):
        raise TypeError(_("text() wants a sentence of a policy"))
    if "{" not in value:
        return value
    values = {key: one for key, one in context.parent.items() if key != "_run"}
    from svcdocs.render.program import compile_text  # noqa: PLC0415 - it imports the filters

    return compile_text(value, "policy").render(run_of(context), values)


def _fact(run: Run, record: Any, fact: str, facts: Any) -> Any:
    if isinstance(record, Rows):
        found = (_fact(run, one, fact, facts) for one in record if isinstance(one, Record))
        return tuple(one for one in found if not isinstance(one, Missing))
    if not isinstance(record, Record) or not isinstance(facts, Facts):
        raise TypeError(_("fact() wants a record"))
    return facts.of(fact, record.path)


@pass_context
def fact(context: Context, record: Any, identity: str) -> Any:
    """A computed value of any record, by the fact's id; of rows a list of those that are known."""
    return _lifted_fact(context, record, identity, context.parent.get("facts"))


_lifted_fact = lifted(_fact)

FILTERS: Mapping[str, Callable[..., Any]] = {
    "name": name,
    "title": title,
    "term": term,
    "text": text,
    "fact": fact,
}
