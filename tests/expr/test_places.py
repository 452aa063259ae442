"""Where things stand: columns of errors, paths of what was read, names for checks at load."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from svcdocs.expr import ExpressionError, Located, Result, Scope, compile_expression


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize(
    ("text", "column", "message"),
    [
        ("it.reported_at == project.award.issued_on", 1, "time compared with date"),
        ("true and project.award.issued_on < it.reported_at", 10, "date compared with time"),
        ("it.quality_fault and  it.severity == it.rating", 23, "text compared with number"),
        ("it.quality_fault == it.severity", 1, "truth value compared with text"),
        ("1 < it.rating < it.severity", 5, "number compared with text"),
        ("it.severity < 'b'", 1, "a text is neither less nor more than another"),
        ("terms.warranty.period == '3 days'", 1, "3 years and 3 days have no common unit"),
        ("terms.warranty.period > '3 days'", 1, "3 years and 3 days have no common unit"),
        ("it.rating in ['a']", 1, "number compared with text"),
        ("it.severity in it.severity", 1, "'in' needs a list, a table or a mapping, not a text"),
        ("it == it", 1, "a record cannot be compared as a whole"),
        ("it.reported_at < '2026-13-01 00:00'", 18,
         "'2026-13-01 00:00' is not a time, which it is compared with"),
        ("it.reported_at < '2026-01-01'", 18,
         "'2026-01-01' is not a time, which it is compared with"),
        ("it.severity.length", 13, "a text has no field 'length'"),
        ("project . visits .  visitor", 21,
         "a list has no field 'visitor'; write | pluck('visitor')"),
        ("project.visits[it.rating]", 16,
         "rows are found by their id, a text; this is a number"),
        ("it.measures['stop']", 13, "only rows of a table can be found by their id"),
        ("terms.sla.levels[ it.rating ]", 19, "a key is a text, not a number"),
        ("1 + it.severity", 1, "nothing can be computed from a text"),
        ("it.reported_at + it.reported_at", 1, "time + time has no meaning"),
        ("1 + (it.rating - project.award.issued_on)", 6, "number - date has no meaning"),
        ("project.award.issued_on + '2 hours'", 1,
         "2 hours runs from a time of day, and 2026-01-05 is a day without one"),
        ("project.award.issued_on + '1 year' * 2", 27, "nothing can be computed from a text"),
        ("project.award.issued_on + terms.warranty.period * 99", 1,
         "a period of more than a hundred years"),
        ("2 * (it.rating / (3 - it.rating))", 6, "division by zero"),
        ("it.severity | sum", 15, "this needs a list of single values (see pluck), not a text"),
        ("it.measures | sum", 15, "this needs numbers or quantities, not a text"),
        ("it.measures |  max", 16, "a text is neither less nor more than another"),
        ("project.visits | max", 18, "this needs a list of single values (see pluck), not a list"),
        ("it.measures | pluck('x')", 15, "this needs a table, not a list"),
        ("it.rating | date", 13, "this needs a date or time, not a number"),
        ("project.visits | where('rating', '4') | count", 18, "number compared with text"),
        ("project.visits | where('topics', 'a') | count", 18, "list compared with text"),
        ("[it.measures]", 2, "a list in brackets holds single values"),
        ("facts.nothing_such", 7, "unknown fact 'nothing-such'"),
    ],
)  # fmt: skip
def test_a_misfit_is_named_with_its_column(
    text: str, column: int, message: str, scope: Scope
) -> None:
    """What a run finds wrong, as a person would say it."""
    with pytest.raises(ExpressionError) as caught:
        compile_expression(text).evaluate(scope)
    assert (caught.value.column, caught.value.message) == (column, message)


@pytest.mark.usefixtures("english")
def test_a_root_that_is_not_there(scope: Scope) -> None:
    """A rule over the whole project has no `it`."""
    bare = Scope(roots={"project": scope.roots["project"]}, calendar=scope.calendar)
    with pytest.raises(ExpressionError) as caught:
        compile_expression("project.name == it.name").evaluate(bare)
    assert (caught.value.column, caught.value.message) == (17, "there is no 'it' here")


@pytest.mark.parametrize(
    ("text", "reads"),
    [
        ("it.arrived_at > it.reported_at",
         ["project.incidents.0.arrived_at", "project.incidents.0.reported_at"]),
        ("it.rating + it.rating", ["project.incidents.0.rating"]),
        ("terms.sla.levels[it.severity].onsite",
         ["project.incidents.0.severity", "terms.sla.levels.major.onsite"]),
        ("terms.sla.levels[it.visit].onsite",
         ["project.incidents.0.visit", "terms.sla.levels.V-2"]),
        ("project.visits[it.visit].visitor",
         ["project.incidents.0.visit", "project.visits.1.visitor"]),
        ("project.visits['V-9'].visitor", ["project.visits.V-9"]),
        ("project.tender.no", ["project.tender"]),
        ("it.absent is missing", ["project.incidents.0.absent"]),
        ("project.visit_reports | where('visit', 'V-1') | pluck('written_on') | first",
         ["project.visit_reports.0.visit", "project.visit_reports.0.written_on"]),
        ("project.visit_reports | where('visit', 'V-2') | pluck('written_on') | first",
         ["project.visit_reports.1.visit", "project.visit_reports.1.written_on"]),
        ("project.visit_reports | where('visit', 'V-9') | count", ["project.visit_reports"]),
        ("project.nothing | where('visit', 'V-9') | count", ["project.nothing"]),
        ("project.visits | pluck('rating') | sum",
         ["project.visits.0.rating", "project.visits.2.rating"]),
        ("project.visits | count", ["project.visits"]),
        ("'V-1' in project.visits", ["project.visits"]),
        ("it.severity in terms.sla.levels", ["project.incidents.0.severity", "terms.sla.levels"]),
        ("it.measures | count", ["project.incidents.0.measures"]),
        ("facts.warranty_end", ["project.award.issued_on", "facts.warranty-end"]),
        ("facts.onsite_late.state", ["project.award.issued_on", "facts.onsite-late.state"]),
        ("facts.open_end", ["project.award.issued_on", "facts.open-end"]),
        ("(project.visits | where('id', 'V-2') | first).visitor",
         ["project.visits.1.id", "project.visits.1.visitor"]),
        ("3 > 2", []),
    ],
)  # fmt: skip
def test_every_value_read_is_remembered(
    text: str, reads: list[str], result: Callable[[str], Result]
) -> None:
    """In reading order, each path once."""
    assert [".".join(map(str, read.path)) for read in result(text).reads] == reads


def test_what_was_missing_was_read_as_none(result: Callable[[str], Result]) -> None:
    """So a finding can name the missing field."""
    reads = {read.path: read.value for read in result("it.absent == it.rating").reads}
    assert reads == {
        ("project", "incidents", 0, "absent"): None,
        ("project", "incidents", 0, "rating"): 3,
    }


def test_a_value_comes_as_it_was_read(result: Callable[[str], Result]) -> None:
    """Typed, not as text."""
    (read,) = result("project.award.issued_on > '2026-01-01'").reads
    assert read.value == date(2026, 1, 5)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("it.a == terms.b.c", {"it.a": 1, "terms.b.c": 9}),
        ("it", {"it": 1}),
        ("project.visits[it.visit].visitor", {"project.visits.*.visitor": 1, "it.visit": 16}),
        ("terms.levels['major'].onsite", {"terms.levels.major.onsite": 1}),
        ("project.reports | where('visit', it.id) | pluck('written_on') | first",
         {"project.reports": 1, "project.reports.*.visit": 25, "it.id": 34,
          "project.reports.*.written_on": 49}),
        ("(project.reports | where('a', 'x') | last).b",
         {"project.reports": 2, "project.reports.*.a": 26, "project.reports.*.b": 2}),
        ("(project.reports | where('a', 'x'))['R-1'].b",
         {"project.reports": 2, "project.reports.*.a": 26, "project.reports.*.b": 2}),
        ("facts.warranty_end > facts['warranty-start']",
         {"facts.warranty-end": 1, "facts.warranty-start": 22}),
        ("facts.onsite_late.state", {"facts.onsite-late.state": 1}),
        ("1 if it.a is missing else -it.b", {"it.a": 6, "it.b": 28}),
    ],
)  # fmt: skip
def test_names_for_checks_at_load(text: str, names: dict[str, int]) -> None:
    """Static parts, `*` for what only a run can tell."""
    uses = compile_expression(text).names
    assert {".".join(use.parts): use.column for use in uses} == names


def test_each_part_of_a_name_has_its_column() -> None:
    """So the misspelt part itself can be underlined."""
    text = "3 < terms . levels[it.severity] .onsite"
    level, severity = compile_expression(text).names
    assert level.parts == ("terms", "levels", "*", "onsite")
    assert level.columns == (5, 13, 20, 34)
    assert severity.columns == (20, 23)


def test_it_may_stand_anywhere(scope: Scope) -> None:
    """Rules over terms have a term for `it`."""
    term = Located({"promise": 3}, ("terms", "sla", "onsite"))
    result = compile_expression("it.promise == 3").evaluate(scope.having(it=term))
    assert result.value is True
    assert result.reads[0].path == ("terms", "sla", "onsite", "promise")
