"""A list taken into the central system: whole entities or none, chunk by chunk, resumed, released by another."""

from dataclasses import replace

import pytest
from tests.acts import lists, stories
from tests.acts.lists import PERSON, VESSEL, check, csv_file, defaults, many, ordered, steps, take
from tests.world import World

from tidewaiter.actions import central, people
from tidewaiter.actions.act import Conflict, Invalid, NotFound, NotPermitted
from tidewaiter.actions.central import ImportStand
from tidewaiter.actions.central.taking import CHUNK
from tidewaiter.screening.lists.mapping import ColumnMapping
from tidewaiter.screening.subjects import NameKind


def entries(world: World) -> list[central.EntryView]:
    """What imports wrote, as its supplier reads it."""
    caller = world.caller("xa.officer")
    lines = [line for line in central.list_entries(caller, limit=200).items if line.batch]
    return [central.read_entry(caller, line.id) for line in lines]


def drafts(world: World, username: str = "xa.officer") -> list[str]:
    """The names of all imported entries, page by page."""
    names: list[str] = []
    after = ""
    while True:
        page = central.list_entries(world.caller(username), limit=200, after=after)
        names += [line.name for line in page.items if line.batch]
        after = page.next
        if not after:
            return sorted(names)


def test_rows_of_one_entity_become_one_entry_wherever_they_stand(world: World) -> None:
    stand = take(
        world.caller("xa.officer"),
        {"entity_id": "one", **VESSEL},
        {"entity_id": "two", **PERSON},
        {"entity_id": "one", **VESSEL, "name": "Old Quillback", "kind": "fka"},
        {"entity_id": "one", **VESSEL, "name": "Qbk", "kind": "weak_aka", "ident": "IMO9074729"},
    )
    assert (stand.rows, stand.rows_done, stand.entries, stand.names, stand.refused) == (4, 4, 2, 4, 0)
    assert stand.state == "finished"
    ship = next(entry for entry in entries(world) if entry.content.source_ref == "one")
    assert [(name.text, name.kind) for name in ship.content.subject.names] == [
        ("MV Quillback", NameKind.PRIMARY),
        ("Old Quillback", NameKind.FORMER),
        ("Qbk", NameKind.WEAK),
    ]
    assert [one.value for one in ship.content.subject.identifiers] == ["9074729"]


def test_a_country_word_nobody_knows_is_kept_and_flagged(world: World) -> None:
    stand = take(world.caller("xa.officer"), {"entity_id": "one", **VESSEL, "country": "Freedonia"})
    assert (stand.flagged, stand.refused) == (1, 0)
    assert entries(world)[0].flags == ("unknown_country:Freedonia",)
    assert entries(world)[0].content.subject.countries == ()


def test_addresses_of_a_list_are_kept_with_the_entry(world: World) -> None:
    data = b"entity_id,schema,name,address\none,Person,Anna Eider,12 Tidemarsh Lane; 1 Kaai\n"
    *_, stand = lists.steps(world.caller("xa.officer"), data, lists.ordered(data))
    assert stand.refused == 0
    assert entries(world)[0].content.subject.addresses == ("12 Tidemarsh Lane", "1 Kaai")


def test_dates_may_be_partial_and_a_wrong_one_is_refused_by_line(world: World) -> None:
    stand = take(
        world.caller("xa.officer"),
        {"entity_id": "one", **PERSON, "dob": "1971"},
        {"entity_id": "two", **PERSON, "dob": "1971-13-45"},
        {"entity_id": "three", **PERSON, "dob": "1971-08"},
    )
    assert [row.line for row in stand.refusals] == [3]
    assert stand.entries == 2
    assert {str(entry.content.subject.birth) for entry in entries(world)} == {"1971", "1971-08"}


WRONG = {
    "without entity": ({"entity_id": "", **VESSEL}, "no_entity_id"),
    "of an unknown schema": ({"entity_id": "one", **VESSEL, "schema": "Spaceship"}, "unknown_schema"),
    "without a name": ({"entity_id": "one", **VESSEL, "name": " "}, "no_name"),
    "with a control character": ({"entity_id": "one", **VESSEL, "name": "MV\x07Quill"}, "control_character"),
    "with a reference nobody can keep": ({"entity_id": "o\x00e", **VESSEL}, "control_character"),
    "with too much in a cell": ({"entity_id": "one", **VESSEL, "ident": "x" * 3_000}, "too_long"),
}


@pytest.mark.parametrize(("row", "code"), WRONG.values(), ids=WRONG.keys())
def test_a_row_is_refused_by_line_and_reason(world: World, row: dict[str, str], code: str) -> None:
    stand = take(world.caller("xa.officer"), {"entity_id": "good", **PERSON}, row)
    assert [(found.line, found.code) for found in stand.refusals] == [(3, code)]
    assert (stand.entries, stand.refused) == (1, 1)
    assert central.read_import(world.caller("xa.approver"), stand.id).refusals == stand.refusals


def test_an_entity_with_one_bad_row_is_refused_whole(world: World) -> None:
    stand = take(
        world.caller("xa.officer"),
        {"entity_id": "one", **VESSEL},
        {"entity_id": "one", **PERSON},
        {"entity_id": "one", **VESSEL, "name": "Third"},
        {"entity_id": "two", **VESSEL},
    )
    assert [(found.line, found.code) for found in stand.refusals] == [(3, "mixed_schema")]
    assert [entry.content.source_ref for entry in entries(world)] == ["two"]


def test_a_check_says_what_taking_would_come_to_and_writes_nothing(world: World) -> None:
    given = ({"entity_id": "one", **VESSEL}, {"entity_id": "", **VESSEL}, {"entity_id": "two", **PERSON})
    checked = check(world.caller("xa.officer"), csv_file(*given))
    assert entries(world) == []
    assert central.list_imports(world.caller("xa.officer")) == ()
    stand = take(world.caller("xa.officer"), *given)
    for name in ("rows", "entries", "names", "flagged", "refused", "refusals"):
        assert getattr(checked, name) == getattr(stand, name)


@pytest.mark.provision("CCO-51.1", "CCO-44")
def test_entries_of_a_list_lack_nothing_that_a_single_one_needs(world: World) -> None:
    for changed, field in (
        (replace(defaults(), delete_on=None), "delete_on"),
        (replace(defaults(), reason=""), "reason"),
        (replace(defaults(), purposes=("curiosity",)), "purposes"),
        (replace(defaults(), action="seize"), "action"),
    ):
        checked = check(world.caller("xa.officer"), csv_file({"entity_id": "one", **PERSON}), changed)
        assert (checked.entries, checked.refusals[0].params["field"]) == (0, field)


def test_an_empty_list_is_not_begun(world: World) -> None:
    with pytest.raises(Invalid):
        take(world.caller("xa.officer"))
    assert central.list_imports(world.caller("xa.officer")) == ()


LONG = many(2 * CHUNK + 70)


def broken_off(world: World, after: int = 1) -> tuple[bytes, ImportStand]:
    """An import of which only so many chunks were taken."""
    data = csv_file(*LONG)
    going = steps(world.caller("xa.officer"), data, ordered(data))
    next(going)
    stand = [next(going) for _ in range(after)][-1]
    going.close()
    return data, stand


def test_an_import_that_broke_off_goes_on_where_it_stopped_and_takes_nothing_twice(world: World) -> None:
    data, stand = broken_off(world)
    assert (stand.state, stand.rows_done, stand.entries) == ("running", CHUNK, CHUNK)
    begun, *_, last = steps(world.caller("xa.officer"), data, ordered(data))
    assert (begun.id, begun.resumed, begun.rows_done) == (stand.id, True, CHUNK)
    assert (last.id, last.state, last.entries) == (stand.id, "finished", len(LONG))
    assert drafts(world) == sorted(row["name"] for row in LONG)


def test_a_chunk_that_fails_in_its_midst_leaves_neither_entries_nor_a_cursor(world: World) -> None:
    data, stand = broken_off(world)
    with world.raw("postgres") as installer:
        installer.execute(
            "create function stop() returns trigger language plpgsql as $$ begin raise exception 'broken'; end $$"
        )
        installer.execute(
            "create trigger stop after insert on records_centralentry for each statement execute function stop()"
        )
        with lists.gathered(data) as (rows, _), pytest.raises(Exception, match="broken"):
            list(central.take_list(world.caller("xa.officer"), stand, rows.entities()))
        installer.execute("drop trigger stop on records_centralentry")
    assert central.read_import(world.caller("xa.officer"), stand.id).rows_done == CHUNK
    assert len(drafts(world)) == CHUNK
    *_, last = steps(world.caller("xa.officer"), data, ordered(data))
    assert last.entries == len(LONG)
    assert drafts(world) == sorted(row["name"] for row in LONG)


def test_two_who_take_the_same_import_at_once_do_not_double_it(world: World) -> None:
    data, stand = broken_off(world)
    with lists.gathered(data) as (rows, _):
        chunk = tuple(rows.entities())[CHUNK : CHUNK + 10]
    central.import_entries(world.caller("xa.officer"), stand.id, chunk, done=CHUNK)
    with pytest.raises(Conflict) as late:
        central.import_entries(world.caller("xa.officer"), stand.id, chunk, done=CHUNK)
    assert late.value.code == "import_moved_on"
    assert len(drafts(world)) == CHUNK + 10


@pytest.mark.provision("CCO-53.1", "SYS-7")
def test_an_unfinished_import_is_not_released(world: World) -> None:
    _, stand = broken_off(world)
    with pytest.raises(Conflict) as early:
        central.release_batch(world.caller("xa.approver"), stand.id)
    assert early.value.code == "import_unfinished"
    with pytest.raises(Conflict):
        central.finish_import(world.caller("xa.officer"), stand.id)
    assert central.list_entries(world.caller("xa.approver")).batches == ()


def test_an_import_goes_on_as_it_was_ordered_by_whoever_ordered_it(world: World) -> None:
    data, _ = broken_off(world)
    order = ordered(data)
    with pytest.raises(Conflict) as otherwise:
        central.begin_import(world.caller("xa.officer"), replace(order, defaults=replace(defaults(), action="contact")))
    assert otherwise.value.code == "import_set_otherwise"
    with pytest.raises(Conflict) as another:
        central.begin_import(world.caller("xa.approver"), order)
    assert another.value.code == "import_of_another"
    assert central.begin_import(world.caller("xb.officer"), order).resumed is False


def test_a_number_that_is_taken_is_drawn_again(world: World) -> None:
    with world.raw("postgres") as installer:
        # every row gets one of very few numbers at first, so that they meet
        installer.execute("create sequence drawn")
        installer.execute(
            "create function few() returns trigger language plpgsql as $$ begin "
            "if nextval('drawn') < 40 then new.number := 'XA-E-' || (currval('drawn') % 5); end if; return new; end $$"
        )
        installer.execute("grant usage on sequence drawn to app_web")
        installer.execute(
            "create trigger few before insert on records_centralentry for each row execute function few()"
        )
    assert take(world.caller("xa.officer"), *many(30)).entries == 30
    assert drafts(world) == sorted(row["name"] for row in many(30))


def test_an_abandoned_import_leaves_no_draft_and_may_be_begun_anew(world: World) -> None:
    data, stand = broken_off(world)
    assert central.abandon_import(world.caller("xa.approver"), stand.id) == CHUNK
    assert drafts(world) == []
    begun, *_, last = steps(world.caller("xa.officer"), data, ordered(data))
    assert (begun.resumed, last.entries) == (False, len(LONG))
    assert begun.id != stand.id
    with pytest.raises(Conflict):
        central.abandon_import(world.caller("xa.officer"), stand.id)


def test_what_was_released_is_not_abandoned(world: World) -> None:
    stand = take(world.caller("xa.officer"), {"entity_id": "one", **VESSEL})
    central.release_batch(world.caller("xa.approver"), stand.id)
    with pytest.raises(Conflict):
        central.abandon_import(world.caller("xa.officer"), stand.id)


def test_the_same_list_is_known_again_and_taken_twice_only_when_that_is_said(world: World) -> None:
    row = {"entity_id": "one", **VESSEL}
    take(world.caller("xa.officer"), row)
    with pytest.raises(Conflict) as known:
        take(world.caller("xa.approver"), row)
    assert (known.value.code, known.value.params["source"]) == ("import_taken_before", "list.csv")
    take(world.caller("xa.approver"), row, again=True)
    assert len(drafts(world)) == 2
    assert take(world.caller("xb.officer"), row).entries == 1


def test_refused_rows_are_kept_up_to_a_number_and_counted_beyond(world: World) -> None:
    rumours = [{"entity_id": f"e{n}", **VESSEL, "schema": "Rumour"} for n in range(1_200)]
    stand = take(world.caller("xa.officer"), *rumours)
    assert (stand.refused, len(stand.refusals), stand.entries) == (1_200, 1_000, 0)
    assert central.list_entries(world.caller("xa.officer")).batches == ()


def test_another_administration_knows_nothing_of_an_import(world: World) -> None:
    data, stand = broken_off(world)
    stranger = world.caller("xb.officer")
    assert central.list_imports(stranger) == ()
    with lists.gathered(data) as (rows, _):
        chunk = tuple(rows.entities())[CHUNK : CHUNK + 1]
    for attempt in (
        lambda: central.read_import(stranger, stand.id),
        lambda: central.import_entries(stranger, stand.id, chunk, done=CHUNK),
        lambda: central.finish_import(stranger, stand.id),
        lambda: central.abandon_import(stranger, stand.id),
        lambda: central.release_batch(stranger, stand.id),
    ):
        with pytest.raises(NotFound):
            attempt()
    with pytest.raises(NotPermitted) as colleague:
        central.import_entries(world.caller("xa.approver"), stand.id, chunk, done=CHUNK)
    assert "CCO-47.1.ii" in {reason.provision for reason in colleague.value.reasons}


def test_a_mapping_is_kept_by_its_administration_and_replaced_under_its_name(world: World) -> None:
    first = ColumnMapping({"name": "Caption", "entity_id": "No"}, schema="Person", date_format="dmy", separator="|")
    central.save_mapping(world.caller("xa.officer"), "  Port police ", first)
    assert [(one.name, one.mapping) for one in central.list_mappings(world.caller("xa.approver"))] == [
        ("Port police", first)
    ]
    central.save_mapping(world.caller("xa.approver"), "Port police", ColumnMapping())
    (kept,) = central.list_mappings(world.caller("xa.officer"))
    assert (kept.mapping, kept.saved_by) == (ColumnMapping(), "xa.approver")
    assert central.list_mappings(world.caller("xb.officer")) == ()


@pytest.mark.parametrize(
    ("name", "mapping", "field"),
    [
        ("", ColumnMapping(), "mapping_name"),
        ("x" * 90, ColumnMapping(), "mapping_name"),
        ("x\x00", ColumnMapping(), "mapping_name"),
        ("x", ColumnMapping({"colour": "Colour"}), "columns"),
        ("x", ColumnMapping({"name": "N\x00"}), "columns"),
        ("x", ColumnMapping(date_format="ydm"), "date_format"),
        ("x", ColumnMapping(separator="----"), "separator"),
    ],
)
def test_a_mapping_that_cannot_be_is_refused(world: World, name: str, mapping: ColumnMapping, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        central.save_mapping(world.caller("xa.officer"), name, mapping)
    assert [fault.field for fault in refused.value.faults] == [field]


@pytest.mark.provision("CCO-53.1", "SYS-7")
def test_a_batch_is_invisible_until_another_officer_released_it(world: World) -> None:
    stand = take(world.caller("xa.officer"), {"entity_id": "one", **VESSEL}, {"entity_id": "two", **PERSON})
    sought = stories.vessel("MV Quillback")
    assert stories.found(world, "xb.officer", sought) == []
    assert [batch.id for batch in central.list_entries(world.caller("xa.approver")).batches] == [stand.id]
    with pytest.raises(NotPermitted) as own:
        central.release_batch(world.caller("xa.officer"), stand.id)
    assert "SYS-7" in {reason.provision for reason in own.value.reasons}
    with pytest.raises(NotFound):
        central.release_batch(world.caller("xb.officer"), stand.id)
    assert central.release_batch(world.caller("xa.approver"), stand.id) == 2
    assert len(stories.found(world, "xb.officer", sought)) == 1
    assert len(stories.found(world, "xb.officer", stories.person("Barnaby Quillfeather"))) == 1
    assert central.list_entries(world.caller("xa.approver")).batches == ()


def test_a_batch_is_released_once(world: World) -> None:
    stand = take(world.caller("xa.officer"), {"entity_id": "one", **VESSEL})
    central.release_batch(world.caller("xa.approver"), stand.id)
    with pytest.raises(Conflict):
        central.release_batch(world.caller("xa.cais_official"), stand.id)


def test_a_long_batch_is_released_part_by_part(world: World) -> None:
    stand = take(world.caller("xa.officer"), *many(5))
    approver = world.caller("xa.approver")
    assert [central.release_batch(approver, stand.id, most=2) for _ in range(2)] == [2, 2]
    assert not central.read_import(approver, stand.id).released
    assert [batch.id for batch in central.list_entries(approver).batches] == [stand.id]
    assert central.release_batch(approver, stand.id, most=2) == 1
    assert central.read_import(approver, stand.id).released
    assert len(central.list_entries(approver, batch=stand.id, released=True).items) == 5


def test_an_entry_that_was_edited_since_waits_for_a_release_of_its_own(world: World) -> None:
    stand = take(world.caller("xa.officer"), {"entity_id": "one", **VESSEL}, {"entity_id": "two", **PERSON})
    ship = next(entry for entry in entries(world) if entry.content.source_ref == "one")
    changed = replace(ship.content, reason="Looked at by hand.")
    central.edit_entry(world.caller("xa.approver"), ship.id, changed, reason="Checked", version=1)
    assert central.release_batch(world.caller("xa.cais_official"), stand.id) == 1
    assert stories.found(world, "xb.officer", stories.vessel("MV Quillback")) == []
    with pytest.raises(Conflict):
        central.release_batch(world.caller("xa.cais_official"), stand.id)


def test_a_batch_of_which_nothing_is_left_is_not_released(world: World) -> None:
    stand = take(world.caller("xa.officer"), {"entity_id": "one", **VESSEL})
    central.delete_entry(world.caller("xa.officer"), entries(world)[0].id, reason="Not ours")
    with pytest.raises(Invalid):
        central.release_batch(world.caller("xa.approver"), stand.id)


def test_the_journal_keeps_what_was_imported_by_its_digest_and_chunk_by_chunk(world: World) -> None:
    stand = take(world.caller("xa.officer"), {"entity_id": "one", **VESSEL})
    told = {line.verb: line for line in people.read_journal(world.caller("xa.head"), limit=5)}
    begun, chunk = told["begin_import"], told["import_entries"]
    assert {line.outcome for line in (begun, chunk, told["finish_import"])} == {"done"}
    assert begun.about["batch"] == chunk.about["batch"] == stand.id
    assert begun.about["source"] == "list.csv"
    assert len(str(begun.about["digest"])) == 64
    assert (chunk.about["after"], chunk.about["entries"]) == (0, 1)
