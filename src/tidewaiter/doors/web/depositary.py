"""The depositary's desk: what waits, one act with its history and what it changes, the notices, and documents."""

from datetime import datetime
from urllib.parse import quote
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from tidewaiter.access.decide import may_perform
from tidewaiter.access.facts import Caller
from tidewaiter.access.verbs import Verb
from tidewaiter.actions.registry import (
    PartyActPage,
    list_dispatches,
    list_party_acts,
    read_depositary_desk,
    read_dispatch,
    read_document,
    read_party_act,
)
from tidewaiter.doors.web.consequence_words import weighed
from tidewaiter.doors.web.door import door
from tidewaiter.doors.web.forms import Choice, Field, Form, Group, chosen, text
from tidewaiter.doors.web.shell import page
from tidewaiter.doors.words import told_in_words
from tidewaiter.treaty.provisions import instrument_ids, load_instrument

NOTICE_STATES = ("draft", "dispatched", "proved", "dropped")
DEEDS: dict[str, Verb] = {
    "confirm": Verb.CONFIRM_ACT,
    "examine": Verb.EXAMINE_ACT,
    "cure": Verb.CURE_ACT,
    "correct": Verb.CORRECT_ACT,
    "retract": Verb.RETRACT_ACT,
}
"""What can be done to an act, by the last part of the address."""


@door("GET", "HEAD", opens=Verb.READ_DEPOSITARY_DESK)
def desk(request: HttpRequest, caller: Caller) -> HttpResponse:
    """Show what waits for the depositary."""
    context = {"desk": read_depositary_desk(caller), "may_receive": may_perform(caller, Verb.RECEIVE_ACT)}
    return page(request, caller, "web/depositary.html", context, here="register")


@door("GET", "HEAD", opens=Verb.LIST_PARTY_ACTS)
def acts(request: HttpRequest, caller: Caller) -> HttpResponse:
    """Show the acts of parties to one instrument, or of one unit, as known now or as believed at a moment."""
    instrument, unit = text(request.GET, "instrument"), text(request.GET, "unit").upper()
    moment, bad = _moment(text(request.GET, "believed"))
    titles = tuple(Choice(id, load_instrument(id).profile.title.get(caller.language, id)) for id in instrument_ids())
    filters = (
        Field("instrument", _("Instrument"), "choice", choices=chosen(titles, (instrument,))),
        Field("unit", _("Unit"), value=unit, limit=8),
        Field(
            "believed", _("As believed at (date, or date and time UTC)"), value=text(request.GET, "believed"), limit=25
        ),
    )
    known = instrument if instrument in instrument_ids() else ""
    found = list_party_acts(caller, instrument=known, unit=unit, believed=moment)
    context = {"acts": found[::-1], "filters": Form((Group("", filters),)), "moment": moment, "bad_moment": bad}
    return page(request, caller, "web/depositary_acts.html", context, here="register", status=422 if bad else 200)


def _moment(typed: str) -> tuple[datetime | None, bool]:
    """The moment typed as ISO, a day meaning its end; None without one, and whether it was none."""
    if not typed:
        return None, False
    try:
        whole = typed if len(typed) > len("2026-01-01") else f"{typed}T23:59:59"
        found = datetime.fromisoformat(whole)
        return (found if found.tzinfo else datetime.fromisoformat(f"{whole}+00:00")), False
    except ValueError:
        return None, True


@door("GET", "HEAD", opens=Verb.READ_PARTY_ACT)
def party_act(request: HttpRequest, caller: Caller, fact: UUID) -> HttpResponse:
    """Show an act of a party: its state, what it changes, its history, its notices and documents."""
    moment, bad = _moment(text(request.GET, "believed"))
    shown = read_party_act(caller, str(fact), believed=moment)
    context = {
        "shown": shown,
        "act": shown.current,
        "weighed": weighed(shown.consequences) if shown.consequences else None,
        "deeds": _open_deeds(caller, shown),
        "may_keep": may_perform(caller, Verb.KEEP_DOCUMENT),
        "may_certify": may_perform(caller, Verb.CERTIFY_COPY),
        "moment": moment,
        "trust": load_instrument(shown.current.instrument).trust,
    }
    return page(request, caller, "web/party_act.html", context, here="register", status=422 if bad else 200)


def _open_deeds(caller: Caller, shown: PartyActPage) -> tuple[str, ...]:
    state = shown.current.state
    open_in = {
        "under_examination": ("confirm", "examine", "correct", "retract"),
        "defective": ("cure", "examine", "correct", "retract"),
        "in_due_form": ("examine", "correct", "retract"),
    }
    return tuple(deed for deed in open_in.get(state, ()) if may_perform(caller, DEEDS[deed]))


@door("GET", "HEAD", opens=Verb.LIST_DISPATCHES)
def dispatches(request: HttpRequest, caller: Caller) -> HttpResponse:
    """Show the notices of the depositary, newest first."""
    state = text(request.GET, "state")
    state = state if state in NOTICE_STATES else ""
    found, following = list_dispatches(caller, state=state, after=text(request.GET, "after"))
    context = {"notices": found, "next": following, "state": state, "states": NOTICE_STATES}
    return page(request, caller, "web/dispatches.html", context, here="register")


@door("GET", "HEAD", opens=Verb.READ_DISPATCH)
def dispatch(request: HttpRequest, caller: Caller, notice_id: UUID) -> HttpResponse:
    """Show one notice with its text, its addressees, the proofs and the receipts."""
    notice = read_dispatch(caller, str(notice_id))
    context = {
        "notice": notice,
        "told": told_in_words(notice.about),
        "keeps": may_perform(caller, Verb.RECORD_PROOF),
        "trust": load_instrument(notice.instrument).trust,
    }
    return page(request, caller, "web/dispatch.html", context, here="register")


@door("GET", "HEAD", opens=Verb.READ_DOCUMENT)
def document(request: HttpRequest, caller: Caller, document_id: UUID) -> HttpResponse:
    """Give a document from custody as a download."""
    file = read_document(caller, str(document_id))
    apart = {"Content-Security-Policy": "default-src 'none'; sandbox", "X-Content-Type-Options": "nosniff"}
    response = HttpResponse(file.data, content_type="application/octet-stream", headers=apart)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(file.name, safe='')}"
    return response
