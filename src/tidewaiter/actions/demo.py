"""Builds the demo world, which is also the cast of all tests: an invented organization, through acts alone."""

import base64
import secrets
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Literal

from tidewaiter.access.facts import Caller
from tidewaiter.access.verbs import CentralPurpose, Role, Scope
from tidewaiter.actions import assistance, central, cooperation, demo_register, organization, people, registry
from tidewaiter.actions.act import clock
from tidewaiter.actions.callers import caller_for_token, caller_for_user, installer_caller
from tidewaiter.actions.demo_story import ENTRIES, REQUESTS, DemoEntry, DemoRequest
from tidewaiter.assistance.lifecycle import MOVES, Side
from tidewaiter.records.people import administrations as known_administrations
from tidewaiter.records.people import officer_named
from tidewaiter.treaty.acts import InstrumentAct
from tidewaiter.treaty.duties import current_duties

ORGANIZATION = "XZ"
STAFFED: Mapping[str, str] = {"XA": "en", "XB": "fr", "XC": "es", "XD": "nl"}
_UNSTAFFED = ("XE", "XF", "XG", "XH", "XJ", "XL", "XM", "XN")
_NAMES: Mapping[str, tuple[str, str, str, str]] = {
    "XA": ("Customs of Alder Bank", "Douanes du banc d'Alder", "Aduanas de Alder Bank", "Douane van Alder Bank"),
    "XB": ("Customs of Belle-Anse", "Douanes de Belle-Anse", "Aduanas de Belle-Anse", "Douane van Belle-Anse"),
    "XC": ("Customs of Costa Clara", "Douanes de Costa Clara", "Aduanas de Costa Clara", "Douane van Costa Clara"),
    "XD": ("Customs of Duinrif", "Douanes de Duinrif", "Aduanas de Duinrif", "Douane van Duinrif"),
    "XE": ("Customs of Eastkey", "Douanes d'Eastkey", "Aduanas de Eastkey", "Douane van Eastkey"),
    "XF": ("Customs of Farshoal", "Douanes de Farshoal", "Aduanas de Farshoal", "Douane van Farshoal"),
    "XG": ("Customs of Grand Récif", "Douanes de Grand Récif", "Aduanas de Grand Récif", "Douane van Grand Récif"),
    "XH": ("Customs of Hollow Cay", "Douanes de Hollow Cay", "Aduanas de Hollow Cay", "Douane van Hollow Cay"),
    "XJ": ("Customs of Jetsam", "Douanes de Jetsam", "Aduanas de Jetsam", "Douane van Jetsam"),
    "XL": ("Customs of Isla Larga", "Douanes d'Isla Larga", "Aduanas de Isla Larga", "Douane van Isla Larga"),
    "XM": ("Customs of Marlin Sound", "Douanes de Marlin Sound", "Aduanas de Marlin Sound", "Douane van Marlin Sound"),
    "XN": ("Customs of Noordplaat", "Douanes de Noordplaat", "Aduanas de Noordplaat", "Douane van Noordplaat"),
    "XZ": ("The Secretariat", "Le Secrétariat", "La Secretaría", "Het Secretariaat"),
}
_LANGUAGES = ("en", "fr", "es", "nl")
_OFFICERS: Mapping[str, Mapping[Role, str]] = {
    "XA": {
        Role.OFFICER: "Ada Fernwick",
        Role.APPROVER: "Basil Thornquay",
        Role.CONTACT_POINT: "Cora Millbay",
        Role.HEAD: "Desmond Oakharbour",
        Role.CAIS_OFFICIAL: "Effie Saltmarsh",
        Role.CAIS_AUTHORITY: "Fergus Lowtide",
        Role.SECURITY_AUTHORITY: "Greta Windlass",
        Role.ADMINISTRATOR: "Hollis Brackenport",
    },
    "XB": {
        Role.OFFICER: "Aurélie Portvent",
        Role.APPROVER: "Bastien Larécif",
        Role.CONTACT_POINT: "Clémence Hautemarée",
        Role.HEAD: "Didier Quaibleu",
        Role.CAIS_OFFICIAL: "Élodie Brisemer",
        Role.CAIS_AUTHORITY: "Fabrice Longuerive",
        Role.SECURITY_AUTHORITY: "Gisèle Embrunoir",
        Role.ADMINISTRATOR: "Hugo Vieuxphare",
    },
    "XC": {
        Role.OFFICER: "Alma Puertoverde",
        Role.APPROVER: "Bruno Mareclaro",
        Role.CONTACT_POINT: "Celia Rompeolas",
        Role.HEAD: "Darío Altamarina",
        Role.CAIS_OFFICIAL: "Elisa Bahíalarga",
        Role.CAIS_AUTHORITY: "Fermín Arrecifal",
        Role.SECURITY_AUTHORITY: "Greta Salinera",
        Role.ADMINISTRATOR: "Héctor Farolviejo",
    },
    "XD": {
        Role.OFFICER: "Anneke Zandkust",
        Role.APPROVER: "Bram Havenlicht",
        Role.CONTACT_POINT: "Carlijn Vloedmerk",
        Role.HEAD: "Dirk Rifwachter",
        Role.CAIS_OFFICIAL: "Elske Zoutgeul",
        Role.CAIS_AUTHORITY: "Floris Kadebreuk",
        Role.SECURITY_AUTHORITY: "Gerda Stormtij",
        Role.ADMINISTRATOR: "Hidde Bakenrust",
    },
    "XZ": {
        Role.DEPOSITARY: "Iris Sealkeeper",
        Role.SECRETARIAT_OFFICIAL: "Jonas Minutebook",
        Role.INDEPENDENT_REPRESENTATIVE: "Kaya Plumbline",
    },
}
_ALSO_OFFICIALS = (Role.OFFICER, Role.APPROVER, Role.CAIS_OFFICIAL)
_FIRST_TEN = ("XA", "XB", "XC", "XD", "XE", "XF", "XG", "XH", "XJ", "XL")
_NAIROBI: Mapping[str, tuple[str, ...]] = {
    "XA": ("I", "II", "III", "IV"),
    "XB": ("I", "II", "III"),
    "XC": ("III",),
    "XE": ("I", "II", "III"),
    "XF": ("I", "III"),
}
_SINCE = date(2024, 7, 1)
_WITHOUT_SECURITY = "XN"  # so that the directory shows what it says of an administration that owes something
_INVESTIGATORS: Mapping[str, str] = {
    "XA": "Ines Tidemark",
    "XB": "Isidore Grandlarge",
    "XC": "Iker Bajamar",
    "XD": "Ilse Golfbreker",
}
_ASKED_BY_REQUESTER = frozenset(move.verb.value for move in MOVES if move.by is Side.REQUESTING)

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """One officer of the demo with all that a stranger needs to sign in."""

    administration: str
    role: str
    username: str
    password: str
    totp_secret: str
    api_token: str


def state() -> Literal["empty", "demo", "other"]:
    """What the database holds: nothing, the whole demo world and nothing else, or something else."""
    codes = {known.code for known in known_administrations()}
    if not codes:
        return "empty"
    last = officer_named(_username(ORGANIZATION, Role.INDEPENDENT_REPRESENTATIVE))
    return "demo" if codes == set(_NAMES) and last is not None else "other"


def build(home: Path, progress: Progress) -> list[DemoAccount]:
    """Builds the whole world in an empty database; gives the accounts, whose passwords are new each time."""
    progress("administrations")
    for code in _NAMES:
        people.record_administration(installer_caller(), _administration(code))
    progress("officers")
    accounts = [
        _register(code, role, name)
        for code, officers in _OFFICERS.items()
        for role, name in officers.items()
        if role is not Role.INDEPENDENT_REPRESENTATIVE
    ]
    callers = {account.username: caller_for_token(account.api_token, language="") for account in accounts}
    progress("register")
    _fill_register(callers)
    callers = {account.username: caller_for_token(account.api_token, language="") for account in accounts}
    progress("matters of the register")
    _open_matters(callers)
    progress("requests")
    for request in REQUESTS:
        _play_request(callers, request)
    progress("watch entries")
    for entry in ENTRIES:
        _play_entry(callers, entry)
    accounts.append(_register(ORGANIZATION, Role.INDEPENDENT_REPRESENTATIVE, "Kaya Plumbline"))
    return accounts


def as_plain(accounts: list[DemoAccount]) -> list[dict[str, str]]:
    """The accounts as they are written to demo-accounts.json."""
    return [asdict(account) for account in accounts]


def _administration(code: str) -> people.AdministrationDraft:
    return people.AdministrationDraft(
        code=code,
        name=dict(zip(_LANGUAGES, _NAMES[code], strict=True)),
        unit=code,
        language=STAFFED.get(code, "en"),
        organization=code == ORGANIZATION,
        offices=((f"{code}-HQ", "Headquarters"), (f"{code}-PORT", "Port office")),
    )


def _username(code: str, role: Role) -> str:
    return f"{code.lower()}.{role.value}"


def _register(code: str, role: Role, name: str) -> DemoAccount:
    username, password = _username(code, role), secrets.token_urlsafe(12)
    secret = base64.b32encode(secrets.token_bytes(20)).decode()
    given = Role.OFFICER if role is Role.CAIS_OFFICIAL else role
    people.register_officer(
        installer_caller(),
        people.OfficerDraft(
            username=username,
            name=name,
            administration=code,
            office=f"{code}-PORT" if role is Role.CAIS_OFFICIAL else f"{code}-HQ",
            roles=(given.value,),
            language=STAFFED.get(code, "en"),
            designated_from=_SINCE,
            password=password,
            totp_secret=secret,
            email=f"{username}@example.invalid",
        ),
    )
    _accept_duties(username)
    token = people.issue_token(
        installer_caller(),
        username=username,
        label="demo",
        expires_on=clock.today() + timedelta(days=365),
        scopes=tuple(scope.value for scope in Scope),
    )
    return DemoAccount(code, role.value, username, password, secret, token)


def _accept_duties(username: str) -> None:
    """As the officer does at the first sign-in."""
    officer = officer_named(username)
    current = current_duties(clock.today())
    if officer is not None and current is not None:
        people.accept_duties(caller_for_user(officer.user_id, language="", half=True), version=current.version)


def _fill_register(callers: Mapping[str, Caller]) -> None:
    depositary = callers[_username(ORGANIZATION, Role.DEPOSITARY)]
    for unit in demo_register.units({code: dict(zip(_LANGUAGES, _NAMES[code], strict=True)) for code in _NAMES}):
        registry.record_unit(depositary, unit, source=demo_register.SOURCE)
    for act, instrument in _acts_of_parties():
        registry.record_instrument_act(depositary, instrument, act, reference="demo")
    for code in (*STAFFED, *_UNSTAFFED):
        _file(depositary, code)
    for code in STAFFED:
        _designate(callers, code)
    for provision in ("CCO-45.4", "CCO-48.2"):
        registry.record_authority(
            callers[_username(ORGANIZATION, Role.SECRETARIAT_OFFICIAL)],
            administration=ORGANIZATION,
            authority_for=provision,
            name="Jonas Minutebook",
            since=_SINCE,
        )
    organization.record_council_decision(
        callers[_username(ORGANIZATION, Role.SECRETARIAT_OFFICIAL)],
        organization.CouncilDecisionDraft(
            number="C-2024/7",
            decided_on=date(2024, 5, 28),
            effective_on=_SINCE,
            categories=("person", "business", "transport", "commodity"),
            purposes=tuple(purpose.value for purpose in CentralPurpose),
            votes_for=10,
            votes_against=1,
            abstentions=1,
        ),
    )


def _open_matters(callers: Mapping[str, Caller]) -> None:
    """What is under way in the register: a deposit to examine, an arrangement, an amendment, a national unit's file."""
    depositary, today = callers[_username(ORGANIZATION, Role.DEPOSITARY)], clock.today()
    while drafts := registry.list_dispatches(depositary, state="draft")[0]:
        for draft in drafts:
            registry.drop_notice(depositary, draft.id, why="Everybody was there when the demo world was founded.")
    registry.receive_act(depositary, demo_register.received(today))
    registry.record_arrangement(depositary, demo_register.arrangement(today))
    proposal, communicated = demo_register.amendment(today)
    matter = organization.record_amendment(depositary, proposal)
    organization.record_amendment_step(depositary, matter, communicated)
    officer = callers[_username("XC", Role.OFFICER)]
    file = cooperation.open_pipeline(officer, demo_register.FILE)
    for gate, on in demo_register.gates(today):
        cooperation.pass_gate(officer, file, gate=gate, on=on)


def _acts_of_parties() -> list[tuple[InstrumentAct, str]]:
    """Ten ratifications bring the Agreement into force, two Members accede, one of them opts out of Article 39."""
    acts = [
        (
            InstrumentAct(type="ratification", on=date(2023, 2, 1) + timedelta(days=17 * place), units=(code,)),
            "cco-2019",
        )
        for place, code in enumerate(_FIRST_TEN)
    ]
    acts += [
        (InstrumentAct(type="accession", on=date(2024, 1, 15), units=("XM",)), "cco-2019"),
        (InstrumentAct(type="opt_out", on=date(2024, 1, 15), units=("XM",), articles=("39",)), "cco-2019"),
        (InstrumentAct(type="accession", on=date(2024, 2, 29), units=("XN",)), "cco-2019"),
    ]
    acts += [
        (InstrumentAct(type="accession", on=date(2019, 3, 1), units=(code,), annexes=annexes), "nbo-1977")
        for code, annexes in _NAIROBI.items()
    ]
    return acts


def _file(depositary: Caller, code: str) -> None:
    """Contact point, the law and the undertaking of 31.3, and the authority of 45.3."""
    registry.record_contact_point(
        depositary,
        administration=code,
        name=f"Contact point of {code}",
        email=f"contact.{code.lower()}@example.invalid",
        since=_SINCE,
    )
    for kind in registry.FILING_KINDS:
        text = f"Filing of {code}: {kind.replace('_', ' ')}"
        registry.record_filing(depositary, administration=code, kind=kind, text=text, received=_SINCE)
    registry.record_authority(
        depositary, administration=code, authority_for="CCO-45.3", name=f"Central system unit of {code}", since=_SINCE
    )
    if code != _WITHOUT_SECURITY:
        registry.record_authority(
            depositary, administration=code, authority_for="CCO-48.1", name=f"Security office of {code}", since=_SINCE
        )


def _designate(callers: Mapping[str, Caller], code: str) -> None:
    registry.record_investigator(
        callers[_username(code, Role.HEAD)],
        administration=code,
        name=_INVESTIGATORS[code],
        post="Maritime investigations",
        reach=f"investigations.{code.lower()}@example.invalid",
        since=_SINCE,
    )
    authority = callers[_username(code, Role.CAIS_AUTHORITY)]
    for role in _ALSO_OFFICIALS:
        registry.designate_official(authority, officer=_username(code, role), since=_SINCE)


def _play_request(callers: Mapping[str, Caller], played: DemoRequest) -> None:
    """Drafts a request and makes the moves of its story, each by an officer of the side that may."""
    asks, helps = played.requesting, played.draft.requested_administration
    officer = callers[_username(asks, Role.OFFICER)]
    rfa_id = assistance.draft_request(officer, played.draft)
    if played.moves:
        approver = callers[_username(asks, Role.APPROVER)]
        digest = assistance.read_request(approver, rfa_id).digest
        assistance.approve_request(approver, rfa_id, digest=digest)
    for verb, given in played.moves:
        side = asks if verb in _ASKED_BY_REQUESTER else helps
        role = Role.APPROVER if verb == "decline" else Role.OFFICER
        assistance.MOVES_BY_VERB[verb](callers[_username(side, role)], rfa_id, given)


def _play_entry(callers: Mapping[str, Caller], played: DemoEntry) -> None:
    entry_id = central.create_entry(callers[_username(played.supplier, Role.OFFICER)], played.draft(clock.today()))
    if played.released:
        central.release_entry(callers[_username(played.supplier, Role.CAIS_OFFICIAL)], entry_id)
