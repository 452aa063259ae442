"""The promises as templates see them, and one of them with all that is known about it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from svcdocs.facts.terms_data import Unresolved, marked_promises, term_data
from svcdocs.render.views import Record, view
from svcdocs.texts import _

if TYPE_CHECKING:
    from svcdocs.model.term import Term
    from svcdocs.policy import TermSet
    from svcdocs.render.run import Run


class Terms(Record):
    """`terms.a.b.c` gives the promise."""

    __slots__ = ("leaves",)

    def __init__(self, run: Run, policies: TermSet, data: Mapping[str, Any] | None = None) -> None:
        """The promises of policies.

        Args:
            run: who remembers what is looked at.
            policies: they.
            data: the same as `marked_promises` gives it, where somebody has it already.
        """
        super().__init__(run, marked_promises(policies) if data is None else data, ("terms",))
        self.leaves: Mapping[str, Term] = policies.terms

    def term(self, identity: str) -> Record:
        """A term by its dotted id, as rules over terms read it: title, promise, requirement, ….

        Raises:
            LookupError: no policy has it.
        """
        term = self.leaves.get(identity)
        if term is None:
            raise LookupError(_("no policy has a term {id!r}").format(id=identity))
        data = term_data(term)
        if term.promise is None:
            data["promise"] = Unresolved(term)
        return _Known(self.run, data, ("terms", *term.path))


class _Known(Record):
    """One term; its promise is the same value that `terms.a.b.c` gives."""

    __slots__ = ()

    def lookup(self, key: Any) -> Any:
        if key == "promise":
            return view(self.run, self.data["promise"], self.path)
        return super().lookup(key)
