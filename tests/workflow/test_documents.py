"""Orders become files: which are due, what stops one and not the others."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from svcdocs.errors import DocumentError, OutputError, TemplateError, UsageError
from svcdocs.render.mode import Mode
from svcdocs.workflow.documents import Outcome, produce
from svcdocs.workflow.orders import chosen, due
from svcdocs.workflow.outputs import write_file
from svcdocs.workflow.project import open_project

pytestmark = pytest.mark.usefixtures("english")

VISITS = ["visit-record"]
Edit = Callable[[str, str, str], None]


@pytest.fixture
def edit(campus: Path) -> Edit:
    """Change a text in a file of the sample."""

    def change(name: str, old: str, new: str) -> None:
        path = campus / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    return change


def made(
    campus: Path, *types: str, mode: Mode = Mode.FINAL, force: bool = False
) -> dict[str, Outcome]:
    """Outcomes by the documents' titles, written to `out` beside the project."""
    project = open_project(campus)
    orders = chosen(project, types or VISITS, mode=mode)
    outcomes = produce(project, orders, campus.parent / "out", force=force)
    return {outcome.title: outcome for outcome in outcomes}


def files(campus: Path) -> list[str]:
    """What was written."""
    out = campus.parent / "out"
    return sorted(path.name for path in out.iterdir()) if out.exists() else []


class TestDue:
    """What `build` prints."""

    def test_one_for_each_row_that_the_type_wants(self, campus: Path) -> None:
        """Every finished visit has its record."""
        project = open_project(campus)

        titles = [order.title(project.context) for order in due(project)]

        assert [title for title in titles if title.startswith("客户回访记录表")] == [
            f"客户回访记录表 VIS-{number:03}" for number in range(1, 8)
        ]

    def test_a_later_stage_is_not_asked_for(self, campus: Path, edit: Edit) -> None:
        """A bid has no visits, whatever the files hold."""
        edit("project.yaml", "stage: in-service", "stage: bid")

        assert {order.type.id for order in due(open_project(campus))} == {
            "bid-annex",
            "commitment-letter",
            "sla-table",
            "spare-parts-list",
            "waiver-note",
        }


class TestGate:
    """What stops a document."""

    def test_a_contradiction_stops_what_prints_it(self, campus: Path, edit: Edit) -> None:
        """A visit that began after its end stops its own documents and no others."""
        edit("visits.yaml", "started_at: 2025-07-10", "started_at: 2025-07-11")

        outcomes = made(campus)

        stopped = outcomes.pop("客户回访记录表 VIS-001")
        assert stopped.path is None
        assert [one.rule for one in stopped.blocked_by] == [
            "network-equipment/visit-dates-out-of-order"
        ]
        assert all(outcome.path for outcome in outcomes.values())

    def test_a_draft_is_made_all_the_same(self, campus: Path, edit: Edit) -> None:
        """Somebody wants to see it before the data are right."""
        edit("visits.yaml", "started_at: 2025-07-10", "started_at: 2025-07-11")

        outcomes = made(campus, mode=Mode.DRAFT)

        assert all(outcome.path for outcome in outcomes.values())

    def test_a_missing_value_stops_a_final_document(self, campus: Path, edit: Edit) -> None:
        """It is named with the place where it would stand."""
        edit("visits.yaml", "    interviewee: 程思远\n", "")

        outcomes = made(campus)

        stopped = outcomes["客户回访记录表 VIS-001"]
        assert stopped.path is None
        assert [lack.name for lack in stopped.lacks] == ["project.visits[VIS-001].interviewee"]
        lines = (campus / "visits.yaml").read_text(encoding="utf-8").splitlines()
        row = lines.index("  - id: VIS-001") + 1
        assert str(stopped.lacks[0].place).endswith(f"visits.yaml:{row}:5")
        assert len(files(campus)) == len(outcomes) - 1

    def test_a_missing_value_is_marked_in_a_draft(self, campus: Path, edit: Edit) -> None:
        """The draft is written and the lack still told."""
        edit("visits.yaml", "    interviewee: 程思远\n", "")

        outcome = made(campus, mode=Mode.DRAFT)["客户回访记录表 VIS-001"]

        assert outcome.path
        assert [lack.name for lack in outcome.lacks] == ["project.visits[VIS-001].interviewee"]

    def test_a_broken_promise_stops_nothing(self, campus: Path) -> None:
        """A breach is reported; its documents are wanted all the more."""
        (campus / "remedies.csv").unlink()

        outcomes = made(campus)

        assert open_project(campus).report.open
        assert all(outcome.path for outcome in outcomes.values())

    @pytest.mark.parametrize("mode", list(Mode))
    def test_nothing_is_made_from_faulty_files(self, campus: Path, edit: Edit, mode: Mode) -> None:
        """What could not be read may be what matters."""
        edit("project.yaml", "as_of: 2026-09-30", "as_of: 2026-09-31")

        with pytest.raises(DocumentError, match="files have faults") as raised:
            made(campus, mode=mode)

        assert "project.yaml:3:8" in raised.value.details[0]
        assert files(campus) == []


class TestChosen:
    """What `render` is asked for."""

    def test_an_unknown_type(self, campus: Path) -> None:
        """The nearest is named."""
        with pytest.raises(UsageError, match="visit-recrod") as raised:
            chosen(open_project(campus), ["visit-recrod"])
        assert "visit-record" in raised.value.hint

    def test_an_unknown_record(self, campus: Path) -> None:
        """The nearest is named."""
        with pytest.raises(UsageError, match="visits has no record VIS-01") as raised:
            chosen(open_project(campus), VISITS, ["VIS-01"])
        assert "VIS-001" in raised.value.hint

    def test_a_record_for_a_document_about_the_project(self, campus: Path) -> None:
        """The bid annex is about no row."""
        with pytest.raises(UsageError, match="about the project as a whole"):
            chosen(open_project(campus), ["bid-annex"], ["VIS-001"])

    def test_an_unknown_parameter(self, campus: Path) -> None:
        """Said before anything is written."""
        project = open_project(campus)
        orders = chosen(project, VISITS, parameters={"first_nmber": "2"})

        with pytest.raises(UsageError, match="first_nmber"):
            produce(project, orders, campus.parent / "out")
        assert files(campus) == []

    def test_each_document_once(self, campus: Path) -> None:
        """A type or record named twice is one order."""
        project = open_project(campus)

        assert len(chosen(project, VISITS * 2, ["VIS-001", "VIS-001"])) == 1


class TestFiles:
    """What lies in the folder afterwards."""

    def test_printing_again_gives_the_same_bytes(self, campus: Path) -> None:
        """Nothing in a document depends on the clock."""
        first = {o.title: o.path.read_bytes() for o in made(campus).values() if o.path}
        second = {o.title: o.path.read_bytes() for o in made(campus).values() if o.path}

        assert first == second
        assert first

    def test_an_edited_document_is_kept_and_the_others_written(self, campus: Path) -> None:
        """One file somebody worked on does not stop the rest."""
        before = made(campus)
        path = before["客户回访记录表 VIS-003"].path
        assert path
        write_file(path, b"edited in Word")

        after = made(campus)

        kept = after.pop("客户回访记录表 VIS-003")
        assert kept.path is None
        assert isinstance(kept.fault, OutputError)
        assert path.read_bytes() == b"edited in Word"
        assert all(outcome.path for outcome in after.values())

        assert made(campus, force=True)["客户回访记录表 VIS-003"].path == path

    def test_names_from_the_data_stay_in_the_folder(self, campus: Path, edit: Edit) -> None:
        """An id may hold a slash; the file does not leave the folder."""
        edit("visits.yaml", "id: VIS-001", 'id: "../../VIS:001"')

        made(campus)

        assert "客户回访记录表 ..／..／VIS：001.docx" in files(campus)

    def own_type(self, campus: Path, file_name: str) -> None:
        """Give the project a visit record of its own with another file name."""
        builtin = Path(__file__).parents[2] / "templates" / "visit-record"
        folder = campus / "templates" / "visit-record"
        folder.mkdir(parents=True)
        write_file(folder / "form.docx", (builtin / "form.docx").read_bytes())
        manifest = (builtin / "type.yaml").read_text(encoding="utf-8")
        line = next(line for line in manifest.splitlines() if line.startswith("file_name:"))
        manifest = manifest.replace(line, f"file_name: {file_name}")
        (folder / "type.yaml").write_text(manifest, encoding="utf-8")

    def test_a_projects_own_type_wins(self, campus: Path) -> None:
        """The project's templates come before the built-in ones."""
        self.own_type(campus, '"自有表 {{ it.id }}"')

        made(campus)

        assert files(campus)[0] == "自有表 VIS-001.docx"

    def test_two_documents_of_one_name_are_refused(self, campus: Path) -> None:
        """Nothing is written rather than one over the other."""
        self.own_type(campus, "回访记录")

        with pytest.raises(OutputError, match="same file name"):
            made(campus)
        assert files(campus) == []

    def test_an_empty_name_is_the_types_fault(self, campus: Path) -> None:
        """A dot is no name."""
        self.own_type(campus, '"."')

        outcomes = made(campus)

        assert all(isinstance(outcome.fault, TemplateError) for outcome in outcomes.values())
        assert files(campus) == []
