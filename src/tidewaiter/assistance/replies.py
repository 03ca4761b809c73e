"""What the requested side writes back, and what each kind of reply must say before it may be given."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields

from tidewaiter.assistance.draft import AttachmentNamed
from tidewaiter.assistance.fields import LONG, MANY
from tidewaiter.assistance.form import fields_for, languages_always_accepted
from tidewaiter.assistance.lifecycle import MoveVerb
from tidewaiter.assistance.problems import Problem, ProblemCode, RequiredBy
from tidewaiter.assistance.text import is_unreadable, texts_in
from tidewaiter.assistance.types import (
    AnswerType,
    AssistanceType,
    ControlQuestion,
    Finding,
    IntendedUse,
    Limit,
)
from tidewaiter.treaty.provisions import implements, load_instrument
from tidewaiter.treaty.rules.refusal import GroundRule, grounds


@dataclass(frozen=True, slots=True)
class LimitApplied:
    """A limit of law, competence or resources that the answer was given under, with what it left out."""

    code: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class QuestionAnswer:
    """Answer to one control question, with the customs procedure where the goods were placed under one."""

    question: str = ""
    finding: str = ""
    procedure: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class ReplyDraft:
    """Content of one reply: a partial or final answer, a return for completion, or a refusal.

    `answers` answer control questions, `returned_fields` name what a return asks to be completed,
    `deviated` says that a requested procedure was not followed.
    """

    answer_type: str = ""
    text: str = ""
    limits: tuple[LimitApplied, ...] = ()
    ground: str = ""
    reasons: str = ""
    deviated: bool = False
    deviation_note: str = ""
    answers: tuple[QuestionAnswer, ...] = ()
    returned_fields: tuple[str, ...] = ()
    handling: tuple[str, ...] = ()
    attachments: tuple[AttachmentNamed, ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """What the request asked, as far as a reply is judged by it."""

    instrument: str
    type: str
    control_questions: tuple[str, ...] = ()
    language: str = ""
    translation_language: str = ""
    reciprocity_stated: bool = False


# Handling that a reply carries unless its author narrows it: for the addressee's assistance only, or, where
# the instrument says so, for proceedings too.
_ASSISTANCE_ONLY, _PROCEEDINGS_TOO = "H0", "H1"

# The limits that may be applied are grounds under another name, and an instrument may lack one of them.
_LIMIT_GROUNDS: Mapping[Limit, str] = {Limit.LAW: "G11a", Limit.COMPETENCE: "G11b", Limit.RESOURCES: "G11c"}

_FINDINGS: Mapping[ControlQuestion, tuple[Finding, ...]] = {
    ControlQuestion.DOCUMENT_AUTHENTICITY: (Finding.GENUINE, Finding.NOT_GENUINE, Finding.NOT_KNOWN),
    ControlQuestion.LAWFUL_EXPORT: (Finding.LAWFUL, Finding.NOT_LAWFUL, Finding.NOT_KNOWN),
    ControlQuestion.LAWFUL_IMPORT: (Finding.LAWFUL, Finding.NOT_LAWFUL, Finding.NOT_KNOWN),
}

_NO_RECIPROCITY = "G8"


@implements("CCO-30.1", "NBO-5.1.a")
def default_handling(instrument_id: str) -> tuple[str, ...]:
    """Handling codes that a reply under this instrument starts with; the strictest where it says nothing."""
    use = load_instrument(instrument_id).profile.use
    in_court = use is not None and IntendedUse.COURT in use.free_in_proceedings
    return (_PROCEEDINGS_TOO if in_court else _ASSISTANCE_ONLY,)


def findings_for(question: str) -> tuple[Finding, ...]:
    """Findings that answer a control question; empty for a question that does not exist."""
    return _FINDINGS[ControlQuestion(question)] if question in tuple(ControlQuestion) else ()


def grounds_to_decline(instrument_id: str) -> tuple[GroundRule, ...]:
    """Grounds that the instrument gives for declining, in its own order."""
    return tuple(rule for rule in grounds(instrument_id) if rule.available and "decline" in rule.effects)


def limits_to_apply(instrument_id: str) -> tuple[Limit, ...]:
    """Limits that the instrument lets the requested side apply."""
    available = {rule.code for rule in grounds(instrument_id) if rule.available}
    return tuple(limit for limit, ground in _LIMIT_GROUNDS.items() if ground in available)


def problems_in_reply(reply: ReplyDraft, verb: str, asked: Asked) -> tuple[Problem, ...]:
    """List all that keeps a reply from being given by that move; a move that carries no reply has none."""
    found = list(_too_much(reply))
    for check in _CHECKS.get(verb, ()):
        found += check(reply, asked)
    return tuple(found)


def _too_much(reply: ReplyDraft) -> Iterator[Problem]:
    """Text and lists stay within what a reply takes, and can be read as they were written."""
    for part in fields(reply):
        value = getattr(reply, part.name)
        texts = texts_in(value)
        if any(len(text) > LONG for text in texts):
            yield Problem(ProblemCode.TOO_LONG, part.name, "SYS-7", {"limit": str(LONG)})
        if isinstance(value, tuple) and len(value) > MANY:
            yield Problem(ProblemCode.TOO_MANY, part.name, "SYS-7", {"limit": str(MANY)})
        if any(is_unreadable(text.replace("\r\n", "\n")) for text in texts):
            yield Problem(ProblemCode.CONTROL_CHARACTER, part.name, "SYS-7")


def _text_given(reply: ReplyDraft, asked: Asked) -> Iterator[Problem]:
    """An answer says something, in words."""
    if not reply.text.strip():
        yield Problem(ProblemCode.MISSING, "text", _by(asked, "CCO-20.1", "NBO-6.2"))


def _answer_complete(reply: ReplyDraft, asked: Asked) -> Iterator[Problem]:
    """A final answer says how much it gives, and a partial one why it is not all (CCO-20.2)."""
    provision = _by(asked, "CCO-20.2", "NBO-6.2")
    if not reply.answer_type:
        yield Problem(ProblemCode.MISSING, "answer_type", provision)
    elif reply.answer_type not in tuple(AnswerType):
        yield Problem(ProblemCode.UNKNOWN_CHOICE, "answer_type", provision, {"value": reply.answer_type[:MANY]})
    explained = reply.limits or reply.reasons.strip()
    if reply.answer_type == AnswerType.PARTIAL and not explained:
        yield Problem(ProblemCode.PARTIAL_UNEXPLAINED, "limits", provision)


@implements("CCO-20.2", "NBO-6.2")
def _limits_recorded(reply: ReplyDraft, asked: Asked) -> Iterator[Problem]:
    """A limit that was applied is one that the instrument knows, with a note on what it left out."""
    provision, available = _by(asked, "CCO-20.2", "NBO-6.2"), limits_to_apply(asked.instrument)
    for limit in reply.limits:
        if limit.code not in available:
            yield Problem(ProblemCode.LIMIT_NOT_AVAILABLE, "limits", provision, {"value": limit.code[:MANY]})
        elif not limit.note.strip():
            yield Problem(ProblemCode.MISSING, "limits", provision, {"value": limit.code})


@implements("CCO-21.5")
def _deviation_explained(reply: ReplyDraft, asked: Asked) -> Iterator[Problem]:
    """Where a requested procedure was not followed, the answer says why."""
    if reply.deviated and not reply.deviation_note.strip():
        yield Problem(ProblemCode.MISSING, "deviation_note", _by(asked, "CCO-21.5", "NBO-6.2"))


@implements("CCO-26", "NBO-A3")
def _questions_answered(reply: ReplyDraft, asked: Asked) -> Iterator[Problem]:
    """A final answer to a request for control answers each question asked, if only with "not known"."""
    answered = {answer.question for answer in reply.answers}
    for question in asked.control_questions if asked.type == AssistanceType.CONTROL else ():
        if question not in answered:
            provision = _by(asked, "CCO-26", "NBO-A3")
            yield Problem(ProblemCode.QUESTION_UNANSWERED, "answers", provision, {"question": question})


def _findings_known(reply: ReplyDraft, asked: Asked) -> Iterator[Problem]:
    """Each answer is to a question that was asked, and its finding answers it."""
    provision = _by(asked, "CCO-26", "NBO-A3")
    for answer in reply.answers:
        question = {"question": answer.question[:MANY]}
        if answer.question not in asked.control_questions:
            yield Problem(ProblemCode.QUESTION_NOT_ASKED, "answers", provision, question)
        elif answer.finding not in findings_for(answer.question):
            value = question | {"value": answer.finding[:MANY]}
            yield Problem(ProblemCode.UNKNOWN_CHOICE, "answers", provision, value)
        elif _lacks_procedure(answer, asked):
            yield Problem(ProblemCode.MISSING, "procedure", provision, question)


def _lacks_procedure(answer: QuestionAnswer, asked: Asked) -> bool:
    """Under the CCO Agreement lawful import is told with the procedure of the goods (CCO-26)."""
    lawful_import = answer.question == ControlQuestion.LAWFUL_IMPORT and answer.finding == Finding.LAWFUL
    return lawful_import and not answer.procedure.strip() and _by(asked, "CCO-26", "") == "CCO-26"


@implements("CCO-20.2", "CCO-42.1", "CCO-42.2", "CCO-42.4", "NBO-3", "NBO-4")
def _ground_available(reply: ReplyDraft, asked: Asked) -> Iterator[Problem]:
    """A refusal rests on a ground of the instrument; no reciprocity, only where the requester said so."""
    provision = _by(asked, "CCO-42.1", "NBO-3")
    rule = _ground(reply, asked)
    if not reply.ground:
        yield Problem(ProblemCode.MISSING, "ground", provision)
    elif rule is None:
        yield Problem(ProblemCode.GROUND_NOT_AVAILABLE, "ground", provision, {"value": reply.ground[:MANY]})
    elif rule.code == _NO_RECIPROCITY and not asked.reciprocity_stated:
        yield Problem(ProblemCode.GROUND_WITHOUT_STATEMENT, "ground", rule.provision)


@implements("CCO-42.5")
def _reasons_given(reply: ReplyDraft, asked: Asked) -> Iterator[Problem]:
    """A refusal gives reasons; `required_by` says whether the instrument or only the house asks them."""
    if reply.reasons.strip():
        return
    rule = _ground(reply, asked)
    profile = load_instrument(asked.instrument).profile
    refusal = profile.refusal
    by_instrument = rule.reasons_required if rule else refusal is not None and refusal.reasons_required
    provision = profile.cited(refusal.reasons_provision) if refusal and by_instrument else "SYS-7"
    required_by = RequiredBy.INSTRUMENT if by_instrument else RequiredBy.HOUSE
    yield Problem(ProblemCode.MISSING, "reasons", provision, {"required_by": required_by})


@implements("CCO-21.3", "CCO-21.4", "CCO-25.2", "NBO-7.1", "NBO-7.3")
def _return_says_what(reply: ReplyDraft, asked: Asked) -> Iterator[Problem]:
    """A return says what is missing, by field or in words, and never a language it must accept."""
    names = {rule.name for rule in fields_for(asked.instrument, asked.type)}
    provision = _by(asked, "CCO-21.4", "NBO-7.1")
    if not reply.returned_fields and not reply.text.strip():
        yield Problem(ProblemCode.NOTHING_NAMED_MISSING, "returned_fields", provision)
    for name in reply.returned_fields:
        if name not in names:
            yield Problem(ProblemCode.UNKNOWN_CHOICE, "returned_fields", provision, {"value": name[:MANY]})
    always = languages_always_accepted(asked.instrument)
    if "language" in reply.returned_fields and not always.isdisjoint({asked.language, asked.translation_language}):
        language = {"language": asked.language}
        yield Problem(
            ProblemCode.LANGUAGE_MUST_BE_ACCEPTED,
            "returned_fields",
            _by(asked, "CCO-21.3", "NBO-7.3"),
            language,
        )


def _ground(reply: ReplyDraft, asked: Asked) -> GroundRule | None:
    """The chosen ground, if the instrument gives it for declining."""
    return next((rule for rule in grounds_to_decline(asked.instrument) if rule.code == reply.ground), None)


def _by(asked: Asked, cco: str, nbo: str) -> str:
    """Choose the citation of the instrument that the request rests on, or its general provision."""
    profile = load_instrument(asked.instrument).profile
    return {"CCO": cco, "NBO": nbo}.get(profile.prefix, profile.cited(profile.general_provision))


_Check = Callable[[ReplyDraft, Asked], Iterator[Problem]]
_ANSWER: tuple[_Check, ...] = (_text_given, _limits_recorded, _deviation_explained, _findings_known)
_CHECKS: Mapping[str, tuple[_Check, ...]] = {
    MoveVerb.ANSWER_PARTLY: _ANSWER,
    MoveVerb.ANSWER: (*_ANSWER, _answer_complete, _questions_answered),
    MoveVerb.DECLINE: (_ground_available, _reasons_given),
    MoveVerb.RETURN_FOR_COMPLETION: (_return_says_what,),
}
