"""Every term of the policy is printed in the bid annex, and nothing else makes up its numbers.

Each term gets a mark of its own that no other has, the annex is rendered once, and the marks are
looked for in its text. So a value that only looks like the term's own cannot stand in for it, and
what a project promises instead of the standard is printed too.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import pytest

from svcdocs.calc.money import format_money
from svcdocs.calc.quantities import format_quantity
from svcdocs.calc.windows import format_window
from svcdocs.facts import Context
from svcdocs.load import load_manifest
from svcdocs.model.quantity import Quantity, ServiceWindow
from svcdocs.model.term import Term
from svcdocs.ooxml.dump import dump
from svcdocs.policy import PolicySet
from svcdocs.render.doctype import read_type
from svcdocs.render.document import render_document
from svcdocs.render.outline import build_form, load_outline
from svcdocs.workflow.project import open_project

#: The policy that the annex is of; laws stand in another.
POLICY = "network-equipment"
#: Leaves that hold the key of something else; they are printed by that thing's title.
KEYS = frozenset(
    [
        "level",
        "applies_to",
        "class",
        "liability",
        "starts_with",
        "organiser",
        "reviewer",
        "exception_approver",
    ]
)
#: Where the annex shows a value otherwise than by printing it.
NOT_PRINTED = {
    "accountability.measure_classes.*.rank": "the classes stand in this order",
    "accountability.liabilities.*.text": "the title says the same",
    "parties.*.text": "the annex introduces the parties in its own first sentence",
    "*.clause": "the place in the annex is the clause; a test of its own compares them",
}
#: The words of parties in the annex, not in the policy.
OTHER_WORDS = frozenset(["parties"])

_UNIT = "个工作日|工作日|个小时|小时|分钟|个月|年|天|秒|周"
_TYPED = re.compile(rf"(?<![\d.×])(\d+)\s*(?:{_UNIT})")
_ARTICLE = re.compile(r"^\{Heading\d\} (第.+?条)")
_ITEM = re.compile(r"^（([一二三四五六七八九十]+)）(.*)")
_ROW = re.compile(r"^\| (\d+) \| (.*)")
_CLAUSE = re.compile(r"《项目责任追究制度》(第.条)第（(.)）项(?:第 (\d+) 目)?")


@dataclass(frozen=True, slots=True)
class Marked:
    """A project whose every promise is unlike any other, and the mark of each term and title."""

    context: Context
    marks: Mapping[str, str]


def _mark(term: Term, number: int) -> tuple[Any, str] | None:
    """Another value for a term and how it prints; None for keys, truth values and lists."""
    value = term.promise
    match value:
        case bool() | list() | None:
            return None
        case str():
            return None if term.path[-1] in KEYS else (f"{value}〔{number}〕", f"〔{number}〕")
        case Quantity():
            value = replace(value, amount=Decimal(1000 + number))
            return value, format_quantity(value)
        case ServiceWindow():
            value = ServiceWindow(5, number, 600 + number)
            return value, format_window(value)
        case date():
            value = date(2030, 1, 1) + timedelta(days=number)
            return value, f"{value.year}年{value.month}月{value.day}日"
        case int() | Decimal():
            value = Decimal(5000 + number)
            return value, format_money(value) if "fee" in term.id else str(value)
    raise TypeError(term.id)


def mark(context: Context) -> Marked:
    """The project with marks for promises and titles."""
    terms = dict(context.policies.terms)
    groups = dict(context.policies.groups)
    marks: dict[str, str] = {}
    for number, (id_, term) in enumerate(context.policies.terms.items(), start=1):
        if found := _mark(term, number):
            value, marks[id_] = found
            terms[id_] = replace(term, promise=value)
    for number, (id_, group) in enumerate(context.policies.groups.items(), start=1):
        marks[id_] = f"〔题{number}〕"
        groups[id_] = replace(group, title=group.title + marks[id_])
    policies = replace(context.policies, terms=terms, groups=groups)
    return Marked(Context(context.project, policies, context.as_of), marks)


def printed_text(context: Context, folder: Path) -> str:
    """What a reader of the annex sees."""
    return dump(render_document(context, read_type(folder)).data)


def _is_listed(id_: str) -> bool:
    return any(fnmatchcase(id_, pattern) for pattern in NOT_PRINTED)


def unprinted_terms(marked: Marked, text: str) -> list[str]:
    """Terms whose marks are not in the text."""
    return [
        id_
        for id_, sign in marked.marks.items()
        if (term := marked.context.policies.terms.get(id_)) is not None
        and term.policy == POLICY
        and sign not in text
        and not _is_listed(id_)
    ]


def vocabularies(policies: PolicySet) -> set[str]:
    """Groups whose keys the project's data uses: a rule looks its values up there."""
    found = {"accountability.measure_classes", "accountability.liabilities"}
    for rule in policies.rules.values():
        if rule.kind == "refers" and rule.policy == POLICY:
            target = rule.body["to"].expression.text
            if target.startswith("terms."):
                found.add(target.removeprefix("terms."))
    return found


def unprinted_titles(marked: Marked, text: str) -> list[str]:
    """Entries of vocabularies whose titles are not in the text."""
    wanted = vocabularies(marked.context.policies) - OTHER_WORDS
    return [
        id_
        for id_ in marked.context.policies.groups
        if id_.rpartition(".")[0] in wanted and marked.marks[id_] not in text
    ]


def places_of_clauses(text: str) -> dict[str, str]:
    """The line that stands at each 条, 项 and 目 of the accountability rules."""
    places: dict[str, str] = {}
    article = item = ""
    for line in text.splitlines():
        if found := _ARTICLE.match(line):
            article, item = found[1], ""
        elif found := _ITEM.match(line):
            item = found[1]
            places[f"{article}（{item}）"] = found[2]
        elif item and (found := _ROW.match(line)):
            places.setdefault(f"{article}（{item}）{found[1]}", found[2])
        elif line.startswith("{"):
            article = item = ""
    return places


def misplaced_clauses(policies: PolicySet, text: str) -> list[str]:
    """Clauses at whose place in the annex something else stands."""
    places = places_of_clauses(text)
    wrong = []
    for id_, term in policies.terms.items():
        if term.path[-1] != "clause":
            continue
        found = _CLAUSE.fullmatch(str(term.promise))
        key = f"{found[1]}（{found[2]}）{found[3] or ''}" if found else ""
        group = id_.removesuffix(".clause")
        said = policies.terms.get(f"{group}.text")
        wording = str(said.promise) if said else policies.groups[group].title
        # The sentence up to its first tag: what a tag printed is not compared here.
        if wording.split("{{", maxsplit=1)[0].strip() not in places.get(key, ""):
            wrong.append(f"{id_}: {term.promise}")
    return wrong


@pytest.fixture(scope="module")
def annex(checkout: Path) -> Path:
    """The document type's folder."""
    return checkout / "templates" / "bid-annex"


@pytest.fixture(scope="module")
def bid(checkout: Path) -> Context:
    """The sample at the stage of the bid."""
    return open_project(checkout / "samples" / "campus-network-bid").context


@pytest.fixture(scope="module")
def marked(bid: Context) -> Marked:
    """The sample with marks."""
    return mark(bid)


@pytest.fixture(scope="module")
def marked_text(marked: Marked, annex: Path) -> str:
    """The annex of the sample with marks."""
    return printed_text(marked.context, annex)


def test_every_term_is_printed(marked: Marked, marked_text: str) -> None:
    """Sentences, names, numbers, windows and dates; the project's promise, not the standard."""
    assert unprinted_terms(marked, marked_text) == []


def test_every_title_of_a_vocabulary_is_printed(marked: Marked, marked_text: str) -> None:
    """Levels, causes, kinds, methods, topics, roles, acts, measures."""
    assert len(vocabularies(marked.context.policies)) > 8
    assert unprinted_titles(marked, marked_text) == []


def test_exceptions_are_needed(marked: Marked, marked_text: str) -> None:
    """What is listed as not printed is not printed."""
    listed = [id_ for id_ in marked.context.policies.terms if _is_listed(id_)]

    assert listed
    assert [id_ for id_ in listed if marked.marks.get(id_, "〔〕") in marked_text] == []


def test_no_number_is_typed(checkout: Path, tmp_path: Path, annex: Path) -> None:
    """Every number with a unit comes from a term: where all terms differ, none is as it was."""
    folder = tmp_path / "bid"
    shutil.copytree(checkout / "samples" / "campus-network-bid", folder)
    (folder / "tender.yaml").unlink()  # the tender's own words have numbers
    own = mark(open_project(folder).context)
    text = printed_text(own.context, annex)
    typed = [one[0] for one in _TYPED.finditer(text) if int(one[1]) < 1000]

    assert typed == []
    assert _TYPED.search(text)


def test_clauses_are_where_they_say(bid: Context, annex: Path) -> None:
    """A notice that cites 第四条第（二）项第 1 目 finds it there."""
    assert misplaced_clauses(bid.policies, printed_text(bid, annex)) == []


def test_a_clause_at_another_place_is_missed(bid: Context, annex: Path) -> None:
    """The check compares what stands there."""
    id_ = "accountability.acts.shirking.clause"
    other = replace(bid.policies.terms[id_], promise="《项目责任追究制度》第四条第（二）项第 5 目")
    policies = replace(bid.policies, terms={**bid.policies.terms, id_: other})

    assert misplaced_clauses(policies, printed_text(bid, annex)) == [f"{id_}: {other.promise}"]


@pytest.mark.parametrize(
    ("line", "left_out"),
    [
        ('- ["每 {{ terms.maintenance', {"maintenance.until", "maintenance.tolerance"}),
        ("- {title: 课程, width: 30", {"training.topics.structure"}),
        ("- {课时和收费", {"training.fee"}),
    ],
)
def test_what_the_outline_leaves_out_is_missed(
    marked: Marked, annex: Path, tmp_path: Path, line: str, left_out: set[str]
) -> None:
    """Without a line of the outline its terms or titles are reported."""
    folder = tmp_path / "bid-annex"
    shutil.copytree(annex, folder)
    outline = folder / "outline.yaml"
    lines = outline.read_text(encoding="utf-8").splitlines(keepends=True)
    left = [one for one in lines if line not in one]
    assert len(left) == len(lines) - 1
    outline.write_text("".join(left), encoding="utf-8")
    form = build_form(load_outline(folder), load_manifest(folder).tree.data)
    (folder / "form.docx").write_bytes(form)
    text = printed_text(marked.context, folder)

    assert left_out <= {*unprinted_terms(marked, text), *unprinted_titles(marked, text)}


def test_the_projects_promise_replaces_the_standard(bid: Context, annex: Path) -> None:
    """The sample promises six years of spare parts where the company's standard is five."""
    term = bid.terms["support.spare_parts.period"]
    text = printed_text(bid, annex)

    assert f"设备停产后 {format_quantity(term.promise)}的备件供应" in text
    assert format_quantity(term.standard) == "5 年"
    assert "5 年的备件供应" not in text
