"""A watch entry from writing to deletion: who sees it when, who releases it, who may change it."""

from dataclasses import replace

import pytest
from tests.acts import stories
from tests.world import World

from tidewaiter.actions import assistance, central, organization
from tidewaiter.actions.act import Conflict, Invalid, NotFound, NotPermitted
from tidewaiter.actions.organization import CouncilDecisionDraft
from tidewaiter.screening.entries import Audience, EntryDraft
from tidewaiter.screening.subjects import SubjectKind

OTHERS = ("xb.officer", "xc.officer", "xd.cais_official")


def faults(world: World, draft: EntryDraft) -> set[tuple[str, str]]:
    with pytest.raises(Invalid) as refused:
        stories.written(world, draft)
    return {(fault.field, fault.provision) for fault in refused.value.faults}


def read(world: World, username: str, entry_id: str, purpose: str = "offences") -> central.EntryView:
    return central.read_entry(world.caller(username), entry_id, purpose=purpose, case="CASE-1")


@pytest.mark.provision("CCO-53.1")
def test_before_its_release_an_entry_is_known_to_its_supplier_alone(world: World) -> None:
    draft = stories.person("Barnaby Quillfeather")
    entry_id = stories.written(world, draft)
    for username in OTHERS:
        assert stories.found(world, username, draft) == []
        with pytest.raises(NotFound):
            read(world, username, entry_id)
    assert stories.found(world, "xa.officer", draft) == []
    assert not read(world, "xa.approver", entry_id).released


@pytest.mark.provision("CCO-52.2", "CCO-53.1")
def test_after_another_official_released_it_every_admitted_official_finds_it(world: World) -> None:
    draft = stories.person("Barnaby Quillfeather")
    entry_id = stories.released(world, draft)
    for username in (*OTHERS, "xa.officer"):
        assert stories.found(world, username, draft) == [entry_id]
    assert read(world, "xb.officer", entry_id).content.subject == draft.subject


@pytest.mark.provision("SYS-7")
def test_nobody_releases_what_they_wrote(world: World) -> None:
    entry_id = stories.written(world, stories.vessel("MV Quillback"))
    with pytest.raises(NotPermitted) as refused:
        central.release_entry(world.caller("xa.officer"), entry_id)
    assert "SYS-7" in {reason.provision for reason in refused.value.reasons}
    central.release_entry(world.caller("xa.approver"), entry_id)
    with pytest.raises(Conflict):
        central.release_entry(world.caller("xa.cais_official"), entry_id)


@pytest.mark.provision("CCO-53.1", "CCO-47.1.v")
def test_an_edit_keeps_the_earlier_version_and_waits_for_another_release(world: World) -> None:
    draft = stories.vessel("MV Quillback", "9074729")
    entry_id = stories.released(world, draft)
    changed = stories.vessel("MV Rockhopper", "9074729", reason="Renamed last month.")
    central.edit_entry(world.caller("xa.cais_official"), entry_id, changed, reason="New name", version=1)
    assert entry_id not in stories.found(world, "xb.officer", changed)
    kept = read(world, "xa.officer", entry_id)
    assert (kept.version, kept.released) == (2, False)
    assert [(one.number, one.changed_by, one.reason) for one in kept.versions] == [(1, "xa.cais_official", "New name")]
    with pytest.raises(NotPermitted):
        central.release_entry(world.caller("xa.cais_official"), entry_id)
    central.release_entry(world.caller("xa.officer"), entry_id)
    assert entry_id in stories.found(world, "xb.officer", changed)
    assert read(world, "xb.officer", entry_id).versions == ()


def test_the_keys_of_a_name_that_was_edited_away_find_nothing(world: World) -> None:
    draft = stories.vessel("MV Quillback")
    entry_id = stories.released(world, draft)
    renamed = stories.vessel("MS Zeepaard Vlissingen")
    central.edit_entry(world.caller("xa.officer"), entry_id, renamed, reason="Renamed", version=1)
    central.release_entry(world.caller("xa.approver"), entry_id)
    assert stories.found(world, "xb.officer", draft) == []
    assert stories.found(world, "xb.officer", renamed) == [entry_id]


def test_an_edit_over_somebody_elses_edit_is_a_conflict(world: World) -> None:
    draft = stories.vessel("MV Quillback")
    entry_id = stories.written(world, draft)
    central.edit_entry(world.caller("xa.officer"), entry_id, draft, reason="First", version=1)
    with pytest.raises(Conflict) as late:
        central.edit_entry(world.caller("xa.approver"), entry_id, draft, reason="Second", version=1)
    assert late.value.code == "changed"


@pytest.mark.provision("CCO-53.1")
def test_who_did_not_supply_an_entry_changes_nothing_of_it(world: World) -> None:
    entry_id = stories.released(world, stories.person("Barnaby Quillfeather"))
    draft = stories.person("Somebody Else")
    for username in OTHERS:
        who = world.caller(username)
        tried = (
            lambda who=who: central.edit_entry(who, entry_id, draft, reason="x", version=1),
            lambda who=who: central.extend_entry(who, entry_id, until=stories.in_days(900), reason="x"),
            lambda who=who: central.delete_entry(who, entry_id, reason="x"),
            lambda who=who: central.release_entry(who, entry_id),
        )
        for attempt in tried:
            with pytest.raises((NotFound, NotPermitted)):
                attempt()
    assert read(world, "xa.officer", entry_id).version == 1


@pytest.mark.provision("CCO-53.1")
def test_a_supplier_deletes_its_entry_with_all_that_belongs_to_it(world: World) -> None:
    draft = stories.person("Barnaby Quillfeather")
    entry_id = stories.released(world, draft)
    with pytest.raises(Invalid):
        central.delete_entry(world.caller("xa.officer"), entry_id, reason=" ")
    central.delete_entry(world.caller("xa.officer"), entry_id, reason="Mistaken identity")
    assert stories.found(world, "xb.officer", draft) == []
    with world.raw("postgres") as installer:
        for table in ("records_entryname", "records_entrykey", "records_entryversion"):
            left = installer.execute(f"select count(*) from {table} where entry_id = %s", [entry_id]).fetchone()
            assert left == (0,), table


@pytest.mark.provision("CCO-51.1")
def test_personal_data_without_an_end_are_refused(world: World) -> None:
    assert faults(world, stories.person("Someone", delete_on=None)) == {("delete_on", "CCO-51.1")}
    assert faults(world, stories.person("Someone", days=0)) == {("delete_on", "CCO-51.1")}
    assert faults(world, stories.vessel("MV Crew", names_persons=True, grounds="Log")) == {("delete_on", "CCO-51.1")}


@pytest.mark.provision("CCO-54.1")
def test_an_entry_without_reason_grounds_or_attestation_is_refused(world: World) -> None:
    assert faults(world, stories.person("Someone", reason="", grounds=" ", attested=False)) == {
        *(("reason", "CCO-54.1"), ("grounds", "CCO-54.1"), ("attested", "CCO-54.1"))
    }


@pytest.mark.provision("CCO-44")
def test_a_category_or_purpose_that_the_council_did_not_open_is_refused(world: World) -> None:
    assert faults(world, stories.vessel("MV Quillback", purposes=("curiosity",))) == {("purposes", "CCO-44")}
    with world.raw("postgres") as installer:
        installer.execute("delete from records_councildecision")
    assert faults(world, stories.vessel("MV Quillback")) == {("schema", "CCO-44")}
    decision = CouncilDecisionDraft(
        number="C-2026/1",
        decided_on=stories.in_days(-2),
        effective_on=stories.in_days(0),
        categories=("transport",),
        purposes=("offences",),
        votes_for=8,
        votes_against=4,
        abstentions=0,
    )
    organization.record_council_decision(world.caller("xz.secretariat_official"), decision)
    stories.written(world, stories.vessel("MV Quillback"))
    assert faults(world, stories.person("Someone")) == {("schema", "CCO-44")}


@pytest.mark.provision("CCO-31.3")
def test_without_the_undertaking_nobody_enters_or_finds_personal_data(world: World) -> None:
    personal, plain = stories.person("Barnaby Quillfeather"), stories.vessel("MV Quillback")
    kept = [stories.released(world, draft) for draft in (personal, plain)]
    with world.raw("postgres") as installer:
        installer.execute("update records_administration set undertaking_on = null where code in ('XA', 'XB')")
    assert stories.found(world, "xb.officer", personal) == []
    assert stories.found(world, "xb.officer", plain) == kept[1:]
    with pytest.raises(NotFound):
        read(world, "xb.officer", kept[0])
    with pytest.raises(NotPermitted) as refused:
        stories.written(world, stories.person("Someone"))
    assert {reason.provision for reason in refused.value.reasons} == {"CCO-31.3"}
    stories.written(world, stories.vessel("MV Rockhopper"))


AUDIENCES = {
    "an administration is shut out": (Audience(deny_administrations=("XC",)), {"xb.officer", "xd.officer"}),
    "an office is shut out": (Audience(deny_offices=("XB-HQ",)), {"xb.cais_official", "xc.officer", "xd.officer"}),
    "an officer is shut out": (Audience(deny_officers=("xb.officer",)), {"xb.approver", "xc.officer", "xd.officer"}),
    "one administration is admitted": (Audience(allow_administrations=("XD",)), {"xd.officer", "xd.cais_official"}),
    "one office is admitted": (Audience(allow_offices=("XB-PORT",)), {"xb.cais_official"}),
    "one officer is admitted": (Audience(allow_officers=("xc.approver",)), {"xc.approver"}),
    "shutting out prevails": (
        Audience(allow_administrations=("XB", "XD"), deny_officers=("xb.officer",)),
        {"xb.approver", "xd.officer"},
    ),
}
ASKING = (
    *("xb.officer", "xb.approver", "xb.cais_official", "xc.officer", "xc.approver", "xd.officer", "xd.cais_official"),
)


@pytest.mark.parametrize(("audience", "some_who_find"), AUDIENCES.values(), ids=AUDIENCES.keys())
@pytest.mark.provision("CCO-52.7")
def test_the_supplier_says_who_finds_its_entry(world: World, audience: Audience, some_who_find: set[str]) -> None:
    draft = stories.vessel("MV Quillback", "9074729", audience=audience)
    entry_id = stories.released(world, draft)
    finding = {username for username in ASKING if entry_id in stories.found(world, username, draft)}
    assert some_who_find <= finding
    for username in set(ASKING) - finding:
        with pytest.raises(NotFound):
            read(world, username, entry_id)
    assert stories.found(world, "xa.officer", draft)
    shut_out = {
        username
        for username in ASKING
        if username[:2].upper() in audience.deny_administrations or username in audience.deny_officers
    }
    assert not shut_out & finding


@pytest.mark.provision("CCO-52.7")
def test_who_is_admitted_or_shut_out_is_shown_to_the_supplier_alone(world: World) -> None:
    audience = Audience(deny_administrations=("XC",))
    rfa_id = stories.drafted(world)
    entry_id = stories.released(world, stories.vessel("MV Quillback", audience=audience, linked_request=rfa_id))
    own, other = read(world, "xa.officer", entry_id), read(world, "xb.officer", entry_id)
    assert (own.content.audience, own.content.linked_request) == (audience, rfa_id)
    assert (other.content.audience, other.content.linked_request) == (Audience(), "")
    assert (other.entered_by, other.released_by, other.may) == ("", "", ())


@pytest.mark.parametrize(
    ("field", "audience"),
    [
        ("allow_administrations", Audience(allow_administrations=("QQ",))),
        ("deny_offices", Audience(deny_offices=("XA",))),
        ("deny_officers", Audience(deny_officers=("nobody",))),
    ],
)
@pytest.mark.provision("CCO-52.7")
def test_a_list_that_names_nobody_is_refused(world: World, field: str, audience: Audience) -> None:
    assert faults(world, stories.vessel("MV Quillback", audience=audience)) == {(field, "CCO-52.7")}


def test_an_entry_links_to_no_request_that_its_supplier_does_not_know(world: World) -> None:
    theirs = assistance.draft_request(
        world.caller("xd.officer"), replace(stories.ASKED, requested_administration="XC", language="en")
    )
    for linked in (theirs, "no id", "00000000-0000-4000-8000-000000000000"):
        assert faults(world, stories.vessel("MV Quillback", linked_request=linked)) == {("linked_request", "SYS-7")}


@pytest.mark.provision("CCO-50.2")
def test_an_entry_is_found_for_its_own_purposes_only(world: World) -> None:
    draft = stories.vessel("MV Quillback", purposes=("offences",))
    entry_id = stories.released(world, draft)
    assert stories.found(world, "xb.officer", draft, "risk_assessment") == []
    with pytest.raises(NotFound):
        read(world, "xb.officer", entry_id, "supply_chain")
    with pytest.raises(NotFound):
        read(world, "xb.officer", entry_id, "")
    assert read(world, "xb.officer", entry_id).id == entry_id


@pytest.mark.provision("CCO-47.1")
def test_another_members_entry_is_read_in_a_case_only(world: World) -> None:
    entry_id = stories.released(world, stories.vessel("MV Quillback"))
    with pytest.raises(Invalid):
        central.read_entry(world.caller("xb.officer"), entry_id, purpose="offences")
    assert central.read_entry(world.caller("xa.officer"), entry_id).own


def test_a_list_shows_the_own_administrations_entries_and_no_others(world: World) -> None:
    stories.released(world, stories.vessel("MV Quillback"))
    lines = central.list_entries(world.caller("xa.officer"), category="transport", released=True).items
    assert [(line.name, line.supplier) for line in lines] == [("MV Quillback", "XA")]
    assert {line.supplier for line in central.list_entries(world.caller("xd.officer")).items} == {"XD"}


def test_a_number_finds_its_entry_without_a_name(world: World) -> None:
    draft = stories.vessel("MV Quillback", "9319466")
    entry_id = stories.released(world, draft)
    nameless = replace(draft, subject=replace(draft.subject, names=()))
    assert nameless.subject.kind is SubjectKind.TRANSPORT
    assert stories.found(world, "xb.officer", nameless) == [entry_id]


def test_a_draft_has_no_keys_by_which_anything_could_find_it(world: World) -> None:
    entry_id = stories.written(world, stories.vessel("MV Quillback"))
    count = "select count(*) from records_entrykey where entry_id = %s"
    with world.raw("postgres") as installer:
        assert installer.execute(count, [entry_id]).fetchone() == (0,)
    central.release_entry(world.caller("xa.approver"), entry_id)
    with world.raw("postgres") as installer:
        assert installer.execute(count, [entry_id]).fetchone() != (0,)
