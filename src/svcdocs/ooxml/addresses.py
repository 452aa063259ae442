"""Addresses that a document may open when somebody clicks on them."""

from __future__ import annotations

#: The web, mail, telephones; none that opens a file or runs something.
SCHEMES = ("http", "https", "mailto", "tel")


def is_harmless(address: str) -> bool:
    """Whether a click leads to the web, to mail or to a telephone.

    Programs drop blanks and control characters of an address, so one with any is not harmless.
    """
    from urllib.parse import urlsplit  # noqa: PLC0415 - a document without links need not load it

    try:
        scheme = urlsplit(address).scheme.lower()
    except ValueError:
        return False
    return scheme in SCHEMES and all(ord(one) > 32 for one in address)
