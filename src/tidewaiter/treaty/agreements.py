"""Bilateral agreements made from a template, and which instruments an installation may add at all."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

import tomli_w

from tidewaiter.treaty.profile import Duty
from tidewaiter.treaty.provisions import INSTRUMENTS, Instrument, implements, shipped, with_profile
from tidewaiter.treaty.strict import load_toml

FAMILY = "bil"
AddedFault = Literal["bad_agreement_id", "not_completable", "still_unverified", "id_differs", "two_parties"]
ForceRule = Literal["second_month", "months", "days", "on_notification"]
CourtUse = Literal["consent", "in_proceedings", "free"]
Bearer = Literal["consult", "requested", "requesting"]
Switch = Literal["shall", "may", "off"]
ASSISTANCE_PROVISIONS: Mapping[str, str] = {
    "information": "SCOPE",
    "offence_information": "SCOPE",
    "spontaneous": "SCOPE",
    "assessment": "SCOPE",
    "control": "SCOPE",
    "surveillance": "SCOPE",
    "enquiry": "13",
    "notification": "SCOPE",
    "recovery": "SCOPE",
    "witness": "SCOPE",
    "presence": "SCOPE",
    "technical_cooperation": "SCOPE",
    "automatic_exchange": "SCOPE",
    "advance_exchange": "SCOPE",
    "controlled_delivery": "11",
}
"""Every type of assistance that an agreement of this family may give, with the part of the template that says so."""
_UNDER_ARRANGEMENT = frozenset({"recovery", "automatic_exchange", "advance_exchange", "controlled_delivery"})
_OWN_INITIATIVE = frozenset({"spontaneous"})
_AGREEMENT_ID = re.compile(r"bil-[a-z]{2,8}-[a-z]{2,8}-[12][0-9]{3}(-[1-9])?")
_TITLE: Mapping[str, str] = {
    "en": "Agreement between {} and {} on mutual administrative assistance in customs matters",
    "fr": "Accord entre {} et {} sur l’assistance mutuelle administrative en matière douanière",
    "es": "Acuerdo entre {} y {} sobre asistencia mutua administrativa en materia aduanera",
    "nl": "Verdrag tussen {} en {} inzake wederzijdse administratieve bijstand in douanezaken",
}
_UNNAMED = ("…", "…")  # the profile of fewer than two parties is refused by its reader
_COURT: Mapping[CourtUse, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "consent": (("administrative",), ()),
    "in_proceedings": (("administrative",), ("administrative", "criminal_investigation", "prosecution", "court")),
    "free": (("administrative", "criminal_investigation", "prosecution", "court"), ()),
}


@dataclass(frozen=True, slots=True)
class Choices:
    """What one agreement says where the template leaves a choice; what is not chosen stays as in the template.

    `assistance` switches single types ("shall", "may", "off"), `grounds` lists those that the text knows, `languages`
    are those in which a request is always accepted.
    """

    parties: tuple[str, ...]
    title: Mapping[str, str] = field(default_factory=dict)
    done_on: date | None = None
    place: str = ""
    authentic: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    assistance: Mapping[str, Switch] = field(default_factory=dict)
    force: ForceRule = "second_month"
    force_number: int = 0
    force_from: Literal["act", "receipt"] = "act"
    ending_months: int = 3
    ending_from: Literal["act", "receipt"] = "act"
    grounds: tuple[str, ...] | None = None
    reasons_required: bool = True
    court: CourtUse = "consent"
    substantial_costs: Bearer = "consult"
    review_months: int | None = None


def template() -> Mapping[str, Any]:
    """The template as its file says it."""
    return load_toml(INSTRUMENTS / FAMILY / "profile.toml")


def usual_assistance() -> Mapping[str, Duty]:
    """What the template gives when nothing is chosen."""
    return {each.type: each.duty for each in shipped(FAMILY).profile.assistance}


def usual_grounds() -> tuple[str, ...]:
    """The grounds that the template knows."""
    return tuple(each.code for each in shipped(FAMILY).profile.ground if each.available)


def agreement_id(parties: tuple[str, ...], year: int) -> str:
    """The id of the agreement of two parties made in a year."""
    return "-".join((FAMILY, *(party.lower() for party in parties), str(year)))


@implements("BIL-SCOPE", "BIL-EIF", "BIL-END", "BIL-GROUNDS", "BIL-USE", "BIL-COSTS", "BIL-LANG")
def agreement_profile(instrument_id: str, choices: Choices) -> str:
    """The profile of an agreement as TOML; NotUnderstood names the key that a choice makes impossible."""
    table = dict(template())
    chosen = {language: text for language, text in choices.title.items() if text}
    standing = {language: text.format(*choices.parties, *_UNNAMED) for language, text in _TITLE.items()}
    fallback = chosen.get("en") or next(iter(chosen.values()), "")
    table["id"] = instrument_id
    table["title"] = {language: chosen.get(language) or fallback or standing[language] for language in _TITLE}
    table["parties"] = list(choices.parties)
    table["languages"] = list(choices.languages)
    table["joining"] = {**table["joining"], "provisions": ["EIF"]}
    table["force"] = {**table["force"], **_force(choices)}
    table["leaving"] = {
        **table["leaving"],
        "delay_months": choices.ending_months,
        "counted_from": choices.ending_from,
    }
    table["assistance"] = _assistance(table["assistance"], choices.assistance)
    table["refusal"] = {**table["refusal"], "reasons_required": choices.reasons_required}
    table["ground"] = _grounds(table["ground"], choices.grounds)
    free, in_proceedings = _COURT[choices.court]
    table["use"] = {**table["use"], "free": list(free), "free_in_proceedings": list(in_proceedings)}
    table["cost"] = [
        {**row, "borne_by": choices.substantial_costs} if row["kind"] == "substantial" else row for row in table["cost"]
    ]
    table["history"] = _history(choices)
    if choices.review_months is not None:
        table["review"] = {"months": choices.review_months, "provision": "SCOPE"}
    text = tomli_w.dumps(table)
    with_profile(shipped(FAMILY), text, "profile.toml")
    return text


def _force(choices: Choices) -> Mapping[str, Any]:
    """The rule of entry into force, counted from the later notification or from its receipt."""
    counting = {"second_month": "first_day_second_month", "days": "days"}.get(choices.force, "date_to_date")
    found: dict[str, Any] = {"counting": counting, "counted_from": choices.force_from}
    if choices.force == "days":
        found["delay_days"] = choices.force_number
    found["delay_months"] = {"second_month": 2, "months": choices.force_number}.get(choices.force, 0)
    return found


def _assistance(rows: list[dict[str, Any]], chosen: Mapping[str, Switch]) -> list[dict[str, Any]]:
    usual = {row["type"]: row for row in rows}
    found = []
    for type, provision in ASSISTANCE_PROVISIONS.items():
        switch = chosen.get(type, usual.get(type, {}).get("duty", "off"))
        if switch == "off":
            continue
        row = {"type": type, "provision": provision, "duty": switch}
        if type in _UNDER_ARRANGEMENT:
            row["arrangement"] = provision
        if type in _OWN_INITIATIVE:
            row["on_request"] = False
        found.append(row)
    return found


def _grounds(rows: list[dict[str, Any]], chosen: tuple[str, ...] | None) -> list[dict[str, Any]]:
    if chosen is None:
        return rows
    return [row if row["code"] in chosen else {**row, "effects": [], "available": False} for row in rows]


def _history(choices: Choices) -> Mapping[str, Any]:
    said = {
        "done_on": choices.done_on,
        "place": choices.place,
        "authentic": list(choices.authentic),
        "depositary": "parties",
    }
    return {"provision": "EIF", **{key: value for key, value in said.items() if value}}


def ships_unverified(instrument_id: str) -> bool:
    """Whether the instrument ships with a profile that nobody verified, whatever the register has added since."""
    return shipped(instrument_id).profile.trust == "unverified"


def added_fault(instrument_id: str, family: str, found: Instrument) -> AddedFault | None:
    """What keeps an instrument from being added: only bilateral agreements may be, and the completion of an instrument
    that ships unverified; those whose text was read can never be replaced.
    """
    if found.profile.id != instrument_id:
        return "id_differs"
    if family != FAMILY:
        return _still_open(found) if instrument_id == family and ships_unverified(family) else "not_completable"
    if not _AGREEMENT_ID.fullmatch(instrument_id):
        return "bad_agreement_id"
    parties = found.profile.parties
    if len(set(parties)) != 2 or instrument_id.split("-")[1:3] != [party.lower() for party in parties]:
        return "two_parties"
    return _still_open(found)


def _still_open(found: Instrument) -> AddedFault | None:
    return "still_unverified" if found.profile.trust == "unverified" else None
