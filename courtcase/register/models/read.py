from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django_stubs_ext.db.models import TypedModelMeta

from courtcase.register.append_only import append_only_triggers


class RecordedRead(models.Model):
    """That somebody looked at something sealed or personal. Read by auditors; never changed."""

    append_only: ClassVar[bool] = True

    subject = models.ForeignKey("register.Subject", on_delete=models.PROTECT, related_name="reads")
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Who looked; empty for a holder of the code.",
    )
    actor_kind = models.CharField(max_length=10, help_text="account, system or holder.")
    at = models.DateTimeField(help_text="When the page or file was given out.")
    place = models.CharField(
        max_length=80, help_text="What was read, as a declared action: petition.read, document.download."
    )
    purpose = models.CharField(
        max_length=200, blank=True, help_text="Why, in the reader's words where asked; no personal data."
    )

    class Meta(TypedModelMeta):
        triggers = append_only_triggers()
        indexes = [
            models.Index(fields=["subject", "-at"], name="read_by_subject"),
            models.Index(fields=["account", "-at"], name="read_by_account"),
        ]

    def __str__(self) -> str:
        return f"read {self.pk} of subject {self.subject_id}"
