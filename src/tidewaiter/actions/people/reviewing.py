"""The system's act of clearing away what has run out: invitations, tokens, unsent forms, keys of acts done once."""

from datetime import timedelta

from tidewaiter.access.facts import Facts, Kind
from tidewaiter.access.verbs import Verb
from tidewaiter.actions.act import Deed, act
from tidewaiter.records import accounts, kept_forms, performed, tokens

KEPT = timedelta(days=30)
"""How long what has run out is kept, so that its owner can still see what became of it."""


@act(Verb.REVIEW_ACCOUNTS)
def review_accounts(deed: Deed) -> int:
    """Removes invitations and tokens that ran out a month ago, and forms and keys as old; gives their number."""
    deed.require(Facts(Kind.PUBLIC, owner=deed.caller.administration))
    invitations = accounts.forget_invitations(deed.at - KEPT)
    dead = tokens.forget((deed.at - KEPT).date())
    forms, keys = kept_forms.forget(deed.at - KEPT), performed.forget(deed.at - KEPT)
    deed.tell(invitations=invitations, tokens=dead, forms=forms, keys=keys)
    return invitations + dead + forms + keys
