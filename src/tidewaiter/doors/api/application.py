"""The API as a whole: how it is published, and that whatever it answers, it answers as an API."""

import functools
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import URLPattern, URLResolver, re_path
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

from tidewaiter.actions import uploads
from tidewaiter.doors.api.callers import language_asked
from tidewaiter.doors.api.etags import tagged
from tidewaiter.doors.api.problems import METHOD_NOT_ALLOWED, NOT_FOUND, TOO_LARGE, problem
from tidewaiter.doors.api.published import complete

View = Callable[..., HttpResponseBase]

# What a form may add to the file it carries, in bytes.
_FORM_AROUND_FILE = 64 * 1024
# Where a list may come as a file, which is larger than an attachment.
_LIST_FILES = "/screening/lists/file"
_PIECE, _MOST_DRAINED = 2**20, 2**27
_NO_CONTENT = 204


class TidewaiterAPI(NinjaAPI):
    """Ninja's API, speaking the caller's language and problem details even where ninja answers by itself."""

    def __init__(self, **options: Any) -> None:
        """Take ninja's options."""
        super().__init__(**options)
        self._published: dict[str, OpenAPISchema] = {}

    def _get_urls(self) -> list[URLResolver | URLPattern]:
        patterns = super()._get_urls()
        for pattern in patterns:
            if isinstance(pattern, URLPattern):
                pattern.callback = answering(pattern.callback)
        return [*patterns, re_path("", answering(csrf_exempt(_nothing_here)))]

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        """Return the published schema, with the problems that each operation may answer; made once."""
        prefix = path_prefix or self.get_root_path(path_params or {})
        if prefix not in self._published:
            self._published[prefix] = self._made_schema(prefix)
        return self._published[prefix]

    def _made_schema(self, path_prefix: str) -> OpenAPISchema:
        schema = super().get_openapi_schema(path_prefix=path_prefix)
        complete(schema)
        return schema


def answering(view: View) -> View:
    """Wrap a view: language first, then size, then the view; what is no problem detail yet becomes one."""

    @functools.wraps(view)
    def answer(request: HttpRequest, *args: Any, **values: Any) -> HttpResponseBase:
        with translation.override(language_asked(request) or settings.LANGUAGE_CODE):
            if _too_large(request):
                _drain(request)
                response: HttpResponseBase = problem(TOO_LARGE)
            else:
                response = tagged(request, _answered(view, request, *args, **values))
            response.headers["Content-Language"] = translation.get_language() or settings.LANGUAGE_CODE
        if response.status_code == _NO_CONTENT:
            del response.headers["Content-Type"]
        response.headers["Vary"] = "Accept-Language, Authorization"
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    return answer


def _answered(view: View, request: HttpRequest, *args: Any, **values: Any) -> HttpResponseBase:
    try:
        response = view(request, *args, **values)
    except Http404:
        return problem(NOT_FOUND)
    if response.status_code != METHOD_NOT_ALLOWED.status:
        return response
    refused = problem(METHOD_NOT_ALLOWED)
    refused["Allow"] = response["Allow"]
    return refused


def _too_large(request: HttpRequest) -> bool:
    length = request.headers.get("Content-Length", "")
    file = uploads.LARGEST if request.path.endswith(_LIST_FILES) else settings.TIDEWAITER.attachment_limit
    limit = max(file + _FORM_AROUND_FILE, settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
    return length.isdigit() and int(length) > limit


def _drain(request: HttpRequest) -> None:
    # a connection closed on a client that still sends shows it a reset instead of our answer
    for _ in range(_MOST_DRAINED // _PIECE):
        if not request.read(_PIECE):
            return


def _nothing_here(request: HttpRequest) -> HttpResponse:
    return problem(NOT_FOUND)
