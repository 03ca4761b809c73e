"""Numbers of entries as keys met with `=`: the same, the same without its kind, one slip away, or the same goods."""

from collections.abc import Iterator

from tidewaiter.screening.identifiers import Identifier, IdentifierKind
from tidewaiter.screening.subjects import Subject

_SAME, _SAME_UNTYPED, _NEAR = 0.95, 0.8, 0.7
_SAME_GOODS, _SAME_HEADING = 0.85, 0.66
# A shorter number is borne by too many things to say who is meant.
_LEAST_LETTERS = 4


def number_keys(subject: Subject) -> Iterator[str]:
    """Give the keys under which the numbers of an entry are found."""
    for one in subject.identifiers:
        if one.kind is IdentifierKind.HS:
            yield from (f"hs:{one.value[:digits]}" for digits in (6, 4) if len(one.value) >= digits)
        elif len(one.value) >= _LEAST_LETTERS:
            yield f"{one.kind}:{one.value}"
            yield f"id:{one.value}"
            # A listed number that breaks its own check digit is likely a slip of one that holds.
            yield from (f"near:{one.kind}:{repaired}" for repaired in one.repairs())


def asked_keys(subject: Subject) -> Iterator[tuple[str, float]]:
    """Give the keys to look up for the numbers asked for, each with the score of what is found under it."""
    for one in subject.identifiers:
        if one.kind is IdentifierKind.HS:
            yield from _goods(one)
        elif len(one.value) >= _LEAST_LETTERS:
            yield f"{one.kind}:{one.value}", _SAME
            untyped = "id" if one.kind is IdentifierKind.OTHER else IdentifierKind.OTHER
            yield f"{untyped}:{one.value}", _SAME_UNTYPED
            yield f"near:{one.kind}:{one.value}", _NEAR
            yield from ((f"{one.kind}:{repaired}", _NEAR) for repaired in one.repairs())


def _goods(one: Identifier) -> Iterator[tuple[str, float]]:
    for digits, score in ((6, _SAME_GOODS), (4, _SAME_HEADING)):
        if len(one.value) >= digits:
            yield f"hs:{one.value[:digits]}", score
