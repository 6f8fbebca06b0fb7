from __future__ import annotations

from django.db import models
from django.utils.translation import pgettext_lazy


class MarkKind(models.TextChoices):
    """By what another petition is found."""

    ACT = "act", pgettext_lazy("mark of a petition", "Judicial act")
    WORD = "word", pgettext_lazy("mark of a petition", "Word")
    NONE = "none", pgettext_lazy("mark of a petition", "Nothing to find it by")


class Mark(models.Model):
    """Something by which petitions that resemble each other are found: a keyed digest, from which nothing can be read.

    Written by a job after filing (petitions.intake.operations.mark_petitions); a petition with nothing to find it by has one
    row of the kind “none”, so that it is not looked at again.
    """

    petition = models.ForeignKey("petitions.Petition", on_delete=models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=4, choices=MarkKind.choices)
    digest = models.BigIntegerField(help_text="First eight bytes of a blind index; each kind has a purpose of its own.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["petition", "kind", "digest"], name="mark_once")]
        indexes = [models.Index(fields=["kind", "digest", "-petition"], name="mark_newest")]

    def __str__(self) -> str:
        return f"{self.kind} of petition {self.petition_id}"
