"""Templates may come from outside: nothing leads out of the data, nothing runs without end."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from svcdocs.errors import TemplateError
from svcdocs.render.engine import CompiledTemplate

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
]


@pytest.mark.parametrize("attack", ATTACKS)
def test_refused(attack: str, make_docx: Callable[..., bytes]) -> None:
    """Each is refused as a fault of the template, at once."""
    with pytest.raises(TemplateError):
        CompiledTemplate(make_docx(attack), "t.docx").render({"it": {"text": "甲"}})


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
