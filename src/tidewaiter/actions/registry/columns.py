"""Which parts of an instrument stand across the matrix: the body, what may be left out of it, and the Annexes."""

from collections.abc import Sequence

from tidewaiter.treaty.acts import InstrumentAct
from tidewaiter.treaty.profile import Profile
from tidewaiter.treaty.provisions import Instrument


def columns_of(
    instrument: Instrument, acts: Sequence[InstrumentAct], *, every: bool = False
) -> tuple[tuple[str, str], ...]:
    """The columns: the body as a whole, then each part of which a party may be free; or `every` article and Annex.

    Each is a pair of the part as the acts write it ("39", "IV") and its id.
    """
    profile = instrument.profile
    if every:
        return tuple((part, id_of(profile, part)) for part in every_part(instrument))
    optional = profile.reservations.articles or () if profile.reservations else ()
    reserved = (item.split(".")[0] for act in acts if act.type in ("opt_out", "reservation") for item in act.articles)
    free = sorted({*optional, *(item for item in reserved if item not in profile.annexes)}, key=_place)
    parts = dict.fromkeys((profile.general_provision, *free, *profile.annexes))
    return tuple((part, id_of(profile, part)) for part in parts)


def every_part(instrument: Instrument) -> tuple[str, ...]:
    """Every article and Annex, written as in the acts; those that the data hold where no number is known."""
    profile = instrument.profile
    if profile.trust == "unverified" or not profile.articles:
        return tuple(article.number for article in instrument.articles)
    return (*(str(number) for number in range(1, profile.articles + 1)), *profile.annexes)


def id_of(profile: Profile, part: str) -> str:
    """The id of a part: "39" is CCO-39, "IV" is NBO-A4."""
    return profile.cited(part)


def part_of(profile: Profile, provision_id: str) -> str:
    """A provision as the acts write it: CCO-39.1 is "39.1", NBO-A4 is "IV"."""
    head, dot, rest = provision_id.removeprefix(f"{profile.prefix}-").partition(".")
    if head[:1] == "A" and head[1:].isdigit() and 0 < int(head[1:]) <= len(profile.annexes):
        head = profile.annexes[int(head[1:]) - 1]
    return f"{head}{dot}{rest}"


def _place(part: str) -> tuple[int, str]:
    return (int(part), "") if part.isdigit() else (10_000, part)
