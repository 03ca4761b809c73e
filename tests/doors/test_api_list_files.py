"""Lists that come over the API as the files they are: read as on the pages, refused as there, done once under a key."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.acts import stories
from tests.acts.accounts import manager
from tests.acts.submitting import NAME, hits, read, work
from tests.doors.api_calls import ROOT
from tests.world import World

from tidewaiter.access.facts import Caller
from tidewaiter.actions import people, screening, uploads
from tidewaiter.actions.callers import caller_for_machine
from tidewaiter.actions.screening import ElementListDraft

OFFICIAL = "xb.cais_official"
EXAMPLES = Path(__file__).parents[2] / "examples" / "lists"
SAID = {"source": "MV Gannet, voyage 17", "kind": "manifest", "purpose": "offences", "case": "XB-80/2031"}
CSV = f"B/L,Consignee,Weight kg\nBL-1,{NAME},10\nBL-2,Olga Stensrud,20\n".encode()


def send(world: World, data: bytes, *, token: str = "", key: str = "", **said: str) -> Any:
    """What the API answers to a file."""
    headers = {"Authorization": f"Bearer {token or world.token(OFFICIAL)}", **({"Idempotency-Key": key} if key else {})}
    form = {**SAID, **said, "file": SimpleUploadedFile("list.bin", data)}
    return Client().post(f"{ROOT}/screening/lists/file", form, headers=headers)


def lists_of(world: World) -> list[str]:
    return [one.id for one in screening.list_lists(world.caller(OFFICIAL)).items]


def test_a_file_is_taken_whole_and_screened(world: World) -> None:
    stories.released(world, stories.person(NAME))
    answer = send(world, CSV, format="csv")
    assert answer.status_code == 201, answer.content
    taken = answer.json()
    assert (taken["state"], taken["lines"], taken["refused"], taken["sent_by"]) == ("screening", 2, 0, "")
    assert answer["Location"] == f"{ROOT}/screening/lists/{taken['id']}"
    work(world)
    assert read(world, taken["id"]).state == "screened"
    assert [hit.name for hit in hits(world, taken["id"])] == [NAME]


def test_a_file_far_too_large_is_refused_before_it_is_read(world: World) -> None:
    answer = send(world, b"a" * (uploads.LARGEST + 100_000))
    assert (answer.status_code, answer.json()["type"]) == (413, "urn:tidewaiter:problem:too_large")


@pytest.mark.parametrize(
    "name", ["manifest.csv", "passengers.csv", "consignments.json", "manifest.edi", "passengers.edi"]
)
def test_every_format_of_the_pages_is_taken(world: World, name: str) -> None:
    answer = send(world, (EXAMPLES / name).read_bytes(), kind="other")
    assert answer.status_code == 201, answer.content
    assert answer.json()["lines"] > 1


def test_headings_that_nobody_knows_are_read_as_the_mapping_says(world: World) -> None:
    strange = f"Kennung;Wer\n7;{NAME}\n".encode()
    assert send(world, strange).json()["faults"][0]["code"] == "list:missing_column"
    mapping = json.dumps({"columns": {"row_id": "Kennung", "consignee": "Wer"}})
    assert send(world, strange, mapping=mapping).json()["lines"] == 1


BAD: dict[str, tuple[bytes, dict[str, str], str, str]] = {
    "nothing in it": (b"", {}, "file", "list:empty"),
    "only headings": (b"B/L,Consignee\n", {}, "file", "empty_file"),
    "compressed": (b"\x1f\x8b\x08\x00aaaa", {}, "file", "list:compressed"),
    "another format than said": (CSV, {"format": "xlsx"}, "file", "list:other_format"),
    "an unknown format": (CSV, {"format": "pdf"}, "format", "unknown_choice"),
    "no case": (CSV, {"case": ""}, "case", "missing"),
    "another purpose": (CSV, {"purpose": "curiosity"}, "purpose", "unknown_choice"),
    "a mapping that is no JSON": (CSV, {"mapping": "{"}, "mapping", "wrong_form"),
    "a mapping of no column of ours": (CSV, {"mapping": '{"columns": {"shoe": "B/L"}}'}, "mapping", "unknown_choice"),
    "advance without arrival": (CSV, {"advance": "true"}, "eta", "missing"),
    "too much": (b"a" * (uploads.LARGEST + 1), {}, "file", "file_over"),
}


@pytest.mark.parametrize("what", BAD)
def test_what_cannot_be_taken_is_told_and_nothing_is_written(world: World, what: str) -> None:
    data, said, field, code = BAD[what]
    answer = send(world, data, **said)
    assert answer.status_code == 422, answer.content
    (fault,) = answer.json()["faults"]
    assert (fault["field"].rpartition(".")[2], fault["code"]) == (field, code)
    assert " " in fault["message"]
    assert lists_of(world) == []


@pytest.mark.provision("CCO-28.2")
def test_advance_information_with_another_element_is_refused_before_anything_is_taken(world: World) -> None:
    day = stories.in_days(-2)
    approved = ElementListDraft("EC-1", "EC-D-1", day, day, ("consignee",))
    screening.record_element_list(world.caller("xz.secretariat_official"), approved)
    advance = {"advance": "true", "eta": "2099-02-10T06:00:00Z"}
    answer = send(world, CSV, **advance)
    assert (answer.status_code, answer.json()["faults"][0]["code"]) == (422, "element_not_approved")
    assert lists_of(world) == []
    answer = send(world, f"B/L,Consignee\nBL-1,{NAME}\n".encode(), **advance)
    assert (answer.status_code, answer.json()["arrived"], answer.json()["elements"]) == (201, "in_advance", "EC-1")


def test_the_same_file_is_taken_again_only_where_that_is_meant(world: World) -> None:
    assert send(world, CSV).status_code == 201
    again = send(world, CSV)
    assert (again.status_code, again.json()["faults"][0]["code"]) == (409, "list_taken_before")
    assert send(world, CSV, again="true").status_code == 201
    assert len(lists_of(world)) == 2


def test_a_file_sent_twice_under_one_key_is_taken_once(world: World) -> None:
    first, second = (send(world, CSV, key="voyage-17", again="true") for _ in range(2))
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json() == second.json()
    assert first.json()["lines"] == 2
    assert second["Idempotent-Replayed"] == "true"
    assert lists_of(world) == [first.json()["id"]]
    assert send(world, CSV + b"BL-3,Piet Haverkamp,1\n", key="voyage-17").status_code == 409


@pytest.mark.provision("CCO-28.1", "CCO-52.2")
def test_a_machine_sends_a_file_for_the_official_who_answers_for_it(world: World) -> None:
    machine = people.MachineDraft(
        *("xb.port-system", "Port system", "XB-HQ", ("list_sender",), ("screening:write",), ()),
        *(OFFICIAL, stories.in_days(90)),
    )
    secret = people.register_machine(manager(world, "xb.administrator"), machine)
    known: Caller = caller_for_machine("xb.port-system", secret, address="")
    token = people.open_machine_session(known).token
    answer = send(world, CSV, token=token, key="one", advance="true", eta="2099-02-10T06:00:00Z")
    assert answer.status_code == 201, answer.content
    sent = answer.json()
    assert (sent["submitted_by"], sent["sent_by"], sent["lines"]) == (OFFICIAL, "xb.port-system", 2)
    assert lists_of(world) == [sent["id"]]
    assert send(world, CSV, token=world.token("xb.contact_point")).status_code == 403
