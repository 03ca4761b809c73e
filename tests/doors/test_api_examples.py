"""The examples of the schema: each is sent as it stands, and what is answered is what the schema says."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache, partial
from typing import Any

import jsonschema_rs
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.acts import council, lists, stories
from tests.acts.tried_agreements import draft
from tests.acts.tried_cooperation import work
from tests.acts.tried_risk import draft as profile_draft
from tests.acts.tried_risk import handed_in, risky
from tests.doors import plays_depositary, plays_screening
from tests.doors.api_calls import ENTRY, ROOT, call
from tests.world import World

from tidewaiter.actions.act import clock
from tidewaiter.actions.assistance import deliver_notices
from tidewaiter.actions.callers import system_caller
from tidewaiter.actions.registry import record_instrument
from tidewaiter.actions.screening import keep_profile
from tidewaiter.doors.api.routes import api

Place = Callable[[World], str]
LISTED = {"reason": "Listed.", "purposes": ["offences"], "action": "sight"}


@dataclass(frozen=True, slots=True)
class Play:
    """Who sends an example, to which record, and which of its values are those of that record or of today."""

    who: str
    place: Place = lambda _: ""
    known: Callable[[World, str], Mapping[str, Any]] = field(default=lambda _, __: {})


def _drafted(world: World) -> str:
    return stories.drafted(world)


def _played(*verbs: str) -> Place:
    return lambda world: stories.played(world, *verbs)


def _entry(world: World) -> str:
    return str(call(world, "xa.cais_official", "POST", "/central/entries", ENTRY).body["id"])


def _attached(world: World) -> str:
    rfa = _drafted(world)
    headers = {"Authorization": f"Bearer {world.token('xa.officer')}"}
    form = {"file": SimpleUploadedFile("a.txt", b"Plain.")}
    return str(Client().post(f"{ROOT}/assistance/requests/{rfa}/attachments", form, headers=headers).json()["id"])


def _batch(world: World) -> str:
    return str(lists.take(world.caller("xa.cais_official"), {"entity_id": "one", **lists.VESSEL}).id)


def _import_begun(world: World) -> str:
    given = {"source": "list", "digest": "0" * 64, "entities": 1, "defaults": LISTED}
    return str(call(world, "xa.cais_official", "POST", "/central/imports", given).body["id"])


def _import_gone_through(world: World) -> str:
    id = _import_begun(world)
    entity = {"id": "one", "schema": "Vessel", "names": [{"text": "MV Gannet"}]}
    call(world, "xa.cais_official", "POST", f"/central/imports/{id}/entities", {"done": 0, "entities": [entity]})
    return id


def _notice(world: World) -> str:
    with world.as_worker():
        deliver_notices(system_caller())
    return str(call(world, "xa.officer", "GET", "/assistance/notices").body["items"][0]["id"])


def _invited(world: World) -> str:
    given = {
        **{"username": "xa.invited", "name": "Ivo Inland", "email": "ivo@customs.example", "office": "XA-HQ"},
        **{"roles": ["officer"], "language": "en", "designated_from": "2026-03-02"},
    }
    return str(call(world, "xa.administrator", "POST", "/people/invitations", given).body["id"])


def _machine(world: World) -> str:
    given = {
        **{"username": "xa.machine", "name": "Gateway", "office": "XA-HQ", "roles": ["officer"]},
        **{"scopes": ["requests:read"], "answerable": "xa.head", "designated_until": _soon()},
    }
    assert call(world, "xa.administrator", "POST", "/people/machines", given).status == 201
    return "xa.machine"


def _suspended(world: World) -> str:
    call(world, "xa.administrator", "POST", "/people/officers/xa.officer/suspension", {"why": "leave"})
    return "xa.officer"


def _with_address(world: World) -> str:
    with world.raw("postgres") as owner:
        owner.execute("update records_officer set email = 'ada@customs.example' where username = 'xa.officer'")
    return "xa.officer"


def _token_id(world: World) -> str:
    found = call(world, "xa.administrator", "GET", "/people/tokens?officer=xa.officer").body["items"]
    return str(found[0]["id"])


def _authority(world: World) -> str:
    given = {"administration": "XB", "authority_for": "CCO-29", "name": "Port Police", "since": "2026-03-02"}
    return str(call(world, "xb.head", "POST", "/registry/authorities", given).body["id"])


def _official(world: World) -> str:
    given = {"officer": "xb.contact_point", "since": _soon()}
    return str(call(world, "xb.head", "POST", "/registry/officials", given).body["id"])


def _agreement(world: World) -> str:
    return record_instrument(world.caller("xa.head"), draft())


def _investigator(world: World, home: str) -> str:
    given = {"administration": home, "name": "Ida Inland", "reach": "+1 555 0100", "since": "2026-03-02"}
    return str(call(world, f"{home.lower()}.head", "POST", "/registry/investigators", given).body["id"])


def _two_investigators(world: World, _: str) -> Mapping[str, Any]:
    return {"own": _investigator(world, "XA"), "other": _investigator(world, "XB")}


def _file(world: World) -> str:
    return work(world).file


def _translation(world: World) -> str:
    return work(world).translation


def _profile(world: World) -> str:
    return keep_profile(world.caller("xa.officer"), profile_draft())


def _soon() -> str:
    return (clock.today() + timedelta(days=30)).isoformat()


def _digest(world: World, id: str) -> Mapping[str, Any]:
    return {"digest": call(world, "xa.approver", "GET", f"/assistance/requests/{id}").body["digest"]}


def _always(value: str) -> Place:
    return lambda _: value


_OFFICER = _always("xa.contact_point")
DEPOSITARYS = {
    name: Play(
        plays_depositary.WHO,
        place or (lambda _: ""),
        (lambda _, __, name=name: plays_depositary.KNOWN.get(name, {})),
    )
    for name, place in plays_depositary.PLACES.items()
}
SCREENINGS = {
    **{name: Play(plays_screening.OFFICIAL, place or Play("").place) for name, place in plays_screening.PLACES.items()},
    "keep_ordinary_name": Play(plays_screening.OFFICIAL, known=lambda *_: {"until": _soon()}),
    "record_element_list": Play("xz.secretariat_official"),
    "list_element_lists": Play("xa.officer"),
}
PLAYS: Mapping[str, Play] = {
    **SCREENINGS,
    "draft_request": Play("xa.officer"),
    "list_requests": Play("xa.officer"),
    "read_request": Play("xb.officer", _played("send", "receive", "start", "answer")),
    "edit_request": Play("xa.officer", _drafted),
    "approve_request": Play("xa.approver", _drafted, _digest),
    "attach": Play("xa.officer", _drafted),
    "read_attachment": Play("xa.officer", _attached),
    "find_bases": Play("xa.officer"),
    "read_instrument_status": Play("xa.officer", _always("cco-2019")),
    "read_matrix": Play("xa.officer", _always("nbo-1977")),
    "read_parties": Play("xa.officer"),
    "read_party": Play("xa.officer", _always("XM")),
    "read_provision_status": Play("xa.officer", _always("CCO-39")),
    "read_calendar": Play("xa.officer"),
    "read_desk": Play("xa.officer"),
    "read_form": Play("xa.officer"),
    "read_notices": Play("xa.officer"),
    "open_notice": Play("xa.officer", _notice),
    "acknowledge_notices": Play("xa.officer"),
    "create_entry": Play("xa.cais_official"),
    "list_entries": Play("xa.cais_official"),
    "read_entry": Play("xa.cais_official", _entry),
    "edit_entry": Play("xa.cais_official", _entry),
    "delete_entry": Play("xa.cais_official", _entry),
    "release_entry": Play("xa.approver", _entry),
    "release_batch": Play("xa.approver", _batch),
    "extend_entry": Play("xa.cais_official", _entry, lambda *_: {"until": "2091-06-30"}),
    "search_central": Play("xb.cais_official"),
    "check_import": Play("xa.cais_official"),
    "begin_import": Play("xa.cais_official"),
    "list_imports": Play("xa.cais_official"),
    "read_import": Play("xa.cais_official", _batch),
    "import_entries": Play("xa.cais_official", _import_begun),
    "finish_import": Play("xa.cais_official", _import_gone_through),
    "abandon_import": Play("xa.cais_official", _import_begun),
    "save_mapping": Play("xa.cais_official"),
    "list_mappings": Play("xa.cais_official"),
    "export_entries": Play("xa.cais_official"),
    "list_exports": Play("xa.cais_official"),
    "read_directory": Play("xa.officer"),
    "read_provision": Play("xa.officer", _always("CCO-42.5")),
    "list_instruments": Play("xa.officer"),
    "read_instrument": Play("xa.officer", _always("cco-2019")),
    "record_administration": Play("xz.secretariat_official"),
    "record_instrument_act": Play("xz.depositary"),
    "record_authority": Play("xb.head"),
    "record_contact_point": Play("xb.head"),
    "designate_official": Play("xb.cais_authority"),
    "end_official": Play("xb.head", _official, lambda *_: {"last_day": _soon()}),
    "examine_authority": Play("xz.secretariat_official", _authority),
    "end_listing": Play("xb.head", _authority),
    "record_investigator": Play("xb.head"),
    "note_direct_contact": Play("xa.officer", known=_two_investigators),
    "read_administration": Play("xa.officer", _always("XB")),
    "find_authorities": Play("xa.officer", _always("XB")),
    "list_pipelines": Play("xa.officer"),
    "open_pipeline": Play("xa.officer"),
    "read_pipeline": Play("xa.officer", _file),
    "pass_gate": Play("xa.officer", _file),
    "note_on_pipeline": Play("xa.officer", _file),
    "list_meetings": Play("xa.officer"),
    "record_meeting": Play("xa.officer"),
    "list_translations": Play("xa.officer"),
    "record_translation": Play("xa.officer"),
    "read_translation": Play("xa.officer", _translation),
    "distribute_translation": Play("xa.officer", _translation),
    "acknowledge_translation": Play("xa.officer", _translation),
    "read_positions": Play("xa.officer"),
    "record_filing": Play("xz.depositary"),
    "record_council_decision": Play("xz.secretariat_official"),
    "read_categories": Play("xa.officer"),
    **DEPOSITARYS,
    "read_units": Play("xa.officer"),
    "record_unit": Play("xz.depositary"),
    "read_arrangements": Play("xa.officer"),
    "record_arrangement": Play("xa.head"),
    "read_agreements": Play("xa.officer"),
    "record_instrument": Play("xa.head", known=lambda *_: {"profile": draft().profile}),
    "verify_instrument": Play("xa.approver", _agreement),
    "withdraw_instrument_version": Play("xa.head", _agreement),
    "export_register": Play("xa.officer"),
    "import_register": Play("xz.depositary"),
    "check_vote": Play("xz.secretariat_official"),
    "record_vote": Play("xz.secretariat_official"),
    "read_votes": Play("xa.officer", council.voted),
    "record_exclusion": Play("xz.secretariat_official"),
    "retract_vote": Play("xz.secretariat_official", council.voted),
    "retract_matter_step": Play("xz.depositary", council.communicated),
    "record_amendment": Play("xz.depositary"),
    "record_amendment_step": Play("xz.depositary", council.amendment),
    "read_amendments": Play("xa.officer", council.amendment),
    "open_dispute": Play("xa.head"),
    "record_dispute_step": Play(
        "xb.head", council.dispute, lambda *_: {"code": "negotiation_round", "text": "First round."}
    ),
    "read_disputes": Play("xa.officer", council.dispute),
    "record_application": Play("xz.secretariat_official"),
    "record_application_step": Play(
        "xz.secretariat_official", council.application, lambda *_: {"code": "complete", "text": "Draft arrangement."}
    ),
    "read_applications": Play("xa.officer", council.application),
    "record_transition": Play("xz.secretariat_official"),
    "record_transition_step": Play(
        "xz.secretariat_official", council.first_session, lambda *_: {"code": "ready", "flags": ["venue"]}
    ),
    "read_transition": Play("xa.officer", council.first_session),
    "list_profiles": Play("xa.cais_official"),
    "keep_profile": Play("xa.officer", known=lambda *_: {"expires_on": _soon()}),
    "view_profile": Play("xa.head", _profile),
    "release_profile": Play("xa.cais_official", _profile),
    "withdraw_profile": Play("xa.officer", _profile),
    "try_profile": Play("xa.officer", _profile, lambda world, _: {"list_id": handed_in(world)}),
    "list_risks": Play("xa.cais_official", lambda world: risky(world).list),
    "decide_risk": Play("xa.cais_official", lambda world: risky(world).risk),
    "read_journal": Play("xa.head"),
    "list_officers": Play("xa.administrator"),
    "invite_officer": Play("xa.administrator"),
    "withdraw_invitation": Play("xa.administrator", _invited),
    "change_roles": Play("xa.administrator", _OFFICER),
    "suspend_officer": Play("xa.administrator", _OFFICER),
    "restore_officer": Play("xa.administrator", _suspended),
    "renew_access": Play("xa.administrator", _with_address),
    "recertify_officer": Play("xa.administrator", _OFFICER),
    "end_designation": Play("xa.administrator", _OFFICER),
    "list_tokens": Play("xa.administrator"),
    "revoke_token": Play("xa.administrator", _token_id),
    "register_machine": Play("xa.administrator", known=lambda *_: {"designated_until": _soon()}),
    "renew_machine_secret": Play("xa.administrator", _machine),
}
# Each example of a move, in the order of the schema: the move it is of, who makes it, and from where.
MOVES: tuple[tuple[str, Play], ...] = (
    ("send", Play("xa.officer", _played())),
    ("withdraw", Play("xa.officer", _played("send"))),
    ("answer", Play("xb.officer", _played("send", "receive", "start"))),
    ("decline", Play("xb.approver", _played("send", "receive", "start"))),
    ("return_for_completion", Play("xb.officer", _played("send", "receive"))),
)
# Sent by tests of their own: a machine has to be registered and a list to be handed in before.
ELSEWHERE = frozenset({"open_machine_session"})


@dataclass(frozen=True, slots=True)
class Example:
    """One example of an operation; `body` is nothing where it takes none."""

    operation: Mapping[str, Any]
    method: str
    path: str
    media_type: str
    body: Any
    place: int

    @property
    def id(self) -> str:
        """The operation's id."""
        return str(self.operation["operationId"])


@cache
def _published() -> Mapping[str, Any]:
    # made without a request: it is read while the tests are gathered, when there is no database yet
    return dict(json.loads(json.dumps(api.get_openapi_schema(), default=str)))


def _examples() -> Iterator[Example]:
    for path, methods in _published()["paths"].items():
        for method, operation in methods.items():
            contents = operation.get("requestBody", {}).get("content", {"": {"examples": {"1": {"value": None}}}})
            for media_type, content in contents.items():
                given = content.get("examples") or {"1": {"value": content.get("example")}}
                for place, example in enumerate(given.values()):
                    yield Example(operation, method, path, media_type, example["value"], place)


EXAMPLES = [example for example in _examples() if example.id not in ELSEWHERE]


def _valid(schema: Mapping[str, Any], value: Any) -> None:
    whole = {**schema, "components": _published()["components"]}
    jsonschema_rs.Draft202012Validator(whole).validate(value)


def _play(example: Example) -> tuple[str, Play]:
    return MOVES[example.place] if example.id == "move_request" else ("", PLAYS[example.id])


def _query(example: Example) -> dict[str, Any]:
    asked = [parameter for parameter in example.operation["parameters"] if parameter["in"] == "query"]
    needed = [parameter for parameter in asked if parameter.get("required")]
    return {each["name"]: each["schema"]["examples"][0] for each in needed}


@pytest.mark.parametrize("example", EXAMPLES, ids=[f"{example.id}-{example.place}" for example in EXAMPLES])
def test_an_example_is_taken_and_answered_as_the_schema_says(world: World, example: Example) -> None:
    verb, play = _play(example)
    id = play.place(world)
    named = {"id": id, "username": id, "verb": verb, "instrument": "cco-2019", "type": "information"}
    path = example.path.format(**named)
    headers = {"Authorization": f"Bearer {world.token(play.who)}"}
    if any(parameter["name"] == "If-Match" for parameter in example.operation["parameters"]):
        record = f"{example.path.split('{id}')[0]}{id}"
        headers["If-Match"] = Client().get(record, headers=headers)["ETag"]
    send = partial(Client().generic, example.method.upper(), path, headers=headers, query_params=_query(example))
    if example.media_type == "multipart/form-data":
        file = SimpleUploadedFile("example.pdf", example.body["file"].encode())
        response = Client().post(path, {**example.body, "file": file}, headers=headers)
    elif example.body is None:
        response = send()
    else:
        body = {**example.body, **play.known(world, id)}
        response = send(json.dumps(body), content_type="application/json")
    assert 200 <= response.status_code < 300, response.content
    described = example.operation["responses"][str(response.status_code)]
    for media_type, content in described.get("content", {}).items():
        assert response["Content-Type"].startswith(media_type)
        if media_type == "application/json":
            _valid(content["schema"], response.json())


def test_every_operation_has_an_example_of_what_it_takes_and_of_what_it_answers() -> None:
    definitions = _published()
    lacking = []
    for path, methods in definitions["paths"].items():
        for method, operation in methods.items():
            parts = [operation["requestBody"]] if "requestBody" in operation else []
            parts += [response for status, response in operation["responses"].items() if status.startswith("2")]
            for part in parts:
                for content in part.get("content", {}).values():
                    given = [each["value"] for each in content.get("examples", {}).values()]
                    given += [content["example"]] if "example" in content else []
                    lacking += [] if given else [(method, path)]
                    for value in given:
                        _valid(content["schema"], value)
    assert lacking == []


def test_no_example_is_left_out() -> None:
    assert len(EXAMPLES) >= 50
    assert {example.id for example in EXAMPLES} - set(PLAYS) == {"move_request"}
    assert len([example for example in EXAMPLES if example.id == "move_request"]) == len(MOVES)
