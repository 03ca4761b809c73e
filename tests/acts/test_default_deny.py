"""Every act tried by everybody who may not perform it: refused, each time, and each time recorded."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest
from django.db import DatabaseError
from tests.acts import lists, stories
from tests.acts.tried_agreements import ABOUT_AGREEMENTS, OF_THE_REGISTER, Kept, kept
from tests.acts.tried_cooperation import ABOUT_THE_WORK, OF_THE_OWN_UNIT, Work, work
from tests.acts.tried_depositary import OF_THE_DEPOSITARY
from tests.acts.tried_directory import ABOUT_THE_DIRECTORY, OF_THE_DIRECTORY, Listed, listed
from tests.acts.tried_directory import ALSO_THE_DEPOSITARYS as LISTED_BY_THE_DEPOSITARY
from tests.acts.tried_indexing import OF_THE_WORKER
from tests.acts.tried_organization import OF_THE_ORGANIZATION
from tests.acts.tried_people import ABOUT_ACCOUNTS, OF_ONES_OWN_ACCOUNTS, Accounts, accounts
from tests.acts.tried_reading import READING_THE_REGISTER
from tests.acts.tried_risk import ABOUT_RISKS, OF_ONES_OWN_RISKS, Risky, risky
from tests.acts.tried_screening import ABOUT_LISTS, OF_ONES_OWN_LISTS, Screened
from tests.acts.tried_screening import listed as list_screened
from tests.world import World

from tidewaiter.access.decide import may_perform
from tidewaiter.access.facts import Caller
from tidewaiter.access.verbs import Verb
from tidewaiter.actions import assistance, central, organization, people, registry
from tidewaiter.actions.act import PERFORMED, NotFound, NotPermitted
from tidewaiter.actions.callers import installer_caller, system_caller
from tidewaiter.screening.lists.mapping import ColumnMapping
from tidewaiter.treaty.acts import InstrumentAct


@dataclass(frozen=True)
class Records:
    """What XA holds that others may want."""

    request: str
    attachment: str
    entry: str
    batch: str
    accounts: Accounts
    notice: str
    listed: Listed
    work: Work
    kept: Kept
    risky: Risky
    screened: Screened


def records(world: World) -> Records:
    return world.remembered(_made)


def _made(world: World) -> Records:
    rfa_id = stories.drafted(world)
    file = assistance.attach(world.caller("xa.officer"), rfa_id, name="a.txt", data=b"text", copy_level="plain")
    entry_id = stories.written(world, stories.person("Barnaby Quillfeather"))
    with world.as_worker():
        assistance.deliver_notices(system_caller())
    told = assistance.read_notices(world.caller("xa.officer")).items[0].id
    return Records(
        rfa_id,
        file.id,
        entry_id,
        _imported(world.caller("xa.officer")),
        accounts(world),
        told,
        listed(world),
        work(world),
        kept(world),
        risky(world),
        list_screened(world),
    )


LISTED = lists.csv_file({"entity_id": "one", **lists.VESSEL})


def _imported(who: Caller) -> str:
    return lists.take(who, {"entity_id": "one", **lists.VESSEL}).id


def _checked(who: Caller) -> object:
    return lists.check(who, LISTED)


DECISION = organization.CouncilDecisionDraft(
    "C-1", stories.in_days(-1), stories.in_days(0), ("person",), ("offences",), 9, 1, 0
)
ACCESSION = InstrumentAct(type="accession", on=stories.in_days(-1), units=("XA",))
Tried = Callable[[Caller, Records], object]
ABOUT_XA: dict[Verb, Tried] = {
    Verb.RECORD_AUTHORITY: lambda who, _: registry.record_authority(
        who, administration="XA", authority_for="CCO-45.3", name="Unit", since=stories.in_days(0)
    ),
    Verb.RECORD_CONTACT_POINT: lambda who, _: registry.record_contact_point(
        who, administration="XA", name="Desk", email="a@example.invalid", since=stories.in_days(0)
    ),
    Verb.DESIGNATE_OFFICIAL: lambda who, _: registry.designate_official(
        who, officer="xa.contact_point", since=stories.in_days(0)
    ),
    Verb.READ_REQUEST: lambda who, has: assistance.read_request(who, has.request),
    Verb.EDIT_REQUEST: lambda who, has: assistance.edit_request(who, has.request, stories.ASKED, etag="x"),
    Verb.APPROVE_REQUEST: lambda who, has: assistance.approve_request(who, has.request, digest="x"),
    Verb.ATTACH: lambda who, has: assistance.attach(who, has.request, name="a.txt", data=b"a", copy_level="plain"),
    Verb.READ_ATTACHMENT: lambda who, has: assistance.read_attachment(who, has.attachment),
    Verb.OPEN_NOTICE: lambda who, has: assistance.open_notice(who, has.notice),
    Verb.ACKNOWLEDGE_NOTICES: lambda who, has: assistance.acknowledge_notices(who, notice_id=has.notice),
    Verb.READ_ENTRY: lambda who, has: central.read_entry(who, has.entry, purpose="offences", case="CASE-1"),
    Verb.EDIT_ENTRY: lambda who, has: central.edit_entry(
        who, has.entry, stories.person("Other"), reason="x", version=1
    ),
    Verb.RELEASE_ENTRY: lambda who, has: central.release_entry(who, has.entry),
    Verb.EXTEND_ENTRY: lambda who, has: central.extend_entry(who, has.entry, until=stories.in_days(900), reason="x"),
    Verb.DELETE_ENTRY: lambda who, has: central.delete_entry(who, has.entry, reason="x"),
    Verb.RELEASE_BATCH: lambda who, has: central.release_batch(who, has.batch),
    Verb.IMPORT_ENTRIES: lambda who, has: central.import_entries(who, has.batch, (), done=0),
    Verb.FINISH_IMPORT: lambda who, has: central.finish_import(who, has.batch),
    Verb.ABANDON_IMPORT: lambda who, has: central.abandon_import(who, has.batch),
    Verb.READ_IMPORT: lambda who, has: central.read_import(who, has.batch),
}
"""The acts that concern a record of XA, tried on one."""
for _act, _tried in ABOUT_ACCOUNTS.items():
    ABOUT_XA[_act] = lambda who, has, tried=_tried: tried(who, has.accounts)  # type: ignore[misc]
for _act, _tried in ABOUT_THE_WORK.items():
    ABOUT_XA[_act] = lambda who, has, tried=_tried: tried(who, has.work)  # type: ignore[misc]
for _act, _tried in ABOUT_THE_DIRECTORY.items():
    ABOUT_XA[_act] = lambda who, has, tried=_tried: tried(who, has.listed)  # type: ignore[misc]
for _act, _tried in ABOUT_AGREEMENTS.items():
    ABOUT_XA[_act] = lambda who, has, tried=_tried: tried(who, has.kept)  # type: ignore[misc]
for _act, _tried in ABOUT_LISTS.items():
    ABOUT_XA[_act] = lambda who, has, tried=_tried: tried(who, has.screened)  # type: ignore[misc]
for _act, _tried in ABOUT_RISKS.items():
    ABOUT_XA[_act] = lambda who, has, tried=_tried: tried(who, has.risky)  # type: ignore[misc]
for _verb, _move in assistance.MOVES_BY_VERB.items():
    ABOUT_XA[Verb(_verb)] = lambda who, has, made=_move: made(who, has.request, stories.FULL)  # type: ignore[misc]
OF_ONES_OWN: dict[Verb, Tried] = {
    **OF_THE_DEPOSITARY,
    **OF_THE_WORKER,
    **OF_ONES_OWN_LISTS,
    **OF_ONES_OWN_ACCOUNTS,
    **READING_THE_REGISTER,
    **OF_THE_REGISTER,
    **OF_THE_ORGANIZATION,
    Verb.RECORD_ADMINISTRATION: lambda who, _: people.record_administration(
        who, people.AdministrationDraft("XQ", {"en": "Quiet Cay"}, "XQ", "en")
    ),
    Verb.READ_JOURNAL: lambda who, _: people.read_journal(who),
    Verb.KEEP_FORM: lambda who, _: people.keep_form(who, "/requests/new/form/", "matter=x"),
    Verb.OPEN_FORM: lambda who, _: people.open_form(who, "/requests/new/form/"),
    Verb.DROP_FORM: lambda who, _: people.drop_form(who, "/requests/new/form/"),
    Verb.RECORD_INSTRUMENT_ACT: lambda who, _: registry.record_instrument_act(
        who, "cco-2019", ACCESSION, reference="x"
    ),
    Verb.RECORD_FILING: lambda who, _: registry.record_filing(
        who, administration="XA", kind="undertaking", text="x", received=stories.in_days(-1)
    ),
    Verb.READ_DIRECTORY: lambda who, _: registry.read_directory(who),
    Verb.FIND_BASES: lambda who, _: registry.find_bases(who, requested="XD", type="control"),
    Verb.RECORD_COUNCIL_DECISION: lambda who, _: organization.record_council_decision(who, DECISION),
    Verb.READ_CATEGORIES: lambda who, _: organization.read_categories(who),
    Verb.READ_DESK: lambda who, _: assistance.read_desk(who),
    Verb.LIST_REQUESTS: lambda who, _: assistance.list_requests(who),
    Verb.DRAFT_REQUEST: lambda who, _: assistance.draft_request(who, stories.ASKED),
    Verb.DELIVER_NOTICES: lambda who, _: assistance.deliver_notices(who),
    Verb.CLAIM_MAILS: lambda who, _: assistance.claim_mails(who),
    Verb.NOTE_MAILS: lambda who, _: assistance.note_mails(who, ()),
    Verb.READ_NOTICES: lambda who, _: assistance.read_notices(who),
    Verb.READ_NOTICE_CHOICE: lambda who, _: assistance.read_notice_choice(who),
    Verb.CHOOSE_NOTICES: lambda who, _: assistance.choose_notices(who, "daily"),
    Verb.LIST_ENTRIES: lambda who, _: central.list_entries(who),
    Verb.CREATE_ENTRY: lambda who, _: central.create_entry(who, stories.vessel("MV Quillback")),
    Verb.CHECK_IMPORT: lambda who, _: _checked(who),
    Verb.BEGIN_IMPORT: lambda who, _: central.begin_import(who, lists.ordered(LISTED)),
    Verb.LIST_IMPORTS: lambda who, _: central.list_imports(who),
    Verb.SAVE_MAPPING: lambda who, _: central.save_mapping(who, "a source", ColumnMapping()),
    Verb.LIST_MAPPINGS: lambda who, _: central.list_mappings(who),
    Verb.EXPORT_ENTRIES: lambda who, _: central.export_entries(who, lists.asked(), in_words=lambda one: one.code),
    Verb.LIST_EXPORTS: lambda who, _: central.list_exports(who),
    Verb.SEARCH_CENTRAL: lambda who, _: central.search_central(
        who, central.Query(stories.vessel("MV Quillback").subject, "offences", "CASE-1")
    ),
    Verb.RUN_RETENTION: lambda who, _: central.run_retention(who),
}
"""The acts that concern the caller's own administration, or nobody's."""
for _act, _tried in OF_THE_OWN_UNIT.items():
    OF_ONES_OWN[_act] = lambda who, has, tried=_tried: tried(who, has.work)  # type: ignore[misc]
for _act, _tried in OF_THE_DIRECTORY.items():
    OF_ONES_OWN[_act] = lambda who, has, tried=_tried: tried(who, has.listed)  # type: ignore[misc]
for _act, _tried in OF_ONES_OWN_RISKS.items():
    OF_ONES_OWN[_act] = lambda who, has, tried=_tried: tried(who, has.risky)  # type: ignore[misc]
EVERY = {**ABOUT_XA, **OF_ONES_OWN}
OWN_ROLES = (
    *("officer", "approver", "contact_point", "head", "cais_official"),
    *("cais_authority", "security_authority", "administrator"),
)
STRANGERS = (
    *("xc.officer", "xc.approver", "xc.head", "xc.cais_authority", "xc.administrator"),
    *("xz.secretariat_official", "xz.independent_representative"),
)
ALSO_THE_DEPOSITARYS = (Verb.RECORD_AUTHORITY, Verb.RECORD_CONTACT_POINT, *LISTED_BY_THE_DEPOSITARY, *ABOUT_AGREEMENTS)


def test_every_act_is_tried() -> None:
    assert set(EVERY) == set(PERFORMED)
    assert not set(ABOUT_XA) & set(OF_ONES_OWN)


def person(world: World, username: str) -> Caller:
    """An officer who signed in and proved it lately: what is closed then is closed by roles and records alone."""
    return replace(world.caller(username), scopes=None)


def refused(world: World, username: str, verbs: list[Verb]) -> None:
    """Every one of these acts is refused, and recorded as refused or as not found."""
    has = records(world)
    who = person(world, username)
    for verb in verbs:
        with pytest.raises((NotPermitted, NotFound)):
            EVERY[verb](who, has)
    with world.raw("postgres") as installer:
        found = installer.execute(
            "select verb from records_journalentry where officer = %s and outcome in ('refused', 'not_found')",
            [username],
        ).fetchall()
    assert sorted(verb for (verb,) in found) == sorted(verb.value for verb in verbs)


@pytest.mark.parametrize("role", OWN_ROLES)
def test_an_officer_of_the_own_administration_does_only_what_the_roles_open(world: World, role: str) -> None:
    who = person(world, f"xa.{role}")
    closed = [verb for verb in EVERY if not may_perform(who, verb)]
    assert closed
    refused(world, f"xa.{role}", closed)


@pytest.mark.parametrize("username", STRANGERS)
def test_an_officer_of_another_administration_does_nothing_to_a_record_of_this_one(world: World, username: str) -> None:
    who = person(world, username)
    # what the register keeps is not XA's alone: the Secretariat keeps it beside the depositary
    about = [verb for verb in ABOUT_XA if verb not in ABOUT_AGREEMENTS or not username.startswith("xz.secretariat")]
    refused(world, username, [*about, *(verb for verb in OF_ONES_OWN if not may_perform(who, verb))])


def test_the_depositary_keeps_the_register_and_reads_no_case(world: World) -> None:
    closed = [verb for verb in ABOUT_XA if verb not in ALSO_THE_DEPOSITARYS]
    who = person(world, "xz.depositary")
    refused(world, "xz.depositary", [*closed, *(verb for verb in OF_ONES_OWN if not may_perform(who, verb))])


def test_the_installer_reads_and_changes_no_record(world: World) -> None:
    has = records(world)
    for verb, tried in EVERY.items():
        if not may_perform(installer_caller(), verb):
            with pytest.raises((NotPermitted, NotFound)):
                tried(installer_caller(), has)


def test_the_system_job_is_nobody_on_the_connection_of_the_web(world: World) -> None:
    has = records(world)
    for tried in (EVERY[Verb.RUN_RETENTION], EVERY[Verb.DELIVER_NOTICES], EVERY[Verb.READ_ENTRY]):
        with pytest.raises(DatabaseError):
            tried(system_caller(), has)


def test_the_system_job_does_nothing_but_its_own_on_its_own_connection(world: World) -> None:
    has = records(world)
    with world.as_worker():
        for verb, tried in EVERY.items():
            if not may_perform(system_caller(), verb):
                with pytest.raises((NotPermitted, NotFound, DatabaseError)):
                    tried(system_caller(), has)
