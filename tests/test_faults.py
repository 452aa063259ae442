"""For every rule one fault and one near miss, as patches of a clean sample (faults/README.md)."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from sample_patch import Patch, ProjectFiles, list_elements, split_path

from svcdocs.check import check
from svcdocs.facts import Context
from svcdocs.load import load_project, load_yaml
from svcdocs.model.finding import Finding
from svcdocs.model.place import Place
from svcdocs.model.report import Report
from svcdocs.model.tree import Path as DataPath
from svcdocs.policy import PolicySet, policies_for
from svcdocs.policy.promises import resolve_promises
from svcdocs.texts import _

HERE = Path(__file__).resolve().parent
SAMPLES = HERE.parent / "samples"
FAULTS = HERE / "faults"
FILES = sorted(FAULTS.glob("*/*.yaml"))
PINS = ("network-equipment@1.0", "cn-law@2026.1")

#: What the clean samples have besides: breaches that were answered or waived.
ANSWERED = {
    "campus-network": [
        "network-equipment/onsite-late INC-005 RM-01",
        "network-equipment/visit-report-late VIS-002 W-1",
    ]
}

#: Rules that count in a clean sample and have nothing to judge yet: the bid has not been awarded.
SILENT = {
    "campus-network-bid": ["cn-law/contract-signed-late"],
    # nobody is dismissed
    "campus-network": ["cn-law/dismissal-ground-unknown", "cn-law/dismissal-transfer-late"],
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """One finding as a file describes it."""

    rule: str
    record: str
    at: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One half of a file."""

    sample: str
    patch: Patch
    expect: tuple[Expected, ...]
    answered: list[str]


def rule_of(file: Path) -> str:
    """The full id of the rule that a file is about."""
    return f"{file.parent.name}/{file.stem}"


def read_case(file: Path, half: str) -> Case:
    """A half of a file: `fault` or `near_miss`."""
    loaded = load_yaml(file, None)
    assert not loaded.problems
    assert set(loaded.tree.data) <= {"sample", "fault", "near_miss"}
    data: Mapping[str, Any] = loaded.tree.data[half]
    assert set(data) <= {"set", "unset", "add", "drop", "expect", "answered"}
    sample = loaded.tree.data.get("sample", "campus-network")
    return Case(
        sample=sample,
        patch=Patch.read(data),
        expect=tuple(_expected(one, file) for one in data.get("expect", ())),
        answered=data.get("answered", ANSWERED.get(sample, [])),
    )


def _expected(data: Mapping[str, Any], file: Path) -> Expected:
    assert set(data) <= {"rule", "record", "at", "values"}
    rule = data.get("rule", file.stem)
    assert data["values"], "which values were compared?"
    return Expected(
        rule=rule if "/" in rule else f"{file.parent.name}/{rule}",
        record=data.get("record", ""),
        at=data["at"],
        values=tuple(data["values"]),
    )


@cache
def _policies() -> PolicySet:
    """The policies without any project's promises, read once for all cases."""
    return policies_for(PINS)


def open_context(folder: Path) -> Context:
    """A project as `open_project` opens it, without reading the policies again."""
    loaded = load_project(folder)
    assert loaded.tree.data["policies"] == list(PINS)
    terms, problems = resolve_promises(_policies().terms, loaded.tree)
    return Context.build(loaded, replace(_policies(), terms=terms, problems=problems))


def patched(case: Case, folder: Path) -> Context:
    """The sample with the patch, in a folder of its own."""
    shutil.copytree(SAMPLES / case.sample, folder, dirs_exist_ok=True)
    case.patch.apply(folder)
    return open_context(folder)


def data_path(context: Context, at: str) -> DataPath:
    """`incidents.INC-003.measures[2]` as a path of the data; `project` is the whole."""
    root, *keys = split_path(at)
    if root == "project":
        return ("project",)
    if root == "terms":
        return ("terms", *".".join(keys).split("."))
    root, _, element = root.partition("[")
    path: DataPath = ("project", root)
    if element:
        return (*path, int(element.removesuffix("]")) - 1)
    node: Any = context.project.data.get(root)
    for key in keys:
        name, _, number = key.partition("[")
        if isinstance(node, list):
            step: str | int = [row["id"] for row in node].index(name)
        else:
            step = name
        path = (*path, step)
        node = node[step] if isinstance(step, int) else (node or {}).get(step)
        if number:
            path = (*path, int(number.removesuffix("]")) - 1)
    return path


def spot(place: Place) -> str:
    """A place without the way to the folder."""
    return f"{Path(place.file).name}:{place.line}:{place.column}"


def listed(findings: Iterator[Finding] | tuple[Finding, ...]) -> list[str]:
    """Findings as lines to compare."""
    return sorted(f"{one.rule} {one.record} {spot(one.place)}" for one in findings)


def wanted(context: Context, expected: Expected) -> str:
    """The same line for an expected finding."""
    place = context.place(data_path(context, expected.at))
    return f"{expected.rule} {expected.record} {spot(place)}"


def test_every_rule_has_its_file() -> None:
    """A rule without a fault, or a fault without its rule."""
    assert {rule_of(file) for file in FILES} == set(_policies().rules)


@pytest.mark.parametrize("sample", ["campus-network", "campus-network-bid"])
def test_clean_samples(sample: str) -> None:
    """No open finding; each rule that counts has judged something and knows everything."""
    report = check(open_context(SAMPLES / sample))

    assert listed(report.open) == []
    assert answers(report) == ANSWERED.get(sample, [])
    counting = [count for count in report.rules if not count.off]
    assert counting
    silent = [count.rule for count in counting if not count.judged or count.unknown]
    assert silent == SILENT.get(sample, [])


@pytest.mark.parametrize("file", FILES, ids=rule_of)
def test_fault(file: Path, tmp_path: Path) -> None:
    """Exactly the findings expected, at their places, with their values; none without the rule."""
    case = read_case(file, "fault")
    context = patched(case, tmp_path)

    report = check(context)

    assert listed(report.open) == sorted(wanted(context, one) for one in case.expect)
    assert answers(report) == case.answered
    for one in case.expect:
        line = wanted(context, one)
        finding = next(found for found in report.open if listed((found,)) == [line])
        assert_stands_there(finding, one, ProjectFiles(tmp_path).data())
        for value in one.values:
            assert says(finding, value), (value, finding.message, finding.inputs)

    rule = rule_of(file)
    rest = [one for one in case.expect if one.rule != rule]
    assert len(rest) < len(case.expect)
    without = check(context, off={rule})
    assert listed(without.open) == sorted(wanted(context, one) for one in rest)


@pytest.mark.parametrize("file", FILES, ids=rule_of)
def test_near_miss(file: Path, tmp_path: Path) -> None:
    """Exactly on the limit: the rule judges, knows everything it needs, and finds nothing."""
    case = read_case(file, "near_miss")
    assert not case.expect

    report = check(patched(case, tmp_path))

    assert listed(report.open) == []
    assert answers(report) == case.answered
    count = next(count for count in report.rules if count.rule == rule_of(file))
    assert count.judged > 0
    assert count.unknown == 0


def answers(report: Report) -> list[str]:
    """The breaches that somebody answered."""
    return [f"{one.rule} {one.record} {one.answered_by}" for one in report.findings if not one.open]


def says(finding: Finding, value: str) -> bool:
    """Whether a value is named in the finding's words or among its inputs."""
    value = {"是": _("yes"), "否": _("no"), "缺": _("missing")}.get(value, value)
    value = value.replace("、", _(", "))
    if value in {one.value for one in finding.inputs}:
        return True
    whole = rf"(?<![0-9A-Za-z.-]){re.escape(value)}(?![0-9A-Za-z-])"
    return re.search(whole, f"{finding.message}\n{finding.margin}") is not None


def assert_stands_there(finding: Finding, expected: Expected, raw: Mapping[str, Any]) -> None:
    """The file really has the value at the finding's place, read there without svcdocs.

    Where the value is missing, the line is that of the record around it.
    """
    place = finding.place
    lines = Path(place.file).read_text(encoding="utf-8").splitlines()
    line = lines[place.line - 1]
    there = line[place.column - 1 : place.column - 1 + place.length]
    root, *keys = split_path(expected.at)
    if "[" in root:
        assert there == raw_value(raw, [root])[0]
    elif root == "project" or not keys:
        assert there == ""
    elif root == "terms" and keys[0] not in raw["terms"]:
        assert key_around(lines, place.line) == keys[0].split(".")[-1]
    else:
        value, holder = raw_value(raw[root], keys)
        if root == "terms" and isinstance(value, dict):
            value = value["value"]
        if isinstance(value, str):
            assert there == value.splitlines()[0]
        elif value is not None and value is not holder:
            assert any(f"{keys[-1]}:" in one for one in (line, lines[place.line - 2]))
        else:
            first = next(iter(holder.items()))
            assert line.startswith(f"{holder.get('id')},") or f"{first[0]}: {first[1]}" in line


def raw_value(node: Any, keys: list[str]) -> tuple[Any, Mapping[str, Any]]:
    """The value below a table or mapping of the files' own texts, and the mapping that holds it."""
    holder: Mapping[str, Any] = {}
    for key in keys:
        name, _sign, number = key.partition("[")
        if isinstance(node, list):
            holder = node = next(row for row in node if row["id"] == name)
        else:
            holder, node = node, node.get(name)
        if number:
            elements = node if isinstance(node, list) else list_elements(node)
            node = elements[int(number.removesuffix("]")) - 1]
    return node, holder


def key_around(lines: list[str], number: int) -> str:
    """The key of the block, or of the line in braces, that a line of a policy belongs to."""
    line = lines[number - 1]
    if "{" not in line:
        indent = len(line) - len(line.lstrip())
        above = (one for one in reversed(lines[: number - 1]) if one.strip())
        line = next(one for one in above if len(one) - len(one.lstrip()) < indent)
    return line.strip().partition(":")[0]
