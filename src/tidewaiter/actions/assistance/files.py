"""Acts on attachments: what is attached is recognised by its content, kept by its digest, served only from here."""

from tidewaiter.access.verbs import Verb
from tidewaiter.actions.act import Conflict, Deed, Fault, Invalid, NotFound, act
from tidewaiter.actions.assistance.drafting import with_attachments
from tidewaiter.actions.assistance.shapes import AttachmentFile, AttachmentView
from tidewaiter.actions.assistance.standing import known_request
from tidewaiter.actions.files import file_faults, plain_name, recognised
from tidewaiter.assistance.draft import AttachmentNamed
from tidewaiter.assistance.lifecycle import Side, attaching_states
from tidewaiter.records import assistance, attachments
from tidewaiter.records.models import Attachment, RequestForAssistance
from tidewaiter.treaty.provisions import implements

COPY_LEVELS = ("plain", "certified", "authenticated")
MOST_FILES = 20


@act(Verb.ATTACH)
@implements("CCO-1.vii", "CCO-21.2")
def attach(deed: Deed, rfa_id: str, *, name: str, data: bytes, copy_level: str) -> AttachmentView:
    """Attaches a file in any format we can recognise, with the level of its copy; the name is not trusted."""
    rfa = known_request(rfa_id)
    deed.require(assistance.request_facts(rfa))
    deed.tell(request=rfa.id, number=rfa.number, size=len(data))
    own = deed.caller.administration
    _refuse_wrong_time(rfa, own)
    media_type = _checked(rfa, name, data, copy_level)
    digest = attachments.store(data)
    row = assistance.add_attachment(
        rfa,
        owner=own,
        officer=deed.caller.officer,
        at=deed.at,
        name=plain_name(name),
        media_type=media_type,
        size=len(data),
        digest=digest,
        copy_level=copy_level,
    )
    deed.tell(attachment=row.id, digest=digest)
    if own == rfa.requesting:
        _name_in_content(deed, rfa, row)
    return view_of(row)


def _refuse_wrong_time(rfa: RequestForAssistance, own: str) -> None:
    side = Side.REQUESTING if own == rfa.requesting else Side.REQUESTED
    if rfa.state not in attaching_states(side):
        raise Conflict("not_editable", number=rfa.number, state=rfa.state)


def _checked(rfa: RequestForAssistance, name: str, data: bytes, copy_level: str) -> str:
    media_type = recognised(data)
    wrong = (
        (copy_level not in COPY_LEVELS, Fault("missing", "copy_level", "CCO-1.vii")),
        (
            len(assistance.attachments_of(rfa)) >= MOST_FILES,
            Fault("too_many", "file", "CCO-21.2", {"limit": str(MOST_FILES)}),
        ),
    )
    faults = (*file_faults(name, data, media_type, "CCO-21.2"), *(fault for bad, fault in wrong if bad))
    if faults:
        raise Invalid(faults)
    return media_type


def _name_in_content(deed: Deed, rfa: RequestForAssistance, row: Attachment) -> None:
    draft = assistance.draft_of(rfa)
    named = (*draft.attachments, AttachmentNamed(name=row.name, sha256=row.digest))
    assistance.rewrite(rfa, deed.caller.officer, with_attachments(draft, named), provision=rfa.provision, at=deed.at)


def view_of(row: Attachment) -> AttachmentView:
    """An attachment as doors show it."""
    return AttachmentView(
        id=str(row.id),
        name=row.name,
        media_type=row.media_type,
        size=row.size,
        digest=row.digest,
        copy_level=row.copy_level,
        administration=row.administration,
        officer=row.officer,
        at=row.at,
    )


@act(Verb.READ_ATTACHMENT)
@implements("CCO-30.1")
def read_attachment(deed: Deed, attachment_id: str) -> AttachmentFile:
    """Gives a file to the two administrations of its request, and to nobody else."""
    row = assistance.attachment_by_id(attachment_id)
    if row is None:
        raise NotFound
    deed.require(assistance.request_facts(row.rfa))
    deed.tell(request=row.rfa_id, attachment=row.id, digest=row.digest)
    try:
        data = attachments.read(row.digest)
    except attachments.Spoilt as problem:
        raise Conflict("attachment_spoilt", name=row.name) from problem
    return AttachmentFile(name=row.name, media_type=row.media_type, data=data)
