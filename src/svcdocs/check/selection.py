"""Which rules are to run: `--select` and `--ignore`."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase

#: The built-in rule for an id that names a row and is not there (see `references`).
DANGLING = "data/reference"


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Patterns of rules.

    A pattern is a rule's id (`network-equipment/onsite-late`), its name alone (`onsite-late`), a
    policy (`network-equipment`) or has wildcards (`network-equipment/visit-*`). Without `select`
    all rules run; what `ignore` matches never does.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()

    def leaves_out(self, rule: str) -> bool:
        """Whether a rule is not to run."""
        if self.ignore and any(matches(pattern, rule) for pattern in self.ignore):
            return True
        # Choosing other rules does not choose away what says how far they can be trusted: whether
        # the data could be read at all.
        if not self.select or (rule.startswith("data/") and rule != DANGLING):
            return False
        return not any(matches(pattern, rule) for pattern in self.select)

    def unknown(self, rules: Collection[str]) -> Iterator[str]:
        """The patterns that match none of some rules."""
        for pattern in dict.fromkeys((*self.select, *self.ignore)):
            if not any(matches(pattern, rule) for rule in rules):
                yield pattern


def matches(pattern: str, rule: str) -> bool:
    """Whether a pattern means a rule, given by its id."""
    policy, _slash, name = rule.partition("/")
    if pattern in (rule, policy, name):
        return True
    return fnmatchcase(rule, pattern) or fnmatchcase(name, pattern)


#: All rules.
EVERYTHING = Selection()
