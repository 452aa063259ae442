"""Every list item of the seed has a key of its own, with the item's (corrected) wording."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

import pytest
from seed_text import Seed, plain, split_list

from svcdocs.calc.quantities import format_quantity
from svcdocs.model.quantity import Quantity
from svcdocs.policy import PolicySet

#: How much of an item's characters its key must have kept; corrections change the rest.
KEPT = 0.7
_WORDS = {"supplier": "我方", "buyer": "买方", "customer_noun": "客户"}
_TAG = re.compile(r"\{\{ ([\w.]+) \}\}")


def spoken(text: str, policy: PolicySet) -> str:
    """A sentence of the policy with its tags filled in from the standard."""

    def value(match: re.Match[str]) -> str:
        if match[1] in _WORDS:
            return _WORDS[match[1]]
        standard = policy.terms[match[1].removeprefix("terms.")].standard
        return format_quantity(standard) if isinstance(standard, Quantity) else str(standard)

    return _TAG.sub(value, text)


def kept(original: str, text: str) -> float:
    """The share of the original that stands in the text, in pieces of two characters or more."""
    first, second = plain(original), plain(text)
    blocks = SequenceMatcher(None, first, second, autojunk=False).get_matching_blocks()
    least = min(2, len(first))
    return sum(block.size for block in blocks if block.size >= least) / len(first)


def wordings(policy: PolicySet, key: str) -> list[str]:
    """What a key says: its sentence and its title."""
    term = policy.terms.get(f"{key}.text")
    said = [spoken(str(term.standard), policy)] if term else []
    return [*said, policy.groups[key].title]


def items_without_key(seed: Seed, policy: PolicySet) -> list[str]:
    """List items that no key cites alone, says alone and says whole."""
    items = {f"seed:L{item.line}": item for item in seed.items()}
    lacking = []
    taken: set[str] = set()
    for source, item in items.items():
        keys = [
            key
            for key, group in policy.groups.items()
            if key not in taken and [one for one in group.sources if one in items] == [source]
        ]
        found = [
            key
            for key in keys
            if max(kept(item.text, wording) for wording in wordings(policy, key)) >= KEPT
        ]
        if found:
            taken.add(found[0])
        else:
            lacking.append(f"L{item.line} ({item.number})")
    return lacking


@dataclass(frozen=True, slots=True, kw_only=True)
class Inline:
    """A list inside a sentence and the keys it became, in its order.

    `keys` gives them from the policy, each with the words it stands for.
    """

    lines: tuple[int, ...]
    start: str
    end: str
    separators: str = "、"
    keys: Callable[[PolicySet], list[str]]
    #: What 等 became: one more key for all the rest.
    rest: bool = False


def entries(group: str) -> Callable[[PolicySet], list[str]]:
    """The sentences (or titles) of a vocabulary's entries."""
    path = tuple(group.split("."))

    def read(policy: PolicySet) -> list[str]:
        keys = [one.path for one in policy.groups.values() if one.path[:-1] == path]
        return [wordings(policy, ".".join(key))[0] for key in keys]

    return read


def values(id_: str) -> Callable[[PolicySet], list[str]]:
    """A term that is a list."""
    return lambda policy: [str(one) for one in policy.terms[id_].standard]


def citing(group: str, line: int) -> Callable[[PolicySet], list[str]]:
    """Titles of a vocabulary's entries that cite a line."""
    path = tuple(group.split("."))
    return lambda policy: [
        one.title
        for one in policy.groups.values()
        if one.path[:-1] == path and f"seed:L{line}" in one.sources
    ]


def titles(id_: str, group: str) -> Callable[[PolicySet], list[str]]:
    """Titles of the keys in a term that is a list."""
    return lambda policy: [
        policy.groups[f"{group}.{key}"].title for key in policy.terms[id_].standard
    ]


_MEASURES = "accountability.measures"
INLINE = [
    Inline(lines=(4,), start="(", end=")", keys=entries("warranty.three_guarantees")),
    Inline(
        lines=(10,), start="包括", end="。", keys=entries("delivery.documents.technical.contents")
    ),
    Inline(lines=(11,), start="如:", end="。", keys=entries("delivery.documents.quality.contents")),
    Inline(
        lines=(12,),
        start="(4) ",
        end="手册",
        separators="、|和",
        keys=entries("delivery.documents.operation_manual.contents"),
    ),
    Inline(
        lines=(16, 17),
        start="讲解",
        end=",直至",
        separators="、|以及(?=维护)",
        keys=entries("training.topics"),
    ),
    Inline(lines=(23,), start="后期", end="问题", keys=values("support.long_term.subjects")),
    Inline(
        lines=(32,),
        start="",
        end="。",
        separators=";",
        keys=entries("assurance.causes"),
        rest=True,
    ),
    Inline(lines=(50,), start="(1) ", end=";", separators="并作", keys=citing(_MEASURES, 50)),
    Inline(lines=(51,), start="(2) ", end=";", separators="及", keys=citing(_MEASURES, 51)),
    Inline(lines=(52,), start="(3) ", end=";", keys=citing(_MEASURES, 52)),
    Inline(lines=(53,), start="(4) ", end=";", keys=citing(_MEASURES, 53)),
    Inline(lines=(54,), start="(5) ", end=";", keys=citing(_MEASURES, 54)),
    Inline(lines=(55,), start="(6) ", end="。", keys=citing(_MEASURES, 55)),
    Inline(
        lines=(57,),
        start="的,",
        end=":",
        separators=",视情节给予直接责任人和负领导责任者|,并给予",
        keys=titles("accountability.levels.level_1.measures", _MEASURES),
    ),
    Inline(
        lines=(57,),
        start="给予",
        end="通报",
        separators="和",
        keys=entries("accountability.liabilities"),
    ),
    Inline(
        lines=(66,),
        start="的,",
        end=":",
        separators=",视情节给予直接责任人和负领导责任者|(?<=记过)(?=降职)|、|等处分,并给予",
        keys=titles("accountability.levels.level_2.measures", _MEASURES),
    ),
    Inline(lines=(79,), start="包括", end="。", keys=entries("visit.preparation.plan.contents")),
    Inline(lines=(79,), start="方式,", end="。", separators="或", keys=citing("visit.methods", 79)),
    Inline(
        lines=(84,),
        start="包括",
        end="。",
        separators="、|和|及",
        keys=entries("visit.preparation.materials.contents"),
    ),
    Inline(lines=(96,), start="包括顾客", end=")", keys=entries("feedback.kinds")),
]

#: Lines with 、 or 包括 in which nothing is listed that would want a key.
PROSE = {
    7: "a heading",
    27: "stages that one principle goes through",
    29: "whose rights one principle protects",
    30: "two proverbs, two verbs",
    40: "what the rules rest on",
    42: "one principle in three words",
    43: "one principle in two halves",
    44: "one principle in two halves",
    47: "two faults of the handler, one rule of liability",
    48: "two roles that are liable together",
    58: "examples of one act",
    64: "one act",
    65: "one act",
    87: "two adverbs",
    92: "the two forms, which are document types",
}


def lists_without_keys(seed: Seed, policy: PolicySet) -> list[str]:
    """Lists inside sentences that have too few or too many keys, or keys that say else."""
    lacking = []
    for one in INLINE:
        name = f"L{one.lines[0]} {one.start}"
        things, open_ended = split_list(seed.between(one.lines, one.start, one.end), one.separators)
        keys = one.keys(policy)
        if one.rest:
            if not open_ended:
                lacking.append(f"{name}: nothing is left open")
            keys = keys[:-1]
        if len(keys) != len(things):
            lacking.append(f"{name}: {len(things)} listed, {len(keys)} keys")
            continue
        lacking += [
            f"{name}: {thing}"
            for thing, key in zip(things, keys, strict=True)
            if kept(thing, key) < KEPT
        ]
    return lacking


def without(policy: PolicySet, key: str) -> PolicySet:
    """The policy without a group and all below it."""

    def stays(id_: str) -> bool:
        return not f"{id_}.".startswith(f"{key}.")

    return replace(
        policy,
        groups={id_: group for id_, group in policy.groups.items() if stays(id_)},
        terms={id_: term for id_, term in policy.terms.items() if stays(id_)},
    )


def test_item_numbers_run_on(seed: Seed) -> None:
    """Items are numbered 1, 2, 3 …, so none was overlooked."""
    running: list[int] = []
    for item in seed.items():
        if item.number == 1:
            running.append(1)
            continue
        while running and running[-1] + 1 != item.number:
            running.pop()
        assert running, f"L{item.line} ({item.number}) follows nothing"
        running[-1] = item.number


def test_every_item_has_its_key(seed: Seed, policy: PolicySet) -> None:
    """Documents, promises, principles, acts, steps of a visit."""
    assert items_without_key(seed, policy) == []


def test_every_list_in_a_sentence_has_its_keys(seed: Seed, policy: PolicySet) -> None:
    """As many keys as things, in the same order and words."""
    assert lists_without_keys(seed, policy) == []


def test_no_list_in_a_sentence_is_overlooked(seed: Seed) -> None:
    """Every line that may hold a list either has keys or is known to be prose."""
    declared = {line for one in INLINE for line in one.lines}

    assert set(seed.lists()) - declared == set(PROSE)


@pytest.mark.parametrize(
    ("key", "item"),
    [
        ("delivery.documents.quality", "L11 (3)"),
        ("promises.spare_unit", None),
        ("promises.long_term_support", "L23 (5)"),
        ("accountability.acts.shirking", "L65 (8)"),
        ("accountability.principles.openness", "L42 (1)"),
        ("visit.archive.keeping", "L94 (1)"),
        ("visit.preparation.plan", "L78 (1)"),
    ],
)
def test_an_item_that_is_gone_is_missed(
    seed: Seed, policy: PolicySet, key: str, item: str | None
) -> None:
    """Others that cite the same line don't stand in for it; L24 is no list item in the seed."""
    assert items_without_key(seed, without(policy, key)) == ([item] if item else [])


@pytest.mark.parametrize(
    ("key", "told"),
    [
        ("warranty.three_guarantees.return", "L4 (: 3 listed, 2 keys"),
        ("training.topics.maintenance", "L16 讲解: 3 listed, 2 keys"),
        ("assurance.causes.other", "L32 : 5 listed, 4 keys"),
        ("accountability.measures.written_self_criticism", "L50 (1) : 2 listed, 1 keys"),
        ("feedback.kinds.praise", "L96 包括顾客: 6 listed, 5 keys"),
        ("visit.methods.phone", "L79 方式,: 2 listed, 1 keys"),
    ],
)
def test_a_thing_that_is_gone_is_missed(seed: Seed, policy: PolicySet, key: str, told: str) -> None:
    """Every inline list counts its keys."""
    assert lists_without_keys(seed, without(policy, key)) == [told]


def test_another_wording_is_missed(seed: Seed, policy: PolicySet) -> None:
    """A key that says something else is no key of the item."""
    id_ = "visit.purposes.needs.text"
    terms = {**policy.terms, id_: replace(policy.terms[id_], standard="提高公司的利润。")}
    groups = {
        **policy.groups,
        "feedback.kinds.praise": replace(policy.groups["feedback.kinds.praise"], title="批评"),
    }
    groups["visit.purposes.needs"] = replace(policy.groups["visit.purposes.needs"], title="利润")
    terms["feedback.kinds.praise.text"] = replace(
        policy.terms["feedback.kinds.praise.text"], standard="客户批评"
    )
    changed = replace(policy, terms=terms, groups=groups)

    assert items_without_key(seed, changed) == ["L75 (2)"]
    assert lists_without_keys(seed, changed) == ["L96 包括顾客: 表扬"]
