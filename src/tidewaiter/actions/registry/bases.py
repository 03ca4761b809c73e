"""Which instruments open an assistance between two administrations on a day, what each asks, what closes the others."""

from dataclasses import dataclass
from datetime import date

from tidewaiter.access.facts import Facts, Kind
from tidewaiter.access.verbs import Verb
from tidewaiter.actions.act import Deed, NotFound, act
from tidewaiter.assistance.form import languages_always_accepted
from tidewaiter.records import people, registry
from tidewaiter.treaty.provisions import load_instrument
from tidewaiter.treaty.register import Register
from tidewaiter.treaty.rules.capability import BasisView, ClosedBy, Question
from tidewaiter.treaty.rules.closing import ClosingFact, bases_between, closing_fact
from tidewaiter.treaty.rules.terms import Terms, terms_of


@dataclass(frozen=True, slots=True)
class Basis:
    """One basis on a day: open, with what it asks and gives, or closed by one fact.

    `languages` are those that the other side may never refuse.
    """

    instrument: str
    provision: str
    open: bool
    discretionary: bool
    because: tuple[str, ...]
    closed_by: ClosedBy | None
    trust: str
    terms: Terms
    languages: tuple[str, ...]
    closing: ClosingFact | None = None


@act(Verb.FIND_BASES)
def find_bases(
    deed: Deed, *, requested: str, type: str, requesting: str = "", on: date | None = None
) -> tuple[Basis, ...]:
    """Finds which instruments open this assistance between two administrations on a day, and what closes the others.

    Where no requesting side is named it is the caller's own; where no day is, today.
    """
    deed.require(Facts(Kind.PUBLIC, owner=deed.caller.administration))
    asking, day = requesting or deed.caller.administration, on or deed.day
    deed.tell(requesting=asking, requested=requested, type=type, on=day)
    one, other = people.administration(asking), people.administration(requested)
    if one is None or other is None or other.organization or one.code == other.code:
        raise NotFound
    recorded = registry.register()
    asked = Question(one.unit, other.unit, type, day, arrangements=recorded.arrangements)
    return tuple(_basis(recorded, view, asked) for view in bases_between(recorded, asked))


def _basis(recorded: Register, view: BasisView, asked: Question) -> Basis:
    instrument = load_instrument(view.instrument)
    return Basis(
        instrument=view.instrument,
        provision=view.provision,
        open=view.open,
        discretionary=view.discretionary,
        because=view.because,
        closed_by=view.closed_by,
        trust=view.trust,
        terms=terms_of(instrument, asked.type),
        languages=tuple(sorted(languages_always_accepted(view.instrument))),
        closing=closing_fact(instrument, recorded.under(instrument.id), recorded.kinds, view, asked),
    )
