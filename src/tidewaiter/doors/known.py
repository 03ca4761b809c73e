"""Lets every page and answer of the API name the instruments that this installation's register added to the law."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from tidewaiter.actions import callers


def instruments_known(answer: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """The middleware: inside one request the added instruments stand beside those that ship."""

    def answered(request: HttpRequest) -> HttpResponse:
        with callers.instruments_known():
            return answer(request)

    return answered
