"""Proving again who one is, before what releases, exports or changes accounts: by code or passkey, then back."""

from typing import Any

from allauth.mfa.base.views import ReauthenticateView
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal.auth import begin_authentication
from allauth.mfa.webauthn.views import ReauthenticateWebAuthnView
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from tidewaiter.doors.web.account import demonstration
from tidewaiter.doors.web.mounted import InShell, mounted

_CODES = (Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES)


class _Prove(InShell, ReauthenticateView):  # type: ignore[misc]  # allauth is not typed
    """By a code of the authenticator app, or a recovery code; the page offers passkeys too."""

    template_name = "account/prove.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """Add what a passkey is asked, whether a code can be given, and in a demonstration the code."""
        found = {**super().get_context_data(**context), **demonstration()}
        user = self.request.user
        return {
            **found,
            "picked": next((each for each in found["accounts"] if each["username"] == user.get_username()), None),
            "js_data": {"request_options": begin_authentication(user)},
            "codes": Authenticator.objects.filter(user_id=user.pk, type__in=_CODES).exists(),
            "refused": "passkey" in self.request.GET,
        }


class _ProveByPasskey(InShell, ReauthenticateWebAuthnView):  # type: ignore[misc]  # allauth is not typed
    """By a passkey; what it is asked stands in the other page."""

    def form_invalid(self, form: Form) -> HttpResponse:
        """Back to the page, which says that the passkey does not fit."""
        kept = {"passkey": "refused", **({"next": self.request.POST["next"]} if "next" in self.request.POST else {})}
        return redirect(f"{reverse('account_reauthenticate')}?{urlencode(kept)}")


prove = mounted(_Prove, "GET", "HEAD", "POST", without="duties_not_accepted")
prove_by_passkey = mounted(_ProveByPasskey, "POST", without="duties_not_accepted")
