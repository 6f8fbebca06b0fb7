from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models


class PetitionWords(models.Model):
    """The words of a filed petition, each as a keyed digest: which words they are nobody reads without the key.

    Without their places and their number, which would tell more of a text than that a word is in it. Written with the marks.
    """

    petition = models.OneToOneField(
        "petitions.Petition",
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="words",
        help_text="The petition.",
    )
    tokens = SearchVectorField(help_text="Digests of stems, of loose Kazakh spellings and of the norms cited.")

    class Meta:
        indexes = [GinIndex(fields=["tokens"], name="petition_words")]
        verbose_name_plural = "petition words"

    def __str__(self) -> str:
        return f"words of petition {self.petition_id}"
