"""The acts on the directory, tried on what XA lists there: an authority and an official."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.acts import stories
from tests.world import World

from tidewaiter.access.facts import Caller
from tidewaiter.access.verbs import Verb
from tidewaiter.actions import registry


@dataclass(frozen=True)
class Listed:
    """The facts of an authority, an investigator and an official of XA."""

    authority: str
    investigator: str
    official: str


Tried = Callable[[Caller, Listed], object]
ABOUT_THE_DIRECTORY: dict[Verb, Tried] = {
    Verb.RECORD_INVESTIGATOR: lambda who, _: registry.record_investigator(
        who, administration="XA", name="Ines", reach="+1 555", since=stories.in_days(0)
    ),
    Verb.END_LISTING: lambda who, has: registry.end_listing(who, has.authority, last_day=stories.in_days(0)),
    Verb.END_OFFICIAL: lambda who, has: registry.end_official(who, has.official, last_day=stories.in_days(0)),
}
"""The acts that concern what XA lists."""
OF_THE_DIRECTORY: dict[Verb, Tried] = {
    Verb.READ_ADMINISTRATION: lambda who, _: registry.read_administration(who, "XA"),
    Verb.FIND_AUTHORITIES: lambda who, _: registry.find_authorities(who, administration="XA", provision_id="CCO-29"),
    Verb.EXAMINE_AUTHORITY: lambda who, has: registry.examine_authority(who, has.authority, finding="complete"),
    Verb.NOTE_DIRECT_CONTACT: lambda who, has: registry.note_direct_contact(
        who, own=has.investigator, other=has.investigator, on=stories.in_days(0)
    ),
}
"""The acts open to other administrations too, where their roles open them."""
ALSO_THE_DEPOSITARYS = (Verb.RECORD_INVESTIGATOR, Verb.END_LISTING)


def listed(world: World) -> Listed:
    """An authority, an investigator and an official of XA."""
    head = world.caller("xa.head")
    today = stories.in_days(0)
    return Listed(
        registry.record_authority(head, administration="XA", authority_for="CCO-29", name="Port Police", since=today),
        registry.record_investigator(head, administration="XA", name="Ida", reach="+1 555", since=today),
        registry.designate_official(head, officer="xa.contact_point", since=stories.in_days(30)),
    )
