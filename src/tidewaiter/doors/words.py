"""Puts codes into words: every code a door may show is one message key, said in the reader's language."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import date
from decimal import Decimal
from typing import get_args

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal, format_percent
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
from tidewaiter.screening.lists.submitted import PartyRole
from tidewaiter.screening.risk import scoring
from tidewaiter.screening.subjects import NameKind, Subject, SubjectKind
from tidewaiter.treaty.acts import ActType, InstrumentAct
from tidewaiter.treaty.acts import Form as ActForm
from tidewaiter.treaty.acts import Kind as UnitKind
from tidewaiter.treaty.pipelines import gate_codes, kinds
from tidewaiter.treaty.profile import CostKind, NoticeEvent, Payer, Use
from tidewaiter.treaty.provisions import (
    LANGUAGES,
    ProvisionKind,
    Trust,
    instrument_ids,
    instruments,
    load_instrument,
)
from tidewaiter.treaty.questions.facts import AssistanceType
from tidewaiter.treaty.register import FACT_TRUSTS, PositionKind, Precision
from tidewaiter.treaty.rules.calendar import COMING_KINDS
from tidewaiter.treaty.rules.closing import CLOSING_CODES
from tidewaiter.treaty.rules.standings import CellWord, Status
from tidewaiter.treaty.rules.terms import Court

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
    "gate": ("gate",),
    "element": ("element", "party_role", "identifier"),
}
_CODED_IN: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("problem:purpose_outside_instrument", "value"): ("purpose",),
    ("problem:ground_not_available", "value"): ("ground",),
    ("problem:step_not_open", "stands"): ("matter_state",),
    ("problem:step_not_open", "first"): ("matter_state",),
    ("problem:evidence_missing", "evidence"): ("evidence",),
    ("problem:gateway_missing", "evidence"): ("evidence",),
    ("event:depositary_notice", "about"): ("notice_event",),
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
        "sign_on_not_bound sign_on_ended nobody_answers"
    ),
    "conflict": (
        "state_changed changed already_there already_released not_editable no_such_move attachment_spoilt too_late "
        "already_revoked already_invited invitation_not_open already_suspended not_suspended designation_over "
        "key_reused key_in_use answer_lost step_relied_on vote_relied_on "
        "duties_changed sign_on_taken last_way_in last_second_factor "
        "act_confirmed act_defective act_not_defective notice_settled notice_not_dispatched copy_of_a_copy "
        "version_not_waiting version_not_standing other_parties profile_withdrawn list_deleted "
        "list_taken_before list_moved_on hit_decided index_not_ready already_withdrawn "
        "import_of_another import_set_otherwise import_taken_before import_moved_on import_unfinished import_expired"
    ),
    "problem": (
        "element_not_approved missing_zone answerable_no_official "
        "bad_code before_act in_future not_in_instrument not_usable not_changeable not_later empty_file file_too_large "
        "file_not_recognised file_not_as_named nothing_to_release nothing_to_search bad_cursor "
        "too_far bad_network not_released too_short duties_not_accepted no_address issuer_not_named "
        "nothing_to_export too_many_entries file_over not_the_same_file "
        "return_for_completion ends_before end_in_the_past ends_already not_of_this_administration "
        "gate_waits gate_too_early gate_passed no_such_gate not_exact not_its_day "
        "bad_agreement_id not_completable still_unverified id_differs two_parties fact_of_another_kind missing_why "
        "profile_not_read register_not_read "
        "number_taken step_not_open before_step vote_of_other vote_not_adopted before_opening roll_empty ballot_union "
        "ballot_partner ballot_not_on_roll ballot_excluded ballot_twice contested_vote not_recommended "
        "proposal_not_member objection_not_entitled objection_twice no_objection nothing_on_hold not_accepted_yet "
        "two_sides not_a_party no_member not_of_dispute after_recommendation referral_by_partner gateway_not_for "
        "before_instrument recorded_twice cured_before_receipt signature_closed signature_does_not_bind not_provided "
        "unit_not_eligible union_before_members gateway_missing already_party accession_too_early signatory_accedes "
        "ratifies_unsigned no_annex capacity_unstated not_optional partial_opt_out not_at_joining deposit_awaited "
        "reasons_missing reasons_asked nothing_reserved not_reserved effect_before_receipt effect_date_missing "
        "no_consent annex_accepted_before annex_not_accepted annex_too_early annex_not_in_force territory_covered "
        "territory_not_covered already_leaving leaves_too_early leaves_before_force nothing_to_revoke "
        "revoked_too_late nothing_deposited deposit_in_force accessions_would_reach before_dispatch "
        "one_unit evidence_missing one_partner not_in_force_yet registration_begun no_conference_decision "
    ),
    "cast": "for against abstain void none absent",
    "vote_result": "adopted rejected no_quorum",
    "majority": "resolution partner_removal",
    "voting_bar": "exclusion arrears",
    "matter_variant": (
        "members partner membership membership_by_council partnership inventory memorandum first_session "
        "provisional_depositary registration"
    ),
    "matter_state": (
        "proposed recommended communicated adopted notified accepted in_force objected void legal_hold opened "
        "negotiation council_consultation executive_committee settled diplomatic returned eligible complete approved "
        "refused partner leaving removed converted open transferred closed"
    ),
    "matter_step": (
        "recommended communicated adopted notified objection objection_withdrawn hold_lifted hold_upheld "
        "force_notified negotiation_round council_consultation executive_committee agreement_to_be_bound "
        "recommendation settled diplomatic returned eligible complete approved refused arrangement condition "
        "condition_met withdrawal removed item transferred informed dataset data_approval ready handed_over told "
        "registered"
    ),
    "matter_day": "council_from last_day accepted in_force condition_due arrangement_in_force ends",
    "matter_mark": (
        "irregular on_hold late_objection overdue longer_notice converting converting_waits partner_not_informed "
        "data_not_approved to_do_venue to_do_date to_do_roster to_do_agenda to_do_invitations to_do_depositary_list"
    ),
    "matter_flag": (
        "votes in_kind longer_notice fund asset automated_system venue date roster agenda invitations depositary_list"
    ),
    "copy_level": "plain certified authenticated",
    "risk_outcome": "confirmed not_useful",
    "profile_state": "draft in_force expired withdrawn",
    "event": (
        "request_sent request_received request_returned request_completed request_started request_partly_answered "
        "request_answered request_declined request_withdrawn request_closed entry_expiring entry_deleted "
        "entry_hit_confirmed entry_hit_passed "
        "profile_expiring officer_invited mail_given_up mail_invitation_given_up depositary_notice"
    ),
    "addressee": "united_nations world_customs_organization executive_committee",
    "notice_state": "draft dispatched proved dropped",
    "sent_how": "letter email by_hand courier published desk",
    "document_kind": (
        "original_text act_document notification reservation undertaking communication other certified_copy"
    ),
    "document_language": "mul",
    "act_outcome": "defective question contested",
    "act_state": "under_examination defective in_due_form retracted",
    "notice_target": "at_once promptly",
    "noticed": (
        "general_date own_dates annex_dates annex_own_dates territory_dates ending_dates reserved_dates corrects "
        "digest provision filing step number"
    ),
    "import": (
        "no_entity_id unknown_schema mixed_schema no_name bad_subject unknown_country other_birth too_long "
        "address_left_out "
        "control_character problem ragged too_many too_many_rows not_an_entity at_line"
    ),
    "import_state": "running finished abandoned",
    "list": (
        "empty compressed not_text not_csv long_line missing_column mapped_column_absent column_twice not_xlsx "
        "too_large too_many_rows not_json other_format mixed_encoding json_encoding no_interchange_header "
        "bad_service_string unknown_syntax long_segment segment_not_ended too_many_columns"
    ),
    "row": (
        "ragged too_long control_character nothing_to_screen row_twice not_an_object too_many_parties "
        "too_many_containers too_many_columns missing_column column_twice not_csv not_json not_text not_xlsx too_large "
        "too_many_rows too_deep long_line long_value unknown_segment bad_tag bad_letter unknown_message "
        "outside_message wrong_count wrong_reference cut_off segment_not_ended long_segment unknown_syntax"
    ),
    "row_flag": (
        "name_without_letters formula invisible_letters unreadable unknown_country unknown_role wrong_form "
        "check_digit mrz_check_digit address_cut address_left_out"
    ),
    "list_format": "csv xlsx ftm",
    "date_format": "dmy mdy ymd",
    "list_column": "entity_id schema name kind country dob ident address",
    "suspended_for": "lost_device leave inquiry other",
    "mail": "look nothing_here",
    "notice_choice": "each daily weekly none",
    "listing": "contact_point authority official investigator filing",
    "listing_standing": "standing coming replaced ended returned taken_back",
    "examined": "complete returned",
    "file_kind": " ".join(kinds()),
    "gate": " ".join(gate_codes()),
    "meeting": "council_session contact_points rilo carec other",
    "when": "coming past",
    "translation_state": "draft reviewed official",
    "position": " ".join(get_args(PositionKind)),
    "filing": "law_list undertaking",
    "evidence": (
        "basin_state miami_signatory customs_autonomy constitutional_permission council_approval un_member "
        "specialized_agency_member"
    ),
    "force_rule": "second_month months days on_notification",
    "force_rule_choice": "second_month months days on_notification",
    "counted_from_choice": "act receipt",
    "court_use": "consent in_proceedings free",
    "bearer": "consult requested requesting",
    "switch": "shall may off",
    "counted_from": "act receipt",
    "submitted_kind": "manifest passengers declarations other",
    "submitted_format": "csv xlsx json edifact",
    "submitted_state": "arriving screening screened deleted",
    "arrival": "in_advance late",
    "hit_state": "open confirmed dismissed passed quiet withdrawn",
    "hit_count": "open confirmed dismissed passed quiet withdrawn",
    "quiet_because": "pair ordinary",
    "decision": "confirm dismiss pass reopen",
    "hit_outcome": "sighted checked nothing_found detained seized other",
    "dismissed_because": "other_subject other_birth other_number common_name other",
    "element": (
        "birth nationality country address other_number description weight_kg value currency packages package_kind "
        "seal_no loading discharge origin destination voyage eta"
    ),
    "list_heading": "row_id bill name role surname given_names document document_type mrz flag",
    "lack": (
        "contact_point competent_authority security_authority law_list undertaking law_list_again undertaking_again "
        "responsible_official"
    ),
}
# Fields of forms for acts whose drafts live above the core.
_FORM_FIELDS = (
    "schema case until since reference unit administration organization office offices officer username roles "
    "designated_from designated_until password totp_secret label expires_on email authority_for number decided_on "
    "effective_on categories votes_for votes_against abstentions file copy_level reason_for_change batch "
    "path typed sort "
    "source mapping mapping_name columns date_format separator entities carrier handed_over_on destroy_on format "
    "supplier released again issuer client_id client_secret notice_choice "
    "scopes networks answerable name released_to last_day transfers suspended_for "
    "reach post why fact own other left_out title partner version place begins ends gate "
    "outcome finding finding_provision proved_on how received_on addressee custodian received_at "
    "on_day believed_day from_day until_day "
    "responsible_state member_states evidence trust position parties family profile id communities council_member "
    "threshold joined conditions version list "
    "eta lines digest decision reason_code valid_until in_force_from document advance state band "
    "scope elements frequency place languages latitude longitude year authentic force_number ending_months "
    "review_months"
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


def told_in_words(about: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """What a notice of the depositary tells, as labels and values: codes and days in words, each once."""
    return tuple((_label(name), _value(name, value)) for name, value in about.items() if name not in _NOT_TOLD)


_NOT_TOLD = frozenset({"document"})
_TOLD_CODES: Mapping[str, str] = {"type": "act_type", "step": "matter_step", "filing": "filing"}


def _label(name: str) -> str:
    return _words(f"noticed:{name}") or _words(f"field:{name}") or name


def _value(name: str, value: str) -> str:
    known = _words(f"{_TOLD_CODES[name]}:{value}") if name in _TOLD_CODES else None
    return known or re.sub(_DAY.pattern, lambda found: _day(found[0]), value)


def addressee_name(code: str) -> str:
    """An addressee of a notice in words: an organ by its name, a unit by its code."""
    return _words(f"addressee:{code}") or code


def day_in_words(day: date) -> str:
    """A day written out in the active language: 12 March 2031."""
    language = _language()
    if language == "fr" and day.day == 1:
        return format_date(day, "'1er' MMMM y", locale=language)
    return format_date(day, "d 'de' MMMM 'de' y" if language == "es" else "d MMMM y", locale=language)


def number_written(number: int | Decimal) -> str:
    """A number as the active language groups its digits: 1,234,567."""
    return format_decimal(number, locale=_language(), decimal_quantization=False)


def share_written(share: float) -> str:
    """A share of 1 in percent as the active language writes it: 20%."""
    return format_percent(share, format=None, locale=_language())


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
        | scoring.message_keys()
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
        "party_role": PartyRole,
        "name_kind": NameKind,
        "identifier": IdentifierKind,
        "language": LANGUAGES,
        "trust": get_args(Trust),
        "fact_trust": FACT_TRUSTS,
        "kind": get_args(ProvisionKind),
        "type": get_args(AssistanceType),
        "standing": get_args(Status),
        "cell": get_args(CellWord),
        "coming": COMING_KINDS,
        "coming_kind": COMING_KINDS,
        "closing": CLOSING_CODES,
        "act_type": get_args(ActType),
        "notice_event": get_args(NoticeEvent),
        "act_form": get_args(ActForm),
        "unit_kind": get_args(UnitKind),
        "precision": get_args(Precision),
        "court": get_args(Court),
        "use_of": get_args(Use),
        "payer": get_args(Payer),
        "cost_kind": get_args(CostKind),
    }
    for table in (lists, {prefix: codes.split() for prefix, codes in _ACTS_SAY.items()}):
        yield from (f"{prefix}:{code}" for prefix, codes in table.items() for code in codes)


def _field_keys() -> Iterable[str]:
    drafts = (entries.EntryDraft, entries.Audience, Subject, InstrumentAct)
    names = {each.name for draft in drafts for each in fields(draft)}
    for name in names.union(_FORM_FIELDS.split()):
        yield from (f"field:{name}", f"help:{name}")
