"""What an act names (Annexes, articles, territories), held against what its type needs and its instrument has."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from tidewaiter.treaty.acts import InstrumentAct
from tidewaiter.treaty.profile import Profile

Why = Literal["missing", "unknown"]

_PROVISION = re.compile(r"[A-Za-z0-9]+(\.[A-Za-z0-9]+)*")
_NEEDS: Mapping[str, str] = {
    "annex_acceptance": "annexes",
    "annex_withdrawal": "annexes",
    "territorial_extension": "territories",
    "territorial_exclusion": "territories",
    "opt_out": "articles",
    "reservation": "articles",
}


@dataclass(frozen=True, slots=True)
class Misnamed:
    """A field that is missing, or the value in it that the instrument does not have; `provision` may be empty."""

    why: Why
    field: str
    provision: str
    value: str = ""


def misnamed(profile: Profile, acts: Sequence[InstrumentAct], act: InstrumentAct) -> tuple[Misnamed, ...]:
    """Everything that the act lacks or names wrongly, beside the other acts under its instrument; an act out of
    due form is not refused here, since it has no effect until it is cured (CCO-66.2.v).
    """
    found = []
    needed = _NEEDS.get(act.type)
    if needed and not getattr(act, needed):
        found.append(Misnamed("missing", needed, _asked_by(profile, needed, act)))
    elif _leaves_annexes_open(profile, acts, act):
        found.append(Misnamed("missing", "annexes", _asked_by(profile, "annexes", act)))
    named = {"annexes": act.annexes or (), "articles": act.articles}
    for field, values in named.items():
        for place, value in enumerate(values):
            known = value in profile.annexes if field == "annexes" else has_provision(profile, value)
            if not known:
                found.append(Misnamed("unknown", f"{field}.{place}", _asked_by(profile, field, act), value))
    return tuple(found)


def has_provision(profile: Profile, provision: str) -> bool:
    """Whether a text is a provision of the instrument, written as in the acts: "39", "7.3", "IV" or "XI.15"."""
    return bool(_PROVISION.fullmatch(provision)) and (not profile.articles or profile.has(provision))


def _leaves_annexes_open(profile: Profile, acts: Sequence[InstrumentAct], act: InstrumentAct) -> bool:
    joining = profile.joining
    if joining is None or joining.annex_provision is None or act.type not in joining.types or act.annexes is not None:
        return False
    signed = {unit for each in acts if each.type == "signature" and each.annexes for unit in each.units}
    return not set(act.units) <= signed


def _asked_by(profile: Profile, field: str, act: InstrumentAct) -> str:
    """The provision on this field, empty where the instrument has none."""
    joining, territories, reservations = profile.joining, profile.territories, profile.reservations
    provisions = {
        "annexes": joining and joining.annex_provision,
        "articles": reservations and reservations.scope_provision,
        "territories": territories
        and (
            territories.exclusion_provision if act.type == "territorial_exclusion" else territories.extension_provision
        ),
    }
    provision = provisions[field]
    return profile.cited(provision) if provision else ""
