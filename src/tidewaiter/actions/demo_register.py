"""What the register of the demo world holds beside deposits: units on a sea that is on no chart, and matters."""

from collections.abc import Mapping
from datetime import date, timedelta

from tidewaiter.actions.cooperation import FileDraft
from tidewaiter.actions.organization import MatterDraft, StepDraft
from tidewaiter.actions.registry import ReceivedAct
from tidewaiter.treaty.acts import InstrumentAct
from tidewaiter.treaty.register import Unit
from tidewaiter.treaty.registry_file import ArrangementLine
from tidewaiter.treaty.rules.months import add_months

SOURCE = "Invented for the demo"
TERRITORY = "XV"
_PLACES: Mapping[str, tuple[float, float]] = {
    "XA": (17.4, -61.9),
    "XB": (15.1, -64.7),
    "XC": (20.8, -70.2),
    "XD": (12.3, -68.6),
    "XE": (18.9, -64.1),
    "XF": (13.2, -59.8),
    "XG": (16.2, -69.9),
    "XH": (21.6, -74.4),
    "XJ": (11.2, -61.3),
    "XL": (19.5, -79.1),
    "XM": (14.5, -75.6),
    "XN": (12.8, -71.9),
}
_COMMUNITIES: Mapping[str, tuple[str, ...]] = {"XA": ("TRADEWINDS",), "XE": ("TRADEWINDS",), "XF": ("TRADEWINDS",)}


def units(names: Mapping[str, Mapping[str, str]]) -> tuple[Unit, ...]:
    """Every Member of the demo with its place and communities, and the one territory that belongs to one of them."""
    members = tuple(
        Unit(
            code,
            name=names[code],
            position=place,
            communities=_COMMUNITIES.get(code, ()),
            evidence=("basin_state", "un_member"),
            council_member=code < "XH",
        )
        for code, place in _PLACES.items()
    )
    pelican = {"en": "Pelican Banks", "fr": "Bancs du Pélican", "es": "Bancos del Pelícano", "nl": "Pelikaanbanken"}
    return (*members, Unit(TERRITORY, "territory", pelican, responsible_state="XD", position=(13.4, -66.9)))


def received(today: date) -> ReceivedAct:
    """The State of XD extends the Agreement to its territory; the depositary has yet to examine the instrument."""
    day = today - timedelta(days=9)
    act = InstrumentAct("territorial_extension", day, ("XD",), received=day, territories=(TERRITORY,))
    return ReceivedAct("cco-2019", act, reference="Note verbale 41", source=SOURCE)


def arrangement(today: date) -> ArrangementLine:
    """Two Members exchange particulars of consignments before they arrive, for three years."""
    since = today.replace(day=1)
    return ArrangementLine(
        fact="",
        parties=("XC", "XD"),
        articles=("28",),
        from_=add_months(since, -6),
        to=add_months(since, 30),
        scope="Containers in transit through both ports",
        elements=("consignment number", "expected arrival", "container number", "goods"),
        frequency="daily",
        reference="Exchange of letters 7",
        source=SOURCE,
    )


def amendment(today: date) -> tuple[MatterDraft, StepDraft]:
    """XB proposes that one Article say more of what may be asked, and the text has been communicated."""
    proposed = add_months(today, -1)
    draft = MatterDraft(
        number="DEMO-1",
        instrument="cco-2019",
        title="Questions about the origin of goods",
        opened_on=proposed,
        text="Article 26 also lets an administration ask whether a certificate of origin is genuine.",
        units=("XB",),
        provisions=("26",),
        reference="Proposal of XB",
    )
    return draft, StepDraft("communicated", on=proposed + timedelta(days=5))


FILE = FileDraft("accession", "F-1/DEMO", "Accession to the Nairobi Convention, Annex X", instrument="nbo-1977")


def gates(today: date) -> tuple[tuple[str, str], ...]:
    """The gates that the file of the demo has passed, in their order."""
    return (
        ("research", add_months(today, -14).strftime("%Y-%m")),
        ("translation", add_months(today, -9).strftime("%Y-%m")),
        ("draft_proposal", add_months(today, -4).isoformat()),
    )
