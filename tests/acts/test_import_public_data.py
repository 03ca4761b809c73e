"""Real names from published lists, taken in as entries of one member and found by another, however they are spelled."""

import csv
import gzip
import time
from collections.abc import Callable

import pytest
from tests.reporting import public_data_folder
from tests.world import World

from tidewaiter.actions import central
from tidewaiter.actions.act import clock
from tidewaiter.actions.central import ImportDefaults, ImportReport, ImportRow, Query
from tidewaiter.screening.subjects import Name, Subject, SubjectKind
from tidewaiter.treaty.rules.months import add_months

NAMES = 12_733
EVERY = 80


def listed(name: str) -> list[dict[str, str]]:
    """The rows of one public file."""
    with gzip.open(public_data_folder() / f"{name}.csv.gz", "rt", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def take_in(world: World) -> ImportReport:
    """XA imports the whole list and a second officer of XA releases it."""
    report = central.import_entries(
        world.caller("xa.officer"),
        (ImportRow(line, row) for line, row in enumerate(listed("watchlist"), start=2)),
        defaults=ImportDefaults(
            reason="Stands in a published list of sanctions.",
            grounds="The decision of the body that keeps the list.",
            purposes=("offences",),
            action="discreet",
            delete_on=add_months(clock.today(), 12),
        ),
        source="watchlist.csv.gz",
        dry_run=False,
        strict=False,
        progress=lambda _: None,
    )
    assert central.release_batch(world.caller("xa.approver"), report.batch) == report.entries
    return report


def search(world: World) -> Callable[[str], list[str]]:
    """Searches as XB's official; gives the references under which the hits stand in the list, best first."""
    caller = world.caller("xb.officer")

    def found(name: str) -> list[str]:
        subject = Subject(kind=SubjectKind.PERSON, names=(Name(name),))
        return [
            hit.entry.content.source_ref for hit in central.search_central(caller, Query(subject, "offences", "T")).hits
        ]

    return found


@pytest.mark.public_data
def test_real_names_taken_in_by_one_member_are_found_misspelt_by_another(
    world: World, record_property: Callable[[str, object], None]
) -> None:
    began = time.perf_counter()
    report = take_in(world)
    imported = time.perf_counter() - began
    assert report.rows == NAMES
    assert report.names > 0.99 * NAMES
    assert len(report.refused) < 0.005 * report.entries
    find = search(world)
    began = time.perf_counter()
    typos = listed("queries_typos")
    found = sum(bool(set(find(row["query"])[:5]) & set(row["entity_ids"].split("|"))) for row in typos)
    persons = {row["entity_id"] for row in listed("watchlist") if row["schema"] == "Person"}
    spelled = [row for row in listed("queries_perturbed") if row["entity_id"] in persons][::EVERY]
    other = sum(row["entity_id"] in find(row["query"])[:5] for row in spelled)
    took = time.perf_counter() - began
    figures = {
        "seconds to import and release": round(imported, 1),
        "milliseconds a search": round(1000 * took / (len(typos) + len(spelled))),
        "typos found": f"{found} of {len(typos)}",
        "otherwise spelled found": f"{other} of {len(spelled)}",
    }
    for name, value in figures.items():
        record_property(name, value)
    print(figures)
    assert found >= 0.94 * len(typos), figures
    assert other >= 0.95 * len(spelled), figures
    assert imported + took < 60, figures
