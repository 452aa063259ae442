"""One compiled piece of an expression, and what is known about it before it runs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from svcdocs.expr.scope import Run
from svcdocs.expr.values import Constant, Kind
from svcdocs.model.quantity import Quantity

#: A dotted way through the data, each part with its column; `*` stands for a row or a key that
#: only a run can tell.
Way = tuple[tuple[str, int], ...]

Evaluator = Callable[[Run], object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Static:
    """What is known of a value that is not unknown.

    `kind` is None where it cannot be told; nothing is ever said against such a value. Of a
    quantity, `samples` has one of each family of units it may be in, empty where that cannot be
    told either. Of a list, `element` says what its elements are.
    """

    kind: Kind | None = None
    samples: tuple[Quantity, ...] = ()
    element: Static | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A node turned into a function.

    Attributes:
        run: computes the value: a scalar, UNKNOWN, `Items` or a `Located` mapping.
        listed: the same where a list is wanted: a missing `project.<table>` has no rows.
        column: where its first word stands.
        kind: the kind of its value (if that is not UNKNOWN), where it can be told before a run.
        samples: as in `Static`.
        element: as in `Static`.
        way: where its value stands in the data, where the text alone tells.
        elements: where the elements of its list stand.
        constant: the text it is, if it is a constant text.
    """

    run: Evaluator
    listed: Evaluator
    column: int
    kind: Kind | None = None
    samples: tuple[Quantity, ...] = ()
    element: Static | None = None
    way: Way | None = None
    elements: Way | None = None
    constant: Constant | None = None


def part(
    run: Evaluator, column: int, kind: Kind | None = None, static: Static | None = None
) -> Part:
    """A part that computes something new, of a known kind or of what `static` says."""
    known = static or Static(kind=kind)
    return Part(
        run=run,
        listed=run,
        column=column,
        kind=known.kind,
        samples=known.samples,
        element=known.element,
    )


@dataclass(frozen=True, slots=True)
class NameUse:
    """A name an expression uses, as far as its text tells, for checks before any run.

    `("project", "visits", "*", "visitor")` for `project.visits[it.visit].visitor`; fields named
    in `where` and `pluck` come as fields of their table's rows; `("facts", "warranty-end")` for
    `facts.warranty_end`.

    Attributes:
        parts: from the root on.
        columns: where each part stands; a row's `*` in `where` and `pluck` stands at its table.
        column: where the name begins; for a field named in `where` or `pluck`, that field.
    """

    parts: tuple[str, ...]
    columns: tuple[int, ...]
    column: int
