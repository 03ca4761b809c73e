"""Keeps the catalogues of the four languages whole: collects, merges, compiles and checks them, with Babel alone."""

import argparse
import os
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

from babel.messages import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "src"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tidewaiter.config.settings")

from tidewaiter.doors import words  # noqa: E402 - found only after the path above

DOORS = ROOT / "src" / "tidewaiter" / "doors"
CONFIG = ROOT / "src" / "tidewaiter" / "config"
LOCALE = ROOT / "src" / "tidewaiter" / "locale"
LANGUAGES: Mapping[str, str] = {"en": "English", "fr": "French", "es": "Spanish", "nl": "Dutch"}
SAME = "the same in this language"
"""The comment by which a translator says that a text equal to the English one is no oversight."""

_KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
_TEMPLATES = (".html", ".txt", ".svg")
_PLACEHOLDER = re.compile(r"%\(\w+\)[sdr]|%[sdr]")
_AGAINST_MANNER = re.compile(r"\bplease\b|\bsuccessfully\b|!", re.IGNORECASE)
_WIDTH = 110
# What a translation carries over as it is: code, tags, placeholders, addresses.
_CARRIED = re.compile(r"`[^`]*`|<[^>]*>|%\(\w+\)[sdr]|\b[a-z]+:(?://\S*|(?=,))|\w+://\S*")
_BEFORE_MARK = re.compile(r" (?=[:;?!»])|(?<=«) |(?<=\d) (?=\d{3}\b)")


@dataclass(frozen=True, slots=True, order=True)
class Text:
    """One message that a door says: a key or an English text, with its plural and context where it has them."""

    singular: str
    plural: str = ""
    context: str = ""

    @property
    def id(self) -> str | tuple[str, str]:
        """What a catalogue calls it."""
        return (self.singular, self.plural) if self.plural else self.singular


@dataclass(frozen=True, slots=True)
class Wanted:
    """All that the doors say: keys whose words stand in the English catalogue too, and English texts."""

    keys: tuple[Text, ...]
    english: tuple[Text, ...]

    def of(self, language: str) -> tuple[Text, ...]:
        """What the catalogue of a language must hold, in its order; an English text needs no English."""
        return self.keys if language == "en" else self.keys + self.english


@dataclass(slots=True)
class Catalogues:
    """The four catalogues as they stand in a folder."""

    folder: Path = LOCALE
    by_language: dict[str, Catalog] = field(default_factory=dict)

    def read(self) -> "Catalogues":
        """Read them; one that is not there yet is empty."""
        for language in LANGUAGES:
            path = po_file(self.folder, language)
            content = BytesIO(path.read_bytes() if path.exists() else b"")
            self.by_language[language] = read_po(content, locale=language, abort_invalid=True)
        return self


def po_file(folder: Path, language: str) -> Path:
    """Where the catalogue of a language stands."""
    return folder / language / "LC_MESSAGES" / "django.po"


def wanted(*folders: Path) -> Wanted:
    """Collect what is said: the keys from the tables of codes, English texts from Python and templates.

    Folders are the doors, and the commands and settings of `config`, where none are given.
    """
    keys = tuple(Text(key) for key in sorted(words.all_keys()))
    return Wanted(keys, tuple(sorted({text for folder in folders or (DOORS, CONFIG) for text in _english(folder)})))


def _english(folder: Path) -> Iterator[Text]:
    for path in sorted(folder.rglob("*.py")):
        yield from _extracted(path.read_text(encoding="utf-8"))
    for path in sorted(folder.rglob("templates/**/*")):
        if path.suffix in _TEMPLATES:
            source = templatize(path.read_text(encoding="utf-8"), origin=str(path))
            # what surrounds the calls is blanked out but keeps its indentation, which Python would not read
            yield from _extracted(re.sub(r"(?m)^[ \t]+", "", source))


def _extracted(source: str) -> Iterator[Text]:
    found = extract("python", BytesIO(source.encode()), keywords=_KEYWORDS, options={"encoding": "utf-8"})
    for _, message, _, context in found:
        forms = (message,) if isinstance(message, str) else tuple(message or ())
        if forms and forms[0]:
            yield Text(forms[0], forms[1] if len(forms) > 1 else "", context or "")


def update(catalogues: Catalogues, whole: Wanted) -> None:
    """Write every catalogue anew: new texts without translation, stale ones dropped, translations kept."""
    for language, old in catalogues.by_language.items():
        new = Catalog(locale=language)
        for text in whole.of(language):
            known = _found(old, text)
            string = _typeset_forms(language, known) if known else ""
            comments = known.user_comments if known else ()
            new.add(text.id, string, user_comments=comments, context=text.context or None)
        path = po_file(catalogues.folder, language)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(_header(language, new) + _body(new))
        catalogues.by_language[language] = new


def typeset(language: str, text: str) -> str:
    """The text with the apostrophe and, in French, the spaces that may not break."""
    parts = re.split(f"({_CARRIED.pattern})", text)  # every other one is carried over
    for place, part in enumerate(parts[::2]):
        ours = part.replace("'", "’")
        parts[2 * place] = _BEFORE_MARK.sub("\u00a0", ours) if language == "fr" else ours
    return "".join(parts)


def _typeset_forms(language: str, known: Message) -> str | tuple[str, ...]:
    forms = tuple(each if language == "en" else typeset(language, each) for each in _forms(known))
    return forms if isinstance(known.id, tuple | list) else forms[0]


def _found(catalog: Catalog, text: Text) -> Message | None:
    known = catalog.get(text.id, text.context or None)
    return known if known is not None and known.id == text.id else None


def _header(language: str, catalog: Catalog) -> bytes:
    """No dates, people or hosts: a catalogue changes only where a text does."""
    lines = (
        f"Language: {language}",
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=UTF-8",
        "Content-Transfer-Encoding: 8bit",
        f"Plural-Forms: {catalog.plural_forms}",
    )
    quoted = "".join(f'"{line}\\n"\n' for line in lines)
    return f'# Words in {LANGUAGES[language]}: docs/translating.md.\nmsgid ""\nmsgstr ""\n{quoted}\n'.encode()


def _body(catalog: Catalog) -> bytes:
    content = BytesIO()
    write_po(content, catalog, width=_WIDTH, no_location=True, omit_header=True)
    return content.getvalue()


def compile_all(catalogues: Catalogues, into: Path = LOCALE) -> None:
    """Write what Django reads beside each catalogue, or into another folder."""
    for language, catalog in catalogues.by_language.items():
        path = po_file(into, language).with_suffix(".mo")
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as compiled:
            write_mo(compiled, catalog)


def faults(catalogues: Catalogues, whole: Wanted) -> Iterator[str]:
    """Name each message that is missing, stale, empty, fuzzy, unchanged, ill-mannered, or has other placeholders."""
    english = catalogues.by_language["en"]
    for language, catalog in catalogues.by_language.items():
        texts = whole.of(language)
        for text in texts:
            known = _found(catalog, text)
            found = ("missing",) if known is None else _wrong(language, text, known, english)
            yield from (f"{language}: {what}: {text.singular}" for what in found)
        needed = {(text.context, text.id) for text in texts}
        for message in catalog:
            if message.id and (message.context or "", message.id) not in needed:
                yield f"{language}: stale: {message.id}"
    for text in whole.english:
        if _AGAINST_MANNER.search(text.singular + text.plural):
            yield f"en: against the manner of DESIGN: {text.singular}"


def _wrong(language: str, text: Text, known: Message, english: Catalog) -> Iterator[str]:
    forms = _forms(known)
    if not all(forms):
        yield "empty"
        return
    if known.fuzzy:
        yield "fuzzy"
    source = _source(text, english)
    if not _agree(source, forms):
        yield f"placeholders differ from {sorted(_placeholders(source[-1]))}"
    if any("%" in _PLACEHOLDER.sub("", form.replace("%%", "")) for form in forms if _is_filled(source)):
        yield "a lone %"
    if language != "en" and any(typeset(language, form) != form for form in forms):
        yield "typography: an apostrophe or a space that may break (`update` sets it)"
    if language != "en" and forms[0] == source[0] and SAME not in known.user_comments:
        yield f"unchanged (say so with the comment “# {SAME}”)"
    if language == "en" and _AGAINST_MANNER.search(forms[0]):
        yield "against the manner of DESIGN"


def _forms(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ("",))


def _source(text: Text, english: Catalog) -> tuple[str, ...]:
    """The English of a message: that of its key, or its own text."""
    key = _found(english, text)
    if key is not None:
        return _forms(key)
    return (text.singular, text.plural) if text.plural else (text.singular,)


def _is_filled(source: Iterable[str]) -> bool:
    return any(_PLACEHOLDER.search(form) for form in source)


def _placeholders(form: str) -> frozenset[str]:
    return frozenset(_PLACEHOLDER.findall(form.replace("%%", "")))


def _agree(source: tuple[str, ...], forms: tuple[str, ...]) -> bool:
    """The last form says all that the English does; a form for one may leave the number out."""
    whole = _placeholders(source[-1])
    return _placeholders(forms[-1]) == whole and all(_placeholders(form) <= whole for form in forms)


def main(argv: list[str] | None = None) -> int:
    """Run one of the four commands; `check` gives 1 when a message is at fault."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("command", choices=("extract", "update", "compile", "check"))
    command = parser.parse_args(argv).command
    catalogues = Catalogues().read()
    if command == "compile":
        compile_all(catalogues)
        return 0
    whole = wanted()
    if command == "extract":
        print("\n".join(text.singular for text in whole.keys + whole.english))
        return 0
    if command == "update":
        update(catalogues, whole)
    found = list(faults(catalogues, whole))
    for fault in found:
        print(fault)
    print(f"{len(whole.keys)} keys, {len(whole.english)} English texts, {len(found)} at fault", file=sys.stderr)
    return 1 if found and command == "check" else 0


if __name__ == "__main__":
    sys.exit(main())
