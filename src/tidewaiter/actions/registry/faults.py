"""How an act on the register refuses: every fault at once, and an administration that is not there."""

from tidewaiter.access.decide import closed_to
from tidewaiter.access.facts import Facts, Kind
from tidewaiter.actions.act import Deed, Fault, Invalid, NotFound, NotPermitted
from tidewaiter.records import people


def refuse(*found: Fault | None) -> None:
    """Ends the act where there is any fault; Invalid lists them all."""
    faults = tuple(fault for fault in found if fault is not None)
    if faults:
        raise Invalid(faults)


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
