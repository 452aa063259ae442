"""What is known of a value in a template before there is any data."""

from __future__ import annotations

from dataclasses import dataclass

from svcdocs.texts import _

#: Steps from a root through the data; `*` stands for any row or entry: ("project", "visits", "*").
Way = tuple[str, ...]

#: Kinds that print as they stand.
SCALARS = frozenset(
    [
        "text",
        "date",
        "date-time",
        "time",
        "quantity",
        "window",
        "boolean",
        "integer",
        "number",
        "money",
    ]
)
NUMBERS = frozenset(["integer", "number", "money"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """A value by its kind, and where in the data it stands.

    Attributes:
        kind: in the words of `load.field_kind`; "pairs" for what `items` gives; empty for
            anything: nothing is ever said against such a value.
        way: where it stands; empty for a value the template computes.
        element: what a list without a way has in it.
        parts: the two halves of a pair.
        constant: a text or number that the template spells out.
        subject: the table whose rows a fact is of; empty: that of the document's own record.
    """

    kind: str = ""
    way: Way = ()
    element: Value | None = None
    parts: tuple[Value, ...] = ()
    constant: str | int | None = None
    subject: str = ""

    @property
    def name(self) -> str:
        """It as messages name it."""
        return ".".join(self.way).replace(".*", "[…]") if self.way else kind_name(self.kind)


ANYTHING = Value()


def kind_name(kind: str) -> str:
    """A kind as people call it."""
    return {
        "text": _("text"),
        "date": _("date"),
        "date-time": _("time"),
        "time": _("time of day"),
        "quantity": _("quantity"),
        "window": _("service window"),
        "boolean": _("truth value"),
        "integer": _("whole number"),
        "number": _("number"),
        "money": _("amount of money"),
        "table": _("table"),
        "list": _("list"),
        "mapping": _("group of values"),
        "pairs": _("list"),
    }.get(kind, _("value"))
