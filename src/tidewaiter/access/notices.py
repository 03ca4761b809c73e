"""Which events concern an officer: those about records that one of the officer's roles may read."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from tidewaiter.access.rules import ACTS
from tidewaiter.access.verbs import Role, Verb

CONCERNED: Mapping[str, Verb] = MappingProxyType(
    {
        "request_": Verb.READ_REQUEST,
        "entry_": Verb.READ_ENTRY,
        "officer_": Verb.INVITE_OFFICER,
        "mail_": Verb.RECORD_CONTACT_POINT,
        "mail_invitation_": Verb.INVITE_OFFICER,
        "depositary_": Verb.READ_DISPATCH,
        "profile_": Verb.VIEW_PROFILE,
    }
)
"""How an event begins, and the act that whoever it concerns may perform; any other event is the house's alone."""

_NOT_FOR_THE_CONTACT_POINT = ("mail_", "officer_invited")


def concerns(roles: Iterable[Role], event: str) -> bool:
    """Tells whether an event concerns an officer who holds these roles."""
    held = frozenset(roles)
    verbs = (verb for beginning, verb in CONCERNED.items() if event.startswith(beginning))
    return any(held.intersection(ACTS[verb].roles) for verb in verbs)


def concerns_the_contact_point(event: str) -> bool:
    """Tells whether an event is mailed to the contact point.

    That its own mail failed it would not learn by mail, and the mail of an invitation is for the invited person alone.
    """
    return not event.startswith(_NOT_FOR_THE_CONTACT_POINT)
