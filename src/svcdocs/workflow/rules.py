"""A rule as a page for people: what it tests, why, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from svcdocs.check.kind_page import KindPage
from svcdocs.check.kinds import kind_page
from svcdocs.errors import UsageError
from svcdocs.load import load_project, resources
from svcdocs.load.wording import nearest
from svcdocs.model.builtin_rules import builtin_rules
from svcdocs.model.finding import Nature, Severity
from svcdocs.model.template_rules import template_rules
from svcdocs.policy import TERMS, Policy, PolicySet, Rule, load_policies, policies_for
from svcdocs.policy.differences import body_texts
from svcdocs.policy.sources import laws_of
from svcdocs.texts import _


@dataclass(frozen=True, slots=True, kw_only=True)
class RulePage:
    """What there is to say about a rule.

    `tests` are the keys of the rule's body with their texts, `deadline.from` and `it.reported_at`;
    `sources` the references with what they are called. Of a built-in rule most is empty.
    """

    id: str
    title: str
    nature: Nature
    severity: Severity
    advice: str
    note: str = ""
    stages: tuple[str, ...] = ()
    regime: tuple[str, ...] = ()
    subject: str = ""
    kind: str = ""
    tests: tuple[tuple[str, str], ...] = ()
    sources: tuple[tuple[str, str], ...] = ()
    place: str = ""

    @property
    def kind_page(self) -> KindPage | None:
        """The manual's page of the rule's kind; a built-in rule has none."""
        return kind_page(self.kind) if self.kind else None


def explain(name: str, project: str | Path | None = None) -> list[RulePage]:
    """The page of a rule by its full id, or of every rule of that name.

    Args:
        name: `network-equipment/onsite-late`, or only `onsite-late`.
        project: whose policies are looked at; by default every policy at hand.

    Raises:
        UsageError: there is no such rule; names the nearest.
        PolicyError: a policy that may have it is wrong.
    """
    pages = _builtin_pages()
    policy, slash, _rule = name.partition("/")
    for found in _sets(policy if slash else "", project):
        pages |= rule_pages(found)
    chosen = [page for id_, page in pages.items() if name in (id_, id_.partition("/")[2])]
    if chosen:
        return chosen
    known = [*pages, *(id_.partition("/")[2] for id_ in pages)]
    near = nearest(name, known) or nearest(_rule, known)
    raise UsageError(
        _("there is no rule {name}").format(name=name),
        hint=_("did you mean {name}?").format(name=near)
        if near
        else _("docs/rules.md lists them all"),
    )


def _sets(policy: str, project: str | Path | None) -> Iterator[PolicySet]:
    if project is not None:
        yield load_policies(load_project(project))
        return
    known = resources.list_policies()
    for folder in known if policy not in known else [policy]:
        yield policies_for([folder])


def rule_pages(policies: PolicySet) -> dict[str, RulePage]:
    """The pages of all rules of a set, by id."""
    by_id = {policy.id: policy for policy in policies.policies}
    return {id_: _page(rule, by_id[rule.policy]) for id_, rule in policies.rules.items()}


def _builtin_pages() -> dict[str, RulePage]:
    return {
        id_: RulePage(
            id=id_,
            title=rule.title,
            nature=rule.nature,
            severity=rule.severity,
            advice=rule.advice,
        )
        for id_, rule in (builtin_rules() | template_rules()).items()
    }


def _page(rule: Rule, policy: Policy) -> RulePage:
    until = (rule.until_stage.value,) if rule.until_stage else ()
    tests = (*body_texts("where", rule.where), *body_texts(rule.kind, rule.body))
    return RulePage(
        id=rule.id,
        title=rule.title,
        nature=rule.nature,
        severity=rule.severity,
        advice=rule.advice,
        note=rule.note,
        stages=(rule.from_stage.value, *until),
        regime=rule.regime,
        subject=rule.subject if rule.subject in ("", TERMS) else f"project.{rule.subject}",
        kind=rule.kind,
        tests=tests,
        sources=tuple((source, source_title(source, policy.sources)) for source in rule.sources),
        place=str(rule.place),
    )


def source_title(source: str, table: Mapping[str, Any]) -> str:
    """What a reference like `seed:L6` or `law:民法典.203` names, as the policy's table calls it."""
    prefix, _colon, rest = source.partition(":")
    always = {"tender": _("the tender"), "company": _("the company's own decision")}
    if prefix in always:
        return always[prefix]
    entry = table.get(prefix)
    law = laws_of(entry).get(rest.partition(".")[0])
    if isinstance(law, Mapping):
        title = str(law.get("title", "")) or rest.partition(".")[0]
        version = law.get("text_version")
        return _("{title} (text of {day})").format(title=title, day=version) if version else title
    return str(entry.get("title", "")) if isinstance(entry, Mapping) else ""
