"""Fits allauth to this house: nobody signs up, and nobody signs in without a second factor and a designation."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp, SocialLogin
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tidewaiter.access.decide import Reason
from tidewaiter.actions.act import NotPermitted, clock
from tidewaiter.actions.callers import caller_for_stranger, caller_for_user
from tidewaiter.actions.ciphers import SECOND_FACTORS, opened, sealed
from tidewaiter.actions.people import note_failed_sign_in, note_sign_in, sign_on_client, sign_ons
from tidewaiter.doors.web import sign_on
from tidewaiter.doors.web.door import proved_lately, refusal_page
from tidewaiter.doors.web.openid import NamedOnly, SignOnProvider, app_of
from tidewaiter.doors.web.shell import chosen_language
from tidewaiter.doors.words import day_in_words
from tidewaiter.treaty.provisions import implements


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth is not typed
    """Sign-in as the instruments ask it: a designated official, identified by two factors, and recorded."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _("The name of the account and the password do not belong together."),
        "too_many_login_attempts": _("Too many attempts. Wait some minutes, then try again."),
        "rate_limited": _("Too many attempts. Wait some minutes, then try again."),
        "incorrect_password": _("This is not the password of the account."),
        "enter_current_password": _("This is not the password that the account has now."),
    }

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
            if not is_mfa_enabled(user, [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]):
                raise NotPermitted((Reason("second_factor", "CCO-47.1.ii"),))
            caller_for_user(user.pk, language=chosen_language(request), half=True)
        except NotPermitted as refused:
            request.session.flush()
            note_failure(user.get_username(), "closed")
            return refusal_page(request, None, refused.reasons)
        return None

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Tell the house of an account that somebody tried it with a wrong password; the rate limit stands before."""
        note_failure(credentials.get("username", ""), "password")

    @implements("CCO-47.1")
    def login(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        """Record the sign-in, then begin the session: there is none that stands in no journal."""
        try:
            caller = caller_for_user(user.pk, language=chosen_language(request), half=True)
            note_sign_in(caller, method=method_of(request, user))
        except NotPermitted as refused:
            request.session.flush()
            raise ImmediateHttpResponse(refusal_page(request, None, refused.reasons)) from refused
        super().login(request, user)

    def is_reauthentication_required(self, *, app: str, **hooks: Any) -> bool:
        """Whether allauth asks for proof again: by the same clock as the acts."""
        return not proved_lately(self.request)

    def get_reauthentication_methods(self, user: AbstractBaseUser) -> list[dict[str, Any]]:
        """The ways to prove again who one is: a second factor each, never a password alone."""
        return [
            {"id": "mfa_reauthenticate", "description": "", "url": reverse("account_reauthenticate")},
            {"id": "mfa_reauthenticate:webauthn", "description": "", "url": reverse("mfa_reauthenticate_webauthn")},
        ]

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Back to the account."""
        return reverse("account")

    def add_message(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Say nothing of having signed in or out: the page that follows shows it."""


def note_failure(username: str, method: str) -> None:
    """Write in the journal of an account's house that somebody could not sign in to it."""
    caller = caller_for_stranger(username)
    if caller is not None:
        note_failed_sign_in(caller, username=username, method=method)


def method_of(request: HttpRequest, user: AbstractBaseUser) -> str:
    """How this sign-in began, as the journal calls it; the second factor that followed is not told apart."""
    begun = "password"
    for record in get_authentication_records(request, user):
        if record["method"] == "mfa" and record.get("passwordless"):
            begun = "passkey"
        elif record["method"] in _BEGUN_BY:
            begun = _BEGUN_BY[record["method"]]
    return begun


_BEGUN_BY = {"password": "password", "socialaccount": "sign_on", "invitation": "invitation"}


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth is not typed
    """The second factor: its secrets lie encrypted in the database; no mail is sent about it."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("This is not the code of the moment, or it was used before."),
    }

    def encrypt(self, text: str) -> str:
        """Encrypt a secret under a key of the installation, so that a copied database opens no account."""
        return sealed(SECOND_FACTORS, text)

    def decrypt(self, encrypted_text: str) -> str:
        """Give back a secret; a changed installation key makes it unreadable, and the account with it."""
        return opened(SECOND_FACTORS, encrypted_text)

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Authenticator.Type) -> str:
        """What a passkey is called whose owner gave it no name."""
        return gettext("Passkey of %(day)s") % {"day": day_in_words(clock.today())}

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """What the browser shows as the place that a passkey belongs to."""
        entity: dict[str, str] = super().get_public_key_credential_rp_entity()
        return {**entity, "name": "Tidewaiter"}

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Accounts have no mail address."""


class SignOnAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # allauth is not typed
    """Single sign-on: providers come from the acts of administrations, and a stranger's proof makes no account."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """A provider's word makes no official."""
        return False

    def authenticate_by_email(self, sociallogin: SocialLogin) -> None:
        """A mail address binds nobody, whatever a provider says of it."""
        return

    def list_apps(
        self, request: HttpRequest, provider: str | None = None, client_id: str | None = None
    ) -> list[SocialApp]:
        """The clients of the sign-ons in force; allauth's own table stays empty."""
        clients = (sign_on_client(view.administration) for view in sign_ons())
        apps = [app_of(client) for client in clients if client is not None]
        return [
            app
            for app in apps
            if provider in (None, app.provider, app.provider_id) and client_id in (None, app.client_id)
        ]

    def get_provider(self, request: HttpRequest, provider: str, client_id: str | None = None) -> SignOnProvider:
        """The provider of one administration, with the checks of this house; ValueError once its sign-on has ended.

        That error allauth knows: a sign-in that waits for its second factor then begins anew.
        """
        try:
            return SignOnProvider(request, app=self.get_app(request, provider=provider, client_id=client_id))
        except SocialApp.DoesNotExist as error:
            raise ValueError("the sign-on has ended") from error

    def get_requests_session(self) -> NamedOnly:
        """Calls go only where the host's operator allowed."""
        return NamedOnly()

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Stop whoever is not bound here, before any session."""
        sign_on.accept(request, sociallogin)

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: SignOnProvider,
        error: str | None = None,
        exception: Exception | None = None,
        extra_context: dict[str, Any] | None = None,
    ) -> None:
        """Say in our words what went wrong at the provider."""
        issuer, known = provider.app.settings["server_url"], "state" in (extra_context or {})
        raise ImmediateHttpResponse(sign_on.told_wrong(request, issuer, error or "", exception, known))

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """The journal keeps it; accounts have no mail address of allauth's."""
