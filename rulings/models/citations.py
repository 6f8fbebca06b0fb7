from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy


class CitationState(models.TextChoices):
    """What a person said of a citation that was found in a text."""

    FOUND = "found", pgettext_lazy("citation in a text", "not looked at yet")
    CONFIRMED = "confirmed", pgettext_lazy("citation in a text", "confirmed")
    REJECTED = "rejected", pgettext_lazy("citation in a text", "rejected: stays text")
    BY_HAND = "by_hand", pgettext_lazy("citation in a text", "linked by hand")


# Those that become links where the ruling is published.
LINKED = frozenset({CitationState.CONFIRMED, CitationState.BY_HAND})


class TextCitation(models.Model):
    """A norm or a ruling that the text of a ruling names. Its place is counted in the words of its block."""

    ruling = models.ForeignKey(
        "rulings.Ruling", on_delete=models.CASCADE, related_name="citations", help_text="The ruling whose text cites."
    )
    language = models.CharField(max_length=2, help_text="kk, ru or en: of the text.")
    block = models.CharField(
        max_length=40, blank=True, help_text="Id of the block; blank: its words are no longer in the text."
    )
    number = models.CharField(
        max_length=20, blank=True, help_text="Number of the block as printed; blank: it has none."
    )
    paragraph = models.CharField(max_length=64, help_text="Digest of the block's words, to know it by when ids move.")
    start = models.PositiveIntegerField(help_text="First character in the words of the block.")
    end = models.PositiveIntegerField(help_text="The character after the last one.")
    words = models.CharField(
        max_length=400, blank=True, help_text="The words that cite; blank: a number between those of a range."
    )
    reads = models.CharField(
        max_length=200, blank=True, help_text="What the grammar read: act and path, or a ruling's number."
    )
    state = models.CharField(
        max_length=10, choices=CitationState.choices, default=CitationState.FOUND, help_text="What a person said of it."
    )
    certain = models.BooleanField(default=False, help_text="Whether the grammar guessed nothing.")
    provision = models.ForeignKey(
        "law.Provision",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="text_citations",
        help_text="The norm cited; empty: a ruling, or nothing that is known here.",
    )
    cited = models.ForeignKey(
        "rulings.Ruling",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="citations_in",
        help_text="The ruling cited; empty: a norm, or nothing that is known here.",
    )

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=CitationState.values), name="ruling_citation_state_known"),
            models.CheckConstraint(condition=Q(start__lte=models.F("end")), name="ruling_citation_place"),
            models.CheckConstraint(
                condition=Q(provision__isnull=True) | Q(cited__isnull=True), name="ruling_citation_of_one_thing"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["confirmed", "by_hand"]) | Q(provision__isnull=False) | Q(cited__isnull=False),
                name="ruling_citation_linked_leads_somewhere",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ruling_id} {self.language} {self.block}: {self.words}"

    @property
    def is_known(self) -> bool:
        """Say whether it leads to a norm or a ruling that is known here."""
        return self.provision_id is not None or self.cited_id is not None
