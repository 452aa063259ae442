"""`svcdocs check --baseline FILE`: faults that were there when the rules were adopted."""

from __future__ import annotations

from pathlib import Path

from svcdocs.check.selection import EVERYTHING, Selection
from svcdocs.cli.console import warn
from svcdocs.errors import UsageError
from svcdocs.model.report import Results
from svcdocs.texts import _, ngettext
from svcdocs.workflow.baseline import (
    Rewritten,
    apply,
    read_baseline,
    rewritten,
    write_baseline,
)


class OldFaults:
    """The baseline of one call, and with `--write-baseline` what becomes of it.

    Args:
        path: its file.
        selection: the rules that are to run.
        write: whether it is written anew.
        force: whether new faults are taken in.

    Raises:
        UsageError: the options do not go together, or the file is not there.
        WorkError: it is no baseline.
    """

    def __init__(
        self, path: Path | None, selection: Selection, *, write: bool, force: bool
    ) -> None:
        if write and path is None:
            raise UsageError(
                _("--write-baseline needs a file"), hint=_("name it with --baseline FILE")
            )
        if write and selection != EVERYTHING:
            raise UsageError(
                _("a baseline is about all rules"), hint=_("leave --select and --ignore out")
            )
        if path is None or (force and not write):
            raise UsageError(_("--force goes with --write-baseline"))
        self._path = path
        self._partial = selection != EVERYTHING
        self._write, self._grow = write, force
        self._made: Rewritten | None = None
        # A new one is about to be written.
        self._old = None if write and not path.exists() else read_baseline(path)

    def applied(self, results: Results) -> Results:
        """The results with known faults answered: those of the new baseline, where one is made."""
        known = self._old
        if self._write:
            self._made = rewritten(self._old, self._path, results, grow=self._grow)
            known = self._made.baseline
        return results if known is None else apply(known, results, partial=self._partial)

    def write(self) -> None:
        """Write the new baseline, if one was made, and say what became of it.

        Raises:
            OutputError: the disk refuses.
        """
        if self._made is not None:
            write_baseline(self._made.baseline)
            warn(_told(self._made))


def _told(made: Rewritten) -> str:
    """What became of the baseline."""
    size = made.baseline.size
    said = ngettext("{file}: {count} known fault", "{file}: {count} known faults", size).format(
        file=made.baseline.path.as_posix(), count=size
    )
    if made.added:
        said += _(", {count} taken in").format(count=made.added)
    if made.removed:
        said += _(", {count} that are gone taken out").format(count=made.removed)
    if made.refused:
        said += _(
            "; {count} new ones not taken in (a baseline only shrinks, unless --force)"
        ).format(count=made.refused)
    return said
