"""What stands for a value that is not there: it knows where the value would be."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import jinja2

from svcdocs.model.tree import Path
from svcdocs.render.lack import Reason
from svcdocs.render.mode import Mode

if TYPE_CHECKING:
    from svcdocs.render.run import Run

#: Lines to write on, as wide as a name; a filter that knows better says so.
_LINE = "________"


class Missing(jinja2.Undefined):
    """A value that data or policy does not give.

    Looking further into it, computing and comparing with it give it back; printing it, asking
    whether it is true, or looping over it is remembered by the run, and refuses a final document.
    Only a missing *table* is nothing remarkable: it has no rows.

    Args:
        path: where the value would be.
        blank: what a blank form prints for it outside a cell of its own.
        cell: what it prints in a cell of its own.
    """

    __slots__ = ("blank", "cell", "path", "reason", "run")

    def __init__(
        self,
        run: Run,
        path: Path,
        reason: Reason = Reason.MISSING,
        *,
        blank: str = _LINE,
        cell: str = "",
    ) -> None:
        super().__init__(name=str(path[-1]) if path else None)
        self.run = run
        self.path = path
        self.reason = reason
        self.blank = blank
        self.cell = cell

    @property
    def table(self) -> bool:
        """Whether it would be a table of the project, `project.visits`."""
        return len(self.path) == 2 and self.path[0] == "project"

    def lookup(self, key: Any) -> Missing:
        """Something inside what is missing is missing, through the same fault."""
        if isinstance(key, Missing):
            return key
        if self.reason in (Reason.UNRESOLVED, Reason.HIDDEN):
            return self
        return Missing(self.run, (*self.path, key))

    def shown(self, blank: str, cell: str) -> Missing:
        """The same, with what a blank form prints for it."""
        return Missing(self.run, self.path, self.reason, blank=blank, cell=cell)

    def print(self) -> str:
        """What stands in the document instead: a mark, or room to write."""
        run = self.run
        run.miss(self)
        if run.blank:
            run.lines_left += 1
            return self.cell if run.tag is not None and run.tag.alone else self.blank
        if self.reason is Reason.HIDDEN:
            return self.blank
        return "【待确认】" if self.reason is Reason.UNRESOLVED else "【待填】"

    def __str__(self) -> str:
        return self.print()

    def __bool__(self) -> bool:
        if not self.table:
            self.run.miss(self)
        return False

    def __len__(self) -> int:
        return sum(1 for _row in self)

    def __iter__(self) -> Iterator[Any]:
        if self.run.blank:
            rows = self.run.blank_rows.get(str(self.path[-1]) if self.path else "", 1)
            for index in range(rows):
                yield Missing(self.run, (*self.path, index))
        elif not self.table:
            self.run.miss(self)
            if self.run.mode is Mode.DRAFT:
                yield self  # a row of marks shows where the list goes

    def __contains__(self, item: object) -> bool:
        return bool(self)

    def _same(self, *_others: object) -> Missing:
        return self

    # A comparison or a sum with what is missing is missing; the base class would raise or say no.
    __eq__ = _same  # type: ignore[assignment]
    __ne__ = _same  # type: ignore[assignment]
    __lt__ = __le__ = __gt__ = __ge__ = _same  # type: ignore[assignment]
    __add__ = __radd__ = __sub__ = __rsub__ = _same  # type: ignore[assignment]
    __mul__ = __rmul__ = __truediv__ = __rtruediv__ = _same  # type: ignore[assignment]
    __floordiv__ = __rfloordiv__ = __mod__ = __rmod__ = _same  # type: ignore[assignment]
    __neg__ = __pos__ = _same  # type: ignore[assignment]
    __hash__ = object.__hash__
