"""Real names of a public list, imported by the command as one member's entries and found by another through the API."""

import csv
import gzip
import re
import subprocess
import sys
from pathlib import Path

import pytest
from tests.doors.api_calls import call
from tests.reporting import public_data_folder
from tests.world import World

NAMES, EVERY = 12_733, 80
SUPPLIED = ("--reason", "Stands in a published list.", "--grounds", "The decision of the body that keeps it.")
SUPPLIED += ("--purpose", "offences", "--action", "discreet", "--retention-until", "2090-01-01")


def listed(name: str) -> list[dict[str, str]]:
    """The rows of one public file."""
    with gzip.open(public_data_folder() / f"{name}.csv.gz", "rt", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def tidewaiter(world: World, officer: str, *words: str) -> str:
    """Runs the command as an officer of XA and gives what it wrote; it must end well."""
    command = [sys.executable, "-m", "tidewaiter.doors.cli.main", *words]
    done = subprocess.run(command, env=world.environment(officer), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2_000:]
    return done.stdout


def found(world: World, name: str) -> list[str]:
    """The references, in the list, of what XB's official finds, best first."""
    asked = {"schema": "person", "name": name, "purpose": "offences", "case": "T", "limit": 5}
    answer = call(world, "xb.cais_official", "POST", "/central/search", asked)
    assert answer.status == 200, answer.body
    return [hit["entry"]["source_ref"] for hit in answer.body["hits"]]


@pytest.mark.public_data
def test_real_names_imported_by_one_member_are_found_differently_spelled_by_another(
    world: World, tmp_path: Path
) -> None:
    file = tmp_path / "watchlist.csv"
    file.write_bytes(gzip.decompress((public_data_folder() / "watchlist.csv.gz").read_bytes()))
    said = tidewaiter(world, "xa.officer", "central", "import", str(file), "--as", "XA", *SUPPLIED)
    assert str(NAMES) in said.replace(",", "")
    typos = listed("queries_typos")
    assert found(world, typos[0]["query"]) == []
    batch = re.search(r"[0-9a-f]{8}-[0-9a-f-]{27}", said)
    assert batch, said
    tidewaiter(world, "xa.approver", "central", "release", batch[0])
    right = [bool(set(found(world, row["query"])) & set(row["entity_ids"].split("|"))) for row in typos]
    assert sum(right) >= 0.94 * len(right)
    persons = {row["entity_id"] for row in listed("watchlist") if row["schema"] == "Person"}
    spelled = [row for row in listed("queries_perturbed") if row["entity_id"] in persons][::EVERY]
    right = [row["entity_id"] in found(world, row["query"]) for row in spelled]
    assert sum(right) >= 0.95 * len(right)
