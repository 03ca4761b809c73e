"""Idempotency keys: what is sent twice under one key is done once, and answered with the same words."""

import functools
import hashlib
import json
import logging
import re
from collections.abc import Callable, Mapping
from enum import Enum
from types import MappingProxyType
from typing import Any

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase

from tidewaiter.actions.act import Attempt, Fault, Invalid, Repeated, keep_answer, once

logger = logging.getLogger(__name__)

HEADER, REPLAYED = "Idempotency-Key", "Idempotent-Replayed"
KEY = r"^[\x21-\x7e]([\x20-\x7e]{0,198}[\x21-\x7e])?$"
"""What a key may be: printable ASCII; blanks at its ends would be lost on the way."""

Run = Callable[..., HttpResponseBase]


class Keeping(Enum):
    """What is kept of an operation under a key."""

    ANSWER = "the same answer is given again"
    DEED = "it is not done again, but its answer holds a secret or what a case says and is not kept: it answers 409"
    NOTHING = "it is made again, which doubles nothing: the key is taken, and nothing is kept"


_KEPT_OF: Mapping[str, Keeping] = MappingProxyType(
    {
        "search_central": Keeping.NOTHING,
        "check_vote": Keeping.NOTHING,
        "weigh_act": Keeping.NOTHING,
        "check_import": Keeping.NOTHING,
        "try_profile": Keeping.NOTHING,
        "begin_import": Keeping.NOTHING,
        "import_entries": Keeping.DEED,
        "finish_import": Keeping.DEED,
        "check_list": Keeping.NOTHING,
        "add_lines": Keeping.DEED,
        "finish_list": Keeping.DEED,
        "decide_hit": Keeping.DEED,
        "export_entries": Keeping.DEED,
        "open_machine_session": Keeping.NOTHING,
        "issue_token": Keeping.DEED,
        "register_machine": Keeping.DEED,
        "renew_machine_secret": Keeping.DEED,
    }
)


def keeping_of(operation_id: str) -> Keeping:
    """Return what is kept of an operation's answers."""
    return _KEPT_OF.get(operation_id, Keeping.ANSWER)


def refuse_bad_key(request: HttpRequest) -> None:
    """Refuse a key that is not in form; Invalid names the header."""
    key = request.headers.get(HEADER)
    if request.method == "POST" and key is not None and not re.fullmatch(KEY, key):
        raise Invalid((Fault("not_usable", HEADER, "SYS-7"),))


def done_once(run: Run) -> Run:
    """Wrap the running of an operation: a POST under a key performs its act once."""
    operation: Any = run.__self__  # type: ignore[attr-defined]  # ninja wraps a bound method

    @functools.wraps(run)
    def answer(request: HttpRequest, **values: Any) -> HttpResponseBase:
        key = request.headers.get(HEADER)
        keeping = keeping_of(operation.operation_id)
        if request.method != "POST" or key is None or keeping is Keeping.NOTHING:
            return run(request, **values)
        with once(_digest(key.encode()), functools.partial(_asked, request)) as attempt:
            response = run(request, **values)
        if keeping is Keeping.ANSWER and isinstance(response, HttpResponse):
            _keep(attempt, response)
        return response

    return answer


def answer_again(repeated: Repeated) -> HttpResponse:
    """Return what was answered when the act was done."""
    response = HttpResponse() if repeated.answer is None else JsonResponse(repeated.answer)
    response.status_code = repeated.status
    if repeated.location:
        response["Location"] = repeated.location
    response[REPLAYED] = "true"
    return response


def _keep(attempt: Attempt, response: HttpResponse) -> None:
    if attempt.done_by is None or not 200 <= response.status_code < 300:
        return
    answer = json.loads(response.content) if response.content else None
    try:
        keep_answer(attempt, status=response.status_code, answer=answer, location=response.get("Location", ""))
    except DatabaseError:  # it was done, and whoever sent it shall hear so
        logger.exception("the answer under a key was not kept")


def _asked(request: HttpRequest) -> str:
    """Return a digest of what is asked; the limits between a form's parts differ each time it is sent."""
    if request.content_type == "multipart/form-data":
        fields = sorted((name, values) for name, values in request.POST.lists())
        files = sorted(
            (name, file.name, _digest(b"".join(file.chunks())))
            for name, given in request.FILES.lists()
            for file in given
        )
        body = json.dumps([fields, files]).encode()
    else:
        body = request.body
    return _digest(request.get_full_path().encode() + b"\0" + body)


def _digest(text: bytes) -> str:
    return hashlib.sha256(text).hexdigest()
