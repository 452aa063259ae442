"""Names that preprocessing writes into a source; a template that uses them itself is refused."""

from __future__ import annotations

import re

FUNCTION_NAMES = frozenset(
    {"_heading", "_id", "_same_id", "_name", "_once", "_row", "_joined", "_alike"}
)
VARIABLE_NAMES = frozenset({"_same", "_at_row", "_counted"})
FILTER_NAMES = frozenset({"_span", "_fill"})
NAMES = FUNCTION_NAMES | VARIABLE_NAMES | FILTER_NAMES
USED = re.compile(rf"\b(?:{'|'.join(sorted(NAMES))})\b")
