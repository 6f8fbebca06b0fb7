from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django_stubs_ext.db.models import TypedModelMeta

from courtcase.register.append_only import append_only_triggers


class Event(models.Model):
    """A past-tense fact about a subject. Written once and never changed; holds no personal data."""

    append_only: ClassVar[bool] = True

    uuid = models.UUIDField(
        default=uuid.uuid4,
        unique=True,
        editable=False,
        help_text="Random, so that a digest cannot be guessed from facts.",
    )
    subject = models.ForeignKey("register.Subject", on_delete=models.PROTECT, related_name="events")
    name = models.CharField(max_length=80, help_text="A name declared in the vocabulary, such as petition.registered.")
    actor_kind = models.CharField(max_length=10, help_text="account, system, holder (of a code) or nobody.")
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Who did it; empty where no account did.",
    )
    actor_name = models.CharField(max_length=80, blank=True, help_text="Which part of the system did it; else blank.")
    at = models.DateTimeField(help_text="When it happened, as the operation was told.")
    body = models.JSONField(default=dict, help_text="Further facts: JSON scalars, never personal data.")
    content_digest = models.BinaryField(
        null=True,
        blank=True,
        help_text="HMAC-SHA256 of the content the fact is about, under a salt kept apart; empty where there is none.",
    )
    digest = models.BinaryField(help_text="RFC 9162 leaf hash: SHA-256 of a zero byte and the event's canonical JSON.")

    class Meta(TypedModelMeta):
        triggers = append_only_triggers()
        constraints = [
            models.CheckConstraint(
                condition=models.Q(actor_kind="account", actor__isnull=False, actor_name="")
                | models.Q(actor_kind__in=["system", "holder", "nobody"], actor__isnull=True),
                name="event_actor_is_one",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.uuid}"


class ContentSalt(models.Model):
    """The salt of one content digest. Deleted with the content: then the digest says nothing about it any more."""

    event = models.OneToOneField("register.Event", on_delete=models.PROTECT, primary_key=True, related_name="salt")
    salt = models.BinaryField(help_text="32 random bytes.")

    def __str__(self) -> str:
        return f"salt of event {self.event_id}"
