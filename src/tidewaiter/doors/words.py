"""Puts codes into words: every code a door may show is one message key, said in the reader's language."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import date
from typing import get_args

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal
from babel.units import format_unit
from django.conf import settings
from django.utils.translation import get_language, gettext, override

from tidewaiter.access import handling
from tidewaiter.access.handling import Caveat
from tidewaiter.access.verbs import CentralPurpose, Role, Scope, Verb
from tidewaiter.assistance import catalogue as assistance_catalogue
from tidewaiter.assistance.lifecycle import MoveVerb
from tidewaiter.screening import catalogue as screening_catalogue
from tidewaiter.screening import entries
from tidewaiter.screening.identifiers import IdentifierKind
from tidewaiter.screening.lists.rows import BadList
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

# Parameters that are numbers, written as the reader's language groups them; one is a number of bytes.
_NUMBERS = frozenset({"limit", "count", "rows"})
_SIZES = frozenset({("problem:file_too_large", "limit")})

# Codes that the acts give and that no enumeration below the doors holds.
_ACTS_SAY: Mapping[str, str] = {
    "outcome": "done refused not_found invalid conflict repeated failed",
    "waits": "requesting requested nobody",
    "reason": (
        "role rule scope not_designated bad_token bad_secret bad_address not_approved problems undertaking_missing "
        "step_up suspended dormant not_certified second_factor duties_not_accepted "
        "sign_on_not_bound sign_on_ended"
    ),
    "conflict": (
        "state_changed changed already_there already_released not_editable no_such_move attachment_spoilt too_late "
        "already_revoked already_invited invitation_not_open already_suspended not_suspended designation_over "
        "key_reused key_in_use answer_lost "
        "duties_changed sign_on_taken last_way_in last_second_factor "
        "import_of_another import_set_otherwise import_taken_before import_moved_on import_unfinished import_expired"
    ),
    "problem": (
        "bad_code before_act in_future not_in_instrument not_usable not_changeable not_later empty_file file_too_large "
        "file_not_recognised file_not_as_named nothing_to_release nothing_to_search bad_cursor "
        "too_far bad_network not_released too_short duties_not_accepted no_address issuer_not_named "
        "nothing_to_export too_many_entries file_over not_the_same_file"
    ),
    "copy_level": "plain certified authenticated",
    "event": (
        "request_sent request_received request_returned request_completed request_started request_partly_answered "
        "request_answered request_declined request_withdrawn request_closed entry_expiring entry_deleted "
        "officer_invited mail_given_up mail_invitation_given_up"
    ),
    "import": (
        "no_entity_id unknown_schema mixed_schema no_name bad_subject unknown_country other_birth too_long "
        "control_character problem ragged too_many too_many_rows not_an_entity at_line"
    ),
    "import_state": "running finished abandoned",
    "list": (
        "empty compressed not_text not_csv long_line missing_column mapped_column_absent column_twice not_xlsx "
        "too_large too_many_rows not_json other_format"
    ),
    "list_format": "csv xlsx ftm",
    "date_format": "dmy mdy ymd",
    "list_column": "entity_id schema name kind country dob ident",
    "suspended_for": "lost_device leave inquiry other",
    "mail": "look nothing_here",
    "notice_choice": "each daily weekly none",
}
# Fields of forms for acts whose drafts live above the core.
_FORM_FIELDS = (
    "schema case until since reference unit administration organization office offices officer username roles "
    "designated_from designated_until password totp_secret label expires_on email authority_for number decided_on "
    "effective_on categories votes_for votes_against abstentions file copy_level reason_for_change batch "
    "path typed sort "
    "source mapping mapping_name columns date_format separator entities carrier handed_over_on destroy_on format "
    "supplier released again issuer client_id client_secret notice_choice "
    "scopes networks answerable name released_to last_day transfers suspended_for"
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


def list_fault(bad: BadList) -> str:
    """Why a file cannot be taken as a list."""
    return say(f"list:{bad.code}", **bad.params)


def refused_row(code: str, params: Mapping[str, str]) -> str:
    """Why an import refuses a row, with the provision where one asks for it."""
    provision = params.get("provision", "")
    return say(f"import:{code}", **params) + (f" ({provision})" if provision else "")


def condition(caveat: Caveat) -> str:
    """One condition of the use of an entry, with its provision, as an exported file carries it."""
    return f"{say(f'caveat:{caveat.code}', until=caveat.until)} ({caveat.provision})"


def day_in_words(day: date) -> str:
    """A day written out in the active language: 12 March 2031."""
    language = _language()
    if language == "fr" and day.day == 1:
        return format_date(day, "'1er' MMMM y", locale=language)
    return format_date(day, "d 'de' MMMM 'de' y" if language == "es" else "d MMMM y", locale=language)


def number_written(number: int) -> str:
    """A number as the active language groups its digits: 1,234,567."""
    return format_decimal(number, locale=_language())


def size_written(size: int) -> str:
    """A number of bytes in kilobytes or megabytes of the active language: 1.5 MB."""
    if size >= 1_000_000:
        return format_unit(round(size / 1_000_000, 1), "megabyte", length="short", locale=_language())
    return format_unit(max(1, round(size / 1000)), "kilobyte", length="short", locale=_language())


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
    if value.isascii() and value.isdigit() and ((key, name) in _SIZES or name in _NUMBERS):
        return size_written(int(value)) if (key, name) in _SIZES else number_written(int(value))
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
        "scope": Scope,
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
