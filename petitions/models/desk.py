from __future__ import annotations

import uuid

from django.db import models


class Client(models.Model):
    """Somebody whom an account represents, kept so that it need not be written anew for each petition."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False, help_text="Random; in addresses.")
    account = models.ForeignKey(
        "people.Account",
        on_delete=models.PROTECT,
        related_name="clients",
        help_text="The representative, who alone sees it.",
    )
    data_key = models.ForeignKey("keys.DataKey", on_delete=models.PROTECT, related_name="+", help_text="Its own.")
    sealed_people = models.BinaryField(
        help_text="Who is represented, and the representative as the petitions name them, sealed with the data key."
    )
    version = models.PositiveIntegerField(default=1, help_text="Goes up by one with every change; forms carry it.")
    created_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True, help_text="When it was taken off the desk.")

    class Meta:
        indexes = [models.Index(fields=["account", "-id"], name="client_by_account")]

    def __str__(self) -> str:
        return f"client {self.pk}"


class Authority(models.Model):
    """A paper that proves the authority of a representative, kept once and laid with each petition of the client."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="proofs")
    document = models.OneToOneField("documents.Document", on_delete=models.PROTECT, related_name="authority")
    valid_until = models.DateField(null=True, blank=True, help_text="Last legal day on which it holds; empty: no end.")
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"proof {self.pk}"
