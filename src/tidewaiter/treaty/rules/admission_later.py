"""What is asked of acts that follow a deposit: opt-outs, reservations, Annexes, territories, leaving and revoking."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from types import MappingProxyType

from tidewaiter.treaty.acts import InstrumentAct, acts_of, contains
from tidewaiter.treaty.profile import Reservations
from tidewaiter.treaty.provisions import implements
from tidewaiter.treaty.rules.admission_shapes import Case, Finding, Severity
from tidewaiter.treaty.rules.annexes import Acceptance
from tidewaiter.treaty.rules.consent import Consent, notice_effect, signed_in_time
from tidewaiter.treaty.rules.territories import Coverage, coverages


def later_findings(case: Case) -> Iterator[Finding]:
    """Everything about an act that presupposes an earlier one."""
    asked = _BY_TYPE.get(case.act.type)
    if asked is not None and case.profile.trust != "unverified":
        yield from asked(case)


@implements("CCO-43.1", "CCO-43.2", "NBO-18")
def _reserves(case: Case) -> Iterator[Finding]:
    """An opt-out or reservation needs a provision that allows it, its moment, and reasons where they are asked."""
    rule, act = case.profile.reservations, case.act
    if rule is None:
        yield case.finding("not_provided", "type", None)
        return
    yield from _scope(case, rule)
    if rule.only_at_joining:
        yield from _moment(case, rule)
    if rule.reasons_required and not act.reasons:
        severity: Severity = "defective" if act.type == "reservation" else "question"
        code = "reasons_missing" if act.type == "reservation" else "reasons_asked"
        yield case.finding(code, "reasons", rule.moment_provision, severity)


def _scope(case: Case, rule: Reservations) -> Iterator[Finding]:
    articles = rule.articles
    if articles is None:
        return
    wrong = [item for item in case.act.articles if not any(contains(article, item) for article in articles)]
    for place, item in enumerate(case.act.articles):
        if item in wrong:
            severity: Severity = "defective" if len(wrong) == len(case.act.articles) else "question"
            field = f"articles.{place}"
            yield case.finding("not_optional", field, rule.scope_provision, severity, value=item)
        elif case.act.type == "opt_out" and item not in articles:
            yield case.finding("partial_opt_out", f"articles.{place}", rule.scope_provision, "question", value=item)


def _moment(case: Case, rule: Reservations) -> Iterator[Finding]:
    """Refused where it is of no day on which the unit signs or consents; a deposit that is not there yet is awaited."""
    day = case.act.legal_date
    for unit, field in case.per_unit():
        consents = case.found.of(unit)
        moments = {each for signature in signed_in_time(case.profile, case.acts, unit) for each in _days(signature)}
        moments |= {each for consent in consents for each in (consent.on, consent.act.on)}
        if day in moments:
            continue
        if consents:
            joined = consents[-1].on.isoformat()
            yield case.finding("not_at_joining", "on", rule.moment_provision, unit=unit, day=joined)
        else:
            yield case.finding("deposit_awaited", field, rule.moment_provision, "question", unit=unit)


def _days(act: InstrumentAct) -> tuple[date, date]:
    return act.on, act.legal_date


@implements("CCO-43.3")
def _lifts(case: Case) -> Iterator[Finding]:
    """What is withdrawn must be there, from a day that is not before the notice; the CCO wants the day named."""
    rule, act = case.profile.reservations, case.act
    if rule is None:
        yield case.finding("not_provided", "type", None)
        return
    for unit, field in case.per_unit():
        standing = [item for each in acts_of(case.acts, unit, "opt_out", "reservation") for item in each.articles]
        if not standing:
            yield case.finding("nothing_reserved", field, rule.withdrawal_provision, unit=unit)
        for place, item in enumerate(act.articles if standing else ()):
            if not any(contains(one, item) or contains(item, one) for one in standing):
                at = f"articles.{place}"
                yield case.finding("not_reserved", at, rule.withdrawal_provision, unit=unit, value=item)
    if act.effect_on is not None and act.effect_on < act.receipt:
        day = act.receipt.isoformat()
        yield case.finding("effect_before_receipt", "effect_on", rule.withdrawal_provision, day=day)
    if act.effect_on is None and rule.withdrawal_date_required:
        yield case.finding("effect_date_missing", "effect_on", rule.withdrawal_provision, "defective")


@implements("NBO-15.3")
def _accepts_annexes(case: Case) -> Iterator[Finding]:
    """A later acceptance of an Annex is a party's, or waits for the deposit of one that signed."""
    provision = case.profile.joining.annex_provision if case.profile.joining else None
    for unit, field in case.per_unit():
        consent = _standing_or_coming(case, unit)
        if consent is None:
            signed = bool(signed_in_time(case.profile, case.acts, unit))
            code, severity = ("deposit_awaited", "question") if signed else ("no_consent", "refused")
            yield case.finding(code, field, provision, severity, unit=unit)  # type: ignore[arg-type]
            continue
        for place, annex in enumerate(case.act.annexes or ()):
            if any(row.on <= case.day for row in _accepted(case, consent, annex)):
                yield case.finding("annex_accepted_before", f"annexes.{place}", provision, unit=unit, annex=annex)


def _standing_or_coming(case: Case, unit: str) -> Consent | None:
    return next((each for each in case.found.of(unit) if each.end is None or each.end > case.day), None)


def _accepted(case: Case, consent: Consent, annex: str) -> list[Acceptance]:
    rows = case.found.annexes_of(consent)
    return [row for row in rows if row.annex == annex and (row.end is None or row.end > case.day)]


@implements("NBO-19.4")
def _withdraws_annexes(case: Case) -> Iterator[Finding]:
    """An Annex can be left only after the day on which it entered into force for the party."""
    leaving = case.profile.leaving
    provision = leaving.annex_provision if leaving else None
    for unit, field in case.per_unit():
        consent = _standing_or_coming(case, unit)
        if consent is None:
            yield case.finding("no_consent", field, provision, unit=unit)
            continue
        for place, annex in enumerate(case.act.annexes or ()):
            at, rows = f"annexes.{place}", _accepted(case, consent, annex)
            if not rows:
                yield case.finding("annex_not_accepted", at, provision, unit=unit, annex=annex)
            elif all(row.start is None or case.day <= row.start for row in rows):
                start = rows[0].start
                day = start.isoformat() if start else ""
                code = "annex_too_early" if day else "annex_not_in_force"
                yield case.finding(code, at, provision, annex=annex, day=day)


@implements("CCO-60.4.ii", "NBO-17.1")
def _extends(case: Case) -> Iterator[Finding]:
    """Only a State that consents to be bound itself can extend the instrument to a territory."""
    rule = case.profile.territories
    if rule is None:
        yield case.finding("not_provided", "type", None)
        return
    for unit, field in case.per_unit():
        if _standing_or_coming(case, unit) is None:
            yield case.finding("no_consent", field, rule.extension_provision, unit=unit)
    for place, territory in enumerate(case.act.territories):
        field = f"territories.{place}"
        if any(row.end is None or row.end > case.day for row in _covered(case, territory)):
            yield case.finding("territory_covered", field, rule.extension_provision, territory=territory)
        known = case.register.units.get(territory)
        if known is not None and known.kind == "territory" and "customs_autonomy" in known.evidence:
            provision = rule.extension_provision
            yield case.finding("capacity_unstated", field, provision, "question", territory=territory)


def _covered(case: Case, territory: str) -> list[Coverage]:
    rows = coverages(case.profile, case.acts, case.found, territory)
    return [row for row in rows if row.since <= case.day]


@implements("CCO-65.2", "NBO-17.2")
def _excludes(case: Case) -> Iterator[Finding]:
    """A State takes out a territory that it covers, or one that its instrument made a Member."""
    rule = case.profile.territories
    if rule is None:
        yield case.finding("not_provided", "type", None)
        return
    for place, territory in enumerate(case.act.territories):
        own = case.standing(territory, case.day)
        in_one_instrument = own is not None and bool(set(own.act.units) & set(case.act.units))
        if not in_one_instrument and not _covered(case, territory):
            field = f"territories.{place}"
            yield case.finding("territory_not_covered", field, rule.exclusion_provision, territory=territory)


@implements("CCO-65.1", "NBO-19.1", "NBO-19.2")
def _leaves(case: Case) -> Iterator[Finding]:
    """A notice of leaving comes after the consent, once, and where the instrument says so only after its date."""
    leaving = case.profile.leaving
    if leaving is None:
        yield case.finding("not_provided", "type", None)
        return
    for unit, field in case.per_unit():
        consent = case.standing(unit, case.day)
        if consent is None:
            yield case.finding("no_consent", field, leaving.provision, unit=unit)
        elif consent.notice is not None and consent.notice <= case.day:
            yield case.finding("already_leaving", field, leaving.provision, unit=unit, day=consent.notice.isoformat())
        elif leaving.only_after_entry_into_force and (consent.start is None or case.day <= consent.start):
            day = consent.start.isoformat() if consent.start else ""
            code = "leaves_too_early" if day else "leaves_before_force"
            yield case.finding(code, "on", leaving.provision, unit=unit, day=day)


def _revokes(case: Case) -> Iterator[Finding]:
    """A notice can be revoked until its effect; afterwards the unit joins again (REQUIREMENTS 3.3)."""
    leaving = case.profile.leaving
    if leaving is None:
        yield case.finding("not_provided", "type", None)
        return
    for unit, field in case.per_unit():
        notices = [act for act in acts_of(case.acts, unit, *_GIVES_NOTICE) if act.receipt <= case.day]
        effects = [notice_effect(case.profile, case.acts, unit, act.receipt, date.min) for act in notices]
        days = [each for each in effects if each is not None]
        if not days:
            yield case.finding("nothing_to_revoke", field, leaving.provision, unit=unit)
        elif max(days) <= case.day:
            yield case.finding("revoked_too_late", "on", leaving.provision, unit=unit, day=max(days).isoformat())


_GIVES_NOTICE = ("withdrawal", "annex_withdrawal", "territorial_exclusion")


def _takes_back(case: Case) -> Iterator[Finding]:
    """A deposit can be taken back until it binds; afterwards only a notice of leaving ends the bond."""
    force = case.profile.force
    for unit, field in case.per_unit():
        consent = case.standing(unit, case.day)
        if consent is None:
            yield case.finding("nothing_deposited", field, force.general_provision if force else None, unit=unit)
        elif consent.start is not None and consent.start <= case.day:
            provision = case.profile.leaving.provision if case.profile.leaving else None
            yield case.finding("deposit_in_force", field, provision, unit=unit, day=consent.start.isoformat())


_BY_TYPE: Mapping[str, Callable[[Case], Iterator[Finding]]] = MappingProxyType(
    {
        "opt_out": _reserves,
        "reservation": _reserves,
        "reservation_withdrawal": _lifts,
        "annex_acceptance": _accepts_annexes,
        "annex_withdrawal": _withdraws_annexes,
        "territorial_extension": _extends,
        "territorial_exclusion": _excludes,
        "withdrawal": _leaves,
        "withdrawal_revoked": _revokes,
        "deposit_withdrawn": _takes_back,
    }
)
