"""A date that rests on working days of a year without a notice prints with a mark, in every form."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from svcdocs.facts import Context
from svcdocs.load import load_project
from svcdocs.ooxml.dump import dump
from svcdocs.policy import load_policies
from svcdocs.render.doctype import find_type
from svcdocs.render.document import render_document
from svcdocs.render.outline import build_form, load_outline

PROJECT = """\
stage: in-service
as_of: 2028-12-30
policies: [small@1.0]
no: P-1
name: 校园网
purchaser: {name: 学校, noun: 学校}
supplier: {name: 启衡}
trial_runs: [{id: T1, ended_on: 2028-12-27}, {id: T2, ended_on: 2026-11-23}]
incidents: [{id: I1, reported_at: 2028-12-29 17:00}]
"""
POLICY = """\
id: small
version: "1.0"
title: 小政策
sources: {seed: {title: 方案}}
terms:
  acceptance: {source: seed:L1, within: 7 working days, window: 5x9, answer: 2 hours}
facts:
  acceptance-by:
    title: 验收截止日
    for: project.trial_runs
    value: it.ended_on + terms.acceptance.within
  trial-end: {title: 试运行结束, for: project.trial_runs, value: it.ended_on}
rules:
  acceptance-late:
    title: 验收逾期
    nature: breach
    severity: error
    from_stage: trial
    for: project.trial_runs
    source: seed:L1
    deadline: {from: it.ended_on, within: terms.acceptance.within, done: it.started_on}
  answered-late:
    title: 答复逾期
    nature: breach
    severity: error
    from_stage: trial
    source: seed:L1
    deadline:
      from: "project.incidents | pluck('reported_at') | first"
      within: terms.acceptance.answer
      window: terms.acceptance.window
      done: "project.incidents | pluck('responded_at') | first"
"""
OUTLINE = """\
blocks:
  - paragraph: "日 {{ facts.acceptance_by }}"
  - paragraph: "日期 {{ facts.acceptance_by | date }}"
  - paragraph: "短 {{ facts.acceptance_by | short_date }}"
  - paragraph: "大写 {{ facts.acceptance_by | cn }}"
  - paragraph: "期限 {{ facts.acceptance_late.due }}，剩 {{ facts.acceptance_late.margin }}，共 {{ facts.acceptance_late.allowed }}"
  - paragraph: "时刻 {{ facts.answered_late.due }}；{{ facts.answered_late.due | moment }}；{{ facts.answered_late.due | clock }}；{{ facts.answered_late.due | date }}"
  - paragraph: "原值 {{ facts.trial_end }} {{ it.ended_on }}"
  - paragraph: "{% if facts.acceptance_by > it.ended_on %}在后{% endif %}"
"""
NOTICE = """\
year: {year}
title: 通知
source: 网页
published_on: {year}-01-01
status: {status}
days_off:
  - {{title: 元旦, from: {year}-01-01, to: {year}-01-03}}
  - {{title: 劳动节, from: {year}-05-01}}
  - {{title: 国庆节, from: {year}-10-01}}
"""

Lines = Callable[[str], list[str]]


@pytest.fixture
def lines(tmp_path: Path) -> Lines:
    """The paragraphs of the document about a trial run."""
    files = {
        "project.yaml": PROJECT,
        "policies/small/policy.yaml": POLICY,
        "templates/sheet/type.yaml": (
            "id: sheet\ntitle: 单\nfrom_stage: bid\nfor: project.trial_runs\nfile_name: 单\n"
        ),
        "templates/sheet/outline.yaml": OUTLINE,
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    folder = tmp_path / "templates" / "sheet"
    (folder / "form.docx").write_bytes(build_form(load_outline(folder), {"title": "单"}))

    def render(trial_run: str) -> list[str]:
        loaded = load_project(tmp_path)
        context = Context.build(loaded, load_policies(loaded))
        assert context.problems == ()
        index = int(trial_run[1:]) - 1
        path = ("project", "trial_runs", index)
        document = render_document(context, find_type("sheet", tmp_path), path)
        text = dump(document.data).partition("\n# ")[0].replace("\u00a0", " ")
        return [line for line in text.splitlines()[1:] if line]

    return render


def put(folder: Path, status: str) -> None:
    """Notices for both years that the deadline touches."""
    (folder / "calendars").mkdir(exist_ok=True)
    for year in (2028, 2029):
        notice = NOTICE.format(year=year, status=status)
        (folder / "calendars" / f"{year}.yaml").write_text(notice, encoding="utf-8")


def test_every_form_of_a_computed_value_is_marked(lines: Lines) -> None:
    """Monday to Friday were taken for working days; what stands in the data is certain."""
    assert lines("T1") == [
        "日 2029年1月5日（暂定）",
        "日期 2029年1月5日（暂定）",
        "短 2029-01-05（暂定）",
        "大写 二〇二九年一月五日（暂定）",
        "期限 2029年1月5日（暂定），剩 5 个工作日（暂定），共 7 个工作日",
        "时刻 2029年1月1日 10:00（暂定）；2029年1月1日 10:00（暂定）；10:00（暂定）；2029年1月1日（暂定）",
        "原值 2028年12月27日 2028年12月27日",
        "在后",
    ]


def test_what_is_expected_is_marked_too(lines: Lines, tmp_path: Path) -> None:
    """元旦 is a day off, and nobody has said so officially."""
    put(tmp_path, "provisional")

    assert lines("T1")[0] == "日 2029年1月10日（暂定）"


def test_the_notice_takes_the_mark_away(lines: Lines, tmp_path: Path) -> None:
    """The same document, now certain."""
    put(tmp_path, "official")

    assert lines("T1")[0] == "日 2029年1月10日"
    assert "暂定" not in "".join(lines("T1"))


def test_known_years_are_never_marked(lines: Lines) -> None:
    """Seven working days after 2026-11-23; how much it is overdue by 2028 is another matter."""
    assert lines("T2")[0] == "日 2026年12月2日"
    assert lines("T2")[4] == "期限 2026年12月2日，剩 -543 个工作日（暂定），共 7 个工作日"
