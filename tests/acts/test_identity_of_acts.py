"""Whose facts stand behind an act: nothing is left over for the next act, the next test or another thread."""

import random
import threading
from datetime import date

import pytest
from django.db import connection, transaction
from tests.acts import stories
from tests.world import World

from tidewaiter.actions import assistance, central, people
from tidewaiter.actions.act import NotFound, NotPermitted
from tidewaiter.records.models import CentralEntry

OFFICERS = tuple(f"x{letter}.{role}" for letter in "abcd" for role in ("officer", "approver", "cais_official"))


def setting() -> str | None:
    with connection.cursor() as cursor:
        cursor.execute("select current_setting('app.ident', true)")
        return cursor.fetchone()[0]


def test_the_connection_of_acts_is_neither_owner_nor_superuser(world: World) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select session_user, rolsuper, rolbypassrls from pg_roles where rolname = session_user")
        assert cursor.fetchone() == ("app_web", False, False)


def test_no_identity_is_left_after_an_act_that_was_done_refused_or_not_found(world: World) -> None:
    central.list_entries(world.caller("xa.officer"))
    assert setting() in (None, "")
    with pytest.raises(NotPermitted):
        central.list_entries(world.caller("xa.head"))
    assert setting() in (None, "")
    with pytest.raises(NotFound):
        assistance.read_request(world.caller("xa.officer"), "no-such-request")
    assert setting() in (None, "")
    assert CentralEntry.objects.count() == 0


def test_two_acts_on_one_connection_each_see_their_own(world: World) -> None:
    for username, others in (("xa.officer", "XB"), ("xc.officer", "XA"), ("xa.officer", "XB")):
        lines = assistance.list_requests(world.caller(username)).items
        own = username[:2].upper()
        assert all(own in (line.requesting, line.requested) for line in lines)
        assert {line.supplier for line in central.list_entries(world.caller(username)).items} == {own}
        assert others != own


def test_an_act_inside_another_transaction_is_refused(world: World) -> None:
    caller = world.caller("xa.officer")
    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        central.list_entries(caller)


def test_threads_of_random_officers_never_see_each_others_records(world: World) -> None:
    callers = [world.caller(username) for username in OFFICERS]
    wrong: list[str] = []
    done: list[int] = []

    def work(seed: int) -> None:
        chance = random.Random(seed)
        try:
            for _ in range(30):
                caller = chance.choice(callers)
                if chance.random() < 0.5:
                    owners = {line.supplier for line in central.list_entries(caller).items}
                    strangers = owners - {caller.administration}
                else:
                    lines = assistance.list_requests(caller).items
                    strangers = {
                        line.id for line in lines if caller.administration not in (line.requesting, line.requested)
                    }
                wrong.extend(strangers)
                done.append(seed)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(seed,)) for seed in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert len(done) == 8 * 30


def test_every_act_of_every_thread_stands_in_the_journal_of_its_own_administration(world: World) -> None:
    before = len(people.read_journal(world.caller("xa.head"), limit=1000))
    stories.drafted(world)
    lines = people.read_journal(world.caller("xa.head"), limit=1000)
    assert len(lines) == before + 2
    assert {line.administration for line in lines} == {"XA"}
    assert all(line.at.date() >= date(2020, 1, 1) for line in lines)
