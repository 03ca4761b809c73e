"""Signing in with two factors, and choosing a language; a demonstration shows its accounts."""

import json
import time
from typing import Any

from allauth.account.views import LoginView
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.webauthn.views import LoginWebAuthnView
from django.conf import settings
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from tidewaiter.actions.people import sign_ons
from tidewaiter.doors.web.adapters import note_failure
from tidewaiter.doors.web.shell import page

PERIOD = 30


class SignIn(LoginView):  # type: ignore[misc]  # allauth is not typed
    """The first step: name and password."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the accounts of a demonstration, and fill in the one that was picked."""
        context = {**super().get_context_data(**kwargs), **demonstration()}
        picked = self.request.GET.get("as", "")
        chosen = next((each for each in context["accounts"] if each["username"] == picked), None)
        return {
            **context,
            "picked": chosen,
            "languages": settings.LANGUAGES,
            "next": self.request.GET.get("next", ""),
            "sign_on": bool(sign_ons()),
            "passkey_refused": "passkey" in self.request.GET,
        }

    def form_invalid(self, form: Form) -> HttpResponse:
        """Say how long a name stays closed after too many attempts, whether or not there is such an account."""
        if form.has_error("__all__", "too_many_login_attempts"):
            return too_many(self.request)
        answer: HttpResponse = super().form_invalid(form)
        return answer


class PasskeySignIn(LoginWebAuthnView):  # type: ignore[misc]  # allauth is not typed
    """Both steps at once: a passkey that proves possession and its owner."""

    def form_invalid(self, form: Form) -> HttpResponse:
        """Back to the sign-in page, which says that the passkey opens nothing here."""
        return redirect(f"{reverse('account_login')}?passkey=refused")


class SecondFactor(AuthenticateView):  # type: ignore[misc]  # allauth is not typed
    """The second step: the code of the moment."""

    def form_invalid(self, form: Form) -> HttpResponse:
        """Note the wrong code in the journal of the account's house: somebody has its password (CCO-47.1.v)."""
        note_failure(self.stage.login.user.username, "second_factor")
        answered: HttpResponse = super().form_invalid(form)
        return answered

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the code of the account that is signing in, where this is a demonstration."""
        context = {**super().get_context_data(**kwargs), **demonstration()}
        username = self.stage.login.user.username
        picked = next((each for each in context["accounts"] if each["username"] == username), None)
        return {**context, "picked": picked, "languages": settings.LANGUAGES}


def demonstration() -> dict[str, Any]:
    """The accounts of a demonstration with their codes of the moment; none anywhere else."""
    if not settings.TIDEWAITER.demo or not settings.TIDEWAITER.accounts_file.exists():
        return {"demo": settings.TIDEWAITER.demo, "accounts": []}
    now = int(time.time())
    kept = json.loads(settings.TIDEWAITER.accounts_file.read_text(encoding="utf-8"))
    accounts = [{**each, "code": code_at(each["totp_secret"], now)} for each in kept]
    return {"demo": True, "accounts": accounts, "seconds": PERIOD - now % PERIOD}


def code_at(secret: str, second: int) -> str:
    """The six digits that an authenticator shows at that second."""
    return str(format_hotp_value(hotp_value(secret, second // PERIOD)))


def too_many(request: HttpRequest, *_: Any, **__: Any) -> HttpResponse:
    """Say in how many minutes to try again, and whom to ask; nothing of whether there is such an account."""
    return page(request, None, "429.html", {"minutes": settings.SIGN_IN_LOCKED_MINUTES}, status=429)


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Keep the language chosen in this browser, and go back to the page it was chosen on."""
    wanted, back = request.POST.get("language", ""), request.POST.get("next", "/")
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    response = redirect(back if safe else "/")
    if wanted in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            wanted,
            max_age=365 * 24 * 60 * 60,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
            samesite="Lax",
        )
    return response
