from __future__ import annotations

import uuid
from datetime import datetime

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django_stubs_ext.db.models import TypedModelMeta


class Webhook(models.Model):
    """An address of an institution that is told when the state of one of its petitions changes."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False, help_text="Random; in addresses.")
    institution = models.ForeignKey("people.Institution", on_delete=models.PROTECT, related_name="+", db_index=False)
    address = models.CharField(max_length=500, help_text="An https address; checked anew at each delivery.")
    events = ArrayField(
        models.CharField(max_length=80), default=list, help_text="Names of the events told; empty: every one."
    )
    data_key = models.ForeignKey("keys.DataKey", on_delete=models.PROTECT, related_name="+", help_text="Seals secrets.")
    sealed_secret = models.BinaryField(help_text="What deliveries are signed with, sealed.")
    sealed_old_secret = models.BinaryField(
        null=True, blank=True, help_text="The secret before; empty where there was none."
    )
    old_secret_ends_at = models.DateTimeField(
        null=True, blank=True, help_text="Until then deliveries are signed with the secret before, too."
    )
    position = models.BigIntegerField(help_text="Place in the register up to which what happened was owed to it.")
    made_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True, help_text="From then on nothing is told; empty: it works.")

    class Meta(TypedModelMeta):
        indexes = [
            models.Index(fields=["institution"], name="webhook_by_institution", condition=Q(ended_at__isnull=True))
        ]

    def __str__(self) -> str:
        return f"webhook {self.pk}"

    def signs_with_old(self, at: datetime) -> bool:
        """Say whether deliveries at `at` carry a signature by the secret before, too."""
        return (
            self.sealed_old_secret is not None and self.old_secret_ends_at is not None and at < self.old_secret_ends_at
        )


class Delivery(models.Model):
    """One fact owed to one webhook. When it is tried, how often, and what came of it, its job of the outbox says."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False, help_text="The same at each attempt.")
    webhook = models.ForeignKey(Webhook, on_delete=models.PROTECT, related_name="deliveries", db_index=False)
    event = models.ForeignKey("register.Event", on_delete=models.PROTECT, related_name="+", db_index=False)
    job = models.OneToOneField("notices.Job", on_delete=models.CASCADE, related_name="delivery")

    class Meta(TypedModelMeta):
        indexes = [models.Index(fields=["webhook", "-id"], name="delivery_by_webhook")]
        constraints = [models.UniqueConstraint(fields=["webhook", "event"], name="delivery_once")]

    def __str__(self) -> str:
        return f"delivery {self.pk}"
