"""What parties do and file: facts with the day they count in law and the moment they were recorded (SYS-3)."""

from django.db import models

from tidewaiter.records.models.marking import Protected, words


class InstrumentActRecord(Protected):
    """One act of a party to an instrument: deposit, opt-out, withdrawal and the like (REQUIREMENTS 4.1)."""

    instrument = models.CharField(max_length=32)
    type = models.CharField(max_length=40)
    units = words(16)
    on = models.DateField()
    received = models.DateField(null=True)
    annexes = words(8)
    names_annexes = models.BooleanField(default=False)
    articles = words(16)
    territories = words(16)
    effect_on = models.DateField(null=True)
    cured_on = models.DateField(null=True)
    reasons = models.BooleanField(default=False)
    reference = models.CharField(max_length=200, default="")
    recorded_at = models.DateTimeField()


class CompetentAuthority(Protected):
    """An authority designated for the central system or for a provision (CCO-20.3, CCO-45.3)."""

    administration = models.CharField(max_length=16)
    provision = models.CharField(max_length=32)
    name = models.CharField(max_length=200)
    since = models.DateField()
    until = models.DateField(null=True)
    recorded_at = models.DateTimeField()


class ContactPoint(Protected):
    """The official contact point of an administration from a day on (CCO-21.1, NBO-6.1)."""

    administration = models.CharField(max_length=16)
    name = models.CharField(max_length=200)
    email = models.EmailField()
    since = models.DateField()
    recorded_at = models.DateTimeField()


class DesignatedOfficial(Protected):
    """An official to whom information in the central system is open (CCO-52.2); listed inside it (CCO-52.6)."""

    administration = models.CharField(max_length=16)
    officer = models.CharField(max_length=64)
    since = models.DateField()
    until = models.DateField(null=True)
    recorded_at = models.DateTimeField()


class Filing(Protected):
    """A filing under CCO-31.3: the law on confidentiality, or the written undertaking."""

    administration = models.CharField(max_length=16)
    kind = models.CharField(max_length=32)
    text = models.TextField()
    received = models.DateField()
    recorded_at = models.DateTimeField()
