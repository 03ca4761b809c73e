"""What commands that perform acts share: who acts, and a refusal put into words instead of a traceback."""

from collections.abc import Iterator
from contextlib import contextmanager
from gettext import gettext as _

from django.conf import settings

from tidewaiter.access.facts import Caller
from tidewaiter.actions.act import Conflict, Fault, Invalid, NotFound, NotPermitted
from tidewaiter.actions.callers import caller_for_token
from tidewaiter.doors.cli.errors import CommandError
from tidewaiter.doors.cli.speech import gettext_noop, language
from tidewaiter.doors.words import say

_NO_TOKEN = gettext_noop(
    "TIDEWAITER_TOKEN is not set. Put an API token of the acting officer there; "
    "`tidewaiter people issue-token` makes one, and a demo shows them in demo-accounts.json."
)


def caller_of_token() -> Caller:
    """Return the officer whose token stands in TIDEWAITER_TOKEN; CommandError without one that is good today."""
    token = settings.TIDEWAITER.token
    if not token:
        raise CommandError(_(_NO_TOKEN))
    try:
        return caller_for_token(token, language=language())
    except NotPermitted as refused:
        told = _("the token in TIDEWAITER_TOKEN is not accepted: %(reasons)s")
        raise CommandError(told % {"reasons": _reasons(refused)}) from refused


@contextmanager
def refusals_in_words() -> Iterator[None]:
    """Turn the four ways in which an act can end badly into CommandError."""
    try:
        yield
    except NotPermitted as refused:
        raise CommandError(_("not permitted: %(reasons)s") % {"reasons": _reasons(refused)}) from refused
    except NotFound as absent:
        raise CommandError(_("there is nothing there that this officer may know of")) from absent
    except Invalid as invalid:
        raise CommandError("; ".join(fault_in_words(fault) for fault in invalid.faults)) from invalid
    except Conflict as conflict:
        raise CommandError(say(f"conflict:{conflict.code}", **conflict.params)) from conflict


def fault_in_words(fault: Fault) -> str:
    """Return one fault as a line: its field, what is wrong, the provision."""
    words = say(f"problem:{fault.code}", **{"field": fault.field, **fault.params})
    place = f"{fault.field}: " if fault.field else ""
    return place + words + (f" ({fault.provision})" if fault.provision else "")


def _reasons(refused: NotPermitted) -> str:
    return "; ".join(f"{say(f'reason:{reason.code}')} ({reason.provision})" for reason in refused.reasons)
