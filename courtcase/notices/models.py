"""The outbox: work owed to tasks and messages owed to people, written in the transaction that owes them."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Owed(models.Model):
    """What jobs and notices share: when to try, how often it was tried, and who holds the row now."""

    not_before = models.DateTimeField(
        default=timezone.now,
        help_text="Nothing is done before this instant; for notices it is the end of the undo time.",
    )
    next_attempt_at = models.DateTimeField(
        default=timezone.now, help_text="The next instant at which a worker may take the row; moved on by the back-off."
    )
    attempts = models.PositiveIntegerField(default=0, help_text="How often a worker took the row, counted when taken.")
    lease_until = models.DateTimeField(
        null=True, blank=True, help_text="A worker holds the row until then; empty when nobody does."
    )
    lease_token = models.UUIDField(null=True, blank=True, help_text="Names the one taking; empty when nobody holds it.")
    last_error = models.CharField(
        max_length=200,
        blank=True,
        help_text="Class of the last error and a code; never its text, which may name people.",
    )
    request_id = models.CharField(
        max_length=64, blank=True, help_text="The request that owed it; empty when a task or command did."
    )
    created_at = models.DateTimeField(default=timezone.now, help_text="When it was first owed.")
    settled_at = models.DateTimeField(null=True, blank=True, help_text="When it left the state owed; empty before.")

    class Meta:
        abstract = True


class Job(Owed):
    """One piece of work owed to a task: `kind` names its handler, `key` lets it be owed once only."""

    class State(models.TextChoices):
        OWED = "owed", _("Owed")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")

    kind = models.CharField(
        max_length=80, help_text="The name a handler was registered under, such as petitions.route."
    )
    subject = models.ForeignKey(
        "register.Subject",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="What it is about; empty for work about the whole house.",
    )
    key = models.CharField(max_length=200, unique=True, help_text="Owing the same key again changes nothing.")
    body = models.JSONField(default=dict, blank=True, help_text="Ids and words the handler needs; never personal data.")
    state = models.CharField(max_length=8, choices=State.choices, default=State.OWED)

    class Meta:
        indexes = [
            models.Index(fields=["next_attempt_at"], condition=models.Q(state="owed"), name="notices_job_due"),
            models.Index(fields=["-created_at"], condition=models.Q(state="failed"), name="notices_job_failed"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} ({self.state})"


class Notice(Owed):
    """One message owed to one person by one channel. Its text is rendered when it is sent, never stored here."""

    class Channel(models.TextChoices):
        EMAIL = "email", _("E-mail")
        SMS = "sms", _("Text message")
        POST = "post", _("Post")
        INAPP = "inapp", _("On this site")

    # What a worker sends; letters are printed by people, and what stands on the site is found there.
    SENT_BY_WORKERS = (Channel.EMAIL, Channel.SMS)
    # Of a row that is just made: the keys under which the same message may stand from before the index key was changed.
    keys_before: list[str]

    class State(models.TextChoices):
        OWED = "owed", _("Waiting to be sent")
        SENT = "sent", _("Sent")
        PERHAPS_SENT = "perhaps_sent", _("Perhaps sent")
        UNDELIVERED = "undelivered", _("Not delivered")
        CANCELLED = "cancelled", _("Cancelled")
        PRINTED = "printed", _("Printed and handed over")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    subject = models.ForeignKey(
        "register.Subject", on_delete=models.PROTECT, related_name="+", help_text="What the message is about."
    )
    event = models.CharField(max_length=80, help_text="The past-tense fact told, such as petition.registered.")
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="The account told; empty for a person without one, whose sealed address is used.",
    )
    address = models.BinaryField(
        null=True, blank=True, help_text="Address of somebody without an account, sealed under `data_key`."
    )
    data_key = models.ForeignKey(
        "keys.DataKey",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="Key of `address`; empty with it.",
    )
    channel = models.CharField(max_length=8, choices=Channel.choices)
    language = models.CharField(max_length=2, help_text="kk, ru or en: the language the recipient reads.")
    context = models.JSONField(
        default=dict, blank=True, help_text="Ids and words for the context builder; never personal data."
    )
    key = models.CharField(
        max_length=64,
        unique=True,
        help_text="Digest of subject, event, recipient, channel and occasion: nobody is told a thing twice.",
    )
    state = models.CharField(max_length=12, choices=State.choices, default=State.OWED)
    sending_since = models.DateTimeField(
        null=True,
        blank=True,
        help_text="Set just before handing over; a lease that dies with it set leaves 'perhaps sent'.",
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="Who printed it, or decided about an undelivered one; empty when nobody had to.",
    )
    decision = models.CharField(
        max_length=20, blank=True, help_text="resend, delivered or printed: what `decided_by` decided last."
    )
    read_at = models.DateTimeField(null=True, blank=True, help_text="When the recipient opened it on this site.")

    class Meta:
        indexes = [
            models.Index(fields=["next_attempt_at"], condition=models.Q(state="owed"), name="notices_notice_due"),
            # Without letters, which may wait for people by the thousand and stand before everything else.
            models.Index(
                fields=["next_attempt_at"],
                condition=models.Q(state="owed", channel__in=["email", "sms"]),
                name="notices_notice_to_send",
            ),
            models.Index(
                fields=["created_at"],
                condition=models.Q(state__in=["undelivered", "perhaps_sent"]),
                name="notices_notice_undelivered",
            ),
            models.Index(
                fields=["recipient", "-created_at"], condition=models.Q(channel="inapp"), name="notices_notice_inapp"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(recipient__isnull=False)
                | (models.Q(address__isnull=False) & models.Q(data_key__isnull=False)),
                name="notices_notice_has_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event} by {self.channel} ({self.state})"


class Bounce(models.Model):
    """The mail server's word that the e-mail of a notice came back; each status is noted once."""

    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="bounces")
    status = models.CharField(max_length=11, help_text="Enhanced status code of RFC 3463, such as 5.1.1.")
    is_final = models.BooleanField(help_text="Whether it came back for good; else the mail server tries again.")
    noted_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["notice", "status"], name="notices_bounce_once")]
        indexes = [models.Index(fields=["noted_at"], name="notices_bounce_newest")]

    def __str__(self) -> str:
        return self.status


class KeptMail(models.Model):
    """An e-mail or text message kept instead of sent, in demo mode only, to be read in the application."""

    message_key = models.CharField(max_length=64, unique=True, help_text="Digest of its Message-ID or reference.")
    channel = models.CharField(max_length=8, choices=Notice.Channel.choices)
    to = models.CharField(max_length=320, help_text="Address it would have gone to; synthetic, as all of demo.")
    title = models.CharField(max_length=400, blank=True, help_text="Subject line; empty for text messages.")
    text = models.TextField()
    language = models.CharField(max_length=2)
    kept_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["-kept_at"], name="notices_keptmail_newest")]

    def __str__(self) -> str:
        return self.title or self.text[:40]


class SmsSent(models.Model):
    """That a text message left the house: what they cost is counted by these rows, which say to nobody's number."""

    day = models.DateField(help_text="The Court's day.")
    number = models.BinaryField(help_text="Blind index of the telephone number.")

    class Meta:
        indexes = [models.Index(fields=["day", "number"], name="sms_sent_by_day")]

    def __str__(self) -> str:
        return f"text message of {self.day}"
