"""Every number with a unit in the seed is a term, and no term makes a number up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest
from seed_text import Seed

from svcdocs.calc.quantities import format_quantity, parse_quantity
from svcdocs.model.quantity import Quantity
from svcdocs.model.term import Status, Term
from svcdocs.policy import PolicySet

Terms = Mapping[str, Term]


def numbers_without_term(seed: Seed, terms: Terms) -> list[str]:
    """Numbers of the seed for which no term of their own cites their line with their value."""
    taken: set[str] = set()
    lacking = []
    for number in seed.numbers():
        own = next(
            (
                id_
                for id_, term in terms.items()
                if id_ not in taken
                and f"seed:L{number.line}" in term.sources
                and isinstance(term.standard, Quantity)
                and term.standard == number.quantity
            ),
            None,
        )
        if own is None:
            lacking.append(f"L{number.line} {number.text}")
        else:
            taken.add(own)
    return lacking


def terms_without_number(seed: Seed, terms: Terms) -> list[str]:
    """Confirmed terms with a quantity that none of the seed's lines they cite holds."""
    written = {(f"seed:L{one.line}", one.quantity) for one in seed.numbers()}
    return [
        f"{id_} {format_quantity(term.standard)}"
        for id_, term in terms.items()
        if isinstance(term.standard, Quantity)
        and term.status is Status.CONFIRMED
        and all(source.startswith("seed:") for source in term.sources)
        and not any((source, term.standard) in written for source in term.sources)
    ]


def test_no_digit_is_overlooked(seed: Seed) -> None:
    """What is no number with a unit is the number of a heading or an item."""
    assert seed.unread_digits() == {}
    assert len(seed.numbers()) > 15


def test_every_number_is_a_term(seed: Seed, policy: PolicySet) -> None:
    """A term of its own, that cites exactly this line."""
    assert numbers_without_term(seed, policy.terms) == []


def test_no_number_is_made_up(seed: Seed, policy: PolicySet) -> None:
    """What is read into the seed is marked as inferred."""
    assert terms_without_number(seed, policy.terms) == []


@pytest.mark.parametrize(
    ("id_", "number"),
    [
        ("sla.levels.general.onsite", "L6 2 小时"),
        ("sla.levels.major.onsite", "L37 2 小时"),
        ("acceptance.deadline", "L14 7 个工作日"),
        ("warranty.unconditional_replacement.period", "L21 3 个月"),
        ("visit.records.report.within", "L90 第二天"),
        ("assurance.readiness.standby.hours", "L34 24 小时"),
        ("accountability.acts.external_coordination_failed.stoppage_emergency", "L67 1 个月"),
    ],
)
def test_a_term_that_is_gone_is_missed(
    seed: Seed, policy: PolicySet, id_: str, number: str
) -> None:
    """One term for another of the same value does not do: each line has its own.

    The two readings of L6 and L34 share a term that cites both lines; each has another one too.
    """
    terms = {other: term for other, term in policy.terms.items() if other != id_}

    assert number in numbers_without_term(seed, terms)


def test_a_term_of_another_value_or_line_is_missed(seed: Seed, policy: PolicySet) -> None:
    """30 minutes are not 31, and L37 is not L36."""
    terms = dict(policy.terms)
    response, major = terms["sla.levels.general.response"], terms["sla.levels.major.response"]
    wrong = parse_quantity("31 minutes")
    terms[response.id] = replace(response, standard=wrong)
    terms[major.id] = replace(major, sources=("seed:L36",))

    assert numbers_without_term(seed, terms) == ["L6 30 分钟", "L37 10 分钟"]
    assert terms_without_number(seed, terms) == [
        f"{response.id} 31 分钟",
        f"{major.id} 10 分钟",
    ]
