"""A supplier's service promises as data, checked and printed.

    import svcdocs

    project = svcdocs.open_project("samples/campus-network-bid")
    for finding in project.report.open:
        print(finding.place, finding.rule, finding.message)
    annex = svcdocs.render_document(project, "bid-annex", parameters={"first_number": "6.1"})
    Path(annex.file_name).write_bytes(annex.data)

What stands in `__all__` is the public interface; it is loaded when it is first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from svcdocs.errors import (
        DocumentError,
        OutputError,
        PolicyError,
        SvcdocsError,
        TemplateError,
        UsageError,
    )
    from svcdocs.model.finding import Finding, Severity
    from svcdocs.model.report import Report
    from svcdocs.render.rendered import Rendered
    from svcdocs.texts import use_language
    from svcdocs.workflow.forms import blank_form
    from svcdocs.workflow.gate import render_document
    from svcdocs.workflow.project import Project, open_project

__version__ = "0.1.0"

__all__ = [
    "DocumentError",
    "Finding",
    "OutputError",
    "PolicyError",
    "Project",
    "Rendered",
    "Report",
    "Severity",
    "SvcdocsError",
    "TemplateError",
    "UsageError",
    "blank_form",
    "open_project",
    "render_document",
    "use_language",
]

_HOMES = {
    **dict.fromkeys(
        ["DocumentError", "OutputError", "PolicyError", "SvcdocsError", "TemplateError"],
        "svcdocs.errors",
    ),
    "UsageError": "svcdocs.errors",
    "Finding": "svcdocs.model.finding",
    "Severity": "svcdocs.model.finding",
    "Report": "svcdocs.model.report",
    "Rendered": "svcdocs.render.rendered",
    "use_language": "svcdocs.texts",
    "blank_form": "svcdocs.workflow.forms",
    "render_document": "svcdocs.workflow.gate",
    "Project": "svcdocs.workflow.project",
    "open_project": "svcdocs.workflow.project",
}


def __getattr__(name: str) -> Any:
    """Import a public name when somebody asks for it: `import svcdocs` alone costs nothing."""
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
