"""The register over the API: an installation without a demo opens its bases and its central system this way."""

from datetime import date, timedelta
from typing import Any

import pytest
from tests.doors.api_calls import ROOT, Answer, call
from tests.world import World

from tidewaiter.actions import people, registry
from tidewaiter.actions.act import clock
from tidewaiter.treaty.acts import InstrumentAct

ACCESSION: dict[str, Any] = {
    "instrument": "nbo-1977",
    "type": "accession",
    "on": "2025-03-03",
    "units": ["XD"],
    "annexes": ["III"],
    "reference": "Note 17/2025",
}
AUTHORITY = {"administration": "XB", "authority_for": "CCO-45.3", "name": "Unit 4", "since": "2026-03-02"}
CONTACT = {"administration": "XB", "name": "Desk", "email": "desk@example.invalid", "since": "2026-03-02"}
OFFICIAL = {"officer": "xb.contact_point", "since": "2026-03-02"}
FILING = {"administration": "XQ", "kind": "law_list", "text": "Data Act, part 2.", "received": "2026-03-04"}
DECISION: dict[str, Any] = {
    "number": "C-2026/3",
    "decided_on": "2026-01-20",
    "effective_on": "2026-02-01",
    "categories": ["person"],
    "purposes": ["offences"],
    "votes_for": 8,
    "votes_against": 4,
    "abstentions": 0,
}
_BODIES: dict[str, dict[str, Any]] = {
    "/registry/acts": ACCESSION,
    "/registry/authorities": AUTHORITY,
    "/registry/contact-points": CONTACT,
    "/registry/officials": OFFICIAL,
    "/registry/filings": {**FILING, "administration": "XB"},
    "/organization/decisions": DECISION,
}
_MAY = {
    "/registry/acts": ("xz.depositary",),
    "/registry/authorities": ("xz.depositary", "xb.head"),
    "/registry/contact-points": ("xz.depositary", "xb.head"),
    "/registry/officials": ("xb.head", "xb.cais_authority"),
    "/registry/filings": ("xz.depositary",),
    "/organization/decisions": ("xz.secretariat_official",),
}


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    """The days written above lie in the past, whatever the clock of the machine says."""
    monkeypatch.setattr(clock, "offset", max(timedelta(), date(2026, 6, 1) - clock.today()))


def _post(world: World, who: str, path: str, **different: Any) -> Answer:
    return call(world, who, "POST", path, {**_BODIES[path], **different})


def _bases(world: World, requested: str) -> dict[str, bool]:
    items = call(world, "xa.officer", "GET", f"/assistance/bases?requested={requested}&type=control").body["items"]
    return {basis["instrument"]: basis["open"] for basis in items}


def _known(world: World, code: str) -> dict[str, Any]:
    items = call(world, "xa.officer", "GET", "/registry/directory").body["items"]
    return dict(next(each for each in items if each["code"] == code))


def _new_member(world: World) -> None:
    draft = people.AdministrationDraft(code="XQ", name={"en": "Customs of Quiet Cay"}, unit="XQ", language="en")
    people.record_administration(world.caller("xz.secretariat_official"), draft)


@pytest.mark.provision("CCO-66.2.iii", "NBO-15.3")
def test_an_accession_that_the_depositary_records_opens_the_basis_and_a_withdrawal_closes_it(world: World) -> None:
    assert not _bases(world, "XD")["nbo-1977"]
    answer = _post(world, "xz.depositary", "/registry/acts")
    assert (answer.status, answer.body) == (201, {"recorded": True})
    assert _bases(world, "XD")["nbo-1977"]
    assert "nbo-1977" in _known(world, "XD")["bound_by"]
    left = _post(world, "xz.depositary", "/registry/acts", type="withdrawal", on="2025-10-01", annexes=None)
    assert left.status == 201
    assert not _bases(world, "XD")["nbo-1977"]


@pytest.mark.provision("CCO-31.3", "CCO-66.2.iv", "CCO-64.2")
def test_a_member_that_joins_is_bound_and_its_two_filings_open_personal_data(world: World) -> None:
    _new_member(world)
    assert not any(_bases(world, "XQ").values())
    joined = _post(world, "xz.depositary", "/registry/acts", instrument="cco-2019", units=["XQ"], annexes=None)
    assert joined.status == 201
    assert _bases(world, "XQ")["cco-2019"]
    for kind, day, opened in (("law_list", "2026-03-04", None), ("undertaking", "2026-03-09", "2026-03-09")):
        filed = _post(world, "xz.depositary", "/registry/filings", administration="XQ", kind=kind, received=day)
        assert filed.status == 201
        assert _known(world, "XQ")["undertaking_on"] == opened


@pytest.mark.provision("CCO-44", "CCO-10.5")
def test_the_secretariat_records_a_decision_and_the_category_is_open_by_it(world: World) -> None:
    assert _post(world, "xz.secretariat_official", "/organization/decisions").status == 201
    opened = call(world, "xa.officer", "GET", "/organization/categories").body["items"]
    assert {(each["category"], each["decision"]) for each in opened} >= {("person", "C-2026/3")}
    short = _post(world, "xz.secretariat_official", "/organization/decisions", votes_for=7)
    assert (short.status, short.body["provisions"]) == (422, ["CCO-10.5"])


@pytest.mark.provision("CCO-52.2", "CCO-52.6", "CCO-21.1", "CCO-45.3")
def test_a_head_designates_an_official_and_says_how_to_reach_the_administration(world: World) -> None:
    assert call(world, "xb.contact_point", "GET", "/central/entries").status == 403
    for path in ("/registry/officials", "/registry/contact-points", "/registry/authorities"):
        assert _post(world, "xb.head", path).status == 201
    assert call(world, "xb.contact_point", "GET", "/central/entries").status == 200
    view = _known(world, "XB")
    assert "xb.contact_point" in view["officials"]
    assert view["contact_email"] == "desk@example.invalid"
    assert "Unit 4 (CCO-45.3)" in view["authorities"]


def test_whoever_has_another_role_or_another_administration_is_refused_with_the_provision(world: World) -> None:
    refused = 0
    for path in _BODIES:
        for who in world.accounts:
            if who in _MAY[path]:
                continue
            answer = _post(world, who, path)
            assert (path, who, answer.status) == (path, who, 403)
            assert answer.body["provisions"]
            assert all(fault["provision"] and " " in fault["message"] for fault in answer.body["faults"])
            refused += 1
    assert refused > 150
    assert not _bases(world, "XD")["nbo-1977"]
    assert "xb.contact_point" not in _known(world, "XB")["officials"]


_WRONG: list[tuple[str, dict[str, Any], list[tuple[str, str, str]]]] = [
    ("/registry/acts", {"type": "accede"}, [("unknown_choice", "type", "")]),
    ("/registry/acts", {"instrument": "cco-1819"}, [("unknown_choice", "instrument", "SYS-1")]),
    ("/registry/acts", {"units": []}, [("missing", "units", "CCO-66.2.iii")]),
    ("/registry/acts", {"units": ["XD", "xd "]}, [("bad_code", "units.1", "CCO-66.2.iii")]),
    ("/registry/acts", {"on": "2999-01-01"}, [("in_future", "on", "CCO-66.2.iii")]),
    ("/registry/acts", {"on": 1_700_000_000}, [("wrong_form", "on", "")]),
    ("/registry/acts", {"on": "2025-02-30"}, [("wrong_form", "on", "")]),
    ("/registry/acts", {"received": "2025-03-02"}, [("before_act", "received", "CCO-66.2.iii")]),
    ("/registry/acts", {"received": "2999-01-01"}, [("in_future", "received", "CCO-66.2.iii")]),
    ("/registry/acts", {"cured_on": "2025-03-02"}, [("before_act", "cured_on", "CCO-66.2.iii")]),
    ("/registry/acts", {"effect_on": "2025-03-02"}, [("before_act", "effect_on", "CCO-66.2.iii")]),
    ("/registry/acts", {"annexes": None}, [("missing", "annexes", "NBO-15.3")]),
    ("/registry/acts", {"annexes": ["III", "XII"]}, [("not_in_instrument", "annexes.1", "NBO-15.3")]),
    ("/registry/acts", {"instrument": "cco-2019"}, [("not_in_instrument", "annexes.0", "CCO-66.2.iii")]),
    ("/registry/acts", {"type": "annex_acceptance", "annexes": []}, [("missing", "annexes", "NBO-15.3")]),
    ("/registry/acts", {"type": "reservation"}, [("missing", "articles", "NBO-18")]),
    ("/registry/acts", {"articles": ["2", "24"]}, [("not_in_instrument", "articles.1", "NBO-18")]),
    ("/registry/acts", {"articles": ["Article 2"]}, [("not_in_instrument", "articles.0", "NBO-18")]),
    ("/registry/acts", {"type": "territorial_exclusion"}, [("missing", "territories", "NBO-17.2")]),
    (
        "/registry/acts",
        {"type": "territorial_extension", "territories": ["Isle"]},
        [("bad_code", "territories.0", "CCO-66.2.iii")],
    ),
    ("/registry/acts", {"reference": "x" * 201}, [("too_long", "reference", "")]),
    ("/registry/acts", {"colour": "red"}, [("unknown_field", "colour", "")]),
    ("/registry/authorities", {"authority_for": "CCO-99.9"}, [("not_usable", "authority_for", "CCO-20.3")]),
    ("/registry/authorities", {"name": " "}, [("missing", "name", "CCO-20.3")]),
    ("/registry/contact-points", {"email": "nowhere"}, [("not_usable", "email", "CCO-21.1")]),
    ("/registry/contact-points", {"email": "a b@c"}, [("not_usable", "email", "CCO-21.1")]),
    ("/registry/contact-points", {"email": f"{'a' * 251}@b.c"}, [("too_long", "email", "")]),
    (
        "/registry/contact-points",
        {"name": "", "email": "@"},
        [("missing", "name", "CCO-21.1"), ("not_usable", "email", "CCO-21.1")],
    ),
    ("/registry/filings", {"kind": "poem"}, [("unknown_choice", "kind", "")]),
    ("/registry/filings", {"text": "\n"}, [("missing", "text", "CCO-31.3")]),
    ("/registry/filings", {"received": "2999-01-01"}, [("in_future", "received", "CCO-31.3")]),
    ("/organization/decisions", {"votes_against": -4}, [("wrong_form", "votes_against", "")]),
    ("/organization/decisions", {"votes_for": 32_768}, [("wrong_form", "votes_for", "")]),
    ("/organization/decisions", {"categories": []}, [("not_usable", "categories", "CCO-44")]),
    ("/organization/decisions", {"purposes": ["curiosity"]}, [("unknown_choice", "purposes.0", "")]),
    ("/organization/decisions", {"effective_on": "2026-01-19"}, [("not_usable", "effective_on", "CCO-44")]),
    (
        "/organization/decisions",
        {"decided_on": "2999-01-01", "effective_on": "2999-01-01"},
        [("in_future", "decided_on", "CCO-44")],
    ),
]


@pytest.mark.provision("CCO-66.2.iii")
def test_what_does_not_hold_is_refused_with_its_field_and_provision_and_nothing_is_written(world: World) -> None:
    before = call(world, "xa.officer", "GET", "/registry/directory").body
    for path, different, faults in _WRONG:
        answer = _post(world, _MAY[path][0], path, **different)
        assert (different, answer.status) == (different, 422)
        found = [(fault["code"], fault["field"], fault["provision"]) for fault in answer.body["faults"]]
        assert (different, found) == (different, faults)
        assert all(" " in fault["message"] and "…" not in fault["message"] for fault in answer.body["faults"])
    until = _post(world, "xb.head", "/registry/officials", until="2026-03-01")
    assert [(each["field"], each["provision"]) for each in until.body["faults"]] == [("until", "CCO-52.2")]
    assert call(world, "xa.officer", "GET", "/registry/directory").body == before


def test_an_administration_that_is_not_there_is_not_found(world: World) -> None:
    for path in ("/registry/authorities", "/registry/contact-points", "/registry/filings"):
        assert _post(world, "xz.depositary", path, administration="QQ").status == 404


@pytest.mark.provision("NBO-15.3")
def test_annexes_named_at_signature_need_not_be_named_again(world: World) -> None:
    depositary = world.caller("xz.depositary")
    signed = InstrumentAct(type="signature", on=date(1978, 3, 1), units=("XG",), annexes=("I",))
    registry.record_instrument_act(depositary, "nbo-1977", signed, reference="Protocol")
    for units, status in ((["XG"], 201), (["XG", "XH"], 422)):
        answer = _post(world, "xz.depositary", "/registry/acts", type="ratification", units=units, annexes=None)
        assert answer.status == status


def test_the_examples_of_the_schema_are_taken(world: World) -> None:
    published = call(world, "", "GET", "/openapi.json").body
    for path in _BODIES:
        body = published["paths"][ROOT + path]["post"]["requestBody"]["content"]["application/json"]["schema"]
        shape = published["components"]["schemas"][body["$ref"].rpartition("/")[2]]
        shown = {name: field["examples"][0] for name, field in shape["properties"].items() if "examples" in field}
        for example in shape.get("examples", [shown]):
            taken = call(world, _MAY[path][0], "POST", path, example)
            assert (path, taken.status) == (path, 201)
            assert taken.body == {"recorded": True} or set(taken.body) == {"id"}
