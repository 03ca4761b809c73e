"""The marking: one distinct combination of owner and audience, on which every row policy turns."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models

from tidewaiter.access.facts import NAMING


def new_id() -> uuid.UUID:
    """A random id: it tells nobody how many rows there are or in which order they came."""
    return uuid.uuid4()


def known_id(text: str | uuid.UUID) -> uuid.UUID:
    """An id as handed in; for what cannot be one the nil id, which no record has, so that it is simply absent."""
    try:
        return text if isinstance(text, uuid.UUID) else uuid.UUID(text)
    except ValueError:
        return uuid.UUID(int=0)


def words(length: int = 64) -> "ArrayField[list[str], list[str]]":
    """A list of codes, empty by default and never null, so that no rule meets a null."""
    return ArrayField(models.CharField(max_length=length), default=list, blank=True)


class Marking(models.Model):
    """One combination of the facts in `access.facts.MARKING_FIELDS`; made only by the function `app.marking`."""

    digest = models.CharField(max_length=64, unique=True)
    kind = models.CharField(max_length=16)
    owner = models.CharField(max_length=16)
    parties = words()
    released = models.BooleanField()
    personal = models.BooleanField()
    purposes = words()
    allow_administrations = words()
    allow_offices = words()
    allow_officers = words()
    deny_administrations = words()
    deny_offices = words()
    deny_officers = words()
    last_day = models.DateField(null=True)
    names_nobody = models.GeneratedField(
        expression=models.Q(**{name: [] for name in NAMING}),  # type: ignore[arg-type]  # the stubs lack Q
        output_field=models.BooleanField(),
        db_persist=True,
    )

    class Meta:
        indexes = [models.Index(fields=["kind", "owner"])]


class Protected(models.Model):
    """A table under row policy: every row carries the marking that says who may know of it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    marking = models.ForeignKey(Marking, on_delete=models.PROTECT, db_index=True)

    class Meta:
        abstract = True
