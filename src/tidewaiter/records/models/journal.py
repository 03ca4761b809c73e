"""The journal: a permanent skeleton of every act, and an erasable body with a term of its own."""

from django.db import models

from tidewaiter.records.models.marking import Protected


class JournalEntry(Protected):
    """The skeleton of one act or refused act: never changed, never deleted; personal data: none but the officer."""

    at = models.DateTimeField()
    verb = models.CharField(max_length=40)
    outcome = models.CharField(max_length=16)
    administration = models.CharField(max_length=16)
    officer = models.CharField(max_length=64)
    provisions = models.JSONField(default=list)
    policy = models.CharField(max_length=64)
    body_digest = models.CharField(max_length=64)
    leaf = models.CharField(max_length=64)

    class Meta:
        indexes = [models.Index(fields=["administration", "at"])]


class JournalBody(Protected):
    """What one act was about: subjects, criteria, purpose and case; erased after its own term."""

    entry = models.OneToOneField(JournalEntry, on_delete=models.PROTECT, related_name="body")
    salt = models.CharField(max_length=64)
    content = models.JSONField()
    erase_on = models.DateField(null=True)
