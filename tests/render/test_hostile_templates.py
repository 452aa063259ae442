"""Templates may come from outside: nothing leads out of the data, nothing runs without end."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from svcdocs.errors import TemplateError
from svcdocs.render.engine import CompiledTemplate
from svcdocs.render.lack import IncompleteDocumentError

ATTACKS = [
    "{{ it.__class__ }}",
    "{{ it['__class__'].__mro__ }}",
    "{{ it.text.__class__.__mro__ }}",
    "{{ it.text | attr('__class__') }}",
    "{{ ''.__class__.__subclasses__() }}",
    "{{ cycler.__init__.__globals__.os }}",
    "{{ lipsum.__globals__ }}",
    "{{ joiner() }}",
    "{{ self.__init__ }}",
    "{{ namespace.__init__ }}",
    "{{ number.__globals__ }}",
    "{{ loop.__class__ }}",
    "{% for x in [1] %}{{ loop.__class__ }}{% endfor %}",
    "{% for x in [1] %}{{ loop._iterable }}{% endfor %}",
    "{{ it.lookup('text') }}",
    "{{ it.text.upper() }}",
    "{{ '%s' % it.text }}",
    "{{ '%099999999d' % 1 }}",
    "{{ 'a' * 30000000 }}",
    "{{ [1] * 30000000 }}",
    "{{ 9 ** 99999999 }}",
    "{% for a in range(99999999) %}{% endfor %}",
    "{{ '{0.__class__}'.format(1) }}",
    "{{ it.text | format }}",
    "{{ it.text | safe }}",
    "{{ it.text | replace('a', 'b') }}",
    "{% include 'other' %}",
    "{% import 'other' as o %}",
    "{% from 'other' import o %}",
    "{% extends 'other' %}",
    "{% block a %}{% endblock %}",
    "{{ _run }}",
    "{{ _run.reads }}",
    "{{ it.text | _print }}",
    "{% set _at = 1 %}{{ _at }}",
    "{{ debug() }}",
    "{{ it.text['upper'] }}",
    "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    "{% call(x) it.text() %}{% endcall %}",
    "{{ it.text | map('attr', '__class__') }}",
    "{{ it | tojson }}",
    "{{ it.text | xmlattr }}",
    "{{ (it.text | first).__class__ }}",
    "{{ namespace(a=1).__class__ }}",
    "{{ range.__globals__ }}",
    "{{ dict(a=1) }}",
    "{{ caller.__globals__ }}",
    "{% macro m() %}{% endmacro %}{{ m.__class__ }}",
    "{% macro m() %}{% endmacro %}{{ m['_func'] }}",
    "{% for x in [1] %}{{ loop['__init__'] }}{% endfor %}",
    "{% for x in [1] %}{{ loop.cycle.__func__ }}{% endfor %}",
    "{{ url_for.__globals__ }}",
    "{{ request }}",
    "{{ config }}",
    "{{ get_flashed_messages }}",
    "{{ context }}",
    "{{ environment }}",
    "{{ svc_run.tags }}",
    "{{ svc_at(0) }}",
    "{{ (1).__class__ }}",
    "{{ [].__class__ }}",
    "{{ {}.__class__ }}",
    "{{ it.text | _whole }}",
]

#: Loops in loops, texts that double, lists that hold themselves, numbers of thousands of digits.
GROWING = {
    "a loop in a loop in a loop": "{% for a in range(1000) %}{% for b in range(1000) %}"
    "{% for c in range(1000) %}{{ c }}{% endfor %}{% endfor %}{% endfor %}",
    "loops that print nothing of the data": "{% for a in range(1000) %}{% for b in range(1000) %}"
    + "x" * 2000
    + "{% endfor %}{% endfor %}",
    "empty loops": "{% for a in range(1000) %}{% for b in range(1000) %}{% for c in range(999) %}"
    "{% endfor %}{% endfor %}{% endfor %}",
    "a text joined to itself": "{% set s = 'aaaaaaaaaaaaaaaaaaaa' %}" + "{% set s = s ~ s %}" * 60,
    "a text added to itself": "{% set s = 'aaaaaaaaaaaaaaaaaaaa' %}" + "{% set s = s + s %}" * 60,
    "a text joined by a filter": "{% set s = 'aaaaaaaaaaaaaaaaaaaa' %}"
    + "{% set s = [s, s] | join('') %}" * 60,
    "a macro that calls itself twice": "{% macro m(s) %}{{ m(s ~ s) }}{{ m(s ~ s) }}{% endmacro %}"
    "{{ m('aa') }}",
    "a chain of macros": "{% macro m0() %}aaaaaaaa{% endmacro %}"
    + "".join(
        f"{{% macro m{n}() %}}{{{{ m{n - 1}() }}}}{{{{ m{n - 1}() }}}}{{% endmacro %}}"
        for n in range(1, 40)
    )
    + "{{ m39() }}",
    "a captured text": "{% set s %}aaaaaaaaaaaaaaaaaaaa{% endset %}"
    + "{% set s %}{{ s }}{{ s }}{% endset %}" * 60,
    "a list that holds itself": "{% set a = [1, 2] %}" + "{% set a = [a, a] %}" * 60 + "{{ a }}",
    "a tuple to be told apart": "{% set a = (1, 2) %}"
    + "{% set a = (a, a) %}" * 60
    + "{{ [a, a] | unique | count }}",
    "a dict that holds itself": "{% set a = {} %}" + "{% set a = {1: a, 2: a} %}" * 60 + "{{ a }}",
    "a list handed down": "{% macro m(a) %}{{ m([a, a]) }}{% endmacro %}{{ m([1]) }}",
    "a number times itself": "{% set n = 99 %}" + "{% set n = n * n %}" * 60 + "{{ n }}",
    "a number of many digits": "{{ " + "9" * 5000 + " }}",
    "deep brackets": "{{ " + "(" * 3000 + "1" + ")" * 3000 + " }}",
    "deep conditions": "{% if 1 %}" * 300 + "{% endif %}" * 300,
    "deep loops": "{% for a in [1] %}" * 60 + "{% endfor %}" * 60,
}


@pytest.mark.parametrize("name", GROWING)
def test_nothing_grows_without_end(name: str, make_docx: Callable[..., bytes]) -> None:
    """Each is refused, and the message names a tag's place."""
    with pytest.raises(TemplateError) as caught:
        CompiledTemplate(make_docx(GROWING[name]), "t.docx").render({"it": {"text": "甲"}})

    assert "正文" in caught.value.details[0]


def test_a_large_table_is_no_attack(render_text: Callable[..., str]) -> None:
    """Two thousand rows of a dozen tags each."""
    rows = [{"id": str(n), "n": n} for n in range(2000)]
    table = [["{%tr for r in it.rows %}"] + [""] * 5, ["{{ r.n }}{{ loop.index }}"] * 6]
    text = render_text([*table, ["{%tr endfor %}"] + [""] * 5], it={"rows": rows})

    assert text.count("\n") == 1999


def test_a_macro_about_a_list_of_lists(render_text: Callable[..., str]) -> None:
    """Two levels are enough for any form."""
    text = "{% for a, b in [('甲', 1), (it.text, 2)] %}{{ a }}{{ b }}{% endfor %}"

    assert render_text(text, it={"text": "乙"}) == "甲1乙2"


@pytest.mark.parametrize("attack", ATTACKS)
def test_refused(attack: str, make_docx: Callable[..., bytes]) -> None:
    """Each is refused as a fault of the template, at once."""
    with pytest.raises(TemplateError):
        CompiledTemplate(make_docx(attack), "t.docx").render({"it": {"text": "甲"}})


@pytest.mark.parametrize("name", ["it['__init__']['__globals__']", "it['__cla' ~ 'ss__']"])
def test_a_private_name_is_a_key_like_any_other(name: str, make_docx: Callable[..., bytes]) -> None:
    """The data have none, so the document lacks a value."""
    with pytest.raises(IncompleteDocumentError):
        CompiledTemplate(make_docx(f"{{{{ {name} }}}}"), "t.docx").render({"it": {"text": "甲"}})


def test_data_is_no_template(render_text: Callable[..., str]) -> None:
    """Not even by way of a filter that compiles sentences of the policy: it compiles what it got."""
    assert render_text("{{ it.text }}", it={"text": "{{ it.secret }}"}) == "{{ it.secret }}"


@pytest.mark.parametrize("attack", ["{{ ''.__class__ }}", "{{ 'a' * 9999999 }}", "{{ _run }}"])
def test_a_sentence_of_a_policy_is_as_closed(attack: str, make_docx: Callable[..., bytes]) -> None:
    """`text` runs policy texts in the same sandbox."""
    with pytest.raises(TemplateError):
        CompiledTemplate(make_docx("{{ it.text | text }}"), "t.docx").render(
            {"it": {"text": attack}}
        )
