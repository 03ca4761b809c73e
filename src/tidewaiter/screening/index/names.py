"""A word as the index holds it, the text by which it is known, and how short words are that are read together."""

from typing import NamedTuple

SHORT = 5
LONGEST_JOINED = 24


class Word(NamedTuple):
    """A word apart from any name: `bare` where it stands without its vowels, `together` where two are read as one."""

    text: str
    skeleton: str
    bare: bool
    together: bool = False


def key_of(heard: str, text: str, bare: bool, together: bool = False) -> str:
    """Give the text that stands for a word, and sorts as words do by their sound: none has a letter before the \\0."""
    return f"{together:d}\0{heard}\0{text}\0{bare:d}"


def word_of(key: str) -> Word:
    """Give the word that a text of `key_of` stands for."""
    together, heard, text, bare = key.split("\0")
    return Word(text, heard, bare == "1", together == "1")


def first_letter(key: str) -> str:
    """Give the letter that the word begins with for which a text of `key_of` stands."""
    return key[key.index("\0", 2) + 1]
