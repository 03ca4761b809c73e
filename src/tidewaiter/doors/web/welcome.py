"""The page behind the link of an invitation: the person reads the offer, accepts the duties and sets a password.

No sign-in is needed, only the link, which went to the person alone; a second factor comes right after (CCO-47.1.ii).
"""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from allauth.core import ratelimit
from django.conf import settings
from django.contrib.auth import get_user_model, logout
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from tidewaiter.access.decide import Reason
from tidewaiter.access.facts import Caller
from tidewaiter.actions.act import Conflict, Invalid, NotPermitted
from tidewaiter.actions.callers import caller_for_invitation
from tidewaiter.actions.people import InvitationView, activate_account, invitation_of_key, may_go_on, view_of
from tidewaiter.doors.web.account import too_many
from tidewaiter.doors.web.duties import duties_shown
from tidewaiter.doors.web.faults import FaultLine, faults_of
from tidewaiter.doors.web.forms import Field, Form, Group
from tidewaiter.doors.web.shell import page
from tidewaiter.doors.words import say
from tidewaiter.treaty.duties import current_duties

PASSWORDS = ("password", "password_again")


@never_cache
@sensitive_post_parameters(*PASSWORDS)
@require_http_methods(["GET", "HEAD", "POST"])
def welcome(request: HttpRequest, key: str) -> HttpResponse:
    """Show an invitation and take its acceptance; a link that opens nothing says what to do instead."""
    limited: HttpResponse | None = ratelimit.consume_or_429(request, action="welcome")
    if limited is not None:
        return limited
    found = invitation_of_key(key)
    if found is None:
        return _shut(request, "forged", None)
    view, caller = view_of(found), caller_for_invitation(found)
    if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
        translation.activate(view.language)
    if may_go_on(found):
        return _go_on(request, view)
    if view.state == "open" and view.designated_from > caller.day:
        return _shut(request, "early", view)
    if view.state != "open":
        return _shut(request, view.state, view)
    return _offer(request, caller, view)


def _shut(request: HttpRequest, why: str, view: InvitationView | None) -> HttpResponse:
    status = {"forged": 404, "early": 403}.get(why, 410)
    return page(request, None, "web/welcome_shut.html", {"why": why, "invitation": view}, status=status)


def _offer(request: HttpRequest, caller: Caller, view: InvitationView) -> HttpResponse:
    duties = current_duties(caller.day)
    form = _form(request.POST)
    if request.method == "POST":
        faults = _password_faults(request.POST, view)
        if duties is not None and "duties" not in request.POST:
            faults += (FaultLine(say("problem:duties_not_accepted"), "duties", "CCO-52.2"),)
        form = form.with_faults(faults)
        if not faults:
            try:
                accepted = activate_account(
                    caller,
                    view.id,
                    password=request.POST["password"],
                    duties=duties.version if duties else "",
                )
            except Invalid as told:
                form = form.with_faults(faults_of(told.faults))
            except Conflict:
                return _shut(request, "accepted", view)
            else:
                return _begin(request, accepted, request.POST["password"])
    context = {"invitation": view, "form": form, "duties": duties_shown(duties) if duties else ()}
    return page(request, None, "web/welcome.html", context, status=422 if form.faults else 200)


def _form(typed: QueryDict) -> Form:
    """The password twice, never given back; the box of the duties."""
    least = _("At least twelve characters; a sentence is easier to remember than a puzzle.")
    first, second = _("Password"), _("The password again")
    new = "new-password"
    return Form(
        (
            Group(
                "",
                (
                    Field("password", first, "secret", least, required=True, autocomplete=new),
                    Field("password_again", second, "secret", required=True, autocomplete=new),
                    Field("duties", _("I accept these duties."), "bool", required=True, value=typed.get("duties", "")),
                ),
            ),
        )
    )


def _password_faults(typed: QueryDict, view: InvitationView) -> tuple[FaultLine, ...]:
    password, again = (typed.get(name, "") for name in PASSWORDS)
    if not password:
        return (FaultLine(say("problem:missing"), "password", "CCO-47.1.ii"),)
    faults = []
    try:
        validate_password(password, get_user_model()(username=view.username, first_name=view.name, email=view.email))
    except ValidationError as told:
        faults += [FaultLine(line, "password", "CCO-47.1.ii") for line in told.messages]
    if password != again:
        faults.append(FaultLine(_("The two passwords are not the same."), "password_again"))
    return tuple(faults)


def _begin(request: HttpRequest, username: str, password: str) -> HttpResponse:
    """Open a session that sets up the second factor and does nothing else, once the password proves the account."""
    try:
        user = get_adapter().authenticate(request, username=username, password=password)
    except ValidationError:
        return too_many(request)
    if user is None:
        raise NotPermitted((Reason("not_designated", "CCO-1.ix"),))
    if request.user.is_authenticated and request.user.pk != user.pk:
        logout(request)
    record_authentication(request, user, "invitation")
    get_adapter().login(request, user)
    return redirect("second_factor")


def _go_on(request: HttpRequest, view: InvitationView) -> HttpResponse:
    """The account was made and lacks its second factor: whoever knows its password goes on with that."""
    field = Field("password", _("Password"), "secret", required=True, autocomplete="current-password")
    form = Form((Group("", (field,)),))
    if request.method == "POST":
        try:
            return _begin(request, view.username, request.POST.get("password", ""))
        except NotPermitted:
            wrong = FaultLine(_("This is not the password that you set for the account."), "password")
            form = form.with_faults((wrong,))
    context: dict[str, Any] = {"invitation": view, "form": form}
    return page(request, None, "web/welcome_again.html", context, status=422 if form.faults else 200)
