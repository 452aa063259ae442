"""What somebody changed in a document's texts, by the marks that it remembers of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import zip_longest

from svcdocs.model.verification import Edit
from svcdocs.ooxml.archive import PackageError
from svcdocs.ooxml.blocks import Block, Blocks, document_blocks
from svcdocs.ooxml.imprint import DIGITS, EMPTY, Imprint, MarkBlock, MarkRow, mark, read_imprint
from svcdocs.ooxml.package import read_package
from svcdocs.ooxml.properties import read_properties


def _length(one: str) -> int:
    return 0 if one == EMPTY else DIGITS.index(one[4]) * 64 + DIGITS.index(one[5])


def reads_as_made(data: bytes) -> bool:
    """Whether every text of a file is as we made it, whoever saved it since."""
    try:
        parts = read_package(data, "")
        made = read_imprint(read_properties(parts))
        return made is not None and not edits(made, document_blocks(parts))
    except PackageError:
        return False


def edits(made: Imprint, found: Blocks) -> list[Edit]:
    """Where a document differs from what was made, in its order; empty if nowhere."""
    now = tuple(_marked(block) for block in found.body)
    if now == made.body:
        differences: list[Edit] = []
    else:
        differences = [
            *_paragraph_edits(
                [one for one in made.body if isinstance(one, str)],
                [one for one in found.body if isinstance(one, str)],
            ),
            *_table_edits(
                [one for one in made.body if not isinstance(one, str)],
                [one for one in found.body if not isinstance(one, str)],
            ),
        ] or [Edit(kind="moved")]
    return differences + _sheet_edits(made.sheets, found.sheets)


def _marked(block: Block) -> MarkBlock:
    if isinstance(block, str):
        return mark(block)
    return tuple(tuple(mark(text) for text in row) for row in block)


def _paired(
    before: Sequence[object], after: Sequence[object]
) -> Iterator[tuple[int | None, int | None]]:
    """Indexes of what differs: both where one stands for the other, else what came or went."""
    matcher = SequenceMatcher(a=before, b=after, autojunk=False)
    for kind, old, old_end, new, new_end in matcher.get_opcodes():
        if kind != "equal":
            yield from zip_longest(range(old, old_end), range(new, new_end))


def _paragraph_edits(before: Sequence[str], after: Sequence[str]) -> Iterator[Edit]:
    for old, new in _paired(before, [mark(text) for text in after]):
        if new is None:
            assert old is not None  # noqa: S101 - a pair has one side at least
            yield Edit(kind="removed", paragraph=old + 1, was=_length(before[old]))
        elif old is None:
            yield Edit(kind="inserted", paragraph=new + 1, now=after[new])
        else:
            yield Edit(kind="changed", paragraph=new + 1, was=_length(before[old]), now=after[new])


def _table_edits(
    before: Sequence[tuple[MarkRow, ...]], after: Sequence[tuple[MarkRow, ...]]
) -> Iterator[Edit]:
    for old, new in _paired(before, [_marked(table) for table in after]):
        if new is None:
            assert old is not None  # noqa: S101 - a pair has one side at least
            yield Edit(kind="removed", table=old + 1, was=sum(map(_total, before[old])))
        elif old is None:
            yield Edit(kind="inserted", table=new + 1, now=_row_text(sum(after[new], ())))
        else:
            yield from _row_edits(new + 1, before[old], after[new])


def _row_edits(table: int, before: Sequence[MarkRow], after: Sequence[MarkRow]) -> Iterator[Edit]:
    for old, new in _paired(before, [tuple(map(mark, row)) for row in after]):
        if new is None:
            assert old is not None  # noqa: S101 - a pair has one side at least
            yield Edit(kind="removed", table=table, row=old + 1, was=_total(before[old]))
        elif old is None:
            yield Edit(kind="inserted", table=table, row=new + 1, now=_row_text(after[new]))
        elif len(before[old]) != len(after[new]):
            was, now = _total(before[old]), _row_text(after[new])
            yield Edit(kind="changed", table=table, row=new + 1, was=was, now=now)
        else:
            for column, (was_mark, text) in enumerate(
                zip(before[old], after[new], strict=True), start=1
            ):
                if was_mark != mark(text):
                    yield Edit(
                        kind="changed",
                        table=table,
                        row=new + 1,
                        column=column,
                        was=_length(was_mark),
                        now=text,
                    )


def _sheet_edits(before: Sequence[str], after: Sequence[str]) -> list[Edit]:
    known = {mark(text) for text in after}
    gone = [one for one in before if one not in known]
    come = [text for text in after if mark(text) not in before]
    return [
        Edit(
            kind="removed" if text is None else "inserted" if old is None else "changed",
            sheet=True,
            was=_length(old) if old else 0,
            now=text or "",
        )
        for old, text in zip_longest(gone, come)
    ]


def _total(row: Iterable[str]) -> int:
    return sum(map(_length, row))


def _row_text(row: Iterable[str]) -> str:
    return " | ".join(row)
