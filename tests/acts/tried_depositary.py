"""The depositary's acts, tried on an act, a notice and a document of the register."""

from collections.abc import Callable
from dataclasses import replace

from tests.acts import stories

from tidewaiter.access.facts import Caller
from tidewaiter.access.verbs import Verb
from tidewaiter.actions import registry
from tidewaiter.actions.registry import Cure, DocumentGiven, ReceivedAct
from tidewaiter.treaty.acts import InstrumentAct

NOBODYS = "00000000-0000-4000-8000-000000000000"
_WITHDRAWAL = ReceivedAct("cco-2019", InstrumentAct("withdrawal", stories.in_days(-1), ("XB",)))
_DOCUMENT = DocumentGiven("act_document", "cco-2019", "Instrument", "en")

OF_THE_DEPOSITARY: dict[Verb, Callable[[Caller, object], object]] = {
    Verb.RECEIVE_ACT: lambda who, _: registry.receive_act(who, _WITHDRAWAL),
    Verb.EXAMINE_ACT: lambda who, _: registry.examine_act(
        who, NOBODYS, outcome="defective", finding="x", provision="CCO-60.2"
    ),
    Verb.CURE_ACT: lambda who, _: registry.cure_act(who, NOBODYS, Cure(stories.in_days(-1))),
    Verb.CONFIRM_ACT: lambda who, _: registry.confirm_act(who, NOBODYS, why="x"),
    Verb.CORRECT_ACT: lambda who, _: registry.correct_act(who, NOBODYS, replace(_WITHDRAWAL), why="x"),
    Verb.RETRACT_ACT: lambda who, _: registry.retract_act(who, NOBODYS, why="x"),
    Verb.WEIGH_ACT: lambda who, _: registry.weigh_act(who, _WITHDRAWAL),
    Verb.READ_PARTY_ACT: lambda who, _: registry.read_party_act(who, NOBODYS),
    Verb.LIST_PARTY_ACTS: lambda who, _: registry.list_party_acts(who),
    Verb.READ_DEPOSITARY_DESK: lambda who, _: registry.read_depositary_desk(who),
    Verb.LIST_DISPATCHES: lambda who, _: registry.list_dispatches(who),
    Verb.READ_DISPATCH: lambda who, _: registry.read_dispatch(who, NOBODYS),
    Verb.DISPATCH_NOTICE: lambda who, _: registry.dispatch_notice(who, NOBODYS),
    Verb.DROP_NOTICE: lambda who, _: registry.drop_notice(who, NOBODYS, why="x"),
    Verb.RECORD_PROOF: lambda who, _: registry.record_proof(
        who, NOBODYS, addressee="XB", day=stories.in_days(0), how="letter"
    ),
    Verb.KEEP_DOCUMENT: lambda who, _: registry.keep_document(who, _DOCUMENT, name="a.txt", data=b"text"),
    Verb.LIST_DOCUMENTS: lambda who, _: registry.list_documents(who),
    Verb.READ_DOCUMENT: lambda who, _: registry.read_document(who, NOBODYS),
    Verb.CERTIFY_COPY: lambda who, _: registry.certify_copy(
        who, NOBODYS, language="en", written=lambda certificate, data: data
    ),
}
"""The depositary's acts; whoever may perform one on nothing meets nothing."""
