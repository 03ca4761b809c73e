"""Tells Django where the pages' templates and static files are."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """The app without tables that holds the pages."""

    name = "tidewaiter.doors.web"
    label = "web"
