"""Lists taken in and entries taken out on pages, without scripts, as officers do it; left, come back to, given up."""

import io
import re
from datetime import timedelta
from pathlib import Path

import pytest
import pyzipper
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from tests.acts import lists, stories
from tests.doors.browsing import browsing, officer
from tests.doors.pages import text_of
from tests.world import World

from tidewaiter.actions import central, uploads
from tidewaiter.actions.central.taking import CHUNK
from tidewaiter.doors.jobs.tasks import sweep

ADDED = {
    "source": "Port list",
    "reason": "Listed by the port.",
    "grounds": "Decision 12",
    "purposes": ["offences"],
    "action": "sight",
    "delete_on": "2090-01-01",
}
GOOD = b"Ref;What;Called\n1;person;Anna Eider\n2;transport;MV Gannet\n3;rumour;Nobody\n"
COLUMNS = {"column-entity_id": "Ref", "column-schema": "What", "column-name": "Called"}
EXPORT = {
    "purpose": "offences",
    "case": "CASE-1",
    "format": "csv",
    "supplier": "XA",
    "carrier": "Bag 7",
    "handed_over_on": stories.in_days(0).isoformat(),
    "destroy_on": stories.in_days(30).isoformat(),
}


def hand_in(client: Client, data: bytes, name: str = "port.csv") -> HttpResponse:
    return client.post("/central/import/", {"file": SimpleUploadedFile(name, data)})


def handed_in(client: Client, data: bytes) -> str:
    """The address of the form for a list that was handed in."""
    answer = hand_in(client, data)
    assert answer.status_code == 302, text_of(answer)
    return str(answer["Location"])


def ended(client: Client, place: str) -> HttpResponse:
    """Press "Go on" until the import is finished."""
    for _ in range(20):
        answer = client.get(place)
        if "Go on" not in text_of(answer):
            return answer
        place = str(client.post(place.split("?")[0], {"do": "take"})["Location"])
    raise AssertionError("the import does not end")


def kept() -> int:
    folder = settings.TIDEWAITER.home / "uploads"
    return len(list(folder.glob("*"))) if folder.is_dir() else 0


def test_a_list_is_handed_in_read_checked_taken_and_nothing_of_it_stays(world: World) -> None:
    client, before = world.client("xa.officer"), kept()
    place = handed_in(client, GOOD)
    form = client.get(place)
    assert all(word in text_of(form) for word in ("Ref", "Called", "Anna Eider", "MV Gannet"))
    missing = client.post(place, {**ADDED, "do": "check", "column-name": "Called"})
    assert (missing.status_code, "does not name the column: schema" in text_of(missing)) == (422, True)
    none = client.post(place, {**ADDED, **COLUMNS, "do": "check", "column-entity_id": ""})
    assert (none.status_code, "does not name the column: entity_id" in text_of(none)) == (422, True)
    checked = client.post(place, {**ADDED, **COLUMNS, "do": "check", "save_as": "Port"})
    assert "3 rows: 2 entries with 2 names, 0 flagged, 1 refused." in text_of(checked)
    assert "The category “rumour” is unknown." in text_of(checked)
    assert central.list_imports(world.caller("xa.officer")) == ()
    taken = client.post(place, {**ADDED, **COLUMNS, "do": "take"})
    assert taken.status_code == 302
    done = ended(client, str(taken["Location"]))
    assert "2 entries with 2 names, 0 flagged, 1 refused." in text_of(done)
    assert "Finished" in text_of(done)
    assert kept() == before
    assert client.get(place).status_code == 404
    assert [one.name for one in central.list_mappings(world.caller("xa.officer"))] == ["Port"]
    again = client.post(handed_in(client, GOOD), {**ADDED, "do": "use", "mapping": "Port"})
    assert re.search(r'<option value="Called" selected|value="Called" checked', again.content.decode())


def test_what_was_typed_stays_where_something_is_wrong(world: World) -> None:
    client = world.client("xa.officer")
    place = handed_in(client, GOOD)
    wrong = client.post(place, {**ADDED, **COLUMNS, "delete_on": "", "delete_on-day": "31", "delete_on-month": "2",
                                "delete_on-year": "2090", "do": "check", "separator": "|"})  # fmt: skip
    assert wrong.status_code == 422
    assert "Listed by the port." in wrong.content.decode()
    assert 'value="|"' in wrong.content.decode()
    lacking = client.post(place, {**ADDED, **COLUMNS, "reason": "", "do": "check"})
    assert "0 entries" in text_of(lacking)
    assert "Take the list" not in text_of(lacking)


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "empty"),
        (b"\x1f\x8b\x08000", "compressed"),
        (b"PK\x03\x04nothing", "XLSX"),
        (b"a,b\n" + b"x" * (uploads.LARGEST + 1), "tidewaiter central import"),
    ],
)
def test_what_is_no_list_is_refused_when_it_is_handed_in(world: World, data: bytes, told: str) -> None:
    before = kept()
    answer = hand_in(world.client("xa.officer"), data)
    assert (answer.status_code, told in text_of(answer)) == (422, True)
    assert kept() == before


def test_no_file_is_refused(world: World) -> None:
    assert world.client("xa.officer").post("/central/import/").status_code == 422


def begun(world: World, client: Client, rows: int = 2 * CHUNK) -> tuple[bytes, str]:
    """An import that was ordered on a page and of which one chunk was taken."""
    data = lists.csv_file(*lists.many(rows))
    taken = client.post(handed_in(client, data), {**ADDED, "do": "take"} | _known())
    place = str(taken["Location"]).split("?")[0]
    batch = place.split("/")[-2]
    with lists.gathered(data) as (gathered, _):
        going = central.take_list(
            world.caller("xa.officer"), central.read_import(world.caller("xa.officer"), batch), gathered.entities()
        )
        next(going)
    return data, place


def _known() -> dict[str, str]:
    return {f"column-{name}": name for name in lists.COLUMNS}


def test_an_import_is_left_and_come_back_to_and_shows_how_far_it_is(world: World) -> None:
    client = world.client("xa.officer")
    _, place = begun(world, client)
    waiting = client.get(place)
    assert f"{CHUNK:,} of {2 * CHUNK:,} rows" in text_of(waiting)
    assert "going-on.js" not in waiting.content.decode()
    assert "going-on.js" in client.get(place + "?going").content.decode()
    assert "Port list" in text_of(client.get("/central/import/"))
    done = ended(world.client("xa.officer"), place)
    assert f"{2 * CHUNK:,} entries" in text_of(done)
    assert len(central.list_imports(world.caller("xa.officer"))) == 1


def test_a_list_of_which_what_was_kept_is_gone_is_handed_in_again_and_only_that_one(world: World) -> None:
    client = world.client("xa.officer")
    data, place = begun(world, client)
    uploads.sweep(seconds=-1)
    assert "Hand the same file in again" in text_of(client.get(place))
    assert client.post(place, {"do": "take"}).status_code == 409
    other = client.post(place, {"do": "file", "file": SimpleUploadedFile("x.csv", data + b"e,Vessel,Other,,,,\n")})
    assert (other.status_code, "not the file" in text_of(other)) == (422, True)
    same = client.post(place, {"do": "file", "file": SimpleUploadedFile("x.csv", data)})
    assert same.status_code == 302
    assert f"{2 * CHUNK:,} entries" in text_of(ended(client, str(same["Location"])))


def test_an_import_is_given_up_on_its_page(world: World) -> None:
    client, before = world.client("xa.officer"), kept()
    _, place = begun(world, client)
    told = client.post(place, {"do": "abandon"}, follow=True)
    assert f"{CHUNK:,} drafts are deleted" in text_of(told)
    assert "Given up" in text_of(client.get(place))
    assert kept() == before


def test_a_list_taken_before_is_said_so_and_taken_only_on_demand(world: World) -> None:
    client = world.client("xa.officer")
    ended(client, str(client.post(handed_in(client, GOOD), {**ADDED, **COLUMNS, "do": "take"})["Location"]))
    place = handed_in(client, GOOD)
    known = client.post(place, {**ADDED, **COLUMNS, "do": "take"})
    assert (known.status_code, "Port list" in text_of(known)) == (409, True)
    assert "Listed by the port." in known.content.decode()
    assert client.post(place, {**ADDED, **COLUMNS, "do": "take", "again": "on"}).status_code == 302


@pytest.mark.provision("CCO-53.1", "CCO-52.2")
def test_what_an_officer_hands_in_is_that_officers_alone(world: World) -> None:
    client = world.client("xa.officer")
    place = handed_in(client, GOOD)
    _, run = begun(world, client)
    for username in ("xa.approver", "xb.officer"):
        assert world.client(username).get(place).status_code == 404
    assert world.client("xb.officer").get(run).status_code == 404
    assert world.client("xb.officer").post(run, {"do": "abandon"}).status_code == 404
    colleague = world.client("xa.approver")
    assert "The officer who ordered it goes on with it." in text_of(colleague.get(run))
    for path in (place, run, "/central/import/", "/central/export/"):
        assert world.client("xa.administrator").get(path).status_code == 403
    before = kept()
    assert hand_in(world.client("xa.administrator"), GOOD).status_code == 403
    assert kept() == before


def test_what_is_kept_is_sealed_private_and_swept_after_two_days(world: World) -> None:
    place = handed_in(world.client("xa.officer"), GOOD)
    file = settings.TIDEWAITER.home / "uploads" / place.split("/")[-2]
    assert file.stat().st_mode & 0o777 == 0o600
    assert b"Anna" not in file.read_bytes()
    sweep(0)
    assert file.exists()
    assert uploads.sweep(timedelta(0).total_seconds() - 1) >= 1
    assert not file.exists()


def test_a_kept_file_that_was_changed_gives_nothing(world: World) -> None:
    client = world.client("xa.officer")
    folder = settings.TIDEWAITER.home / "uploads"
    one, other = (folder / handed_in(client, GOOD + bytes([65 + n]) * 40).split("/")[-2] for n in (0, 1))
    lines = one.read_bytes().splitlines(keepends=True)
    doubled = [*lines[:-1], lines[1], lines[-1]]
    for spoilt in (lines[:-1], [lines[0], lines[-1]], doubled, other.read_bytes().splitlines(keepends=True)):
        one.write_bytes(b"".join(spoilt))
        assert client.get(f"/central/import/{one.name}/").status_code == 404


@pytest.mark.provision("CCO-47.1.vi")
def test_entries_leave_encrypted_with_a_passphrase_shown_once(world: World) -> None:
    stories.released(world, stories.vessel("MV Open"))
    client = world.client("xa.officer")
    made = client.post("/central/export/", EXPORT)
    assert made.status_code == 200, text_of(made)
    page = made.content.decode()
    passphrase = re.search(r'id="passphrase">([^<]+)<', page)
    link = re.search(r'href="(/central/export/[0-9a-f-]{36}/)"', page)
    assert passphrase and link
    answer = client.get(link[1])
    assert "attachment" in answer["Content-Disposition"]
    with pyzipper.AESZipFile(io.BytesIO(answer.content)) as archive:
        archive.setpassword(passphrase[1].encode())
        assert b"MV Open" in archive.read(archive.namelist()[0])
    later = client.get("/central/export/")
    assert passphrase[1] not in later.content.decode()
    serial = central.list_exports(world.caller("xa.officer"))[0].serial
    assert serial in text_of(later)
    assert serial in text_of(world.client("xa.security_authority").get("/central/export/"))
    assert serial not in text_of(world.client("xb.officer").get("/central/export/"))
    for username in ("xa.approver", "xb.officer"):
        assert world.client(username).get(link[1]).status_code == 404


def test_an_export_asks_for_what_is_missing_and_keeps_what_was_typed(world: World) -> None:
    client = world.client("xa.officer")
    answer = client.post("/central/export/", {**EXPORT, "carrier": "", "destroy_on": ""})
    assert answer.status_code == 422
    assert "CASE-1" in answer.content.decode()
    bad = client.post("/central/export/", {**EXPORT, "destroy_on": "31 foo 2090"})
    assert bad.status_code == 422
    assert client.post("/central/export/", {**EXPORT, "purpose": ""}).status_code == 403
    assert world.client("xa.security_authority").post("/central/export/", EXPORT).status_code == 403


@pytest.mark.browser
def test_with_scripts_an_import_goes_on_by_itself_and_its_pages_have_no_accessibility_fault(
    world: World, site: str, tmp_path: Path
) -> None:
    file = tmp_path / "port.csv"
    file.write_bytes(lists.csv_file(*lists.many(3 * CHUNK), {"entity_id": "x", **lists.VESSEL, "schema": "Rumour"}))
    with browsing() as browser:
        page = officer(browser, world, site, "xa.officer")
        page.set_default_timeout(60_000)
        page.goto("/central/import/")
        page.get_by_label("File").set_input_files(file)
        page.get_by_role("button", name="Hand the list in").click()
        page.get_by_label("Reason", exact=True).fill("Listed by the port.")
        page.locator("[name=purposes][value=offences]").check()
        page.locator("[name=action][value=sight]").check()
        page.get_by_role("button", name="See what it comes to").click()
        page.get_by_text("1,500 entries with 1,500 names").wait_for()
        assert Axe().run(page).violations_count == 0
        page.get_by_role("button", name="Take the list").click()
        page.get_by_role("button", name="Go on").or_(page.get_by_text("Finished")).first.wait_for()
        page.get_by_text("Finished", exact=True).wait_for()
        assert Axe().run(page).violations_count == 0
        page.goto("/central/export/")
        assert Axe().run(page).violations_count == 0
    assert central.list_imports(world.caller("xa.officer"))[0].entries == 3 * CHUNK
