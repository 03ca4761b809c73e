"""The paths of the central system: an entry from writing to deletion, and searches with reasons."""

import pytest
from tests.doors.api_calls import ENTRY, NOWHERE, SEARCH, call, change, tag
from tests.world import World


def _written(world: World, **different: object) -> str:
    answer = call(world, "xa.cais_official", "POST", "/central/entries", {**ENTRY, **different})
    assert answer.status == 201
    return str(answer.body["id"])


def _released(world: World, **different: object) -> str:
    id = _written(world, **different)
    assert change(world, "xa.approver", "POST", f"/central/entries/{id}", act="/release").status == 200
    return id


def _found(world: World, who: str, **different: object) -> list[str]:
    answer = call(world, who, "POST", "/central/search", {**SEARCH, **different})
    assert answer.status == 200
    return [hit["id"] for hit in answer.body["hits"]]


@pytest.mark.provision("CCO-53.1")
def test_nothing_is_found_before_another_officer_releases_it(world: World) -> None:
    id = _written(world)
    assert id not in _found(world, "xb.cais_official")
    assert change(world, "xa.cais_official", "POST", f"/central/entries/{id}", act="/release").status == 403
    assert change(world, "xa.approver", "POST", f"/central/entries/{id}", act="/release").status == 200
    assert id in _found(world, "xb.cais_official")


@pytest.mark.provision("CCO-52.7")
def test_a_denied_administration_is_answered_as_if_there_were_nothing(world: World) -> None:
    id = _released(world, audience={"deny_administrations": ["XC"]})
    denied = call(world, "xc.cais_official", "POST", "/central/search", SEARCH)
    nothing = call(world, "xc.cais_official", "POST", "/central/search", {**SEARCH, "name": "Quillon Bravender"})
    assert denied.body == nothing.body == {"hits": [], "thorough": True}
    hidden, absent = (call(world, "xc.cais_official", "GET", f"/central/entries/{each}") for each in (id, NOWHERE))
    assert (hidden.status, hidden.body) == (absent.status, absent.body)
    assert id in _found(world, "xb.cais_official")


def test_a_hit_comes_with_its_reasons_as_codes_and_in_the_callers_words(world: World) -> None:
    id = _released(world)
    english, spanish = (
        call(
            world, "xb.cais_official", "POST", "/central/search", {**SEARCH, "birth": "1975"}, Accept_Language=language
        )
        for language in ("en", "es")
    )
    hit, other = english.body["hits"][0], spanish.body["hits"][0]
    assert (hit["id"], hit["supplier"], hit["band"]) == (id, "XA", "strong")
    assert hit["names"] == ["Vasilko Merrander", "Vasylko Merander"]
    assert hit["entry"]["grounds"] == ENTRY["grounds"]
    assert [reason["code"] for reason in hit["reasons"]] == [reason["code"] for reason in other["reasons"]]
    assert {"birth_year_same", "words_reordered"} <= {reason["code"] for reason in hit["reasons"]}
    assert all(
        reason["words"] != other_["words"] for reason, other_ in zip(hit["reasons"], other["reasons"], strict=True)
    )
    assert hit["entry"]["audience"]["deny_administrations"] == []


def test_an_address_is_kept_and_lifts_who_is_searched_by_name(world: World) -> None:
    id = _released(world, addresses=["12 Tidemarsh Lane, Gullhaven"])
    shown = call(world, "xa.cais_official", "GET", f"/central/entries/{id}")
    assert shown.body["addresses"] == ["12 Tidemarsh Lane, Gullhaven"]
    asked = {**SEARCH, "addresses": ["Tidemarsh Ln 12, GULLHAVEN"]}
    answer = call(world, "xb.cais_official", "POST", "/central/search", asked)
    (hit,) = answer.body["hits"]
    told = next(reason for reason in hit["reasons"] if reason["code"] == "address_same")
    assert told["params"] == {"address": "12 Tidemarsh Lane, Gullhaven"}
    plain = call(world, "xb.cais_official", "POST", "/central/search", SEARCH).body["hits"][0]
    assert plain["score"] <= hit["score"]
    long = call(world, "xa.cais_official", "POST", "/central/entries", {**ENTRY, "addresses": ["x" * 201]})
    assert long.status == 422


def test_a_number_alone_or_with_its_kind_finds_what_carries_it(world: World) -> None:
    id = _released(world, identifiers=[{"kind": "passport", "value": "QX 778-1123"}])
    for number in ("qx7781123", {"kind": "passport", "value": "QX7781123"}):
        assert _found(world, "xb.cais_official", name=None, identifier=number) == [id]


@pytest.mark.provision("CCO-50.2", "CCO-47.1")
def test_nobody_searches_without_a_purpose_and_a_case(world: World) -> None:
    for field, provision in (("purpose", "CCO-50.2"), ("case", "CCO-47.1")):
        asked = {name: value for name, value in SEARCH.items() if name != field}
        answer = call(world, "xb.cais_official", "POST", "/central/search", asked)
        assert (answer.status, answer.body["provisions"]) == (422, [provision])
        assert answer.body["faults"][0]["field"] == field


@pytest.mark.provision("CCO-51.2")
def test_only_the_supplier_edits_extends_and_deletes_and_each_names_the_version_it_read(world: World) -> None:
    id = _released(world)
    path = f"/central/entries/{id}"
    edit = {**ENTRY, "reason": "Convicted of it.", "change_reason": "Judgment of May."}
    read = tag(world, "xa.cais_official", path)
    assert call(world, "xb.cais_official", "PUT", path, edit, If_Match=read).status in (403, 404)
    assert call(world, "xa.cais_official", "PUT", path, edit, If_Match=read).status == 200
    assert call(world, "xa.cais_official", "PUT", path, edit, If_Match=read).status == 412
    longer = {"until": "2091-06-30", "reason": "An appeal is pending."}
    assert change(world, "xa.cais_official", "POST", path, longer, act="/extension").status == 200
    shown = call(world, "xa.cais_official", "GET", path).body
    assert (shown["reason"], shown["delete_on"]) == ("Convicted of it.", "2091-06-30")
    gone = {"reason": "Acquitted."}
    assert call(world, "xb.cais_official", "DELETE", path, gone, If_Match='"3"').status in (403, 404)
    assert change(world, "xa.cais_official", "DELETE", path, gone).status == 204
    assert call(world, "xa.cais_official", "GET", path).status == 404


@pytest.mark.provision("CCO-51.1", "CCO-54.1")
def test_an_entry_on_a_person_without_grounds_and_end_is_refused_under_its_provisions(world: World) -> None:
    answer = call(world, "xa.cais_official", "POST", "/central/entries", {**ENTRY, "grounds": "", "delete_on": None})
    assert answer.status == 422
    assert {(fault["field"], fault["provision"]) for fault in answer.body["faults"]} == {
        ("grounds", "CCO-54.1"),
        ("delete_on", "CCO-51.1"),
    }


def test_own_entries_are_listed_by_category_and_by_release(world: World) -> None:
    drafted, released = _written(world), _released(world)
    listed = {
        state: {
            each["id"]
            for each in call(
                world, "xa.cais_official", "GET", f"/central/entries?category=person&released={state}"
            ).body["items"]
        }
        for state in ("true", "false")
    }
    assert drafted in listed["false"] - listed["true"]
    assert released in listed["true"] - listed["false"]
