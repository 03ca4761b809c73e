"""A request for assistance and all that happens to it; its state moves only by an inserted step."""

from django.db import models

from tidewaiter.records.models.marking import Protected, new_id


class RequestForAssistance(Protected):
    """One request between two administrations; personal data: as far as its content names persons."""

    number = models.CharField(max_length=32)
    requesting = models.CharField(max_length=16)
    requested = models.CharField(max_length=16)
    instrument = models.CharField(max_length=32)
    provision = models.CharField(max_length=32)
    type = models.CharField(max_length=40)
    content = models.JSONField()
    state = models.CharField(max_length=16, default="draft")
    drafted_by = models.CharField(max_length=64)
    drafted_at = models.DateTimeField()
    edited_at = models.DateTimeField()
    edited_by = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["requesting", "number"], name="number_per_requesting")]


class Approval(Protected):
    """A second officer's approval of exactly the content with this digest; an edit voids it (settled point 10)."""

    rfa = models.ForeignKey(RequestForAssistance, on_delete=models.CASCADE, related_name="approvals")
    officer = models.CharField(max_length=64)
    at = models.DateTimeField()
    digest = models.CharField(max_length=64)


class PermittedMove(models.Model):
    """The table of moves as the database holds it, generated from `assistance.lifecycle.MOVES`."""

    verb = models.CharField(max_length=32)
    source = models.CharField(max_length=16)
    target = models.CharField(max_length=16)
    side = models.CharField(max_length=16)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["verb", "source", "target", "side"], name="one_row_a_move"),
        ]


class Step(Protected):
    """One move made; inserting it is the only way to change a request's state; `content` is what it sent, if it did."""

    rfa = models.ForeignKey(RequestForAssistance, on_delete=models.CASCADE, related_name="steps")
    verb = models.CharField(max_length=32)
    source = models.CharField(max_length=16)
    target = models.CharField(max_length=16)
    side = models.CharField(max_length=16)
    administration = models.CharField(max_length=16)
    officer = models.CharField(max_length=64)
    at = models.DateTimeField()
    reason = models.TextField(default="")
    provision = models.CharField(max_length=32, default="")
    content = models.JSONField(null=True)


class Reply(Protected):
    """What the requested administration gave, or why it did not (REQUIREMENTS 4.3, response record)."""

    rfa = models.ForeignKey(RequestForAssistance, on_delete=models.CASCADE, related_name="replies")
    step = models.OneToOneField(Step, on_delete=models.CASCADE, related_name="reply")
    content = models.JSONField()
    handling = models.CharField(max_length=8, default="")
    at = models.DateTimeField()


class Attachment(Protected):
    """A file of a request; its bytes lie outside the web root under their digest (CCO-1.vii, CCO-21.2)."""

    rfa = models.ForeignKey(RequestForAssistance, on_delete=models.CASCADE, related_name="attachments")
    administration = models.CharField(max_length=16)
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    copy_level = models.CharField(max_length=16)
    officer = models.CharField(max_length=64)
    at = models.DateTimeField()


class OutboxRow(Protected):
    """Something to be told after commit; jobs drain it, idempotently (settled point 7)."""

    event = models.CharField(max_length=40)
    addressee = models.CharField(max_length=16)
    subject = models.CharField(max_length=64)
    params = models.JSONField(default=dict)
    written_at = models.DateTimeField()
    delivered_at = models.DateTimeField(null=True)


class Notice(Protected):
    """A line on an administration's desk, made from one outbox row, and who there opened and acknowledged it first."""

    outbox_id = models.UUIDField(unique=True, default=new_id)
    administration = models.CharField(max_length=16)
    event = models.CharField(max_length=40)
    subject = models.CharField(max_length=64)
    params = models.JSONField(default=dict)
    at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True, editable=False)
    opened_by = models.CharField(max_length=64, default="")
    seen_at = models.DateTimeField(null=True, editable=False)
    seen_by = models.CharField(max_length=64, default="")

    class Meta:
        indexes = [models.Index(fields=["subject"])]


class MailDelivery(Protected):
    """One e-mail to the contact point, to an officer or to an invited person, with its stage and its next try.

    It holds no address: that is looked up when it is sent. Its id is the Message-ID. Personal data: who chose mail."""

    administration = models.CharField(max_length=16)
    addressee = models.CharField(max_length=16)
    officer = models.CharField(max_length=64, default="")
    pace = models.CharField(max_length=8)
    stage = models.CharField(max_length=16)
    due_at = models.DateTimeField()
    try_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    claimed_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=40, default="")

    class Meta:
        indexes = [models.Index(fields=["stage", "try_at"])]


class MailLine(Protected):
    """That a mail tells of a notice: no addressee is told of one notice by two mails."""

    delivery = models.ForeignKey(MailDelivery, on_delete=models.CASCADE, related_name="lines")
    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="mail_lines")
    officer = models.CharField(max_length=64, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["notice", "officer"], name="told_once_by_mail")]
