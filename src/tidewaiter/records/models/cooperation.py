"""A national unit's own work: files that go through gates, meetings, translations and who has them.

Every row belongs to one administration and no other reads it. No row is changed: a correction is a further row.
"""

from django.db import models

from tidewaiter.records.models.marking import Protected
from tidewaiter.records.models.registry import Believed


class PipelineFile(Protected):
    """A file of an accession, an agreement or a memorandum, with the gates in the order in which it was opened."""

    administration = models.CharField(max_length=16)
    kind = models.CharField(max_length=32)
    number = models.CharField(max_length=64)
    title = models.CharField(max_length=200)
    instrument = models.CharField(max_length=64, default="")
    partner = models.CharField(max_length=16, default="")
    gates = models.JSONField(default=list)
    opened_by = models.CharField(max_length=64)
    opened_at = models.DateTimeField()


class PipelineGate(Believed):
    """A gate that a file passed on a day or in a month, with the paper that shows it."""

    file = models.ForeignKey(PipelineFile, on_delete=models.PROTECT, related_name="passed")
    code = models.CharField(max_length=32)
    on = models.CharField(max_length=10)
    reference = models.CharField(max_length=300, default="")
    recorded_by = models.CharField(max_length=64)


class PipelineNote(Protected):
    """A note on a file, and where the document that it speaks of lies."""

    file = models.ForeignKey(PipelineFile, on_delete=models.PROTECT, related_name="notes")
    text = models.TextField()
    reference = models.CharField(max_length=300, default="")
    noted_by = models.CharField(max_length=64)
    noted_at = models.DateTimeField()


class Meeting(Believed):
    """A meeting that the administration attends: a session of the Council, contact points, RILO, CAREC (MNG-11)."""

    administration = models.CharField(max_length=16)
    kind = models.CharField(max_length=32)
    title = models.CharField(max_length=200)
    place = models.CharField(max_length=200, default="")
    begins = models.DateField()
    ends = models.DateField()
    recorded_by = models.CharField(max_length=64)


class Translation(Believed):
    """One version of a translation of an instrument (MNG-12)."""

    administration = models.CharField(max_length=16)
    instrument = models.CharField(max_length=200)
    language = models.CharField(max_length=16)
    version = models.PositiveSmallIntegerField()
    on = models.DateField()
    state = models.CharField(max_length=16)
    reference = models.CharField(max_length=300, default="")
    recorded_by = models.CharField(max_length=64)


class TranslationCopy(Protected):
    """That a version of a translation went to one officer. Personal data: the officer's name of account."""

    translation = models.UUIDField()
    officer = models.CharField(max_length=64)
    distributed_by = models.CharField(max_length=64)
    distributed_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["translation"])]


class TranslationReceipt(Protected):
    """That an officer acknowledged a copy."""

    copy = models.OneToOneField(TranslationCopy, on_delete=models.PROTECT, related_name="receipt")
    acknowledged_at = models.DateTimeField()
