"""A list taken into the central system: whole entities or none, refusals by line, release by a second officer."""

from collections.abc import Mapping
from dataclasses import replace

import pytest
from tests.acts import stories
from tests.world import World

from tidewaiter.actions import central, people
from tidewaiter.actions.act import Conflict, Invalid, NotFound, NotPermitted
from tidewaiter.actions.central import ImportDefaults, ImportReport, ImportRow
from tidewaiter.screening.subjects import NameKind

VESSEL = {"schema": "Vessel", "name": "MV Quillback", "kind": "primary"}
PERSON = {"schema": "Person", "name": "Barnaby Quillfeather", "kind": "primary"}


def rows(*values: Mapping[str, str]) -> list[ImportRow]:
    """Rows as a file holds them, below its heading."""
    return [ImportRow(line, value) for line, value in enumerate(values, start=2)]


def defaults(days: int = 365) -> ImportDefaults:
    return ImportDefaults("Listed by the Council.", "Decision 12", ("offences",), "sight", stories.in_days(days))


def take(
    world: World, *values: Mapping[str, str], username: str = "xa.officer", dry_run: bool = False, strict: bool = False
) -> ImportReport:
    return central.import_entries(
        world.caller(username),
        rows(*values),
        defaults=defaults(),
        source="list.csv",
        dry_run=dry_run,
        strict=strict,
        progress=lambda _: None,
    )


def entries(world: World) -> list[central.EntryView]:
    """What the last import wrote, as its supplier reads it."""
    caller = world.caller("xa.officer")
    lines = [line for line in central.list_entries(caller, limit=200).items if line.batch]
    return [central.read_entry(caller, line.id) for line in lines]


def refused(report: ImportReport) -> list[tuple[int, str, str]]:
    return [(row.line, row.entity, row.params.get("problem", row.code)) for row in report.refused]


def test_rows_of_one_entity_become_one_entry_wherever_they_stand(world: World) -> None:
    report = take(
        world,
        {"entity_id": "one", **VESSEL},
        {"entity_id": "two", **PERSON},
        {"entity_id": "one", **VESSEL, "name": "Old Quillback", "kind": "fka"},
        {"entity_id": "one", **VESSEL, "name": "Qbk", "kind": "weak_aka", "ident": "IMO9074729"},
    )
    assert (report.rows, report.entries, report.names, report.refused, report.written) == (4, 2, 4, (), True)
    ship = next(entry for entry in entries(world) if entry.content.source_ref == "one")
    assert [(name.text, name.kind) for name in ship.content.subject.names] == [
        ("MV Quillback", NameKind.PRIMARY),
        ("Old Quillback", NameKind.FORMER),
        ("Qbk", NameKind.WEAK),
    ]
    assert [one.value for one in ship.content.subject.identifiers] == ["9074729"]


def test_a_country_word_nobody_knows_is_kept_and_flagged(world: World) -> None:
    report = take(world, {"entity_id": "one", **VESSEL, "country": "Freedonia"})
    assert (report.flagged, report.refused) == (1, ())
    assert entries(world)[0].flags == ("unknown_country:Freedonia",)
    assert entries(world)[0].content.subject.countries == ()


def test_dates_may_be_partial_and_a_wrong_one_is_refused_by_line(world: World) -> None:
    report = take(
        world,
        {"entity_id": "one", **PERSON, "dob": "1971"},
        {"entity_id": "two", **PERSON, "dob": "1971-13-45"},
        {"entity_id": "three", **PERSON, "dob": "1971-08"},
    )
    assert [line for line, *_ in refused(report)] == [3]
    assert report.entries == 2
    assert {str(entry.content.subject.birth) for entry in entries(world)} == {"1971", "1971-08"}


WRONG = {
    "without entity": ({"entity_id": "", **VESSEL}, "no_entity_id"),
    "of an unknown schema": ({"entity_id": "one", **VESSEL, "schema": "Spaceship"}, "unknown_schema"),
    "without a name": ({"entity_id": "one", **VESSEL, "name": " "}, "no_name"),
    "with a control character": ({"entity_id": "one", **VESSEL, "name": "MV\x07Quill"}, "control_character"),
    "with too much in a cell": ({"entity_id": "one", **VESSEL, "ident": "x" * 3_000}, "too_long"),
}


@pytest.mark.parametrize(("row", "code"), WRONG.values(), ids=WRONG.keys())
def test_a_row_is_refused_by_line_and_reason(world: World, row: dict[str, str], code: str) -> None:
    report = take(world, {"entity_id": "good", **PERSON}, row)
    assert [(found.line, found.code) for found in report.refused] == [(3, code)]
    assert report.entries == 1


def test_an_entity_with_one_bad_row_is_refused_whole(world: World) -> None:
    report = take(
        world,
        {"entity_id": "one", **VESSEL},
        {"entity_id": "one", **PERSON},
        {"entity_id": "one", **VESSEL, "name": "Third"},
        {"entity_id": "two", **VESSEL},
    )
    assert [(found.line, found.code) for found in report.refused] == [(3, "mixed_schema")]
    assert [entry.content.source_ref for entry in entries(world)] == ["two"]


def test_strict_writes_nothing_if_any_row_is_refused(world: World) -> None:
    report = take(world, {"entity_id": "one", **VESSEL}, {"entity_id": "", **VESSEL}, strict=True)
    assert (report.written, report.batch, len(report.refused)) == (False, "", 1)
    assert entries(world) == []


def test_a_dry_run_says_the_same_and_writes_nothing(world: World) -> None:
    given = ({"entity_id": "one", **VESSEL}, {"entity_id": "", **VESSEL}, {"entity_id": "two", **PERSON})
    dry = take(world, *given, dry_run=True)
    assert entries(world) == []
    assert dry == replace(take(world, *given), batch="", written=False)


@pytest.mark.provision("CCO-51.1", "CCO-44")
def test_entries_of_a_list_lack_nothing_that_a_single_one_needs(world: World) -> None:
    caller = world.caller("xa.officer")
    for changed, field in (
        (replace(defaults(), delete_on=None), "delete_on"),
        (replace(defaults(), reason=""), "reason"),
        (replace(defaults(), purposes=("curiosity",)), "purposes"),
        (replace(defaults(), action="seize"), "action"),
    ):
        report = central.import_entries(
            caller,
            rows({"entity_id": "one", **PERSON}),
            defaults=changed,
            source="list.csv",
            dry_run=False,
            strict=False,
            progress=lambda _: None,
        )
        assert not report.written
        assert report.refused[0].params["field"] == field


def test_an_empty_list_writes_nothing(world: World) -> None:
    assert take(world).written is False
    assert central.list_entries(world.caller("xa.officer")).batches == ()


@pytest.mark.provision("CCO-53.1", "SYS-7")
def test_a_batch_is_invisible_until_another_officer_released_it(world: World) -> None:
    report = take(world, {"entity_id": "one", **VESSEL}, {"entity_id": "two", **PERSON})
    sought = stories.vessel("MV Quillback")
    assert stories.found(world, "xb.officer", sought) == []
    assert [batch.id for batch in central.list_entries(world.caller("xa.approver")).batches] == [report.batch]
    with pytest.raises(NotPermitted) as own:
        central.release_batch(world.caller("xa.officer"), report.batch)
    assert "SYS-7" in {reason.provision for reason in own.value.reasons}
    with pytest.raises(NotFound):
        central.release_batch(world.caller("xb.officer"), report.batch)
    assert central.release_batch(world.caller("xa.approver"), report.batch) == 2
    assert len(stories.found(world, "xb.officer", sought)) == 1
    assert len(stories.found(world, "xb.officer", stories.person("Barnaby Quillfeather"))) == 1
    assert central.list_entries(world.caller("xa.approver")).batches == ()


def test_a_batch_is_released_once(world: World) -> None:
    report = take(world, {"entity_id": "one", **VESSEL})
    central.release_batch(world.caller("xa.approver"), report.batch)
    with pytest.raises(Conflict):
        central.release_batch(world.caller("xa.cais_official"), report.batch)


def test_an_entry_that_was_edited_since_waits_for_a_release_of_its_own(world: World) -> None:
    report = take(world, {"entity_id": "one", **VESSEL}, {"entity_id": "two", **PERSON})
    ship = next(entry for entry in entries(world) if entry.content.source_ref == "one")
    changed = replace(ship.content, reason="Looked at by hand.")
    central.edit_entry(world.caller("xa.approver"), ship.id, changed, reason="Checked", version=1)
    assert central.release_batch(world.caller("xa.cais_official"), report.batch) == 1
    assert stories.found(world, "xb.officer", stories.vessel("MV Quillback")) == []
    with pytest.raises(Conflict):
        central.release_batch(world.caller("xa.cais_official"), report.batch)


def test_a_batch_of_which_nothing_is_left_is_not_released(world: World) -> None:
    report = take(world, {"entity_id": "one", **VESSEL})
    central.delete_entry(world.caller("xa.officer"), entries(world)[0].id, reason="Not ours")
    with pytest.raises(Invalid):
        central.release_batch(world.caller("xa.approver"), report.batch)


def test_the_journal_keeps_what_was_imported_by_its_digest(world: World) -> None:
    report = take(world, {"entity_id": "one", **VESSEL})
    line = people.read_journal(world.caller("xa.head"), limit=1)[0]
    assert (line.verb, line.outcome) == ("import_entries", "done")
    assert line.about["batch"] == report.batch
    assert line.about["source"] == "list.csv"
    assert len(str(line.about["digest"])) == 64
