from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django_stubs_ext.db.models import TypedModelMeta


class LegalHold(models.Model):
    """While it stands nothing about the subject is erased, whatever its term of keeping."""

    subject = models.ForeignKey("register.Subject", on_delete=models.PROTECT, related_name="holds")
    reason = models.CharField(max_length=300, help_text="The order or proceedings that ask for it; no personal data.")
    cause = models.CharField(
        max_length=60,
        blank=True,
        default="",
        # The release before places holds without a cause while both run.
        db_default="",
        help_text="What placed it and lifts it by itself, such as data_request:7; blank: a person, by an order.",
    )
    placed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    placed_at = models.DateTimeField(default=timezone.now)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    lifted_at = models.DateTimeField(null=True, blank=True, help_text="Empty: it stands.")
    lifted_reason = models.CharField(max_length=300, blank=True, help_text="Why it was lifted.")

    class Meta(TypedModelMeta):
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "cause"], condition=Q(lifted_at__isnull=True), name="hold_of_cause_stands_once"
            ),
        ]

    def __str__(self) -> str:
        return f"hold {self.pk} on subject {self.subject_id}"
