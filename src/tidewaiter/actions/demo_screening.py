"""What waits for the worker in the demo: a manifest of which two parties are like watch entries, and risk profiles."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from tidewaiter.access.facts import Caller
from tidewaiter.actions.callers import caller_for_officer, caller_for_token
from tidewaiter.actions.demo import DemoAccount
from tidewaiter.actions.screening import ListOrder, ListStand, keep_profile, release_profile, take_lines
from tidewaiter.screening.lists.submitted import Goods, Party, PartyRole, Route, SubmittedLine
from tidewaiter.screening.risk.conditions import ConditionKind
from tidewaiter.screening.risk.profiles import ConditionDraft, Joined, ProfileDraft
from tidewaiter.screening.subjects import Identifier, IdentifierKind, Name, PartialDate, Subject, SubjectKind
from tidewaiter.treaty.rules.months import add_months

OFFICER = "xb.cais_official"
RELEASER = "xb.approver"
_PROFILE_MONTHS = 6
ORDER = ListOrder(
    source="Manifest of MV Brise Vaillante, voyage 114W",
    kind="manifest",
    purpose="risk_assessment",
    case="2026/114",
)
_ROUTE = Route(loading="XCSAL", discharge="XBHAR", voyage="114W")
_VESSEL = Party(
    PartyRole.VESSEL,
    Subject(
        kind=SubjectKind.TRANSPORT,
        names=(Name("MV Brise Vaillante"),),
        identifiers=(Identifier(IdentifierKind.IMO, "9074729"),),
    ),
)
# row, consignor, consignee, HS code, what it is, kilograms, value
_ROWS = (
    ("BL-001", "Atelier Sandrelle", "Hilario Van Tongerren", "240220", "Cigarettes", 18_400, 96_000),
    ("BL-002", "Marisol Quenneville", "Tamsin Overbrook", "940360", "Wooden furniture", 2_150, 8_400),
    ("BL-003", "Greenhalgh & Daughters Ltd", "Oduya Stores", "170199", "Refined sugar", 24_000, 13_900),
    ("BL-004", "Kestrel Marine Supply", "Fabrice Montclair", "840734", "Outboard engines", 960, 31_200),
    ("BL-005", "Pilar Etcheverria", "Joost Hanneman", "620342", "Trousers of cotton", 1_320, 22_700),
    ("BL-006", "Sunhaven Bakery", "Delphine Aurelle", "110100", "Wheat flour", 21_500, 9_800),
)


def keep_profiles(accounts: Iterable[DemoAccount]) -> None:
    """An official writes two risk profiles; another officer releases the first, and the second waits for that."""
    tokens = {account.username: account.api_token for account in accounts}
    author, releaser = (caller_for_token(tokens[username], language="") for username in (OFFICER, RELEASER))
    first, *others = profiles(add_months(author.day, _PROFILE_MONTHS))
    release_profile(releaser, keep_profile(author, first), version=1)
    for draft in others:
        keep_profile(author, draft)


def profiles(expires_on: date) -> tuple[ProfileDraft, ...]:
    """What the administration looks for in its own lists: the first fits one line of the manifest."""
    return (
        ProfileDraft(
            name="Tobacco from Costa Clara at a low value",
            purpose=ORDER.purpose,
            grounds="Three consignments of this year held more cigarettes than declared; each was valued low.",
            joined=Joined.ALL,
            threshold=60,
            conditions=(
                ConditionDraft(ConditionKind.GOODS, "2402 2403", 30),
                ConditionDraft(ConditionKind.LOADED_AT, "XC", 20),
                ConditionDraft(ConditionKind.VALUE_PER_KG, "8- USD", 30),
            ),
            expires_on=expires_on,
        ),
        ProfileDraft(
            name="Clothing valued unlike other clothing",
            purpose=ORDER.purpose,
            grounds="Value per kilogram shows what an invoice hides, once enough lists were handed in to compare with.",
            joined=Joined.ALL,
            threshold=70,
            conditions=(
                ConditionDraft(ConditionKind.GOODS, "61 62", 30),
                ConditionDraft(ConditionKind.VALUE_OUT_OF_LINE, "50", 40),
            ),
            expires_on=expires_on,
        ),
    )


def hand_in() -> ListStand:
    """An official hands the manifest in; the worker screens it."""
    caller: Caller = caller_for_officer(OFFICER)
    *_, stand = take_lines(caller, ORDER, [_line(number, *row) for number, row in enumerate(_ROWS, start=1)])
    return stand


def _line(
    number: int, row: str, consignor: str, consignee: str, hs: str, goods: str, kilograms: int, value: int
) -> SubmittedLine:
    parties = (_trader(PartyRole.CONSIGNOR, consignor), _trader(PartyRole.CONSIGNEE, consignee))
    return SubmittedLine(
        line=number,
        row_id=row,
        parties=(_VESSEL, *parties) if number == 1 else parties,
        goods=Goods((hs,), goods, Decimal(kilograms), Decimal(value), "USD"),
        route=_ROUTE,
    )


def _trader(role: PartyRole, name: str) -> Party:
    birth = PartialDate(1971) if name.startswith("Hilario") else None
    return Party(role, Subject(kind=SubjectKind.PERSON, names=(Name(name),), birth=birth), supposed=True)
