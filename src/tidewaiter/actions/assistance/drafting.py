"""Acts before a request is sent: draft, edit, approve."""

from tidewaiter.access.facts import Facts, Kind
from tidewaiter.access.verbs import Verb
from tidewaiter.actions.act import Conflict, Deed, Fault, Invalid, act
from tidewaiter.actions.assistance.standing import (
    bases_between,
    faults_of,
    known_request,
    problems_of,
    provision_of,
)
from tidewaiter.assistance.draft import AttachmentNamed, RequestDraft, digest, normalised
from tidewaiter.assistance.form import fields_for
from tidewaiter.assistance.lifecycle import editable_states
from tidewaiter.assistance.problems import ProblemCode
from tidewaiter.records import assistance
from tidewaiter.records.models import RequestForAssistance

_UNSTORABLE = (
    ProblemCode.TOO_LONG,
    ProblemCode.TOO_MANY,
    ProblemCode.CONTROL_CHARACTER,
    ProblemCode.UNKNOWN_CHOICE,
)
"""Problems that keep even a draft from being stored: the others are listed and may wait until it is sent."""


@act(Verb.DRAFT_REQUEST)
def draft_request(deed: Deed, draft: RequestDraft) -> str:
    """Writes a new draft; it may still lack what sending needs, but names whom, what and on which basis."""
    home = deed.caller.administration
    deed.require(Facts(Kind.REQUEST, owner=home))
    tidy = normalised(draft)
    provision = _checked(deed, tidy)
    rfa = assistance.add_request(home, deed.caller.officer, tidy, provision=provision, at=deed.at)
    deed.tell(request=rfa.id, number=rfa.number, requested=rfa.requested, type=rfa.type)
    return str(rfa.id)


def _checked(deed: Deed, draft: RequestDraft) -> str:
    """The provision the draft rests on; Invalid when there is no such pair, instrument or type."""
    home = deed.caller.administration
    bases = bases_between(home, draft.requested_administration, draft.type, deed.day)
    if not bases:
        raise Invalid((Fault("unknown_choice", "requested_administration", "CCO-21.1"),))
    provision = provision_of(bases, draft.instrument)
    if not provision or not fields_for(draft.instrument, draft.type):
        raise Invalid((Fault("unknown_choice", "instrument", "SYS-2", {"value": draft.instrument}),))
    bad = tuple(one for one in problems_of(home, draft, deed.day) if one.code in _UNSTORABLE)
    if bad:
        raise Invalid(faults_of(bad))
    return provision


@act(Verb.EDIT_REQUEST)
def edit_request(deed: Deed, rfa_id: str, draft: RequestDraft, *, etag: str) -> None:
    """Rewrites a draft or a returned request; any approval of the earlier content is void by its digest."""
    rfa = known_request(rfa_id)
    deed.require(assistance.request_facts(rfa))
    deed.tell(request=rfa.id, number=rfa.number)
    rfa = assistance.locked(rfa)
    refuse_unless_editable(rfa)
    if etag != etag_of(rfa):
        raise Conflict("changed", number=rfa.number)
    tidy = normalised(draft)
    kept = assistance.draft_of(rfa)
    if rfa.state != "draft" and _route(tidy) != _route(kept):
        raise Invalid((Fault("not_changeable", "requested_administration", "CCO-21.4"),))
    content = with_attachments(tidy, kept.attachments)
    provision = _checked(deed, content)
    assistance.rewrite(rfa, deed.caller.officer, content, provision=provision, at=deed.at)


def _route(draft: RequestDraft) -> tuple[str, str, str]:
    return draft.requested_administration, draft.type, draft.instrument


def with_attachments(draft: RequestDraft, attachments: tuple[AttachmentNamed, ...]) -> RequestDraft:
    """The same content with these files named in it, so that an approval covers them."""
    return RequestDraft(
        **{name: getattr(draft, name) for name in RequestDraft.__dataclass_fields__ if name != "attachments"},
        attachments=attachments,
    )


def refuse_unless_editable(rfa: RequestForAssistance) -> None:
    """What was sent stays as it was sent."""
    if rfa.state not in editable_states():
        raise Conflict("not_editable", number=rfa.number, state=rfa.state)


def etag_of(rfa: RequestForAssistance) -> str:
    """A tag that changes with content and state, against lost updates."""
    return f"{digest(assistance.draft_of(rfa))[:32]}-{rfa.state}"


@act(Verb.APPROVE_REQUEST)
def approve_request(deed: Deed, rfa_id: str, *, digest: str) -> None:
    """A second officer approves exactly the content with this digest (SYS-7, settled point 10)."""
    rfa = known_request(rfa_id)
    deed.require(assistance.request_facts(rfa))
    deed.tell(request=rfa.id, number=rfa.number, digest=digest)
    refuse_unless_editable(rfa)
    draft = assistance.draft_of(rfa)
    if digest != _digest_of(draft):
        raise Conflict("changed", number=rfa.number)
    remaining = problems_of(rfa.requesting, draft, deed.day)
    if remaining:
        raise Invalid(faults_of(remaining))
    assistance.add_approval(rfa, deed.caller.officer, digest=digest, at=deed.at)


_digest_of = digest
