"""The journal: what officers of one's own administration did and were refused, newest first."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tidewaiter.access.facts import Caller
from tidewaiter.access.verbs import Verb
from tidewaiter.actions.act import OUTCOMES
from tidewaiter.actions.people import JournalLine, read_journal
from tidewaiter.doors.web.cards import cited
from tidewaiter.doors.web.door import door
from tidewaiter.doors.web.forms import Field, chosen, coded
from tidewaiter.doors.web.shell import page
from tidewaiter.doors.web.tables import Cell, Column, Row, Table, asked_of, every, spreadsheet
from tidewaiter.doors.web.told import TOLD
from tidewaiter.doors.web.written import moment_written
from tidewaiter.doors.words import all_keys, say

COLUMNS = (
    Column("at", gettext_lazy("When"), sort="at"),
    Column("officer", gettext_lazy("Officer")),
    Column("verb", gettext_lazy("Act")),
    Column("outcome", gettext_lazy("Outcome")),
    Column("provisions", gettext_lazy("Provisions")),
    Column("about", gettext_lazy("About"), wide=True),
)
A_PAGE, A_SHEET_PAGE = 50, 900
SHORT_DIGEST = 12
_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_DIGEST = re.compile(rf"\b([0-9a-f]{{{SHORT_DIGEST}}})[0-9a-f]{{52}}\b")
_SAYABLE = all_keys()
# What a line tells in codes, with the lists of words they may belong to.
_CODES: Mapping[str, tuple[str, ...]] = {
    "purpose": ("central_purpose", "purpose"),
    "category": ("category",),
    "kind": ("category",),
    "state": ("state",),
    "ground": ("ground",),
    "type": ("type",),
    "of_verb": ("verb",),
    "of_outcome": ("outcome",),
    "roles": ("role",),
    "reason": ("reason",),
    "authority_for": ("authority",),
}


def about(line_about: Mapping[str, object]) -> tuple[tuple[str, str], ...]:
    """What a line tells beside its act, in words where they are known; ids only where no number stands for them."""
    told = [(name, _shown(name, value)) for name, value in line_about.items() if value not in ("", None, [], {})]
    numbered = any(name == "number" for name, _value in told)
    return tuple((_named(name), text) for name, text in told if not (numbered and _ID.fullmatch(text)))


def _named(name: str) -> str:
    key = f"field:{name}"
    return say(key) if key in _SAYABLE else str(TOLD.get(name, name))


def _shown(name: str, value: object) -> str:
    if isinstance(value, dict):
        return "; ".join(_shown(each, part) for each, part in value.items() if part)
    if isinstance(value, list | tuple):
        return ", ".join(_shown(name, each) for each in value)
    keys = (f"{prefix}:{value}" for prefix in _CODES.get(name, ()))
    return next((say(key) for key in keys if key in _SAYABLE), str(value))


@dataclass(frozen=True, slots=True)
class Lines:
    """Some lines of the journal, and the last of them where there are more."""

    items: tuple[JournalLine, ...]
    next: str = ""


@door("GET", "HEAD")
def journal(request: HttpRequest, caller: Caller) -> HttpResponse:
    """Show the lines of the caller's own administration, all or those under a filter."""
    asked = asked_of(request, COLUMNS, filters=("verb", "officer", "outcome"), sort="-at")
    verb, officer = asked.value("verb", Verb), asked.value("officer")
    outcome = asked.value("outcome", OUTCOMES)

    def fetch(after: str, limit: int = A_SHEET_PAGE) -> Lines:
        found = read_journal(
            caller, limit=limit + 1, verb=verb, officer=officer, outcome=outcome, sort=asked.sort, after=after
        )
        return Lines(found[:limit], found[limit - 1].id if len(found) > limit else "")

    if asked.sheet:
        return spreadsheet("journal", COLUMNS, map(row_of, every(fetch)))
    found = fetch(asked.after, A_PAGE)
    verbs = tuple(sorted(coded("verb", Verb), key=lambda choice: str(choice.label).casefold()))
    table = Table(
        caption=_("Acts of officers of your administration"),
        columns=COLUMNS,
        rows=tuple(map(row_of, found.items)),
        asked=asked,
        next=found.next,
        filters=(
            Field("verb", _("Act"), "choice", choices=chosen(verbs, (verb,))),
            Field("officer", _("Officer"), value=officer, limit=64),
            Field("outcome", _("Outcome"), "choice", choices=chosen(coded("outcome", OUTCOMES), (outcome,))),
        ),
        usual=_("Newest first"),
        empty=_("No line."),
    )
    return page(request, caller, "web/journal.html", {"table": table}, here="journal")


def row_of(line: JournalLine) -> Row:
    """One line of the journal."""
    told = about(line.about)
    outcome = say(f"outcome:{line.outcome}")
    shown = format_html('<span class="outcome o-{}">{}</span>', line.outcome, outcome)
    return Row(
        (
            Cell(moment_written(line.at), line.at.isoformat(timespec="seconds")),
            Cell(line.officer, code=True),
            Cell(say(f"verb:{line.verb}")),
            Cell(shown, outcome),
            Cell(format_html_join(" ", "{}", ((cited(each),) for each in line.provisions)), " ".join(line.provisions)),
            Cell(
                format_html_join(
                    "",
                    '<span class="about"><span class="quiet">{}:</span> {}</span>',
                    ((name, _DIGEST.sub(r"\1…", value)) for name, value in told),
                ),
                "; ".join(f"{name}: {value}" for name, value in told),
            ),
        )
    )
