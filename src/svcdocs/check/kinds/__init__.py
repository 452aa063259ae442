"""The kinds of rules, one file each: its docstring is its page in the manual.

A kind's file has `KEY`, what a rule writes (`deadline:`), and `judge`, which looks at one case and
gives a verdict. It may have `glance`, which makes of a rule a look at records that nothing is wrong
with. A new kind is a new file here (and its keys in the policy schema); nothing else
names it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType
from typing import TYPE_CHECKING

from svcdocs.check.case import Case, Verdict
from svcdocs.check.glance import Glance, within
from svcdocs.policy import Rule

if TYPE_CHECKING:
    from svcdocs.check.kind_page import KindPage

Judge = Callable[[Case], Verdict]


@cache
def _modules() -> tuple[ModuleType, ...]:
    return tuple(import_module(f"{__name__}.{found.name}") for found in iter_modules(__path__))


@cache
def kinds() -> Mapping[str, Judge]:
    """What judges each kind, by the key that a rule writes."""
    return {module.KEY: module.judge for module in _modules()}


@cache
def _glances() -> Mapping[str, Callable[[Rule], Glance | None]]:
    return {module.KEY: module.glance for module in _modules() if hasattr(module, "glance")}


def glance_of(rule: Rule) -> Glance | None:
    """The first look at the records of a rule; None where each has to be judged."""
    make = _glances().get(rule.kind)
    glance = None if make is None else make(rule)
    return None if glance is None else within(rule, glance)


def kind_page(key: str) -> KindPage:
    """The page of a kind in the manual, in the language in use: what it does, and what it finds.

    Raises:
        KeyError: there is no such kind.
    """
    from svcdocs.check.kind_page import read_page  # noqa: PLC0415 - a check shows no manual

    return read_page(sys.modules[kinds()[key].__module__].__doc__ or "").in_words()
