"""One row for each stored file. The bytes lie under `storage_key`; they are never altered."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class ScanState(models.TextChoices):
    """What is known of a file's harmlessness: what the virus scanner said, or that it was not opened yet, or cannot be."""

    OWN = "own", _("Written by the system itself")
    OFF = "off", _("Not scanned: this installation has no scanner")
    WAITING = "waiting", _("Waiting for the virus scan")
    CLEAN = "clean", _("No virus found")
    INFECTED = "infected", _("A virus was found")
    CHECKING = "checking", _("Being checked")
    REFUSED = "refused", _("Could not be taken")


class Legibility(models.TextChoices):
    """What the brightness and contrast of a picture say; nobody is stopped by it."""

    DARK = "dark", _("Perhaps too dark to be read")
    PALE = "pale", _("Perhaps too pale to be read")


class PreviewState(models.TextChoices):
    """How far the previews of a document are."""

    OWED = "owed", _("The preview is being made")
    MADE = "made", _("There is a preview")
    NONE = "none", _("No preview can be made of this file; the file itself is kept whole")


READABLE_STATES = frozenset({ScanState.OWN, ScanState.OFF, ScanState.CLEAN})


class Document(models.Model):
    """A stored file with its digest; written by the operations of this room alone."""

    public_id = models.UUIDField(
        default=uuid.uuid4, unique=True, editable=False, help_text="Random id that stands in addresses."
    )
    subject = models.ForeignKey(
        "register.Subject",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="documents",
        help_text="The petition, case or ruling the file belongs to; empty until a draft has one.",
    )
    kind = models.CharField(
        max_length=40, help_text="What the file is for, in the caller's words: 'attachment', 'receipt', 'signed_paper'."
    )
    storage_key = models.CharField(
        max_length=64,
        unique=True,
        help_text="Random key of the bytes in storage. Not the digest: shared addresses would tell that a file exists.",
    )
    filename = models.CharField(max_length=150, help_text="Name shown to people, cleaned of paths and invisible signs.")
    content_type = models.CharField(
        max_length=100, help_text="Media type found from the content, not as it was claimed."
    )
    size = models.PositiveBigIntegerField(help_text="Length in bytes.")
    sha256 = models.CharField(max_length=64, help_text="SHA-256 of the bytes in hexadecimal; printed on the receipt.")
    pages = models.PositiveIntegerField(null=True, blank=True, help_text="Pages of a PDF; empty for other kinds.")
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="Who gave us the file; empty when the system wrote it or a holder of a code did.",
    )
    scan_state = models.CharField(
        max_length=8,
        choices=ScanState.choices,
        help_text="What the virus scanner said. 'waiting' and 'infected' cannot be downloaded; nor 'checking', not opened yet "
        "by the limited process, and 'refused', which did not pass there.",
    )
    refused = models.CharField(
        max_length=20,
        blank=True,
        default="",
        help_text="Why a file was refused that was looked at after the answer (a key of recognition.REFUSALS); else empty.",
    )
    scanned_at = models.DateTimeField(null=True, blank=True, help_text="When the scanner answered; empty until then.")
    legibility = models.CharField(
        max_length=4,
        blank=True,
        default="",
        choices=Legibility.choices,
        help_text="What brightness and contrast say of a picture or of pictured pages; empty: nothing to remark, or not looked.",
    )
    preview_state = models.CharField(
        max_length=4,
        blank=True,
        default="",
        choices=PreviewState.choices,
        help_text="How far its previews are; empty: none were asked for.",
    )
    created_at = models.DateTimeField(help_text="When the file was stored.")
    erased_at = models.DateTimeField(
        null=True,
        blank=True,
        help_text="When its bytes were destroyed by law, where the record keeps the row; else empty.",
    )

    class Meta:
        ordering = ["created_at", "pk"]
        indexes = [
            models.Index(fields=["subject", "kind"], name="documents_of_subject"),
            # The sweeper looks for the few that wait; the index holds only those.
            models.Index(
                fields=["created_at"], name="documents_waiting", condition=models.Q(scan_state=ScanState.WAITING)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.public_id}"

    @property
    def is_readable(self) -> bool:
        """Say whether the file may be given to anyone at all."""
        return self.scan_state in READABLE_STATES


class Preview(models.Model):
    """A picture of one page of a document, or its text, made by the limited process: what is shown without opening it."""

    document = models.ForeignKey(
        Document,
        on_delete=models.PROTECT,
        related_name="previews",
        help_text="What it shows; that one is never altered.",
    )
    stored = models.OneToOneField(
        Document, on_delete=models.PROTECT, related_name="preview_of", help_text="The picture or text itself."
    )
    page = models.PositiveSmallIntegerField(help_text="Which page, from one; the text of a document is one page.")
    is_last = models.BooleanField(
        default=False, help_text="Whether the document ends with it; if no page says so, there are more than are shown."
    )

    class Meta:
        ordering = ["page"]
        constraints = [models.UniqueConstraint(fields=["document", "page"], name="documents_preview_once")]

    def __str__(self) -> str:
        return f"page {self.page} of {self.document_id}"

    @property
    def is_picture(self) -> bool:
        """Say whether it is a picture, and no text."""
        return self.stored.content_type == "image/jpeg"
