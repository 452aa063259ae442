"""Cells equal the csv module's, and each knows where it stands."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from svcdocs.load.csv_cells import read_rows
from svcdocs.model.finding import Problem

pytestmark = pytest.mark.usefixtures("english")

cells = st.text(st.sampled_from('ab,";\n 值'), max_size=6)


@given(
    st.lists(st.lists(cells, min_size=1, max_size=4), max_size=5), st.sampled_from(["\r\n", "\n"])
)
def test_cells_equal_those_of_the_csv_module(rows: list[list[str]], end: str) -> None:
    """RFC 4180 section 2: what the csv module writes is read with the same cells."""
    file = io.StringIO()
    csv.writer(file, lineterminator=end).writerows(rows)
    problems: list[Problem] = []
    found = list(read_rows(file.getvalue(), "f.csv", problems))
    reference = [row for row in csv.reader(io.StringIO(file.getvalue(), newline="")) if row]
    # A line with one empty cell is written as `""`: no more than an empty line to a table.
    assert [row.texts for row in found] == [row for row in reference if row != [""]]
    assert not problems


@given(st.text(st.sampled_from('ab,"\n\r'), max_size=12).filter(lambda text: "\r\n" not in text))
def test_any_text_is_read_as_the_csv_module_reads_it_or_refused(text: str) -> None:
    """Where no problem is reported, the csv module agrees on every cell."""
    text = text.replace("\r", "\r\n").replace("\r\n\n", "\r\n")
    problems: list[Problem] = []
    found = list(read_rows(text, "f.csv", problems))
    if not problems:
        reference = csv.reader(io.StringIO(text, newline=""), strict=True)
        assert [row.texts for row in found] == [row for row in reference if row not in ([], [""])]


@given(st.lists(st.lists(cells, min_size=2, max_size=4), min_size=1, max_size=5))
def test_the_text_at_the_place_is_the_cell(rows: list[list[str]]) -> None:
    """The first line of a cell's spelling stands at its place, inside the quotes."""
    file = io.StringIO()
    csv.writer(file, lineterminator="\n").writerows(rows)
    lines = file.getvalue().split("\n")
    for row in read_rows(file.getvalue(), "f.csv", []):
        for index, text in enumerate(row.texts):
            place = row.place("f.csv", index)
            spelling = lines[place.line - 1][place.column - 1 : place.column - 1 + place.length]
            assert spelling.replace('""', '"') == text.split("\n")[0]


def test_an_open_quotation_mark() -> None:
    """Everything behind it would be one cell: the mark is named."""
    problems: list[Problem] = []
    list(read_rows('id,title\n1,"open\n2,x\n', "f.csv", problems))
    assert [str(problem.place) for problem in problems] == ["f.csv:2:3"]
    assert problems[0].message == "the quotation mark opened here is never closed"


def test_text_behind_a_quotation_mark() -> None:
    """The usual way to get a quotation mark inside a cell wrong."""
    problems: list[Problem] = []
    list(read_rows('id,title\n1,"12" display"\n', "f.csv", problems))
    assert [str(problem.place) for problem in problems] == ["f.csv:2:7"]
    assert problems[0].hint == "write a quotation mark inside a cell twice"
