"""What a page can tell of a provision: our words for it, how sure we are, where its languages differ."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from tidewaiter.access.decide import Reason
from tidewaiter.treaty.provisions import Article, Divergence, Instrument, Provision, instruments, provision

_CITATION = re.compile(r"\b([A-Z]{3}-[0-9A-Z](?:[0-9A-Za-z.]*[0-9A-Za-z])?)")
HOUSE_RULES: Mapping[str, Any] = {
    "SYS-1": gettext_lazy("Every instrument is kept as data: its numbers, delays and lists are read, never assumed."),
    "SYS-2": gettext_lazy("A request names exactly one legal basis, and it is open between the two sides on that day."),
    "SYS-3": gettext_lazy("What was recorded is never changed: a correction is a new line, and both stay readable."),
    "SYS-5": gettext_lazy("“Without delay” and the like become service targets: they remind and have no legal effect."),
    "SYS-7": gettext_lazy("What the texts leave to a person is decided by a person; the time and the reason are kept."),
    "SYS-9": gettext_lazy("The system makes a notice ready, and an official sends it."),
    "MNG-1": gettext_lazy("A State’s treaty positions are kept as their sources state them; no date is computed."),
    "MNG-2": gettext_lazy("A State’s bilateral partners are kept with what is known of each, be it no date."),
    "MNG-8": gettext_lazy("An accession goes from research to deposit gate by gate, and each gate carries its day."),
    "MNG-9": gettext_lazy("An agreement goes from proposal to entry into force, which both notifications bring about."),
    "MNG-11": gettext_lazy("The meetings that an administration attends stand in its officers’ calendars."),
    "MNG-12": gettext_lazy("A translation is kept by version, distributed to the officers and acknowledged by each."),
}
"""Rules of our own that acts cite beside the instruments'."""
SHORT_NAMES: Mapping[str, Any] = {
    "cco-2019": gettext_lazy("CCO Agreement"),
    "nbo-1977": gettext_lazy("Nairobi Convention"),
    "jhb-2003": gettext_lazy("Johannesburg Convention"),
    "bil": gettext_lazy("Bilateral agreement"),
}


@dataclass(frozen=True, slots=True)
class Difference:
    """Where the texts of a provision differ, and how we read them, in the reader's language."""

    id: str
    problem: str
    reading: str

    @classmethod
    def of(cls, found: Divergence, language: str) -> "Difference":
        """A divergence in this language."""
        return cls(found.id, found.problem.in_language(language), found.reading.in_language(language))


@dataclass(frozen=True, slots=True)
class Card:
    """A provision or article, ready to be shown; `parts` are the provisions of an article."""

    id: str
    title: str
    words: str
    trust: str
    kind: str
    instrument: str
    instrument_id: str
    carried_out_by: str = ""
    reason: str = ""
    divergences: tuple[Difference, ...] = ()
    parts: tuple["Card", ...] = ()


def card(provision_id: str) -> Card | None:
    """The card of a provision, an article or a rule of the house; None where there is none by that id."""
    if provision_id in HOUSE_RULES:
        words = str(HOUSE_RULES[provision_id])
        return Card(provision_id, _("Rule of the house"), words, "", "", _("Rules of the house"), "")
    found, instrument = provision(provision_id), _instrument_of(provision_id)
    if found is None or instrument is None:
        return None
    if isinstance(found, Article):
        return article_card(instrument, found)
    article = next(each for each in instrument.articles if found in each.provisions)
    return provision_card(instrument, article, found)


def article_card(instrument: Instrument, article: Article) -> Card:
    """The card of an article, with its provisions."""
    language = get_language() or "en"
    differing = (found for each in article.provisions for found in each.divergences)
    return Card(
        id=article.id,
        title=article.title.in_language(language),
        words="",
        trust=_least_sure(article),
        kind="",
        instrument=instrument.title.in_language(language),
        instrument_id=instrument.id,
        divergences=tuple({each.id: Difference.of(each, language) for each in differing}.values()),
        parts=tuple(provision_card(instrument, article, each) for each in article.provisions),
    )


def provision_card(instrument: Instrument, article: Article, each: Provision) -> Card:
    """The card of one provision."""
    language = get_language() or "en"
    return Card(
        id=each.id,
        title=article.title.in_language(language),
        words=each.summary.in_language(language),
        trust=each.trust,
        kind=each.kind,
        instrument=instrument.title.in_language(language),
        instrument_id=instrument.id,
        carried_out_by=each.carried_out_by,
        reason=each.reason,
        divergences=tuple(Difference.of(found, language) for found in each.divergences),
    )


def cited(provision_id: str) -> SafeString:
    """A provision's id as a link to its page, which the script opens as a card in place."""
    if not provision_id:
        return SafeString("")
    address = reverse("provision", args=[provision_id])
    return format_html('<a class="code" data-card href="{}">{}</a>', address, provision_id)


def with_citations(text: str) -> SafeString:
    """A sentence in which each provision that it names leads to its card."""
    parts = _CITATION.split(text)
    shown = (cited(part) if number % 2 and card(part) else escape(part) for number, part in enumerate(parts))
    return format_html_join("", "{}", ((part,) for part in shown))


def reasons_by_code(reasons: Iterable[Reason]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The reasons of a refusal, each code once with its provisions."""
    found: dict[str, tuple[str, ...]] = {}
    for reason in reasons:
        found[reason.code] = (*found.get(reason.code, ()), reason.provision)
    return tuple(found.items())


def instrument_title(instrument_id: str) -> str:
    """The title of an instrument in the active language; its id where it is not known."""
    language = get_language() or "en"
    titles = {each.id: each.title.in_language(language) for each in instruments()}
    return titles.get(instrument_id, instrument_id)


def short_name(instrument_id: str) -> str:
    """What officers call an instrument; its title where they have no shorter name for it."""
    return str(SHORT_NAMES.get(instrument_id) or instrument_title(instrument_id))


def _instrument_of(provision_id: str) -> Instrument | None:
    return next((each for each in instruments() if provision_id.startswith(each.prefix + "-")), None)


def _least_sure(article: Article) -> str:
    found = {each.trust for each in article.provisions}
    return next((trust for trust in ("unverified", "partial", "verified") if trust in found), "")
