"""What is asked of signatures, deposits and arrangements: who may join, when, and by which act."""

from __future__ import annotations

from collections.abc import Iterator

from tidewaiter.treaty.acts import acts_of
from tidewaiter.treaty.profile import Gateway, Joining
from tidewaiter.treaty.provisions import implements
from tidewaiter.treaty.register import Unit
from tidewaiter.treaty.rules.admission_shapes import Case, Finding, Severity, listed
from tidewaiter.treaty.rules.consent import annexes_named, kind_of, signed_in_time

_SIGNING = ("signature", "definitive_signature")


def joining_findings(case: Case) -> Iterator[Finding]:
    """Everything about an act by which a unit signs or consents to be bound."""
    joining, act = case.profile.joining, case.act
    if act.type in _SIGNING:
        yield from _signed_late(case)
    if act.type == "definitive_signature" and joining is not None and act.type not in joining.types:
        yield case.finding("signature_does_not_bind", "type", joining.provisions[0], "question")
    if act.type == "partner_arrangement":
        yield from _arranged(case)
    if joining is None or act.type not in joining.types:
        return
    for unit, field in case.per_unit():
        yield from _eligible(case, joining, unit, field)
        yield from _joined_before(case, joining, unit, field)
        yield from _by_the_right_act(case, joining, unit, field)
        yield from _annexes(case, joining, unit)
    yield from _capacities(case)


@implements("CCO-60.1", "NBO-15.2")
def _signed_late(case: Case) -> Iterator[Finding]:
    """After the last day for signature a State accedes instead."""
    rule = case.profile.signature
    if rule is not None and case.act.on > rule.until:
        yield case.finding("signature_closed", "on", rule.provision, day=rule.until.isoformat())


def _arranged(case: Case) -> Iterator[Finding]:
    if case.profile.partner_provision is None and case.profile.trust != "unverified":
        yield case.finding("not_provided", "type", None)


@implements("CCO-5.1", "NBO-15.1", "NBO-15.5")
def _eligible(case: Case, joining: Joining, unit: str, field: str) -> Iterator[Finding]:
    """A kind of unit that the instrument does not admit cannot join it; what is missing as evidence is asked for."""
    kind = kind_of(unit, case.register.kinds)
    if kind not in joining.kinds:
        yield case.finding("unit_not_eligible", field, joining.eligibility_provision, unit=unit)
        return
    known = case.register.units.get(unit)
    if kind == "union" and known is not None:
        yield from _after_its_states(case, joining, known, field)
    if case.profile.gateway and known is not None:
        yield from _gateway(case, known, field)


def _after_its_states(case: Case, joining: Joining, union: Unit, field: str) -> Iterator[Finding]:
    act = case.act
    missing = [
        state
        for state in union.member_states
        if case.standing(state, act.legal_date) is None and state not in act.units
    ]
    if missing:
        yield case.finding(
            "union_before_members", field, joining.union_provision, unit=union.code, states=listed(missing)
        )


@implements("CCO-5.1.i", "CCO-5.1.ii", "CCO-5.1.iii", "CCO-5.1.iv")
def _gateway(case: Case, unit: Unit, field: str) -> Iterator[Finding]:
    """A unit for which no way of being eligible is evidenced deposits, but not in due form (CCO-66.3)."""
    open_to = [gateway for gateway in case.profile.gateway if unit.kind in gateway.kinds]
    if any(set(gateway.evidence) <= set(unit.evidence) for gateway in open_to):
        return
    begun = [gateway for gateway in open_to if set(gateway.evidence) & set(unit.evidence)]
    asked: Gateway = (begun or open_to or list(case.profile.gateway))[0]
    for each in asked.evidence:
        if each not in unit.evidence:
            yield case.finding("gateway_missing", field, asked.provision, "defective", unit=unit.code, evidence=each)


def _joined_before(case: Case, joining: Joining, unit: str, field: str) -> Iterator[Finding]:
    """Who consents already, and has not given notice of leaving, cannot consent once more."""
    day = case.act.legal_date
    for each in case.found.of(unit):
        partner = each.act.type == "partner_arrangement"
        left = each.notice is not None and each.notice <= day
        if not partner and not left and each.on <= day:
            provision = joining.provisions[0]
            yield case.finding("already_party", field, provision, unit=unit, day=each.on.isoformat())
            return


@implements("CCO-60.2", "CCO-60.3", "NBO-15.1.a", "NBO-15.1.b", "NBO-15.1.c")
def _by_the_right_act(case: Case, joining: Joining, unit: str, field: str) -> Iterator[Finding]:
    """A signatory ratifies, and who did not sign accedes; the depositary asks where it is the other way round."""
    act, signed = case.act, signed_in_time(case.profile, case.acts, unit)
    before = [each for each in signed if each.legal_date <= act.legal_date]
    if act.type == "accession":
        if joining.accession_from is not None and act.legal_date < joining.accession_from:
            provision = case.profile.signature.provision if case.profile.signature else joining.provisions[0]
            day = joining.accession_from.isoformat()
            yield case.finding("accession_too_early", "on", provision, "defective", day=day)
        if before and joining.after_signature:
            yield case.finding("signatory_accedes", field, joining.provisions[-1], "question", unit=unit)
    elif act.type in joining.after_signature and not before:
        late = acts_of(case.acts, unit, *_SIGNING)
        severity: Severity = "defective" if late else "question"
        yield case.finding("ratifies_unsigned", field, joining.provisions[0], severity, unit=unit)


@implements("NBO-15.3")
def _annexes(case: Case, joining: Joining, unit: str) -> Iterator[Finding]:
    """Where an instrument wants an Annex accepted with it, one that names none is not in due form."""
    if joining.annex_provision is None or annexes_named(case.profile, case.acts, case.act, unit):
        return
    yield case.finding("no_annex", "annexes", joining.annex_provision, "defective")


@implements("CCO-60.4.i")
def _capacities(case: Case) -> Iterator[Finding]:
    """Whether an autonomous territory that an instrument includes is to be a Member is asked, not guessed."""
    rule, joining = case.profile.territories, case.profile.joining
    if rule is None or joining is None or "territory" not in joining.kinds:
        return
    for place, code in enumerate(case.act.territories):
        known = case.register.units.get(code)
        autonomous = known is not None and known.kind == "territory" and "customs_autonomy" in known.evidence
        if autonomous and code not in case.act.units:
            field = f"territories.{place}"
            yield case.finding("capacity_unstated", field, rule.inclusion_provision, "question", territory=code)
