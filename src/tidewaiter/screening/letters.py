"""Any script to plain Latin words: invisible letters out, look-alikes folded, one transliteration."""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from anyascii import anyascii

from tidewaiter.screening.subjects import MAX_NAME_LETTERS

_ASCII_WORD = re.compile(r"[a-z0-9]+")
_LATIN_LETTER = re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")
_FOREIGN_LETTER = re.compile(r"[\u0370-\u052f]")
_ARABIC_OR_HEBREW = re.compile(r"[\u0590-\u06ff\u0750-\u077f\u08a0-\u08ff]")
_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]+")
# Accents and vowel points, which writers add or leave out; Indic vowel signs are letters and stay.
_MARKS = re.compile(
    r"[\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0640\ufe00-\ufe0f\u2800]"
)
# Inside a word these stand for ayn, hamza or a soft sign; splitting there loses the name.
_APOSTROPHES = dict.fromkeys(map(ord, "'’‘ʼʻʽʾʿ`´′ʹˈ＇‛"))
# "S.A. de C.V." is one abbreviation written with stops, not four initials.
_STOPPED_LETTERS = re.compile(r"(?<![^\W_])([^\W\d_])\.(?=[^\W\d_](?:\.|$|[^\w]))")

_LOOKALIKES = str.maketrans(
    "АВЕЅІЈКМНОРСТУХԛԜаесорхуіјѕһԁԝ" + "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧαοινρκ",
    "ABESIJKMHOPCTYXqWaecopxyijshdw" + "ABEZHIKMNOPTYXaoivpk",
)
_TO_CYRILLIC = str.maketrans("ABEKMHOPCTYXaecopxyi", "АВЕКМНОРСТУХаесорхуі")
_DIGIT_FOR_LETTER = str.maketrans("01358", "oiesb")

# Words that every Arabic name shares and that Latin writers spell with vowels.
_ARABIC_WORDS = {
    "بن": "bin", "ابن": "ibn", "ابو": "abu", "أبو": "abu", "ابي": "abi", "أبي": "abi", "عبد": "abd",
    "ام": "umm", "أم": "umm", "بنت": "bint", "ال": "al", "آل": "al", "الله": "allah", "علي": "ali",
}  # fmt: skip
# Persian and Urdu say s and z for letters that Arabic says otherwise; their own letters give the language away.
_PERSIAN = re.compile(r"[\u067e\u0686\u0698\u06a9\u06af\u06cc]")
_AS_IN_PERSIAN = str.maketrans("ضظذثو", "زززسو")
# Hebrew as its consonants are heard at the start of a word; kaf is q so that it does not join a following h.
_HEBREW = str.maketrans("אבגדהוזחטיכךלמםנןסעפףצץקרשת", "\0bgdhwzhtyqqlmmnns\0ppssqrst", "")


class Word(NamedTuple):
    """A word in `a-z0-9`; `consonantal` says that its script (or its writer) leaves the vowels out."""

    text: str
    consonantal: bool = False


def latin_words(text: str) -> tuple[Word, ...]:
    """Give the words of the first 400 letters of a name in Latin letters, as ordered; may be empty."""
    plain = text[:MAX_NAME_LETTERS]
    if plain.isascii():
        return tuple(map(Word, words_in_ascii(plain)))
    shown = visible(plain)
    latin = _is_latin(shown)
    return tuple([word for part in shown.split() for word in _spelled(part, latin)])


def words_in_ascii(text: str) -> list[str]:
    """Give the words of a name in ASCII, as `latin_words` does."""
    return _ascii_words(_closed(text[:MAX_NAME_LETTERS]))


def _is_latin(name: str) -> bool:
    # A name with Latin letters is Latin if it is mostly so, or if every other letter only looks foreign.
    latin, foreign = len(_LATIN_LETTER.findall(name)), len(_FOREIGN_LETTER.findall(name))
    return latin > foreign or (latin > 0 and not _FOREIGN_LETTER.search(name.translate(_LOOKALIKES)))


def _closed(text: str) -> str:
    closed = text.translate(_APOSTROPHES) if "'" in text or "`" in text else text
    return _STOPPED_LETTERS.sub(r"\1", closed) if "." in closed else closed


def _ascii_words(text: str) -> list[str]:
    return _ASCII_WORD.findall(text.lower())


def letters_for_digits(word: str) -> str:
    """Give a word with the digits in it read as the letters they look like, unless digits are meant."""
    # A scanner reads O as 0 and I as 1, but "747" and "7th" are meant.
    if word.isalpha():
        return word
    digits = sum(letter.isdigit() for letter in word)
    return word.translate(_DIGIT_FOR_LETTER) if digits and len(word) >= 3 * digits + 1 and digits <= 2 else word


def visible(text: str) -> str:
    """Give a text as it is seen: one form of each letter, no marks, and a space for whatever is no letter or digit."""
    # Apostrophes first: NFKC would turn some of them into a space and an accent.
    folded = unicodedata.normalize("NFKC", text.translate(_APOSTROPHES))[: 2 * MAX_NAME_LETTERS]
    return _closed(_MARKS.sub("", folded)).translate(_SHOWN)


class _Shown(dict[int, str]):
    """What each letter met is seen as, by its number."""

    def __missing__(self, number: int) -> str:
        shown = self[number] = _shown(chr(number))
        return shown


_SHOWN = _Shown()


def _shown(letter: str) -> str:
    category = unicodedata.category(letter)
    if category in {"Cf", "Cs", "Co", "Cn"} or (category == "Cc" and not letter.isspace()):
        return ""
    return " " if category[0] in "PSZC" else letter


# Words are cached, not names: a deleted entry leaves no name behind in a worker's memory.
@lru_cache(maxsize=16384)
def _spelled(part: str, latin_name: bool) -> Sequence[Word]:
    if part.isascii():
        return [*map(Word, _ascii_words(part))]
    if _ARABIC_OR_HEBREW.search(part):
        return _without_vowels(part)
    if _HAN.search(part):
        return _by_syllable(part)
    return [Word(word) for word in _ascii_words(_transliterated(_one_script(part, latin_name)))]


def _transliterated(text: str) -> str:
    return anyascii(text).translate(_APOSTROPHES).replace('"', "")


def _one_script(word: str, latin_name: bool) -> str:
    foreign = _FOREIGN_LETTER.findall(word)
    latin = _LATIN_LETTER.findall(word)
    if not foreign or not (latin or latin_name):
        return word
    folded = word.translate(_LOOKALIKES)
    if not _FOREIGN_LETTER.search(folded) or len(latin) > len(foreign):
        return folded
    return word.translate(_TO_CYRILLIC) if latin else word


def _without_vowels(part: str) -> list[Word]:
    if part in _ARABIC_WORDS:
        return [Word(_ARABIC_WORDS[part])]
    for prefix, rest in (("ال", 3), ("عبدال", 3), ("ابوال", 3)):
        if part.startswith(prefix) and len(part) >= len(prefix) + rest:
            before = _without_vowels(prefix[:-2]) if len(prefix) > 2 else []
            return [*before, Word("al"), *_without_vowels(part[len(prefix) :])]
    if part.endswith("الله") and len(part) > 5:
        return [*_without_vowels(part.removesuffix("الله")), Word("allah")]
    if _PERSIAN.search(part):
        part = part.translate(_AS_IN_PERSIAN)
    part = part.translate(_HEBREW).replace("\0", "")
    letters = "".join(_ascii_words(_transliterated(part.removesuffix("ة"))))
    return [Word(letters, consonantal=True)] if letters else []


def _by_syllable(part: str) -> list[Word]:
    words = []
    for piece in re.split(f"({_HAN.pattern})", part):
        words += _family_and_given(piece)
    return words


def _family_and_given(piece: str) -> list[Word]:
    # Two to four syllables are a family name of one and a given name; more name an organisation.
    cut = 1 if 2 <= len(piece) <= 4 and not piece.isascii() else len(piece)
    texts = ("".join(_ascii_words(_transliterated(part))) for part in (piece[:cut], piece[cut:]))
    return [Word(text) for text in texts if text]
