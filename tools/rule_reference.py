"""Write docs/rules.md again: `python tools/rule_reference.py`.

The kinds of rules from the docstrings of their modules, and every rule of every built-in policy. A
test compares the file with what this makes.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from svcdocs.check.kinds import kind_page, kinds
from svcdocs.load import resources
from svcdocs.model.builtin_rules import builtin_rules
from svcdocs.policy import policies_for
from svcdocs.texts import use_language
from svcdocs.workflow.rules import RulePage, rule_pages

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "docs" / "rules.md"

NATURES = {"data": "数据矛盾", "breach": "违背承诺", "gap": "尚缺"}
SEVERITIES = {"error": "错误", "warning": "警告", "info": "提示"}
HEAD = """\
# 规则

本页由 `python tools/rule_reference.py` 生成，不手工修改。一条规则的全文（表达式、出处、怎么办）看
`svcdocs explain <规则编号>`。

性质：数据矛盾（读这些数据的文书不出）、违背承诺（报告，不拦文书）、尚缺（只拦需要它的文书）。
阶段：bid → signed → delivered → trial → accepted → in-service → closed，规则从所列阶段起计。
"""


def reference() -> str:
    """The whole page."""
    parts = [HEAD, *_policies(), _builtin(), "## 规则的种类\n", *_kinds()]
    return "\n".join(parts)


def _policies() -> Iterator[str]:
    for id_ in resources.list_policies():
        found = policies_for([id_])
        pages = rule_pages(found)
        (policy,) = found.policies
        yield f"## {policy.title}（{policy}）\n"
        yield f"{len(pages)} 条。\n"
        yield "| 规则 | 名称 | 种类 | 性质 | 轻重 | 阶段 | 出处 |"
        yield "|---|---|---|---|---|---|---|"
        yield from (_row(page) for page in pages.values())
        yield ""


def _row(page: RulePage) -> str:
    cells = (
        f"`{page.id}`",
        page.title,
        f"[{page.kind}](#{page.kind})",
        NATURES[page.nature.value],
        SEVERITIES[page.severity.value],
        " 至 ".join(page.stages),
        "、".join(source for source, _title in page.sources),
    )
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _builtin() -> str:
    rows = [
        f"| `{rule.id}` | {rule.title} | {NATURES[rule.nature.value]} |"
        f" {SEVERITIES[rule.severity.value]} | {rule.advice} |"
        for rule in builtin_rules().values()
    ]
    table = ["| 规则 | 名称 | 性质 | 轻重 | 怎么办 |", "|---|---|---|---|---|", *rows]
    return "\n".join(["## 不属于任何政策的规则\n", *table, ""])


def _kinds() -> Iterator[str]:
    for key in sorted(kinds()):
        page = kind_page(key)
        example = ["```yaml", page.example, "```"]
        yield f"### {key}\n"
        yield "\n".join([page.title, "", page.does, "", *example, "", page.finds, ""])


def main() -> int:
    """Write the page."""
    use_language("zh_CN")
    TARGET.write_text(reference(), encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
