"""The check: every rule that counts at the project's stage, over every record it is for."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Any

from svcdocs.check.answers import find_answer
from svcdocs.check.case import FAULTLESS, NOT_KNOWN, Case, Fault, Verdict
from svcdocs.check.fingerprint import field_name
from svcdocs.check.glance import Glance
from svcdocs.check.inputs import read_inputs
from svcdocs.check.kinds import kinds
from svcdocs.check.references import dangling_references
from svcdocs.check.selection import DANGLING
from svcdocs.check.settled import Call, Numbers, Settled, settled
from svcdocs.expr import UNKNOWN
from svcdocs.facts import Context, FormulaError, Record
from svcdocs.model.finding import Finding, Nature, Problem, Severity
from svcdocs.model.place import Place
from svcdocs.model.report import Report, RuleCount, in_order
from svcdocs.model.stage import Stage
from svcdocs.model.tree import Path
from svcdocs.policy import PolicySet, Rule
from svcdocs.texts import _, in_english

#: The built-in rule for a rule that does not fit the data it met.
CRASHED = "data/rule-crashed"


def check(context: Context, *, off: Collection[str] = ()) -> Report:
    """Judge a project.

    Args:
        context: the project, its policies and the day that counts as today.
        off: full ids of rules that are not to run, built-in ones included.
    """
    stage = _stage(context)
    regime = context.project.data.get("regime", ())
    problems = [_problem(problem) for problem in (*context.problems, *context.notices)]
    findings = [] if DANGLING in off else list(dangling_references(context))
    counts = []
    known = settled(context.policies)
    for id_, rule, glance, silent in _called_for(context.policies, known, stage, tuple(regime)):
        if silent is not None:
            counts.append(silent)
            continue
        if id_ in off:
            if id_ not in known.off:
                known.off[id_] = _count(rule, (id_, 0, 0, 0), off=True)
            counts.append(known.off[id_])
            continue
        count = known.rules.get(id_)
        if count is None:
            run = _Run(context, rule, glance)
            run.judge()
            numbers = (id_, run.judged, run.pending, run.unknown)
            count = known.counts.get(numbers)
            if count is None:
                count = known.counts[numbers] = _count(rule, numbers)
            if run.findings:
                findings += run.findings
            else:
                known.settle(id_, rule, count)
        counts.append(count)
    if context.project.data.get("waivers"):
        from svcdocs.check.waivers import with_waivers  # noqa: PLC0415 - most projects have none

        ran = {DANGLING, *(count.rule for count in counts if count.knows_all)} - {*off}
        findings = with_waivers(context, findings, ran)
    findings = [*problems, *findings]
    return Report(
        findings=in_order(one for one in findings if one.rule not in off),
        as_of=context.as_of,
        stage=stage,
        policies=tuple(str(policy) for policy in context.policies.policies),
        rules=tuple(counts),
    )


def _called_for(
    policies: PolicySet, known: Settled, stage: Stage | None, regime: tuple[str, ...]
) -> list[Call]:
    """Every rule, and the count of those that a project at a stage and of a regime leaves out."""
    if (stage, regime) not in known.calls:
        calls: list[Call] = []
        for id_, rule in policies.rules.items():
            elsewhere = not _is_for(rule, regime)
            silent = None
            if elsewhere or not _counts_at(rule, stage):
                silent = _count(rule, (id_, 0, 0, 0), off=True, other_regime=elsewhere)
            glance = known.glance(id_, rule) if silent is None else None
            calls.append((id_, rule, glance, silent))
        known.calls[stage, regime] = calls
    return known.calls[stage, regime]


def _count(
    rule: Rule, numbers: Numbers, *, off: bool = False, other_regime: bool = False
) -> RuleCount:
    id_, judged, pending, unknown = numbers
    return RuleCount(
        rule=id_,
        title=rule.title,
        kind=rule.kind,
        subject=rule.subject,
        nature=rule.nature,
        severity=rule.severity,
        advice=rule.advice,
        note=rule.note,
        sources=rule.sources,
        regime=rule.regime,
        off=off,
        other_regime=other_regime,
        judged=judged,
        pending=pending,
        unknown=unknown,
    )


def _stage(context: Context) -> Stage | None:
    written = context.project.data.get("stage")
    return Stage(written) if written is not None else None


def _counts_at(rule: Rule, stage: Stage | None) -> bool:
    if stage is None or not stage.reached(rule.from_stage):
        return False
    return rule.until_stage is None or rule.until_stage.reached(stage)


def _is_for(rule: Rule, regime: Collection[str]) -> bool:
    """Whether the rule is for one of the project's regimes, or for all."""
    return not rule.regime or any(name in regime for name in rule.regime)


@dataclass(slots=True)
class _Run:
    """One rule over all its records: what it finds, and how many it judged."""

    context: Context
    rule: Rule
    glance: Glance | None
    judged: int = 0
    pending: int = 0
    unknown: int = 0
    findings: list[Finding] = field(default_factory=list)
    memory: dict[Any, Any] = field(default_factory=dict)
    crashes: set[tuple[Place, str]] = field(default_factory=set)

    def judge(self) -> None:
        """Look at every record, closely where a glance does not do."""
        glance, memory = self.glance, self.memory
        for record, scope in self.context.scopes(self.rule.subject):
            verdict = None
            if glance is not None:
                try:
                    verdict = glance(scope, record, memory)
                except Exception:  # noqa: BLE001 - whatever it is, the closer look tells
                    verdict = None
            if verdict is None:
                self.findings += self._looked_at(record)
            elif verdict is FAULTLESS:
                self.judged += 1
            else:
                self._count(verdict)

    def _looked_at(self, record: Record | None) -> Iterator[Finding]:
        case = Case(self.context, self.rule, record, self.memory)
        with self.context.watching() as watch:
            try:
                verdict = self._verdict(case)
            except FormulaError as error:
                yield from self._crashed(record, error.place, error.message)
                return
            except Exception as error:  # noqa: BLE001 - one broken rule must not stop the others
                message = f"{type(error).__name__}: {error}"
                yield from self._crashed(record, self.rule.place, message)
                return
        self._count(verdict)
        for fault in verdict.faults:
            note = ""
            if watch.assumed is not None:
                note = _("; provisional: there is no official calendar for {year} yet").format(
                    year=watch.assumed.year
                )
            yield self._finding(case, fault, note)

    def _count(self, verdict: Verdict) -> None:
        self.judged += verdict.judged
        self.pending += verdict.pending
        self.unknown += verdict.unknown

    def _verdict(self, case: Case) -> Verdict:
        """The kind's verdict; nothing is judged where the rule does not apply."""
        if self.rule.where is not None:
            applies = case.evaluate(self.rule.where)
            if applies.value is UNKNOWN:
                return NOT_KNOWN
            if applies.value is False:
                return Verdict()
            if applies.value is not True:
                raise case.misfit(self.rule.where, _("this is no truth value"))
        return kinds()[self.rule.kind](case)

    def _finding(self, case: Case, fault: Fault, note: str) -> Finding:
        record = case.record
        id_ = fault.record if fault.record is not None else record.id if record else ""
        at = fault.at or (record.path if record else ("project",))
        reads = case.reads if fault.reads is None else fault.reads
        return Finding(
            rule=self.rule.id,
            title=self.rule.title,
            severity=self.rule.severity,
            nature=self.rule.nature,
            place=_place(self.context, at),
            message=fault.message + note,
            advice=self.rule.advice,
            margin=fault.margin,
            record=id_,
            field=field_name(self.context, at),
            inputs=read_inputs(self.context, record, reads),
            sources=tuple(dict.fromkeys((*self.rule.sources, *fault.sources))),
            answer=find_answer(self.context, self.rule, id_),
        )

    def _crashed(self, record: Record | None, place: Place, message: str) -> Iterator[Finding]:
        """One finding for each way a rule breaks, however many records break it."""
        self.unknown += 1
        if (place, message) in self.crashes:
            return
        self.crashes.add((place, message))
        said = _("rule {rule} could not judge {record}: {message}").format(
            rule=self.rule.id, record=record.id if record else _("the project"), message=message
        )
        yield Finding(
            rule=CRASHED,
            title="",
            severity=Severity.ERROR,
            nature=Nature.DATA,
            place=place,
            message=said,
            advice=_("mend the rule, or the data it reads; the other rules were run"),
            record=record.id if record else "",
            identity=in_english(said),
            sources=self.rule.sources,
        )


def _place(context: Context, at: Path) -> Place:
    """Where a finding points: for a term into the project, if anything there speaks of it.

    A promise that the policy makes and the tender finds too weak is put right in the project.
    """
    term = context.terms.get(".".join(map(str, at[1:]))) or context.terms.get(
        ".".join(map(str, at[1:-1]))
    )
    if at[:1] == ("terms",) and term is not None:
        for near in (term.override, term.requirement):
            if near is not None and near.place is not None:
                return near.place
    return context.place(at)


def _problem(problem: Problem) -> Finding:
    return Finding(
        rule=problem.code,
        title="",
        severity=problem.severity,
        nature=Nature.DATA,
        place=problem.place,
        message=problem.message,
        identity=in_english(problem.message),
        advice=problem.hint,
    )
