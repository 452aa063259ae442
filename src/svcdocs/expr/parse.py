"""From text to Jinja's syntax tree, each node with its column.

Jinja's lexer and parser read the text; its optimizer, compiler and evaluator never see it. The
parser takes tokens with a line number and hands that number on to the nodes. Ours are numbered by
their column instead, so every node's `lineno` is a column.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from jinja2 import Environment, TemplateSyntaxError, nodes
from jinja2.lexer import TOKEN_EOF, Token, TokenStream
from jinja2.parser import Parser

from svcdocs.expr.errors import ExpressionError
from svcdocs.texts import _

MAX_LENGTH = 2000
MAX_TOKENS = 400
#: Jinja's parser goes 13 calls deeper for a bracket, and one for each `not`, `else` and sign.
MAX_BRACKETS = 16
MAX_PREFIXES = 32
MAX_DIGITS = 18

_ENVIRONMENT = Environment(autoescape=True)
_LEXER = _ENVIRONMENT.lexer

#: Signs of Jinja's that no expression needs, with what to write instead.
_REFUSED = frozenset({"%", "**", "//", "~", "{", "}", ";", "="})
_INSTEAD = {"=": "==", "&": "and", "!": "not", "“": "'", "”": "'", "‘": "'", "’": "'", "。": "."}


@dataclass(slots=True)
class Source:
    """The words of an expression by their columns."""

    text: str
    words: dict[int, str] = field(default_factory=dict)
    following: dict[int, int] = field(default_factory=dict)

    @property
    def end(self) -> int:
        """The column behind the last character."""
        return len(self.text.rstrip()) + 1


def parse(text: str) -> tuple[nodes.Expr, Source]:
    """Parse an expression; nothing is checked but its syntax and size.

    Raises:
        ExpressionError: not an expression, or too long or too deep to be one.
    """
    if len(text) > MAX_LENGTH:
        raise ExpressionError(
            _("the expression is longer than {limit} characters").format(limit=MAX_LENGTH),
            MAX_LENGTH + 1,
        )
    source = Source(text)
    tokens = _tokens(source)
    parser = Parser(_ENVIRONMENT, "", state="variable")
    parser.stream = TokenStream(tokens, None, None)
    try:
        node = parser.parse_expression()
    except TemplateSyntaxError as error:
        raise _misplaced(source, error.lineno) from None
    if not parser.stream.eos:
        raise _misplaced(source, parser.stream.current.lineno)
    return node, source


def _misplaced(source: Source, column: int) -> ExpressionError:
    word = source.words.get(column)
    if word is None:
        return ExpressionError(_("the expression ends too early"), source.end)
    return ExpressionError(_("'{word}' does not belong here").format(word=word), column)


def _tokens(source: Source) -> list[Token]:
    """All tokens, their columns for line numbers, and the end at the column behind the last."""
    words = list(_words(source.text))
    if len(words) > MAX_TOKENS:
        raise ExpressionError(
            _("the expression has more than {limit} words and signs").format(limit=MAX_TOKENS),
            words[MAX_TOKENS][0],
        )
    _check_depth(words)
    source.words = {column: word for column, _type, word in words}
    columns = [column for column, _type, _word in words]
    source.following = dict(pairwise([*columns, source.end]))
    tokens = list(_LEXER.wrap(words))
    return [*tokens, Token(source.end, TOKEN_EOF, "")]


def _words(text: str) -> Iterator[tuple[int, str, str]]:
    """Column, lexer's type and spelling of each word."""
    # Line breaks are blanks to us; kept, the lexer would join CR LF and shift the columns.
    flat = text.replace("\r", " ").replace("\n", " ")
    position = 0
    lexed = _LEXER.tokeniter(flat, None, None, "variable")
    while True:
        try:
            _line, kind, spelling = next(lexed)
        except StopIteration:
            return
        except TemplateSyntaxError:
            raise _strange(text[position], position + 1) from None
        column = position + 1
        position += len(spelling)
        if kind == "whitespace":
            continue
        _check_word(kind, spelling, text[column - 1 : position], column)
        yield column, kind, spelling


def _check_word(kind: str, spelling: str, raw: str, column: int) -> None:
    if kind == "string":
        if raw != spelling:
            raise ExpressionError(_("a text must end on the line it begins on"), column)
        plain = raw.replace("\\\\", "").replace("\\'", "").replace('\\"', "")
        if "\\" in plain:
            raise ExpressionError(
                _("only \\\\, \\' and \\\" may follow a backslash in a text"), column
            )
    elif kind in ("integer", "float"):
        if not raw.replace(".", "", 1).isdecimal() or len(raw) > MAX_DIGITS:
            raise ExpressionError(
                _("write numbers with plain digits, at most {limit}").format(limit=MAX_DIGITS),
                column,
            )
    elif kind == "name":
        if not raw.isidentifier():
            raise ExpressionError(_("'{word}' is not a name").format(word=raw), column)
    elif kind != "operator" or raw in _REFUSED:
        raise _strange(raw, column)


def _strange(sign: str, column: int) -> ExpressionError:
    if sign in ("'", '"'):
        return ExpressionError(_("the text that begins here has no closing quote"), column)
    # Full-width forms are what a Chinese keyboard gives; each lies at a fixed distance.
    narrow = chr(ord(sign) - 0xFEE0) if "！" <= sign <= "～" else sign
    instead = _INSTEAD.get(narrow, narrow)
    if instead == sign:
        message = _("'{sign}' is not part of the expression language").format(sign=sign)
    else:
        message = _("'{sign}' is not part of the expression language; write {instead}").format(
            sign=sign, instead=instead
        )
    return ExpressionError(message, column)


def _check_depth(words: list[tuple[int, str, str]]) -> None:
    """Refuse what would take Jinja's recursive parser to the end of the stack."""
    brackets = prefixes = 0
    before = "("
    for column, kind, word in words:
        if kind == "operator" and word in "([":
            brackets += 1
        elif kind == "operator" and word in ")]":
            brackets -= 1
        elif word in ("not", "else") or (word in "+-" and before in ("+", "-", "(", "[", ",")):
            prefixes += 1
        if brackets > MAX_BRACKETS or prefixes > MAX_PREFIXES:
            raise ExpressionError(_("the expression is nested too deeply"), column)
        before = word
