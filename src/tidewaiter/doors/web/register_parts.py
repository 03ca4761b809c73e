"""What pages of the register have in common: names of units, standings and cells as shape and word, acts as lines."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from tidewaiter.doors.web import cards
from tidewaiter.doors.web.register_days import DayAsked
from tidewaiter.doors.web.svg import shape
from tidewaiter.doors.web.tables import Asked, Cell, Column, Row, Table, asked_of, day_cell
from tidewaiter.doors.web.written import day_written
from tidewaiter.doors.words import country_name, day_in_words, say
from tidewaiter.treaty.profile import Profile
from tidewaiter.treaty.register import RecordedAct
from tidewaiter.treaty.rules import standings
from tidewaiter.treaty.rules.calendar import ComingDate
from tidewaiter.treaty.rules.standings import UnitStanding

Name = Mapping[str, str]
ACT_COLUMNS = (
    Column("on", gettext_lazy("Day")),
    Column("type", gettext_lazy("Act"), wide=True),
    Column("units", gettext_lazy("Of")),
    Column("source", gettext_lazy("How we know"), wide=True),
)


def in_language(name: Name, code: str) -> str:
    """The name of a unit in the reader's language, or else in English, or that of the country; nothing without any."""
    found = name.get(get_language() or "en") or name.get("en") or ""
    if found:
        return found
    country = country_name(code)
    return "" if country == code else country


def named(code: str, name: Name) -> str:
    """A unit in plain words: its code and its name."""
    found = in_language(name, code)
    return f"{code} {found}" if found else code


def unit_link(code: str, name: Name, query: str = "") -> SafeString:
    """A unit as a link to its page, on the day that is shown."""
    address = reverse("party", args=[code]) + query
    return format_html('<a href="{}"><span class="code">{}</span> {}</a>', address, code, in_language(name, code))


def provisional_mark() -> SafeString:
    """The shape and the word of what rests on an act that is still under examination."""
    return format_html('<span class="tag provisional">{}{}</span>', shape("provisional"), _("provisional"))


def standing_words(each: UnitStanding) -> SafeString:
    """Where a unit stands: shape and word, and whether that is provisional."""
    word = format_html('<span class="st">{}{}</span>', shape(each.status), say(f"standing:{each.status}"))
    return format_html("{} {}", word, provisional_mark()) if each.provisional else word


def standing_note(each: UnitStanding) -> SafeString:
    """Since and until when, and through which State, as one line below the word."""
    told: list[Any] = []
    if each.state:
        told.append(_("through %(state)s") % {"state": each.state})
    told += _days_of(each)
    return format_html_join("; ", "{}", ((part,) for part in told))


def _days_of(each: UnitStanding) -> Iterable[Any]:
    since, until = each.since and day_written(each.since), each.until and day_written(each.until)
    if each.status == "signatory" and each.acted_on:
        return [format_html(_("signed on {}"), day_written(each.acted_on))]
    if each.status == "awaiting":
        return [format_html(_("bound from {}"), since) if since else _("no day is fixed yet")]
    if each.status == "former":
        return [format_html(_("until {}"), until)] if until else []
    days = [format_html(_("since {}"), since)] if since else []
    return [*days, format_html(_("no longer from {} on"), until)] if until else days


def standing_cell(each: UnitStanding) -> Cell:
    """The same as a cell of a table, with the word alone for a spreadsheet."""
    return Cell(standing_words(each), say(f"standing:{each.status}"), note=standing_note(each))


def provisions_cited(ids: Iterable[str]) -> SafeString:
    """Provisions as links, one after the other."""
    return format_html_join(" ", "{}", ((cards.cited(id),) for id in ids))


def part_named(profile: Profile, part: str) -> str:
    """A part of an instrument as a person writes it: Art. 39, Annex IV."""
    head = part.split(".")[0]
    if head in profile.annexes:
        return _("Annex %(part)s") % {"part": part}
    if part == profile.general_provision:
        return _("Body") if profile.annexes else _("Other Articles")
    return _("Art. %(part)s") % {"part": part} if head.isdigit() else part


def cell_words(cell: standings.Cell) -> SafeString:
    """What a part is to a unit: shape and word, and the parts of it that are left out."""
    word = format_html('<span class="st">{}{}</span>', shape(cell.word), say(f"cell:{cell.word}"))
    if not cell.except_for:
        return word
    out = format_html(
        '<span class="st">{}{}</span>', shape("reserved"), _("except %(parts)s") % {"parts": ", ".join(cell.except_for)}
    )
    return format_html("{} {}", word, out)


def act_words(recorded: RecordedAct) -> str:
    """What was done, and what the act names, in words."""
    act = recorded.act
    told = [say(f"act_type:{act.type}")]
    if act.annexes:
        told.append(_("Annexes %(annexes)s") % {"annexes": ", ".join(act.annexes)})
    if act.articles:
        told.append(_("provisions %(articles)s") % {"articles": ", ".join(act.articles)})
    if act.territories:
        told.append(_("territories %(territories)s") % {"territories": ", ".join(act.territories)})
    if act.effect_on:
        told.append(_("with effect on %(day)s") % {"day": day_in_words(act.effect_on)})
    return "; ".join(told)


def acts_table(request: HttpRequest, acts: Iterable[RecordedAct], caption: Any, asked: DayAsked) -> Table:
    """The acts of parties, the latest first, each with its source and how surely it is known."""
    ordered = sorted(acts, key=lambda each: (each.act.on, each.known.recorded_at), reverse=True)
    return Table(
        caption=caption,
        columns=ACT_COLUMNS,
        rows=tuple(_act_row(each, asked) for each in ordered),
        asked=asked_of(request, ()),
        empty=_("No act is recorded."),
        sheet=False,
    )


def _act_row(each: RecordedAct, asked: DayAsked) -> Row:
    act = each.act
    day = day_cell(act.on, _("received %(day)s") % {"day": day_in_words(act.received)} if act.received else "")
    form: Any = ""
    if act.form != "in_due_form":
        form = format_html('<span class="tag warn">{}</span>', say(f"act_form:{act.form}"))
    units = format_html_join(
        " ",
        '<a class="code" href="{}{}">{}</a>',
        ((reverse("party", args=[code]), asked.query, code) for code in act.units),
    )
    return Row(
        (day, Cell(act_words(each), note=form), Cell(units), Cell(fact_words(each.known.trust), note=source_of(each)))
    )


def source_of(each: RecordedAct) -> str:
    """From where the register knows an act, why it was corrected, and what its examination found."""
    told = (each.known.source, each.reference, each.known.why, each.finding)
    return "; ".join(dict.fromkeys(part for part in told if part))


def trust_words(trust: str) -> SafeString:
    """How surely the text of an article is known; what is not verified stands out."""
    return _surely("trust", trust)


def fact_words(trust: str) -> SafeString:
    """How surely a fact is known; what its source does not prove stands out."""
    return _surely("fact_trust", trust)


def _surely(prefix: str, trust: str) -> SafeString:
    if trust in ("", "verified"):
        return format_html('<span class="quiet">{}</span>', say(f"{prefix}:verified") if trust else "")
    return format_html('<span class="tag warn">{}</span>', say(f"{prefix}:{trust}"))


def coming_words(each: ComingDate, names: Mapping[str, Name]) -> str:
    """What takes effect on a day, as a sentence."""
    units = ", ".join(named(code, names.get(code, {})) for code in each.unit.split(", ") if code)
    through = named(each.state, names.get(each.state, {})) if each.state else ""
    return say(f"coming:{each.kind}", unit=units, part=each.part, through=through)


def carried(asked: Asked, day: DayAsked) -> Asked:
    """The same list, whose links keep the day that is shown."""
    for pair in day.query.removeprefix("?").split("&"):
        name, _equals, value = pair.partition("=")
        if name:
            asked.query[name] = value
    return asked
