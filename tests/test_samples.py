"""The samples hang together where no rule of the policy looks."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from svcdocs.load import load_project, resources


@pytest.fixture(scope="module")
def campus(checkout: Path) -> dict[str, Any]:
    """The complete sample's data."""
    return load_project(checkout / "samples" / "campus-network").tree.data


@pytest.mark.parametrize("name", ["campus-network", "campus-network-bid"])
def test_loads_clean(checkout: Path, name: str) -> None:
    """No problem in any file, and each YAML file names the schema that describes it."""
    folder = checkout / "samples" / name
    assert load_project(folder).problems == []
    for path in folder.glob("*.yaml"):
        if path.name == "terms.lock.yaml":
            continue  # made by a program, and never edited
        comment = path.read_text(encoding="utf-8").splitlines()[0]
        schema = folder / comment.removeprefix("# yaml-language-server: $schema=")
        assert schema.resolve() in {
            resources.schema_path("project").resolve(),
            resources.schema_path("tender").resolve(),
        }


def test_bid_is_the_same_job(checkout: Path) -> None:
    """What both stages tell is told in the same words."""
    bid = load_project(checkout / "samples" / "campus-network-bid").tree.data
    later = load_project(checkout / "samples" / "campus-network").tree.data
    assert bid["stage"] == "bid"
    assert set(bid) < set(later)
    differing = {key for key in bid if bid[key] != later[key]}
    assert differing == {"stage", "as_of", "bonds"}
    for bond, after in zip(bid["bonds"], later["bonds"], strict=False):
        assert bond.items() < after.items()


def test_incidents_concern_accepted_units(campus: dict[str, Any]) -> None:
    """A fault is reported on a unit in service, and a replacement is new."""
    units = {row["serial_no"] for row in campus["accepted_units"]}
    seen = {row["serial_no"] for row in campus["delivered_units"]}
    for row in campus["incidents"]:
        assert row["serial_no"] in units, row["id"]
        assert row.get("new_serial_no") not in seen, row["id"]


def test_engineer_was_on_call(campus: dict[str, Any]) -> None:
    """The roster says who comes."""
    for row in campus["incidents"]:
        day = row["reported_at"].date()
        on_call = [
            shift["person"]
            for shift in campus["on_call"]
            if shift["starts_on"] <= day <= shift["ends_on"]
        ]
        assert on_call == [row["engineer"]], row["id"]


def test_work_at_the_customer_is_done_on_working_days(campus: dict[str, Any]) -> None:
    """Planned work keeps off weekends; faults do not."""
    days = [row["done_on"] for row in campus["maintenance"]]
    days += [row["started_at"].date() for row in campus["visits"]]
    days += [row["starts_at"].date() for row in campus["training_sessions"]]
    days += [row["delivered_on"] for row in campus["deliveries"]]
    days += [row["accepted_on"] for row in campus["acceptances"]]
    assert [day for day in days if day.weekday() > 4] == []


def test_stamps_lie_inside_the_data(campus: dict[str, Any]) -> None:
    """Nothing is recorded after the day the data was taken; only plans reach past it."""
    for row in campus["incidents"]:
        assert row["closed_at"].date() <= campus["as_of"], row["id"]
    for row in campus["file_entries"]:
        assert row["entered_on"] <= campus["as_of"], row["id"]


def test_tender_schema_is_a_part_of_the_project_schema() -> None:
    """The same two fields, described once for a file of their own and once for a project."""
    project, tender = (
        json.loads(resources.schema_path(name).read_text(encoding="utf-8"))["properties"]
        for name in ("project", "tender")
    )
    for name, shape in tender.items():
        assert project[name] == shape, name
