"""Heading numbers as text, so that a chapter can start anywhere in a larger bid."""

from __future__ import annotations


class Numbering:
    """Multi-level counters: 1.1, 1.2, 1.2.1, … from a first number on.

    Args:
        first: the number of the first heading of level 1: "1", or "1.1" or "4.3.1" inside a
            larger document.

    Raises:
        ValueError: `first` is not numbers with dots between.
    """

    def __init__(self, first: str = "1") -> None:
        steps = first.split(".")
        if not all(step.isascii() and step.isdigit() for step in steps):
            raise ValueError(first)
        self._prefix = [int(step) for step in steps[:-1]]
        self._first = int(steps[-1])
        self._counters: list[int] = []
        self._remembered: list[list[int]] = []

    def next(self, level: int) -> str:
        """The next number of a heading level; deeper levels start again.

        A level that was skipped counts as 1, so that a number always names its place.
        """
        if level < 1:
            raise ValueError(level)
        counters = self._counters
        del counters[level:]
        while len(counters) < level - 1:
            counters.append(1 if counters else self._first)
        if len(counters) < level:
            counters.append(0 if counters else self._first - 1)
        counters[-1] += 1
        return ".".join(str(step) for step in (*self._prefix, *counters))

    def remember(self) -> None:
        """Remember where the counting stands: what comes now may come again."""
        self._remembered.append(list(self._counters))

    def go_back(self) -> None:
        """Count on from where it was remembered last."""
        if self._remembered:
            self._counters = self._remembered.pop()
