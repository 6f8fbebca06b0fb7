from __future__ import annotations

from django.db import models
from django.utils.translation import pgettext_lazy


class MarkKind(models.TextChoices):
    """By what another petition is found."""

    ACT = "act", pgettext_lazy("mark of a petition", "Judicial act")
    WORD = "word", pgettext_lazy("mark of a petition", "Word")
    NUMBER = "num", pgettext_lazy("mark of a petition", "Number of a judicial act")
    NAME = "name", pgettext_lazy("mark of a petition", "Name")
    TELEPHONE = "tel", pgettext_lazy("mark of a petition", "Telephone")
    MADE = "made", pgettext_lazy("mark of a petition", "How the marks were made")


class Mark(models.Model):
    """Something by which petitions are found: a keyed digest, from which nothing can be read.

    Written by a job after filing (petitions.intake.operations.mark_petitions). The row of the kind “made” says in which way
    they were made: petitions marked in an older way, or without that row, are marked anew and are found as before meanwhile.
    """

    # Stands instead of a way of marking where the words are others by now: the next job marks that petition anew.
    STALE = 0

    petition = models.ForeignKey("petitions.Petition", on_delete=models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=4, choices=MarkKind.choices)
    digest = models.BigIntegerField(help_text="First eight bytes of a blind index; each kind has a purpose of its own.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["petition", "kind", "digest"], name="mark_once")]
        indexes = [models.Index(fields=["kind", "digest", "-petition"], name="mark_newest")]

    def __str__(self) -> str:
        return f"{self.kind} of petition {self.petition_id}"
