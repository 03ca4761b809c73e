"""Finds the bases between two administrations on a day: what each open one asks and gives, what closes each other."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, get_args

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from tidewaiter.access.facts import Caller
from tidewaiter.access.verbs import Verb
from tidewaiter.actions.registry import AdministrationView, Basis, find_bases, read_directory
from tidewaiter.doors.web import cards, labels
from tidewaiter.doors.web.door import door
from tidewaiter.doors.web.forms import Choice, text
from tidewaiter.doors.web.register_days import day_asked
from tidewaiter.doors.web.shell import page
from tidewaiter.doors.words import say
from tidewaiter.treaty.questions.facts import AssistanceType
from tidewaiter.treaty.rules.closing import ClosingFact

_SAID_ALREADY = ("not_given", "unverified")
KINDS_OF_HELP: tuple[str, ...] = get_args(AssistanceType)


@dataclass(frozen=True, slots=True)
class BasisShown:
    """One basis ready to be shown: its name, and in words what closes it, asks and gives."""

    basis: Basis
    name: str
    closing: str
    fields: tuple[tuple[str, str], ...]
    uses: tuple[str, ...]
    costs: tuple[tuple[str, str, str], ...]
    languages: tuple[str, ...]


def shown(bases: Iterable[Basis]) -> tuple[BasisShown, ...]:
    """The bases in words, in their order: open ones first, the strongest duty first."""
    return tuple(_shown(each) for each in bases)


def _shown(each: Basis) -> BasisShown:
    terms = each.terms
    return BasisShown(
        basis=each,
        name=labels.basis_name(cards.short_name(each.instrument), each.provision),
        closing=closing_words(each.closing),
        fields=tuple((say(f"field:{one.field}"), one.provision) for one in terms.particulars),
        uses=tuple(say(f"use_of:{use}") for use in terms.use.free) if terms.use else (),
        costs=tuple((say(f"cost_kind:{cost.kind}"), _paid(cost), cost.provision) for cost in terms.costs),
        languages=tuple(say(f"language:{each}") for each in each.languages),
    )


def _paid(cost: Any) -> str:
    told = [say(f"payer:{cost.borne_by}")]
    if cost.employee:
        told.append(_("for a government employee: %(payer)s") % {"payer": say(f"payer:{cost.employee}")})
    if cost.hold:
        told.append(_("the request may wait meanwhile"))
    return "; ".join(told)


def closing_words(fact: ClosingFact | None) -> str:
    """The one fact that closes a basis, as a sentence; nothing where it is open, or where the reason says it all."""
    if fact is None or fact.code in _SAID_ALREADY:
        return ""
    day = fact.day.isoformat() if fact.day else ""
    numbers = {"count": str(fact.count), "threshold": str(fact.threshold)}
    return say(f"closing:{fact.code}", unit=fact.unit, other=fact.other, day=day, part=fact.part, **numbers)


@door("GET", "HEAD", opens=Verb.FIND_BASES)
def bases(request: HttpRequest, caller: Caller) -> HttpResponse:
    """Ask whether one administration may ask another for something on a day, on which basis, and why."""
    sides = [each for each in read_directory(caller) if not each.organization]
    asking = text(request.GET, "from").upper() or _own(caller, sides)
    asked, type = text(request.GET, "to").upper(), text(request.GET, "type")
    keeps = {"from": asking, "to": asked, "type": type}
    day = day_asked(request, caller, keeps=keeps)
    codes = {each.code for each in sides}
    known = asking in codes and asked in codes and asking != asked and type in KINDS_OF_HELP
    found = find_bases(caller, requesting=asking, requested=asked, type=type, on=day.on) if known else ()
    context = {
        "from": choices(sides, asking, caller.language),
        "to_choices": choices(sides, asked, caller.language),
        "types": [Choice(kind, say(f"type:{kind}"), kind == type) for kind in KINDS_OF_HELP],
        "asking": asking,
        "to": asked,
        "type": type,
        "same": asking == asked and bool(asked),
        "day": day,
        "chosen": known,
        "bases": shown(found),
        "any_open": any(each.open for each in found),
    }
    return page(request, caller, "web/register_bases.html", context, here="register")


def _own(caller: Caller, sides: Sequence[AdministrationView]) -> str:
    return caller.administration if caller.administration in {each.code for each in sides} else ""


def choices(sides: Iterable[AdministrationView], chosen: str, language: str) -> list[Choice]:
    """The administrations as a list to choose from."""
    return [Choice(each.code, named(each, language), each.code == chosen) for each in sides]


def named(each: AdministrationView, language: str) -> str:
    """An administration as a list names it: its code and its name."""
    name = each.name.get(language) or each.name.get("en") or each.code
    return _("%(code)s – %(name)s") % {"code": each.code, "name": name}
