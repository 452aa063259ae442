"""No line of the seed with content is lost: terms cite it."""

from __future__ import annotations

from dataclasses import replace

from seed_text import Seed

from svcdocs.policy import PolicySet

#: Headings: they carry no content of their own, and documents number theirs by themselves.
HEADINGS = {
    2: "1.1 针对本项目的售后服务",
    3: "设备保修期",
    5: "售后技术支持",
    15: "免费技术培训",
    18: "其他优惠服务承诺",
    25: "1.2 服务保障体系及措施",
    26: "一、工作原则",
    31: "二、突发信息网络故障分类",
    33: "三、应急准备",
    35: "四、应急处置",
    38: "1.2.1.1 《项目责任追究制度》",
    41: "一、责任追究原则",
    46: "二、责任划分原则",
    56: "四、责任追究",
    72: "1.2.1.2 《客户回访制度》",
    73: "一、总则",
    85: "三、实施回访",
    89: "四、整理回访记录",
    93: "五、资料归档和使用",
}


def uncited_lines(seed: Seed, policy: PolicySet) -> set[int]:
    """Lines that no term and no group of terms names as its source."""
    cited = {source for term in policy.terms.values() for source in term.sources}
    cited |= {source for group in policy.groups.values() for source in group.sources}
    return {
        line
        for line in seed.numbers_of_lines
        if seed[line].strip() and f"seed:L{line}" not in cited
    }


def test_only_headings_are_cited_by_no_term(seed: Seed, policy: PolicySet) -> None:
    """Exactly these, and they are still what they were."""
    assert {line: seed[line].strip() for line in uncited_lines(seed, policy)} == HEADINGS


def test_no_term_cites_a_line_that_is_not_there(seed: Seed, policy: PolicySet) -> None:
    """A citation beyond the seed's end or of an empty line would prove nothing."""
    lines = {f"seed:L{line}" for line in seed.numbers_of_lines if seed[line].strip()}
    cited = {
        source
        for term in policy.terms.values()
        for source in term.sources
        if source.startswith("seed:")
    }

    assert cited - lines == set()


def test_a_line_whose_terms_are_gone_is_missed(seed: Seed, policy: PolicySet) -> None:
    """L91, the maintenance file, hangs on one key."""
    key = "visit.records.file"
    terms = {id_: term for id_, term in policy.terms.items() if not id_.startswith(key)}
    groups = {id_: group for id_, group in policy.groups.items() if id_ != key}
    lessened = replace(policy, terms=terms, groups=groups)

    assert uncited_lines(seed, lessened) - uncited_lines(seed, policy) == {91}
