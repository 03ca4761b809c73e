"""Drafts the request of type `information` that a confirmed hit suggests, from the line and the number of the entry."""

from tidewaiter.actions.membership import CENTRAL_INSTRUMENT
from tidewaiter.assistance.draft import PersonNamed, RequestDraft
from tidewaiter.assistance.fields import FIELDS, SHORT
from tidewaiter.records.models import CentralEntry, SubmittedList
from tidewaiter.screening.lists.submitted import Party, SubmittedLine
from tidewaiter.screening.subjects import SubjectKind

_ROLE = {"consignor", "consignee", "notify", "buyer", "seller", "declarant", "agent", "passenger", "crew"}
_LONGEST_REFERENCE = next(field.limit for field in FIELDS if field.name == "requester_ref")


def asked_of(row: SubmittedList, line: SubmittedLine, party: Party, entry: CentralEntry) -> RequestDraft:
    """What one's own line says, for the supplier of the entry; the entry's content is not passed on, its number is."""
    named = party.subject.names[0].text if party.subject.names else ""
    numbers = ", ".join(f"{one.kind.value} {one.value}" for one in party.subject.identifiers)
    somebody = named and party.subject.kind in (SubjectKind.PERSON, SubjectKind.BUSINESS)
    means = party.subject.kind is SubjectKind.TRANSPORT
    goods = line.goods.description if line.goods else ""
    role = party.role.value if party.role.value in _ROLE else ""
    return RequestDraft(
        requested_administration=entry.supplier,
        type="information",
        instrument=CENTRAL_INSTRUMENT,
        requester_ref=row.case[:_LONGEST_REFERENCE],
        matter=f"{entry.number} / {row.source}",
        persons=(PersonNamed(named[:SHORT], _address(party), role),) if somebody else (),
        persons_unknown=False,
        means=" ".join(filter(None, (named, numbers))) if means else "",
        goods=goods,
        documents=" / ".join(filter(None, (row.source, line.row_id))),
    )


def _address(party: Party) -> str:
    """The addresses that the line says, as many whole ones as the field of a request holds."""
    told = ""
    for address in party.subject.addresses:
        longer = f"{told}; {address}" if told else address
        if len(longer) > SHORT:
            break
        told = longer
    return told
