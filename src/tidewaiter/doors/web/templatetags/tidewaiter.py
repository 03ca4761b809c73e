"""Words for codes, dates written out, and provision cards, for the templates."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from django import template
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tidewaiter.access.handling import Caveat
from tidewaiter.actions.assistance.shapes import NoticeView, StepView
from tidewaiter.doors.web import cards
from tidewaiter.doors.words import say as say_key

register = template.Library()

_CONCERNS = {"request_": "request", "entry_": "entry"}
_WRITTEN = {"es": r"j \d\e F \d\e Y"}


@register.filter
def say(prefix: str, code: Any) -> str:
    """The words for a code: `{{ "state"|say:rfa.state }}`."""
    return say_key(f"{prefix}:{code}") if code else ""


@register.filter
def flagged(flag: str) -> str:
    """The sentence for a flag under which an entry was imported: `{{ "unknown_country:Xland"|flagged }}`."""
    code, _, value = flag.partition(":")
    return say_key(f"import:{code}", value=value)


@register.filter
def written(value: date | str | None) -> SafeString | str:
    """A day written out in the reader's language: 12 March 2031."""
    day = date.fromisoformat(value) if isinstance(value, str) and value else value
    if not day:
        return ""
    text = date_format(day, _WRITTEN.get(get_language() or "en", "j F Y"))
    machine = day.date().isoformat() if isinstance(day, datetime) else str(day)
    return format_html('<time datetime="{}">{}</time>', machine, text)


@register.filter
def moment(value: datetime | None) -> SafeString | str:
    """A day and the time of day in UTC, written out."""
    if value is None:
        return ""
    at = value.astimezone(UTC)
    day = date_format(at, _WRITTEN.get(get_language() or "en", "j F Y"))
    text = _("%(day)s, %(time)s UTC") % {"day": day, "time": at.strftime("%H:%M")}
    return format_html('<time datetime="{}">{}</time>', at.isoformat(timespec="minutes"), text)


@register.filter
def size(value: int) -> str:
    """A number of bytes as kB or MB."""
    return f"{value / 1_000_000:.1f} MB" if value >= 1_000_000 else f"{max(1, round(value / 1000))} kB"


@register.filter
def cite(provision_id: str) -> SafeString:
    """A provision's id as a link to its page."""
    if not provision_id:
        return SafeString("")
    address = reverse("provision", args=[provision_id])
    return format_html('<a class="code" href="{}">{}</a>', address, provision_id)


@register.filter
def instrument(instrument_id: str) -> str:
    """What officers call an instrument."""
    return cards.short_name(instrument_id)


@register.inclusion_tag("web/parts/card.html")
def card(provision_id: str) -> dict[str, Any]:
    """A provision that opens in place."""
    return {"id": provision_id, "card": cards.card(provision_id)}


@register.simple_tag
def notice_words(notice: NoticeView) -> SafeString:
    """What an administration was told, linked to what it concerns where that still exists."""
    text = say_key(f"event:{notice.event}", **notice.params)
    shelf = next((url for prefix, url in _CONCERNS.items() if notice.event.startswith(prefix)), "")
    if not shelf or notice.event == "entry_deleted":
        return format_html("{}", text)
    return format_html('<a href="{}">{}</a>', reverse(shelf, args=[notice.subject]), text)


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
