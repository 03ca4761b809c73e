"""The life of the index: it follows every change, proposes only what its caller may know of, and forgets the erased."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.acts import lists, stories
from tests.acts.indexed import folder_of, index_now, kept
from tests.world import World

from tidewaiter.access.facts import Caller
from tidewaiter.actions import central
from tidewaiter.actions.act import Clock
from tidewaiter.actions.callers import system_caller
from tidewaiter.actions.central import IndexWork, Query
from tidewaiter.records import indexing
from tidewaiter.records.open_index import open_index
from tidewaiter.screening import index as engine
from tidewaiter.screening.entries import Audience
from tidewaiter.screening.index import Index, Indexed
from tidewaiter.screening.index.folder import read_state
from tidewaiter.screening.index.gathering import gather
from tidewaiter.screening.subjects import Name, Subject, SubjectKind

FEATHER = stories.person("Barnaby Quillfeather")
LIKE_IT = ("Barnaby Quillfeather", "Barnabe Quilfeather", "B. Quillfeather", "Quillfeather", "Hilario Vantongeren")


def proposed(index: Index, name: str) -> list[str]:
    """The entries that the index itself proposes to whoever may know of all."""
    asked = Subject(SubjectKind.PERSON, (Name(name),))
    day = stories.in_days(0)
    return [candidate.entity for candidate in index.find([asked], visible=None, day=day)[0]]


def finds(world: World, index: Index, entry: str, name: str = "Barnaby Quillfeather") -> bool:
    """Whether the index, once it is up to date, proposes the entry."""
    kept(world)
    return entry in proposed(index, name)


def on_disk(world: World, text: str) -> bool:
    """Whether a text stands in any file of the index."""
    files = [path for path in folder_of(world).rglob("*") if path.is_file()]
    assert files
    return any(text.encode() in path.read_bytes() for path in files)


def test_a_draft_is_not_in_the_index_and_a_released_entry_is(world: World) -> None:
    index = index_now(world)
    entry = stories.written(world, FEATHER)
    assert not finds(world, index, entry)
    central.release_entry(world.caller("xa.cais_official"), entry)
    assert finds(world, index, entry)


def test_an_entry_that_is_edited_leaves_the_index_until_it_is_released_under_its_new_name(world: World) -> None:
    index = index_now(world)
    entry = stories.released(world, FEATHER)
    assert finds(world, index, entry)
    changed = stories.person("Ottoline Marrowgate")
    central.edit_entry(world.caller("xa.officer"), entry, changed, reason="Another name", version=1)
    assert not finds(world, index, entry)
    central.release_entry(world.caller("xa.cais_official"), entry)
    assert finds(world, index, entry, "Ottoline Marrowgate")
    assert not finds(world, index, entry)


def test_a_batch_that_is_released_is_in_the_index_and_counted_in_the_journal(world: World) -> None:
    index = index_now(world)
    batch = lists.take(world.caller("xa.officer"), {"entity_id": "one", **lists.VESSEL}).id
    before = index.rows
    central.release_batch(world.caller("xa.cais_official"), batch)
    report = kept(world)
    index.refresh()
    assert (report.put, index.rows) == (1, before + 1)
    with world.raw("postgres") as installer:
        row = installer.execute(
            "select b.content::text from records_journalentry e join records_journalbody b on b.entry_id = e.id "
            "where e.verb = 'keep_index' order by e.at desc limit 1"
        ).fetchone()
    assert row is not None
    assert '"put": 1' in row[0]
    assert '"digest"' in row[0]
    assert lists.VESSEL["name"] not in row[0]


def test_an_extension_changes_the_last_day_on_which_the_index_proposes(world: World) -> None:
    index = index_now(world)
    entry = stories.released(world, stories.person("Barnaby Quillfeather", days=60))
    kept(world)
    asked = [FEATHER.subject]
    assert index.find(asked, visible=None, day=stories.in_days(59))[0][0].entity == entry
    assert index.find(asked, visible=None, day=stories.in_days(60)) == [[]]
    central.extend_entry(world.caller("xa.officer"), entry, until=stories.in_days(90), reason="Still met there")
    kept(world)
    assert index.find(asked, visible=None, day=stories.in_days(60))[0][0].entity == entry


@pytest.mark.provision("CCO-51.3")
def test_what_was_deleted_is_proposed_no_more_and_its_bytes_leave_the_disk(world: World) -> None:
    index = index_now(world)
    entry = stories.released(world, FEATHER)
    assert finds(world, index, entry)
    assert on_disk(world, "Quillfeather")
    central.delete_entry(world.caller("xa.officer"), entry, reason="An error")
    assert stories.found(world, "xb.officer", FEATHER) == []
    assert not finds(world, index, entry)
    assert kept(world, IndexWork.CLEAR).work == "clear"
    assert not on_disk(world, "Quillfeather")
    assert kept(world, IndexWork.CLEAR).work == "nothing"
    assert index.rows == index_now(world).rows


@pytest.mark.provision("CCO-51.3")
def test_what_retention_deletes_leaves_the_index_too(world: World, moved_clock: Clock) -> None:
    index = index_now(world)
    entry = stories.released(world, FEATHER)
    assert finds(world, index, entry)
    moved_clock.offset = timedelta(days=400)
    with world.as_worker():
        central.run_retention(system_caller())
    assert not finds(world, index, entry)
    kept(world, IndexWork.CLEAR)
    assert not on_disk(world, "Quillfeather")


def test_an_index_built_anew_holds_what_the_one_that_followed_every_change_holds(world: World) -> None:
    followed = index_now(world)
    for number in range(3):
        entry = stories.released(world, stories.person(f"Barnaby Quillfeather {'IVX'[number]}"))
        kept(world)
    central.delete_entry(world.caller("xa.officer"), entry, reason="An error")
    kept(world)
    as_followed = sorted(map(repr, followed_entries(followed)))
    kept(world, IndexWork.BUILD)
    assert sorted(map(repr, followed_entries(followed))) == as_followed


def test_many_small_changes_are_gathered_and_change_no_answer(world: World) -> None:
    """Additions, a change and two removals, one of them of what was in the base, with and without being gathered."""
    first, second = (stories.released(world, stories.person(f"Barnaby Quillfeather {number}")) for number in "VX")
    index = index_now(world)
    third = stories.released(world, FEATHER)
    kept(world)
    for entry in (first, third):
        central.delete_entry(world.caller("xa.officer"), entry, reason="An error")
        kept(world)
    fourth = stories.released(world, FEATHER)
    kept(world)
    before, entries = proposed(index, "Barnaby Quillfeather"), followed_entries(index)
    assert {second, fourth} <= set(before) and not {first, third} & set(before)
    gather(folder_of(world))
    assert len(read_state(folder_of(world)).segments) == 2
    assert proposed(index, "Barnaby Quillfeather") == before
    assert sorted(map(repr, followed_entries(index))) == sorted(map(repr, entries))
    again = stories.released(world, stories.person("Barnaby Quillfeather again"))
    assert finds(world, index, again)


def followed_entries(index: Index) -> list[Indexed]:
    """All that an index holds."""
    index.refresh()
    return list(index.entries())


def test_an_officer_finds_what_was_released_before_the_worker_took_it(world: World) -> None:
    index_now(world)
    entry = stories.released(world, FEATHER)
    assert stories.found(world, "xb.officer", FEATHER) == [entry]
    kept(world)
    assert stories.found(world, "xb.officer", FEATHER) == [entry]


@pytest.mark.provision("CCO-52.7")
def test_a_stale_index_never_shows_what_was_closed_a_moment_ago(world: World) -> None:
    index = index_now(world)
    entry = stories.released(world, FEATHER)
    kept(world)
    assert stories.found(world, "xb.officer", FEATHER) == [entry]
    closed = replace(FEATHER, audience=Audience(deny_administrations=("XB",)))
    central.edit_entry(world.caller("xa.officer"), entry, closed, reason="Closed to XB", version=1)
    central.release_entry(world.caller("xa.cais_official"), entry)
    assert entry in proposed(index, "Barnaby Quillfeather")
    assert stories.found(world, "xb.officer", FEATHER) == []
    assert stories.found(world, "xd.officer", FEATHER) == [entry]


def test_the_index_finds_what_the_keys_find(world: World) -> None:
    """The same officers ask the same questions of a world with an index and of the same world without one."""
    for name in LIKE_IT:
        stories.released(world, stories.person(f"{name} Senior"))
    asked = [Subject(SubjectKind.PERSON, (Name(name),)) for name in LIKE_IT]
    without = [_strong(world, who, subject) for who in ("xa.officer", "xb.officer", "xc.officer") for subject in asked]
    index_now(world)
    indexed = [_strong(world, who, subject) for who in ("xa.officer", "xb.officer", "xc.officer") for subject in asked]
    assert indexed == without
    assert any(without)


def _strong(world: World, username: str, subject: Subject) -> list[str]:
    result = central.search_central(world.caller(username), Query(subject, "offences", "CASE-1"))
    return [hit.entry.id for hit in result.hits if hit.band == "strong"]


def _searched(caller: Caller, name: str) -> tuple[object, int, int, int]:
    """What a caller gets, and the work it took: statements, ids that the index proposed, and markings looked up."""
    query = Query(Subject(SubjectKind.PERSON, (Name(name),)), "offences", "CASE-1")
    with CaptureQueriesContext(
        connection,
    ) as asked:
        result = central.search_central(caller, query)
    read = [one["sql"] for one in asked.captured_queries if "from records_centralentry" in one["sql"]]
    assert len(read) == 1
    return result, len(asked), len(_IDS.findall(read[0])), _known_of(asked)


_IDS = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")


def _known_of(asked: CaptureQueriesContext) -> int:
    """How many markings were looked up, of the entries that the index proposed."""
    (looked,) = [one["sql"] for one in asked.captured_queries if "app.known_of_kind" in one["sql"]]
    (among,) = re.findall(r"app\.among', \('\{([0-9,]*)\}'", looked)
    return len(among.split(",")) if among else 0


@pytest.mark.provision("CCO-52.7", "CCO-50.4")
def test_results_and_work_of_a_denied_caller_are_those_of_a_world_without_the_entry(world: World) -> None:
    open_to_all = [stories.released(world, stories.person(f"Barnaby Quillfeathe{letter}")) for letter in "nms"]
    closed = [
        stories.released(world, replace(stories.person(name), audience=Audience(deny_administrations=("XC",))))
        for name in LIKE_IT
    ]
    index_now(world, IndexWork.BUILD)
    for username in ("xb.officer", "xc.officer"):
        _searched(world.caller(username), LIKE_IT[0])  # what it remembers of the register is there from now on
    denied = [_searched(world.caller("xc.officer"), name) for name in LIKE_IT]
    allowed = [_searched(world.caller("xb.officer"), name) for name in LIKE_IT]
    for entry in closed:
        central.delete_entry(world.caller("xa.officer"), entry, reason="Never was")
    index_now(world)
    index_now(world, IndexWork.CLEAR)
    _searched(world.caller("xc.officer"), LIKE_IT[0])  # after every change of the index the mask is asked for anew
    assert [_searched(world.caller("xc.officer"), name) for name in LIKE_IT] == denied
    assert [_searched(world.caller("xb.officer"), name) for name in LIKE_IT] != allowed
    assert any(hit.entry.id in open_to_all for result, *_ in denied for hit in result.hits)  # type: ignore[attr-defined]


@pytest.mark.provision("CCO-50.2", "CCO-52.7")
def test_an_open_index_is_asked_anew_whom_a_caller_may_know_of_when_it_changed(world: World) -> None:
    """One index stays open in this process while entries under combinations never seen before come and are taken."""
    index_now(world)
    assert stories.found(world, "xb.officer", FEATHER) == []
    for audience in (Audience(deny_administrations=("XE",)), Audience(allow_administrations=("XB", "XD"))):
        entry = stories.released(world, replace(FEATHER, audience=audience, purposes=("offences", "supply_chain")))
        kept(world)
        assert indexing.waiting() == 0
        assert entry in stories.found(world, "xb.officer", FEATHER)
        assert entry in stories.found(world, "xb.officer", FEATHER, "supply_chain")
        assert stories.found(world, "xb.officer", FEATHER, "risk_assessment") == []
        assert (entry in stories.found(world, "xc.officer", FEATHER)) is (audience.allow_administrations == ())


def test_a_search_asks_the_database_a_few_questions_however_much_it_finds(world: World) -> None:
    """Identity, added instruments, register, what waits, entries with their markings, and the line of the journal.

    Besides those the beginning and the end of the transaction, and once for each state of the index the mask.
    """
    index_now(world)
    _searched(world.caller("xb.officer"), "Zebulon Quirkwater")  # what it remembers of the register is there now
    for name in ("Zebulon Quirkwater", "Barnaby Quillfeather"):
        assert _searched(world.caller("xb.officer"), name)[1] == 8
    for letter in "abcdef":
        stories.released(world, stories.person(f"Barnaby Quillfeathe{letter}"))
    index_now(world)
    first, again = (_searched(world.caller("xb.officer"), "Barnaby Quillfeather") for _ in range(2))
    assert len(first[0].hits) == len(again[0].hits) == 6  # type: ignore[attr-defined]
    assert again[1] == 8 < first[1]


def test_a_change_is_taken_only_when_nobody_older_can_still_commit(world: World) -> None:
    """Transactions commit in another order than they begin: an older one may still bring something."""
    index = index_now(world)
    with world.raw("postgres") as older:
        older.execute("begin")
        older.execute("select pg_current_xact_id()")
        entry = stories.released(world, FEATHER)
        report = kept(world)
        assert (report.put, report.more) == (0, True)
        assert stories.found(world, "xb.officer", FEATHER) == [entry]
        older.execute("commit")
    assert kept(world).put == 1
    assert entry in proposed(index, "Barnaby Quillfeather")


def test_one_process_at_a_time_works_on_the_index(world: World) -> None:
    index_now(world)
    stories.released(world, FEATHER)
    with world.raw("app_worker") as other, other.transaction():
        other.execute("select pg_advisory_xact_lock(%s)", [indexing._LOCK])
        assert kept(world).work == "busy"
    assert kept(world).put == 1


def test_a_worker_killed_before_it_emptied_the_outbox_does_the_same_again(world: World) -> None:
    index = index_now(world)
    entry = stories.released(world, FEATHER)
    marking = next(iter(_seen_by(world, "xb.officer")))
    engine.add(folder_of(world), [Indexed(entry, FEATHER.subject, marking)])
    assert kept(world).put == 1
    assert proposed(index, "Barnaby Quillfeather") == [entry]
    assert stories.found(world, "xb.officer", FEATHER) == [entry]


def _seen_by(world: World, username: str) -> set[int]:
    with world.raw("postgres") as installer:
        return {row[0] for row in installer.execute("select id from records_marking where kind = 'entry'")}


def _spoil_pointer(world: World) -> None:
    (folder_of(world) / "current").write_text("nonsense")


def _spoil_segment(world: World) -> None:
    largest = max(
        (path for path in folder_of(world).rglob("*") if path.is_file()), key=lambda path: path.stat().st_size
    )
    largest.write_bytes(largest.read_bytes()[:-64])


@pytest.mark.parametrize(
    ("spoil", "work"),
    [(_spoil_pointer, IndexWork.TAKE), (_spoil_pointer, IndexWork.BUILD), (_spoil_segment, IndexWork.CLEAR)],
)
def test_a_damaged_index_is_not_used_and_is_made_anew(
    world: World, spoil: Callable[[World], None], work: IndexWork
) -> None:
    entry = stories.released(world, FEATHER)
    index_now(world)
    spoil(world)
    assert stories.found(world, "xb.officer", FEATHER) == [entry]
    assert kept(world, work).work == "build"
    assert stories.found(world, "xb.officer", FEATHER) == [entry]
    assert proposed(index_now(world), "Barnaby Quillfeather") == [entry]


def test_a_search_does_not_wait_for_an_index_that_is_being_opened(world: World) -> None:
    entry = stories.released(world, FEATHER)
    kept(world)
    assert stories.found(world, "xb.officer", FEATHER) == [entry]
    folder = folder_of(world)
    assert (folder.stat().st_mode & 0o777, open_index(folder) is None or bool(open_index(folder))) == (0o700, True)


def test_the_index_of_a_database_that_was_here_before_is_removed(world: World) -> None:
    kept(world)
    root = folder_of(world).parent
    for name in ("7-7", "of-another-kind"):
        (root / name).mkdir(exist_ok=True)
        (root / name / "current").write_text("Quillfeather")
    kept(world, IndexWork.BUILD)
    assert not (root / "7-7").exists()
    assert (root / "of-another-kind").exists()
