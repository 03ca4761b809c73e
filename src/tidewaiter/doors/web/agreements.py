"""The instruments that this register added: each version with what it says, who wrote it and who stands behind it."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tidewaiter.access.facts import Caller
from tidewaiter.access.verbs import Verb
from tidewaiter.actions.act import NotFound
from tidewaiter.actions.registry import (
    VersionView,
    read_agreements,
    verify_instrument,
    withdraw_instrument_version,
)
from tidewaiter.doors.web.door import door
from tidewaiter.doors.web.forms import Field, Form
from tidewaiter.doors.web.register_facts import fact_page, listing
from tidewaiter.doors.web.shell import page
from tidewaiter.doors.web.tables import Cell, Column, Row, Table, asked_of, moment_cell, spreadsheet, state_cell
from tidewaiter.doors.web.written import moment_written
from tidewaiter.doors.words import say
from tidewaiter.treaty.profile import Force, Profile

COLUMNS = (
    Column("instrument", gettext_lazy("Instrument"), sort="instrument", wide=True),
    Column("parties", gettext_lazy("Between")),
    Column("state", gettext_lazy("State")),
    Column("recorded", gettext_lazy("Recorded"), sort="recorded"),
    Column("verified", gettext_lazy("Verified")),
)
_BY: Mapping[str, Callable[[VersionView], tuple[str, ...]]] = {
    "instrument": lambda view: (view.version.instrument, view.version.recorded_at.isoformat()),
    "recorded": lambda view: (view.version.recorded_at.isoformat(),),
}


@door("GET", "HEAD")
def agreements(request: HttpRequest, caller: Caller) -> HttpResponse:
    """Show every version of the instruments that were added here."""
    asked = asked_of(request, COLUMNS, filters=("find",), sort="instrument")
    find = asked.value("find").casefold()
    views = [each for each in read_agreements(caller) if find in _searched(each, caller.language)]
    views.sort(key=_BY[asked.sort.removeprefix("-")], reverse=asked.sort.startswith("-"))
    rows = tuple(_row(each, caller.language) for each in views)
    if asked.sheet:
        return spreadsheet("agreements", COLUMNS, rows)
    table = Table(
        caption=_("Agreements and completed instruments, version by version"),
        columns=COLUMNS,
        rows=rows,
        asked=asked,
        filters=(Field("find", _("Name or code"), value=asked.value("find"), limit=80),),
        usual=_("By instrument"),
        empty=_("No agreement is recorded yet."),
    )
    return listing(
        request,
        caller,
        tab="agreements",
        title=_("Agreements"),
        lead=_(
            "A bilateral agreement that is recorded here and verified by a second person works like every other "
            "instrument: its acts, its dates, the bases that it opens, its grounds and costs."
        ),
        table=table,
        new=(
            (Verb.RECORD_INSTRUMENT, "agreement_new", _("Record an agreement")),
            (Verb.RECORD_INSTRUMENT, "agreement_profile", _("Record a profile")),
        ),
    )


def _searched(view: VersionView, language: str) -> str:
    title = view.instrument.title.in_language(language)
    return f"{view.version.instrument} {title} {' '.join(view.instrument.profile.parties)}".casefold()


def _row(view: VersionView, language: str) -> Row:
    version = view.version
    href = reverse("agreement", args=[version.id])
    link = format_html('<a href="{}">{}</a>', href, view.instrument.title.in_language(language))
    return Row(
        (
            Cell(link, version.instrument, note=version.instrument),
            Cell(" – ".join(view.instrument.profile.parties)),
            state_cell(*_state(view)),
            Cell(moment_written(version.recorded_at), version.recorded_at.isoformat(), note=version.recorded_by),
            _verified(view),
        )
    )


def _verified(view: VersionView) -> Cell:
    cell = moment_cell(view.version.verified_at)
    return Cell(cell.shown, cell.value, note=view.version.verified_by)


def _state(view: VersionView) -> tuple[str, Any]:
    if view.version.withdrawn_at is not None:
        return "withdrawn", _("Taken back")
    if view.counts:
        return "in_force", _("Counts")
    if view.version.verified_at is not None:
        return "none", _("Replaced by a later version")
    return "draft", _("Waits for a second person")


def known(caller: Caller, version_id: UUID) -> VersionView:
    """The version by that id, as far as the caller may know of it; NotFound otherwise."""
    for view in read_agreements(caller):
        if view.version.id == str(version_id):
            return view
    raise NotFound


@door("GET", "HEAD")
def agreement(request: HttpRequest, caller: Caller, version_id: UUID) -> HttpResponse:
    """Show what one version says, rule by rule, and its whole profile."""
    view = known(caller, version_id)
    profile = view.instrument.profile
    context = {
        "view": view,
        "title": view.instrument.title.in_language(caller.language),
        "state": _state(view),
        "force": force_words(profile.force),
        "leaving": leaving_words(profile),
        "court": court_words(profile),
        "costs": [say(f"bearer:{each.borne_by}") for each in profile.cost if each.kind == "substantial"],
        "assistance": [(say(f"type:{each.type}"), each) for each in profile.assistance],
        "grounds": [
            (say(f"ground:{each.code}"), profile.cited(each.provision)) for each in profile.ground if each.available
        ],
        "spoken": ", ".join(say(f"language:{code}") for code in profile.languages),
    }
    return page(request, caller, "web/agreement.html", context, here="register")


def force_words(force: Force | None) -> str:
    """The rule of entry into force as a sentence."""
    if force is None:
        return _("The text names no rule of entry into force.")
    rule = {"first_day_second_month": "second_month", "days": "days"}.get(force.counting, "months")
    number = force.delay_days if rule == "days" else force.delay_months
    if rule == "months" and not number:
        rule = "on_notification"
    counted = say(f"counted_from:{force.counted_from}")
    return f"{say(f'force_rule:{rule}', count=str(number))} {counted}"


def court_words(profile: Profile) -> str:
    """Whether a court may have what was answered."""
    if profile.use is None:
        return say("court_use:consent")
    in_proceedings = "in_proceedings" if "court" in profile.use.free_in_proceedings else "consent"
    return say(f"court_use:{'free' if 'court' in profile.use.free else in_proceedings}")


def leaving_words(profile: Profile) -> str:
    """The rule of termination as a sentence."""
    if profile.leaving is None:
        return _("The text names no rule of termination.")
    after = _("It ends %(count)s months after the notification of termination.") % {
        "count": profile.leaving.delay_months
    }
    return f"{after} {say(f'counted_from:{profile.leaving.counted_from}')}"


@door("GET", "HEAD", "POST", opens=Verb.VERIFY_INSTRUMENT, fresh=True)
def agreement_verify(request: HttpRequest, caller: Caller, version_id: UUID) -> HttpResponse:
    """Ask, then stand behind a version that somebody else wrote."""
    view = known(caller, version_id)
    return fact_page(
        request,
        caller,
        form_of=lambda _typed: Form(()),
        first=QueryDict(),
        perform=lambda _typed: verify_instrument(caller, str(version_id)),
        done=_("The instrument counts from now on."),
        shown={
            "title": _("Verify %(instrument)s") % {"instrument": view.version.instrument},
            "lead": _("You stand behind it that this version says what the signed text says. From then on it counts."),
            "provision": "CCO-20.5",
            "button": _("Verify"),
            "back": "agreements",
            "back_words": _("Back to the agreements"),
        },
    )


@door("GET", "HEAD", "POST", opens=Verb.WITHDRAW_INSTRUMENT_VERSION, fresh=True)
def agreement_withdraw(request: HttpRequest, caller: Caller, version_id: UUID) -> HttpResponse:
    """Ask, then take a version back."""
    view = known(caller, version_id)
    return fact_page(
        request,
        caller,
        form_of=lambda _typed: Form(()),
        first=QueryDict(),
        perform=lambda _typed: withdraw_instrument_version(caller, str(version_id)),
        done=_("The version is taken back."),
        shown={
            "title": _("Take back %(instrument)s") % {"instrument": view.version.instrument},
            "lead": _("The version before it counts again; without one, nothing rests on this instrument any more."),
            "provision": "CCO-20.5",
            "button": _("Take it back"),
            "stops": True,
            "back": "agreements",
            "back_words": _("Back to the agreements"),
        },
    )
