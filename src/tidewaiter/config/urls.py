"""Where each door stands: the pages at the root, the API beside them."""

from django.urls import include, path

from tidewaiter.doors.api.routes import api

handler429 = "tidewaiter.doors.web.account.too_many"

urlpatterns = [
    path("api/v1/", api.urls),
    path("", include("tidewaiter.doors.web.urls")),
]
