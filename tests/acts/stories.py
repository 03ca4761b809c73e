"""Short stories told through acts alone, from which tests begin: a request or an entry brought to some state."""

from dataclasses import replace
from datetime import date, timedelta

from tests.world import World

from tidewaiter.actions import assistance, central
from tidewaiter.actions.act import clock
from tidewaiter.actions.assistance import MOVES_BY_VERB, MoveInput, RequestView
from tidewaiter.assistance.draft import PersonNamed, RequestDraft
from tidewaiter.assistance.replies import ReplyDraft
from tidewaiter.screening.entries import EntryDraft
from tidewaiter.screening.subjects import Identifier, IdentifierKind, Name, Subject, SubjectKind

ASKED = RequestDraft(
    requested_administration="XB",
    type="information",
    instrument="cco-2019",
    requester_ref="AB/2026/901",
    purpose="supply_chain",
    matter="Cavities in pallets",
    reasons="Two pallets were hollow and we ask whether you know the method.",
    category=("ii",),
    persons_unknown=True,
    goods="Wooden pallets with cavities",
    case_summary="Two finds this month, both empty.",
    applicable_law="Customs Act of Alder Bank, section 88",
    intended_use="administrative",
    language="en",
)
"""A complete request of XA to XB that names nobody."""
NAMING = replace(ASKED, persons_unknown=False, persons=(PersonNamed("Ottmar Quillfeather", "", "broker"),))
"""The same request, naming a person."""
NOTHING = MoveInput()
FULL = MoveInput(reply=ReplyDraft(answer_type="full", text="The method is known to us since last spring."))
PARTLY = MoveInput(reply=ReplyDraft(answer_type="partial", text="A first finding; the rest follows."))
RETURNED = MoveInput(reply=ReplyDraft(text="Which pallets?", returned_fields=("goods",)))
DECLINED = MoveInput(reply=ReplyDraft(ground="G10", reasons="The search would take 400 hours."))
REASONED = MoveInput(reason="The case was closed here.")
_GIVEN = {
    "return_for_completion": RETURNED,
    "answer_partly": PARTLY,
    "answer": FULL,
    "decline": DECLINED,
    "withdraw": REASONED,
}
_ASKING = ("send", "complete", "withdraw", "close")


def drafted(world: World, draft: RequestDraft = ASKED) -> str:
    """A draft of XA's officer."""
    return assistance.draft_request(world.caller("xa.officer"), draft)


def seen(world: World, username: str, rfa_id: str) -> RequestView:
    """The request as an officer sees it."""
    return assistance.read_request(world.caller(username), rfa_id)


def approve(world: World, rfa_id: str, username: str = "xa.approver") -> None:
    """Another officer approves the present content."""
    assistance.approve_request(world.caller(username), rfa_id, digest=seen(world, username, rfa_id).digest)


def move(world: World, username: str, verb: str, rfa_id: str, given: MoveInput | None = None) -> None:
    """An officer makes one move."""
    chosen = given if given is not None else _GIVEN.get(verb, NOTHING)
    MOVES_BY_VERB[verb](world.caller(username), rfa_id, chosen)


def played(world: World, *verbs: str, draft: RequestDraft = ASKED) -> str:
    """An approved request of XA to XB after these moves, each by an officer of the side that may make it."""
    rfa_id = drafted(world, draft)
    approve(world, rfa_id)
    for verb in verbs:
        side = "xa" if verb in _ASKING else "xb"
        move(world, f"{side}.approver" if verb == "decline" else f"{side}.officer", verb, rfa_id)
    return rfa_id


def in_days(days: int) -> date:
    """A day counted from the clock of acts."""
    return clock.today() + timedelta(days=days)


def person(name: str, *, days: int = 400, **changes: object) -> EntryDraft:
    """An entry on an invented person, kept for so many days."""
    draft = EntryDraft(
        subject=Subject(kind=SubjectKind.PERSON, names=(Name(name),)),
        reason="Arranged undeclared consignments.",
        grounds="Named in three bills of lading.",
        action="discreet",
        purposes=("offences",),
        delete_on=in_days(days),
        attested=True,
    )
    return replace(draft, **changes)  # type: ignore[arg-type]


def vessel(name: str, imo: str = "", **changes: object) -> EntryDraft:
    """An entry on an invented ship, which holds no personal data."""
    numbers = (Identifier(IdentifierKind.IMO, imo),) if imo else ()
    draft = EntryDraft(
        subject=Subject(kind=SubjectKind.TRANSPORT, names=(Name(name),), identifiers=numbers),
        reason="Met small craft at night.",
        action="sight",
        purposes=("offences",),
        attested=True,
    )
    return replace(draft, **changes)  # type: ignore[arg-type]


def written(world: World, draft: EntryDraft, username: str = "xa.officer") -> str:
    """An entry that still waits for release."""
    return central.create_entry(world.caller(username), draft)


def released(world: World, draft: EntryDraft, username: str = "xa.officer") -> str:
    """An entry that its supplier's second official released."""
    entry_id = written(world, draft, username)
    central.release_entry(world.caller(username[:2] + ".cais_official"), entry_id)
    return entry_id


def found(world: World, username: str, draft: EntryDraft, purpose: str = "offences") -> list[str]:
    """The ids that an official finds when searching for what an entry names."""
    query = central.Query(draft.subject, purpose, "CASE-1")
    return [hit.entry.id for hit in central.search_central(world.caller(username), query).hits]
