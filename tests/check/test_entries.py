"""Keys and ids in messages: whoever reads them is told what they are called."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from svcdocs.check import check
from svcdocs.facts import Context

RULES = """\
terms:
  levels:
    source: seed:L6
    general: {title: 一般故障, wait: 1 hour}
    major: {title: 重大故障, wait: 2 hours}
  kinds:
    source: seed:L7
    general: {title: 综合意见, wait: 1 hour}
    praise: {title: 表扬, wait: 2 hours}
rules:
  level-unknown:
    title: 级别不在表中
    nature: data
    severity: error
    from_stage: in-service
    for: project.incidents
    refers: {value: it.severity, to: terms.levels}
    source: seed:L6
  unfinished:
    title: 没有处理完
    nature: gap
    severity: error
    from_stage: in-service
    for: project.incidents
    assert: "it.severity != 'general' and it.cause != 'praise' and it.title != 'general' and it.engineer is missing"
    source: seed:L6
"""
PROJECT = """\
stage: in-service
staff:
  - {id: ST-1, name: 苏晓棠}
incidents:
  - {id: I-1, severity: SEVERITY, cause: CAUSE, title: TITLE, engineer: ENGINEER}
"""


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        # a rule says which vocabulary the field's words are from
        ("SEVERITY", "general", "= 一般故障（general）"),
        # no rule does, but the key is in one vocabulary only
        ("CAUSE", "praise", "= 表扬（praise）"),
        # in two, called differently: nobody knows which is meant
        ("TITLE", "general", "= general"),
        # the id of a row
        ("ENGINEER", "ST-1", "= 苏晓棠（ST-1）"),
        # and of none
        ("ENGINEER", "ST-2", "= ST-2"),
    ],
)
def test_a_key_is_said_with_its_title(
    context: Callable[..., Context], field: str, value: str, said: str
) -> None:
    """The title for whoever reads it, the key for whoever mends the data."""
    project = PROJECT.replace(f": {field}", f": {value}")
    for other in ("SEVERITY", "CAUSE", "TITLE", "ENGINEER"):
        project = project.replace(f": {other}", ": x" if other != "SEVERITY" else ": major")
    project = project.replace("engineer: x", "engineer: ST-1")

    found = [
        one for one in check(context(RULES, project)).findings if one.rule == "case/unfinished"
    ]

    assert [said in one.message for one in found] == [True], found
