"""Names and numbers as keys found with `=`, the comparison that keeps its index under row policy."""

from collections.abc import Iterable, Iterator

from tidewaiter.screening.identifiers import Identifier, IdentifierKind
from tidewaiter.screening.korean import read_names, readings
from tidewaiter.screening.subjects import BadSubject, Name, NameKind, Subject, SubjectKind
from tidewaiter.screening.words import Role, Token, Wording, joined, wording

MAX_INDEX_KEYS = 120
MAX_QUERY_KEYS = 160
MAX_TRIGRAM_LETTERS = 2000
_LONG_SKELETON = 4
_MAX_SPELLING = 12
_HEARD_AS = {"a": "a", "e": "ai", "i": "i", "y": "i", "o": "u", "u": "u", "w": "u"}
_ORDER = {
    NameKind.PRIMARY: 0,
    NameKind.ALIAS: 1,
    NameKind.ORIGINAL_SCRIPT: 2,
    NameKind.FORMER: 3,
    NameKind.WEAK: 4,
}


def name_tokens(text: str, person: bool = True) -> tuple[str, ...]:
    """Give the words that carry a name, in small Latin letters, as ordered; empty if there are none."""
    return tuple(token.text for token in wording(text, person).carrying)


def normalise(name: str, person: bool = True) -> str:
    """Give a name as small Latin words without titles, particles and company forms; may be empty."""
    return " ".join(name_tokens(name, person))


def index_keys(subject: Subject) -> frozenset[str]:
    """Give the keys stored once with an entry; at most 120, best known names first."""
    return _bounded(_keys(subject), MAX_INDEX_KEYS)


def query_keys(subject: Subject) -> frozenset[str]:
    """Give the keys to look up for a query, at most 160; BadSubject `nothing_to_search` where it has none."""
    found = _bounded(_keys(subject), MAX_QUERY_KEYS)
    if not found:
        raise BadSubject("nothing_to_search")
    return found


def trigram_text(names: Iterable[Name]) -> str:
    """Give the Latin words of all names, each once, for the trigram pass; at most 2,000 letters."""
    texts = dict.fromkeys(normalise(text) for name in _best_first(names) for text in readings(name.text))
    return " ".join(text for text in texts if text)[:MAX_TRIGRAM_LETTERS].rstrip()


def _bounded(keys: Iterable[str], most: int) -> frozenset[str]:
    chosen: dict[str, None] = {}
    for key in keys:
        if len(chosen) >= most:
            break
        chosen[key] = None
    return frozenset(chosen)


def _best_first(names: Iterable[Name]) -> list[Name]:
    return sorted(names, key=lambda name: _ORDER[name.kind])


def _keys(subject: Subject) -> Iterator[str]:
    for identifier in subject.identifiers:
        yield from _identifier_keys(identifier)
    person = subject.kind is SubjectKind.PERSON
    wordings = [wording(name.text, person) for name in _best_first(read_names(subject))]
    # Whole words of every name come before the slips of any, so that a bound cuts the least useful.
    for taken_apart in wordings:
        yield from _whole(taken_apart)
    for taken_apart in wordings:
        yield from _slips(taken_apart)


def _identifier_keys(identifier: Identifier) -> Iterator[str]:
    kind, value = identifier.kind, identifier.value
    if kind is IdentifierKind.HS:
        yield from (f"hs:{value[:digits]}" for digits in (6, 4) if len(value) >= digits)
        yield f"hs:{value}"
        return
    yield f"{kind}:{value}"
    # A number given without its kind must still find it.
    yield f"id:{value}"
    yield from (f"{kind}:{repaired}" for repaired in identifier.repairs())


def _whole(name: Wording) -> Iterator[str]:
    for token in name.carrying:
        if token.role is not Role.INITIAL:
            yield f"t:{token.text}"
            yield from _skeleton_keys(token)
    for token in _joins(name):
        yield f"t:{token.text}"
        yield from _skeleton_keys(token)


def _joins(name: Wording) -> Iterator[Token]:
    # Written together or apart (Abu Bakr, Abubakr), with or without the particle between.
    for tokens in (name.tokens, name.carrying):
        for pair in zip(tokens, tokens[1:], strict=False):
            if pair[1].role in {Role.NAME, Role.PARTICLE} and min(len(pair[0].text), len(pair[1].text)) <= 5:
                yield joined(pair)


def _skeleton_keys(token: Token) -> Iterator[str]:
    if len(token.skeleton) > 2:
        yield f"s:{token.skeleton}"
    elif len(token.skeleton) == 2:
        yield from (f"s:{token.skeleton}.{vowel}" for vowel in _first_vowels(token))


def _first_vowels(token: Token) -> str:
    # A skeleton of two consonants fits too many names; its first vowel divides them.
    if token.consonantal:
        return "aiu"
    return next((_HEARD_AS[letter] for letter in token.text if letter in _HEARD_AS), "aiu")


def _slips(name: Wording) -> Iterator[str]:
    for token in name.carrying:
        if token.role is not Role.NAME:
            continue
        if len(token.skeleton) >= _LONG_SKELETON:
            yield from (f"s:{shorter}" for shorter in _one_less(token.skeleton))
        elif 3 < len(token.text) <= _MAX_SPELLING:
            yield from (f"t:{shorter}" for shorter in _one_less(token.text))


def _one_less(text: str) -> Iterator[str]:
    # Two words one slip apart share a word that is one letter shorter than the longer of them.
    for place in range(len(text)):
        yield text[:place] + text[place + 1 :]
