"""Holds the form and its problems to what the instruments ask of a request before it may be sent."""

from dataclasses import fields, replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidewaiter.assistance.contents import (
    AttachmentNamed,
    Circumstances,
    FieldKind,
    PersonNamed,
    Problem,
    ProblemCode,
    RequestDraft,
    digest,
    fields_for,
    names_persons,
    normalised,
    problems,
)
from tidewaiter.assistance.fields import FIELDS
from tidewaiter.assistance.types import AssistanceType
from tidewaiter.treaty.acts import InstrumentAct
from tidewaiter.treaty.provisions import provision
from tidewaiter.treaty.rules.capability import BasisView, open_bases, required_fields

DAY = date(2031, 2, 1)
OPEN_CCO = BasisView("cco-2019", "CCO-25", True, False, (), None, "verified")
OPEN_NBO = BasisView("nbo-1977", "NBO-A2", True, False, (), None, "verified")
BOTH = Circumstances(bases=(OPEN_CCO, OPEN_NBO))
GIVEN = [
    *(("cco-2019", str(type)) for type in AssistanceType),
    ("nbo-1977", "assessment"),
    ("nbo-1977", "control"),
]


def complete(instrument: str, type: str, **changes: Any) -> RequestDraft:
    values: dict[str, Any] = {"instrument": instrument, "type": type, "requested_administration": "XB"}
    filled = {
        FieldKind.TEXT: "one line",
        FieldKind.LONG_TEXT: "two\nlines",
        FieldKind.YES_NO: True,
        FieldKind.PERSONS: (PersonNamed("A. Trader", "1 Quay", "importer"),),
    }
    for rule in fields_for(instrument, type):
        if rule.required and rule.name not in values:
            code = rule.choices[:1]
            values[rule.name] = {FieldKind.CHOICE: "".join(code), FieldKind.CHOICES: code, **filled}[rule.kind]
    return RequestDraft(**values | changes)


def found(draft: RequestDraft, circumstances: Circumstances = BOTH) -> set[tuple[ProblemCode, str | None]]:
    return {(problem.code, problem.field) for problem in problems(draft, circumstances, DAY)}


def only(draft: RequestDraft, circumstances: Circumstances = BOTH) -> Problem:
    (problem,) = problems(draft, circumstances, DAY)
    return problem


@pytest.mark.provision("CCO-21.4", "NBO-7.1")
@pytest.mark.parametrize(("instrument", "type"), GIVEN)
def test_an_empty_draft_lists_exactly_the_required_fields(instrument: str, type: str) -> None:
    required = {rule.name for rule in fields_for(instrument, type) if rule.required}
    empty = RequestDraft(instrument=instrument, type=type)
    assert {name for _, name in found(empty)} == required - {"instrument", "type"}


@pytest.mark.parametrize(("instrument", "type"), GIVEN)
def test_a_complete_draft_has_no_problem(instrument: str, type: str) -> None:
    assert problems(complete(instrument, type), BOTH, DAY) == ()


@pytest.mark.parametrize(("instrument", "type"), GIVEN)
def test_the_form_asks_all_that_the_treaty_room_requires(instrument: str, type: str) -> None:
    asked = {rule.name for rule in fields_for(instrument, type) if rule.required}
    assert set(required_fields(instrument, type)) <= asked


@pytest.mark.parametrize(("instrument", "type"), GIVEN)
def test_every_field_cites_a_provision_that_exists_or_a_rule_of_the_house(instrument: str, type: str) -> None:
    for rule in fields_for(instrument, type):
        assert rule.provision.startswith("SYS-") or provision(rule.provision) is not None, rule


def test_a_type_that_the_instrument_does_not_give_has_no_form_and_is_never_free_of_problems() -> None:
    assert fields_for("nbo-1977", "information") == ()
    draft = RequestDraft("XB", "information", "nbo-1977")
    assert only(draft).code is ProblemCode.BASIS_CLOSED
    assert only(draft, Circumstances(bases=(OPEN_NBO,))).params["closed_by"] == "type_not_given"


def test_before_the_route_is_chosen_only_the_route_is_asked() -> None:
    assert {name for _, name in found(RequestDraft())} == {"requested_administration", "type", "instrument"}


@pytest.mark.provision("CCO-20.1")
def test_a_purpose_is_stated_and_immigration_is_none() -> None:
    assert (ProblemCode.MISSING, "purpose") in found(complete("cco-2019", "control", purpose=""))
    other = only(complete("cco-2019", "control", purpose="immigration check"))
    assert (other.code, other.provision) == (ProblemCode.UNKNOWN_CHOICE, "CCO-20.1")


@pytest.mark.provision("NBO-2.1")
def test_nairobi_serves_offences_alone() -> None:
    draft = complete("nbo-1977", "control", purpose="supply_chain")
    assert only(draft).code is ProblemCode.PURPOSE_OUTSIDE_INSTRUMENT


@pytest.mark.provision("CCO-21.4")
def test_applicable_law_is_required_and_persons_may_be_said_to_be_unknown() -> None:
    assert (ProblemCode.MISSING, "applicable_law") in found(complete("cco-2019", "control", applicable_law=" "))
    assert not found(complete("cco-2019", "control", persons=(), persons_unknown=True))
    assert found(complete("cco-2019", "control", persons=())) == {(ProblemCode.PERSONS_UNSTATED, "persons")}


def test_persons_are_not_both_named_and_unknown_and_have_names() -> None:
    both = complete("cco-2019", "control", persons_unknown=True)
    assert only(both).code is ProblemCode.PERSONS_CONTRADICTORY
    nameless = complete("cco-2019", "control", persons=(PersonNamed(address="1 Quay"),))
    assert only(nameless).code is ProblemCode.PERSON_WITHOUT_NAME


@pytest.mark.provision("CCO-21.4", "CCO-25.2")
def test_verification_is_required_only_of_an_assessment() -> None:
    required = {type: {rule.name for rule in fields_for("cco-2019", type) if rule.required} for type in AssistanceType}
    assert [type for type, names in required.items() if "verification_done" in names] == ["assessment"]


@pytest.mark.provision("CCO-25.1", "CCO-25.2")
@pytest.mark.parametrize("field", ["doubt_statement", "verification_done", "specific_information_wanted"])
def test_an_assessment_says_what_is_doubted_what_was_verified_and_what_is_wanted(field: str) -> None:
    assert found(complete("cco-2019", "assessment", **{field: ""})) == {(ProblemCode.MISSING, field)}


@pytest.mark.provision("CCO-26")
def test_a_control_request_needs_a_doubt_and_a_question_the_agreement_knows() -> None:
    assert (ProblemCode.MISSING, "doubt_statement") in found(complete("cco-2019", "control", doubt_statement=""))
    genuine = ("document_authenticity",)
    assert found(complete("cco-2019", "control", control_questions=genuine)) == {
        (ProblemCode.UNKNOWN_CHOICE, "control_questions")
    }
    assert not found(complete("nbo-1977", "control", control_questions=genuine))


@pytest.mark.provision("CCO-23")
def test_information_has_a_category_and_another_one_is_named() -> None:
    assert found(complete("cco-2019", "information", category=())) == {(ProblemCode.MISSING, "category")}
    other = complete("cco-2019", "information", category=("ii", "other"))
    assert found(other) == {(ProblemCode.MISSING, "category_other")}
    assert not found(replace(other, category_other="AEO recognition"))


@pytest.mark.provision("CCO-24")
def test_offence_information_needs_reasonable_grounds() -> None:
    draft = complete("cco-2019", "offence_information", grounds="")
    assert found(draft) == {(ProblemCode.MISSING, "grounds")}


@pytest.mark.provision("NBO-2.2")
def test_nairobi_asks_the_stage_and_the_competence_of_customs_in_it() -> None:
    draft = complete("nbo-1977", "assessment", stage="judicial", customs_competence_note="")
    assert found(draft) == {(ProblemCode.MISSING, "customs_competence_note")}
    assert "stage" not in {rule.name for rule in fields_for("cco-2019", "assessment")}


@pytest.mark.provision("NBO-A2.1")
def test_nairobi_asks_for_the_belief_that_a_serious_offence_was_committed() -> None:
    draft = complete("nbo-1977", "assessment", offence_seriousness=False)
    assert found(draft) == {(ProblemCode.MISSING, "offence_seriousness")}


@pytest.mark.provision("CCO-21.3")
def test_english_is_always_accepted_and_another_language_where_the_other_side_takes_it() -> None:
    spanish = complete("cco-2019", "control", language="es")
    assert not found(complete("cco-2019", "control", language="en"))
    assert only(spanish).code is ProblemCode.LANGUAGE_NOT_ACCEPTED
    assert not found(spanish, replace(BOTH, accepted_languages=frozenset({"es"})))
    assert not found(replace(spanish, translation_language="en"))


@pytest.mark.provision("NBO-7.3")
def test_under_nairobi_french_is_always_accepted_and_spanish_is_not() -> None:
    assert not found(complete("nbo-1977", "control", language="fr"))
    assert only(complete("nbo-1977", "control", language="es")).provision == "NBO-7.3"
    assert found(complete("cco-2019", "control", language="fr")) == {(ProblemCode.LANGUAGE_NOT_ACCEPTED, "language")}


@pytest.mark.provision("CCO-42.2", "NBO-4")
@pytest.mark.parametrize(("instrument", "cited"), [("cco-2019", "CCO-42.2"), ("nbo-1977", "NBO-4")])
def test_who_cannot_reciprocate_must_say_so(instrument: str, cited: str) -> None:
    said = complete(instrument, "control", cannot_reciprocate=True)
    assert (only(said).field, only(said).provision) == ("reciprocity_statement", cited)
    known = replace(BOTH, cannot_reciprocate=True)
    assert only(complete(instrument, "control"), known).code is ProblemCode.MISSING
    stated = complete(instrument, "control", reciprocity_statement="We cannot, by our Act 7.")
    assert not found(stated, known)


def test_urgency_needs_a_reason() -> None:
    assert found(complete("cco-2019", "control", urgency="urgent")) == {(ProblemCode.MISSING, "urgency_reason")}
    assert not found(complete("cco-2019", "control", urgency="urgent", urgency_reason="It sails tonight."))


@pytest.mark.provision("CCO-20.5", "NBO-2.1")
def test_the_chosen_instrument_is_open_that_day_and_another_does_not_stand_in_for_it() -> None:
    closed = replace(OPEN_CCO, open=False, closed_by="requested_not_bound")
    problem = only(complete("cco-2019", "control"), Circumstances(bases=(OPEN_NBO, closed)))
    assert (problem.code, problem.provision) == (ProblemCode.BASIS_CLOSED, "CCO-25")
    assert problem.params == {
        "on": "2031-02-01",
        "instrument": "cco-2019",
        "closed_by": "requested_not_bound",
    }
    assert only(complete("cco-2019", "control"), Circumstances(bases=(closed,))).code is ProblemCode.NO_OPEN_BASIS
    assert only(complete("cco-2019", "control"), Circumstances()).code is ProblemCode.NO_OPEN_BASIS


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"matter": "x" * 301}, ProblemCode.TOO_LONG, "matter"),
        ({"goods": "x" * 10_001}, ProblemCode.TOO_LONG, "goods"),
        ({"persons": (PersonNamed("x" * 301),)}, ProblemCode.TOO_LONG, "persons"),
        ({"persons": (PersonNamed("A"),) * 51}, ProblemCode.TOO_MANY, "persons"),
        ({"reasons": "a\x00b"}, ProblemCode.CONTROL_CHARACTER, "reasons"),
        ({"goods": "invoice \u202e877"}, ProblemCode.CONTROL_CHARACTER, "goods"),
        ({"means": "half \ud800"}, ProblemCode.CONTROL_CHARACTER, "means"),
        ({"persons": (PersonNamed("A\x07"),)}, ProblemCode.CONTROL_CHARACTER, "persons"),
        ({"intended_use": "spying"}, ProblemCode.UNKNOWN_CHOICE, "intended_use"),
        ({"urgency": "whenever"}, ProblemCode.UNKNOWN_CHOICE, "urgency"),
    ],
)
def test_too_much_or_unreadable_or_unknown_is_a_problem(changes: dict[str, Any], code: ProblemCode, field: str) -> None:
    assert (code, field) in found(complete("cco-2019", "control", **changes))


def test_problems_stand_in_the_order_of_the_form() -> None:
    places = {known.name: place for place, known in enumerate(FIELDS)}
    listed = [places[problem.field or ""] for problem in problems(RequestDraft("", "control", "cco-2019"), BOTH, DAY)]
    assert listed == sorted(listed)


def test_what_the_form_does_not_ask_is_not_kept() -> None:
    draft = complete("cco-2019", "control", offence_seriousness=True, grounds="left over", matter="  one\n line ")
    kept = normalised(draft)
    assert (kept.offence_seriousness, kept.grounds, kept.matter) == (False, "", "one line")


def test_text_is_kept_in_one_normal_form() -> None:
    assert normalised(RequestDraft(reasons=" Cafe\u0301\r\nnoir ")).reasons == "Caf\u00e9\nnoir"
    assert normalised(RequestDraft(persons=(PersonNamed(" "), PersonNamed(" A  B ")))).persons == (PersonNamed("A B"),)


def test_a_draft_that_names_a_person_or_the_category_of_persons_is_personal() -> None:
    assert names_persons(RequestDraft(persons=(PersonNamed("A"),)))
    assert names_persons(RequestDraft(category=("iv",)))
    assert not names_persons(RequestDraft(category=("ii",), persons_unknown=True))


@pytest.mark.provision("CCO-20.5", "NBO-2.1")
def test_the_bases_that_the_treaty_room_computes_open_and_close_a_draft() -> None:
    members = tuple(f"X{letter}" for letter in "ABCDEFGHIJ")
    acts = {
        "cco-2019": (InstrumentAct("ratification", date(2031, 1, 15), members),),
        "nbo-1977": (
            InstrumentAct("accession", date(1990, 1, 1), members[:1], annexes=("I", "II")),
            InstrumentAct("accession", date(1990, 1, 1), members[1:], annexes=("III",)),
        ),
    }

    def closed_by(instrument: str, on: date) -> str:
        bases = open_bases(acts, requesting="XA", requested="XB", type="assessment", on=on)
        draft = complete(instrument, "assessment")
        return "".join(problem.params["closed_by"] for problem in problems(draft, Circumstances(bases), on))

    assert closed_by("cco-2019", date(2031, 4, 14)) == "not_in_force"
    assert closed_by("cco-2019", date(2031, 4, 15)) == ""
    assert closed_by("nbo-1977", date(2031, 4, 15)) == "annex_not_common"


def strategy_for(name: str) -> st.SearchStrategy[Any]:
    text = st.text(st.characters(), max_size=400)
    persons = st.builds(PersonNamed, text, text, text)
    special = {
        "persons": st.lists(persons, max_size=3).map(tuple),
        "attachments": st.lists(st.builds(AttachmentNamed, text, text), max_size=2).map(tuple),
        "category": st.lists(text, max_size=3).map(tuple),
        "control_questions": st.lists(text, max_size=3).map(tuple),
        "type": st.one_of(text, st.sampled_from(AssistanceType)),
        "instrument": st.one_of(text, st.sampled_from(["cco-2019", "nbo-1977", "jhb-2003", "bil"])),
    }
    is_flag = isinstance(getattr(RequestDraft(), name), bool)
    return special.get(name, st.booleans() if is_flag else text)


DRAFTS = st.fixed_dictionaries({}, optional={each.name: strategy_for(each.name) for each in fields(RequestDraft)}).map(
    lambda values: RequestDraft(**values)
)


@given(DRAFTS)
def test_problems_and_digest_never_raise_on_any_text(draft: RequestDraft) -> None:
    assert all(isinstance(problem, Problem) for problem in problems(draft, BOTH, DAY))
    assert len(digest(draft)) == 64


@given(DRAFTS)
def test_normalising_twice_changes_nothing_more(draft: RequestDraft) -> None:
    assert normalised(normalised(draft)) == normalised(draft)


@pytest.mark.parametrize("name", [each.name for each in fields(RequestDraft)])
def test_an_edit_of_any_field_changes_the_digest(name: str) -> None:
    other: dict[type, Any] = {bool: True, str: "edited", tuple: ("edited",)}
    special = {"persons": (PersonNamed("A"),), "attachments": (AttachmentNamed("a.pdf", "00"),)}
    edited = special.get(name, other[type(getattr(RequestDraft(), name))])
    assert digest(replace(RequestDraft(), **{name: edited})) != digest(RequestDraft())


@given(DRAFTS, DRAFTS)
def test_two_drafts_share_a_digest_only_if_they_are_equal(one: RequestDraft, other: RequestDraft) -> None:
    assert (digest(one) == digest(other)) == (one == other)


def test_every_field_of_a_draft_is_on_the_form_except_its_files() -> None:
    assert {each.name for each in fields(RequestDraft)} - {known.name for known in FIELDS} == {"attachments"}
