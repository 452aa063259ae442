"""Boxes to tick. They know the mode: in a blank form none is ticked, and `否` least of all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from jinja2 import pass_context
from jinja2.runtime import Context

from svcdocs.render.filters.lifting import run_of
from svcdocs.render.filters.lookups import title_of
from svcdocs.render.missing import Missing
from svcdocs.render.objects.options import Options
from svcdocs.render.printing import printed
from svcdocs.render.run import Run
from svcdocs.render.views import Record
from svcdocs.texts import _

EMPTY = "□"
TICKED = "☑"
#: Keeps a box with its label; between two boxes a line may break.
_GLUE = "\u00a0"
_BETWEEN = "　"


@pass_context
def box(context: Context, value: Any, *options: Any, other: str = "", **named: str) -> str:
    """Every option with its box, that of the value (or of each value of a list) ticked.

    Options are a vocabulary (a group of terms: keys match, titles print) or values themselves; two
    texts with a truth value are its yes and its no; `met='达标', late='超时'` are keys and what is
    printed for them. With `other="其他"` a value outside the options
    is printed behind a box of that name; without it, such a value is a lack.
    """
    run = run_of(context)
    pairs = list(named.items()) if named else _options(run, options)
    chosen = _chosen(run, value, pairs)
    keys = {key for key, _title in pairs}
    outside = [one for one in chosen if one not in keys]
    drawn = [_drawn(key in chosen, title) for key, title in pairs]
    if other:
        filled = "：" + "、".join(outside) if outside else ("____" if run.blank else "")
        drawn.append(_drawn(bool(outside), other + filled))
    elif outside:
        for one in outside:
            run.not_an_option(one)
    if run.fields is not None:
        run.fields.offer(run, Options(tuple(pairs), tuple(chosen), other, "、".join(outside)))
    mark = value.print() if isinstance(value, Missing) and not run.blank else ""
    return _BETWEEN.join(drawn) + mark


@pass_context
def checked(context: Context, value: Any) -> str:
    """One box, ticked where the value is true."""
    run = run_of(context)
    if isinstance(value, Missing):
        run.miss(value)
        return EMPTY
    if not isinstance(value, bool):
        raise TypeError(_("checked() wants a truth value"))
    return TICKED if value else EMPTY


def _drawn(ticked: bool, title: str) -> str:  # noqa: FBT001 - drawn(True, …) is not called
    return f"{TICKED if ticked else EMPTY}{_GLUE}{title}"


def _options(run: Run, options: tuple[Any, ...]) -> list[tuple[str, str]]:
    if len(options) == 1 and isinstance(options[0], Record):
        entries = options[0].entries()
        return [(key, printed(run, title_of(entry))) for key, entry in entries]
    if len(options) == 1 and isinstance(options[0], tuple | list):
        options = tuple(options[0])
    if any(isinstance(one, Missing) for one in options):
        raise TypeError(_("the options of box() are not there"))
    texts = [printed(run, one) for one in options]
    return [(text, text) for text in texts]


def _chosen(run: Run, value: Any, pairs: list[tuple[str, str]]) -> list[str]:
    if isinstance(value, Missing) or value == "":  # `x | optional | box(…)`: known to be nothing
        return []
    if isinstance(value, bool):
        if len(pairs) != 2:
            raise TypeError(_("a truth value wants two options: its yes and its no"))
        return [pairs[0 if value else 1][0]]
    if isinstance(value, tuple | list):
        return [printed(run, one) for one in value]
    return [printed(run, value)]


FILTERS: Mapping[str, Callable[..., Any]] = {"box": box, "checked": checked}
