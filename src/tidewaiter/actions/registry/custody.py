"""The depositary's custody: texts, instruments and communications with their receipt, and certified copies of them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from tidewaiter.access.facts import Facts, Kind
from tidewaiter.access.verbs import Verb
from tidewaiter.actions.act import Conflict, Deed, Fault, NotFound, act, refuse
from tidewaiter.actions.files import file_faults, plain_name, recognised
from tidewaiter.actions.registry.depositary_views import DocumentView, act_view
from tidewaiter.actions.registry.examining import known_act
from tidewaiter.actions.registry.faults import refuse_whoever_may_not
from tidewaiter.records import attachments, depositary, people
from tidewaiter.records.depositary import Kept
from tidewaiter.records.markings import facts_of
from tidewaiter.records.models import RegisterDocument
from tidewaiter.treaty.acts import InstrumentAct
from tidewaiter.treaty.provisions import LANGUAGES, implements, instrument_ids

DOCUMENT_KINDS = (
    "original_text",
    "act_document",
    "notification",
    "reservation",
    "undertaking",
    "communication",
    "other",
)
"""What the depositary keeps; a certified copy is made here and not handed in."""

_INTERNAL = frozenset({"communication", "undertaking"})
_OTHER_LANGUAGES = "mul"
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class DocumentGiven:
    """A document as it is taken into custody."""

    kind: str
    instrument: str
    title: str
    language: str
    received_at: datetime | None = None
    fact: str = ""
    units: tuple[str, ...] = ()
    place: str = ""
    custodian: str = ""


@dataclass(frozen=True, slots=True)
class DocumentFile:
    """The bytes of a document with its name and media type."""

    name: str
    media_type: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Certificate:
    """What a certificate says: the document, the act it belongs to, who certifies, when, and the bytes' own digest."""

    document: DocumentView
    act: InstrumentAct | None
    reference: str
    depositary: dict[str, str]
    officer: str
    at: datetime
    language: str


@act(Verb.KEEP_DOCUMENT)
@implements("CCO-66.2.i", "CCO-66.2.iii", "CCO-66.2.iv", "NBO-15.4")
def keep_document(deed: Deed, given: DocumentGiven, *, name: str, data: bytes) -> DocumentView:
    """Takes a document into custody with its receipt, its place, its custodian and the digest of its bytes."""
    deed.require(Facts(Kind.PUBLIC, owner=deed.caller.administration))
    deed.tell(instrument=given.instrument, document=given.kind, size=len(data))
    if given.fact:
        known_act(given.fact)
    media_type = recognised(data)
    refuse(*_wrong(given, deed.at), *file_faults(name, data, media_type, "CCO-66.2.iii"))
    digest = attachments.store(data)
    deed.tell(digest=digest)
    row = depositary.keep_document(
        deed.caller.administration,
        Kept(
            kind=given.kind,
            instrument=given.instrument,
            title=given.title.strip(),
            language=given.language,
            received_at=given.received_at or deed.at,
            name=plain_name(name),
            media_type=media_type,
            size=len(data),
            digest=digest,
            fact=given.fact,
            units=given.units,
            place=given.place.strip(),
            custodian=given.custodian.strip() or deed.caller.officer,
            internal=given.kind in _INTERNAL,
        ),
        deed.caller.officer,
        deed.at,
    )
    return document_view(row)


def _wrong(given: DocumentGiven, at: datetime) -> tuple[Fault | None, ...]:
    late = given.received_at is not None and given.received_at > at
    texts = ("title", given.title), ("place", given.place), ("custodian", given.custodian)
    return (
        _unknown("kind", given.kind) if given.kind not in DOCUMENT_KINDS else None,
        _unknown("instrument", given.instrument) if given.instrument not in instrument_ids() else None,
        _unknown("language", given.language) if given.language not in (*LANGUAGES, _OTHER_LANGUAGES) else None,
        Fault("missing", "title", "CCO-66.2.iii") if not given.title.strip() else None,
        Fault("in_future", "received_at", "CCO-66.2.iii") if late else None,
        *(
            Fault("too_long", field, "CCO-66.2.iii", {"limit": str(_LONGEST)}) if len(text) > _LONGEST else None
            for field, text in texts
        ),
    )


def _unknown(field: str, value: str) -> Fault:
    return Fault("unknown_choice", field, "CCO-66.2.iii", {"value": value[:40]})


@act(Verb.LIST_DOCUMENTS)
def list_documents(deed: Deed, *, instrument: str = "", fact: str = "") -> tuple[DocumentView, ...]:
    """The documents in custody of an instrument or an act, received last first; the latest two hundred."""
    deed.require(Facts(Kind.PUBLIC, owner=deed.caller.administration))
    return tuple(document_view(row) for row in depositary.documents(instrument=instrument, fact=fact)[:_LONGEST])


@act(Verb.READ_DOCUMENT)
def read_document(deed: Deed, document_id: str) -> DocumentFile:
    """Gives the bytes of a document, as long as they are those that were taken into custody."""
    row = _known(deed, document_id)
    deed.require(facts_of(row.marking))
    deed.tell(document=row.id, digest=row.digest)
    return DocumentFile(row.name, row.media_type, _bytes(row))


@act(Verb.CERTIFY_COPY)
@implements("CCO-66.2.ii")
def certify_copy(
    deed: Deed, document_id: str, *, language: str, written: Callable[[Certificate, bytes], bytes]
) -> DocumentView:
    """Makes a certified copy in a language, keeps it, and drafts the notice that transmits it.

    `written` sets the certificate: a door knows words, an act knows facts.
    """
    row = _known(deed, document_id)
    deed.require(facts_of(row.marking))
    deed.tell(document=row.id, language=language)
    refuse(_unknown("language", language) if language not in LANGUAGES else None)
    if row.copy_of_id is not None:
        raise Conflict("copy_of_a_copy")
    view = document_view(row)
    current = act_view(known_act(view.fact)) if view.fact else None
    home = people.administration(deed.caller.administration)
    officer = people.officer_named(deed.caller.officer)
    certificate = Certificate(
        document=view,
        act=current.act if current else None,
        reference=current.reference if current else "",
        depositary=dict(home.name) if home else {},
        officer=officer.name if officer else "",
        at=deed.at,
        language=language,
    )
    data = written(certificate, _bytes(row))
    copy = depositary.keep_document(
        deed.caller.administration, _copy(row, language, data, deed), deed.caller.officer, deed.at
    )
    deed.tell(copy=copy.id, digest=copy.digest)
    units = tuple(row.units) or (current.act.units if current else ())
    depositary.draft_notices(
        deed.caller.administration,
        instrument=row.instrument,
        event="certified_copy",
        units=units,
        about={"units": ", ".join(units), "title": row.title, "document": str(copy.id), "digest": copy.digest},
        fact=view.fact,
        day=deed.day,
        at=deed.at,
    )
    return document_view(copy)


def _copy(row: RegisterDocument, language: str, data: bytes, deed: Deed) -> Kept:
    return Kept(
        kind="certified_copy",
        instrument=row.instrument,
        title=row.title,
        language=language,
        received_at=deed.at,
        name=f"{row.name.rpartition('.')[0] or row.name}-{language}.pdf"[-_LONGEST:],
        media_type="application/pdf",
        size=len(data),
        digest=attachments.store(data),
        fact=str(row.fact or ""),
        units=tuple(row.units),
        place=row.place,
        custodian=row.custodian,
        copy_of=str(row.id),
    )


def _known(deed: Deed, document_id: str) -> RegisterDocument:
    refuse_whoever_may_not(deed)
    row = depositary.document_by_id(document_id)
    if row is None:
        raise NotFound
    return row


def _bytes(row: RegisterDocument) -> bytes:
    try:
        return attachments.read(row.digest)
    except attachments.Spoilt as problem:
        raise Conflict("attachment_spoilt", name=row.name) from problem


def document_view(row: RegisterDocument) -> DocumentView:
    """A document as doors show it."""
    return DocumentView(
        id=str(row.id),
        kind=row.kind,
        instrument=row.instrument,
        fact=str(row.fact or ""),
        units=tuple(row.units),
        title=row.title,
        language=row.language,
        place=row.place,
        custodian=row.custodian,
        received_at=row.received_at,
        name=row.name,
        media_type=row.media_type,
        size=row.size,
        digest=row.digest,
        copy_of=str(row.copy_of_id or ""),
    )
