"""What policies promise by themselves, for forms without a project; kept from run to run."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from svcdocs.kept.circumstances import digest_of_bytes, several
from svcdocs.kept.entries import Kept, key_of
from svcdocs.load import resources
from svcdocs.load.file_names import YAML_SUFFIXES
from svcdocs.model.place import Place
from svcdocs.model.quantity import Quantity, ServiceWindow, Unit
from svcdocs.model.term import Status, Term
from svcdocs.policy.term_set import Group, Policy, TermSet

_TERMS = Kept(
    "terms", TermSet, [TermSet, Policy, Group, Term, Status, Place, Quantity, Unit, ServiceWindow]
)


def standard_terms(ids: Sequence[str], project_dir: Path | None = None) -> TermSet:
    """The terms of a list of policies like `network-equipment@1.0`.

    Raises:
        PolicyError: as `load_policies`; what was kept was right in whole.
    """
    try:
        key = key_of(*several(ids), *_files(ids, resources.policies_dirs(project_dir)))
    except OSError:
        key = ""
    kept = _TERMS.found(key)
    if kept is not None:
        return kept
    from svcdocs.policy.assemble import policies_for  # noqa: PLC0415 - a kept policy is right

    found = policies_for(ids, project_dir)
    terms = TermSet(policies=found.policies, terms=found.terms, groups=found.groups)
    _TERMS.keep(key, terms)
    return terms


def _files(ids: Sequence[str], folders: Sequence[Path]) -> list[str]:
    """The files of every policy folder that may be meant, with what is in them."""
    wanted = {text.strip().partition("@")[0] for text in ids}
    parts: list[str] = []
    for folder in folders:
        parts.append(folder.as_posix())
        for entry in sorted(folder.iterdir()):
            if entry.name.partition("@")[0] in wanted:
                for path in sorted(entry.iterdir()):
                    if path.suffix.lower() in YAML_SUFFIXES and path.is_file():
                        parts += [path.as_posix(), digest_of_bytes(path.read_bytes())]
    return parts
