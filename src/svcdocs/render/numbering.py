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
        self._counters = [int(steps[-1]) - 1]

    def next(self, level: int) -> str:
        """The next number of a heading level; deeper levels start again.

        A level that was skipped counts as 1, so that a number always names its place.
        """
        if level < 1:
            raise ValueError(level)
        del self._counters[level:]
        while len(self._counters) < level - 1:
            self._counters.append(1)
        if not self._counters[0] and level > 1:
            self._counters[0] = 1
        if len(self._counters) < level:
            self._counters.append(0)
        self._counters[level - 1] += 1
        return ".".join(str(step) for step in (*self._prefix, *self._counters))
