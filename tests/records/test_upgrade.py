"""Upgrading keeps what was recorded before, and puts it where the new policy expects it."""

from importlib import import_module

from tests.world import World

from tidewaiter.actions import registry
from tidewaiter.actions.callers import caller_for_the_public

PUBLISH: str = import_module("tidewaiter.records.migrations.0004_published").PUBLISH
_AS_BEFORE = """
insert into records_marking (kind, owner, parties, released, personal, purposes, allow_administrations, allow_offices,
    allow_officers, deny_administrations, deny_offices, deny_officers, digest)
select 'public', owner, parties, released, personal, purposes, allow_administrations, allow_offices, allow_officers,
    deny_administrations, deny_offices, deny_officers, 'as before'
from records_marking where kind = 'published' limit 1;
update records_instrumentactrecord set marking_id = (select id from records_marking where digest = 'as before')
"""


def parties_shown(world: World) -> int:
    status = registry.read_instrument_status(caller_for_the_public("en"), "cco-2019")
    return sum(each.standing.status == "party" for each in status.lines)


def test_acts_of_parties_recorded_before_are_published_by_the_upgrade(world: World) -> None:
    everybody = parties_shown(world)
    assert everybody == 12
    with world.raw("postgres") as installer:
        installer.execute(_AS_BEFORE)
        assert parties_shown(world) == 0
        installer.execute(PUBLISH)
        assert parties_shown(world) == everybody
        kinds = "select distinct m.kind from records_instrumentactrecord a join records_marking m on m.id = marking_id"
        assert installer.execute(kinds).fetchall() == [("published",)]
        installer.execute(PUBLISH)
        assert parties_shown(world) == everybody
