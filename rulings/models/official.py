from __future__ import annotations

from django.db import models
from django.utils.translation import pgettext_lazy


class PublicationPlace(models.TextChoices):
    """Where a ruling is officially published."""

    SITE = "site", pgettext_lazy("official publication", "This site")
    NEWSPAPER = "newspaper", pgettext_lazy("official publication", "Official newspaper")
    DATABASE = "database", pgettext_lazy("official publication", "State register of legal acts")


class OfficialPublication(models.Model):
    """One official publication of a ruling: where, on which legal day, in which issue or at which address."""

    ruling = models.ForeignKey(
        "rulings.Ruling", on_delete=models.PROTECT, related_name="official_publications", help_text="The ruling."
    )
    place = models.CharField(max_length=12, choices=PublicationPlace.choices, help_text="Where it was published.")
    day = models.DateField(help_text="Legal day of the publication.")
    issue = models.CharField(max_length=200, blank=True, help_text="Name and number of the issue, or of the entry.")
    link = models.URLField(max_length=400, blank=True, help_text="Where it can be read there; blank: not said.")
    entered_at = models.DateTimeField(help_text="When it was written down.")
    entered_by = models.ForeignKey(
        "people.Account", on_delete=models.PROTECT, null=True, related_name="+", help_text="Empty: the system."
    )

    class Meta:
        ordering = ["day", "pk"]
        constraints = [models.UniqueConstraint(fields=["ruling", "place"], name="ruling_published_once_a_place")]

    def __str__(self) -> str:
        return f"{self.ruling_id} {self.place} {self.day}"
