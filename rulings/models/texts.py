from __future__ import annotations

import pgtrigger
from django.db import models

from courtcase.register.append_only import append_only_triggers

# Run for each row of a ruling's text: once the ruling is no draft, its text is what was signed and stays so. What a source
# printed may be written down later than the ruling was entered; it stays then as well.
ONLY_OF_A_DRAFT = """
IF TG_OP <> 'INSERT' AND EXISTS (SELECT 1 FROM rulings_ruling WHERE id = OLD.ruling_id AND state <> 'draft') THEN
    RAISE EXCEPTION 'pgtrigger: Cannot change the text of a ruling that is no draft in %', TG_TABLE_NAME;
END IF;
IF TG_OP = 'DELETE' THEN
    RETURN OLD;
END IF;
IF EXISTS (
    SELECT 1 FROM rulings_ruling
    WHERE id = NEW.ruling_id AND state <> 'draft' AND NOT (TG_OP = 'INSERT' AND origin = 'source')
) THEN
    RAISE EXCEPTION 'pgtrigger: Cannot write a text to a ruling that is no draft in %', TG_TABLE_NAME;
END IF;
RETURN NEW;
"""


class RulingText(models.Model):
    """The text of a ruling in one language, as blocks (docs/rulings.md). Frozen when the ruling is signed."""

    ruling = models.ForeignKey(
        "rulings.Ruling", on_delete=models.CASCADE, related_name="texts", help_text="The ruling."
    )
    language = models.CharField(max_length=2, help_text="kk, ru or en.")
    blocks = models.JSONField(
        default=list, help_text="Blocks as courtcase's schema says; the same ids in each language."
    )
    authentic = models.BooleanField(help_text="Whether the text is law; English is a translation and is not.")
    translator = models.CharField(
        max_length=200, blank=True, help_text="Office that translated it; blank: an original, or not said."
    )
    left_out = models.JSONField(
        default=dict,
        help_text="What the file it was taken from shows and the text does not: kind and count; empty: nothing, or typed.",
    )
    updated_at = models.DateTimeField(help_text="When it was last written.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ruling", "language"], name="ruling_text_once")]
        triggers = [
            pgtrigger.Trigger(
                name="only_of_a_draft",
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                when=pgtrigger.Before,
                func=ONLY_OF_A_DRAFT,
            )
        ]

    def __str__(self) -> str:
        return f"{self.ruling_id} {self.language}"


class SignedText(models.Model):
    """The very bytes that were signed, in one language. Written once by signing; nothing changes them."""

    append_only = True

    ruling = models.ForeignKey(
        "rulings.Ruling", on_delete=models.PROTECT, related_name="signed_texts", help_text="The ruling."
    )
    language = models.CharField(max_length=2, help_text="kk, ru or en.")
    content = models.BinaryField(help_text="Canonical JSON (RFC 8785) of number, day, title, blocks, norms and bench.")
    sha256 = models.CharField(max_length=64, help_text="SHA-256 of the content, in hexadecimal.")
    signed_at = models.DateTimeField(help_text="When the signatures were certified.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ruling", "language"], name="ruling_signed_text_once")]
        triggers = append_only_triggers()

    def __str__(self) -> str:
        return f"{self.ruling_id} {self.language} {self.sha256[:12]}"


class Rendition(models.Model):
    """What is shown of a ruling in one language, on its page and in its files. A new one is added, none is changed.

    Everything public is made of the newest one: the signed text may hold what nobody may read.
    """

    append_only = True

    ruling = models.ForeignKey(
        "rulings.Ruling", on_delete=models.PROTECT, related_name="renditions", help_text="The ruling."
    )
    language = models.CharField(max_length=2, help_text="kk, ru or en.")
    version = models.PositiveIntegerField(help_text="From 1; the highest is shown.")
    blocks = models.JSONField(default=list, help_text="The signed blocks with what was mended; files are made of them.")
    html = models.TextField(help_text="Made from blocks by rulings.publication.html; holds nothing else.")
    digest = models.CharField(max_length=64, help_text="SHA-256 of the HTML, in hexadecimal; part of the page's ETag.")
    published_at = models.DateTimeField(help_text="When it was published.")
    reason = models.CharField(max_length=300, blank=True, help_text="Why there is a new one; blank for the first.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ruling", "language", "version"], name="ruling_rendition_once")]
        triggers = append_only_triggers()

    def __str__(self) -> str:
        return f"{self.ruling_id} {self.language} v{self.version}"
