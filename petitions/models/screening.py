from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Finding(models.TextChoices):
    """What a member of the Apparatus found on one point of the check."""

    MET = "met", pgettext_lazy("point of the check", "Met")
    NOT_MET = "not_met", pgettext_lazy("point of the check", "Not met")
    UNCLEAR = "unclear", _("Unclear")


class PointNote(models.Model):
    """What the Apparatus found on one point that the law asks of a petition, with a note; one row a point, changed in place.

    Every change goes up by one version and is recorded with a digest of the note, never with its words.
    """

    petition = models.ForeignKey("petitions.Petition", on_delete=models.PROTECT, related_name="point_notes")
    point = models.CharField(max_length=40, help_text="Code of the point: petitions.intake.points.")
    finding = models.CharField(max_length=8, choices=Finding.choices)
    sealed_note = models.BinaryField(help_text="The note, sealed with the petition's key; an empty one is sealed too.")
    version = models.PositiveIntegerField(default=1, help_text="Goes up by one with every change; forms carry it.")
    words_version = models.PositiveIntegerField(help_text="Number of the version of the petition's words it is about.")
    written_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["petition", "point"], name="point_note_once")]

    def __str__(self) -> str:
        return f"{self.point}: {self.finding}"
