"""Typed data written down again, as YAML or as the lines of a table, for the loader to read."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from svcdocs.calc.china_time import CHINA

#: A text that YAML takes as it stands, wherever it stands.
_PLAIN = re.compile(r"[\w（）](?:[\w（），。、；/.+-]| (?=[\w（]))*")
_NEVER_PLAIN = frozenset({"null", "Null", "NULL", "true", "false", "yes", "no", "on", "off"})


def as_yaml(data: Mapping[str, Any]) -> str:
    """Data as YAML: rows of tables as blocks, lists in brackets."""
    return "".join(f"{line}\n" for line in _lines(data, ""))


def as_csv(rows: Sequence[Mapping[str, Any]]) -> str:
    """Rows as CSV with all their fields, in the order in which they first appear."""
    lines = io.StringIO()
    table = csv.writer(lines, lineterminator="\n")
    names = list(dict.fromkeys(name for row in rows for name in row))
    table.writerow(names)
    table.writerows([[cell(row.get(name)) for name in names] for row in rows])
    return lines.getvalue()


def cell(value: Any) -> str:
    """A value as a table's cell says it."""
    if value is None:
        return ""
    if isinstance(value, list):
        return "；".join(map(spelt, value))
    return spelt(value)


def spelt(value: Any) -> str:
    """A scalar as data files spell it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return _moment(value)
    if isinstance(value, Decimal):
        return f"{value:f}"
    return str(value)


def _moment(moment: datetime) -> str:
    if moment.tzinfo == CHINA or moment.utcoffset() == CHINA.utcoffset(None):
        moment = moment.replace(tzinfo=None)
    return moment.isoformat(sep=" ", timespec="seconds" if moment.second else "minutes")


def _lines(data: Mapping[str, Any], indent: str) -> Iterator[str]:
    for name, value in data.items():
        if isinstance(value, Mapping):
            yield f"{indent}{name}:"
            yield from _lines(value, indent + "  ")
        elif isinstance(value, list) and value and isinstance(value[0], Mapping):
            yield f"{indent}{name}:"
            for row in value:
                inner = list(_lines(row, indent + "    ")) or ["{}"]
                yield f"{indent}  - {inner[0].lstrip()}"
                yield from inner[1:]
        elif isinstance(value, list):
            yield f"{indent}{name}: [{', '.join(_items(value))}]"
        else:
            yield f"{indent}{name}: {_scalar(value)}"


def _items(values: Iterable[Any]) -> Iterator[str]:
    for one in values:
        text = _scalar(one)
        yield json.dumps(one, ensure_ascii=False) if isinstance(one, str) and "," in text else text


def _scalar(value: Any) -> str:
    if not isinstance(value, str):
        return spelt(value)
    plain = _PLAIN.fullmatch(value) and value not in _NEVER_PLAIN
    return value if plain else json.dumps(value, ensure_ascii=False)
