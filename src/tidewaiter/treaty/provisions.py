"""Typed loading of the instruments, and the registry that ties functions to the provisions they carry out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from tidewaiter.treaty.articles import (
    LANGUAGES,
    Article,
    Divergence,
    LocalText,
    Provision,
    ProvisionKind,
    Trust,
    local_text,
    read_articles,
    well_formed,
)
from tidewaiter.treaty.profile import Profile
from tidewaiter.treaty.strict import NotUnderstood, load_toml, parsed_toml, read

__all__ = [
    "INSTRUMENTS",
    "LANGUAGES",
    "Article",
    "Divergence",
    "Instrument",
    "LocalText",
    "Provision",
    "ProvisionKind",
    "Trust",
    "beside",
    "implemented",
    "implements",
    "instrument_ids",
    "instruments",
    "load_instrument",
    "local_text",
    "provision",
    "shipped",
    "well_formed",
    "with_profile",
]

INSTRUMENTS = Path(__file__).parent / "instruments"

Rule = TypeVar("Rule", bound=Callable[..., Any])

_IMPLEMENTED: dict[str, list[str]] = {}


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

    @property
    def divergences(self) -> tuple[Divergence, ...]:
        """Every divergence that belongs to one of its provisions, each once, in the order of their ids."""
        found = {each.id: each for provision in self.provisions for each in provision.divergences}
        return tuple(each for _, each in sorted(found.items()))


_Added = Callable[[], Mapping[str, Instrument]]
_BESIDE: ContextVar[_Added] = ContextVar("beside", default=lambda: MappingProxyType({}))


@contextmanager
def beside(further: Callable[[], Iterable[Instrument]]) -> Iterator[None]:
    """Inside, the instruments that one installation's register added stand beside those that ship (SYS-1).

    One that bears the id of an instrument that ships stands in its place: so is an unverified profile completed.
    They are asked for when the first instrument is looked up, and then known until the end.
    """
    earlier = _BESIDE.set(cache(lambda: {each.id: each for each in further()}))
    try:
        yield
    finally:
        _BESIDE.reset(earlier)


def with_profile(family: Instrument, text: str, where: str) -> Instrument:
    """The instrument of a family whose profile is given as TOML, with the family's articles; NotUnderstood names
    the key that cannot be read.
    """
    profile = read(Profile, parsed_toml(text, where), where)
    if profile.prefix != family.prefix:
        raise NotUnderstood(f'{where}, prefix: must be "{family.prefix}", as in the instrument that it completes')
    title = local_text(profile.title, where)
    return replace(family, id=profile.id, title=title, trust=profile.trust, profile=profile)


def load_instrument(instrument_id: str, folder: Path = INSTRUMENTS) -> Instrument:
    """Load one instrument from `folder`; NotUnderstood names the file and the id that cannot be read."""
    added = _BESIDE.get()().get(instrument_id) if folder == INSTRUMENTS else None
    return added or _shipped(instrument_id, folder)


def shipped(instrument_id: str) -> Instrument:
    """An instrument as it ships, whatever stands beside it; NotUnderstood where none does."""
    if instrument_id not in _shipped_ids(INSTRUMENTS):
        raise NotUnderstood(f"{instrument_id}: no such instrument ships")
    return _shipped(instrument_id, INSTRUMENTS)


@cache
def _shipped(instrument_id: str, folder: Path) -> Instrument:
    home = folder / instrument_id
    profile = read(Profile, load_toml(home / "profile.toml"), str(home / "profile.toml"))
    if profile.id != instrument_id:
        raise NotUnderstood(f"{home / 'profile.toml'}: the id must be {instrument_id}, the name of its folder")
    title = local_text(profile.title, str(home / "profile.toml"))
    return Instrument(profile.id, profile.prefix, title, profile.trust, profile, read_articles(home, profile))


def instrument_ids(folder: Path = INSTRUMENTS) -> tuple[str, ...]:
    """The ids of all instruments in the folder; a missing folder is NotUnderstood."""
    if not folder.is_dir():
        raise NotUnderstood(f"{folder}: is not a folder of instruments")
    added = _BESIDE.get()() if folder == INSTRUMENTS else {}
    return tuple(sorted({*added, *_shipped_ids(folder)}))


@cache
def _shipped_ids(folder: Path) -> tuple[str, ...]:
    return tuple(path.parent.name for path in folder.glob("*/profile.toml"))


def instruments() -> tuple[Instrument, ...]:
    """Every instrument that ships with the system, and those that the register added."""
    return tuple(load_instrument(instrument_id) for instrument_id in instrument_ids())


def provision(provision_id: str) -> Provision | Article | None:
    """The provision with this id, the article where the id is only an article's own, or None."""
    return _index().get(provision_id)


@cache
def _index() -> Mapping[str, Provision | Article]:
    found: dict[str, Provision | Article] = {}
    for instrument in (_shipped(each, INSTRUMENTS) for each in _shipped_ids(INSTRUMENTS)):
        found |= {article.id: article for article in instrument.articles}
        found |= {each.id: each for each in instrument.provisions}
    return found
