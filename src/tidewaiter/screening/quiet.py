"""Which matches are not put before anybody: pairs found to be different before, and a house's ordinary names."""

import hashlib
import hmac
import json
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from tidewaiter.screening.reasons import Match
from tidewaiter.screening.subjects import Subject

_NUMBERED = frozenset({"identifier_same", "identifier_near"})


def normal_name(text: str) -> str:
    """A name by its letters and digits alone, its words in the order of the alphabet, whoever wrote it how."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    kept = "".join(_kept(letter) for letter in plain)
    return unicodedata.normalize("NFC", " ".join(sorted(kept.split())))


def _kept(letter: str) -> str:
    """Marks above letters and invisible characters go, an apostrophe does not part a name, the rest does."""
    if letter.isalnum():
        return letter
    return "" if unicodedata.category(letter) in ("Mn", "Cf", "Lm", "Sk") or letter in "'’ʼ`" else " "


def normal_number(text: str) -> str:
    """A number by its letters and digits alone."""
    return "".join(letter for letter in unicodedata.normalize("NFKC", text).casefold() if letter.isalnum())


def party_digest(party: Subject, key: bytes) -> str:
    """The digest of what is said of a party, which only who has the key can try out.

    Its addresses stay out: they are written otherwise on each bill, and a pair that was looked at would wake for it.
    """
    said = {
        "kind": party.kind.value,
        "names": sorted({normal_name(name.text) for name in party.names}),
        "numbers": sorted({f"{one.kind.value}:{normal_number(one.value)}" for one in party.identifiers}),
        "birth": str(party.birth or ""),
        "countries": sorted(set(party.countries)),
    }
    text = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hmac.new(key, text.encode("utf-8", "replace"), hashlib.sha256).hexdigest()


@dataclass(frozen=True, slots=True)
class Ordinary:
    """A name that means nobody in the entries: anybody's, or that of the one with this birth or this document."""

    name: str
    until: date
    birth: str = ""
    document: str = ""

    def covers(self, party: Subject) -> bool:
        """Whether a party bears the name, and the birth and the document where they are told."""
        if not any(normal_name(name.text) == self.name for name in party.names):
            return False
        if self.birth and self.birth != str(party.birth or ""):
            return False
        numbers = {normal_number(one.value) for one in party.identifiers}
        return not self.document or self.document in numbers


@dataclass(frozen=True, slots=True)
class Silence:
    """Why a match is quiet, and the last day on which it is."""

    because: str
    until: date


@dataclass(frozen=True, slots=True)
class Quiet:
    """What a house decided: pairs by digest, entry and version with their last day, and ordinary names by name."""

    pairs: Mapping[tuple[str, str, int], date] = field(default_factory=dict)
    names: Mapping[str, tuple[Ordinary, ...]] = field(default_factory=dict)

    def silence(self, party: Subject, digest: str, entry: tuple[str, int], match: Match, day: date) -> Silence | None:
        """Why this match is quiet that day; nothing where it is to be looked at.

        An ordinary name silences names alone: whoever shares a number with an entry is looked at all the same.
        """
        until = self.pairs.get((digest, *entry))
        if until is not None and day <= until:
            return Silence("pair", until)
        if any(reason.code in _NUMBERED for reason in match.reasons):
            return None
        days = [one.until for one in self._ordinary(party) if day <= one.until and one.covers(party)]
        return Silence("ordinary", max(days)) if days else None

    def _ordinary(self, party: Subject) -> Iterable[Ordinary]:
        if not self.names:
            return ()
        written = {normal_name(name.text) for name in party.names}
        return [one for name in written for one in self.names.get(name, ())]
