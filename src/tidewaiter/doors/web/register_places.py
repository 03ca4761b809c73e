"""The pages of the register as its own navigation shows them: to each reader those whose acts the roles open."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tidewaiter.access.decide import may_perform
from tidewaiter.access.facts import Caller
from tidewaiter.access.verbs import Verb
from tidewaiter.doors.web.shell import Place


@dataclass(frozen=True, slots=True)
class RegisterPlace:
    """One page of the register: how it is called, the name of its address, and the acts of which one opens it.

    The name of the address is what a template says as `tab`: `{% include "web/parts/register_tabs.html" with
    tab="matrices" %}`.
    """

    label: Any
    url: str
    verbs: tuple[Verb, ...]


REGISTER_PLACES: tuple[RegisterPlace, ...] = (
    RegisterPlace(_("Depositary’s desk"), "depositary", (Verb.READ_DEPOSITARY_DESK,)),
    RegisterPlace(_("Directory"), "register", (Verb.READ_DIRECTORY,)),
    RegisterPlace(_("Instruments"), "instruments", (Verb.READ_INSTRUMENT_STATUS,)),
    RegisterPlace(_("Parties"), "parties", (Verb.READ_PARTIES,)),
    RegisterPlace(_("Matrix"), "matrices", (Verb.READ_MATRIX,)),
    RegisterPlace(_("Coming dates"), "register_calendar", (Verb.READ_CALENDAR,)),
    RegisterPlace(_("Bases"), "bases", (Verb.FIND_BASES,)),
    RegisterPlace(_("Categories"), "categories", (Verb.READ_CATEGORIES,)),
    RegisterPlace(_("Approved elements"), "element_lists", (Verb.LIST_ELEMENT_LISTS,)),
    RegisterPlace(_("Council votes"), "votes", (Verb.READ_VOTES,)),
    RegisterPlace(_("Amendments"), "amendments", (Verb.READ_AMENDMENTS,)),
    RegisterPlace(_("Disputes"), "disputes", (Verb.READ_DISPUTES,)),
    RegisterPlace(_("Membership"), "applications", (Verb.READ_APPLICATIONS,)),
    RegisterPlace(_("Memoranda and tasks"), "transition", (Verb.READ_TRANSITION,)),
    RegisterPlace(_("Agreements"), "agreements", (Verb.READ_AGREEMENTS,)),
    RegisterPlace(_("Arrangements"), "arrangements", (Verb.READ_ARRANGEMENTS,)),
    RegisterPlace(_("Units"), "units", (Verb.READ_UNITS,)),
    RegisterPlace(_("National unit"), "meetings", (Verb.LIST_MEETINGS,)),
)
"""In the order in which they are shown; a page on another shelf that belongs to the register adds its line here."""


FIRST = 7
"""So many stand side by side; the others, save the one that is open, fold away."""


@dataclass(frozen=True, slots=True)
class Tabs:
    """The places that a reader may open: those that stand side by side, and those folded away."""

    first: tuple[Place, ...]
    rest: tuple[Place, ...]


def register_places(caller: Caller, tab: str = "") -> Tabs:
    """The pages of the register that this reader may open; the one named is marked as open now."""
    places = [
        Place(each.label, reverse(each.url), each.url == tab)
        for each in REGISTER_PLACES
        if any(may_perform(caller, verb) for verb in each.verbs)
    ]
    first = [place for number, place in enumerate(places) if number < FIRST or place.here]
    return Tabs(tuple(first), tuple(place for place in places if place not in first))
