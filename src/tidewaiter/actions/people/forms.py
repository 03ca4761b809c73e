"""The acts on what an officer is typing and has not handed in: keep it, open it again, drop it."""

import re
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import parse_qsl, urlencode

from tidewaiter.access.verbs import Verb
from tidewaiter.actions.act import Deed, Fault, Invalid, act
from tidewaiter.records import kept_forms

LARGEST, MOST_FORMS = 200_000, 40
_PATH = re.compile(r"/(?![/\\])[\x21-\x7e]{0,299}")
_OF_SIGN_IN = ("/sign-in", "/sign-out", "/account", "/people", "/language")
_NEVER = re.compile(r"password|passwd|secret|token|csrf|recovery|otp|credential|^(typing|kept|more)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class KeptFormView:
    """A form that was not handed in: its address, what was typed as a query string, and when it was kept."""

    path: str
    typed: str
    kept_at: datetime


@act(Verb.KEEP_FORM)
def keep_form(deed: Deed, path: str, typed: str) -> datetime:
    """Keeps what the caller has typed in the form at this address; no password and no token is ever kept."""
    deed.require(kept_forms.personal_facts(deed.caller.administration, deed.caller.officer))
    _tell(deed, path)
    faults = [Fault("not_usable", "path", "CCO-47.1.iii")] if not _may_be_kept(path) else []
    if len(typed) > LARGEST:
        faults.append(Fault("too_long", "typed", "CCO-47.1.iii", {"limit": str(LARGEST)}))
    if faults:
        raise Invalid(tuple(faults))
    kept = urlencode([(name, value) for name, value in parse_qsl(typed) if not _NEVER.search(name)])
    kept_forms.keep(deed.caller.administration, deed.caller.officer, path=path, typed=kept, at=deed.at)
    kept_forms.drop_oldest(deed.caller.officer, keeping=MOST_FORMS)
    return deed.at


@act(Verb.OPEN_FORM)
def open_form(deed: Deed, path: str) -> KeptFormView | None:
    """Gives back what the caller had typed in the form at this address; None where nothing is kept."""
    deed.require(kept_forms.personal_facts(deed.caller.administration, deed.caller.officer))
    _tell(deed, path)
    row = kept_forms.kept_by(deed.caller.officer, deed.at).filter(path=path).first()
    return KeptFormView(row.path, row.typed, row.kept_at) if row else None


@act(Verb.DROP_FORM)
def drop_form(deed: Deed, path: str) -> bool:
    """Drops what was kept of the form at this address, since it was handed in or is not wanted."""
    deed.require(kept_forms.personal_facts(deed.caller.administration, deed.caller.officer))
    _tell(deed, path)
    return kept_forms.drop(deed.caller.officer, path=path)


def _tell(deed: Deed, path: str) -> None:
    """The journal names the form, not what was asked in its address."""
    deed.tell(path=path.partition("?")[0][:100])


def _may_be_kept(path: str) -> bool:
    return bool(_PATH.fullmatch(path)) and not path.startswith(_OF_SIGN_IN)
