"""Tells Django where the templates of the mails are."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """The app without tables that holds the mails."""

    name = "tidewaiter.doors.jobs"
    label = "jobs"
