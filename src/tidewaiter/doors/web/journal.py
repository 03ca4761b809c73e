"""The journal: what officers of one's own administration did and were refused, newest first."""

import re
from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse

from tidewaiter.access.facts import Caller
from tidewaiter.access.verbs import Verb
from tidewaiter.actions.people import read_journal
from tidewaiter.doors.web.door import door
from tidewaiter.doors.web.forms import coded, text
from tidewaiter.doors.web.shell import page
from tidewaiter.doors.words import all_keys, say

LINES = 200
_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_SAYABLE = all_keys()
# What a line tells in codes, with the lists of words they may belong to.
_CODES: Mapping[str, tuple[str, ...]] = {
    "purpose": ("central_purpose", "purpose"),
    "category": ("category",),
    "kind": ("category",),
    "state": ("state",),
    "ground": ("ground",),
    "type": ("type",),
}


def about(line_about: Mapping[str, object]) -> tuple[tuple[str, str], ...]:
    """What a line tells beside its act, in words where they are known; ids only where no number stands for them."""
    told = [(name, _shown(name, value)) for name, value in line_about.items() if value not in ("", None, [], {})]
    numbered = any(name == "number" for name, _ in told)
    return tuple((_named(name), text) for name, text in told if not (numbered and _ID.fullmatch(text)))


def _named(name: str) -> str:
    key = f"field:{name}"
    return say(key) if key in _SAYABLE else name


def _shown(name: str, value: object) -> str:
    if isinstance(value, dict):
        return "; ".join(_shown(each, part) for each, part in value.items() if part)
    if isinstance(value, list | tuple):
        return ", ".join(_shown(name, each) for each in value)
    keys = (f"{prefix}:{value}" for prefix in _CODES.get(name, ()))
    return next((say(key) for key in keys if key in _SAYABLE), str(value))


@door("GET", "HEAD")
def journal(request: HttpRequest, caller: Caller) -> HttpResponse:
    """Show the lines of the caller's own administration, all or those of one verb."""
    verb = text(request.GET, "verb")
    verb = verb if verb in tuple(Verb) else ""
    context = {
        "lines": [(line, about(line.about)) for line in read_journal(caller, limit=LINES, verb=verb)],
        "verbs": sorted(coded("verb", Verb), key=lambda choice: str(choice.label).casefold()),
        "verb": verb,
        "limit": LINES,
    }
    return page(request, caller, "web/journal.html", context, here="journal")
