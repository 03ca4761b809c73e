"""Acts on an administration's own OpenID provider, and the binding of an officer's account to a subject there.

Two sides agree before this host calls a provider: the host's operator names its issuer in a setting, and an
administration records that its officers may sign in through it. A binding is made by the officer alone (settled in
docs/decisions/0017-single-sign-on-bound-on-issuer-and-subject.md).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError

from tidewaiter.access.decide import Reason
from tidewaiter.access.facts import Caller, Facts, Kind
from tidewaiter.access.verbs import Verb
from tidewaiter.actions.act import Conflict, Deed, Fault, Invalid, NotFound, NotPermitted, act
from tidewaiter.actions.people.signing_in import change_sign_in
from tidewaiter.records import people, sign_on
from tidewaiter.records.ciphers import Unreadable
from tidewaiter.records.models import SignOn
from tidewaiter.treaty.provisions import implements

_LONGEST_ISSUER, _LONGEST_CLIENT, _LONGEST_SECRET = 300, 200, 500
LONGEST_SUBJECT = 191
"""The longest subject that can be bound, in characters: what allauth's table holds."""
_NOT_BOUND = Reason("sign_on_not_bound", "CCO-47.1.ii")


@dataclass(frozen=True, slots=True)
class SignOnDraft:
    """A provider to be recorded: its issuer as it names itself, and what it gave us as its client."""

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class SignOnView:
    """A sign-on in force, without its secret; `named` tells whether the host's operator still names its issuer."""

    id: UUID
    administration: str
    name: Mapping[str, str]
    issuer: str
    client_id: str
    recorded_by: str
    recorded_at: datetime
    named: bool


@dataclass(frozen=True, slots=True)
class SignOnClient:
    """What is needed to speak with a provider as its client; `provider` is the name that bindings are kept under."""

    administration: str
    issuer: str
    provider: str
    client_id: str
    client_secret: str = field(repr=False)


@act(Verb.RECORD_SIGN_ON)
def record_sign_on(deed: Deed, draft: SignOnDraft) -> UUID:
    """Records the provider through which one's own officers may sign in; the one before it ends (CCO-47.1.ii)."""
    home = deed.caller.administration
    deed.require(Facts(Kind.PUBLIC, owner=home))
    faults = _faults(draft)
    if faults:
        raise Invalid(faults)
    deed.tell(issuer=draft.issuer)
    before = sign_on.in_force(home)
    if before is not None:
        sign_on.end(before.id, deed.at)
    try:
        made = sign_on.add(
            home,
            issuer=draft.issuer,
            client_id=draft.client_id,
            client_secret=draft.client_secret,
            by=deed.caller.officer,
            at=deed.at,
        )
    except IntegrityError as error:  # somebody else of the same administration recorded one in this moment
        raise Conflict("state_changed") from error
    return made.id


@act(Verb.END_SIGN_ON)
def end_sign_on(deed: Deed, sign_on_id: UUID) -> None:
    """Ends a sign-on of one's own administration: from now on nobody signs in through it."""
    home = deed.caller.administration
    deed.require(Facts(Kind.PUBLIC, owner=home))
    found = sign_on.sign_on_with(sign_on_id)
    if found is None or found.administration_id != home:
        raise NotFound
    deed.tell(issuer=found.issuer)
    if not sign_on.end(found.id, deed.at):
        raise Conflict("state_changed")


def _faults(draft: SignOnDraft) -> tuple[Fault, ...]:
    given = {"issuer": draft.issuer, "client_id": draft.client_id, "client_secret": draft.client_secret}
    limits = {"issuer": _LONGEST_ISSUER, "client_id": _LONGEST_CLIENT, "client_secret": _LONGEST_SECRET}
    faults = []
    for name, value in given.items():
        if not value:
            faults.append(Fault("missing", name, "CCO-47.1.ii"))
        elif len(value) > limits[name] or not value.isprintable():
            faults.append(Fault("not_usable", name, "CCO-47.1.ii"))
        elif name == "issuer" and not _is_named(value):
            faults.append(Fault("issuer_not_named", name, "CCO-47.1.ii"))
    return tuple(faults)


def _is_named(issuer: str) -> bool:
    """Only what the host's operator named is ever called: an administration cannot send this host anywhere."""
    return issuer in settings.TIDEWAITER.sign_on_issuers


def sign_ons() -> tuple[SignOnView, ...]:
    """The sign-ons through which officers may sign in, for the sign-in page; not an act: nobody is known yet."""
    return tuple(view for view in map(_view, sign_on.all_in_force()) if view.named)


def sign_on_of(administration: str) -> SignOnView | None:
    """The sign-on in force of one administration, whether or not the operator still names its issuer."""
    found = sign_on.in_force(administration)
    return _view(found) if found else None


def sign_on_client(administration: str) -> SignOnClient | None:
    """The client of the provider through which this administration's officers may sign in now, if there is one."""
    found = sign_on.in_force(administration)
    if found is None or not _is_named(found.issuer):
        return None
    try:
        secret = sign_on.secret_of(found)
    except Unreadable:
        return None
    provider = sign_on.provider_of(administration, found.issuer)
    return SignOnClient(administration, found.issuer, provider, found.client_id, secret)


def host_of(issuer: str) -> str:
    """The host of an issuer, which is what officers know their provider by."""
    return urlsplit(issuer).netloc


def is_bound(caller: Caller) -> bool:
    """Tells whether the caller's account is bound at the provider that the own administration has in force."""
    found, officer = sign_on.in_force(caller.administration), people.officer_named(caller.officer)
    if found is None or officer is None:
        return False
    return sign_on.provider_of(caller.administration, found.issuer) in sign_on.providers_bound(officer.user_id)


def bind_sign_on(caller: Caller, client: SignOnClient, subject: str) -> None:
    """Binds the caller's own account to the subject that the provider named; recorded as a change of signing in."""
    change_sign_in(caller, what="sign_on_bound", making=partial(_bind, client=client, subject=subject))


def _bind(deed: Deed, *, client: SignOnClient, subject: str) -> None:
    officer = people.officer_named(deed.caller.officer)
    current = sign_on.in_force(deed.caller.administration)
    if officer is None or client.administration != deed.caller.administration:
        raise NotFound
    if current is None or current.issuer != client.issuer:
        raise Conflict("state_changed")
    if not 0 < len(subject) <= LONGEST_SUBJECT:
        raise Invalid((Fault("not_usable", "subject", "CCO-47.1.ii"),))
    holder = sign_on.bound_user(client.provider, subject)
    if holder not in (None, officer.user_id):
        raise Conflict("sign_on_taken")
    deed.tell(issuer=client.issuer)
    sign_on.bind(officer.user_id, client.provider, subject)


def unbind_sign_on(caller: Caller) -> None:
    """Undoes the caller's own binding; an account without a password keeps it, since it has no other way in."""
    change_sign_in(caller, what="sign_on_unbound", making=_unbind)


def _unbind(deed: Deed) -> None:
    found, officer = sign_on.in_force(deed.caller.administration), people.officer_named(deed.caller.officer)
    if found is None or officer is None:
        raise NotFound
    if not officer.user.has_usable_password():
        raise Conflict("last_way_in")
    deed.tell(issuer=found.issuer)
    if not sign_on.release(officer.user_id, sign_on.provider_of(deed.caller.administration, found.issuer)):
        raise Conflict("state_changed")


@implements("CCO-47.1.ii")
def refuse_sign_on(administration: str, provider: str, user_id: int) -> None:
    """Refuses an account that is bound, but not as an officer of the administration whose provider vouches for it.

    The binding outlives a transfer and the end of a sign-on; what it opens does not.
    """
    client, officer = sign_on_client(administration), people.officer_of_user(user_id)
    if client is None or client.provider != provider:
        raise NotPermitted((Reason("sign_on_ended", "CCO-47.1.ii"),))
    if officer is None or officer.administration_id != administration:
        raise NotPermitted((_NOT_BOUND,))


def _view(found: SignOn) -> SignOnView:
    return SignOnView(
        id=found.id,
        administration=found.administration_id,
        name=found.administration.name,
        issuer=found.issuer,
        client_id=found.client_id,
        recorded_by=found.recorded_by,
        recorded_at=found.recorded_at,
        named=_is_named(found.issuer),
    )
