"""Names the one Django app that owns tables of ours."""

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    """The app of all our tables; its label stands in every table's name."""

    name = "tidewaiter.records"
    label = "records"
    default_auto_field = "django.db.models.BigAutoField"
