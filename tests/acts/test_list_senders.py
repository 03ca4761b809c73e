"""Machines that send lists: for the designated official who answers for each, and without a look at what was hit."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from tests.acts import stories, submitting
from tests.acts.accounts import manager
from tests.acts.submitting import NAME, ORDER, hits, lines, read, work
from tests.world import World

from tidewaiter.access.facts import Caller
from tidewaiter.access.verbs import Role, Scope
from tidewaiter.actions import central, people, screening
from tidewaiter.actions.act import Invalid, NotFound, NotPermitted, clock
from tidewaiter.actions.callers import caller_for_machine, caller_for_token
from tidewaiter.actions.people import MachineDraft, open_machine_session, register_machine
from tidewaiter.actions.screening import ListState

MACHINE = "xb.port-system"
OFFICIAL = "xb.cais_official"
WRITING = (Scope.SCREENING_WRITE.value, Scope.SCREENING_READ.value, Scope.CENTRAL_READ.value)


def sender(world: World, **changes: object) -> Caller:
    """A machine of XB as it acts, for the official who answers for it."""
    machine = MachineDraft(
        MACHINE, "Port system", "XB-HQ", ("list_sender",), WRITING, (), OFFICIAL, stories.in_days(90)
    )
    secret = register_machine(manager(world, "xb.administrator"), replace(machine, **changes))  # type: ignore[arg-type]
    session = open_machine_session(caller_for_machine(MACHINE, secret, address=""))
    return caller_for_token(session.token, language="")


def reasons_of(attempt: Callable[[], object]) -> list[tuple[str, str]]:
    with pytest.raises(NotPermitted) as refused:
        attempt()
    return [(reason.code, reason.provision) for reason in refused.value.reasons]


@pytest.mark.provision("CCO-28.1", "CCO-52.2")
def test_a_machine_hands_a_list_in_for_its_official_who_alone_reads_what_was_hit(world: World) -> None:
    stories.released(world, stories.person(NAME))
    machine = sender(world)
    advance = replace(ORDER, advance=True, eta=clock.now() + timedelta(days=2))
    assert screening.check_list(machine, lines(NAME), order=advance).lines == 1
    *_, sent = screening.take_lines(machine, advance, lines(NAME, "Somebody Else"))
    assert (sent.state, sent.submitted_by, sent.sent_by, sent.arrived) == (
        ListState.SCREENING, OFFICIAL, MACHINE, "in_advance",
    )  # fmt: skip
    work(world)
    assert read(world, sent.id).hits.open == 1
    assert hits(world, sent.id)[0].name == NAME
    hit_id = hits(world, sent.id)[0].id
    attempts: tuple[Callable[[], object], ...] = (
        lambda: screening.read_list(machine, sent.id),
        lambda: screening.list_lists(machine),
        lambda: screening.list_hits(machine, sent.id),
        lambda: screening.delete_list(machine, sent.id, reason="x"),
        lambda: central.list_entries(machine),
    )
    for attempt in attempts:
        assert {code for code, _ in reasons_of(attempt)} == {"role"}
    with pytest.raises(NotFound):
        screening.read_hit(machine, hit_id)
    with pytest.raises(NotFound):
        screening.decide_hit(machine, hit_id, submitting.CONFIRMED)


def test_the_journal_names_the_machine_and_the_official(world: World) -> None:
    list_id = screening.submit_list(sender(world), ORDER).id
    entry = people.read_journal(world.caller("xb.head"), limit=1)[0]
    assert (entry.officer, entry.verb, entry.outcome) == (MACHINE, "submit_list", "done")
    assert (entry.about["list"], entry.about["official"]) == (list_id, OFFICIAL)


def test_a_machine_goes_on_with_its_own_lists_alone(world: World) -> None:
    machine = sender(world)
    persons = screening.submit_list(world.caller(OFFICIAL), ORDER).id
    machines = screening.submit_list(machine, replace(ORDER, source="Another")).id
    for caller, list_id in ((machine, persons), (world.caller(OFFICIAL), machines)):
        assert reasons_of(lambda c=caller, i=list_id: screening.add_lines(c, i, lines(NAME), done=0))  # type: ignore[misc]
        assert reasons_of(lambda c=caller, i=list_id: screening.finish_list(c, i))  # type: ignore[misc]
    foreign = screening.submit_list(world.caller("xa.cais_official"), ORDER).id
    with pytest.raises(NotFound):
        screening.add_lines(machine, foreign, lines(NAME), done=0)
    assert screening.add_lines(machine, machines, lines(NAME), done=0).lines == 1


@pytest.mark.provision("CCO-52.2")
def test_a_machine_sends_nothing_once_nobody_designated_answers_for_it(world: World) -> None:
    machine = sender(world)
    begun = screening.submit_list(machine, ORDER).id
    people.suspend_officer(manager(world, "xb.head"), OFFICIAL, why="inquiry")
    told = [("nobody_answers", "CCO-52.2")]
    assert reasons_of(lambda: screening.submit_list(machine, ORDER)) == told
    assert reasons_of(lambda: screening.add_lines(machine, begun, lines(NAME), done=0)) == told


def test_only_a_designated_official_answers_for_a_sender_of_lists(world: World) -> None:
    with pytest.raises(Invalid) as refused:
        sender(world, answerable="xb.contact_point")
    assert [(each.code, each.field) for each in refused.value.faults] == [("answerable_no_official", "answerable")]


def test_a_machine_without_the_role_or_the_scope_hands_nothing_in(world: World) -> None:
    other = sender(world, roles=("officer",))
    assert {code for code, _ in reasons_of(lambda: screening.submit_list(other, ORDER))} == {"role"}
    list_id = screening.submit_list(world.caller(OFFICIAL), ORDER).id
    assert {code for code, _ in reasons_of(lambda: screening.add_lines(other, list_id, lines(NAME), done=0))} == {
        "role"
    }
    reading = replace(other, roles=frozenset({Role.LIST_SENDER}), scopes=frozenset({Scope.SCREENING_READ}))
    assert {code for code, _ in reasons_of(lambda: screening.submit_list(reading, ORDER))} == {"scope"}


@pytest.mark.provision("CCO-52.2")
def test_a_machine_hands_nothing_in_for_an_officer_who_is_no_designated_official_any_more(world: World) -> None:
    machine = sender(world)
    with world.raw("postgres") as installer:
        installer.execute(
            "update records_officerrole set since = %s, until = %s where officer_id = %s and role = 'cais_official'",
            [stories.in_days(-9), stories.in_days(-1), OFFICIAL],
        )
    assert reasons_of(lambda: list(screening.take_lines(machine, ORDER, lines(NAME)))) == [
        ("nobody_answers", "CCO-52.2")
    ]
