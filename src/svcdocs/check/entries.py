"""Keys and ids in messages with what they are called: `经办人（handler）`, `苏晓棠（ST-02）`.

Whoever reads a finding knows the words, whoever mends the data needs the key: both are said.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from weakref import WeakKeyDictionary

from svcdocs.check.wording import listing, say
from svcdocs.expr import Items, Located
from svcdocs.facts import Context
from svcdocs.load import field_references
from svcdocs.model.tree import Path
from svcdocs.policy import Formula, PolicySet
from svcdocs.texts import _

_KEY = re.compile(r"[a-z][a-z0-9_]*")
#: The words of a set of policies: the title of an entry by the path of its vocabulary and its key.
#: Under no path a key whose entries are called the same in every vocabulary.
_Words = Mapping[tuple[str, str], str]
_BY_POLICIES: WeakKeyDictionary[PolicySet, tuple[_Words, Mapping[Path, str]]] = WeakKeyDictionary()


def say_entry(context: Context, value: object, path: Path) -> str:
    """A value of the data as `say` says it, keys of vocabularies and ids of rows with their titles.

    Args:
        context: the project and its policies.
        value: a scalar, or a list of them.
        path: where it stands; of a value that stands nowhere, where one like it does.
    """
    if isinstance(value, Located):
        value = value.value
    if isinstance(value, Items):
        value = list(value.values)
    if isinstance(value, list | tuple):
        if not value or any(isinstance(one, Mapping) for one in value):
            return say(value)
        return say_entries(context, value, path)
    title = _called(context, value, path) if isinstance(value, str) else ""
    return _("{title} ({key})").format(title=title, key=value) if title else say(value)


def say_entries(context: Context, values: Iterable[object], path: Path) -> str:
    """Several of them in a row."""
    return listing([say_entry(context, one, path) for one in values])


def _called(context: Context, value: str, path: Path) -> str:
    """The title of the entry or row that a value names; empty where it names none."""
    field = tuple("*" if isinstance(step, int) else step for step in path[1:])
    if path[:1] == ("project",):
        for tables in (_tables(field), _tables(field[:-1])):
            for table in tables:
                rows = context.project.data.get(table, ())
                for row in rows:
                    if row.get("id") == value and (name := row.get("name") or row.get("title")):
                        return str(name)
    if not _KEY.fullmatch(value):
        return ""
    words, vocabularies = _vocabularies(context.policies)
    known = vocabularies.get(field) or vocabularies.get(field[:-1])
    return words.get((known, value), "") if known else words.get(("", value), "")


def _tables(field: Path) -> tuple[str, ...]:
    return field_references("project").get(field, ())


def _vocabularies(policies: PolicySet) -> tuple[_Words, Mapping[Path, str]]:
    """The words, and the vocabularies of fields that a rule of the kind `refers` binds to one."""
    if policies not in _BY_POLICIES:
        words: dict[tuple[str, str], str] = {}
        for id_, group in policies.groups.items():
            above, _dot, key = id_.rpartition(".")
            if group.title:
                words[above, key] = group.title
                same = words.setdefault(("", key), group.title) == group.title
                words["", key] = group.title if same else ""
        fields = dict(_bound(policies))
        _BY_POLICIES[policies] = words, fields
    return _BY_POLICIES[policies]


def _bound(policies: PolicySet) -> Iterable[tuple[Path, str]]:
    for rule in policies.rules.values():
        if rule.kind != "refers":
            continue
        value, to = _only_name(rule.body["value"]), _only_name(rule.body["to"])
        if to[:1] != ("terms",) or value[:1] not in (("it",), ("project",)):
            continue
        table = (rule.subject, "*") if value[0] == "it" else ()
        yield (*table, *value[1:]), ".".join(to[1:])


def _only_name(formula: Formula) -> tuple[str, ...]:
    names = formula.expression.names
    whole = len(names) == 1 and ".".join(names[0].parts) == formula.expression.text.strip()
    return tuple(names[0].parts) if whole else ()
