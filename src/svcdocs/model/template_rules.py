"""What `svcdocs template lint` looks for."""

from __future__ import annotations

from svcdocs.model.builtin_rules import BuiltinRule
from svcdocs.model.finding import Severity
from svcdocs.texts import _

#: What the ids of these rules begin with.
TEMPLATE = "template/"


def template_rules() -> dict[str, BuiltinRule]:
    """The rules for templates by id, in the language in use."""
    return {rule.id: rule for rule in (*_files(), *_tags(), *_names(), *_texts(), *_layout())}


def _rule(name: str, title: str, advice: str, severity: Severity = Severity.ERROR) -> BuiltinRule:
    return BuiltinRule(id=f"{TEMPLATE}{name}", title=title, advice=advice, severity=severity)


def _files() -> list[BuiltinRule]:
    return [
        _rule(
            "package",
            _("The file is no Word document that can be used"),
            _("Save it anew as .docx with Word or WPS, without macros and embedded objects."),
        ),
        _rule(
            "out-of-step",
            _("The form is not what its outline makes"),
            _("Run `svcdocs template build`."),
        ),
        _rule(
            "hand-edited",
            _("The form was edited in Word, and an outline lies beside it"),
            _(
                "Delete or rename outline.yaml: then the form is the source. Or take the changes"
                " into the outline and run `svcdocs template build --force`."
            ),
        ),
        _rule(
            "unused-ignore",
            _("An exception in type.yaml excuses nothing"),
            _("Delete it, or correct the rule or the text that it names."),
            Severity.WARNING,
        ),
    ]


def _tags() -> list[BuiltinRule]:
    return [
        _rule(
            "split-tag",
            _("A tag is not whole within its paragraph"),
            _("Write the tag in one go, from brace to brace, without a line break in it."),
        ),
        _rule(
            "full-width",
            _("A tag with full-width signs"),
            _("Type the tag with the Chinese input method switched off."),
        ),
        _rule(
            "curly-quotes",
            _("A tag with Chinese quotes"),
            _("It is read as if they were straight; write ' to be sure of it everywhere."),
            Severity.WARNING,
        ),
        _rule(
            "not-alone",
            _("Beside a tag that stands for a whole row, cell or paragraph there is something"),
            _("Give the tag a row, cell or paragraph of its own: all of that vanishes with it."),
        ),
        _rule(
            "split-format",
            _("A tag is formatted in several ways"),
            _("Give all of the tag one font and size; its value prints like its beginning."),
            Severity.INFO,
        ),
        _rule(
            "block",
            _("A block is not closed, or closed by the wrong tag"),
            _("Every for and if needs its endfor or endif, in the same cell, row or paragraph."),
        ),
        _rule(
            "level",
            _("A block begins and ends at different levels"),
            _("Put both tags into rows, cells or paragraphs of their own, or both into the text."),
        ),
        _rule(
            "syntax",
            _("A tag cannot be read"),
            _("Compare it with the page on outlines and tags, docs/outline-format.md."),
        ),
        _rule(
            "forbidden",
            _("A tag does what templates must not do"),
            _("Use the filters and functions of docs/outline-format.md."),
        ),
    ]


def _names() -> list[BuiltinRule]:
    return [
        _rule(
            "unknown-name",
            _("A name that nothing defines"),
            _("Data are reached through project, it, terms, facts, document and policy."),
        ),
        _rule(
            "unknown-field",
            _("A field, term or fact that does not exist"),
            _("`svcdocs template fields` lists those a template uses, with their types."),
        ),
        _rule(
            "unknown-filter",
            _("A filter, test or function that does not exist"),
            _("docs/outline-format.md lists them."),
        ),
        _rule(
            "wrong-type",
            _("A value is of a kind that cannot be used so"),
            _("Loop over tables and lists, print single values, give filters what they work on."),
        ),
    ]


def _texts() -> list[BuiltinRule]:
    return [
        _rule(
            "typed-term",
            _("A number is typed that a term gives"),
            _(
                "Print the term: the text would stay when the policy changes. If it is no promise,"
                " say so under `lint: ignore:` in type.yaml."
            ),
            Severity.WARNING,
        ),
        _rule(
            "typed-number",
            _("A period is typed into the text"),
            _("Make it a term of the policy, unless it is fixed by law."),
            Severity.INFO,
        ),
        _rule(
            "comments",
            _("The template has comments"),
            _("Delete them: they would stand in every document."),
            Severity.WARNING,
        ),
        _rule(
            "tracked-changes",
            _("The template has tracked changes"),
            _("Accept or reject them: they would stand in every document."),
            Severity.WARNING,
        ),
        _rule(
            "author",
            _("The template names a person"),
            _("Remove personal information in Word's document inspector; every document has it."),
            Severity.INFO,
        ),
    ]


def _layout() -> list[BuiltinRule]:
    return [
        _rule(
            "font",
            _("A font that is not on the list"),
            _(
                "Use 宋体, 黑体, 仿宋, 楷体 or Times New Roman, or name the font under `lint: fonts:` in"
                " type.yaml; where it is missing, lines and pages break elsewhere."
            ),
            Severity.WARNING,
        ),
        _rule(
            "theme-font",
            _("A font is taken from the theme"),
            _("Name the font itself: a theme font is another one on every machine."),
            Severity.WARNING,
        ),
        _rule(
            "field-result",
            _("A field without a result"),
            _("Let Word update its fields (Ctrl+A, F9) and save; without it Word offers a repair."),
        ),
        _rule(
            "table-header",
            _("The head of a growing table does not repeat"),
            _("In Word: table properties, row, repeat as header row at the top of each page."),
            Severity.WARNING,
        ),
    ]
