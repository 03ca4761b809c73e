"""What an instrument says, read strictly from its files: articles, annexes, parts, and where its texts differ."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from tidewaiter.treaty.profile import Profile
from tidewaiter.treaty.strict import NotUnderstood, load_toml, read

LANGUAGES = ("en", "fr", "es", "nl")

ProvisionKind = Literal["definition", "duty", "power", "limit", "form", "institutional"]
CarriedOutBy = Literal["rule", "act", "record", "person", "nobody", "not yet"]
Shelf = Literal["registry", "people", "assistance", "central", "screening", "organization", "integrity", "cooperation"]
Trust = Literal["verified", "partial", "unverified"]

_ID = re.compile(r"[A-Z][A-Z0-9]*-[A-Za-z0-9]+(\.[A-Za-z0-9]+)*")
_PART = re.compile(r"[A-Z0-9]+")
_DIVERGENCE = re.compile(r"[A-Z]+-[0-9]{2,}")
_FILES = ("art-*.toml", "annex-*.toml", "part-*.toml")
_BESIDES = ("profile.toml", "divergences.toml")


def well_formed(provision_id: str) -> bool:
    """Whether a text has the form of a provision id: prefix, article, paragraph, item, without suffixes."""
    return _ID.fullmatch(provision_id) is not None


class LocalText(dict[str, str]):
    """A text in each of the four languages."""

    def in_language(self, language: str) -> str:
        """The text in this language, or in English where the language is not one of the four."""
        return self.get(language, self["en"])


@dataclass(frozen=True, slots=True)
class Divergence:
    """Where the texts of an instrument differ, err or are silent, and how we read them."""

    id: str
    problem: LocalText
    reading: LocalText


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
    divergences: tuple[Divergence, ...] = ()


@dataclass(frozen=True, slots=True)
class Article:
    """An article, a Nairobi annex or a part without a number, with its title and its provisions; `id` is its own
    id, such as CCO-42.
    """

    id: str
    number: str
    title: LocalText
    provisions: tuple[Provision, ...]


@dataclass(frozen=True, slots=True)
class _ArticleFile:
    title: Mapping[str, str]
    provision: tuple[_ProvisionRow, ...]
    article: str = ""
    annex: str = ""
    part: str = ""


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


@dataclass(frozen=True, slots=True)
class _DivergencesFile:
    divergence: tuple[_DivergenceRow, ...]


@dataclass(frozen=True, slots=True)
class _DivergenceRow:
    id: str
    provisions: tuple[str, ...]
    problem: Mapping[str, str]
    reading: Mapping[str, str]


def read_articles(home: Path, profile: Profile) -> tuple[Article, ...]:
    """All that stands in the folder of an instrument besides its profile; NotUnderstood names the file and the id."""
    articles = tuple(_article(path, profile) for path in _article_files(home))
    _refuse_repeats(articles, home)
    found = _divergences(home / "divergences.toml", articles)
    return tuple(
        replace(
            article,
            provisions=tuple(replace(each, divergences=found.get(each.id, ())) for each in article.provisions),
        )
        for article in articles
    )


def local_text(texts: Mapping[str, str], where: str) -> LocalText:
    """A text in just the four languages; NotUnderstood where one is missing or another stands there."""
    if set(texts) != set(LANGUAGES):
        raise NotUnderstood(f"{where}: a text must be given in {', '.join(LANGUAGES)} and in no other language")
    return LocalText(texts)


def _article_files(home: Path) -> Iterator[Path]:
    files = [path for pattern in _FILES for path in sorted(home.glob(pattern))]
    for path in sorted(home.glob("*.toml")):
        if path not in files and path.name not in _BESIDES:
            raise NotUnderstood(f"{path}: is no file of an instrument; name it {', '.join((*_FILES, *_BESIDES))}")
    yield from files


def _article(path: Path, profile: Profile) -> Article:
    # The format lets a row say by = "" where a key does not apply; an empty text elsewhere stays an error.
    table = load_toml(path)
    for row in _rows(table):
        for key in ("by", "reason", "shelf"):
            if row.get(key) == "":
                del row[key]
    file = read(_ArticleFile, table, str(path))
    number = _number(file, profile, path)
    own_id = profile.cited(number)
    rows = tuple(_provision(row, own_id, f"{path}, {row.id}") for row in file.provision)
    return Article(own_id, number, local_text(file.title, str(path)), rows)


def _rows(table: Mapping[str, Any]) -> tuple[dict[str, Any], ...]:
    rows = table.get("provision")
    return tuple(row for row in rows if isinstance(row, dict)) if isinstance(rows, list) else ()


def _number(file: _ArticleFile, profile: Profile, path: Path) -> str:
    named = [each for each in (file.article, file.annex, file.part) if each]
    if len(named) != 1 or profile.has(named[0]) == bool(file.part):
        raise NotUnderstood(f"{path}: must name one article or annex that the instrument has, or one part besides them")
    if file.part and not _PART.fullmatch(file.part):
        raise NotUnderstood(f'{path}: the part "{file.part}" must be written in capital letters and digits')
    stem = f"part-{file.part.lower()}" if file.part else _stem(profile, named[0])
    if path.stem != stem:
        raise NotUnderstood(f"{path}: holds {named[0]} and must be named {stem}.toml")
    return named[0]


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
    return Provision(row.id, row.kind, row.trust, row.carried_out_by, summary, row.by, row.reason, row.shelf)


def _needed(carried_out_by: CarriedOutBy) -> tuple[str, ...]:
    if carried_out_by in ("act", "record"):
        return ("by",)
    if carried_out_by == "not yet":
        return ("reason", "shelf")
    return ("reason",) if carried_out_by in ("person", "nobody") else ()


def _refuse_repeats(articles: tuple[Article, ...], home: Path) -> None:
    seen: set[str] = set()
    for article in articles:
        for each in article.provisions:
            if each.id in seen:
                raise NotUnderstood(f"{home}: the provision {each.id} stands twice")
            seen.add(each.id)


def _divergences(path: Path, articles: tuple[Article, ...]) -> Mapping[str, tuple[Divergence, ...]]:
    if not path.exists():
        return {}
    known = {each.id for article in articles for each in article.provisions}
    found: dict[str, list[Divergence]] = defaultdict(list)
    seen: set[str] = set()
    for row in read(_DivergencesFile, load_toml(path), str(path)).divergence:
        where = f"{path}, {row.id}"
        if row.id in seen:
            raise NotUnderstood(f"{where}: stands twice")
        seen.add(row.id)
        divergence = _divergence(row, known, where)
        for provision_id in row.provisions:
            found[provision_id].append(divergence)
    return {provision_id: tuple(each) for provision_id, each in found.items()}


def _divergence(row: _DivergenceRow, known: set[str], where: str) -> Divergence:
    if not _DIVERGENCE.fullmatch(row.id):
        raise NotUnderstood(f"{where}: an id must be capital letters, a hyphen and at least two digits, such as A-07")
    if not row.provisions or len(set(row.provisions)) != len(row.provisions):
        raise NotUnderstood(f"{where}: must name at least one provision, and none of them twice")
    for provision_id in row.provisions:
        if provision_id not in known:
            raise NotUnderstood(f"{where}: {provision_id} is no provision of the instrument")
    problem = local_text(row.problem, f"{where}, problem")
    return Divergence(row.id, problem, local_text(row.reading, f"{where}, reading"))
