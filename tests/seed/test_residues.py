"""Typing errors and leftovers of other projects in the seed appear nowhere any more."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from seed_text import Seed

from svcdocs.ooxml.dump import dump
from svcdocs.policy import PolicySet
from svcdocs.render.doctype import discover_types
from svcdocs.render.document import records, render_document
from svcdocs.render.mode import Mode
from svcdocs.workflow.project import open_project

#: Slips of the seed by the line they stand in (domain notes §5): no file may have them.
SLIPS = {
    4: "保修期",
    6: "提供 24 小时。",
    14: "免费保修期",
    17: "独立的操作",
    19: "保养维护",
    29: "学校财产",
    45: "相当原则",
    47: "失误者",
    48: "损失者",
    49: "指令者",
    59: "(?<!群)众关系",
    64: "延误者",
    65: "影响者",
    66: "记过降职",
    77: "拜访",
    80: "回防",
    81: "汽车三包网",
    86: "准时约定",
    87: "全面了解客户的需求",
    88: "客户服务专员",
    90: "结束回访的第二天",
    91: "顾客",
    92: "《客户回访记录》",
}
#: The seed's many names for two parties, by a line where it uses each.
PARTIES = {
    6: "我方",
    8: "买方",
    14: "甲方",
    16: "招标人",
    20: "我公司",
    22: "贵方",
    36: "我单位",
    40: "业主",
    91: "顾客",
    95: "用户",
}
#: What the annex calls them, and a word that data may use for whoever uses the network.
ANNEX_WORDS = frozenset(["我方", "用户"])


def slips(text: str) -> list[str]:
    """Which of the seed's slips a text has."""
    return [slip for slip in SLIPS.values() if re.search(slip, text)]


def party_names(text: str) -> list[str]:
    """Which of the seed's names for a party a text has."""
    return [name for name in PARTIES.values() if name in text]


@pytest.fixture
def hospital(checkout: Path, tmp_path: Path) -> Path:
    """The job of the bid, but for a customer that is no school."""
    return _renamed(checkout / "samples" / "campus-network-bid", tmp_path)


def _renamed(sample: Path, tmp_path: Path) -> Path:
    folder = tmp_path / sample.name
    shutil.copytree(sample, folder)
    path = folder / "project.yaml"
    text = path.read_text(encoding="utf-8")
    assert text.count("noun: 学校\n") == 1
    path.write_text(text.replace("noun: 学校\n", "noun: 医院\n"), encoding="utf-8")
    return folder


def test_the_patterns_find_the_slips(seed: Seed) -> None:
    """Each of them is in the seed, at the line it is listed under."""
    assert {line: slip for line, slip in SLIPS.items() if not re.search(slip, seed[line])} == {}
    assert {line: name for line, name in PARTIES.items() if name not in seed[line]} == {}


def test_no_policy_has_a_slip(checkout: Path) -> None:
    """Not even in a note: a note says what was mended, not how it was misspelt."""
    files = sorted((checkout / "policies" / "network-equipment").glob("*.yaml"))
    found = {file.name: slips(file.read_text(encoding="utf-8")) for file in files}

    assert len(found) > 10
    assert {name: one for name, one in found.items() if one} == {}


def test_terms_leave_the_parties_names_to_the_document(policy: PolicySet) -> None:
    """Sentences say {{ supplier }} and {{ buyer }}; each document has its words for them."""
    texts = {id_: str(term.standard) for id_, term in policy.terms.items()}
    texts |= {f"{id_} title": group.title for id_, group in policy.groups.items()}
    found = {id_: party_names(text) for id_, text in texts.items()}

    assert {id_: names for id_, names in found.items() if names} == {}


def test_the_annex_has_one_name_for_each_party(hospital: Path, checkout: Path) -> None:
    """No slip, no second name, and the customer's own noun where the seed had another's."""
    kind = discover_types(checkout)["bid-annex"]
    text = dump(render_document(open_project(hospital).context, kind).data)

    assert slips(text) == []
    assert set(party_names(text)) - ANNEX_WORDS == set()
    assert "医院财产" in text
    assert not re.search("(?<!大)学校", text)


def test_no_document_has_a_slip(checkout: Path, tmp_path: Path) -> None:
    """Every type, for every record of the sample that one is made for."""
    folder = _renamed(checkout / "samples" / "campus-network", tmp_path)
    context = open_project(folder).context
    found = {}
    made = 0
    for kind in discover_types(folder).values():
        for record in records(context, kind):
            text = dump(render_document(context, kind, record, Mode.DRAFT).data)
            found[f"{kind.id} {record}"] = slips(text)
            made += 1

    assert made > 5
    assert {name: one for name, one in found.items() if one} == {}
