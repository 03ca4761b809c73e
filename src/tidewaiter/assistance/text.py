"""What may stand in any text that one administration sends another, and where the text of a content is."""

import unicodedata
from dataclasses import fields, is_dataclass

# Characters that change the order in which text is read: a name could be shown other than it is stored.
_REORDERING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def is_unreadable(text: str) -> bool:
    """Whether text holds control characters (but line ends and tabs), half surrogates or reordering marks."""
    return any(
        each in _REORDERING or (unicodedata.category(each) in ("Cc", "Cs") and each not in "\n\t") for each in text
    )


def texts_in(value: object) -> tuple[str, ...]:
    """All text within a field's value, be it text, a list, or a record of several parts."""
    if isinstance(value, str):
        return (value,)
    parts: tuple[object, ...] = value if isinstance(value, tuple) else ()
    if is_dataclass(value):
        parts = tuple(getattr(value, part.name) for part in fields(value))
    return tuple(text for part in parts for text in texts_in(part))
