"""The pages of units, arrangements and agreements: what each shows, who may write, and that nothing typed is lost."""

import pytest
from tests.acts import stories
from tests.acts.tried_agreements import AGREEMENT, arrangement, draft
from tests.world import World

from tidewaiter.actions import registry
from tidewaiter.treaty.register import Unit

UNIT = {
    "code": "XQ",
    "kind": "territory",
    "name_en": "Quiet Cay",
    "responsible_state": "XA",
    "latitude": "12.5",
    "longitude": "-60,25",
    "evidence": ["customs_autonomy"],
    "source": "Letter 1",
    "trust": "partial",
}
ARRANGEMENT = {
    "parties": "XA XB",
    "articles": "27 28",
    "since": "2026-01-01",
    "reference": "A-1",
}
AGREED = {
    "parties": "XA XB",
    "year": "2026",
    "title_en": "Agreement of Alder Bank and Belle-Anse",
    "languages": ["fr"],
    "source": "Official bulletin 3",
    "force": "days",
    "force_number": "30",
    "force_from": "receipt",
    "ending_months": "6",
    "ending_from": "act",
    "grounds": ["G1"],
    "reasons_required": "yes",
    "court": "free",
    "substantial_costs": "requested",
    "review_months": "60",
    **{f"gives_{type}": "shall" for type in ("information", "control", "controlled_delivery")},
}


def agreed(**changed: object) -> dict[str, object]:
    """A filled form: what is not named is switched off."""
    others = ("offence_information", "spontaneous", "assessment", "surveillance", "enquiry", "notification", "recovery")
    more = ("witness", "presence", "technical_cooperation", "automatic_exchange", "advance_exchange")
    return {**{f"gives_{type}": "off" for type in (*others, *more)}, **AGREED, **changed}


@pytest.mark.provision("CCO-5.1")
def test_the_depositary_records_a_unit_and_puts_it_right(world: World) -> None:
    client = world.client("xz.depositary")
    assert client.post("/register/units/record/", UNIT).status_code == 302
    known = next(view for view in registry.read_units(world.caller("xz.depositary")) if view.unit.code == "XQ")
    assert known.unit.position == (12.5, -60.25)
    assert known.unit.evidence == ("customs_autonomy",)
    page = client.get("/register/units/").content.decode()
    assert "Quiet Cay" in page
    assert "Known in part" in page
    form = client.get("/register/units/record/?code=XQ").content.decode()
    assert 'value="Quiet Cay"' in form
    changed = {**UNIT, "name_en": "Quieter Cay"}
    refused = client.post("/register/units/record/?code=XQ", changed)
    assert refused.status_code == 422
    assert "Quieter Cay" in refused.content.decode()
    assert client.post("/register/units/record/?code=XQ", {**changed, "why": "renamed"}).status_code == 302


def test_a_bad_unit_is_told_at_its_fields_and_nothing_typed_is_lost(world: World) -> None:
    client = world.client("xz.depositary")
    answer = client.post("/register/units/record/", {**UNIT, "code": "x!", "latitude": "north", "name_fr": "Caye"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Caye" in page
    assert "north" in page
    answer = client.post("/register/units/record/", {**UNIT, "code": "x!"})
    assert 'href="#f-code"' in answer.content.decode()


def test_an_officer_reads_the_units_and_is_shown_no_form(world: World) -> None:
    client = world.client("xc.officer")
    assert client.get("/register/units/").status_code == 200
    assert b"Record a unit" not in client.get("/register/units/").content
    assert client.get("/register/units/record/").status_code == 403


@pytest.mark.provision("CCO-61.2")
def test_a_head_records_an_arrangement_and_ends_it(world: World) -> None:
    client = world.client("xa.head")
    assert client.post("/register/arrangements/record/", ARRANGEMENT).status_code == 302
    known = registry.read_arrangements(world.caller("xa.head"))[0].line
    page = client.get("/register/arrangements/").content.decode()
    assert "XA – XB" in page
    assert "Runs" in page
    ended = {**ARRANGEMENT, "until": stories.in_days(-1).isoformat(), "why": "notice of May"}
    assert client.post(f"/register/arrangements/record/?fact={known.fact}", ended).status_code == 302
    assert "Does not run" in client.get("/register/arrangements/").content.decode()
    assert client.get("/register/arrangements/record/?fact=nothing").status_code == 404


def test_an_arrangement_without_a_first_day_or_with_another_article_is_told(world: World) -> None:
    client = world.client("xa.head")
    assert client.post("/register/arrangements/record/", {**ARRANGEMENT, "since": ""}).status_code == 422
    answer = client.post("/register/arrangements/record/", {**ARRANGEMENT, "articles": "99"})
    assert answer.status_code == 422
    assert "99" in answer.content.decode()


@pytest.mark.provision("CCO-20.5", "SYS-7")
def test_an_agreement_is_written_by_choices_and_verified_by_another(world: World) -> None:
    author = world.client("xa.officer")
    assert "Record an agreement" in author.get("/register/agreements/").content.decode()
    assert author.get("/register/agreements/new/").status_code == 200
    assert author.post("/register/agreements/new/", agreed()).status_code == 302
    view = registry.read_agreements(world.caller("xa.officer"))[0]
    profile = view.instrument.profile
    assert profile.force is not None
    assert (profile.force.counting, profile.force.delay_days, profile.force.counted_from) == ("days", 30, "receipt")
    assert {each.type: each.duty for each in profile.assistance} == {
        "information": "shall",
        "control": "shall",
        "controlled_delivery": "shall",
    }
    assert profile.languages == ("fr",)
    assert profile.review is not None
    address = f"/register/agreements/{view.version.id}/"
    assert "Waits for a second person" in author.get("/register/agreements/").content.decode()
    page = author.get(address).content.decode()
    assert "30 days after the later of the two notifications" in page
    assert "verify/" not in page
    second = world.client("xa.head")
    assert f"{address}verify/" in second.get(address).content.decode()
    assert second.get(f"{address}verify/").status_code == 200
    assert second.post(f"{address}verify/").status_code == 302
    assert registry.read_agreements(world.caller("xc.officer"))[0].counts
    assert (
        "Agreement of Alder Bank and Belle-Anse"
        in world.client("xc.officer").get("/register/agreements/").content.decode()
    )
    assert world.client("xc.officer").get(f"/register/instruments/{AGREEMENT}/").status_code == 200


def test_verifying_asks_first_for_proof(world: World) -> None:
    version = registry.record_instrument(world.caller("xa.officer"), draft())
    answer = world.client("xa.head", fresh=False).get(f"/register/agreements/{version}/verify/")
    assert answer.status_code == 302
    assert "/account/prove/" in answer["Location"]


def test_what_waits_is_seen_by_its_own_house_alone(world: World) -> None:
    version = registry.record_instrument(world.caller("xa.officer"), draft())
    assert world.client("xb.officer").get(f"/register/agreements/{version}/").status_code == 404
    assert world.client("xz.secretariat_official").get(f"/register/agreements/{version}/").status_code == 200


@pytest.mark.parametrize(
    "changed",
    [{"parties": "XA"}, {"year": "soon"}, {"force": "some day"}, {"gives_control": "perhaps"}, {"source": ""}],
)
def test_choices_that_make_no_agreement_are_told_and_kept(world: World, changed: dict[str, str]) -> None:
    answer = world.client("xa.officer").post("/register/agreements/new/", agreed(**changed))
    assert answer.status_code == 422
    assert "Agreement of Alder Bank and Belle-Anse" in answer.content.decode()


@pytest.mark.provision("JHB-0")
def test_a_profile_that_cannot_be_read_names_its_key_on_the_page(world: World) -> None:
    client = world.client("xz.depositary")
    typed = {"family": "jhb-2003", "id": "jhb-2003", "profile": 'id = "jhb-2003"\ncolour = 1', "source": "x"}
    answer = client.post("/register/agreements/profile/", typed)
    assert answer.status_code == 422
    assert "unknown key &quot;colour&quot;" in answer.content.decode()


def test_the_lists_go_into_a_spreadsheet(world: World) -> None:
    registry.record_unit(world.caller("xz.depositary"), Unit("XQ", name={"en": "Quiet Cay"}), source="x")
    registry.record_arrangement(world.caller("xa.head"), arrangement())
    registry.record_instrument(world.caller("xa.head"), draft())
    client = world.client("xa.head")
    for page, word in (("units", "Quiet Cay"), ("arrangements", "XA – XB"), ("agreements", AGREEMENT)):
        answer = client.get(f"/register/{page}/?sheet=csv")
        assert answer["Content-Type"].startswith("text/csv")
        assert word in answer.content.decode()
