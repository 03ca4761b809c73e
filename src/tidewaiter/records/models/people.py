"""Administrations, their officers and their tokens: read before an identity exists, so outside row policy.

They hold no case data and carry narrow grants instead (ARCHITECTURE, settled point 3)."""

from django.conf import settings
from django.db import models

from tidewaiter.records.models.marking import new_id


class Administration(models.Model):
    """A customs administration, or the Organization itself; personal data: none."""

    code = models.CharField(primary_key=True, max_length=16)
    name = models.JSONField(default=dict)
    unit = models.CharField(max_length=16)
    language = models.CharField(max_length=2, default="en")
    organization = models.BooleanField(default=False)
    undertaking_on = models.DateField(null=True)
    recorded_at = models.DateTimeField()


class Office(models.Model):
    """A unit of an administration; personal data: none."""

    code = models.CharField(primary_key=True, max_length=64)
    administration = models.ForeignKey(Administration, on_delete=models.PROTECT)
    name = models.CharField(max_length=200)


class Officer(models.Model):
    """A designated official (CCO-1.ix) with the account that signs in; personal data: name, kept while designated."""

    username = models.CharField(primary_key=True, max_length=64)
    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    administration = models.ForeignKey(Administration, on_delete=models.PROTECT)
    office = models.ForeignKey(Office, on_delete=models.PROTECT)
    name = models.CharField(max_length=200)
    language = models.CharField(max_length=2, default="en")
    designated_from = models.DateField()
    designated_until = models.DateField(null=True)


class OfficerRole(models.Model):
    """A role held by an officer from one day to another (both included; open end is null)."""

    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="held_roles")
    role = models.CharField(max_length=32)
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["officer", "role", "since"], name="one_role_a_day"),
        ]


class ApiToken(models.Model):
    """A bearer token of one officer, kept only as a digest."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT)
    digest = models.CharField(max_length=64, unique=True)
    label = models.CharField(max_length=100)
    issued_at = models.DateTimeField()
    expires_on = models.DateField()
    revoked_at = models.DateTimeField(null=True)
