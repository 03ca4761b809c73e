"""The central system on pages: two officers make an entry, a search states why, and a denied officer learns nothing."""

import re

import pytest
from tests.doors.pages import ENTRY, SEARCH, hidden, text_of
from tests.world import World

NEW = "/central/new/?kind=transport"


@pytest.mark.provision("CCO-53.1", "SYS-7")
def test_an_entry_is_found_by_nobody_before_another_officer_releases_it(world: World) -> None:
    author, colleague, finder = (world.client(name) for name in ("xa.cais_official", "xa.officer", "xb.cais_official"))
    entry = author.post(NEW, ENTRY)["Location"]
    question = {**SEARCH, "kind": "transport", "identifiers-1-kind": "imo", "identifiers-1-value": "IMO 9074729"}
    assert "Northern Gannet" not in text_of(finder.post("/central/search/", question))
    assert author.post(f"{entry}release/").status_code == 403
    assert colleague.post(f"{entry}release/")["Location"] == entry
    found = text_of(finder.post("/central/search/", question))
    assert "Northern Gannet" in found
    assert "Carried undeclared cigarettes twice." in found


@pytest.mark.provision("CCO-50.2", "CCO-47.1")
def test_a_search_without_purpose_or_case_is_not_made(world: World) -> None:
    client = world.client("xb.cais_official")
    answer = client.post("/central/search/", {"kind": "person", "names-1-text": "Ilario Vantongeren"})
    assert answer.status_code == 422
    page = text_of(answer)
    assert "CCO-50.2" in page
    assert "CCO-47.1" in page
    assert "XA7741902" not in page


@pytest.mark.provision("CCO-52.7")
def test_a_denied_administration_reads_the_same_as_where_nothing_is_kept(world: World) -> None:
    denied = world.client("xc.cais_official")
    pages = []
    for name in ("Ilario Vantongeren", "Quorvex Bellandine"):
        page = text_of(denied.post("/central/search/", {**SEARCH, "names-1-text": name}))
        pages.append(page.replace(name, "…"))
    assert pages[0] == pages[1]
    finder = text_of(
        world.client("xb.cais_official").post("/central/search/", {**SEARCH, "names-1-text": "Ilario Vantongeren"})
    )
    assert "Hilario van Tongeren" in finder


def test_a_hit_shows_words_and_never_a_bare_number(world: World) -> None:
    client = world.client("xb.cais_official")
    client.cookies["django_language"] = "en"
    answer = client.post("/central/search/", {**SEARCH, "names-1-text": "Hilario Vantongren"})
    page = text_of(answer)
    assert " match " in page
    assert "Why it is shown" in page
    assert "Whom to ask XA" in page
    assert not re.search(r"(?<![\w.-])0\.\d|\d+ ?%", page)


def test_addresses_are_written_one_a_line_and_told_beside_the_name_they_agree_with(world: World) -> None:
    author, finder = world.client("xa.cais_official"), world.client("xb.cais_official")
    finder.cookies["django_language"] = "en"
    about = {"names-1-text": "Gullhaven Provisions Ltd", "names-1-kind": "primary", "identifiers-1-value": ""}
    typed = {**ENTRY, **about, "addresses": "12 Tidemarsh Lane, Gullhaven\n\n3 Quai des Phares, Pelorus\n"}
    too_many = author.post("/central/new/?kind=business", {**typed, "addresses": "\n".join("abcdefghijk")})
    assert (too_many.status_code, "10" in text_of(too_many)) == (422, True)
    entry = author.post("/central/new/?kind=business", typed)["Location"]
    assert "12 Tidemarsh Lane, Gullhaven; 3 Quai des Phares, Pelorus" in text_of(author.get(entry))
    assert "Gullhaven\n3 Quai des Phares" in author.get(f"{entry}edit/").content.decode()
    world.client("xa.officer").post(f"{entry}release/")
    question = {**SEARCH, "kind": "business", "names-1-text": "Gullhaven Provision"}
    found = text_of(finder.post("/central/search/", {**question, "addresses": "Tidemarsh Ln 12, Gullhaven"}))
    assert "The address is the same: 12 Tidemarsh Lane, Gullhaven" in found
    assert "The address is" not in text_of(finder.post("/central/search/", question))


@pytest.mark.provision("CCO-51.2", "CCO-53.1")
def test_the_supplier_changes_extends_and_deletes_with_a_reason(world: World) -> None:
    client = world.client("xa.cais_official")
    entry = client.post(NEW, {**ENTRY, "delete_on": "2028-06-30"})["Location"]
    version = hidden(client.get(f"{entry}edit/"), "version")
    changed = {**ENTRY, "delete_on": "2028-06-30", "reason": "Now three times.", "version": version}
    assert client.post(f"{entry}edit/", {**changed, "change_reason": "A third find"})["Location"] == entry
    assert "Now three times." in text_of(client.get(entry))
    overtaken = client.post(f"{entry}edit/", {**changed, "reason": "Late words", "change_reason": "Late"})
    assert overtaken.status_code == 409
    assert "Late words" in overtaken.content.decode()
    assert client.post(f"{entry}extend/", {"until": "nonsense", "reason": "x"}).status_code == 422
    assert client.post(f"{entry}extend/", {"until": "2029-06-30", "reason": "Still sailing"})["Location"] == entry
    assert "30 June 2029" in text_of(client.get(entry))
    assert client.post(f"{entry}delete/", {"reason": ""}).status_code == 422
    assert client.post(f"{entry}delete/", {"reason": "Scrapped"})["Location"] == "/central/"
    assert client.get(entry).status_code == 404


@pytest.mark.provision("CCO-51.1", "CCO-54.1")
def test_an_entry_on_a_person_lists_what_personal_data_need_and_keeps_what_was_typed(world: World) -> None:
    client = world.client("xa.cais_official")
    typed = {"names-1-text": "Jorin Maldavec", "names-1-kind": "primary", "birth": "not a date"}
    answer = client.post("/central/new/?kind=person", typed)
    assert answer.status_code == 422
    assert 'value="Jorin Maldavec"' in answer.content.decode()
    answer = client.post("/central/new/?kind=person", {**typed, "birth": "1975-03"})
    page = text_of(answer)
    assert answer.status_code == 422
    assert "CCO-51.1" in page
    assert "CCO-54.1" in page
