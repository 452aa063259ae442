"""What is refused when a policy loads, and that nothing random or hostile does more than that."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from svcdocs.calc.workdays import CalendarUnavailable
from svcdocs.expr import ExpressionError, Scope, compile_expression


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize(
    ("text", "column", "message"),
    [
        ("", 1, "the expression ends too early"),
        ("it.a ==", 8, "the expression ends too early"),
        ("it. ", 4, "the expression ends too early"),
        ("(it.a", 6, "the expression ends too early"),
        ("it.a)", 5, "')' is not part of the expression language"),
        ("it.a it.b", 6, "'it' does not belong here"),
        ("it.a == == 3", 9, "'==' does not belong here"),
        ("it.a = 3", 6, "'=' is not part of the expression language; write =="),
        ("it.a ＝ 3", 6, "'＝' is not part of the expression language; write =="),
        ("it.a == ‘x’", 9, "'‘' is not part of the expression language; write '"),
        ("a & b", 3, "'&' is not part of the expression language; write and"),
        ("it.a == 'x", 9, "the text that begins here has no closing quote"),
        ("it.a == '\\x41'", 9, "only \\\\, \\' and \\\" may follow a backslash in a text"),
        ("it.a == 'x\ny'", 9, "a text must end on the line it begins on"),
        ("it.a == 1e9", 9, "write numbers with plain digits, at most 18"),
        ("it.a == 0x1F", 9, "write numbers with plain digits, at most 18"),
        ("it.a == 1234567890123456789", 9, "write numbers with plain digits, at most 18"),
        ("it.a == ３", 9, "'３' is not a name"),
        ("it.a }} {{ it.b", 6, "'}}' is not part of the expression language"),
        ("it.a == none", 9, "write 'is missing' or 'is present' instead of none"),
        ("'a' * 10**9", 9, "'**' is not part of the expression language"),
        ("'a' * 1000", 1, "nothing can be computed from a text"),
        ("'a' + 'b'", 1, None),
        ("[0]*9999999", 1, "nothing can be computed from a list"),
        ("'%99999999d' % 1", 14, "'%' is not part of the expression language"),
        ("7 // 2", 3, "'//' is not part of the expression language"),
        ("it.a ~ 'b'", 6, "'~' is not part of the expression language"),
        ("{'a': 1}", 1, "'{' is not part of the expression language"),
        ("().__class__", 4, "a name does not begin with _"),
        ("it['__class__']", 4, "a name does not begin with _"),
        ("project.visits | pluck('_x')", 24, "a name does not begin with _"),
        ("project.visits | where('_x', 1)", 24, "a name does not begin with _"),
        ("it.a.upper()", 11, "functions cannot be called; filters follow a |, as in | count"),
        ("range(10)", 6, "functions cannot be called; filters follow a |, as in | count"),
        ("project.visits[0]", 16, "a key or the id of a row is a text, not a number"),
        ("project.visits.0", 16, "a key or the id of a row is a text, not a number"),
        ("project.visits[1:2]", 16, "lists cannot be sliced"),
        ("project.visits['a', 'b']", 16, "one key belongs in the brackets"),
        ("+it.a", 1, "this is not part of the expression language"),
        ("it.a if it.b", 9, "an 'if' needs its 'else'"),
        ("it.a is defined", 9, "unknown test 'defined'; there are missing and present"),
        ("it.a is not mising", 13,
         "unknown test 'mising'; there are missing and present; did you mean 'missing'?"),
        ("it.a is missing 3", 9, "'missing' takes nothing more"),
        ("it.a | attr('b')", 8, "unknown filter 'attr'"),
        ("it.a | cuont", 8, "unknown filter 'cuont'; did you mean 'count'?"),
        ("it.a | count(1)", 8, "'count' takes 0 values in brackets"),
        ("it.a | pluck(it.b)", 14, "a field is named by a text in quotes"),
        ("it.a | pluck(*it.b)", 8, "a filter takes plain values only"),
        ("itt.a", 1,
         "unknown name 'itt'; names begin with terms, project, it, facts; did you mean 'it'?"),
        ("facts", 1, "write which fact, as in facts.warranty_end"),
        ("facts[it.a]", 1, "write which fact, as in facts.warranty_end"),
        ("it.a + '3 moons'", 8, None),
        ("it.a | count == 'x'", 1, "number compared with text"),
        ("(it.a | date) == 'soon'", 18, "'soon' is not a date, which it is compared with"),
        ("it.a | count == (it.b | date)", 1, "number compared with date"),
    ],
)  # fmt: skip
def test_refused_with_its_column(text: str, column: int, message: str | None) -> None:
    """Each with a sentence and the exact column."""
    with pytest.raises(ExpressionError) as caught:
        compile_expression(text)
    assert caught.value.column == column
    if message is not None:
        assert caught.value.message == message


@pytest.mark.parametrize(
    "text",
    [
        "(" * 10_000 + "1" + ")" * 10_000,
        "(" * 900 + "1" + ")" * 900,
        "(" * 17 + "1" + ")" * 17,
        "[" * 900,
        "it" + "[it" * 400 + "]" * 400,
        "not " * 490 + "true",
        "-" * 1900 + "1",
        "- " * 900 + "1",
        "1" + " + -+-+-" * 200 + "1",
        "1 if true else " * 120 + "1",
        "1" + "+1" * 900,
        "1" + "+1" * 100,
        "it" + ".a" * 900,
        "it" + "|first" * 300,
        "it.a is missing" + " is missing" * 150,
        "'" + "a" * 100_000 + "'",
        "9" * 1999,
    ],
)
def test_no_depth_and_no_length_gets_through(text: str) -> None:
    """Refused before Jinja's parser could recurse to the end of the stack."""
    started = time.perf_counter()
    with pytest.raises(ExpressionError) as caught:
        compile_expression(text)
    assert 1 <= caught.value.column <= len(text) + 1
    assert time.perf_counter() - started < 1


def test_the_deepest_that_is_allowed_leaves_room_on_the_stack(scope: Scope) -> None:
    """400 frames are enough for the worst that the limits let through."""
    deep = "(" * 16 + "not " * 32 + "true" + ")" * 16
    limit = sys.getrecursionlimit()
    frame, depth = sys._getframe(), 0  # noqa: SLF001 - the only way to count frames
    while frame.f_back is not None:
        frame, depth = frame.f_back, depth + 1
    try:
        sys.setrecursionlimit(depth + 400)
        assert compile_expression(deep).evaluate(scope).value is True
        assert compile_expression("1" + "+1" * 55 + " == 56").evaluate(scope).value is True
    finally:
        sys.setrecursionlimit(limit)


def test_a_long_chain_of_and_is_not_deep(scope: Scope) -> None:
    """A rule may list fifty conditions."""
    text = " and ".join(["it.a is missing"] * 50)
    assert compile_expression(text).evaluate(scope).value is True


def test_line_breaks_are_blanks(scope: Scope) -> None:
    """A block in YAML keeps its line breaks; CR LF counts as two columns."""
    text = "it.rating == 3\r\n  and it.absent is missing\nand\r true\n"
    assert compile_expression(text).evaluate(scope).value is True
    with pytest.raises(ExpressionError) as caught:
        compile_expression("it.a\r\n  == =")
    assert caught.value.column == 12


_WORDS = st.sampled_from(
    [
        "it", "project", "terms", "facts", ".", ".visits", ".visit_reports", ".rating", ".severity",
        ".reported_at", ".award", ".issued_on", ".sla", ".levels", ".measures", ".absent", ".id",
        ".warranty_end", ".onsite", "[", "]", "(", ")", ",", "|", "where", "pluck", "count", "sum",
        "min", "max", "first", "last", "keys", "unique", "date", "'visitor'", "'id'", "'V-1'",
        "'3 years'", "'2 hours'", "'5 working days'", "'2026-01-01'", "'", "1", "0", "2.5", "true",
        "false", "none", "and", "or", "not", "in", "is", "missing", "present", "if", "else", "==",
        "!=", "<", "<=", ">", ">=", "+", "-", "*", "/", "**", "%", "~", "{", "}", "{{", "}}", "{%",
        "#}", "\n", "\\", "：", "质保", "_", "__class__", "=", "&",
    ]
)  # fmt: skip


@given(st.text(max_size=60))
@example("\x00")
@example("it.a\x0b== 1")
@example("a\u3000b")
def test_random_text_is_refused_or_compiles(text: str) -> None:
    """No other exception, whatever is typed."""
    _compile(text)


@settings(max_examples=400)
@given(st.lists(_WORDS, max_size=14).map(" ".join))
def test_random_words_are_refused_or_compile(text: str) -> None:
    """The same for words of the language in any order."""
    _compile(text)


def _compile(text: str) -> None:
    error = _error_of(lambda: compile_expression.__wrapped__(text))
    if isinstance(error, ExpressionError):
        assert 1 <= error.column <= len(text) + 1
        assert error.message


def _error_of(
    work: Callable[[], object],
) -> ExpressionError | CalendarUnavailable | None:
    """The error that is allowed, if there is one; any other comes through."""
    try:
        work()
    except (ExpressionError, CalendarUnavailable) as error:
        return error
    return None


_LEAVES = st.sampled_from(
    [
        "it.rating", "it.severity", "it.absent", "it.reported_at", "it.measures", "it.quality_fault",
        "it.fee", "it.opens", "it", "project.visits", "project.nothing", "project.award.issued_on",
        "project.visits['V-1']", "terms.sla.levels", "terms.warranty.period", "terms.sla.window",
        "facts.warranty_end", "facts.open_end", "facts.onsite_late", "'3 years'", "'V-1'",
        "'2 working days'", "1", "0", "2.5", "true", "false", "[]", "[1, 2]", "['a', it.absent]",
    ]
)  # fmt: skip


def _combine(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    binary = st.sampled_from(
        ["==", "!=", "<", ">=", "and", "or", "in", "not in", "+", "-", "*", "/"]
    )
    suffix = st.sampled_from(
        [
            " | count", " | sum", " | min", " | max", " | first", " | last", " | keys", " | date",
            " | unique", " | pluck('rating')", " | pluck('topics')", " | where('visitor', 'li')",
            " | where('rating', 4)", " is missing", " is not present", ".severity", "['V-2']",
        ]
    )  # fmt: skip
    return st.one_of(
        st.tuples(inner, binary, inner).map(lambda x: f"({x[0]}) {x[1]} ({x[2]})"),
        st.tuples(inner, suffix).map(lambda x: f"({x[0]}){x[1]}"),
        st.tuples(inner, inner, inner).map(lambda x: f"({x[0]}) if ({x[1]}) else ({x[2]})"),
        st.tuples(inner, inner).map(lambda x: f"({x[0]})[{x[1]}]"),
        st.tuples(inner, inner).map(lambda x: f"[{x[0]}, {x[1]}]"),
        inner.map(lambda x: f"not ({x})"),
        inner.map(lambda x: f"-({x})"),
    )


@settings(max_examples=600, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.recursive(_LEAVES, _combine, max_leaves=6))
def test_a_run_ends_in_a_value_or_an_error_with_its_column(text: str, scope: Scope) -> None:
    """Whatever compiles, runs: any mixture of kinds."""

    def work() -> None:
        expression = compile_expression.__wrapped__(text)
        result = expression.evaluate(scope)
        listed = expression.evaluate_items(scope)
        assert all(read.path for read in result.reads)
        assert len({read.path for read in listed.reads}) == len(listed.reads)

    error = _error_of(work)
    if isinstance(error, ExpressionError):
        assert 1 <= error.column <= len(text)
    elif error is not None:
        assert "working days" in text
