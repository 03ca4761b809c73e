"""Forms by which an instrument is added: an agreement from the template by choices, or any profile as TOML."""

from typing import Any, cast, get_args

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _

from tidewaiter.access.facts import Caller
from tidewaiter.access.verbs import Verb
from tidewaiter.actions.act import Fault, Invalid
from tidewaiter.actions.registry import InstrumentDraft, record_instrument
from tidewaiter.doors.web.asking import Typed, day_field, given_day, line
from tidewaiter.doors.web.door import door
from tidewaiter.doors.web.forms import Choice, Field, Form, Group, chosen, coded, several, text, words
from tidewaiter.doors.web.register_facts import fact_page
from tidewaiter.doors.words import say
from tidewaiter.treaty.agreements import (
    ASSISTANCE_PROVISIONS,
    Bearer,
    Choices,
    CourtUse,
    ForceRule,
    Switch,
    agreement_id,
    agreement_profile,
    usual_assistance,
    usual_grounds,
)
from tidewaiter.treaty.provisions import LANGUAGES, instrument_ids, shipped
from tidewaiter.treaty.strict import NotUnderstood

_FROM = ("act", "receipt")
_ADDED = "CCO-20.5"


@door("GET", "HEAD", "POST", opens=Verb.RECORD_INSTRUMENT)
def agreement_new(request: HttpRequest, caller: Caller) -> HttpResponse:
    """Record a bilateral agreement: what it says where the template leaves a choice."""
    return fact_page(
        request,
        caller,
        form_of=_form,
        first=_usual(caller),
        perform=lambda typed: _record(caller, typed),
        done=_("The agreement is recorded; it counts when another person has verified it."),
        shown={
            "title": _("Record an agreement"),
            "lead": _("The form starts from what these agreements usually say; change what this one says otherwise."),
            "provision": _ADDED,
            "button": _("Record it"),
            "back": "agreements",
            "back_words": _("Back to the agreements"),
        },
    )


@door("GET", "HEAD", "POST", opens=Verb.RECORD_INSTRUMENT)
def agreement_profile_new(request: HttpRequest, caller: Caller) -> HttpResponse:
    """Record a whole profile: the completion of an instrument that ships unverified, or an agreement by an expert."""
    return fact_page(
        request,
        caller,
        form_of=_profile_form,
        first=QueryDict(),
        perform=lambda typed: record_instrument(caller, _profile_draft(typed)),
        done=_("The profile is recorded; it counts when another person has verified it."),
        shown={
            "title": _("Record a profile"),
            "lead": _(
                "A profile is the instrument's numbers, dates and lists as TOML. An instrument that ships unverified "
                "is completed so; one whose text was read cannot be replaced."
            ),
            "provision": _ADDED,
            "button": _("Record it"),
            "back": "agreements",
            "back_words": _("Back to the agreements"),
        },
    )


def _profile_form(typed: Typed) -> Form:
    families = [each for each in instrument_ids() if each in ("bil", "jhb-2003")]
    offered = chosen((Choice(id, shipped(id).title.in_language("en")) for id in families), (text(typed, "family"),))
    fields = (
        Field("family", say("field:family"), "choice", say("help:family"), required=True, choices=offered),
        line("id", typed, help=say("help:id")),
        Field("profile", say("field:profile"), "long", say("help:profile"), required=True,
              value=text(typed, "profile"), limit=20_000),
        _source(typed),
    )  # fmt: skip
    return Form((Group(_("The profile"), fields),))


def _source(typed: Typed) -> Field:
    where = _("Where the text stands, so that the second person can read it.")
    return line("source", typed, label=_("Source"), help=where, limit=500)


def _profile_draft(typed: QueryDict) -> InstrumentDraft:
    return InstrumentDraft(text(typed, "id"), text(typed, "family"), text(typed, "profile"), text(typed, "source"))


def _usual(caller: Caller) -> QueryDict:
    """What the template says, as the form holds it."""
    typed = QueryDict(mutable=True)
    given = usual_assistance()
    values = {
        **{f"gives_{type}": given.get(type, "off") for type in ASSISTANCE_PROVISIONS},
        "force": "second_month",
        "force_from": "act",
        "ending_months": "3",
        "ending_from": "act",
        "court": "consent",
        "substantial_costs": "consult",
        "reasons_required": "yes",
    }
    typed.update(values)
    typed.setlist("grounds", list(usual_grounds()))
    return typed


def _form(typed: Typed) -> Form:
    return Form(
        (
            Group(_("The agreement"), _what(typed)),
            Group(_("When it begins and ends"), _times(typed)),
            Group(_("What it gives"), tuple(_switch(type, typed) for type in ASSISTANCE_PROVISIONS)),
            Group(_("On what conditions"), _conditions(typed)),
        )
    )


def _choice(name: str, label: Any, prefix: str, codes: tuple[str, ...], typed: Typed) -> Field:
    return Field(name, label, "choice", required=True, choices=chosen(coded(prefix, codes), (text(typed, name),)))


def _what(typed: Typed) -> tuple[Field, ...]:
    spoken = chosen((Choice(code, name) for code, name in settings.LANGUAGES), _several(typed, "languages"))
    return (
        line("parties", typed, help=say("help:parties"), limit=20),
        line("year", typed, help=say("help:year"), limit=4),
        *(
            Field(f"title_{code}", _("Title in %(language)s") % {"language": say(f"language:{code}")},
                  value=text(typed, f"title_{code}"), limit=300)
            for code in LANGUAGES
        ),
        day_field("done_on", typed, label=_("Signed on"), required=False),
        line("place", typed, required=False),
        line("authentic", typed, help=say("help:authentic"), required=False),
        Field("languages", say("field:languages"), "choices", say("help:languages"), choices=spoken),
        _source(typed),
    )  # fmt: skip


def _times(typed: Typed) -> tuple[Field, ...]:
    return (
        _choice("force", _("It enters into force"), "force_rule_choice", get_args(ForceRule), typed),
        line("force_number", typed, help=say("help:force_number"), required=False, limit=4),
        _choice("force_from", _("Entry into force counts from"), "counted_from_choice", _FROM, typed),
        line("ending_months", typed, help=say("help:ending_months"), limit=3),
        _choice("ending_from", _("Termination counts from"), "counted_from_choice", _FROM, typed),
        line("review_months", typed, help=say("help:review_months"), required=False, limit=3),
    )


def _switch(type: str, typed: Typed) -> Field:
    name = f"gives_{type}"
    return _choice(name, say(f"type:{type}"), "switch", get_args(Switch), typed)


def _conditions(typed: Typed) -> tuple[Field, ...]:
    offered = tuple(each.code for each in shipped("bil").profile.ground if each.available)
    return (
        Field(
            "grounds",
            say("field:grounds"),
            "choices",
            choices=chosen(coded("ground", offered), _several(typed, "grounds")),
        ),
        Field("reasons_required", _("Who declines gives reasons"), "bool", value=text(typed, "reasons_required")),
        _choice("court", _("Use of the answer in court"), "court_use", get_args(CourtUse), typed),
        _choice("substantial_costs", _("Substantial costs are borne by"), "bearer", get_args(Bearer), typed),
    )


def _several(typed: Typed, name: str) -> tuple[str, ...]:
    return several(typed, name) if isinstance(typed, QueryDict) else ()


def _record(caller: Caller, typed: QueryDict) -> None:
    parties = words(typed, "parties")
    found = agreement_id(parties, _number(typed, "year"))
    try:
        profile = agreement_profile(found, _choices(typed, parties))
    except NotUnderstood as error:
        raise Invalid((Fault("profile_not_read", "parties", _ADDED, {"value": str(error)}),)) from error
    try:
        record_instrument(caller, InstrumentDraft(found, "bil", profile, text(typed, "source")))
    except Invalid as told:
        moved = (
            Fault(each.code, _FIELDS.get(each.field, each.field), each.provision, each.params) for each in told.faults
        )
        raise Invalid(tuple(moved)) from told


_FIELDS = {"id": "parties", "profile": "parties"}


def _choices(typed: QueryDict, parties: tuple[str, ...]) -> Choices:
    review = text(typed, "review_months")
    return Choices(
        parties=parties,
        title={code: text(typed, f"title_{code}") for code in LANGUAGES},
        done_on=given_day(typed, "done_on"),
        place=text(typed, "place"),
        authentic=words(typed, "authentic"),
        languages=several(typed, "languages"),
        assistance={type: cast(Any, text(typed, f"gives_{type}")) for type in ASSISTANCE_PROVISIONS},
        force=_one_of(typed, "force", get_args(ForceRule)),
        force_number=_number(typed, "force_number"),
        force_from=_one_of(typed, "force_from", _FROM),
        ending_months=_number(typed, "ending_months"),
        ending_from=_one_of(typed, "ending_from", _FROM),
        grounds=several(typed, "grounds"),
        reasons_required=bool(text(typed, "reasons_required")),
        court=_one_of(typed, "court", get_args(CourtUse)),
        substantial_costs=_one_of(typed, "substantial_costs", get_args(Bearer)),
        review_months=_number(typed, "review_months") if review else None,
    )


def _one_of(typed: QueryDict, name: str, codes: tuple[str, ...]) -> Any:
    value = text(typed, name)
    if value not in codes:
        raise Invalid((Fault("unknown_choice", name, _ADDED, {"value": value}),))
    return value


def _number(typed: QueryDict, name: str) -> int:
    value = text(typed, name) or "0"
    if not (value.isascii() and value.isdigit()):
        raise Invalid((Fault("not_usable", name, _ADDED),))
    return int(value)
