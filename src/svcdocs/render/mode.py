"""How a document treats what is not there."""

from __future__ import annotations

from enum import Enum


class Mode(Enum):
    """FINAL refuses, DRAFT marks, BLANK leaves room to write."""

    FINAL = "final"
    DRAFT = "draft"
    BLANK = "blank"


#: A parameter that every type has: content controls to fill in on the screen.
ELECTRONIC = "electronic"
