"""What a finding about an act is, and the case in which it is made."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from tidewaiter.treaty.acts import InstrumentAct, Ledger
from tidewaiter.treaty.profile import Profile
from tidewaiter.treaty.register import Register
from tidewaiter.treaty.rules.consent import Consent
from tidewaiter.treaty.rules.parties import Parties

Severity = Literal["refused", "defective", "question"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing about an act: a code with its parameters, the field, the provision, and how grave it is.

    `refused`: there can be no such act. `defective`: recorded, without effect until it is cured. `question`: recorded,
    and the depositary asks the party before confirming.
    """

    code: str
    field: str
    provision: str
    params: Mapping[str, str] = dataclasses.field(default_factory=dict, hash=False)
    severity: Severity = "refused"


@dataclass(frozen=True, slots=True)
class Case:
    """An act with everything it is held against: the profile, the other acts, and who is a party by them."""

    profile: Profile
    acts: Ledger
    register: Register
    act: InstrumentAct
    found: Parties

    @property
    def day(self) -> date:
        """The day on which the act counts."""
        return self.act.receipt

    def cited(self, provision: str | None) -> str:
        """The id of a provision of the instrument, or of its general provision where there is none."""
        return self.profile.cited(provision or self.profile.general_provision)

    def standing(self, unit: str, day: date) -> Consent | None:
        """The consent of a unit that stands on a day, whether or not it binds already."""
        own = (each for each in self.found.of(unit) if each.on <= day and (each.end is None or day < each.end))
        return next(own, None)

    def finding(
        self, code: str, field: str, provision: str | None, severity: Severity = "refused", **params: str
    ) -> Finding:
        """A finding of this case that cites a provision of its instrument."""
        return Finding(code, field, self.cited(provision), params, severity)

    def per_unit(self) -> Iterator[tuple[str, str]]:
        """Each unit of the act once, with the name of its field."""
        for place, unit in enumerate(self.act.units):
            if unit not in self.act.units[:place]:
                yield unit, f"units.{place}"


def listed(values: Sequence[str]) -> str:
    """Codes as one parameter of a sentence."""
    return ", ".join(values)
