from __future__ import annotations

from django.db import models
from django.utils import timezone


class LinkedIdentity(models.Model):
    """That somebody whom the Court's provider knows is the owner of an account here."""

    account = models.ForeignKey("people.Account", on_delete=models.CASCADE, related_name="identities")
    identity = models.BinaryField(
        unique=True, help_text="HMAC of issuer and subject: what the provider calls the person is not kept."
    )
    linked_at = models.DateTimeField(default=timezone.now)
    last_used_at = models.DateTimeField(null=True, blank=True, help_text="When it last opened a session.")

    def __str__(self) -> str:
        return f"identity {self.pk}"
