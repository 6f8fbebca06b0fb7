from __future__ import annotations

from django.db import models

from petitions.models.petition import Petition


class Withdrawal(models.Model):
    """Why a petition was withdrawn, or why one of several left it, where that person said why. Otherwise there is no row."""

    petition = models.ForeignKey(Petition, on_delete=models.PROTECT, related_name="withdrawals")
    key = models.CharField(
        max_length=16, blank=True, help_text="Petitioner.key of who left; blank: the whole petition was withdrawn."
    )
    sealed_reason = models.BinaryField(help_text="What was said, sealed with the petition's key.")
    said_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"withdrawal {self.pk}"
