"""Pairs of a Latin name and the same name in another script, from public token pairs or by rules that are told here.

`transcribed` puts two token pairs of Wikidata together: mostly foreign names written in that script. `slavic` takes the
Cyrillic side of such pairs with Slavic endings and writes it in Latin by one of four tables that papers really follow.
`korean` draws a family name by the frequencies below and two syllables, and writes the Latin side by one of three
systems: Revised Romanization or McCune-Reischauer (without apostrophes, b d g j between vowels), both mostly with a
customary spelling of the family name; or as the DPRK does and sanctions lists print it (Ri Ryong Hae, Jang Song
Thaek): syllables apart, th kh ph for aspirates, b d g within the given name, and the r that the ROK drops. There every
second name in Hangul is written without that r (이, 노, 임, 용해 for 리, 로, 림, 룡해), by the rule of the ROK.
"""

import random
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bench import public
from bench.generators import SEED

_ENDINGS = (
    "ов", "ев", "ёв", "ин", "ын", "ский", "цкий", "енко", "чук", "ич", "ова", "ева", "ина", "ская", "ян", "швили",
    "дзе", "ко", "ов", "ник", "вич", "слав", "мир", "ий", "ей", "ай",
)  # fmt: skip
_LETTERS = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"
# ICAO 9303 (passports since 2013), BGN/PCGN, French (Soviet passports), the Library of Congress without its marks
_TABLES = tuple(
    dict(zip(_LETTERS, table.split(" "), strict=True))
    for table in (
        "a b v g d e e zh z i i k l m n o p r s t u f kh ts ch sh shch ie y  e iu ia",
        "a b v g d e yo zh z i y k l m n o p r s t u f kh ts ch sh shch  y  e yu ya",
        "a b v g d e e j z i i k l m n o p r s t ou f kh ts tch ch chtch  y  e iou ia",
        "a b v g d e e zh z i i k l m n o p r s t u f kh ts ch sh shch  y  e iu ia",
    )
)


@dataclass(frozen=True, slots=True)
class Pair:
    """One person under a Latin name and under the same name in another script."""

    latin: str
    original: str


def transcribed(language: str, count: int, seed: int = SEED) -> list[Pair]:
    """So many persons of two tokens of one of the public LANGUAGES."""
    chance = random.Random(f"{seed}-{language}")  # noqa: S311  # names, not secrets
    pairs = [(latin, original) for latin, original, _ in public.token_pairs(language) if len(latin) > 2]
    join = "・" if language == "japanese" else "·" if language == "chinese" else " "
    found = []
    for _ in range(count):
        (one, first), (two, last) = chance.sample(pairs, 2)
        found.append(Pair(f"{one} {two}".title(), f"{first}{join}{last}"))
    return found


def slavic(count: int, seed: int = SEED) -> list[Pair]:
    """So many persons of two or three tokens with Slavic endings, each in Latin by one of the four tables."""
    chance = random.Random(f"{seed}-slavic")  # noqa: S311
    tokens = sorted({original for _, original, _ in public.token_pairs("russian") if _is_slavic(original)})
    found = []
    for _ in range(count):
        words = chance.sample(tokens, chance.choice((2, 2, 3)))
        table = chance.choice(_TABLES)
        latin = " ".join("".join(table[letter] for letter in word) for word in words)
        found.append(Pair(latin.title(), " ".join(words).title()))
    return found


def _is_slavic(word: str) -> bool:
    return len(word) > 3 and word.endswith(_ENDINGS) and set(word) <= set(_LETTERS)


# family names with their customary spellings and their share of people in thousandths
# family names, their share of people in thousandths, and their customary spellings
_FAMILIES_TOLD = """
김 215 Kim; 이 147 Lee Yi Ri Rhee; 박 84 Park Pak; 최 47 Choi Choe;
정 43 Jung Jeong Chong Chung; 강 24 Kang; 조 21 Cho Jo; 윤 21 Yoon Yun; 장 20 Jang Chang;
임 17 Lim Im Rim; 한 15 Han; 오 15 Oh O; 서 15 Seo So Suh; 신 15 Shin Sin; 권 14 Kwon;
황 14 Hwang; 안 14 Ahn An; 송 14 Song; 전 11 Jeon Chon Jun; 홍 11 Hong; 유 13 Yoo Yu Ryu;
고 9 Ko Go; 문 9 Moon Mun; 양 9 Yang Ryang; 손 9 Son Sohn; 배 8 Bae Pae; 백 8 Baek Paek;
허 6 Heo Ho Huh; 노 6 Noh Ro; 남 5 Nam; 심 5 Shim Sim; 하 4 Ha; 주 4 Joo Ju Chu; 리 30 Ri
"""
_SYLLABLES = (
    "영성현정진수지은경미민상재호승희동명철용선혜숙순광종기준태창일원인옥연남주석해학춘"
    "국혁윤우훈환규범식길룡금만두덕병복향화하서유예나아린건도송청홍근권강련림률"
)
_FINALS = " k k k n n n t l k m l l l p l m p p t t ng t t k t p t"
_REVISED_TOLD = (
    "g kk n d tt r m b pp s ss  j jj ch k t p h",
    "a ae ya yae eo e yeo ye o wa wae oe yo u wo we wi yu eu ui i",
    _FINALS,
)
_NORTHERN_TOLD = (
    "k kk n t tt r m p pp s ss  j jj ch kh th ph h",
    "a ae ya yae o e yo ye o wa wae oe yo u wo we wi yu u ui i",
    _FINALS,
)
_MCCUNE_TOLD = (
    "k kk n t tt r m p pp s ss  ch tch ch k t p h",
    "a ae ya yae o e yo ye o wa wae oe yo u wo we wi yu u ui i",
    _FINALS,
)


def _parted(told: tuple[str, ...]) -> tuple[list[str], ...]:
    return tuple(each.split(" ") for each in told)


def _families() -> dict[str, tuple[int, list[str]]]:
    told = [each.split() for each in _FAMILIES_TOLD.split(";")]
    return {family: (int(share), spellings) for family, share, *spellings in told}


_FAMILIES = _families()
_REVISED, _MCCUNE, _NORTHERN = _parted(_REVISED_TOLD), _parted(_MCCUNE_TOLD), _parted(_NORTHERN_TOLD)
_VOICED = {"k": "g", "t": "d", "p": "b", "ch": "j"}
# The rule of initial sounds, for the syllables above: as the DPRK writes them, and as the ROK does.
_WITH_R = dict(zip("리림련률룡량려류렬로라", "이임연율용양여유열노나", strict=True))
_FAMILIES_WITH_R = dict(zip("이임유노양", "리림류로량", strict=True))
SYSTEMS = ("revised", "mccune", "dprk")


def korean(count: int, seed: int = SEED, systems: Sequence[str] = SYSTEMS) -> list[Pair]:
    """So many persons in Hangul, with a Latin name as papers and lists have them, by one of some SYSTEMS."""
    chance = random.Random(f"{seed}-korean")  # noqa: S311
    families = list(_FAMILIES)
    shares = [share for share, _ in _FAMILIES.values()]
    found = []
    for _ in range(count):
        family = chance.choices(families, shares)[0]
        given = "".join(chance.sample(_SYLLABLES, 2))
        system = chance.choice(systems)
        if system == "dprk":
            found.append(_northern_pair(family, given, chance))
        else:
            found.append(
                Pair(_in_latin(family, given, _revised if system == "revised" else _mccune, chance), family + given)
            )
    return found


def _in_latin(family: str, given: str, spelt: Callable[[str], str], chance: random.Random) -> str:
    surname = chance.choice(_FAMILIES[family][1]) if chance.random() < 0.8 else spelt(family)
    between = chance.choice(("", "-", " "))
    parts = between.join(spelt(one) for one in given) if between else spelt(given)
    return f"{surname} {parts}".title()


def _northern_pair(family: str, given: str, chance: random.Random) -> Pair:
    family = _FAMILIES_WITH_R.get(family, family)
    latin = f"{_northern(family)[0]} {' '.join(_northern(given))}".title()
    if chance.random() < 0.5:
        family, given = _WITH_R.get(family, family), _WITH_R.get(given[0], given[0]) + given[1]
    return Pair(latin, family + given)


def _jamo(syllable: str) -> tuple[int, int, int]:
    letters = unicodedata.normalize("NFD", syllable)
    last = ord(letters[2]) - 0x11A7 if len(letters) > 2 else 0
    return ord(letters[0]) - 0x1100, ord(letters[1]) - 0x1161, last


def _revised(text: str) -> str:
    return "".join("".join(part[at] for part, at in zip(_REVISED, _jamo(one), strict=True)) for one in text)


def _northern(text: str) -> list[str]:
    found: list[str] = []
    for one in text:
        first, vowel, last = (part[at] for part, at in zip(_NORTHERN, _jamo(one), strict=True))
        voiced = found and found[-1][-1] in "aeiounmlg" and first != "ch"
        found.append((_VOICED.get(first, first) if voiced else first) + vowel + last)
    return found


def _mccune(text: str) -> str:
    found = ""
    for one in text:
        first, vowel, last = (part[at] for part, at in zip(_MCCUNE, _jamo(one), strict=True))
        if found and found[-1] in "aeiounmlg":
            first = _VOICED.get(first, first)
        found += first + vowel + last
    return found
