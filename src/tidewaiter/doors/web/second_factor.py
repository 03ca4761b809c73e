"""The second factors of one's own account: a passkey or an authenticator app, and the recovery codes behind them.

Whoever has accepted an invitation and has none yet comes here, and to nothing else (CCO-47.1.ii).
"""

from typing import Any
from urllib.parse import quote

from allauth.account.internal.flows.login import clear_authentication_records, record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView, ViewRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.webauthn.internal.auth import begin_registration
from allauth.mfa.webauthn.views import AddWebAuthnView, EditWebAuthnView, RemoveWebAuthnView
from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from tidewaiter.access.facts import Caller
from tidewaiter.actions.people import own_account
from tidewaiter.doors.web.door import door
from tidewaiter.doors.web.mounted import InShell, mounted
from tidewaiter.doors.web.shell import page


def bare(caller: Caller) -> dict[str, Any]:
    """What the shell leaves out while an account lacks its second factor: it would lead nowhere."""
    return {} if own_account(caller).second_factor else {"places": (), "account_links": (), "first": True}


@door("GET", "HEAD", without="second_factor")
def second_factor(request: HttpRequest, caller: Caller) -> HttpResponse:
    """List the second factors of one's own account, and what can be added; the first one is chosen here."""
    held = list(Authenticator.objects.filter(user_id=request.user.pk).order_by("created_at"))
    codes = next((each for each in held if each.type == Authenticator.Type.RECOVERY_CODES), None)
    app = next((each for each in held if each.type == Authenticator.Type.TOTP), None)
    passkeys = [each for each in held if each.type == Authenticator.Type.WEBAUTHN]
    context = {
        "app": app,
        "passkeys": [(each, each.wrap().name) for each in passkeys],
        "codes_left": len(codes.wrap().get_unused_codes()) if codes else 0,
        "only_one": len(passkeys) + bool(app) <= 1,
        "late": not held and not caller.fresh,
        **bare(caller),
    }
    return page(request, caller, "web/account_second_factor.html", context, here="account")


class _Means(InShell):
    """One page about a second factor."""

    first = False

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """What the page shows; without the places while the account has no second factor."""
        return {**super().get_context_data(**context), **bare(self.caller)}

    def get_success_url(self) -> str:
        """To the recovery codes where they were made with it, or back to the list."""
        if not getattr(self, "did_generate_recovery_codes", False):
            return reverse("second_factor")
        return reverse("mfa_view_recovery_codes") + ("?next=/" if self.first else "")

    def added(self, what: str, form: Form, by: type) -> HttpResponse:
        """Add a factor in the act that records it; whoever added one has just proved to hold it."""
        self.first = not own_account(self.caller).second_factor
        answer = self.recorded(what, lambda: by.form_valid(self, form))  # type: ignore[attr-defined]
        clear_authentication_records(self.request)
        record_authentication(self.request, self.request.user, "mfa")
        return answer


class _AddApp(_Means, ActivateTOTPView):  # type: ignore[misc]  # allauth is not typed
    template_name = "mfa/totp/activate_form.html"

    def form_valid(self, form: Form) -> HttpResponse:
        """The code fits: the app is a second factor from now on."""
        return self.added("totp_added", form, ActivateTOTPView)


class _RemoveApp(_Means, DeactivateTOTPView):  # type: ignore[misc]  # allauth is not typed
    template_name = "mfa/totp/deactivate_form.html"

    def form_valid(self, form: Form) -> HttpResponse:
        """The app gives no codes for this account any more."""
        answer = self.recorded("totp_removed", lambda: DeactivateTOTPView.form_valid(self, form))
        messages.success(self.request, _("The authenticator app is removed from your account."))
        return answer


class _AddPasskey(_Means, AddWebAuthnView):  # type: ignore[misc]  # allauth is not typed
    template_name = "mfa/webauthn/add_form.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """Ask for a passkey that signs in by itself: kept in the device, and opened by its owner only."""
        found = super().get_context_data(**context)
        return {**found, "js_data": {"creation_options": begin_registration(self.request.user, True)}}

    def form_valid(self, form: Form) -> HttpResponse:
        """The device answered: the passkey is a second factor from now on."""
        return self.added("passkey_added", form, AddWebAuthnView)


class _RenamePasskey(_Means, EditWebAuthnView):  # type: ignore[misc]  # allauth is not typed
    template_name = "mfa/webauthn/edit_form.html"

    def form_valid(self, form: Form) -> HttpResponse:
        """Call the passkey by another name."""
        return self.recorded("passkey_renamed", lambda: EditWebAuthnView.form_valid(self, form))


class _RemovePasskey(_Means, RemoveWebAuthnView):  # type: ignore[misc]  # allauth is not typed
    template_name = "mfa/webauthn/authenticator_confirm_delete.html"

    def form_valid(self, form: Form) -> HttpResponse:
        """The passkey opens the account no more."""
        answer = self.recorded("passkey_removed", lambda: RemoveWebAuthnView.form_valid(self, form))
        messages.success(self.request, _("The passkey is removed from your account."))
        return answer


class _RecoveryCodes(_Means, ViewRecoveryCodesView):  # type: ignore[misc]  # allauth is not typed
    template_name = "mfa/recovery_codes/index.html"

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """The codes, this once; and where to go on."""
        found = super().get_context_data(**context)
        lines = quote("".join(f"{code}\r\n" for code in found["unused_codes"]))
        onward = "/" if self.request.GET.get("next") == "/" else reverse("second_factor")
        return {**found, "as_text": f"data:text/plain;charset=utf-8,{lines}", "onward": onward}


class _NewRecoveryCodes(_Means, GenerateRecoveryCodesView):  # type: ignore[misc]  # allauth is not typed
    template_name = "mfa/recovery_codes/generate.html"

    def get_success_url(self) -> str:
        """To the new codes."""
        return reverse("mfa_view_recovery_codes")

    def form_valid(self, form: Form) -> HttpResponse:
        """New codes, and the old ones open nothing any more."""
        return self.recorded("recovery_codes", lambda: GenerateRecoveryCodesView.form_valid(self, form))


add_app = mounted(_AddApp, "GET", "HEAD", "POST", fresh=True, without="second_factor")
remove_app = mounted(_RemoveApp, "GET", "HEAD", "POST", fresh=True)
add_passkey = mounted(_AddPasskey, "GET", "HEAD", "POST", fresh=True, without="second_factor")
rename_passkey = mounted(_RenamePasskey, "GET", "HEAD", "POST", fresh=True)
remove_passkey = mounted(_RemovePasskey, "GET", "HEAD", "POST", fresh=True)
recovery_codes = mounted(_RecoveryCodes, "GET", fresh=True)  # no HEAD: asking for it shows them, this once
new_recovery_codes = mounted(_NewRecoveryCodes, "GET", "HEAD", "POST", fresh=True)
