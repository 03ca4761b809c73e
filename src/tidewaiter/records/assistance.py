"""Reads and writes requests; a state changes only by an inserted step, which the database checks again."""

import secrets
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db.models import F, Max, Q, QuerySet
from django.db.models.functions import Coalesce

from tidewaiter.access.facts import Facts, Kind
from tidewaiter.assistance.draft import AttachmentNamed, PersonNamed, RequestDraft
from tidewaiter.assistance.lifecycle import Move
from tidewaiter.assistance.replies import LimitApplied, QuestionAnswer, ReplyDraft
from tidewaiter.records.markings import marking_for
from tidewaiter.records.models import Approval, Attachment, Reply, RequestForAssistance, Step
from tidewaiter.records.models.marking import known_id, new_id

_NUMBER_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


def private_to(owner: str, *parties: str) -> int:
    """The marking of what only its own administration sees until it is released."""
    return marking_for(Facts(Kind.REQUEST, owner=owner, parties=parties))


def shared_by(owner: str, *parties: str) -> int:
    """The marking of what both parties to a request see."""
    return marking_for(Facts(Kind.REQUEST, owner=owner, parties=parties, released=True))


def request_facts(rfa: RequestForAssistance) -> Facts:
    """The facts on which acts about this request are decided; its author is who last wrote it."""
    return Facts(
        Kind.REQUEST,
        owner=rfa.requesting,
        parties=(rfa.requesting, rfa.requested),
        requested=rfa.requested,
        author=rfa.edited_by,
    )


def add_request(
    requesting: str, officer: str, draft: RequestDraft, *, provision: str, at: datetime
) -> RequestForAssistance:
    """Writes a new draft, seen by its own administration alone."""
    return RequestForAssistance.objects.create(
        marking_id=private_to(requesting),
        number=f"{requesting}-{at.year}-{_random_part()}",
        requesting=requesting,
        content=asdict(draft),
        drafted_by=officer,
        drafted_at=at,
        **_columns(draft, provision, officer, at),
    )


def _random_part() -> str:
    """Five letters that do not tell how many requests were made before."""
    return "".join(secrets.choice(_NUMBER_LETTERS) for _ in range(5))


def _columns(draft: RequestDraft, provision: str, officer: str, at: datetime) -> dict[str, Any]:
    return {
        "requested": draft.requested_administration,
        "instrument": draft.instrument,
        "provision": provision,
        "type": draft.type,
        "edited_at": at,
        "edited_by": officer,
    }


def rewrite(rfa: RequestForAssistance, officer: str, draft: RequestDraft, *, provision: str, at: datetime) -> None:
    """Writes new content; the database refuses it where the state does not allow edits."""
    columns = {"content": asdict(draft), **_columns(draft, provision, officer, at)}
    for name, value in columns.items():
        setattr(rfa, name, value)
    rfa.save(update_fields=list(columns))


def request_by_id(rfa_id: str) -> RequestForAssistance | None:
    """The request with this id, if the caller may know of it."""
    return RequestForAssistance.objects.filter(id=known_id(rfa_id)).first()


def locked(rfa: RequestForAssistance) -> RequestForAssistance:
    """The own administration's request as it stands now, held until the act ends, so that no other change is lost."""
    return RequestForAssistance.objects.select_for_update().get(id=rfa.id)


ORDERS: Mapping[str, str] = {
    "drafted": "drafted_at",
    "number": "number",
    "requesting": "requesting",
    "requested": "requested",
    "type": "type",
    "state": "state",
    "since": "since",
}
"""By what a list of requests can be put in order."""


def requests(*, state: str, other: str, administration: str, sort: str = "-drafted") -> QuerySet[RequestForAssistance]:
    """The requests that the caller may know of, in this order, filtered by state and by the other administration."""
    column = F(ORDERS[sort.removeprefix("-")])
    ordered = column.desc() if sort.startswith("-") else column.asc()
    found = RequestForAssistance.objects.all()
    if sort.removeprefix("-") == "since":
        found = found.annotate(since=Coalesce(Max("steps__at"), "edited_at"))
    found = found.order_by(ordered, "-drafted_at", "-id")
    if state:
        found = found.filter(state=state)
    if other:
        pair = Q(requesting=other, requested=administration) | Q(requesting=administration, requested=other)
        found = found.filter(pair)
    return found


def draft_of(rfa: RequestForAssistance) -> RequestDraft:
    """The content of a request as its author last wrote it."""
    return _draft(rfa.content)


def draft_as_sent(rfa: RequestForAssistance, steps: list[Step]) -> RequestDraft:
    """The content as it was last sent or completed: what is being completed is not yet the other side's to read."""
    sent = [step.content for step in steps if step.content is not None]
    return _draft(sent[-1]) if sent else draft_of(rfa)


def _draft(kept: Mapping[str, Any]) -> RequestDraft:
    content = dict(kept)
    content["persons"] = tuple(PersonNamed(**person) for person in content["persons"])
    content["attachments"] = tuple(AttachmentNamed(**named) for named in content["attachments"])
    for name in ("category", "control_questions"):
        content[name] = tuple(content[name])
    return RequestDraft(**content)


def reply_of(row: Reply) -> ReplyDraft:
    """The content of a reply as the core knows it."""
    content = dict(row.content)
    content["limits"] = tuple(LimitApplied(**limit) for limit in content["limits"])
    content["answers"] = tuple(QuestionAnswer(**answer) for answer in content["answers"])
    content["attachments"] = tuple(AttachmentNamed(**named) for named in content["attachments"])
    for name in ("returned_fields", "handling"):
        content[name] = tuple(content[name])
    return ReplyDraft(**content)


def add_approval(rfa: RequestForAssistance, officer: str, *, digest: str, at: datetime) -> None:
    """Writes an approval, which stays with the requesting administration."""
    Approval.objects.create(marking_id=private_to(rfa.requesting), rfa=rfa, officer=officer, digest=digest, at=at)


def open_to_other_side(rfa: RequestForAssistance) -> None:
    """Lets the requested administration see the request and what its author attached."""
    marking = shared_by(rfa.requesting, rfa.requesting, rfa.requested)
    rfa.marking_id = marking
    rfa.save(update_fields=["marking_id"])
    release_attachments(rfa, rfa.requesting)


def release_attachments(rfa: RequestForAssistance, owner: str) -> list[Attachment]:
    """Releases what this side attached since it last wrote, and gives it back."""
    marking = shared_by(owner, rfa.requesting, rfa.requested)
    kept = Attachment.objects.filter(rfa=rfa, administration=owner).exclude(marking_id=marking).order_by("at")
    released = list(kept)
    Attachment.objects.filter(id__in=[attachment.id for attachment in released]).update(marking_id=marking)
    return released


def add_step(
    rfa: RequestForAssistance,
    move: Move,
    *,
    administration: str,
    officer: str,
    provision: str,
    reason: str,
    content: RequestDraft | None,
    at: datetime,
) -> Step:
    """Makes a move by inserting its step; the trigger checks side, state and table of moves, and sets the state."""
    step = Step(
        id=new_id(),
        marking_id=shared_by(administration, rfa.requesting, rfa.requested),
        rfa=rfa,
        verb=move.verb.value,
        source=move.source.value,
        target=move.target.value,
        side=move.by.value,
        administration=administration,
        officer=officer,
        at=at,
        reason=reason,
        provision=provision,
        content=asdict(content) if content else None,
    )
    step.save(force_insert=True)
    return step


def add_reply(rfa: RequestForAssistance, step: Step, reply: ReplyDraft, *, handling: str) -> None:
    """Writes what a move gave."""
    Reply.objects.create(
        marking_id=step.marking_id, rfa=rfa, step=step, content=asdict(reply), handling=handling, at=step.at
    )


def steps_of(rfa: RequestForAssistance) -> list[Step]:
    """The moves made, oldest first, each with its reply where it gave one."""
    return list(Step.objects.select_related("reply").filter(rfa=rfa).order_by("at", "id"))


def steps_of_all(ids: list[Any]) -> Mapping[Any, list[Step]]:
    """The moves made in each of several requests, oldest first."""
    found: dict[Any, list[Step]] = {}
    for step in Step.objects.filter(rfa_id__in=ids).order_by("at", "id"):
        found.setdefault(step.rfa_id, []).append(step)
    return found


def approvals_of(rfa: RequestForAssistance) -> list[Approval]:
    """The approvals that the caller may see, oldest first."""
    return list(Approval.objects.filter(rfa=rfa).order_by("at"))


def attachments_of(rfa: RequestForAssistance) -> list[Attachment]:
    """The attachments that the caller may see, oldest first."""
    return list(Attachment.objects.filter(rfa=rfa).order_by("at"))


def attachment_by_id(attachment_id: str) -> Attachment | None:
    """The attachment with this id, if the caller may know of it."""
    return Attachment.objects.select_related("rfa").filter(id=known_id(attachment_id)).first()


def add_attachment(rfa: RequestForAssistance, *, owner: str, officer: str, at: datetime, **about: Any) -> Attachment:
    """Writes what is known of an attached file; its bytes are kept by `records.attachments`."""
    return Attachment.objects.create(
        marking_id=private_to(owner, rfa.requesting, rfa.requested),
        rfa=rfa,
        administration=owner,
        officer=officer,
        at=at,
        **about,
    )
