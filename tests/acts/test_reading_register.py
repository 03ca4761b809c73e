"""The register read by people: on any day, as believed at any moment, and by the public what is published."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from tests.world import World

from tidewaiter.access.facts import Caller
from tidewaiter.actions import registry
from tidewaiter.actions.act import Invalid, NotFound, NotPermitted, clock
from tidewaiter.actions.callers import caller_for_the_public, installer_caller
from tidewaiter.treaty.acts import InstrumentAct

BEFORE = date(2023, 10, 3)


def depositary(world: World) -> Caller:
    return replace(world.caller("xz.depositary"), scopes=None, fresh=True)


def record(world: World, act: InstrumentAct, instrument: str = "cco-2019") -> None:
    registry.record_instrument_act(depositary(world), instrument, act, reference="Note 3/2026")


@pytest.mark.provision("CCO-64.1", "CCO-66.2.iii")
def test_an_instrument_says_who_is_bound_on_the_day_that_is_asked_about(world: World) -> None:
    who = world.caller("xa.officer")
    today = registry.read_instrument_status(who, "cco-2019")
    assert (today.general, today.threshold) == (date(2023, 10, 4), 10)
    assert {line.unit for line in today.lines if line.standing.status == "party"} >= {"XA", "XM", "XN"}
    before = registry.read_instrument_status(who, "cco-2019", on=BEFORE)
    assert not [line for line in before.lines if line.standing.status == "party"]
    parts = {part.part: part for part in today.parts}
    assert (parts["39"].bound, parts["39"].opted_out, parts["38"].bound) == (11, 1, 12)
    assert today.steps[-1][1] == 12
    assert len(parts) == 67


def test_what_was_believed_earlier_stays_answerable(world: World) -> None:
    who, earlier = world.caller("xa.officer"), datetime.now(UTC)
    record(world, InstrumentAct(type="withdrawal", on=clock.today() - timedelta(days=1), units=("XC",)))
    now = registry.read_party(who, "XC")
    then = registry.read_party(who, "XC", believed=earlier)
    standing = {each.id: each.standing for each in now.instruments}["cco-2019"]
    assert standing.status == "withdrawing"
    assert standing.until is not None
    assert {each.id: each.standing.status for each in then.instruments}["cco-2019"] == "party"


@pytest.mark.provision("CCO-43.4")
def test_the_matrix_holds_a_cell_for_every_unit_and_part(world: World) -> None:
    who = world.caller("xb.officer")
    found = registry.read_matrix(who, "cco-2019")
    assert [part for part, _ in found.columns] == ["20.1", *(str(number) for number in range(34, 42))]
    cells = {row.unit: dict(zip([part for part, _ in found.columns], row.cells, strict=True)) for row in found.rows}
    assert cells["XM"]["39"].word == "opted_out"
    assert "CCO-43.1" in cells["XM"]["39"].because
    assert cells["XA"]["39"].word == "bound"
    whole = registry.read_matrix(who, "cco-2019", every=True)
    assert len(whole.columns) == 67
    annexes = registry.read_matrix(who, "nbo-1977")
    assert [id for _, id in annexes.columns][1:] == [f"NBO-A{number}" for number in range(1, 12)]
    assert {row.unit for row in annexes.rows} == {"XA", "XB", "XC", "XE", "XF"}


def test_a_provision_names_its_rule_its_cases_and_whom_it_binds(world: World) -> None:
    who = world.caller("xa.officer")
    found = registry.read_provision_status(who, "CCO-20.5")
    assert "tidewaiter.treaty.rules.capability.open_bases" in found.rules
    assert found.cases
    words = {row.unit: row.cells[0].word for row in found.under[0].rows}
    assert words["XA"] == "bound"
    annex = registry.read_provision_status(who, "NBO-A4")
    assert {row.unit: row.cells[0].word for row in annex.under[0].rows}["XA"] == "not_yet"
    with pytest.raises(NotFound):
        registry.read_provision_status(who, "CCO-999")


def test_a_unit_that_nobody_knows_is_not_found_and_one_without_acts_is(world: World) -> None:
    who = world.caller("xa.officer")
    with pytest.raises(NotFound):
        registry.read_party(who, "QQ")
    with pytest.raises(NotFound):
        registry.read_instrument_status(who, "none")
    units = {line.unit: line for line in registry.read_parties(who).lines}
    assert units["XD"].standings["cco-2019"].status == "party"
    assert "XZ" not in units
    assert registry.read_party(who, "XD").administrations[0][0] == "XD"


@pytest.mark.provision("CCO-66.2.vi")
def test_the_calendar_takes_only_days_in_their_order_and_not_too_far(world: World) -> None:
    who = world.caller("xa.officer")
    found = registry.read_calendar(who, from_day=date(2024, 1, 1), until_day=date(2027, 12, 31), unit="XM")
    assert [(each.kind, each.day) for each in found.dates] == [
        ("bound", date(2024, 4, 15)),
        ("review", date(2027, 4, 15)),
    ]
    assert found.names["XM"]["en"] == "Customs of Marlin Sound"
    for first, last in ((date(2026, 1, 2), date(2026, 1, 1)), (date(2026, 1, 1), date(2090, 1, 1))):
        with pytest.raises(Invalid):
            registry.read_calendar(who, from_day=first, until_day=last)


@pytest.mark.provision("CCO-47.1.iii")
def test_the_public_reads_what_is_published_without_the_depositarys_notes_and_nothing_else(world: World) -> None:
    public = caller_for_the_public("fr")
    found = registry.read_instrument_status(public, "cco-2019")
    assert sum(line.standing.status == "party" for line in found.lines) == 12
    assert found.acts
    assert not any(each.reference or each.finding or each.known.why for each in found.acts)
    assert registry.read_matrix(public, "cco-2019").rows
    assert registry.read_calendar(public).names is not None
    assert registry.read_party(public, "XA").administrations == (("XA", registry.read_party(public, "XA").name),)
    for closed in (
        lambda: registry.read_directory(public),
        lambda: registry.find_bases(public, requested="XB", type="control"),
        lambda: record(world, InstrumentAct(type="accession", on=BEFORE, units=("XQ",))) or registry.read_units(public),
    ):
        with pytest.raises(NotPermitted):
            closed()


def test_the_installer_reads_no_register(world: World) -> None:
    with pytest.raises(NotPermitted):
        registry.read_matrix(installer_caller(), "cco-2019")


@pytest.mark.provision("CCO-20.5")
def test_bases_are_found_for_any_pair_on_any_day_with_what_each_asks(world: World) -> None:
    who = world.caller("xa.officer")
    found = {
        each.instrument: each for each in registry.find_bases(who, requesting="XC", requested="XB", type="control")
    }
    assert found["cco-2019"].open
    terms = found["cco-2019"].terms
    assert ("matter", "CCO-21.4.ii") in {(each.field, each.provision) for each in terms.particulars}
    assert terms.use is not None
    assert terms.use.court == "consent"
    assert {cost.kind for cost in terms.costs} >= {"expert", "witness"}
    assert terms.reciprocity == "CCO-42.2"
    assert any(ground.reasons_required for ground in terms.grounds)
    assert found["cco-2019"].languages == ("en",)
    before = registry.find_bases(who, requested="XB", type="control", on=date(2023, 9, 1))
    closing = {each.instrument: each.closing for each in before}["cco-2019"]
    assert closing is not None
    assert (closing.code, closing.day) == ("in_force_from", date(2023, 10, 4))


@pytest.mark.parametrize(
    ("requested", "type", "instrument", "code"),
    [
        ("XM", "cross_border_surveillance", "cco-2019", "opted_out"),
        ("XM", "recovery", "cco-2019", "no_arrangement"),
        ("XM", "recovery", "nbo-1977", "not_given"),
        ("XD", "control", "nbo-1977", "never_joined"),
        ("XC", "assessment", "nbo-1977", "annex_not_accepted"),
        ("XB", "control", "jhb-2003", "unverified"),
    ],
)
def test_a_closed_basis_names_the_one_fact_that_closes_it(
    world: World, requested: str, type: str, instrument: str, code: str
) -> None:
    found = registry.find_bases(world.caller("xa.officer"), requested=requested, type=type)
    closed = next(each for each in found if each.instrument == instrument)
    assert not closed.open
    assert closed.closing is not None
    assert closed.closing.code == code
    assert closed.closing.provision
    assert all(each.closing is None for each in found if each.open)


def test_a_basis_that_is_not_open_yet_or_no_longer_names_the_day(world: World) -> None:
    who = world.caller("xa.officer")
    record(world, InstrumentAct(type="withdrawal", on=date(2025, 1, 31), units=("XB",)))
    for requested, on, code, day in (
        ("XB", clock.today(), "left", date(2025, 7, 31)),
        ("XM", date(2024, 2, 1), "bound_from", date(2024, 4, 15)),
        ("XM", date(2023, 12, 1), "never_joined", None),
    ):
        found = registry.find_bases(who, requested=requested, type="control", on=on)
        closing = {each.instrument: each.closing for each in found}["cco-2019"]
        assert closing is not None
        assert (closing.code, closing.unit, closing.day) == (code, requested, day)
