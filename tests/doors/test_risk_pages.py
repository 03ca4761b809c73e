"""The pages of risk profiles: written without scripts, released by another officer, tried, decided, and their words."""

import re

import pytest
from django.test import Client
from tests.acts import stories
from tests.acts.tried_risk import draft, handed_in, in_force, risky
from tests.doors.pages import text_of
from tests.world import World

from tidewaiter.actions import screening
from tidewaiter.doors.words import say_in
from tidewaiter.screening.risk.profiles import ConditionDraft, condition_kinds

TYPED = {
    "name": "Tobacco by way of XB",
    "purpose": "risk_assessment",
    "grounds": "Three seizures this spring.",
    "joined": "all",
    "threshold": "60",
    "conditions-1-kind": "goods",
    "conditions-1-value": "24",
    "conditions-1-points": "40",
    "conditions-2-kind": "by_way_of",
    "conditions-2-value": "xb",
    "conditions-2-points": "30",
}


def client_of(world: World, username: str, *, fresh: bool = True) -> Client:
    """A browser that speaks English."""
    client = world.client(username, fresh=fresh)
    client.cookies["django_language"] = "en"
    return client


def until(days: int) -> dict[str, str]:
    """The day on which a profile ends, as typed."""
    day = stories.in_days(days)
    return {"expires_on-day": str(day.day), "expires_on-month": str(day.month), "expires_on-year": str(day.year)}


def test_a_profile_is_written_with_more_rows_on_asking_and_loses_nothing_when_refused(world: World) -> None:
    client = client_of(world, "xa.officer")
    first = client.get("/screening/profiles/new/").content.decode()
    assert first.count('name="conditions-') == 9
    more = client.post("/screening/profiles/new/", {**TYPED, **until(90), "more": "conditions"})
    assert more.status_code == 200
    page = more.content.decode()
    assert page.count('name="conditions-') > 9
    assert 'value="Tobacco by way of XB"' in page
    assert screening.list_profiles(world.caller("xa.officer")) == ()
    wrong = {**TYPED, **until(800), "conditions-2-value": "Ruritania", "threshold": "90"}
    refused = client.post("/screening/profiles/new/", wrong)
    assert refused.status_code == 422
    said = text_of(refused)
    assert "Row 2: write countries as XB or places as XBPGR" in said
    assert "A profile lasts a year at most" in said
    assert "All conditions together make 70 points" in said
    assert 'value="Ruritania"' in refused.content.decode()
    kept = client.post("/screening/profiles/new/", {**TYPED, **until(90)}, follow=True)
    assert "Another officer than its author releases it." in text_of(kept)
    (line,) = screening.list_profiles(world.caller("xa.officer"))
    (condition, _) = screening.view_profile(world.caller("xa.officer"), line.id).versions[0].content.conditions
    assert condition == ConditionDraft("goods", "24", 40)
    again = client.post("/screening/profiles/new/", {**TYPED, **until(90)})
    assert again.status_code == 422
    assert "XB" in again.content.decode()


@pytest.mark.provision("CCO-44")
def test_another_officer_releases_a_profile_and_its_author_finds_no_way_to(world: World) -> None:
    id = screening.keep_profile(world.caller("xa.officer"), draft())
    address = f"/screening/profiles/{id}/"
    own = client_of(world, "xa.officer")
    assert "release/" not in own.get(address).content.decode()
    assert own.post(f"{address}release/", {"version": "1"}).status_code == 403
    stale = client_of(world, "xa.cais_official", fresh=False).get(f"{address}release/")
    assert stale.status_code == 302
    assert "/account/prove/" in stale["Location"]
    other = client_of(world, "xa.cais_official")
    asked = text_of(other.get(f"{address}release/"))
    assert "Three seizures this spring." in asked
    assert "You stand behind it" in asked
    done = text_of(other.post(f"{address}release/", {"version": "1"}, follow=True))
    assert "In force" in done
    edited = {**TYPED, **until(120), "conditions-1-value": "2402", "version": "1"}
    lacking = own.post(f"{address}edit/", edited)
    assert lacking.status_code == 422
    page = text_of(own.post(f"{address}edit/", {**edited, "why": "Cigarettes alone."}, follow=True))
    assert "Version 2 waits for release" in page
    assert "Cigarettes alone." in page
    moved = own.post(f"{address}edit/", {**edited, "why": "Again.", "version": "1"})
    assert moved.status_code == 422
    assert "meanwhile" in text_of(moved)
    gone = text_of(own.post(f"{address}withdraw/", follow=True))
    assert "Withdrawn by xa.officer" in gone
    assert "edit/" not in own.get(address).content.decode()


def test_a_profile_is_tried_on_a_list_before_it_is_released(world: World) -> None:
    handed_in(world)
    id = screening.keep_profile(world.caller("xa.officer"), draft())
    client = client_of(world, "xa.officer")
    address = f"/screening/profiles/{id}/try/"
    page = client.get(address).content.decode()
    (list_id,) = re.findall(r'<option value="([0-9a-f-]{36})"', page)
    said = text_of(client.get(address, {"list": list_id}))
    assert "1 of 3 lines" in said
    assert "Line 2 BL-2" in said
    assert "Goods of HS chapter 24" in said
    assert "By way of XBPGR XB" in said
    assert "no trader can be told to be new" in said
    assert "no longer there" in text_of(client.get(address, {"list": id}))
    assert screening.list_risks(world.caller("xa.officer")).items == ()


def test_what_was_raised_is_decided_and_counted(world: World) -> None:
    has = risky(world)
    client = client_of(world, "xa.cais_official")
    page = client.get("/screening/risks/", {"list": has.list})
    assert "70 points; it raises a line from 60" in text_of(page)
    assert "Goods of HS chapter 24" in text_of(page)
    kept = client.post(
        f"/screening/risks/{has.risk}/decide/", {"outcome": "confirmed", "list": has.list, "state": "all"}, follow=True
    )
    assert kept.redirect_chain[-1][0] == f"/screening/risks/?list={has.list}&state=all"
    assert "Kept: Confirmed" in text_of(kept)
    assert "Nothing here." in text_of(client.get("/screening/risks/"))
    assert "1 of 1 (100%)" in text_of(client.get(f"/screening/profiles/{has.profile}/"))
    listed = client.get("/screening/profiles/?sort=-share")
    assert "1 of 1 (100%)" in text_of(listed)
    assert b"Tobacco by way of XB" in client.get("/screening/profiles/?sheet=csv").content
    screening.delete_list(world.caller("xa.cais_official"), has.list, reason="No longer needed.")
    left = text_of(client.get("/screening/risks/?state=confirmed"))
    assert "A line that is no longer kept" in left
    assert "By way of XB" in left


def test_who_may_not_know_of_profiles_finds_none(world: World) -> None:
    id = in_force(world)
    assert client_of(world, "xa.contact_point").get("/screening/profiles/").status_code == 403
    assert client_of(world, "xb.cais_official").get(f"/screening/profiles/{id}/").status_code == 404
    assert client_of(world, "xb.cais_official").get(f"/screening/profiles/{id}/edit/").status_code == 404
    assert "Tobacco" not in text_of(client_of(world, "xb.cais_official").get("/screening/profiles/"))
    head = client_of(world, "xa.head")
    assert "/screening/risks/" not in head.get(f"/screening/profiles/{id}/").content.decode()
    assert head.get("/screening/risks/").status_code == 403


@pytest.mark.parametrize("language", ["en", "fr", "es", "nl"])
def test_every_page_stands_in_every_language(world: World, language: str) -> None:
    has = risky(world)
    client = world.client("xa.cais_official")
    client.cookies["django_language"] = language
    profile = f"/screening/profiles/{has.profile}/"
    for address in (
        *("/screening/profiles/", "/screening/profiles/new/", "/screening/risks/?state=all", profile),
        *(f"{profile}edit/", f"{profile}withdraw/", f"{profile}try/?list={has.list}"),
    ):
        assert client.get(address).status_code == 200, address
    asked = text_of(client.get("/screening/profiles/new/"))
    assert all(say_in(language, f"risk_condition:{kind}") in asked for kind in condition_kinds())
