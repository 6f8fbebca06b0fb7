"""The search documents: one row for each thing that can be found, in each of its languages."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.utils.translation import gettext_lazy as _


class Visibility(models.TextChoices):
    """Who may be shown that the thing exists."""

    PUBLIC = "public", _("Everyone")
    STAFF = "staff", _("Staff of the Court")


class SearchDocument(models.Model):
    """What the search knows about one subject in one language; written by `index` and `drop` alone."""

    subject = models.ForeignKey(
        "register.Subject",
        on_delete=models.CASCADE,
        related_name="search_documents",
        help_text="The petition, case or ruling that is found. The row is only an index, so it goes with the subject.",
    )
    language = models.CharField(max_length=2, help_text="Language of the text that was indexed: kk, ru or en.")
    visibility = models.CharField(
        max_length=6,
        choices=Visibility.choices,
        help_text="'public' rows are found by everyone, 'staff' rows by staff alone, within what each of them may see.",
    )
    title = models.CharField(max_length=500, help_text="Shown as the hit. Empty only if the thing has no title.")
    sort_key = models.CharField(
        max_length=400,
        db_collation="C",
        help_text="alphabet_key of the title: sorts by the alphabet of `language`.",
    )
    tokens = SearchVectorField(
        help_text="Lexemes with positions, made by courtcase.search.tokens; the title has weight A."
    )
    body_length = models.PositiveIntegerField(help_text="Length of the indexed text in characters, without the title.")
    updated_at = models.DateTimeField(help_text="When the text was last indexed; the newest are ranked first.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subject", "language", "visibility"], name="search_one_row_a_language"),
        ]
        indexes = [
            GinIndex(fields=["tokens"], name="search_tokens"),
            models.Index(fields=["visibility", "language", "-updated_at"], name="search_newest"),
            models.Index(fields=["visibility", "language", "sort_key"], name="search_alphabet"),
        ]

    def __str__(self) -> str:
        return f"{self.subject_id}/{self.language}/{self.visibility}"
