"""Long texts kept as custom properties, which other programs read in their own way."""

from __future__ import annotations

import re

from svcdocs.ooxml.imprint import chunked, joined


def test_nothing_looks_like_an_escaped_character() -> None:
    """Office reads `_xC88E_` in a property as one character, and writes that."""
    text = "A" * 245 + "_xC88E_" + "B" * 300 + "_xabcd_x0041_" + "C_x12_"

    pieces = chunked("p-", text)

    assert joined("p-", pieces) == text
    assert not [one for one in pieces.values() if re.search("_x[0-9A-Fa-f]{4}_", one)]
    assert max(map(len, pieces.values())) <= 250
