"""Administrations, their officers and their tokens: read before an identity exists, so outside row policy.

They hold no case data and carry narrow grants instead (ARCHITECTURE, settled point 3)."""

from django.conf import settings
from django.db import models

from tidewaiter.records.models.marking import Protected, new_id, words


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
    """A designated official (CCO-1.ix) with the account that signs in, or a machine that acts for an administration.

    Personal data: name and mail address, kept while designated."""

    username = models.CharField(primary_key=True, max_length=64)
    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    administration = models.ForeignKey(Administration, on_delete=models.PROTECT)
    office = models.ForeignKey(Office, on_delete=models.PROTECT)
    name = models.CharField(max_length=200)
    language = models.CharField(max_length=2, default="en")
    designated_from = models.DateField()
    designated_until = models.DateField(null=True)
    email = models.EmailField(default="", blank=True)
    suspended_on = models.DateField(null=True)
    suspended_for = models.CharField(max_length=32, default="")
    suspended_by = models.CharField(max_length=64, default="")
    active_since = models.DateField(null=True)
    certified_on = models.DateField(null=True)
    certified_by = models.CharField(max_length=64, default="")
    released_to = models.CharField(max_length=16, default="")
    machine = models.BooleanField(default=False)
    answerable = models.CharField(max_length=64, default="")
    secret_digest = models.CharField(max_length=64, default="")
    scopes = words(32)
    networks = words()


class OfficerPresence(models.Model):
    """What an officer's own sign-ins and choices leave behind; the officer writes it, unlike the account itself."""

    officer = models.OneToOneField(Officer, on_delete=models.PROTECT, primary_key=True, related_name="presence")
    last_sign_in_at = models.DateTimeField(null=True)
    digest = models.CharField(max_length=8, default="none")


class DutyAcceptance(models.Model):
    """An officer's acceptance of one version of the duties of designated officials (the code of conduct)."""

    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="acceptances")
    version = models.CharField(max_length=16)
    accepted_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["officer", "version"], name="accepted_once")]


class Invitation(models.Model):
    """One offer of an account by an administration; the person makes it one by accepting (both sides are needed).

    The link in the mail is signed and stored nowhere. Personal data: name and mail address, until it is answered."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=16)
    administration = models.ForeignKey(Administration, on_delete=models.PROTECT)
    office = models.ForeignKey(Office, on_delete=models.PROTECT)
    username = models.CharField(max_length=64)
    name = models.CharField(max_length=200)
    email = models.EmailField()
    language = models.CharField(max_length=2, default="en")
    roles = words(32)
    designated_from = models.DateField()
    designated_until = models.DateField(null=True)
    transfers = models.CharField(max_length=64, default="")
    rank = models.PositiveSmallIntegerField(default=0)
    invited_by = models.CharField(max_length=64)
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)


class SignOn(models.Model):
    """An administration's own OpenID provider, through which its officers may sign in; the secret lies encrypted."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    administration = models.ForeignKey(Administration, on_delete=models.PROTECT)
    issuer = models.URLField(max_length=300)
    client_id = models.CharField(max_length=200)
    client_secret = models.TextField()
    recorded_by = models.CharField(max_length=64)
    recorded_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["administration"], condition=models.Q(ended_at__isnull=True), name="one_sign_on_in_force"
            ),
        ]


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
    expires_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.CharField(max_length=64, default="")
    scopes = words(32)
    networks = words()


class KeptForm(Protected):
    """What an officer was typing in a form and has not handed in; personal data: as typed, dropped after 30 days."""

    officer = models.CharField(max_length=64)
    path = models.CharField(max_length=300)
    typed = models.TextField()
    kept_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["marking", "officer", "path"], name="one_form_a_path")]


class Performed(Protected):
    """An act done once under a key of the caller's own, so that sending it again does not do it again."""

    officer = models.CharField(max_length=64)
    key = models.CharField(max_length=64)
    asked = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    answer = models.JSONField(null=True)
    location = models.CharField(max_length=300, default="")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["officer", "key"], name="one_act_a_key")]
