"""One part of a template that holds tags, compiled."""

from __future__ import annotations

from dataclasses import dataclass

from svcdocs.ooxml.names import DECLARATION
from svcdocs.ooxml.tidy import tidy
from svcdocs.render.program import Program


@dataclass(frozen=True, slots=True)
class CompiledPart:
    """One part, compiled; for the rest see `Source`."""

    name: str
    program: Program
    columns_vary: bool
    literal_braces: bool

    def finished(self, xml: str) -> str:
        """What was printed, with the loops' leavings put right."""
        text = DECLARATION + tidy(xml)
        if not self.columns_vary:
            return text
        from svcdocs.ooxml.table_grid import repair_grids  # noqa: PLC0415 - for few templates

        return repair_grids(text, self.name)
