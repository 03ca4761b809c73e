"""Who sends the examples of submitted lists, and to which list, hit or name."""

from tests.acts import stories, submitting
from tests.world import World

from tidewaiter.actions import screening
from tidewaiter.actions.screening import OrdinaryNameGiven

OFFICIAL = "xb.cais_official"


def begun(world: World) -> str:
    """A list without lines yet."""
    return screening.submit_list(world.caller(OFFICIAL), submitting.ORDER).id


def with_lines(world: World) -> str:
    """A list whose lines have come."""
    list_id = begun(world)
    screening.add_lines(world.caller(OFFICIAL), list_id, submitting.lines(submitting.NAME), done=0)
    return list_id


def screened(world: World) -> str:
    """A list that was screened and has a hit."""
    stories.released(world, stories.person(submitting.NAME))
    return submitting.screened(world, submitting.NAME).id


def hit(world: World) -> str:
    """The hit of a list."""
    return submitting.hits(world, screened(world))[0].id


def ordinary(world: World) -> str:
    """An ordinary name."""
    return screening.keep_ordinary_name(world.caller(OFFICIAL), OrdinaryNameGiven(submitting.NAME, "Our postman."))


PLACES = {
    **dict.fromkeys(("check_list", "submit_list", "send_list_file", "list_lists", "list_ordinary_names")),
    **dict.fromkeys(("save_list_mapping", "list_list_mappings")),
    "read_list": screened,
    "add_lines": begun,
    "finish_list": with_lines,
    "delete_list": screened,
    "list_hits": screened,
    "read_hit": hit,
    "decide_hit": hit,
    "withdraw_ordinary_name": ordinary,
}
"""Each operation of an official, with what it is sent to."""
