"""The kinds of rules, one file each: its docstring is its page in the manual.

A kind's file has `KEY`, what a rule writes (`deadline:`), and `judge`, which looks at one case and
gives a verdict. A new kind is a new file here (and its keys in the policy schema); nothing else
names it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from svcdocs.check.case import Case, Verdict
from svcdocs.check.kind_page import KindPage, read_page

Judge = Callable[[Case], Verdict]


@cache
def kinds() -> Mapping[str, Judge]:
    """What judges each kind, by the key that a rule writes."""
    modules = [import_module(f"{__name__}.{found.name}") for found in iter_modules(__path__)]
    return {module.KEY: module.judge for module in modules}


def kind_page(key: str) -> KindPage:
    """The page of a kind in the manual, in the language in use: what it does, and what it finds.

    Raises:
        KeyError: there is no such kind.
    """
    return read_page(sys.modules[kinds()[key].__module__].__doc__ or "").in_words()
