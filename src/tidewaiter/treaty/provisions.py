"""Typed loading of the instruments, and the registry that ties functions to the provisions they carry out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal, TypeVar

from tidewaiter.treaty.profile import Profile
from tidewaiter.treaty.strict import NotUnderstood, load_toml, read

LANGUAGES = ("en", "fr", "es", "nl")
INSTRUMENTS = Path(__file__).parent / "instruments"

ProvisionKind = Literal["definition", "duty", "power", "limit", "form", "institutional"]
CarriedOutBy = Literal["rule", "act", "record", "person", "nobody", "not yet"]
Shelf = Literal["registry", "people", "assistance", "central", "screening", "organization", "integrity", "cooperation"]
Trust = Literal["verified", "partial", "unverified"]
Rule = TypeVar("Rule", bound=Callable[..., Any])

_IMPLEMENTED: dict[str, list[str]] = {}
_ID = re.compile(r"[A-Z][A-Z0-9]*-[A-Za-z0-9]+(\.[A-Za-z0-9]+)*")


def well_formed(provision_id: str) -> bool:
    """Whether a text has the form of a provision id: prefix, article, paragraph, item, without suffixes."""
    return _ID.fullmatch(provision_id) is not None


def implements(*ids: str) -> Callable[[Rule], Rule]:
    """Tie a function to the provisions it carries out; ValueError for an id that is not well formed."""
    for provision_id in ids:
        if not well_formed(provision_id):
            raise ValueError(f"{provision_id} is not a provision id")

    def tie(rule: Rule) -> Rule:
        for provision_id in ids:
            _IMPLEMENTED.setdefault(provision_id, []).append(f"{rule.__module__}.{rule.__qualname__}")
        return rule

    return tie


def implemented() -> Mapping[str, tuple[str, ...]]:
    """Every provision id with the dotted names of the functions tied to it, as far as their modules are
    imported.
    """
    return {provision_id: tuple(sorted(set(names))) for provision_id, names in _IMPLEMENTED.items()}


class LocalText(dict[str, str]):
    """A text in each of the four languages."""

    def in_language(self, language: str) -> str:
        """The text in this language, or in English where the language is not one of the four."""
        return self.get(language, self["en"])


@dataclass(frozen=True, slots=True)
class Provision:
    """One provision in our own words: what it is, how far it was verified, and by what it is carried out."""

    id: str
    kind: ProvisionKind
    trust: Trust
    carried_out_by: CarriedOutBy
    summary: LocalText
    by: str = ""
    reason: str = ""
    shelf: Shelf | Literal[""] = ""
    divergences: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Article:
    """An article or Nairobi annex with its title and its provisions; `id` is its own id, such as CCO-42."""

    id: str
    number: str
    title: LocalText
    provisions: tuple[Provision, ...]


@dataclass(frozen=True, slots=True)
class Instrument:
    """An instrument: its profile and its articles."""

    id: str
    prefix: str
    title: LocalText
    trust: Trust
    profile: Profile
    articles: tuple[Article, ...]

    @property
    def provisions(self) -> tuple[Provision, ...]:
        """Every provision of the instrument, in the order of its articles."""
        return tuple(provision for article in self.articles for provision in article.provisions)


@dataclass(frozen=True, slots=True)
class _ArticleFile:
    title: Mapping[str, str]
    provision: tuple[_ProvisionRow, ...]
    article: str = ""
    annex: str = ""


@dataclass(frozen=True, slots=True)
class _ProvisionRow:
    id: str
    kind: ProvisionKind
    trust: Trust
    carried_out_by: CarriedOutBy
    summary: Mapping[str, str]
    by: str = ""
    reason: str = ""
    shelf: Shelf | Literal[""] = ""
    divergences: tuple[str, ...] = ()


@cache
def load_instrument(instrument_id: str, folder: Path = INSTRUMENTS) -> Instrument:
    """Load one instrument from `folder`; NotUnderstood names the file and the id that cannot be read."""
    home = folder / instrument_id
    profile = read(Profile, load_toml(home / "profile.toml"), str(home / "profile.toml"))
    if profile.id != instrument_id:
        raise NotUnderstood(f"{home / 'profile.toml'}: the id must be {instrument_id}, the name of its folder")
    title = local_text(profile.title, str(home / "profile.toml"))
    articles = tuple(_article(path, profile) for path in _article_files(home))
    _refuse_repeats(articles, home)
    return Instrument(profile.id, profile.prefix, title, profile.trust, profile, articles)


def instrument_ids(folder: Path = INSTRUMENTS) -> tuple[str, ...]:
    """The ids of all instruments in the folder; a missing folder is NotUnderstood."""
    if not folder.is_dir():
        raise NotUnderstood(f"{folder}: is not a folder of instruments")
    return tuple(sorted(path.parent.name for path in folder.glob("*/profile.toml")))


@cache
def instruments() -> tuple[Instrument, ...]:
    """Every instrument that ships with the system."""
    return tuple(load_instrument(instrument_id) for instrument_id in instrument_ids())


def provision(provision_id: str) -> Provision | Article | None:
    """The provision with this id, the article where the id is only an article's own, or None."""
    return _index().get(provision_id)


@cache
def _index() -> Mapping[str, Provision | Article]:
    found: dict[str, Provision | Article] = {}
    for instrument in instruments():
        found |= {article.id: article for article in instrument.articles}
        found |= {each.id: each for each in instrument.provisions}
    return found


def _article_files(home: Path) -> Iterator[Path]:
    yield from sorted(home.glob("art-*.toml"))
    yield from sorted(home.glob("annex-*.toml"))


def _article(path: Path, profile: Profile) -> Article:
    # The format lets a row say by = "" where a key does not apply; an empty text elsewhere stays an error.
    table = load_toml(path)
    for row in _rows(table):
        for key in ("by", "reason", "shelf"):
            if row.get(key) == "":
                del row[key]
    file = read(_ArticleFile, table, str(path))
    number = file.article or file.annex
    if bool(file.article) == bool(file.annex) or not profile.has(number):
        raise NotUnderstood(f"{path}: must name one article or one annex that the instrument has")
    if path.stem != _stem(profile, number):
        raise NotUnderstood(f"{path}: holds {number} and must be named {_stem(profile, number)}.toml")
    own_id = profile.cited(number)
    rows = tuple(_provision(row, own_id, f"{path}, {row.id}") for row in file.provision)
    return Article(own_id, number, local_text(file.title, str(path)), rows)


def _rows(table: Mapping[str, Any]) -> tuple[dict[str, Any], ...]:
    rows = table.get("provision")
    return tuple(row for row in rows if isinstance(row, dict)) if isinstance(rows, list) else ()


def _stem(profile: Profile, number: str) -> str:
    if number in profile.annexes:
        return f"annex-{profile.annexes.index(number) + 1:02d}"
    return f"art-{int(number):02d}"


def _provision(row: _ProvisionRow, own_id: str, where: str) -> Provision:
    if not well_formed(row.id) or not (row.id == own_id or row.id.startswith(own_id + ".")):
        raise NotUnderstood(f"{where}: does not belong to {own_id}")
    for key in _needed(row.carried_out_by):
        if not getattr(row, key):
            raise NotUnderstood(f'{where}: carried_out_by = "{row.carried_out_by}" needs the key "{key}"')
    summary = local_text(row.summary, where)
    return Provision(
        row.id,
        row.kind,
        row.trust,
        row.carried_out_by,
        summary,
        row.by,
        row.reason,
        row.shelf,
        row.divergences,
    )


def _needed(carried_out_by: CarriedOutBy) -> tuple[str, ...]:
    if carried_out_by in ("act", "record"):
        return ("by",)
    if carried_out_by == "not yet":
        return ("reason", "shelf")
    return ("reason",) if carried_out_by in ("person", "nobody") else ()


def local_text(texts: Mapping[str, str], where: str) -> LocalText:
    """A text in just the four languages; NotUnderstood where one is missing or another stands there."""
    if set(texts) != set(LANGUAGES):
        raise NotUnderstood(f"{where}: a text must be given in {', '.join(LANGUAGES)} and in no other language")
    return LocalText(texts)


def _refuse_repeats(articles: tuple[Article, ...], home: Path) -> None:
    seen: set[str] = set()
    for article in articles:
        for each in article.provisions:
            if each.id in seen:
                raise NotUnderstood(f"{home}: the provision {each.id} stands twice")
            seen.add(each.id)
