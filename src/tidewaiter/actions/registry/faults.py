"""How an act on the register refuses: every fault at once, and an administration that is not there."""

from tidewaiter.access.decide import closed_to
from tidewaiter.access.facts import Facts, Kind
from tidewaiter.actions.act import Deed, NotFound, NotPermitted
from tidewaiter.records import people


def refuse_whoever_may_not(deed: Deed) -> None:
    """Ends the act of a caller to whom it is closed whatever the record, so that nobody learns what there is."""
    closed = closed_to(deed.caller, deed.verb)
    if closed:
        raise NotPermitted(closed)


def require_administration(deed: Deed, administration: str) -> None:
    """Decides on what is filed for an administration; NotFound where there is none by that code."""
    deed.require(Facts(Kind.PUBLIC, owner=administration))
    if people.administration(administration) is None:
        raise NotFound
