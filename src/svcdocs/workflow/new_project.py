"""A project folder to start from: what a stage needs, each field with its Chinese title."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from svcdocs.errors import UsageError
from svcdocs.load.fields import field_kind, field_names, field_title, required_fields
from svcdocs.model.stage import Stage
from svcdocs.policy import policies_for
from svcdocs.texts import _
from svcdocs.workflow.new_type import write_all
from svcdocs.workflow.outputs import prepare_folder
from svcdocs.workflow.usual_policies import usual_policies

MAIN = "project.yaml"
TENDER = "tender.yaml"
#: Excel takes a CSV file for UTF-8 only with a mark at its beginning.
_BOM = "\ufeff"
_HEAD = ("no", "name", "lot", "site", "scope")
#: From which stage on a group of fields, or a table, is wanted.
_GROUPS = {"purchaser": Stage.BID, "supplier": Stage.BID, "award": Stage.SIGNED}
_GROUPS |= {"contract": Stage.SIGNED}
_TABLES = {
    "equipment": Stage.BID,
    "staff": Stage.BID,
    "deliveries": Stage.DELIVERED,
    "delivered_units": Stage.DELIVERED,
    "delivery_documents": Stage.DELIVERED,
    "installations": Stage.TRIAL,
    "installed_units": Stage.TRIAL,
    "trial_runs": Stage.TRIAL,
    "acceptances": Stage.ACCEPTED,
    "acceptance_items": Stage.ACCEPTED,
    "training_sessions": Stage.ACCEPTED,
    "incidents": Stage.IN_SERVICE,
    "maintenance": Stage.IN_SERVICE,
    "visits": Stage.IN_SERVICE,
    "feedback": Stage.IN_SERVICE,
}


def new_project(
    folder: Path,
    *,
    stage: Stage = Stage.BID,
    policies: Sequence[str] = (),
    force: bool = False,
) -> list[Path]:
    """Make a project's folder with files to fill in.

    Args:
        folder: where; its name is the project's name until another is written.
        stage: how far the project has come.
        policies: its policies, `network-equipment@1.0`; by default the supplier's and the laws.
        force: whether files that are there are overwritten.

    Raises:
        UsageError: the path names no folder.
        OutputError: there is a project already, or the disk refuses.
        PolicyError: a policy does not exist.
    """
    if folder.suffix.lower() in (".yaml", ".yml"):
        raise UsageError(
            _("{path} is a file's name").format(path=folder.as_posix()),
            hint=_("name the folder that the project gets"),
        )
    if policies:
        policies_for(list(policies))
    names = list(policies) or [str(one) for one in usual_policies(None)]
    files = {MAIN: "\n".join(_main(folder.resolve().name, stage, names)) + "\n"}
    if stage is Stage.BID:
        files[TENDER] = "\n".join(_tender()) + "\n"
    for table, first in _TABLES.items():
        if first.rank <= stage.rank:
            files[f"{table}.csv"] = _BOM + ",".join(_headings(table)) + "\n"
    prepare_folder(folder)
    return write_all({folder / name: text.encode() for name, text in files.items()}, force=force)


def _main(name: str, stage: Stage, policies: Sequence[str]) -> Iterator[str]:
    yield "# 项目数据：冒号后面填值，# 后面是说明；没有的空着。前面有 # 的行，需要时去掉 # 再填。"
    yield "# 填到哪里，就用 svcdocs check 检查到哪里；表格在同一文件夹的 CSV 里，用 Excel 填。"
    yield f"stage: {stage.value}  # 项目阶段：bid 投标，signed 已签约，delivered 已到货，trial 试运行，"
    yield "# accepted 已验收，in-service 质保服务中，closed 已结束"
    yield f"policies: [{', '.join(policies)}]  # 适用政策"
    yield "# regime: [gov, tender]  # 采购方式：gov 政府采购，tender 招标投标"
    yield "# as_of: 2026-01-31  # 数据截至日期；不写：今天"
    yield ""
    for one in _HEAD:
        value = f" {_quoted(name)}" if one == "name" else ""
        yield _scalar((one,), value=value, wanted=one in _required(()))
    for group, first in _GROUPS.items():
        if first.rank <= stage.rank:
            yield ""
            yield from _group(group)


def _group(group: str) -> Iterator[str]:
    yield f"{group}:  # {field_title('project', (group,))}"
    for name in field_names("project", (group,)) or {}:
        if field_kind("project", (group, name)) not in ("table", "mapping", "list"):
            yield _scalar((group, name), "  ", wanted=name in _required((group,)))


def _scalar(path: tuple[str, ...], indent: str = "", value: str = "", *, wanted: bool) -> str:
    must = "，必填" if wanted and not value else ""
    return f"{indent}{path[-1]}:{value}  # {field_title('project', path)}{must}"


def _tender() -> Iterator[str]:
    yield "# 招标文件：招标信息和它对各条款的要求；要求不会自动成为承诺。"
    yield from _group("tender")
    yield ""
    yield "# requirements:  # 招标要求，键为条款值编号，见 svcdocs policy show"
    yield "#   sla.levels.general.onsite:"
    yield '#     {comparator: "<=", value: 4 hours, mark: star, clause: "3.2.1"}'


def _required(path: tuple[str, ...]) -> tuple[str, ...]:
    if not path:
        return ("no", "name", "purchaser", "supplier")
    return required_fields("project", path)


def _headings(table: str) -> Iterator[str]:
    fields = field_names("project", (table, "*")) or {}
    for name, kind in fields.items():
        if kind not in ("table", "mapping"):
            title = field_title("project", (table, "*", name)) or name
            yield f'"{title}"' if "," in title else title


def _quoted(text: str) -> str:
    return (
        text
        if text.replace("-", "").isalnum() and not text.isdigit()
        else json.dumps(text, ensure_ascii=False)
    )
