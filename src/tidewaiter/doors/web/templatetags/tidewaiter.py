"""Words for codes, dates written out, and provision cards, for the templates."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString

from tidewaiter.access.facts import Caller
from tidewaiter.access.handling import Caveat
from tidewaiter.actions.assistance.shapes import NoticeView, StepView
from tidewaiter.doors.web import cards, register_places, svg
from tidewaiter.doors.web.register_parts import provisional_mark
from tidewaiter.doors.web.risk_words import range_words
from tidewaiter.doors.web.written import day_written, moment_written
from tidewaiter.doors.words import addressee_name, number_written, size_written
from tidewaiter.doors.words import say as say_key
from tidewaiter.screening.risk.profiles import ConditionDraft

register = template.Library()

_CONCERNS = {"request_": "request", "entry_": "entry", "profile_": "profile"}


@register.filter
def say(prefix: str, code: Any) -> str:
    """The words for a code: `{{ "state"|say:rfa.state }}`."""
    return say_key(f"{prefix}:{code}") if code else ""


@register.filter
def addressee(code: str) -> str:
    """An addressee of a notice: an organ by its name, a unit by its code."""
    return addressee_name(code)


@register.filter
def flagged(flag: str) -> str:
    """The sentence for a flag under which an entry was imported: `{{ "unknown_country:Xland"|flagged }}`."""
    code, _, value = flag.partition(":")
    return say_key(f"import:{code}", value=value)


@register.filter
def asked(condition: ConditionDraft) -> SafeString | str:
    """What a condition of a risk profile asks for: codes and numbers as typed, a range in words."""
    return range_words(condition.kind, condition.value) or format_html('<span class="code">{}</span>', condition.value)


@register.filter
def written(value: date | str | None) -> SafeString | str:
    """A day written out in the reader's language: 12 March 2031."""
    day = date.fromisoformat(value) if isinstance(value, str) and value else value
    return day_written(day) if isinstance(day, date) else ""


@register.filter
def moment(value: datetime | None) -> SafeString | str:
    """A day and the time of day in UTC, written out."""
    return moment_written(value) if value else ""


@register.filter
def size(value: int) -> str:
    """A number of bytes as kB or MB, in the reader's language: 1.5 MB."""
    return size_written(value)


@register.filter
def number(value: int) -> str:
    """A number as the reader's language groups its digits: 1,234,567."""
    return number_written(value)


@register.filter
def cite(provision_id: str) -> SafeString:
    """A provision's id as a link to its page."""
    return cards.cited(provision_id)


@register.filter
def instrument(instrument_id: str) -> str:
    """What officers call an instrument."""
    return cards.short_name(instrument_id)


@register.filter
def full_title(instrument_id: str) -> str:
    """The title of an instrument in the reader's language."""
    return cards.instrument_title(instrument_id)


@register.simple_tag
def shape(word: str) -> SafeString:
    """The shape that stands for a word of the register."""
    return svg.shape(word)


@register.simple_tag
def provisional_tag() -> SafeString:
    """The shape and the word of what rests on an act that is still under examination."""
    return provisional_mark()


@register.inclusion_tag("web/parts/card.html")
def card(provision_id: str) -> dict[str, Any]:
    """A provision that opens in place."""
    return {"id": provision_id, "card": cards.card(provision_id)}


@register.simple_tag(takes_context=True)
def places_of_the_register(context: Mapping[str, Any], tab: str = "") -> register_places.Tabs:
    """The register's own navigation, for whoever reads this page."""
    caller = context.get("caller")
    return register_places.register_places(caller, tab) if isinstance(caller, Caller) else register_places.Tabs((), ())


@register.simple_tag
def notice_words(notice: NoticeView) -> SafeString:
    """What an administration was told, linked to what it concerns where that still exists."""
    text = _with_code(say_key(f"event:{notice.event}", **notice.params), notice.params.get("number", ""))
    shelf = next((url for prefix, url in _CONCERNS.items() if notice.event.startswith(prefix)), "")
    if not shelf or notice.event == "entry_deleted":
        return format_html("{}", text)
    return format_html('<a href="{}">{}</a>', reverse(shelf, args=[notice.subject]), text)


@register.simple_tag
def event_words(notice: NoticeView) -> str:
    """What an administration was told, without a link."""
    return say_key(f"event:{notice.event}", **notice.params)


def _with_code(text: str, number: str) -> SafeString:
    """A sentence in which a number stands in the face of codes, so that it is not broken."""
    before, found, after = text.partition(number) if number else (text, "", "")
    return format_html('{}<span class="code nowrap">{}</span>{}', before, found, after) if found else escape(text)


@register.simple_tag
def step_words(step: StepView) -> str:
    """What one side did, as a sentence."""
    return say_key(f"step:{step.verb}", administration=step.administration)


@register.simple_tag
def caveat_words(caveat: Caveat) -> str:
    """One condition of use in words."""
    return say_key(f"caveat:{caveat.code}", until=caveat.until)


@register.simple_tag
def conflict_words(code: str, params: Mapping[str, str]) -> str:
    """Why an act came too late."""
    return say_key(f"conflict:{code}", **params)
