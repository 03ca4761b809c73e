"""On what each example of the depositary's operations is tried: an act, a notice or a document of its own."""

from tests.acts import stories
from tests.acts.deposits import depositary, nine_stand, receive, received
from tests.world import World

from tidewaiter.actions import registry
from tidewaiter.actions.registry import DocumentGiven


def waiting(world: World) -> str:
    """An act under examination."""
    return receive(world, received("XB", days=-300, type="withdrawal"))


def defective(world: World) -> str:
    """An act found defective."""
    fact = waiting(world)
    registry.examine_act(depositary(world), fact, outcome="defective", finding="Unsigned", provision="CCO-65.1")
    return fact


def correctable(world: World) -> str:
    """An act that may turn out to be another's, with no effect on anybody."""
    nine_stand(world)
    return receive(world)


def drafted(world: World) -> str:
    """A drafted notice."""
    fact = waiting(world)
    return registry.read_party_act(depositary(world), fact).notices[0].id


def dispatched(world: World) -> str:
    """A dispatched notice to all Members."""
    notice = drafted(world)
    registry.dispatch_notice(depositary(world), notice)
    return notice


def kept(world: World) -> str:
    """A document in custody."""
    given = DocumentGiven("act_document", "cco-2019", "Instrument", "en", fact=waiting(world))
    return registry.keep_document(depositary(world), given, name="a.txt", data=b"We withdraw.").id


WHO = "xz.depositary"
PLACES = {
    "read_depositary_desk": None,
    "list_party_acts": None,
    "receive_act": None,
    "weigh_act": None,
    "read_party_act": waiting,
    "examine_act": waiting,
    "cure_act": defective,
    "confirm_act": waiting,
    "correct_act": correctable,
    "retract_act": waiting,
    "list_dispatches": None,
    "read_dispatch": drafted,
    "dispatch_notice": drafted,
    "drop_notice": drafted,
    "record_proof": dispatched,
    "list_documents": None,
    "keep_document": None,
    "read_document": kept,
    "certify_copy": kept,
}
"""Where each operation is tried; None where it needs nothing of its own."""
KNOWN = {
    "cure_act": {"annexes": None},
    "record_proof": {"addressee": "XA", "day": stories.in_days(0).isoformat(), "received": None},
}
"""What of an example is the record's own, or today's."""
