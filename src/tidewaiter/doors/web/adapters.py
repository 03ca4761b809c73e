"""Fits allauth to this house: nobody signs up, and nobody signs in without a second factor and a designation."""

import base64
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse

from tidewaiter.access.decide import Reason
from tidewaiter.actions.act import NotPermitted
from tidewaiter.actions.callers import caller_for_user
from tidewaiter.doors.web.door import refusal_page
from tidewaiter.doors.web.shell import chosen_language
from tidewaiter.treaty.provisions import implements


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth is not typed
    """Sign-in as the instruments ask it: a designated official, identified by two factors."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts are made by an administrator, never by whoever comes along."""
        return False

    @implements("CCO-47.1.ii")
    def pre_login(self, request: HttpRequest, user: AbstractBaseUser, **hooks: Any) -> HttpResponse | None:
        """Refuse whoever has no second factor (CCO-47.1) or no designation today (CCO-1.ix), before any session."""
        stopped: HttpResponse | None = super().pre_login(request, user, **hooks)
        if stopped is not None:
            return stopped
        try:
            if not is_mfa_enabled(user, [Authenticator.Type.TOTP]):
                raise NotPermitted((Reason("second_factor", "CCO-47.1.ii"),))
            caller_for_user(user.pk, language=chosen_language(request))
        except NotPermitted as refused:
            request.session.flush()
            return refusal_page(request, None, refused.reasons)
        return None

    def add_message(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Say nothing of having signed in or out: the page that follows shows it."""


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth is not typed
    """The second factor: its secrets lie encrypted in the database; no mail is sent about it."""

    def encrypt(self, text: str) -> str:
        """Encrypt a secret under a key of the installation, so that a copied database opens no account."""
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Give back a secret; a changed installation key makes it unreadable, and the account with it."""
        return _cipher().decrypt(encrypted_text.encode()).decode()

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Accounts have no mail address."""


def _cipher() -> Fernet:
    """The cipher of second factors, its key derived from the installation's secret key (HKDF-SHA-256)."""
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"tidewaiter second factors")
    return Fernet(base64.urlsafe_b64encode(derived.derive(settings.SECRET_KEY.encode())))
