"""Where each door stands: the pages at the root, the API beside them."""

from django.urls import include, path

from tidewaiter.doors.api.routes import api

urlpatterns = [
    path("api/v1/", api.urls),
    path("", include("tidewaiter.doors.web.urls")),
]
