"""Retention: the month's notice, extension in time, deletion on the day, and nothing of it after (CCO-51)."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from tests.acts import stories
from tests.world import World

from tidewaiter.actions import assistance, central
from tidewaiter.actions.act import Clock, Conflict, Invalid, NotFound, NotPermitted, clock
from tidewaiter.actions.callers import system_caller
from tidewaiter.actions.central import RetentionReport
from tidewaiter.treaty.rules.months import add_months

TABLES = ("records_entryname", "records_entrykey", "records_entryversion")


def at(day: date, hour: int = 12, minute: int = 0, second: int = 0) -> None:
    """Moves the clock of acts to a moment of a day."""
    clock.offset = datetime.combine(day, time(hour, minute, second), UTC) - datetime.now(UTC)


def run(world: World) -> RetentionReport:
    with world.as_worker():
        return central.run_retention(system_caller())


def told(world: World, entry_id: str) -> list[str]:
    """The events about an entry that its supplier was told, oldest first."""
    with world.as_worker():
        assistance.deliver_notices(system_caller())
    notices = assistance.read_desk(world.caller("xa.officer")).notices
    return [notice.event for notice in reversed(notices) if notice.subject == entry_id]


@pytest.fixture
def kept(world: World, moved_clock: Clock) -> tuple[str, date]:
    """A released entry on a person, and the day on which it is deleted."""
    day = stories.in_days(100)
    world.keep_awake(day)
    return stories.released(world, stories.person("Barnaby Quillfeather", days=100)), day


@pytest.mark.provision("CCO-51.2", "CCO-51.3")
def test_an_extension_in_the_last_minute_before_the_day_is_in_time(world: World, kept: tuple[str, date]) -> None:
    entry_id, day = kept
    at(day - timedelta(days=1), 23, 59, 30)
    central.extend_entry(world.caller("xa.officer"), entry_id, until=day + timedelta(days=90), reason="Trial pending")
    at(day, 0, 0, 5)
    assert run(world).deleted == 0
    view = central.read_entry(world.caller("xb.officer"), entry_id, purpose="offences", case="CASE-1")
    assert view.content.delete_on == day + timedelta(days=90)


@pytest.mark.provision("CCO-51.3")
def test_when_the_day_begins_it_is_too_late_and_nobody_sees_the_entry(world: World, kept: tuple[str, date]) -> None:
    entry_id, day = kept
    at(day - timedelta(days=1), 23, 59, 30)
    signed_in_before = world.caller("xa.officer")
    at(day, 0, 0, 1)
    with pytest.raises(Conflict) as late:
        central.extend_entry(signed_in_before, entry_id, until=day + timedelta(days=90), reason="Trial pending")
    assert late.value.code == "too_late"
    for username in ("xa.officer", "xb.officer"):
        who = world.caller(username)
        with pytest.raises(NotFound):
            central.read_entry(who, entry_id, purpose="offences", case="CASE-1")
        assert stories.found(world, username, stories.person("Barnaby Quillfeather")) == []
    with pytest.raises(NotFound):
        central.extend_entry(world.caller("xa.officer"), entry_id, until=day + timedelta(days=90), reason="Late")


@pytest.mark.provision("CCO-51.3")
def test_on_its_day_an_entry_is_deleted_with_names_keys_and_versions(world: World, kept: tuple[str, date]) -> None:
    entry_id, day = kept
    central.extend_entry(world.caller("xa.officer"), entry_id, until=day + timedelta(days=1), reason="One day more")
    at(day + timedelta(days=1), 0, 0, 1)
    assert run(world) == RetentionReport(noticed=0, deleted=1)
    with world.raw("postgres") as installer:
        for table in TABLES:
            left = installer.execute(f"select count(*) from {table} where entry_id = %s", [entry_id]).fetchone()
            assert left == (0,), table
        gone = installer.execute("select count(*) from records_centralentry where id = %s", [entry_id]).fetchone()
        assert gone == (0,)
        line = installer.execute(
            "select e.outcome, b.content from records_journalentry e join records_journalbody b on b.entry_id = e.id "
            "where e.verb = 'run_retention'"
        ).fetchone()
    assert line is not None
    assert line[0] == "done"
    assert len(line[1]["deleted"]) == 1
    assert "Quillfeather" not in str(line[1])
    assert told(world, entry_id) == ["entry_deleted"]
    assert run(world).deleted == 0


@pytest.mark.provision("CCO-51.3")
def test_the_supplier_is_told_once_a_month_before_and_again_for_a_new_date(
    world: World, kept: tuple[str, date]
) -> None:
    entry_id, day = kept
    month_before = add_months(day, -1)
    at(month_before - timedelta(days=1), 23, 59)
    assert run(world).noticed == 0
    at(month_before, 0, 0, 1)
    assert run(world).noticed == 1
    assert run(world).noticed == 0
    assert told(world, entry_id) == ["entry_expiring"]
    later = day + timedelta(days=60)
    central.extend_entry(world.caller("xa.officer"), entry_id, until=later, reason="Trial pending")
    assert run(world).noticed == 0
    at(add_months(later, -1))
    assert run(world).noticed == 1
    assert told(world, entry_id) == ["entry_expiring", "entry_expiring"]


@pytest.mark.provision("CCO-51.3")
def test_an_entry_is_deleted_on_its_day_even_if_no_run_announced_it(world: World, kept: tuple[str, date]) -> None:
    _, day = kept
    at(day + timedelta(days=40))
    assert run(world) == RetentionReport(noticed=0, deleted=1)


def test_an_entry_still_waiting_for_release_is_deleted_too(world: World, moved_clock: Clock) -> None:
    stories.written(world, stories.person("Never Released", days=5))
    at(stories.in_days(5))
    assert run(world).deleted == 1


@pytest.mark.provision("CCO-51.2")
def test_an_extension_says_why_and_goes_further(world: World, kept: tuple[str, date]) -> None:
    entry_id, day = kept
    for until, reason in ((day, "Same day"), (day - timedelta(days=1), "Shorter"), (day + timedelta(days=9), " ")):
        with pytest.raises(Invalid):
            central.extend_entry(world.caller("xa.officer"), entry_id, until=until, reason=reason)


def test_what_holds_no_personal_data_has_no_day_to_extend(world: World) -> None:
    entry_id = stories.released(world, stories.vessel("MV Quillback"))
    with pytest.raises(Invalid):
        central.extend_entry(world.caller("xa.officer"), entry_id, until=stories.in_days(30), reason="Why not")


def test_only_the_system_job_runs_retention(world: World) -> None:
    for username in ("xa.head", "xa.cais_authority", "xz.secretariat_official"):
        with pytest.raises(NotPermitted):
            central.run_retention(world.caller(username))
