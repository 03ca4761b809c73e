"""Puts codes into words: every code a door may show is one message key, said in the reader's language."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import date
from typing import get_args

from babel import Locale
from babel.dates import format_date
from django.conf import settings
from django.utils.translation import get_language, gettext, override

from tidewaiter.access import handling
from tidewaiter.access.verbs import CentralPurpose, Role, Verb
from tidewaiter.assistance import catalogue as assistance_catalogue
from tidewaiter.assistance.lifecycle import MoveVerb
from tidewaiter.screening import catalogue as screening_catalogue
from tidewaiter.screening import entries
from tidewaiter.screening.identifiers import IdentifierKind
from tidewaiter.screening.subjects import NameKind, Subject, SubjectKind
from tidewaiter.treaty.acts import InstrumentAct
from tidewaiter.treaty.provisions import (
    LANGUAGES,
    ProvisionKind,
    Trust,
    instrument_ids,
    instruments,
    load_instrument,
)

_PARAMETER = re.compile(r"%\((\w+)\)s|%%")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_UNKNOWN_VALUE = "…"

# Parameters that hold a code and not words, with the prefixes under which the code has words.
_CODED: Mapping[str, tuple[str, ...]] = {
    "closed_by": ("closed_by",),
    "question": ("question",),
    "category": ("category",),
    "purpose": ("central_purpose", "purpose"),
    "language": ("language",),
    "state": ("state",),
    "kind": ("identifier",),
    "field": ("field",),
}
_CODED_IN: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("problem:purpose_outside_instrument", "value"): ("purpose",),
    ("problem:ground_not_available", "value"): ("ground",),
    ("problem:limit_not_available", "value"): ("limit",),
    ("match:kind_differs", "query"): ("category",),
    ("match:kind_differs", "entry"): ("category",),
    ("import:bad_subject", "problem"): ("subject",),
    ("import:problem", "problem"): ("problem",),
}
_COUNTRIES_IN = frozenset(
    {
        ("match:country_same", "country"),
        ("match:country_differs", "query"),
        ("match:country_differs", "entry"),
    }
)

# Codes that the acts give and that no enumeration below the doors holds.
_ACTS_SAY: Mapping[str, str] = {
    "outcome": "done refused not_found invalid conflict failed",
    "waits": "requesting requested nobody",
    "reason": "role rule not_designated bad_token not_approved problems undertaking_missing",
    "conflict": (
        "state_changed changed already_there already_released not_editable no_such_move attachment_spoilt too_late"
    ),
    "problem": (
        "bad_code before_act in_future not_in_instrument not_usable not_changeable not_later empty_file file_too_large "
        "file_not_recognised file_not_as_named nothing_to_release nothing_to_search bad_cursor"
    ),
    "copy_level": "plain certified authenticated",
    "event": (
        "request_sent request_received request_returned request_completed request_started request_partly_answered "
        "request_answered request_declined request_withdrawn request_closed entry_expiring entry_deleted"
    ),
    "import": (
        "missing_column no_entity_id unknown_schema mixed_schema no_name bad_subject bad_date unknown_country "
        "other_birth too_long control_character problem"
    ),
    "mail": "look nothing_here",
}
# Fields of forms for acts whose drafts live above the core.
_FORM_FIELDS = (
    "schema case until since reference unit administration organization office offices officer username roles "
    "designated_from designated_until password totp_secret label expires_on email authority_for number decided_on "
    "effective_on categories votes_for votes_against abstentions file copy_level reason_for_change batch"
)


class UnknownMessage(KeyError):
    """No catalogue has words for this key."""


def say(key: str, /, **params: str) -> str:
    """Words for a key in the active language; parameters that are codes, days or countries are put into words too.

    A parameter that is not given leaves an ellipsis. An unknown key raises UnknownMessage where the setting
    STRICT_WORDS (or DEBUG) is true and is otherwise given back as it is, since a page is better than none.
    """
    text = _words(key)
    if text is not None:
        return _filled(key, text, params)
    if getattr(settings, "STRICT_WORDS", settings.DEBUG):
        raise UnknownMessage(key)
    return key


def say_in(language: str, key: str, /, **params: str) -> str:
    """The same in a given language ("en", "fr", "es", "nl"), whoever reads now: for e-mail and printed papers."""
    with override(language):
        return say(key, **params)


def day_in_words(day: date) -> str:
    """A day written out in the active language: 12 March 2031."""
    language = _language()
    if language == "fr" and day.day == 1:
        return format_date(day, "'1er' MMMM y", locale=language)
    return format_date(day, "d 'de' MMMM 'de' y" if language == "es" else "d MMMM y", locale=language)


def country_name(code: str) -> str:
    """The name of a country in the active language, or its code where it has none."""
    return str(Locale.parse(_language()).territories.get(code, code))


def _words(key: str) -> str | None:
    text = gettext(key) if key else ""
    return None if text == key or not text else text


def _language() -> str:
    active = (get_language() or "en").split("-")[0]
    return active if active in LANGUAGES else "en"


def _filled(key: str, text: str, params: Mapping[str, str]) -> str:
    def parameter(found: re.Match[str]) -> str:
        return "%" if found[1] is None else _spoken(key, found[1], params)

    return _PARAMETER.sub(parameter, text)


def _spoken(key: str, name: str, params: Mapping[str, str]) -> str:
    """One parameter in words; words that have parameters of their own take them from the same sentence."""
    value = str(params.get(name, _UNKNOWN_VALUE))
    if (key, name) in _COUNTRIES_IN:
        return ", ".join(country_name(code) for code in value.split())
    for prefix in _CODED_IN.get((key, name)) or _CODED.get(name, ()):
        inner = f"{prefix}:{value}"
        words = _words(inner) if inner != key else None
        if words is not None:
            return _filled(inner, words, {other: params[other] for other in params if other != name})
    if name == "instrument" and value in instrument_ids():
        return load_instrument(value).title.in_language(_language())
    return _day(value) if _DAY.fullmatch(value) else value


def _day(value: str) -> str:
    try:
        return day_in_words(date.fromisoformat(value))
    except ValueError:
        return value


def all_keys() -> frozenset[str]:
    """Every key that a door may have to say, drawn from the tables that hold the codes."""
    return (
        assistance_catalogue.message_keys()
        | screening_catalogue.message_keys()
        | entries.message_keys()
        | handling.message_keys()
        | frozenset(_own_keys())
        | frozenset(_field_keys())
        | frozenset(f"ground:{ground.code}" for known in instruments() for ground in known.profile.ground)
    )


def _own_keys() -> Iterable[str]:
    lists: Mapping[str, Iterable[str]] = {
        "verb": Verb,
        "act": Verb,
        "step": MoveVerb,
        "role": Role,
        "central_purpose": CentralPurpose,
        "category": SubjectKind,
        "name_kind": NameKind,
        "identifier": IdentifierKind,
        "language": LANGUAGES,
        "trust": get_args(Trust),
        "kind": get_args(ProvisionKind),
    }
    for table in (lists, {prefix: codes.split() for prefix, codes in _ACTS_SAY.items()}):
        yield from (f"{prefix}:{code}" for prefix, codes in table.items() for code in codes)


def _field_keys() -> Iterable[str]:
    drafts = (entries.EntryDraft, entries.Audience, Subject, InstrumentAct)
    names = {each.name for draft in drafts for each in fields(draft)}
    for name in names.union(_FORM_FIELDS.split()):
        yield from (f"field:{name}", f"help:{name}")
