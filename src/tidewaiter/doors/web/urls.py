"""Every address of the pages."""

from allauth.account.views import account_inactive, logout
from django.urls import path

from tidewaiter.doors.web import (
    account,
    assistance,
    central,
    desk,
    drafting,
    entering,
    health,
    journal,
    moves,
    registry,
    searching,
)

urlpatterns = [
    path("", desk.desk, name="desk"),
    path("requests/", assistance.requests, name="requests"),
    path("requests/new/", drafting.choose, name="request_new"),
    path("requests/new/form/", drafting.draft, name="request_draft"),
    path("requests/<uuid:rfa_id>/", assistance.record, name="request"),
    path("requests/<uuid:rfa_id>/edit/", drafting.edit, name="request_edit"),
    path("requests/<uuid:rfa_id>/approve/", assistance.approve, name="request_approve"),
    path("requests/<uuid:rfa_id>/attachments/", assistance.attachments, name="request_attach"),
    path("requests/<uuid:rfa_id>/moves/<slug:verb>/", moves.move, name="request_move"),
    path("requests/attachments/<uuid:attachment_id>/", assistance.attachment, name="attachment"),
    path("central/", central.entries, name="entries"),
    path("central/search/", searching.search, name="central_search"),
    path("central/new/", entering.enter, name="entry_new"),
    path("central/<uuid:entry_id>/", central.entry, name="entry"),
    path("central/<uuid:entry_id>/edit/", entering.edit, name="entry_edit"),
    path("central/<uuid:entry_id>/release/", central.release, name="entry_release"),
    path("central/<uuid:entry_id>/extend/", central.extend, name="entry_extend"),
    path("central/<uuid:entry_id>/delete/", central.delete, name="entry_delete"),
    path("central/batches/<uuid:batch_id>/release/", central.batch, name="batch_release"),
    path("register/", registry.directory, name="register"),
    path("register/categories/", registry.categories, name="categories"),
    path("register/instruments/<slug:instrument_id>/", registry.instrument, name="instrument"),
    path("register/provisions/<str:provision_id>/", registry.provision, name="provision"),
    path("journal/", journal.journal, name="journal"),
    path("sign-in/", account.SignIn.as_view(), name="account_login"),
    path("sign-in/code/", account.SecondFactor.as_view(), name="mfa_authenticate"),
    path("sign-in/inactive/", account_inactive, name="account_inactive"),
    path("sign-out/", logout, name="account_logout"),
    path("language/", account.language, name="language"),
    path("health", health.health, name="health"),
]
