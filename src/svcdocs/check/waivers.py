"""Waivers (特批): somebody took the responsibility for a finding, for these values and until a day.

A row of the project's `waivers` names the rule, the record and the fingerprint of the values that
were excused. A fault with these values is not open until the end of `expires_on`. As soon as a
value changes the fault is open again and says so. What is wrong with a waiver itself is a finding
at its row: it excuses nothing, it has ended, or it will end soon.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from svcdocs.check.fingerprint import field_name
from svcdocs.check.inputs import read_inputs
from svcdocs.check.selection import DANGLING
from svcdocs.expr import Read
from svcdocs.facts import Context
from svcdocs.load.wording import did_you_mean, nearest
from svcdocs.model.builtin_rules import builtin_rules
from svcdocs.model.finding import UNKNOWN_POLICY, Answer, AnswerKind, Finding, Nature, Severity
from svcdocs.model.tree import Path
from svcdocs.texts import _

UNUSED, ENDED, ENDING = "waiver/unused", "waiver/ended", "waiver/ending"
TABLE = "waivers"
#: From so many days before its end on a waiver is told.
_SOON = 30
_SEVERITIES = {UNUSED: Severity.WARNING, ENDED: Severity.WARNING, ENDING: Severity.INFO}
_NEEDED = ("id", "rule", "fingerprint", "approver", "reason", "approved_on", "expires_on")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Waiver:
    """A whole row; one that lacks something waives nothing, and the schema says what it lacks."""

    path: Path
    id: str
    rule: str
    record: str
    fingerprint: str
    approver: str
    reason: str
    approved_on: date
    expires_on: date

    def concerns(self, finding: Finding) -> bool:
        """Whether it is about the fault, whatever its values."""
        return finding.rule == self.rule and self.record in ("", finding.record)

    def fits(self, finding: Finding) -> bool:
        """Whether it is about the fault with just these values."""
        return self.concerns(finding) and finding.fingerprint == self.fingerprint


def waivable(context: Context, rule: str) -> bool:
    """Whether a fault of the rule can be excused: a file that cannot be read has to be mended."""
    return rule == DANGLING or rule in context.policies.rules


def with_waivers(
    context: Context, findings: Sequence[Finding], ran: Collection[str]
) -> list[Finding]:
    """The findings, answered as far as they are waived, and what is wrong with the waivers.

    Args:
        context: the project with its waivers.
        findings: of the rules that ran.
        ran: the ids of rules that could judge everything; whether a waiver for another one is
            needed cannot be said.
    """
    rows = context.project.data.get(TABLE, ())
    waivers = [waiver for index, row in enumerate(rows) if (waiver := _read(row, index))]
    # Of two for one fault the one that lasts longer counts, and the other can go.
    waivers.sort(key=lambda one: one.expires_on, reverse=True)
    told = _Told(context, list(findings), ran)
    for waiver in waivers:
        told.waive(waiver)
    for waiver in waivers:
        told.judge(waiver)
    return [*told.findings, *told.about]


def _read(row: Mapping[str, Any], index: int) -> _Waiver | None:
    if any(name not in row for name in _NEEDED):
        return None
    values = {name: row[name] for name in _NEEDED}
    return _Waiver(path=("project", TABLE, index), record=row.get("record", ""), **values)


@dataclass(slots=True)
class _Told:
    """The findings of a project while its waivers are looked at one after the other."""

    context: Context
    findings: list[Finding]
    ran: Collection[str]
    used: set[Path] = field(default_factory=set)
    about: list[Finding] = field(default_factory=list)

    def waive(self, waiver: _Waiver) -> None:
        """Answer the open faults that a waiver in force fits."""
        if not waiver.approved_on <= self.context.as_of <= waiver.expires_on:
            return
        if not waivable(self.context, waiver.rule):
            return
        for number, finding in enumerate(self.findings):
            if finding.open and waiver.fits(finding):
                self.used.add(waiver.path)
                self.findings[number] = replace(finding, answer=self._answer(waiver))

    def _answer(self, waiver: _Waiver) -> Answer:
        return Answer(
            kind=AnswerKind.WAIVER,
            id=waiver.id,
            reason=waiver.reason,
            by=waiver.approver,
            until=waiver.expires_on,
            place=self.context.place(waiver.path),
        )

    def judge(self, waiver: _Waiver) -> None:
        """Say what is wrong with a waiver, and at the faults why it does not excuse them."""
        today = self.context.as_of
        if waiver.expires_on < today:
            message = _("waiver {id} ended on {day}")
            said = message.format(id=waiver.id, day=waiver.expires_on.isoformat())
            self._note(waiver, said, fitting=True)
            advice = _("delete it, or have the values approved anew")
            self._tell(ENDED, waiver, "expires_on", said, advice)
        elif waiver.approved_on > today:
            message = _("waiver {id} counts from {day} on only")
            said = message.format(id=waiver.id, day=waiver.approved_on.isoformat())
            self._note(waiver, said, fitting=True)
        elif waiver.path in self.used:
            left = (waiver.expires_on - today).days
            if left <= _SOON:
                message = _("waiver {id} ends on {day}, {count} days from now")
                said = message.format(id=waiver.id, day=waiver.expires_on.isoformat(), count=left)
                advice = _("put the fault right by then, or have the waiver extended")
                self._tell(ENDING, waiver, "expires_on", said, advice)
        elif self._note(waiver, _misfit(waiver), fitting=False):
            said = _("waiver {id} ended: the values that it excused have changed")
            advice = _("have the new values approved (svcdocs waive), or delete it")
            self._tell(ENDED, waiver, "fingerprint", said.format(id=waiver.id), advice)
        else:
            self._unused(waiver)

    def _note(self, waiver: _Waiver, said: str, *, fitting: bool) -> bool:
        """Add a word to the open faults that the waiver is about; whether there are any."""
        found = False
        for number, finding in enumerate(self.findings):
            if finding.open and (waiver.fits if fitting else waiver.concerns)(finding):
                found = True
                advice = said
                if finding.advice:
                    advice = _("{note}; {advice}").format(note=said, advice=finding.advice)
                self.findings[number] = replace(finding, advice=advice)
        return found

    def _unused(self, waiver: _Waiver) -> None:
        """A waiver in force that no open fault needs."""
        known = [*self.context.policies.rules, *builtin_rules()]
        advice = _("delete it")
        other = next((one for one in self.findings if waiver.fits(one)), None)
        if waiver.rule not in known:
            if any(one.code == UNKNOWN_POLICY for one in self.context.problems):
                return
            said = _("there is no rule {rule}").format(rule=waiver.rule)
            advice = did_you_mean(nearest(waiver.rule, known)) or advice
        elif not waivable(self.context, waiver.rule):
            said = _("a fault of {rule} cannot be waived").format(rule=waiver.rule)
            advice = _("mend what is found, and delete the waiver")
        elif waiver.rule not in self.ran:
            return
        elif other is not None and other.answer is not None:
            said = _("the fault is answered by {other} already").format(other=other.answer.id)
        elif any(waiver.concerns(one) for one in self.findings):
            said = _("the values have changed")
        else:
            said = _("there is no such fault")
        message = _("waiver {id} excuses nothing: {said}").format(id=waiver.id, said=said)
        self._tell(UNUSED, waiver, "rule", message, advice)

    def _tell(self, rule: str, waiver: _Waiver, name: str, message: str, advice: str) -> None:
        path = (*waiver.path, name)
        reads = [Read(path, self.context.project.get(path[1:]))]
        self.about.append(
            Finding(
                rule=rule,
                title="",
                severity=_SEVERITIES[rule],
                nature=Nature.GAP,
                place=self.context.place(path),
                message=message,
                advice=advice,
                record=waiver.id,
                field=field_name(self.context, path),
                inputs=read_inputs(self.context, None, reads),
            )
        )


def _misfit(waiver: _Waiver) -> str:
    return _(
        "waiver {id} no longer fits: a value has changed since it was approved on {day}"
    ).format(id=waiver.id, day=waiver.approved_on.isoformat())
