from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from petitions.models.petition import Petition


class DataExport(models.Model):
    """One copy of everything held about a petition, or about an account and its petitions: made by a job, taken once."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False, help_text="Random; in addresses.")
    petition = models.ForeignKey(
        Petition, on_delete=models.PROTECT, null=True, blank=True, related_name="exports", help_text="Whose data it is."
    )
    account = models.ForeignKey(
        "people.Account",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Whose data it is, where it is all of an account's.",
    )
    language = models.CharField(max_length=2, help_text="Language in which provisions are cited in it.")
    data_key = models.ForeignKey(
        "keys.DataKey", on_delete=models.PROTECT, related_name="+", help_text="Seals the file."
    )
    document = models.ForeignKey(
        "documents.Document",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="The sealed file; empty before it is made and after it was forgotten.",
    )
    size = models.PositiveBigIntegerField(default=0, help_text="Length of the ZIP in bytes.")
    asked_at = models.DateTimeField()
    ready_at = models.DateTimeField(null=True, blank=True, help_text="When the job had made it.")
    taken_at = models.DateTimeField(null=True, blank=True, help_text="When it was downloaded: once, and never again.")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(petition__isnull=False, account__isnull=True)
                | Q(petition__isnull=True, account__isnull=False),
                name="export_is_of_one",
            ),
        ]

    def __str__(self) -> str:
        return f"export {self.public_id}"
