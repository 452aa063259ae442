"""Packs of laws: each rule cites a law whose text somebody compared it with; regimes are declared."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from svcdocs.errors import PolicyError
from svcdocs.policy import PolicySet, policies_for

POLICY = """\
id: cooling
version: "1.2"
title: 冷却设备的法律规则
kind: law
regime: [gov, tender]
sources:
  seed: {title: 原稿}
  law:
    title: 法律
    laws:
      民法典: {text_version: 2020-05-28, verified_on: 2026-11-22}
      网络安全法: {text_version: 2025-10-28}
"""
RULE = """\
rules:
  site-missing:
    title: 没有地点
    nature: gap
    severity: error
    from_stage: bid
    source: law:民法典.510
    assert: project.site is present
"""
ABOUT_GOV = RULE.replace("    source", "    regime: [gov]\n    source")

pytestmark = pytest.mark.usefixtures("english")

Load = Callable[..., PolicySet]


def faults(load: Load, rules: str, policy: str = POLICY) -> list[str]:
    """What is wrong with the pack, without the folder."""
    with pytest.raises(PolicyError) as caught:
        load(rules, policy=policy)
    return [line.removeprefix("policies/cooling/") for line in caught.value.details]


def test_law_and_article_verified(load: Load) -> None:
    """The regimes of a rule and the dates of its law are data of the policy."""
    found = load(ABOUT_GOV, policy=POLICY)
    assert found.rules["cooling/site-missing"].regime == ("gov",)
    assert found.policies[0].kind == "law"
    law = found.policies[0].sources["law"]["laws"]["民法典"]
    assert (str(law["text_version"]), str(law["verified_on"])) == ("2020-05-28", "2026-11-22")


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("seed:L4", "2:3: rule 'site-missing' cites no law; a policy of laws lists each"),
        (
            "law:民法曲.510",
            "7:13: source 'law:民法曲.510': '民法曲' is not among the laws of the policy's",
        ),
        ("law:民法典", "7:13: source 'law:民法典' must name an article, like 'law:民法典.1'"),
        (
            "law:网络安全法.22",
            "2:3: rule 'site-missing' rests on laws whose text nobody has verified",
        ),
    ],
)
def test_what_a_rule_of_law_must_cite(load: Load, source: str, said: str) -> None:
    """A law of the table, an article of it, a text that was compared."""
    found = faults(load, RULE.replace("law:民法典.510", source))
    assert any(said in line for line in found), found


def test_unverified_law_supports_information(load: Load) -> None:
    """What nobody has read may still be told."""
    rules = RULE.replace("law:民法典.510", "law:网络安全法.22").replace("error", "info")
    assert load(rules, policy=POLICY).rules


def test_only_a_pack_of_laws_must_cite_them(load: Load) -> None:
    """A supplier's policy cites what it comes from."""
    rules = RULE.replace("law:民法典.510", "seed:L4")
    assert load(rules, policy=POLICY.replace("kind: law\n", "")).rules


def test_law_without_version_is_refused(load: Load) -> None:
    """The schema wants to know which text it was."""
    found = faults(load, RULE, POLICY.replace("text_version: 2025-10-28", "title: 网络安全法"))
    assert any("text_version" in line for line in found), found


def test_misspelt_regime(load: Load) -> None:
    """Or the rule would never count and nobody would know."""
    found = faults(load, ABOUT_GOV.replace("[gov]", "[gvo]"))
    assert "rules.yaml:7:14: the policy names no regime 'gvo'; did you mean 'gov'?" in found


def test_shipped_pack_stands_alone() -> None:
    """It reads no other policy's terms, and its laws have been read or serve for information."""
    pack = policies_for(["cn-law@2026.1"])
    assert pack.policies[0].kind == "law"
    assert {name for rule in pack.rules.values() for name in rule.regime} == {
        "gov",
        "tender",
        "soe",
    }
