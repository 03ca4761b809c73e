"""Acts on attachments: what is attached is recognised by its content, kept by its digest, served only from here."""

import filetype
from django.conf import settings

from tidewaiter.access.verbs import Verb
from tidewaiter.actions.act import Conflict, Deed, Fault, Invalid, NotFound, act
from tidewaiter.actions.assistance.drafting import with_attachments
from tidewaiter.actions.assistance.shapes import AttachmentFile, AttachmentView
from tidewaiter.actions.assistance.standing import known_request
from tidewaiter.assistance.draft import AttachmentNamed
from tidewaiter.assistance.lifecycle import Side, attaching_states
from tidewaiter.records import assistance, attachments
from tidewaiter.records.models import Attachment, RequestForAssistance
from tidewaiter.treaty.provisions import implements

COPY_LEVELS = ("plain", "certified", "authenticated")
MOST_FILES = 20
_LONGEST_NAME = 200
_ACCEPTED = frozenset(
    {
        "application/pdf",
        "image/png",
        "image/jpeg",
        "image/tiff",
        "image/webp",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "application/vnd.oasis.opendocument.text",
        "application/vnd.oasis.opendocument.spreadsheet",
    }
)
_ENDINGS = {
    "application/pdf": ("pdf",),
    "image/png": ("png",),
    "image/jpeg": ("jpg", "jpeg"),
    "image/tiff": ("tif", "tiff"),
    "image/webp": ("webp",),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ("docx",),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ("xlsx",),
    "application/vnd.oasis.opendocument.text": ("odt",),
    "application/vnd.oasis.opendocument.spreadsheet": ("ods",),
    "text/plain": ("txt", "csv"),
}


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
        name=_plain_name(name),
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
    limit = settings.TIDEWAITER.attachment_limit
    ending = _plain_name(name).rpartition(".")[2].lower()
    wrong = (
        (not data, Fault("empty_file", "file", "CCO-21.2")),
        (len(data) > limit, Fault("file_too_large", "file", "CCO-21.2", {"limit": str(limit)})),
        (not media_type, Fault("file_not_recognised", "file", "CCO-21.2")),
        (
            bool(media_type) and ending not in _ENDINGS.get(media_type, ()),
            Fault("file_not_as_named", "file", "CCO-21.2", {"found": media_type}),
        ),
        (copy_level not in COPY_LEVELS, Fault("missing", "copy_level", "CCO-1.vii")),
        (
            len(assistance.attachments_of(rfa)) >= MOST_FILES,
            Fault("too_many", "file", "CCO-21.2", {"limit": str(MOST_FILES)}),
        ),
    )
    faults = tuple(fault for bad, fault in wrong if bad)
    if faults:
        raise Invalid(faults)
    return media_type


def recognised(data: bytes) -> str:
    """The media type by content; empty for what we do not take."""
    kind = filetype.guess(data)
    if kind is not None:
        return kind.mime if kind.mime in _ACCEPTED else ""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return ""
    looks_like_page = (
        text.lstrip("\ufeff \r\n\t").lower().startswith(("<!doctype", "<html", "<svg", "<?xml", "<script"))
    )
    return "" if "\0" in text or looks_like_page else "text/plain"


def _plain_name(name: str) -> str:
    last = name.replace("\\", "/").rpartition("/")[2]
    kept = "".join(letter for letter in last if letter.isprintable() and letter not in '"<>|:*?')
    return kept.strip()[-_LONGEST_NAME:] or "file"


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
