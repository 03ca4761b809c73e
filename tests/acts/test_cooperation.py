"""A national unit's own work through its acts: files and their gates, meetings, translations, positions."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from tests.acts import stories
from tests.acts.tried_cooperation import KYOTO, SESSION, work
from tests.world import World

from tidewaiter.actions import cooperation
from tidewaiter.actions.act import Clock, Conflict, Invalid, NotFound, NotPermitted, clock
from tidewaiter.actions.cooperation import FileDraft, FileView

K_1 = (
    ("research", "2030-02"),
    ("translation", "2030-06"),
    ("draft_proposal", "2030-09-01"),
    ("cabinet", "2030-11-05"),
    ("parliament", "2031-01-20"),
    ("deposit", "2031-03-15"),
)


@pytest.fixture
def in_2032(world: World, moved_clock: Clock) -> World:
    """The world on a day in 2032, when the examples of the requirements lie in the past."""
    day = date(2032, 1, 15)
    moved_clock.offset = timedelta(days=(day - clock.today()).days)
    world.keep_awake(day)
    with world.raw("postgres") as installer:
        installer.execute("update records_apitoken set expires_on = '2033-01-01'")
    return world


def opened(world: World, kind: str = "accession", **more: str) -> str:
    draft = FileDraft(kind, more.pop("number", "K-1"), "A file", **more)
    return cooperation.open_pipeline(world.caller("xa.officer"), draft)


def read(world: World, file: str) -> FileView:
    return cooperation.read_pipeline(world.caller("xa.head"), file)


@pytest.mark.provision("MNG-8")
def test_an_accession_goes_through_its_gates_to_the_day_on_which_it_binds(in_2032: World) -> None:
    who = in_2032.caller("xa.officer")
    with in_2032.raw("postgres") as installer:
        installer.execute(
            "update records_instrumentactrecord set units = array['XQ'] where units = array['XA']::varchar[]"
        )
    file = opened(in_2032, instrument="cco-2019")
    for code, on in K_1:
        assert read(in_2032, file).line.next_gates == (code,)
        cooperation.pass_gate(who, file, gate=code, on=on, reference="Paper 7")
    shown = read(in_2032, file)
    assert [(gate.code, gate.on) for gate in shown.gates] == list(K_1)
    assert (shown.line.last_gate, shown.line.in_force) == ("deposit", date(2031, 6, 15))


@pytest.mark.provision("MNG-8")
def test_parliament_is_refused_before_the_cabinet_with_the_remedy(in_2032: World) -> None:
    who = in_2032.caller("xa.officer")
    file = opened(in_2032)
    for code, on in K_1[:3]:
        cooperation.pass_gate(who, file, gate=code, on=on)
    with pytest.raises(Invalid) as refused:
        cooperation.pass_gate(who, file, gate="parliament", on="2031-01-20")
    (fault,) = refused.value.faults
    assert (fault.code, fault.field, fault.params["gate"]) == ("gate_waits", "gate", "cabinet")
    cooperation.pass_gate(who, file, gate="cabinet", on="2030-11-05")
    with pytest.raises(Invalid) as refused:
        cooperation.pass_gate(who, file, gate="parliament", on="2030-11-04")
    assert [(fault.code, fault.field) for fault in refused.value.faults] == [("gate_too_early", "on")]


@pytest.mark.provision("MNG-9")
def test_an_agreement_enters_into_force_on_the_first_day_of_the_second_month_after_both_notified(
    in_2032: World,
) -> None:
    who = in_2032.caller("xa.officer")
    with pytest.raises(Invalid):
        opened(in_2032, "agreement")
    file = opened(in_2032, "agreement", partner="hu")
    gates = [("proposal", "2031-01-10"), ("negotiation", "2031-03"), ("approval", "2031-06")]
    for code, on in gates:
        cooperation.pass_gate(who, file, gate=code, on=on)
    cooperation.pass_gate(who, file, gate="partner_notification", on="2031-12-05")
    assert read(in_2032, file).line.in_force is None
    with pytest.raises(Invalid) as refused:
        cooperation.pass_gate(who, file, gate="own_notification", on="2031-11")
    assert [fault.code for fault in refused.value.faults] == ["not_exact"]
    cooperation.pass_gate(who, file, gate="own_notification", on="2031-11-20")
    assert read(in_2032, file).line.in_force == date(2032, 2, 1)


@pytest.mark.provision("MNG-8", "SYS-3")
def test_a_gate_is_put_right_and_taken_back_without_losing_history(in_2032: World) -> None:
    who = in_2032.caller("xa.officer")
    file = opened(in_2032)
    for code, on in K_1[:2]:
        cooperation.pass_gate(who, file, gate=code, on=on)
    with pytest.raises(Invalid) as refused:
        cooperation.pass_gate(who, file, gate="translation", on="2030-07")
    assert [fault.field for fault in refused.value.faults] == ["why"]
    cooperation.pass_gate(who, file, gate="translation", on="2030-07", why="The second reading counts.")
    with pytest.raises(Invalid) as refused:
        cooperation.pass_gate(who, file, gate="research", on="", why="x", taken_back=True)
    assert [fault.code for fault in refused.value.faults] == ["gate_passed"]
    cooperation.pass_gate(who, file, gate="translation", on="", why="It was another file.", taken_back=True)
    shown = read(in_2032, file)
    assert shown.line.next_gates == ("translation",)
    assert [(said.code, said.on, said.taken_back) for said in shown.history] == [
        ("translation", "2030-07", True),
        ("translation", "2030-07", False),
        ("translation", "2030-06", False),
        ("research", "2030-02", False),
    ]
    with pytest.raises(Invalid):
        cooperation.pass_gate(who, file, gate="cabinet", on="", why="x", taken_back=True)


def test_a_file_may_leave_gates_out_and_keeps_its_notes(world: World) -> None:
    who = world.caller("xa.officer")
    draft = FileDraft("accession", "K-2", "A protocol", left_out=("cabinet", "parliament"))
    file = cooperation.open_pipeline(who, draft)
    assert [gate.code for gate in read(world, file).gates] == ["research", "translation", "draft_proposal", "deposit"]
    cooperation.note_on_pipeline(who, file, text="The ministry agrees.", reference="Letter 4")
    assert [(note.text, note.reference) for note in read(world, file).notes] == [("The ministry agrees.", "Letter 4")]
    with pytest.raises(Invalid):
        cooperation.note_on_pipeline(who, file, text=" ")
    with pytest.raises(Conflict):
        cooperation.open_pipeline(who, draft)
    every = tuple(gate.code for gate in read(world, opened(world, number="K-3")).gates)
    for wrong in (
        FileDraft("picnic", "K-4", "x"),
        FileDraft("accession", " ", "x"),
        FileDraft("accession", "K-4", " "),
        FileDraft("accession", "K-4", "x", left_out=every),
    ):
        with pytest.raises(Invalid):
            cooperation.open_pipeline(who, wrong)


def test_another_administration_sees_nothing_of_it(world: World) -> None:
    has = work(world)
    cooperation.record_meeting(world.caller("xa.officer"), SESSION)
    other = world.caller("xb.head")
    assert cooperation.list_pipelines(other) == ()
    assert cooperation.list_meetings(other) == ()
    assert cooperation.list_translations(other) == ()
    for hidden in (
        lambda: cooperation.read_pipeline(other, has.file),
        lambda: cooperation.read_translation(other, has.translation),
        lambda: cooperation.note_on_pipeline(other, has.file, text="x"),
    ):
        with pytest.raises((NotFound, NotPermitted)):
            hidden()


@pytest.mark.provision("MNG-11")
def test_meetings_stand_in_the_calendar_by_day_are_put_right_and_cancelled(world: World) -> None:
    who = world.caller("xa.officer")
    council = cooperation.record_meeting(who, SESSION)
    rilo = replace(SESSION, kind="rilo", title="RILO contact points", begins=stories.in_days(9), place="Port Grand")
    cooperation.record_meeting(who, rilo)
    assert [(one.kind, one.begins) for one in cooperation.list_meetings(who)] == [
        ("rilo", stories.in_days(9)),
        ("council_session", stories.in_days(30)),
    ]
    with pytest.raises(Invalid):
        cooperation.record_meeting(who, SESSION, fact=council)
    moved = replace(SESSION, begins=stories.in_days(5), ends=stories.in_days(7))
    cooperation.record_meeting(who, moved, fact=council, why="Moved by the chair.")
    assert cooperation.list_meetings(who)[0].ends == stories.in_days(7)
    cooperation.record_meeting(who, moved, fact=council, why="Cancelled.", cancelled=True)
    assert [one.kind for one in cooperation.list_meetings(who)] == ["rilo"]
    with pytest.raises(NotFound):
        cooperation.record_meeting(who, moved, fact=council, why="x")
    for wrong in (
        replace(SESSION, kind="picnic"),
        replace(SESSION, title=" "),
        replace(SESSION, ends=stories.in_days(29)),
    ):
        with pytest.raises(Invalid):
            cooperation.record_meeting(who, wrong)


@pytest.mark.provision("MNG-12")
def test_a_translation_goes_to_the_officers_and_the_list_says_whom_to_remind(world: World) -> None:
    who = world.caller("xa.officer")
    fact = cooperation.record_translation(who, KYOTO)
    sent = cooperation.distribute_translation(who, fact, offices=("XA-PORT",))
    assert sent == 1
    everybody = sent + cooperation.distribute_translation(who, fact)
    assert cooperation.distribute_translation(who, fact) == 0
    for name in ("xa.officer", "xa.head"):
        assert next(one for one in cooperation.list_translations(world.caller(name)) if one.id == fact).waits_for_me
        cooperation.acknowledge_translation(world.caller(name), fact)
        cooperation.acknowledge_translation(world.caller(name), fact)
    shown = cooperation.read_translation(who, fact)
    assert (shown.line.distributed, shown.line.acknowledged, shown.line.waits_for_me) == (everybody, 2, False)
    assert {copy.officer for copy in shown.acknowledged} == {"xa.officer", "xa.head"}
    assert len(shown.waiting) == everybody - 2
    assert shown.without_copy == 0
    with pytest.raises((NotFound, NotPermitted)):
        cooperation.acknowledge_translation(world.caller("xb.officer"), fact)
    with pytest.raises(Invalid):
        cooperation.distribute_translation(who, fact, offices=("XB-HQ",))


@pytest.mark.provision("MNG-12")
def test_a_version_stands_once_and_is_put_right_with_the_reason(world: World) -> None:
    who = world.caller("xa.officer")
    fact = cooperation.record_translation(who, KYOTO)
    with pytest.raises(Conflict):
        cooperation.record_translation(who, KYOTO)
    cooperation.record_translation(who, replace(KYOTO, version=3, state="draft"))
    better = replace(KYOTO, reference="Archive 12/3")
    with pytest.raises(Invalid):
        cooperation.record_translation(who, better, fact=fact)
    cooperation.record_translation(who, better, fact=fact, why="Where it lies was left out.")
    listed = cooperation.list_translations(who)
    assert [(one.version, one.reference) for one in listed] == [(3, ""), (2, "Archive 12/3")]
    for wrong in (
        replace(KYOTO, instrument=" "),
        replace(KYOTO, language=" "),
        replace(KYOTO, version=0),
        replace(KYOTO, on=stories.in_days(1)),
        replace(KYOTO, state="lost"),
    ):
        with pytest.raises(Invalid):
            cooperation.record_translation(who, replace(wrong, version=wrong.version and 7))
    with pytest.raises(NotFound):
        cooperation.record_translation(who, better, fact="x", why="x")


@pytest.mark.provision("MNG-1")
def test_the_positions_are_those_of_the_own_state(world: World) -> None:
    assert all(each.unit == "XA" for each in cooperation.read_positions(world.caller("xa.officer")))
