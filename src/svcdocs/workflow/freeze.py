"""Signing: what the project promises on that day is frozen beside its data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from svcdocs.errors import OutputError, UsageError, WorkError
from svcdocs.load import Loaded, describe, load_project, lock_from_text, lock_path, lock_text
from svcdocs.model.term import Term
from svcdocs.policy import PolicySet, load_policies
from svcdocs.policy.freeze import equal_terms, lock_data
from svcdocs.policy.frozen import read_lock
from svcdocs.texts import _
from svcdocs.workflow.outputs import write_file


@dataclass(frozen=True, slots=True, kw_only=True)
class Frozen:
    """What was written: the file, the day, how many terms, and those nobody has decided."""

    path: Path
    on: date
    terms: int
    undecided: tuple[Term, ...]


def freeze(project: str | Path, *, on: date | None = None, force: bool = False) -> Frozen:
    """Freeze a project's promises as they were on the day of signing.

    Rows of the project's `terms` that are dated later do not count.

    Args:
        project: a YAML file or a folder.
        on: the day of signing; by default the contract's.
        force: whether promises that are frozen already may be frozen anew.

    Raises:
        UsageError: there is no project at the path, or no day is known.
        PolicyError: a policy it names does not exist or is wrong.
        WorkError: the project's files have faults.
        OutputError: promises are frozen already, or the disk refuses; what was there is as before.
    """
    loaded = load_project(project)
    path = lock_path(loaded.files[0])
    if path.exists() and not force:
        raise OutputError(
            _("{path} is there already: the contract was signed").format(path=path.as_posix()),
            hint=_("a change of the contract is written under terms; --force freezes anew"),
        )
    day = on or loaded.tree.get(("contract", "signed_on"))
    if day is None:
        raise UsageError(
            _("the project does not say when the contract was signed"),
            hint=_("write contract.signed_on, or name the day with --on"),
        )
    signed = _signed(loaded, day)
    data = lock_data(signed, day)
    text = lock_text(data)
    frozen = _frozen_terms(signed, data)
    again, problems = read_lock(lock_from_text(text, path))
    if problems or again is None or not equal_terms(frozen, again.terms):
        details = [describe(problem) for problem in problems]
        raise WorkError(_("what was to be frozen does not read back the same"), details=details)
    write_file(path, text.encode())
    return Frozen(
        path=path,
        on=day,
        terms=len(frozen),
        undecided=tuple(term for term in frozen.values() if term.promise is None),
    )


def _signed(loaded: Loaded, day: date) -> PolicySet:
    """The policies with what the project had decided by that day."""
    rows = loaded.tree.data.get("terms")
    if isinstance(rows, Mapping):
        loaded.tree.data["terms"] = {
            id_: row for id_, row in rows.items() if not _is_later(row, day)
        }
    policies = load_policies(loaded, frozen=False)
    problems = (*loaded.problems, *policies.problems)
    if problems:
        raise WorkError(
            _("nothing was frozen: the project's files have faults"),
            hint=_("mend these first"),
            details=[describe(problem) for problem in problems],
        )
    return policies


def _is_later(row: Any, day: date) -> bool:
    on = row.get("on") if isinstance(row, Mapping) else None
    return isinstance(on, date) and on > day


def _frozen_terms(signed: PolicySet, data: Mapping[str, Any]) -> dict[str, Term]:
    return {id_: term for id_, term in signed.terms.items() if id_ in data["terms"]}
