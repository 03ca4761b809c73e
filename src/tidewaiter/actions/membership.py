"""Tells who is a Member that the central system serves on a day; the shelves that rest on it ask here."""

from datetime import date

from tidewaiter.records import people, registry
from tidewaiter.treaty.provisions import implements, load_instrument
from tidewaiter.treaty.rules.force import bound

CENTRAL_INSTRUMENT = "cco-2019"
"""The instrument whose Article 44 the central system rests on."""
_CENTRAL_ARTICLE = "44"


@implements("CCO-44", "CCO-64.1", "CCO-64.2")
def is_member(administration: str, day: date) -> bool:
    """The central system serves Members: a unit not bound by Article 44 that day neither enters nor searches."""
    home = people.administration(administration)
    if home is None:
        return False
    # asked at every search: the acts under this one agreement, not the whole register
    agreement = load_instrument(CENTRAL_INSTRUMENT)
    acts = [each.act for each in registry.recorded_acts(instrument=agreement.id)]
    return bound(agreement, acts, registry.unit_kinds(), home.unit, _CENTRAL_ARTICLE, day).bound
