"""The own State's treaty positions, as its sources state them (MNG-1, MNG-2)."""

from tidewaiter.access.facts import Facts, Kind
from tidewaiter.access.verbs import Verb
from tidewaiter.actions.act import Deed, act
from tidewaiter.records import people, registry
from tidewaiter.treaty.provisions import implements
from tidewaiter.treaty.register import Position


@act(Verb.READ_POSITIONS)
@implements("MNG-1", "MNG-2")
def read_positions(deed: Deed) -> tuple[Position, ...]:
    """Reads the positions of the own State: conventions, memberships, partners; too inexact for any computation."""
    deed.require(Facts(Kind.HOUSE, owner=deed.caller.administration))
    home = people.administration(deed.caller.administration)
    unit = home.unit if home else ""
    return tuple(each for each in registry.positions() if each.unit == unit)
