from __future__ import annotations

from django.db import models
from django.utils.translation import pgettext_lazy


class NoteKind(models.TextChoices):
    """What a member of the Apparatus notes."""

    CALL = "call", pgettext_lazy("staff note", "Call")
    VISIT = "visit", pgettext_lazy("staff note", "Visit")
    NOTE = "note", pgettext_lazy("staff note", "Note")


class StaffNote(models.Model):
    """What a member of the Apparatus notes on a petition for colleagues: never told, shown or given out to petitioners."""

    petition = models.ForeignKey("petitions.Petition", on_delete=models.PROTECT, related_name="staff_notes")
    kind = models.CharField(max_length=8, choices=NoteKind.choices)
    sealed_text = models.BinaryField(help_text="Sealed with the petition's key; a call or a visit may have no words.")
    author = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"note {self.pk}"
