"""Why a score is what it is: the words that stand for each other, those left over, and the facts, as reasons."""

import numpy as np
from numpy.typing import NDArray

from tidewaiter.screening.judging.kernel import INITIAL, JOINED, PART, SAME, SOUND, SPELLING, VARIANT
from tidewaiter.screening.judging.names import Rarity, word_pairs
from tidewaiter.screening.judging.worth import Judged
from tidewaiter.screening.korean import read_names
from tidewaiter.screening.reasons import Band, Match, MatchReason, reason
from tidewaiter.screening.subjects import Name, NameKind, Subject, SubjectKind
from tidewaiter.screening.words import Role, Token, Wording, wording

_HOW = {
    INITIAL: "word_initial",
    SPELLING: "word_spelling",
    SOUND: "word_sound",
    PART: "word_part",
    JOINED: "word_joined",
    VARIANT: "word_variant",
}
_FRAMING = frozenset({Role.PARTICLE, Role.TITLE, Role.FORM})
_LESS = frozenset({NameKind.WEAK, NameKind.FORMER})
# Below this the names are told to differ and no word of them is set beside another.
_ALIKE = 0.3
_NO_NAME = -0.1

_Pairs = NDArray[np.float32]


def told(query: Subject, candidate: Subject, judged: Judged, rarity: Rarity | None = None) -> Match:
    """Give the match of a judged pair; what its reasons weigh adds up to the score."""
    reasons: list[MatchReason] = []
    differs: list[MatchReason] = []
    for facts in (judged.numbers, judged.goods, judged.facts):
        reasons += facts.reasons
        differs += facts.differs
    if judged.names.score >= _ALIKE:
        reasons += _named(query, candidate, judged, differs, rarity)
    elif judged.score > 0 and query.names and candidate.names:
        differs.append(reason("name_differs", _NO_NAME, query.names[0].text, candidate.names[0].text))
    return Match(
        judged.score, Band.of(judged.score), _balanced(reasons, differs, judged.score), _heaviest_first(differs)
    )


def _balanced(reasons: list[MatchReason], differs: list[MatchReason], score: float) -> tuple[MatchReason, ...]:
    # What speaks for the match must weigh as much as the score and all that was taken off.
    found = sum(one.weight for one in reasons)
    if not found:
        return tuple(reasons)
    share = (score - sum(one.weight for one in differs)) / found
    return _heaviest_first([_weighing(one, round(one.weight * share, 3)) for one in reasons])


def _weighing(one: MatchReason, weight: float) -> MatchReason:
    return MatchReason(one.code, one.params, weight)


def _heaviest_first(reasons: list[MatchReason]) -> tuple[MatchReason, ...]:
    return tuple(sorted(reasons, key=lambda one: -abs(one.weight)))


def _named(
    query: Subject, candidate: Subject, judged: Judged, differs: list[MatchReason], rarity: Rarity | None
) -> list[MatchReason]:
    best, name = judged.names, read_names(candidate)[judged.names.listed]
    asked = wording(read_names(query)[best.asked].text, query.kind is SubjectKind.PERSON)
    listed = wording(name.text, candidate.kind is SubjectKind.PERSON)
    if [token.text for token in asked.carrying] == [token.text for token in listed.carrying] != []:
        return [reason("name_same", best.score, name.text), *_about(name, asked, listed)]
    pairs = sorted(word_pairs(asked, listed, rarity).tolist())
    alike = _alike(asked, listed, pairs)
    weights = sum(one.weight for one in alike)
    left = _left(asked, listed, pairs, 1.0 - best.score)
    differs += left
    for_it = best.score - sum(one.weight for one in left)
    if not weights:
        return [reason("name_like", for_it, name.text), *_about(name, asked, listed)]
    alike = [_weighing(one, one.weight * for_it / weights) for one in alike]
    order = [pair[2] for pair in pairs]
    reordered = [reason("words_reordered", 0.0)] if order != sorted(order) else []
    return [*alike, *reordered, *_about(name, asked, listed)]


def _alike(asked: Wording, listed: Wording, pairs: list[list[float]]) -> list[MatchReason]:
    found: list[MatchReason] = []
    same: list[str] = []
    weight = 0.0
    for pair in pairs:
        place, wide, other, high, value, how = int(pair[0]), int(pair[1]), int(pair[2]), int(pair[3]), *pair[4:]
        mine = asked.tokens[place : place + wide]
        theirs = listed.tokens[other : other + high]
        share = value * sum(token.weight for token in mine)
        if int(how) == SAME:
            same.append(mine[0].text)
            weight += share
        else:
            found.append(reason(_HOW[int(how)], share, _text(mine), _text(theirs)))
    return [*found, _weighing(reason("words_same", 0.0, " ".join(same)), weight)] if same else found


def _text(tokens: tuple[Token, ...]) -> str:
    return " ".join(token.text for token in tokens)


def _left(asked: Wording, listed: Wording, pairs: list[list[float]], lost: float) -> list[MatchReason]:
    found = []
    for code, side, at in (("words_only_query", asked, 0), ("words_only_entry", listed, 2)):
        used = {place for pair in pairs for place in range(int(pair[at]), int(pair[at] + pair[at + 1]))}
        left = [t.text for i, t in enumerate(side.tokens) if i not in used and t.role not in _FRAMING]
        if left:
            found.append(reason(code, -lost * len(left) / (2 * len(side.tokens)), " ".join(left)))
    return found


def _about(name: Name, asked: Wording, listed: Wording) -> list[MatchReason]:
    found = [reason(f"name_{name.kind.value}", 0.0, name.text)] if name.kind in _LESS else []
    if asked.cut or listed.cut:
        found.append(reason("name_cut", 0.0))
    return found
