"""One's own account: who one is here, how one signs in, where one is signed in, and the password."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from allauth.account.views import PasswordChangeView
from allauth.core import ratelimit
from allauth.mfa.models import Authenticator
from allauth.usersessions.internal.flows.sessions import end_other_sessions, end_sessions
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from tidewaiter.access.facts import Caller
from tidewaiter.actions.act import NotFound
from tidewaiter.actions.people import change_sign_in, duties_waiting, list_tokens, own_account
from tidewaiter.doors.web.account import too_many
from tidewaiter.doors.web.door import door
from tidewaiter.doors.web.mounted import InShell, mounted
from tidewaiter.doors.web.shell import address_of, page

_BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrom", "Chrome"), ("Safari", "Safari"))
_SYSTEMS = (
    *(("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows")),
    *(("Mac OS", "macOS"), ("CrOS", "ChromeOS"), ("Linux", "Linux")),
)


@dataclass(frozen=True, slots=True)
class Session:
    """A place where this account is signed in."""

    id: int
    device: str
    address: str
    since: datetime
    seen_at: datetime
    here: bool


@door("GET", "HEAD")
def account(request: HttpRequest, caller: Caller) -> HttpResponse:
    """Show one's own account."""
    held = Authenticator.objects.filter(user_id=request.user.pk)
    live = [token for token in list_tokens(caller) if token.officer == caller.officer and token.revoked_at is None]
    context: dict[str, Any] = {
        "account": own_account(caller),
        "sessions": sessions_of(request),
        "passkeys": held.filter(type=Authenticator.Type.WEBAUTHN).count(),
        "app": held.filter(type=Authenticator.Type.TOTP).exists(),
        "tokens": len(live),
        "duties_waiting": duties_waiting(caller) is not None,
        "sign_on_address": address_of("sign_on_connect"),
        "notices_address": address_of("account_notices"),
    }
    return page(request, caller, "web/account.html", context, here="account")


def sessions_of(request: HttpRequest) -> tuple[Session, ...]:
    """Where this account is signed in now: this place first, then the last seen."""
    found = tuple(
        Session(each.pk, device(each.user_agent), each.ip, each.created_at, each.last_seen_at, each.is_current())
        for each in UserSession.objects.purge_and_list(request.user)
    )
    return tuple(sorted(found, key=lambda each: (each.here, each.seen_at), reverse=True))


def device(user_agent: str) -> str:
    """What a browser says of itself, in the words people use for it."""
    browser = next((name for mark, name in _BROWSERS if mark in user_agent), "")
    system = next((name for mark, name in _SYSTEMS if mark in user_agent), "")
    if browser and system:
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or _("A device of an unknown kind")


@door("POST")
def session_end(request: HttpRequest, caller: Caller, session_id: int) -> HttpResponse:
    """End one of the sessions of one's own account."""
    found = UserSession.objects.filter(pk=session_id, user_id=request.user.pk).first()
    if found is None:
        raise NotFound
    here = found.is_current()
    change_sign_in(caller, what="session_ended", making=lambda _: end_sessions(request, [found]))
    if here:
        return redirect("account_login")
    messages.success(request, _("That session has ended."))
    return redirect("account")


@door("POST")
def sessions_end(request: HttpRequest, caller: Caller) -> HttpResponse:
    """End all sessions of one's own account but this one."""
    change_sign_in(caller, what="session_ended", making=lambda _: end_other_sessions(request, request.user))
    messages.success(request, _("You are signed in here alone now."))
    return redirect("account")


class _ChangePassword(InShell, PasswordChangeView):  # type: ignore[misc]  # allauth is not typed
    template_name = "account/password_change.html"

    def post(self, request: HttpRequest, *args: Any, **named: Any) -> HttpResponse:
        """Count the attempts, so that an open session gives nobody the password by trying."""
        if not ratelimit.consume(request, action="change_password", user=request.user):
            return too_many(request)
        answer: HttpResponse = super().post(request, *args, **named)
        return answer

    def form_valid(self, form: Form) -> HttpResponse:
        """The new password holds, and every other session ends."""

        def change() -> HttpResponse:
            answer: HttpResponse = PasswordChangeView.form_valid(self, form)
            end_other_sessions(self.request, self.request.user)
            return answer

        answer = self.recorded("password", change)
        messages.success(self.request, _("The new password holds. Everywhere else your account is signed out."))
        return answer


change_password = mounted(_ChangePassword, "GET", "HEAD", "POST", fresh=True)
