"""How much one document may cost: a template from outside must not run or grow without end."""

from __future__ import annotations

from svcdocs.texts import _

#: Tags evaluated and passes through loops; a table of 2,000 rows takes some ten thousand.
MAX_STEPS = 500_000
#: Characters of XML and of texts put together; a bid of 100 pages has about two million.
MAX_CHARACTERS = 100_000_000


class Budget:
    """What is left for one document."""

    __slots__ = ("characters", "steps")

    def __init__(self) -> None:
        self.steps = MAX_STEPS
        self.characters = MAX_CHARACTERS

    def step(self) -> None:
        """Pay for one step.

        Raises:
            ValueError: there were too many.
        """
        self.steps -= 1
        if self.steps < 0:
            self.refuse()

    def refuse(self) -> None:
        """Say what is used up.

        Raises:
            ValueError: steps or characters.
        """
        if self.steps < 0:
            raise ValueError(
                _("more than {limit} steps; a loop runs too often").format(limit=f"{MAX_STEPS:,}")
            )

        if self.characters < 0:
            raise ValueError(
                _("more than {limit} characters; a text is repeated too often").format(
                    limit=f"{MAX_CHARACTERS:,}"
                )
            )

    def spend(self, characters: int) -> None:
        """Pay for a text.

        Raises:
            ValueError: all texts together are too long.
        """
        self.characters -= characters
        if self.characters < 0:
            self.refuse()
