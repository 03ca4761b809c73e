"""Holds the requested side's answers, returns and refusals to what the instruments let it say."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidewaiter.assistance.problems import ProblemCode
from tidewaiter.assistance.replies import (
    Asked,
    LimitApplied,
    QuestionAnswer,
    ReplyDraft,
    default_handling,
    findings_for,
    grounds_to_decline,
    limits_to_apply,
    problems_in_reply,
)

ASSESSMENT = Asked("cco-2019", "assessment", language="en")
IMPORTED = Asked("cco-2019", "control", control_questions=("lawful_import",), language="en")
NAIROBI = Asked("nbo-1977", "assessment", language="fr")


def found(verb: str, asked: Asked = ASSESSMENT, **content: Any) -> set[tuple[ProblemCode, str | None, str]]:
    return {(each.code, each.field, each.provision) for each in problems_in_reply(ReplyDraft(**content), verb, asked)}


def codes(verb: str, asked: Asked = ASSESSMENT, **content: Any) -> set[ProblemCode]:
    return {code for code, _, _ in found(verb, asked, **content)}


def test_a_final_answer_needs_text_and_says_how_much_it_gives() -> None:
    assert {field for _, field, _ in found("answer")} == {"text", "answer_type"}
    assert not found("answer", text="No record.", answer_type="nothing_found")
    assert codes("answer", text="Here.", answer_type="postponed") == {ProblemCode.UNKNOWN_CHOICE}


def test_an_answer_in_part_needs_text_only() -> None:
    assert {field for _, field, _ in found("answer_partly", text="  ")} == {"text"}
    assert not found("answer_partly", text="The first invoice.")


@pytest.mark.provision("CCO-20.2")
def test_a_partial_answer_records_the_limit_applied_and_what_it_left_out() -> None:
    partial = {"text": "Two of three.", "answer_type": "partial"}
    assert codes("answer", **partial) == {ProblemCode.PARTIAL_UNEXPLAINED}
    unsaid = (LimitApplied("competence"),)
    assert found("answer", **partial, limits=unsaid) == {(ProblemCode.MISSING, "limits", "CCO-20.2")}
    assert not found("answer", **partial, limits=(LimitApplied("competence", "Bank records are not ours."),))


@pytest.mark.provision("CCO-20.2", "NBO-6.2")
def test_want_of_resources_limits_an_answer_under_the_agreement_and_not_under_nairobi() -> None:
    assert "resources" in limits_to_apply("cco-2019")
    assert "resources" not in limits_to_apply("nbo-1977")
    limit = (LimitApplied("resources", "No laboratory."),)
    assert codes("answer_partly", NAIROBI, text="Part.", limits=limit) == {ProblemCode.LIMIT_NOT_AVAILABLE}


@pytest.mark.provision("CCO-21.5")
def test_a_deviation_from_the_requested_procedure_is_explained() -> None:
    content = {"text": "Heard.", "answer_type": "full", "deviated": True}
    assert found("answer", **content) == {(ProblemCode.MISSING, "deviation_note", "CCO-21.5")}
    assert not found("answer", **content, deviation_note="Our law forbids a caution by customs.")


@pytest.mark.provision("CCO-26")
def test_each_question_asked_is_answered_and_lawful_import_names_its_procedure() -> None:
    full = {"text": "Imported.", "answer_type": "full"}
    assert codes("answer", IMPORTED, **full) == {ProblemCode.QUESTION_UNANSWERED}
    bare = (QuestionAnswer("lawful_import", "lawful"),)
    assert found("answer", IMPORTED, **full, answers=bare) == {(ProblemCode.MISSING, "procedure", "CCO-26")}
    assert not found("answer", IMPORTED, **full, answers=(QuestionAnswer("lawful_import", "lawful", "transit"),))
    assert not found("answer", IMPORTED, **full, answers=(QuestionAnswer("lawful_import", "not_known"),))


@pytest.mark.provision("NBO-A3")
def test_a_document_is_genuine_or_not_and_goods_are_not_genuine() -> None:
    asked = Asked("nbo-1977", "control", control_questions=("document_authenticity", "lawful_export"))
    answers = (QuestionAnswer("document_authenticity", "genuine"), QuestionAnswer("lawful_export", "genuine"))
    content = {"text": "Certificate 12/31.", "answer_type": "full", "answers": answers}
    assert codes("answer", asked, **content) == {ProblemCode.UNKNOWN_CHOICE}
    assert "genuine" in findings_for("document_authenticity")
    assert findings_for("weather") == ()


def test_an_answer_to_a_question_that_was_not_asked_is_a_problem() -> None:
    answers = (QuestionAnswer("lawful_export", "lawful"),)
    assert codes("answer_partly", IMPORTED, text="x", answers=answers) == {ProblemCode.QUESTION_NOT_ASKED}


@pytest.mark.provision("CCO-42.1", "CCO-42.5")
def test_a_refusal_under_the_agreement_needs_a_ground_of_its_own_and_reasons() -> None:
    assert {field for _, field, _ in found("decline")} == {"ground", "reasons"}
    assert codes("decline", ground="no time", reasons="Busy.") == {ProblemCode.GROUND_NOT_AVAILABLE}
    assert found("decline", ground="G3", reasons=" ") == {(ProblemCode.MISSING, "reasons", "CCO-42.5")}
    assert not found("decline", ground="G3", reasons="It would reveal a military convoy.")


@pytest.mark.provision("NBO-3")
def test_under_nairobi_professional_interests_are_no_ground_and_the_house_alone_asks_reasons() -> None:
    offered = {rule.code for rule in grounds_to_decline("nbo-1977")}
    assert {"G1", "G3", "G5", "G6"} <= offered
    assert not offered & {"G2", "G4", "G7", "G11c"}
    (unreasoned,) = problems_in_reply(ReplyDraft(ground="G3"), "decline", NAIROBI)
    assert (unreasoned.provision, unreasoned.params["required_by"]) == ("SYS-7", "house")


@pytest.mark.provision("CCO-42.2", "NBO-4")
@pytest.mark.parametrize("instrument", ["cco-2019", "nbo-1977"])
def test_want_of_reciprocity_is_a_ground_only_where_the_requester_stated_it(instrument: str) -> None:
    content = {"ground": "G8", "reasons": "You could not do the same."}
    assert codes("decline", Asked(instrument, "control"), **content) == {ProblemCode.GROUND_WITHOUT_STATEMENT}
    assert not found("decline", Asked(instrument, "control", reciprocity_stated=True), **content)


@pytest.mark.provision("CCO-21.4", "CCO-25.2", "NBO-7.1")
def test_a_return_for_completion_says_what_is_missing() -> None:
    assert codes("return_for_completion") == {ProblemCode.NOTHING_NAMED_MISSING}
    assert not found("return_for_completion", returned_fields=("specific_information_wanted",))
    assert not found("return_for_completion", text="Which invoice?")
    assert codes("return_for_completion", returned_fields=("mood",)) == {ProblemCode.UNKNOWN_CHOICE}


@pytest.mark.provision("CCO-21.3", "NBO-7.3")
@pytest.mark.parametrize(
    ("instrument", "language", "translation", "may_return"),
    [
        ("cco-2019", "en", "", False),
        ("cco-2019", "es", "", True),
        ("cco-2019", "es", "en", False),
        ("cco-2019", "fr", "", True),
        ("nbo-1977", "fr", "", False),
        ("nbo-1977", "es", "", True),
    ],
)
def test_a_language_that_must_always_be_accepted_is_no_reason_to_return(
    instrument: str, language: str, translation: str, may_return: bool
) -> None:
    asked = Asked(instrument, "control", language=language, translation_language=translation)
    returned = codes("return_for_completion", asked, returned_fields=("language",))
    assert returned == (set() if may_return else {ProblemCode.LANGUAGE_MUST_BE_ACCEPTED})


@pytest.mark.provision("CCO-30.1", "NBO-5.1")
def test_an_answer_starts_with_the_handling_of_its_instrument() -> None:
    assert default_handling("cco-2019") == ("H0",)
    assert default_handling("nbo-1977") == ("H1",)


def test_too_much_or_unreadable_text_is_a_problem_wherever_it_stands() -> None:
    assert codes("answer_partly", text="x" * 10_001) == {ProblemCode.TOO_LONG}
    long = (LimitApplied("law", "x" * 10_001),)
    assert codes("answer_partly", text="x", limits=long) == {ProblemCode.TOO_LONG}
    many = (LimitApplied("law", "x"),) * 51
    assert codes("answer_partly", text="x", limits=many) == {ProblemCode.TOO_MANY}
    assert codes("answer_partly", text="lawful \u202enot") == {ProblemCode.CONTROL_CHARACTER}
    assert not found("answer_partly", text="two\r\nlines\twith a tab")


TEXT = st.text(st.characters(), max_size=60)


@given(
    st.builds(
        ReplyDraft,
        answer_type=TEXT,
        text=TEXT,
        limits=st.lists(st.builds(LimitApplied, TEXT, TEXT), max_size=2).map(tuple),
        ground=TEXT,
        reasons=TEXT,
        answers=st.lists(st.builds(QuestionAnswer, TEXT, TEXT, TEXT, TEXT), max_size=2).map(tuple),
        returned_fields=st.lists(TEXT, max_size=2).map(tuple),
    ),
    st.sampled_from(["answer", "answer_partly", "decline", "return_for_completion", "close"]),
    st.sampled_from([ASSESSMENT, IMPORTED, NAIROBI]),
)
def test_no_reply_makes_the_rules_fail(reply: ReplyDraft, verb: str, asked: Asked) -> None:
    known = set(ProblemCode)
    assert all(problem.code in known for problem in problems_in_reply(reply, verb, asked))
