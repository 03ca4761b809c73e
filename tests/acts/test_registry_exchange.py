"""The register taken out and in: the same bytes again, all or nothing, and corrections that lose no history."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from tests.acts import stories
from tests.world import World

from tidewaiter.actions import registry
from tidewaiter.actions.act import Clock, Fault, Invalid, NotPermitted, clock
from tidewaiter.actions.registry import InstrumentDraft
from tidewaiter.treaty.acts import InstrumentAct
from tidewaiter.treaty.agreements import Choices, agreement_profile
from tidewaiter.treaty.register import Unit
from tidewaiter.treaty.registry_file import (
    KNOWN_FACTS,
    ActLine,
    ArrangementLine,
    PositionLine,
    RegistryFile,
    UnitLine,
    fact_id,
    json_text,
    read_registry_file,
    toml_text,
    united,
)

SWEDEN = ActLine(
    fact_id("SE"), "nbo-1977", "accession", date(1983, 5, 3), ("SE",), annexes=("I", "III"), source="Treaty record"
)
TABLES = ("instrumentactrecord", "unitrecord", "arrangementrecord", "treatyposition", "instrumentversion")


def emptied(world: World) -> None:
    """The same world with a register in which nothing was ever recorded."""
    with world.raw("postgres") as installer:
        for table in TABLES:
            installer.execute(f"delete from records_{table}")


def rows(world: World) -> int:
    with world.raw("postgres") as installer:
        counts = [installer.execute(f"select count(*) from records_{table}").fetchone() for table in TABLES]
    return sum(row[0] for row in counts if row)


def history(world: World) -> list[tuple[str, str]]:
    """How far the Swedish accession was trusted and why it was corrected, oldest first."""
    with world.raw("postgres") as installer:
        return installer.execute(
            "select trust, why from records_instrumentactrecord where fact = %s order by recorded_at", [SWEDEN.fact]
        ).fetchall()


def filled(world: World) -> None:
    """Every kind of fact beside the acts of the demo, among them a correction and an agreement with its acts."""
    who = world.caller("xz.depositary")
    registry.record_unit(
        who, Unit("XA", name={"en": "Alder Bank"}, position=(12.34, -60)), source="Letter 1", why="surveyed"
    )
    registry.record_unit(
        who, Unit("XA", name={"en": "Alder Bank", "fr": "Banc d'Alder"}), source="Letter 2", why="the French name"
    )
    registry.record_arrangement(
        who, ArrangementLine("", ("XA", "XB"), ("27",), stories.in_days(-5), reference="A-1", elements=("eta", "hs"))
    )
    registry.import_register(who, known_facts())
    draft = InstrumentDraft(
        "bil-xa-xb-2026", "bil", agreement_profile("bil-xa-xb-2026", Choices(("XA", "XB"))), "Bulletin 3"
    )
    version = registry.record_instrument(who, draft)
    registry.verify_instrument(world.caller("xz.secretariat_official"), version)
    notified = InstrumentAct("notification", stories.in_days(-90), ("XA",))
    registry.record_instrument_act(who, draft.id, notified, reference="Note 1")


def known_facts() -> RegistryFile:
    return united(
        [read_registry_file(path.read_text(encoding="utf-8"), path.name) for path in KNOWN_FACTS.glob("*.toml")]
    )


@pytest.mark.provision("SYS-3", "CCO-66.1")
def test_what_is_exported_imports_into_an_empty_register_and_exports_the_same_bytes(world: World) -> None:
    filled(world)
    who = world.caller("xz.depositary")
    before = registry.export_register(who)
    emptied(world)
    done = registry.import_register(who, read_registry_file(toml_text(before), "x"))
    assert (done.added, done.corrected, done.unchanged) == (len(before.facts), 0, 0)
    assert done.waiting == ("bil-xa-xb-2026",)
    waiting = registry.export_register(who)
    assert waiting.instrument[0].state == "waiting"
    assert replace(waiting, instrument=()) == replace(before, instrument=())
    version = registry.read_agreements(who)[0].version.id
    registry.verify_instrument(world.caller("xz.secretariat_official"), version)
    after = registry.export_register(world.caller("xb.officer"))
    assert toml_text(after) == toml_text(before)
    assert json_text(after) == json_text(before)


def test_importing_twice_changes_nothing(world: World) -> None:
    filled(world)
    who = world.caller("xz.depositary")
    file, before = registry.export_register(who), rows(world)
    done = registry.import_register(who, read_registry_file(json_text(file), "x"))
    assert (done.added, done.corrected, done.waiting) == (0, 0, ())
    assert rows(world) == before


@pytest.mark.provision("SYS-3")
def test_a_changed_fact_becomes_a_correction_and_the_earlier_belief_stays(world: World, moved_clock: Clock) -> None:
    who = world.caller("xz.depositary")
    wrong = replace(SWEDEN, on=date(1983, 5, 2), trust="partial")
    registry.import_register(who, RegistryFile(act=(wrong,)))
    moment = clock.now()
    moved_clock.offset = timedelta(hours=1)
    corrected = replace(SWEDEN, why="the day was misread")
    done = registry.import_register(who, RegistryFile(act=(corrected,)))
    assert (done.added, done.corrected) == (0, 1)

    def believed(at: object) -> date:
        found = registry.export_register(who, believed=at)  # type: ignore[arg-type]
        return next(line.on for line in found.act if line.fact == SWEDEN.fact)

    assert believed(None) == date(1983, 5, 3)
    assert believed(moment) == date(1983, 5, 2)
    assert history(world) == [("partial", ""), ("verified", "the day was misread")]


def test_a_correction_without_a_reason_is_refused_and_one_reason_serves_the_whole_file(world: World) -> None:
    who = world.caller("xz.depositary")
    registry.import_register(who, RegistryFile(act=(SWEDEN,)))
    changed = RegistryFile(act=(replace(SWEDEN, annexes=("I",)),))
    with pytest.raises(Invalid) as refused:
        registry.import_register(who, changed)
    assert [(fault.code, fault.field) for fault in refused.value.faults] == [("missing_why", "act.1.why")]
    assert registry.import_register(who, changed, why="Annex III was never accepted").corrected == 1
    assert history(world)[-1] == ("verified", "Annex III was never accepted")


def test_trying_an_import_writes_nothing(world: World) -> None:
    before = rows(world)
    done = registry.import_register(world.caller("xz.depositary"), known_facts(), dry_run=True)
    assert done.added > 70
    assert rows(world) == before


BAD = {
    "an act from the future": (replace(SWEDEN, on=date(2199, 1, 1)), "in_future", "act.1.on"),
    "an act before its instrument": (replace(SWEDEN, on=date(1970, 1, 1)), "before_instrument", "act.1.on"),
    "an Annex that Nairobi lacks": (replace(SWEDEN, annexes=("XII",)), "not_in_instrument", "act.1.annexes.0"),
    "an instrument that nobody knows": (replace(SWEDEN, instrument="cco-1819"), "unknown_choice", "act.1.instrument"),
}


@pytest.mark.provision("CCO-66.2.iii")
@pytest.mark.parametrize("wrong", BAD)
def test_one_bad_act_refuses_the_whole_file(world: World, wrong: str) -> None:
    line, code, field = BAD[wrong]
    before = rows(world)
    with pytest.raises(Invalid) as refused:
        registry.import_register(
            world.caller("xz.depositary"), RegistryFile(unit=(UnitLine("SE", source="ISO"),), act=(line,))
        )
    assert (code, field) in [(fault.code, fault.field) for fault in refused.value.faults]
    assert rows(world) == before


def test_one_act_under_two_names_is_refused(world: World) -> None:
    who = world.caller("xz.depositary")
    registry.import_register(who, RegistryFile(act=(SWEDEN,)))
    with pytest.raises(Invalid) as refused:
        registry.import_register(who, RegistryFile(act=(replace(SWEDEN, fact=fact_id("Sweden again")),)))
    assert "recorded_twice" in [fault.code for fault in refused.value.faults]


def test_a_fact_never_becomes_one_of_another_kind(world: World) -> None:
    who = world.caller("xz.depositary")
    registry.import_register(who, RegistryFile(act=(SWEDEN,)))
    position = PositionLine(SWEDEN.fact, "convention", "nbo-1977", "year", "SE")
    with pytest.raises(Invalid) as refused:
        registry.import_register(who, RegistryFile(position=(position,)), why="x")
    assert refused.value.faults == (Fault("fact_of_another_kind", "position.1.fact", "SYS-3", {"value": SWEDEN.fact}),)


def test_an_import_brings_no_agreement_into_effect_on_one_persons_word(world: World) -> None:
    filled(world)
    who = world.caller("xz.depositary")
    file = registry.export_register(who)
    emptied(world)
    registry.import_register(who, file)
    version = registry.read_agreements(who)[0].version.id
    with pytest.raises(NotPermitted) as refused:
        registry.verify_instrument(who, version)
    assert {reason.provision for reason in refused.value.reasons} == {"SYS-7"}


def test_everybody_inside_may_take_the_register_out_and_the_depositary_alone_takes_it_in(world: World) -> None:
    file = registry.export_register(world.caller("xc.officer"))
    assert {line.instrument for line in file.act} == {"cco-2019", "nbo-1977"}
    for username in ("xa.head", "xz.secretariat_official"):
        with pytest.raises(NotPermitted):
            registry.import_register(world.caller(username), file)
