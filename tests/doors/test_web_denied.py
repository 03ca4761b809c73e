"""Every address of the pages, tried by nobody, by each role, and by a foreign administration: default is no."""

import re
from collections.abc import Iterator
from uuid import UUID

import pytest
from django.test import Client
from django.urls import URLPattern
from tests.acts import lists, stories
from tests.world import World

from tidewaiter.access.decide import may_perform
from tidewaiter.access.verbs import Verb
from tidewaiter.actions import assistance, central
from tidewaiter.assistance.lifecycle import MoveVerb
from tidewaiter.doors.web.urls import urlpatterns

PUBLIC = {
    *("health", "language", "account_login", "account_inactive", "account_logout", "mfa_authenticate"),
    *("mfa_login_webauthn", "welcome", "sign_on_choose", "sign_on_leave", "sign_on_return"),
}
OF_NOBODY = {"uuid": "00000000-0000-4000-8000-000000000000", "int": "0", "slug": "x", "str": "x"}
"""What stands in an address where no record of the test has its place."""
OF_A_RECORD = {"rfa_id", "entry_id", "batch_id", "attachment_id"}
READING = {
    "request": Verb.READ_REQUEST,
    "entry": Verb.READ_ENTRY,
    "requests": Verb.LIST_REQUESTS,
    "entries": Verb.LIST_ENTRIES,
    "journal": Verb.READ_JOURNAL,
    "attachment": Verb.READ_ATTACHMENT,
    "central_search": Verb.SEARCH_CENTRAL,
    "request_new": Verb.DRAFT_REQUEST,
    "request_draft": Verb.DRAFT_REQUEST,
    "entry_new": Verb.CREATE_ENTRY,
    "people": Verb.LIST_OFFICERS,
    "people_invite": Verb.INVITE_OFFICER,
    "people_certify": Verb.RECERTIFY_OFFICER,
    "machine_new": Verb.REGISTER_MACHINE,
}
"""Pages that are one act of reading, or the form of an act: who may perform it sees them, and nobody else."""


class Things:
    """Records of XA: a draft with an attachment, a watch entry, and a batch that waits."""

    def __init__(self, world: World) -> None:
        officer = world.caller("xa.officer")
        self.rfa_id = stories.drafted(world)
        attached = assistance.attach(officer, self.rfa_id, name="note.txt", data=b"A note.", copy_level="plain")
        self.attachment_id = attached.id
        self.entry_id = stories.written(world, stories.vessel("MV Quillback"))
        self.batch_id = lists.take(officer, {"entity_id": "e1", "schema": "Vessel", "name": "MV Turnstone"}).id

    def addresses(self) -> Iterator[tuple[str, set[str], str]]:
        """Every address of the pages with XA's records in it: name, parts, path."""
        values = {name: UUID(getattr(self, name)) for name in OF_A_RECORD}
        values |= {"instrument_id": "cco-2019", "provision_id": "CCO-26"}
        for pattern in urlpatterns:
            assert isinstance(pattern, URLPattern)
            parts = set(pattern.pattern.converters)
            if pattern.name in PUBLIC:
                continue
            for verb in MoveVerb if "verb" in parts else ("",):
                given = {part: values[part] for part in parts & set(values)} | ({"verb": verb} if verb else {})
                yield pattern.name or "", parts, "/" + _filled(pattern, given)


def _filled(pattern: URLPattern, given: dict[str, object]) -> str:
    text = str(pattern.pattern)
    for kind in ("uuid", "slug", "str"):
        for name, value in given.items():
            text = text.replace(f"<{kind}:{name}>", str(value))
    for kind, value in OF_NOBODY.items():
        text = re.sub(rf"<{kind}:\w+>", value, text)
    assert "<" not in text, text
    return text


@pytest.fixture
def things(world: World) -> Things:
    """XA's records in the demo world."""
    return Things(world)


@pytest.mark.provision("CCO-45.1", "CCO-52.1")
def test_nobody_opens_any_page_without_signing_in(world: World, things: Things) -> None:
    for _, _, path in things.addresses():
        for answer in (Client().get(path), Client().post(path)):
            # a calendar program is asked for its name and password, since it opens no page of sign-in
            assert answer.status_code in ((401, 405) if path.endswith(".ics") else (302, 405)), path
            assert answer.status_code != 302 or answer["Location"].startswith("/sign-in/"), path


@pytest.mark.provision("CCO-30.1", "CCO-53.1")
@pytest.mark.parametrize("username", ["xc.officer", "xc.approver", "xc.head", "xc.cais_official", "xz.depositary"])
def test_a_foreign_administration_opens_and_changes_nothing_of_anothers(
    world: World, things: Things, username: str
) -> None:
    client = world.client(username)
    for _, parts, path in things.addresses():
        if parts & OF_A_RECORD:
            for answer in (client.get(path), client.post(path, {"reason": "x", "until": "2090-01-01"})):
                assert answer.status_code in (403, 404, 405), (username, path, answer.status_code)
    owner = world.caller("xa.officer")
    assert stories.seen(world, "xa.officer", things.rfa_id).state == "draft"
    assert not central.read_entry(owner, things.entry_id).released


def test_each_role_opens_the_pages_of_its_acts_and_no_others(world: World, things: Things) -> None:
    for username in world.accounts:
        client, caller = world.client(username), world.caller(username)
        own = caller.administration == "XA"
        for name, parts, path in things.addresses():
            if name in READING and (own or not parts & OF_A_RECORD):
                refused = client.get(path).status_code in (403, 404)
                assert refused is not may_perform(caller, READING[name]), (username, path)
