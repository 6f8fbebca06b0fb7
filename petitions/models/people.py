from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from petitions.models.petition import Petition

# The key of who was written first; every other petitioner is given one.
FIRST = "first"


class HowSigned(models.TextChoices):
    """The road by which one of several petitioners signed."""

    PAPER = "paper", pgettext_lazy("signature", "On paper")
    ELECTRONIC = "electronic", pgettext_lazy("signature", "Electronically")


class Petitioner(models.Model):
    """One of several people who petition together, from the submission on. A petition of one person has no rows here.

    Who they are stands in the sealed words, under the same `key`.
    """

    petition = models.ForeignKey(Petition, on_delete=models.CASCADE, related_name="petitioners")
    key = models.CharField(max_length=16, help_text="Person.key in the words; `first` for who was written first.")
    position = models.PositiveSmallIntegerField(help_text="Place in the words, from zero.")
    iin_index = models.BinaryField(null=True, blank=True, help_text="Blind index of the IIN.")
    code_digest = models.BinaryField(
        null=True, blank=True, unique=True, help_text="HMAC of this person's own tracking code; empty for the first."
    )
    code_epoch = models.PositiveSmallIntegerField(
        default=0, db_default=0, help_text="Goes up when that code is re-issued: who held the old one holds nothing."
    )
    signed_version = models.PositiveIntegerField(
        null=True, blank=True, help_text="Number of the version of the words that this person signed last."
    )
    signed_how = models.CharField(max_length=12, choices=HowSigned.choices, blank=True)
    signed_on = models.DateField(null=True, blank=True, help_text="Legal day on which that signature came.")
    withdrawn_on = models.DateField(null=True, blank=True, help_text="Legal day on which this person left the others.")

    later_letters = models.BooleanField(
        null=True,
        blank=True,
        help_text="Whether this person wishes to be written to when a norm falls later; empty: as the petition says.",
    )

    class Meta:
        ordering = ["position"]
        indexes = [models.Index(fields=["iin_index"], name="petitioner_by_iin", condition=Q(iin_index__isnull=False))]
        constraints = [models.UniqueConstraint(fields=["petition", "key"], name="petitioner_once")]

    def __str__(self) -> str:
        return f"petitioner {self.position + 1}"

    @property
    def is_first(self) -> bool:
        """Say whether this is who was written first, to whom the account or the code that filed belongs."""
        return self.key == FIRST
