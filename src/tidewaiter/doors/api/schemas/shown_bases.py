"""What the API gives on bases: open ones with what they ask and allow, the others with the fact that closes each."""

from dataclasses import asdict
from datetime import date

from pydantic import Field

from tidewaiter.actions.registry import Basis
from tidewaiter.doors.api.text import Shown
from tidewaiter.doors.words import say
from tidewaiter.treaty.rules.closing import ClosingFact


class ClosingShown(Shown):
    """The one fact that closes a basis: who has not done what, since or until when."""

    code: str = Field(examples=["opted_out"])
    provision: str = Field(examples=["CCO-43.1"])
    unit: str = Field(examples=["XM"])
    day: date | None
    part: str = Field(examples=["39"])
    words: str = Field(description="in the caller's language", examples=["XM opted out of Article 39."])

    @classmethod
    def of(cls, fact: ClosingFact) -> "ClosingShown":
        """Show a fact with its sentence."""
        params = {name: str(value or "") for name, value in asdict(fact).items() if name not in ("code", "provision")}
        words = say(f"closing:{fact.code}", **{**params, "count": str(fact.count)})
        return cls(code=fact.code, provision=fact.provision, unit=fact.unit, day=fact.day, part=fact.part, words=words)


class ParticularShown(Shown):
    """A field that the request must contain."""

    field: str = Field(examples=["matter"])
    provision: str = Field(examples=["CCO-21.4.ii"])


class UseShown(Shown):
    """What the answer may be used for without asking again, and whether a court may have it."""

    free: list[str] = Field(examples=[["administrative"]])
    court: str = Field(examples=["consent"])
    provision: str = Field(examples=["CCO-30.1"])
    consent_provision: str = Field(examples=["CCO-30.2"])


class CostShown(Shown):
    """Who bears a kind of cost."""

    kind: str = Field(examples=["expert"])
    borne_by: str = Field(examples=["requesting"])
    employee: str | None = Field(description="who does for a government employee", examples=[None])
    hold: bool = Field(description="whether the request may wait while the two consult")
    provision: str = Field(examples=["CCO-32.2"])


class GroundTermShown(Shown):
    """A ground on which the other side may decline, postpone or ask for conditions."""

    code: str = Field(examples=["G1"])
    effects: list[str] = Field(examples=[["decline"]])
    provision: str = Field(examples=["CCO-42.1"])
    reasons_required: bool


class TermsShown(Shown):
    """What the instrument demands of such a request, and allows with its answer."""

    particulars: list[ParticularShown]
    use: UseShown | None
    costs: list[CostShown]
    grounds: list[GroundTermShown]
    reciprocity: str = Field(description="the provision on who could not give the same", examples=["CCO-42.2"])


class BasisShown(Shown):
    """A basis of assistance between two administrations today, and why it is open or closed."""

    instrument: str = Field(examples=["cco-2019"])
    provision: str = Field(examples=["CCO-23"])
    open: bool
    discretionary: bool
    because: list[str]
    closed_by: str | None = Field(examples=[None])
    trust: str = Field(examples=["verified"])
    closing: ClosingShown | None = Field(description="the one fact that closes it", examples=[None])
    terms: TermsShown
    languages: list[str] = Field(description="languages that the other side may never refuse", examples=[["en"]])

    @classmethod
    def of(cls, basis: Basis) -> "BasisShown":
        """Show a basis, its closing fact in the caller's language."""
        plain = {name: getattr(basis, name) for name in cls.model_fields if name not in ("closing", "terms")}
        closing = ClosingShown.of(basis.closing) if basis.closing else None
        return cls(closing=closing, terms=TermsShown.model_validate(basis.terms), **plain)


class BasesShown(Shown):
    """The bases, open ones first."""

    items: list[BasisShown]
