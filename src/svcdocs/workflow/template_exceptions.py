"""What a document type's manifest says about lint: fonts it may use, findings it answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from svcdocs.check.selection import matches
from svcdocs.model.finding import Answer, AnswerKind, Finding
from svcdocs.model.place import Place
from svcdocs.model.tree import Tree
from svcdocs.render.lint import Fault
from svcdocs.texts import _


@dataclass(frozen=True, slots=True, kw_only=True)
class LintException:
    """A rule that a text of the template is excused from, and why."""

    rule: str
    text: str
    reason: str
    place: Place | None

    def answers(self, finding: Finding) -> bool:
        """Whether this is what it excuses."""
        if not matches(self.rule, finding.rule):
            return False
        said = finding.quote.text if finding.quote else finding.message
        return self.text in said or self.text in finding.message


def allowed_fonts(manifest: Tree) -> list[str]:
    """Fonts besides those of every machine."""
    fonts: list[str] = manifest.data.get("lint", {}).get("fonts", [])
    return fonts


def exceptions(manifest: Tree) -> list[LintException]:
    """What the manifest excuses."""
    rows: Sequence[Mapping[str, Any]] = manifest.data.get("lint", {}).get("ignore", [])
    return [
        LintException(
            rule=row["rule"],
            text=row.get("text", ""),
            reason=row["reason"],
            place=manifest.place(("lint", "ignore", index)),
        )
        for index, row in enumerate(rows)
    ]


def answered(
    findings: Sequence[Finding], excused: Sequence[LintException]
) -> tuple[list[Finding], list[Fault]]:
    """The findings with their answers, and the exceptions that excuse nothing."""
    used: set[LintException] = set()
    out = []
    for finding in findings:
        by = next((one for one in excused if one.answers(finding)), None)
        if by is not None:
            used.add(by)
            answer = Answer(
                kind=AnswerKind.WAIVER, id="type.yaml", reason=by.reason, place=by.place
            )
            finding = replace(finding, answer=answer)  # noqa: PLW2901 - the same with its answer
        out.append(finding)
    idle = [
        Fault(
            rule="unused-ignore",
            message=_("nothing like {rule} {text!r} is found").format(rule=one.rule, text=one.text),
            place=one.place,
        )
        for one in excused
        if one not in used
    ]
    return out, idle
