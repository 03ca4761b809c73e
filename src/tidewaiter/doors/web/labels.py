"""Sentences of pages that depend on a code: headings, buttons with their effect, what was just done."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tidewaiter.doors.words import all_keys, say

_SAYABLE = all_keys()

_ASKS: Mapping[str, Any] = {
    "information": gettext_lazy("%(requesting)s asks %(requested)s for information"),
    "offence_information": gettext_lazy("%(requesting)s asks %(requested)s for information on an offence"),
    "assessment": gettext_lazy("%(requesting)s asks %(requested)s for help in assessing duties and taxes"),
    "control": gettext_lazy("%(requesting)s asks %(requested)s to verify a control"),
}

_EFFECTS: Mapping[str, Any] = {
    "send": gettext_lazy(
        "%(requested)s will see the request and its attachments from this moment. The content can no longer be changed."
    ),
    "complete": gettext_lazy("%(requested)s will see the completed request; its time to answer starts anew."),
    "withdraw": gettext_lazy(
        "The request ends here. %(requested)s is told, and keeps what it has received under the same conditions."
    ),
    "decline": gettext_lazy("%(requesting)s is told the ground and the reasons. The request ends here."),
    "return_for_completion": gettext_lazy(
        "%(requesting)s is told what is missing. The time to answer stops until the request is completed."
    ),
    "answer_partly": gettext_lazy("%(requesting)s sees this part at once; the request stays open for the rest."),
    "answer": gettext_lazy("%(requesting)s sees the answer at once, with the conditions on its use."),
    "close": gettext_lazy("The file is closed. What was received stays under its conditions."),
    "receive": gettext_lazy("%(requesting)s is told that the request has arrived."),
    "start": gettext_lazy("%(requesting)s sees that the work has begun."),
}

_DONE: Mapping[str, Any] = {
    "draft_request": gettext_lazy("The draft is kept."),
    "edit_request": gettext_lazy("The changes are kept. An approval given before no longer holds."),
    "approve_request": gettext_lazy("The content is approved. It can be sent."),
    "send": gettext_lazy("The request has gone to %(requested)s."),
    "receive": gettext_lazy("%(requesting)s is told that the request has arrived."),
    "return_for_completion": gettext_lazy("The request has gone back to %(requesting)s for completion."),
    "complete": gettext_lazy("The completed request is with %(requested)s again."),
    "start": gettext_lazy("The work has begun; %(requesting)s sees it."),
    "answer_partly": gettext_lazy("A first part of the answer is with %(requesting)s."),
    "answer": gettext_lazy("The answer is with %(requesting)s."),
    "decline": gettext_lazy("The request is declined; %(requesting)s has the reasons."),
    "withdraw": gettext_lazy("The request is withdrawn."),
    "close": gettext_lazy("The file is closed."),
    "attach": gettext_lazy("The file is attached."),
}

_UNSENT: Mapping[str, Any] = {
    "request_edit": gettext_lazy("Change of a request"),
    "entry_new": gettext_lazy("New entry"),
    "entry_edit": gettext_lazy("Change of an entry"),
    "entry_extend": gettext_lazy("Keeping an entry longer"),
    "entry_delete": gettext_lazy("Deletion of an entry"),
}

CONFIRMED = ("send", "complete", "withdraw", "decline", "close")
"""Moves that are made on a page of their own even where nothing has to be handed in."""


def asks(type: str, requesting: str, requested: str) -> str:
    """The heading sentence of a request, without its basis; nobody named yet is an ellipsis."""
    sentence = _ASKS.get(type, gettext_lazy("%(requesting)s asks %(requested)s for assistance"))
    return str(sentence) % {"requesting": requesting, "requested": requested or "…"}


def button(verb: str, other: str) -> str:
    """The words on a button: the act and its effect on the other administration."""
    return say(f"act:{verb}", other=other)


def unsent(name: str, verb: str) -> str:
    """What a form not handed in is, by the name of its address and the move it makes."""
    if verb and f"verb:{verb}" in _SAYABLE:
        return say(f"verb:{verb}")
    return str(_UNSENT.get(name, gettext_lazy("A form")))


def effect(verb: str, requesting: str, requested: str) -> str:
    """What follows from a move, for the page that asks before making it."""
    return str(_EFFECTS.get(verb, "")) % {"requesting": requesting, "requested": requested}


def done(verb: str, requesting: str = "", requested: str = "") -> str:
    """What was just done, as a sentence."""
    return str(_DONE[verb]) % {"requesting": requesting, "requested": requested}


def basis_name(instrument_title: str, provision: str) -> str:
    """An instrument with the article or annex of a basis, as a person writes it."""
    number = provision.split("-", 1)[-1]
    if number.startswith("A") and number[1:].isdigit():
        return _("%(instrument)s, Annex %(number)s") % {"instrument": instrument_title, "number": _roman(number[1:])}
    return _("%(instrument)s, Art. %(number)s") % {"instrument": instrument_title, "number": number}


def _roman(number: str) -> str:
    signs = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
    left, written = int(number), ""
    for value, sign in signs:
        written += sign * (left // value)
        left %= value
    return written
