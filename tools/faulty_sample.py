"""Make samples/campus-network-faulty again: `python tools/faulty_sample.py`.

The clean sample with many of the faults of tests/faults at once, so that a report with something in
it can be looked at, and `expected-findings.txt`, which a test compares with what a check finds.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from sample_patch import Patch

from svcdocs.check import check
from svcdocs.facts import Context
from svcdocs.load import load_project, load_yaml
from svcdocs.policy import load_policies

ROOT = Path(__file__).resolve().parent.parent
CLEAN = ROOT / "samples" / "campus-network"
FAULTY = ROOT / "samples" / "campus-network-faulty"
FAULTS = ROOT / "tests" / "faults"
POLICY = "network-equipment"
EXPECTED = "expected-findings.txt"

#: The rules whose faults go in, in this order, of `POLICY` where none is named; no two touch the
#: same value.
RULES = (
    "stages-out-of-order",
    "role-unknown",
    "promise-worse-than-required",
    "promise-beyond-standard-unapproved",
    "contract-amount-differs",
    "serial-numbers-differ",
    "delivery-document-missing",
    "genuine-evidence-missing",
    "replacement-late",
    "installation-charged",
    "trial-fault-ignored",
    "acceptance-unsigned",
    "acceptance-category-missing",
    "open-issue-late",
    "warranty-end-wrong",
    "manufacturer-warranty-short",
    "warranty-repair-charged",
    "fault-not-replaced",
    "spare-unit-late",
    "onsite-late",
    "response-late",
    "incident-stamps-out-of-order",
    "cause-unknown",
    "roster-gap",
    "maintenance-missed",
    "incident-not-filed",
    "training-manual-not-chinese",
    "training-outcome-missing",
    "visit-not-appointed",
    "visit-unpunctual",
    "visit-record-unsigned",
    "visit-report-late",
    "visit-reviewed-by-visitor",
    "visit-materials-kept",
    "dissatisfied-not-revisited",
    "feedback-unowned",
    "feedback-closed-late",
    "liable-persons-wrong",
    "measure-not-allowed",
    "discretion-reason-missing",
    "notice-skips-defence",
    "cn-law/bid-bond-over-budget",
    "cn-law/archive-too-short",
    "cn-law/acceptance-plan-incomplete",
    "cn-law/acceptance-book-unsigned",
    "cn-law/wage-deduction-without-agreement",
)
NAME = "东澜理工大学校园网络设备采购项目（有错的示例）"
README = """\
# 有错的示例

`campus-network` 一次改出 {count} 处错，用来看检查报告；不是真实项目，也不要照着它填写。

```bash
svcdocs check samples/campus-network-faulty
```

应得的检查结果在 `expected-findings.txt`，测试逐条核对规则、记录和位置。文件都由
`python tools/faulty_sample.py` 从 `campus-network` 和 `tests/faults` 生成，要改就改那两处，再生成一次。
"""


def fault_file(rule: str) -> Path:
    """The file of a rule of `RULES`."""
    return FAULTS / f"{rule if '/' in rule else f'{POLICY}/{rule}'}.yaml"


def build(folder: Path) -> None:
    """Write the faulty sample into a folder that is not there yet."""
    # Its faults in terms are as old as the terms; after a signature they would be one fault: older.
    shutil.copytree(CLEAN, folder, ignore=shutil.ignore_patterns("*.lock.yaml"))
    for rule in RULES:
        fault = load_yaml(fault_file(rule), None).tree.data["fault"]
        Patch.read(fault).apply(folder)
    Patch(set={"name": NAME}).apply(folder)
    lines = list(findings(folder))
    (folder / EXPECTED).write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
    count = sum("answered by" not in line for line in lines)
    (folder / "README.md").write_text(README.format(count=count), encoding="utf-8", newline="\n")


def findings(folder: Path) -> Iterator[str]:
    """What a check finds: the place in the folder, the rule, the record (`-`: the project)."""
    loaded = load_project(folder)
    report = check(Context.build(loaded, load_policies(loaded)))
    for finding in report.findings:
        place = Path(finding.place.file).relative_to(folder).as_posix()
        spot = f"{place}:{finding.place.line}:{finding.place.column}"
        answer = f"  answered by {finding.answered_by}" if finding.answered_by else ""
        yield f"{spot}  {finding.rule}  {finding.record or '-'}{answer}"


def main() -> int:
    """Replace the committed sample."""
    if FAULTY.exists():
        shutil.rmtree(FAULTY)
    build(FAULTY)
    sys.stdout.write((FAULTY / EXPECTED).read_text(encoding="utf-8"))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
