"""What is wrong with an expression, and where in its text."""

from __future__ import annotations


class ExpressionError(Exception):
    """An expression that cannot be read, or that does not fit the values it met.

    `column` counts code points of the expression's own text from 1 and points at the name,
    operator, filter or operand at fault; of two operands that do not fit together, at the first
    word of the left one. Whoever knows where the expression stands in a file adds the file.
    """

    def __init__(self, message: str, column: int) -> None:
        super().__init__(message)
        self.message = message
        self.column = column

    def __str__(self) -> str:
        return f"{self.column}: {self.message}"
