"""Puts what went wrong into problem details (RFC 9457): a code, words in the caller's language, provision ids."""

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import ceil
from typing import Any

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation, TooManyFilesSent
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.utils.translation import gettext_lazy as _
from ninja import NinjaAPI
from ninja.errors import HttpError, Throttled, ValidationError
from pydantic import BaseModel, Field

from tidewaiter.access.decide import Reason
from tidewaiter.actions.act import Conflict, Fault, Invalid, NotFound, NotPermitted, Repeated
from tidewaiter.doors.api.etags import MustSay
from tidewaiter.doors.api.keys import answer_again
from tidewaiter.doors.words import say

logger = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"


class FaultShown(BaseModel):
    """One thing wrong: a stable code, where, the provision that asks for it, and a sentence."""

    code: str = Field(examples=["missing"])
    field: str = Field(examples=["matter"])
    provision: str = Field(examples=["CCO-21.4"])
    message: str = Field(examples=["The matter is missing."])


class ProblemDetails(BaseModel):
    """What every refusal and failure answers (RFC 9457)."""

    type: str = Field(examples=["urn:tidewaiter:problem:invalid"])
    title: str = Field(examples=["Something in it does not hold"])
    status: int = Field(examples=[422])
    detail: str = Field(examples=["Nothing was written. Each fault is listed."])
    provisions: list[str] = Field(examples=[["CCO-21.4"]])
    faults: list[FaultShown]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of problem: its name, from which the type follows, its status, and its words."""

    name: str
    status: int
    title: Any
    detail: Any


MALFORMED = Kind("malformed", 400, _("Not readable"), _("What was sent cannot be read. Nothing was written."))
UNAUTHENTICATED = Kind("unauthenticated", 401, _("Who calls is not known"), _("Send a valid API token."))
NOT_PERMITTED = Kind("not_permitted", 403, _("Not permitted"), _("Each reason is listed with its provision."))
NOT_FOUND = Kind("not_found", 404, _("Not found"), _("There is nothing here that you may know of."))
METHOD_NOT_ALLOWED = Kind("method_not_allowed", 405, _("Not this way"), _("This address does not take that method."))
CONFLICT = Kind("conflict", 409, _("Not in this state"), _("Read it again: it is not in the state that this needs."))
CHANGED = Kind("changed", 412, _("Changed meanwhile"), _("Read it again, then send the change for what it is now."))
TOO_LARGE = Kind("too_large", 413, _("Too large"), _("More was sent than is taken. Nothing was written."))
INVALID = Kind("invalid", 422, _("Something in it does not hold"), _("Each fault is listed. Nothing was written."))
UNCONDITIONAL = Kind(
    "unconditional", 428, _("Say what you read"), _("Send If-Match with the ETag of the record as you read it.")
)
TOO_MANY = Kind("too_many", 429, _("Too many calls"), _("Wait as many seconds as Retry-After says, then go on."))
UNEXPECTED = Kind("unexpected", 500, _("Unexpected failure"), _("It is our fault and was noted. Nothing was written."))
KINDS = (
    MALFORMED,
    UNAUTHENTICATED,
    NOT_PERMITTED,
    NOT_FOUND,
    METHOD_NOT_ALLOWED,
    CONFLICT,
    CHANGED,
    TOO_LARGE,
    INVALID,
    UNCONDITIONAL,
    TOO_MANY,
    UNEXPECTED,
)
BY_STATUS: Mapping[int, Kind] = {kind.status: kind for kind in KINDS}

_SCHEMA_WORDS: Mapping[str, Any] = {
    "missing": _("This is missing."),
    "unknown_field": _("There is no such field."),
    "too_long": _("This is too long."),
    "too_many": _("There are too many of these."),
    "unknown_choice": _("This is not one of the choices."),
    "control_character": _("This holds a control character."),
    "wrong_form": _("This does not have the form asked for."),
}
# The code of what the schema refuses, from pydantic's name for it; all else does not have the form asked for.
_SCHEMA_CODES: Mapping[str, str] = {
    "missing": "missing",
    "extra_forbidden": "unknown_field",
    "string_too_long": "too_long",
    "string_too_short": "missing",
    "too_long": "too_many",
    "too_short": "missing",
    "enum": "unknown_choice",
    "literal_error": "unknown_choice",
    "string_pattern_mismatch": "control_character",
}
# Where a provision, and not only the form, asks for what a search must say.
_ASKED_BY: Mapping[str, str] = {"purpose": "CCO-50.2", "case": "CCO-47.1"}
# Where ninja puts the name of a function's parameter before the field's.
_WRAPPED = ("body",)
_LONGEST_PATH = 200
_NO_LONGER_THAT = ("changed",)


class Unauthenticated(Exception):
    """No token came, or none that is good; `reasons` name the provisions."""

    def __init__(self, reasons: tuple[Reason, ...] = (Reason("bad_token", "CCO-47.1"),)) -> None:
        self.reasons = reasons
        super().__init__("unauthenticated")


def problem(kind: Kind, faults: Iterable[FaultShown] = (), provisions: Iterable[str] = ()) -> HttpResponse:
    """Return the response of one problem; the provisions of the faults are added to those named."""
    listed = list(faults)
    named = dict.fromkeys([*provisions, *(fault.provision for fault in listed if fault.provision)])
    details = ProblemDetails(
        type=f"urn:tidewaiter:problem:{kind.name}",
        title=str(kind.title),
        status=kind.status,
        detail=str(kind.detail),
        provisions=list(named),
        faults=listed,
    )
    response = JsonResponse(details.model_dump(), status=kind.status, content_type=MEDIA_TYPE)
    if kind is UNAUTHENTICATED:
        response["WWW-Authenticate"] = 'Bearer realm="tidewaiter"'
    return response


def answer_problems(api: NinjaAPI) -> None:
    """Make every exception that can leave an operation of this API a problem, or the answer of an act done before."""
    answers = {
        Unauthenticated: lambda request, error: problem(UNAUTHENTICATED, _of_reasons(error.reasons)),
        NotPermitted: lambda request, error: problem(NOT_PERMITTED, _of_reasons(error.reasons)),
        NotFound: lambda request, error: problem(NOT_FOUND),
        Http404: lambda request, error: problem(NOT_FOUND),
        Invalid: lambda request, error: problem(INVALID, map(_of_fault, error.faults)),
        Conflict: lambda request, error: _conflicting(error),
        Repeated: lambda request, repeated: answer_again(repeated),
        MustSay: lambda request, error: problem(UNCONDITIONAL),
        Throttled: lambda request, error: _later(problem(TOO_MANY), error.wait),
        ValidationError: lambda request, error: problem(INVALID, map(_of_schema, error.errors)),
        HttpError: lambda request, error: problem(BY_STATUS.get(error.status_code, UNEXPECTED)),
        RequestDataTooBig: lambda request, error: problem(TOO_LARGE),
        TooManyFilesSent: lambda request, error: problem(TOO_LARGE),
        SuspiciousOperation: lambda request, error: problem(MALFORMED),
        MultiPartParserError: lambda request, error: problem(MALFORMED),
        UnreadablePostError: lambda request, error: problem(MALFORMED),
        Exception: _unexpected,
    }
    for raised, answer in answers.items():
        api.add_exception_handler(raised, answer)


def _conflicting(error: Conflict) -> HttpResponse:
    """What was read and named, by its tag or its digest, is no longer what stands there: one code, one status."""
    answered = problem(CHANGED if error.code in _NO_LONGER_THAT else CONFLICT, [_of_conflict(error)])
    return _later(answered, 1) if error.code == "key_in_use" else answered


def _later(response: HttpResponse, seconds: float | None) -> HttpResponse:
    response["Retry-After"] = str(max(1, ceil(seconds or 1)))
    return response


def _unexpected(request: HttpRequest, error: Exception) -> HttpResponse:
    logger.error("unexpected failure of %s %s", request.method, request.path, exc_info=error)
    return problem(UNEXPECTED)


def _of_reasons(reasons: tuple[Reason, ...]) -> list[FaultShown]:
    return [
        FaultShown(code=reason.code, field="", provision=reason.provision, message=say(f"reason:{reason.code}"))
        for reason in reasons
    ]


def _of_fault(fault: Fault) -> FaultShown:
    key = fault.code if ":" in fault.code else f"problem:{fault.code}"
    message = say(key, **{"field": fault.field.rpartition(".")[2], **fault.params})
    return FaultShown(code=fault.code, field=fault.field, provision=fault.provision, message=message)


def _of_conflict(error: Conflict) -> FaultShown:
    message = say(f"conflict:{error.code}", **error.params)
    return FaultShown(code=error.code, field="", provision="", message=message)


def _of_schema(error: Mapping[str, Any]) -> FaultShown:
    code = _SCHEMA_CODES.get(error["type"], "wrong_form")
    source, *path = error["loc"]
    if source in _WRAPPED:
        path = path[1:]
    named = error.get("ctx", {}).get("unknown") or path
    field = ".".join(str(part) for part in named)[:_LONGEST_PATH]
    field = field.encode("ascii", "backslashreplace").decode("ascii")
    provision = _ASKED_BY.get(field, "") if source == "body" else ""
    return FaultShown(code=code, field=field, provision=provision, message=str(_SCHEMA_WORDS[code]))
