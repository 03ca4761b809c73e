"""The acts on submitted lists, tried by whoever may not: on a list of XA with a hit, and on one's own."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.acts import stories, submitting
from tests.world import World

from tidewaiter.access.facts import Caller
from tidewaiter.access.verbs import Verb
from tidewaiter.actions import screening
from tidewaiter.actions.screening import ElementListDraft, OrdinaryNameGiven

OFFICIAL = "xa.cais_official"


@dataclass(frozen=True)
class Screened:
    """A list of XA, its hit, and an ordinary name of XA."""

    list: str
    hit: str
    name: str


def listed(world: World) -> Screened:
    """What XA holds of a screened list."""
    stories.released(world, stories.person(submitting.NAME), "xb.officer")
    stand = submitting.screened(world, submitting.NAME, username=OFFICIAL)
    name = screening.keep_ordinary_name(world.caller(OFFICIAL), OrdinaryNameGiven("Piet Haverkamp", "Our postman."))
    return Screened(stand.id, submitting.hits(world, stand.id, OFFICIAL)[0].id, name)


def elements() -> ElementListDraft:
    """A list of approved elements that counts today."""
    day = stories.in_days(-2)
    return ElementListDraft("EC-1", "EC-D-1", day, day, ("consignee", "consignor", "birth", "hs"))


Tried = Callable[[Caller, Screened], object]
ABOUT_LISTS: dict[Verb, Tried] = {
    Verb.ADD_LINES: lambda who, has: screening.add_lines(who, has.list, submitting.lines("A B"), done=1),
    Verb.FINISH_LIST: lambda who, has: screening.finish_list(who, has.list),
    Verb.READ_LIST: lambda who, has: screening.read_list(who, has.list),
    Verb.DELETE_LIST: lambda who, has: screening.delete_list(who, has.list, reason="x"),
    Verb.LIST_HITS: lambda who, has: screening.list_hits(who, has.list),
    Verb.READ_HIT: lambda who, has: screening.read_hit(who, has.hit),
    Verb.DECIDE_HIT: lambda who, has: screening.decide_hit(who, has.hit, submitting.CONFIRMED),
    Verb.WITHDRAW_ORDINARY_NAME: lambda who, has: screening.withdraw_ordinary_name(who, has.name),
    Verb.SCREEN_LIST: lambda who, has: screening.screen_list(who, has.list, done=0),
    Verb.RESCREEN_LIST: lambda who, has: screening.rescreen_list(who, has.list),
}
"""The acts that concern a list of XA."""
OF_ONES_OWN_LISTS: dict[Verb, Callable[[Caller, object], object]] = {
    Verb.CHECK_LIST: lambda who, _: screening.check_list(who, submitting.lines("A B"), order=submitting.ORDER),
    Verb.SUBMIT_LIST: lambda who, _: screening.submit_list(who, submitting.ORDER),
    Verb.LIST_LISTS: lambda who, _: screening.list_lists(who),
    Verb.KEEP_ORDINARY_NAME: lambda who, _: screening.keep_ordinary_name(who, OrdinaryNameGiven("A B", "x")),
    Verb.LIST_ORDINARY_NAMES: lambda who, _: screening.list_ordinary_names(who),
    Verb.RECORD_ELEMENT_LIST: lambda who, _: screening.record_element_list(who, elements()),
    Verb.LIST_ELEMENT_LISTS: lambda who, _: screening.list_element_lists(who),
    Verb.SAVE_LIST_MAPPING: lambda who, _: screening.save_list_mapping(who, "a source", {"columns": {}}),
    Verb.LIST_LIST_MAPPINGS: lambda who, _: screening.list_list_mappings(who),
    Verb.FIND_LIST_WORK: lambda who, _: screening.find_list_work(who),
    Verb.RETIRE_LISTS: lambda who, _: screening.retire_lists(who),
}
"""The acts that concern one's own administration, or the worker."""
