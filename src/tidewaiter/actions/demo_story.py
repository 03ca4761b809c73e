"""What happens in the demo world: invented requests and watch entries; nobody in it exists."""

from dataclasses import dataclass, replace
from datetime import date

from tidewaiter.actions.assistance import MoveInput
from tidewaiter.assistance.draft import PersonNamed, RequestDraft
from tidewaiter.assistance.replies import QuestionAnswer, ReplyDraft
from tidewaiter.screening.entries import Audience, EntryDraft
from tidewaiter.screening.subjects import (
    Identifier,
    IdentifierKind,
    Name,
    NameKind,
    PartialDate,
    Subject,
    SubjectKind,
)
from tidewaiter.treaty.rules.months import add_months

_NOTHING = MoveInput()
_UNDER_WAY = (("send", _NOTHING), ("receive", _NOTHING), ("start", _NOTHING))


@dataclass(frozen=True, slots=True)
class DemoRequest:
    """A request and the moves of its story; without moves it stays a draft."""

    requesting: str
    draft: RequestDraft
    moves: tuple[tuple[str, MoveInput], ...] = ()


@dataclass(frozen=True, slots=True)
class DemoEntry:
    """A watch entry of the demo; personal data end `months` after the day on which the world is built."""

    supplier: str
    content: EntryDraft
    months: int = 0
    released: bool = True

    def draft(self, day: date) -> EntryDraft:
        """The entry with its day of deletion counted from that day."""
        return replace(self.content, delete_on=add_months(day, self.months)) if self.months else self.content


_INVOICE = RequestDraft(
    requested_administration="XB",
    type="control",
    instrument="cco-2019",
    requester_ref="AB/2026/118",
    purpose="proper_application",
    matter="Export declaration of 40 reefer compressors",
    reasons="The declared unit price is far below the price in the importer's own catalogue.",
    control_questions=("lawful_export",),
    doubt_statement="The export declaration handed to us bears a number of a series that Belle-Anse closed last year.",
    persons_unknown=True,
    goods="40 reefer compressors, HS 8414.30, 1 container BRVU1234563",
    means="MV Brise Vaillante, IMO 9074729",
    documents="Export declaration BA-2026-5521, invoice 778",
    declaration_no="AB-2026-004411",
    verification_done="We compared the invoice with the packing list and asked the importer, who had no originals.",
    case_summary="A consignment from Belle-Anse was declared at a third of its usual value.",
    applicable_law="Customs Act of Alder Bank, sections 41 and 112 (false declaration)",
    intended_use="administrative",
    language="en",
)
_ORIGIN = replace(
    _INVOICE,
    requested_administration="XC",
    type="assessment",
    requester_ref="AB/2026/131",
    matter="Value of 12 pallets of ceramic tiles",
    reasons="The importer could not explain why two invoices bear the same number and different totals.",
    control_questions=(),
    doubt_statement="The declared value is 40 % below the contract price.",
    goods="12 pallets of ceramic tiles, HS 6907.21",
    means="",
    documents="Invoices 2210 and 2210 bis",
    declaration_no="AB-2026-005103",
    specific_information_wanted="Copy of the export declaration and of invoice 2210 as presented at export.",
    case_summary="Two invoices with one number were found in the files of Costa Clara Trading S.A.",
)
_TRENDS = RequestDraft(
    requested_administration="XD",
    type="information",
    instrument="cco-2019",
    requester_ref="AB/2026/140",
    purpose="supply_chain",
    matter="Hollow pallets in reefer containers",
    reasons="We found two hollow pallets this month and would know whether the method is known to you.",
    category=("ii",),
    persons_unknown=True,
    goods="Wooden pallets with cavities, in reefer containers",
    case_summary="Two finds at the container terminal of Alder Bank, both with empty cavities.",
    applicable_law="Customs Act of Alder Bank, section 88 (control of containers)",
    intended_use="administrative",
    language="en",
)
_LOADING = RequestDraft(
    requested_administration="XA",
    type="offence_information",
    instrument="cco-2019",
    requester_ref="BA/2026/77",
    purpose="offences",
    matter="Chargement suspect de cigarettes",
    reasons="Nous savons qu'un chargement se prépare et ne savons pas s'il a été déclaré chez vous.",
    offence_state="planned",
    grounds="Deux témoins ont décrit le chargement, et la cargaison annoncée n'existe pas chez l'expéditeur.",
    offence_territory="XB",
    persons=(PersonNamed("Ilario Vantongeren", "", "broker"),),
    goods="Cigarettes, HS 2402.20",
    means="MV Brise Vaillante, IMO 9074729",
    case_summary="Un navire annoncé vide aurait chargé des cigarettes au large.",
    applicable_law="Code des douanes de Belle-Anse, articles 215 et 419",
    intended_use="administrative",
    language="fr",
    translation_language="en",
)
_LAWFUL = MoveInput(
    reply=ReplyDraft(
        answer_type="full",
        text="The goods left Belle-Anse under declaration BA-2026-5512; the number you were given does not exist.",
        answers=(QuestionAnswer("lawful_export", "not_lawful", "", "Declaration BA-2026-5521 was never issued."),),
    )
)

REQUESTS: tuple[DemoRequest, ...] = (
    DemoRequest("XA", _INVOICE, (*_UNDER_WAY, ("answer", _LAWFUL))),
    DemoRequest(
        "XA",
        _ORIGIN,
        (
            *_UNDER_WAY,
            (
                "answer_partly",
                MoveInput(reply=ReplyDraft(answer_type="partial", text="The export declaration follows next week.")),
            ),
        ),
    ),
    DemoRequest("XA", _TRENDS, (("send", _NOTHING), ("receive", _NOTHING))),
    DemoRequest("XB", _LOADING, (("send", _NOTHING),)),
    DemoRequest("XA", replace(_INVOICE, requester_ref="AB/2026/152", matter="Second delivery of compressors")),
    DemoRequest(
        "XA",
        replace(_TRENDS, requester_ref="AB/2026/90", matter="Ten years of manifests"),
        (
            ("send", _NOTHING),
            ("receive", _NOTHING),
            (
                "decline",
                MoveInput(
                    reply=ReplyDraft(
                        ground="G10",
                        reasons="Ten years of manifests would take 400 hours; we can help with one quarter.",
                    )
                ),
            ),
        ),
    ),
)

_OFFENCES = ("offences", "risk_assessment")
_PERSON = EntryDraft(
    subject=Subject(
        kind=SubjectKind.PERSON,
        names=(Name("Ilario Vantongeren"), Name("Hilario van Tongeren", NameKind.ALIAS)),
        identifiers=(Identifier(IdentifierKind.PASSPORT, "XA7741902"),),
        birth=PartialDate(1971, 8, 14),
        countries=("XD",),
    ),
    reason="Arranged three consignments of undeclared cigarettes.",
    grounds="Named as broker in three bills of lading and recognised on port footage.",
    action="discreet",
    purposes=_OFFENCES,
    attested=True,
    audience=Audience(deny_administrations=("XC",)),
)
_VESSEL = EntryDraft(
    subject=Subject(
        kind=SubjectKind.TRANSPORT,
        names=(Name("MV Brise Vaillante"), Name("Ocean Courage", NameKind.FORMER)),
        identifiers=(Identifier(IdentifierKind.IMO, "9074729"),),
        countries=("XG",),
    ),
    reason="Met small craft outside port limits on two nights.",
    action="sight",
    purposes=("offences", "risk_assessment", "supply_chain"),
    attested=True,
)
_TRADER = EntryDraft(
    subject=Subject(
        kind=SubjectKind.BUSINESS,
        names=(Name("Costa Clara Trading S.A."), Name("CCT Import", NameKind.ALIAS)),
        identifiers=(Identifier(IdentifierKind.TAX, "XC88201764"),),
        countries=("XC",),
    ),
    reason="Presented two invoices with one number and different totals.",
    action="specific",
    purposes=("risk_assessment",),
    attested=True,
    audience=Audience(allow_administrations=("XA", "XD")),
)
_GOODS = EntryDraft(
    subject=Subject(
        kind=SubjectKind.COMMODITY,
        names=(Name("Reefer compressors declared as scrap"),),
        identifiers=(Identifier(IdentifierKind.HS, "841430"),),
    ),
    reason="Compressors leave as scrap and arrive as new goods.",
    action="analysis",
    purposes=("risk_assessment", "supply_chain"),
    attested=True,
)
_FORWARDER = EntryDraft(
    subject=Subject(kind=SubjectKind.BUSINESS, names=(Name("Vloedlijn Expeditie B.V."),), countries=("XD",)),
    reason="Books reefers that arrive empty.",
    action="contact",
    purposes=("supply_chain",),
    attested=True,
)

ENTRIES: tuple[DemoEntry, ...] = (
    DemoEntry("XA", _PERSON, months=24),
    DemoEntry("XB", _VESSEL),
    DemoEntry("XC", _TRADER),
    DemoEntry("XD", _GOODS),
    DemoEntry("XD", _FORWARDER, released=False),
)
