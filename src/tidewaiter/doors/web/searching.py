"""Searching the central system: the question with its purpose and case, and what was found, in words."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _

from tidewaiter.access.decide import may_perform
from tidewaiter.access.facts import Caller
from tidewaiter.access.verbs import CentralPurpose, Verb
from tidewaiter.actions.act import Invalid
from tidewaiter.actions.central import search_central
from tidewaiter.actions.central.shapes import Hit, Query
from tidewaiter.doors.web.door import door
from tidewaiter.doors.web.faults import FaultLine, faults_of
from tidewaiter.doors.web.forms import Field, Form, Group, chosen, coded, text
from tidewaiter.doors.web.kept import officer_mark, typed_before
from tidewaiter.doors.web.shell import page
from tidewaiter.doors.web.subjects import subject_of
from tidewaiter.doors.words import say
from tidewaiter.screening.identifiers import IdentifierKind
from tidewaiter.screening.reasons import MatchReason
from tidewaiter.screening.subjects import Subject, SubjectKind


@dataclass(frozen=True, slots=True)
class HitCard:
    """One hit as a page shows it: nothing in it is a bare number."""

    hit: Hit
    listed: str
    other_names: tuple[str, ...]
    reasons: tuple[str, ...]
    differs: tuple[str, ...]


@door("GET", "HEAD", "POST", opens=Verb.SEARCH_CENTRAL)
def search(request: HttpRequest, caller: Caller) -> HttpResponse:
    """Ask and, in the same page, show what was found; the question travels in no address."""
    typed = request.POST if request.method == "POST" else typed_before(request) or QueryDict()
    form = search_form(typed)
    context: dict[str, Any] = {
        "may_list": may_perform(caller, Verb.LIST_ENTRIES),
        "typing": officer_mark(request),
    }
    if request.method == "POST":
        query, faults = query_of(typed)
        try:
            if query is None:
                raise Invalid(())
            result = search_central(caller, query)
        except Invalid as told:
            told_lines = (*faults, *map(_at_its_field, faults_of(told.faults)))
            form = form.with_faults(told_lines)
        else:
            context |= {"result": result, "hits": [card_of(hit) for hit in result.hits], "asked": asked(query.subject)}
    status = 422 if form.faults else 200
    return page(request, caller, "web/search.html", {"form": form, **context}, here="central", status=status)


def search_form(typed: QueryDict) -> Form:
    """The question, with what was typed."""
    kinds = chosen(coded("category", SubjectKind), (text(typed, "kind") or SubjectKind.PERSON.value,))
    numbers = chosen(coded("identifier", IdentifierKind), (text(typed, "identifiers-1-kind"),))
    purposes = chosen(coded("central_purpose", CentralPurpose), (text(typed, "purpose"),))
    what = (
        Field("kind", _("What it is"), "choice", choices=kinds, required=True),
        Field("names-1-text", _("Name"), help=_("As it stands in your papers; spelling and order may differ."),
              value=text(typed, "names-1-text")),
        Field("identifiers-1-kind", _("Kind of number"), "choice", choices=numbers),
        Field("identifiers-1-value", _("Number"), value=text(typed, "identifiers-1-value")),
        Field("birth", _("Date of birth"), help=_("As far as known: 1975, 1975-03 or 1975-03-02."),
              value=text(typed, "birth")),
        Field("countries", _("Country"), help=_("A code such as XA, or a name in English."),
              value=text(typed, "countries")),
        Field("addresses", _("Address"), help=_("Beside a name or number; it finds nobody by itself."),
              value=text(typed, "addresses")),
    )  # fmt: skip
    why = (
        Field("purpose", _("Purpose"), "choice", _("You see only what may be used for it."), True, choices=purposes,
              provision="CCO-50.2"),
        Field("case", _("Case reference"), help=_("The file for which you ask. It is kept in the journal."),
              required=True, value=text(typed, "case"), provision="CCO-47.1"),
    )  # fmt: skip
    return Form((Group(_("Person or thing"), what), Group(_("Why you ask"), why)))


def query_of(typed: QueryDict) -> tuple[Query | None, tuple[FaultLine, ...]]:
    """The question that was typed, or what keeps it from being one."""
    kind = text(typed, "kind")
    about = SubjectKind(kind) if kind in tuple(SubjectKind) else SubjectKind.PERSON
    subject, faults = subject_of(about, typed)
    purpose, case = text(typed, "purpose"), text(typed, "case")
    if purpose not in tuple(CentralPurpose):
        faults = (*faults, FaultLine(say("problem:missing"), "purpose", "CCO-50.2"))
    if not case:
        faults = (*faults, FaultLine(say("problem:missing"), "case", "CCO-47.1"))
    if subject is None or faults:
        return None, tuple(_at_its_field(line) for line in faults)
    return Query(subject, purpose, case), ()


def _at_its_field(line: FaultLine) -> FaultLine:
    inputs = {"name": "names-1-text", "names": "names-1-text", "identifiers": "identifiers-1-value"}
    return FaultLine(line.text, inputs.get(line.field, line.field), line.provision)


def card_of(hit: Hit) -> HitCard:
    """One hit in words."""
    names = [name.text for name in hit.entry.content.subject.names]
    listed = names[0] if names else hit.found_name
    others = tuple(name for name in names[1:] if name != hit.found_name)
    return HitCard(hit, listed, others, _in_words(hit.reasons), _in_words(hit.differs))


def asked(subject: Subject) -> str:
    """What was asked for, on one line."""
    parts: list[Any] = [name.text for name in subject.names]
    parts += [f"{say(f'identifier:{number.kind}')} {number.value}" for number in subject.identifiers]
    return ", ".join(
        str(part) for part in (*parts, subject.birth or "", *subject.countries, *subject.addresses) if str(part)
    )


def _in_words(reasons: tuple[MatchReason, ...]) -> tuple[str, ...]:
    return tuple(say(f"match:{each.code}", **dict(each.params)) for each in reasons)
