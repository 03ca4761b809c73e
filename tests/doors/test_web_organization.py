"""The pages of the Organization: votes by the roll of the register, and matters step by step, each refusal in words."""

import re
from collections.abc import Mapping
from datetime import date

import pytest
from django.http import HttpResponse
from django.test import Client
from tests.acts import council
from tests.doors.pages import text_of
from tests.world import World

from tidewaiter.actions import organization

OFFICIAL = "xz.secretariat_official"
VOTE = {
    "instrument": "cco-2019",
    "day": "2026-01-20",
    "majority": "resolution",
    "number": "V-2026/4",
    "item": "Work programme",
    "resolution": "R-2026/3",
    "text": "Each Member reports by June.",
}


def english(world: World, username: str) -> Client:
    client = world.client(username)
    client.cookies["django_language"] = "en"
    return client


def cast(votes: Mapping[str, int]) -> dict[str, str]:
    return {f"cast-{ballot.unit}": ballot.cast for ballot in council.ballots(votes)}


def post(client: Client, address: str, **typed: str | list[str]) -> HttpResponse:
    answer = client.post(address, typed)
    assert answer.status_code == 302, text_of(answer)
    return client.get(answer["Location"])


@pytest.mark.provision("CCO-8.1", "CCO-10.5", "CCO-2.2")
def test_a_vote_is_recorded_from_the_roll_after_its_result_was_shown(world: World) -> None:
    client = english(world, OFFICIAL)
    first = client.post("/register/votes/new/", VOTE)
    assert 'name="cast-XN"' in first.content.decode()
    assert "12 have a vote; 6 must be present." in text_of(first)
    ballots = cast({"for": 8, "against": 4})
    shown = text_of(client.post("/register/votes/new/", VOTE | ballots))
    assert "adopted 8 : 4 : 0" in shown
    assert organization.read_votes(world.caller(OFFICIAL)).items == ()
    page = text_of(post(client, "/register/votes/new/", **(VOTE | ballots | {"declare": "on"})))
    assert "R-2026/3" in page
    assert "12 Members, those that voted against included" in page
    assert "V-2026/4" in text_of(english(world, "xa.officer").get("/register/votes/"))


@pytest.mark.provision("CCO-10.4")
def test_a_contested_result_is_shown_and_recorded_only_once_the_chairman_was_told(world: World) -> None:
    client = english(world, OFFICIAL)
    arrears = {"unit": "XA", "kind": "arrears", "since": "2025-12-01"}
    assert "XA" in text_of(post(client, "/register/votes/exclusions/new/", **arrears))
    typed = VOTE | cast({"for": 8, "against": 4})
    shown = text_of(client.post("/register/votes/new/", typed))
    assert "contested under 10.4" in shown
    assert "it would be 7 to 4: rejected" in shown
    refused = client.post("/register/votes/new/", typed | {"declare": "on"})
    assert refused.status_code == 422
    assert "Say that the Chairman and the Secretary General were told" in text_of(refused)
    assert 'value="V-2026/4"' in refused.content.decode()
    page = post(client, "/register/votes/new/", **(typed | {"declare": "on", "contest_heard": "on"}))
    assert "contested under 10.4" in text_of(page)


def test_a_ballot_of_whoever_has_no_vote_is_refused_in_words(world: World) -> None:
    refused = english(world, OFFICIAL).post("/register/votes/new/", VOTE | cast({"for": 12}) | {"cast-XQ": "for"})
    assert refused.status_code == 422
    assert "XQ is not on the roll of that day." in text_of(refused)


def test_a_wrong_day_and_a_missing_number_leave_what_was_typed(world: World) -> None:
    client = english(world, OFFICIAL)
    wrong = client.post("/register/votes/new/", VOTE | {"day": "2026-13-40"})
    assert wrong.status_code == 422
    assert "Work programme" in wrong.content.decode()
    bar = client.post("/register/votes/exclusions/new/", {"unit": "XA", "kind": "exclusion", "since": "2026-01-01"})
    assert bar.status_code == 422
    assert 'value="XA"' in bar.content.decode()


@pytest.mark.provision("CCO-16.2")
def test_an_exclusion_is_ended_from_the_list(world: World) -> None:
    client = english(world, OFFICIAL)
    said = {"unit": "XD", "kind": "exclusion", "since": "2025-12-01", "decision": "C-1", "recommended_on": "2025-11-01"}
    page = post(client, "/register/votes/exclusions/new/", **said)
    link = re.search(r'href="(/register/votes/exclusions/new/\?fact=([0-9a-f-]{36}))"', page.content.decode())
    assert link is not None
    form = client.get(link[1]).content.decode()
    assert 'value="XD"' in form
    assert f'name="fact" value="{link[2]}"' in form
    ended = post(client, "/register/votes/exclusions/new/", **said, until="2026-01-20", fact=link[2])
    assert "over from 20 January 2026" in text_of(ended)
    assert "Say since when it is over" not in text_of(ended)


@pytest.mark.provision("CCO-62.1", "CCO-62.2", "CCO-62.3")
def test_an_amendment_goes_from_its_proposal_to_the_day_of_its_force(world: World) -> None:
    client = english(world, "xz.depositary")
    opening = {
        "number": "A-1",
        "instrument": "cco-2019",
        "title": "Digital copies",
        "opened_on": "2025-01-10",
        "units": "XD",
        "provisions": "26",
    }
    page = post(client, "/register/amendments/new/", **opening)
    listed = client.get("/register/amendments/").content.decode()
    found = re.search(r'href="(/register/amendments/[0-9a-f-]{36}/)"[^>]*>\s*(?:<[^>]*>\s*)*A-1\b', listed)
    assert found is not None, listed
    record = found[1]
    assert "Text communicated" in text_of(page)
    post(client, f"{record}steps/communicated/", on="2025-01-20")
    assert "No adopted vote of this Council is recorded yet." in text_of(client.get(f"{record}steps/adopted/"))
    vote = council.voted(world, date(2025, 4, 21))
    post(client, f"{record}steps/adopted/", vote=vote)
    shown = text_of(post(client, f"{record}steps/notified/", on="2025-05-02"))
    assert "last day for objections 2 May 2027" in shown
    assert "in force, if nobody objects 2 August 2027" in shown
    refused = client.post(f"{record}steps/objection/", {"on": "2026-01-02", "unit": "XQ"})
    assert "XQ cannot object" in text_of(refused)
    assert client.get(f"{record}steps/communicated/").status_code == 404
    assert client.get("/register/amendments/?sheet=csv")["Content-Type"].startswith("text/csv")
    reader = english(world, "xa.officer")
    assert "steps/" not in reader.get(record).content.decode()
    assert reader.get("/register/amendments/new/").status_code == 403


@pytest.mark.provision("CCO-63.1", "CCO-63.3", "CCO-30.1")
def test_a_dispute_is_led_by_its_parties_and_unknown_to_everybody_else(world: World) -> None:
    head = english(world, "xa.head")
    form = head.get("/register/disputes/new/").content.decode()
    assert 'value="XA"' in form
    opening = {
        "number": "D-1",
        "instrument": "cco-2019",
        "variant": "members",
        "title": "Costs of experts",
        "opened_on": "2026-01-10",
        "units": "XA XB",
    }
    page = post(head, "/register/disputes/new/", **opening)
    record = re.search(r'href="(/register/disputes/[0-9a-f-]{36}/)steps/negotiation_round/"', page.content.decode())
    assert record is not None
    shown = text_of(post(head, f"{record[1]}steps/negotiation_round/", on="2026-02-01", text="By video."))
    assert "in negotiation" in shown
    assert "Referred to the Executive Committee" in shown
    other = english(world, "xb.head")
    assert "Costs of experts" in text_of(other.get("/register/disputes/"))
    stranger = english(world, "xc.head")
    assert "Costs of experts" not in text_of(stranger.get("/register/disputes/"))
    assert stranger.get(record[1]).status_code == 404


@pytest.mark.provision("CCO-6.1", "CCO-6.2", "CCO-11.7.xi")
def test_a_partner_is_admitted_with_a_condition_that_falls_due(world: World) -> None:
    client = english(world, OFFICIAL)
    opening = {
        "number": "M-1",
        "instrument": "cco-2019",
        "variant": "partnership",
        "gateway": "ii",
        "units": "XP",
        "title": "Punta Partner",
        "opened_on": "2025-01-10",
        "flags": ["miami_signatory"],
    }
    page = post(client, "/register/membership/new/", **opening)
    found = re.search(r'href="(/register/membership/[0-9a-f-]{36}/)steps/complete/"', page.content.decode())
    assert found is not None
    record = found[1]
    post(client, f"{record}steps/complete/", on="2025-02-01", text="Draft arrangement.")
    post(client, f"{record}steps/approved/", vote=council.voted(world, date(2025, 3, 3)))
    said = {"on": "2025-03-10", "effect_on": "2025-04-01", "text": "The arrangement.", "articles": "39"}
    post(client, f"{record}steps/arrangement/", **said)
    shown = text_of(post(client, f"{record}steps/condition/", on="2025-04-01", text="Report.", due_on="2026-01-31"))
    assert "a condition is overdue" in shown
    form = client.get(f"{record}steps/condition_met/").content.decode()
    concerns = re.search(r'name="concerns" value="([0-9a-f-]{36})"', form)
    assert concerns is not None
    met = text_of(post(client, f"{record}steps/condition_met/", on="2026-02-10", concerns=concerns[1]))
    assert "a condition is overdue" not in met


@pytest.mark.provision("SYS-3")
def test_a_step_and_a_vote_are_taken_back_with_a_reason(world: World) -> None:
    made = council.amendment(world)
    record = f"/register/amendments/{made}/"
    client = english(world, "xz.secretariat_official")
    post(client, f"{record}steps/communicated/", on="2026-01-06")
    link = re.search(rf'href="({record}steps/[0-9a-f-]{{36}}/back/)"', client.get(record).content.decode())
    assert link is not None
    assert client.post(link[1], {"why": ""}).status_code == 422
    page = text_of(post(client, link[1], why="Read wrongly."))
    assert "taken back: Read wrongly." in page
    vote = council.voted(world)
    assert "No vote is recorded yet." in text_of(post(client, f"/register/votes/{vote}/back/", why="Read wrongly."))
    stale = world.client("xz.secretariat_official", fresh=False)
    assert stale.get(f"/register/votes/{vote}/back/").status_code == 302


@pytest.mark.provision("CCO-67", "CCO-58")
def test_a_registration_that_is_due_stands_above_the_list_until_it_is_begun(world: World) -> None:
    client = english(world, OFFICIAL)
    assert "Registration: CCO Agreement due since 4 October 2023" in text_of(client.get("/register/transition/"))
    opening = {
        "number": "T-1",
        "instrument": "cco-2019",
        "variant": "registration",
        "title": "Registration",
        "opened_on": "2026-01-10",
    }
    page = text_of(post(client, "/register/transition/new/", **opening))
    assert "Registered with the United Nations" in page
    assert "Registration: CCO Agreement due" not in text_of(client.get("/register/transition/"))
    session = opening | {"number": "T-2", "variant": "first_session"}
    assert "the agenda is missing" in text_of(post(client, "/register/transition/new/", **session))


@pytest.mark.parametrize("language", ["en", "fr", "es", "nl"])
def test_every_page_speaks_every_language(world: World, language: str) -> None:
    council.voted(world)
    made = {
        "amendments": council.amendment(world),
        "disputes": council.dispute(world),
        "membership": council.application(world),
        "transition": council.first_session(world),
    }
    client = world.client("xz.secretariat_official")
    client.cookies["django_language"] = language
    addresses = ["/register/votes/", "/register/votes/new/", "/register/votes/exclusions/new/"]
    for folder, id in made.items():
        record = f"/register/{folder}/{id}/"
        addresses += [f"/register/{folder}/", f"/register/{folder}/new/", record]
        steps = re.findall(rf'href="({record}steps/[a-z_]+/)"', client.get(record).content.decode())
        assert steps
        addresses += steps
    for address in addresses:
        page = client.get(address)
        assert page.status_code == 200, address
        assert f'lang="{language}"' in page.content.decode()
