from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class ListExport(models.Model):
    """A list of petitions, as its filters leave it, taken as a file: made by jobs piece by piece, kept for some days."""

    class Source(models.TextChoices):
        QUEUE = "queue", _("The queue")
        ARCHIVE = "archive", _("The archive")

    class Format(models.TextChoices):
        XLSX = "xlsx", _("Excel workbook (XLSX)")
        CSV = "csv", _("Plain table (CSV)")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False, help_text="Random; in addresses.")
    asked_by = models.ForeignKey(
        "people.Account", on_delete=models.PROTECT, related_name="+", help_text="Who asked, and alone may take it."
    )
    source = models.CharField(max_length=8, choices=Source.choices)
    file_format = models.CharField(max_length=4, choices=Format.choices)
    with_names = models.BooleanField(help_text="Whether the petitioners' names stand in it.")
    language = models.CharField(max_length=2, help_text="Language of the words in it.")
    columns = models.JSONField(default=list, help_text="Names of the columns, as whoever asked had chosen them.")
    data_key = models.ForeignKey(
        "keys.DataKey", on_delete=models.PROTECT, related_name="+", help_text="Seals filters, pieces and file."
    )
    sealed_query = models.BinaryField(help_text="View, filters and order as the address gave them.")
    expected = models.PositiveIntegerField(help_text="How many rows the list had when it was asked for.")
    rows = models.PositiveIntegerField(default=0, help_text="How many rows are read so far.")
    document = models.ForeignKey(
        "documents.Document",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="The sealed file; empty before it is made and after it was forgotten.",
    )
    size = models.PositiveBigIntegerField(default=0, help_text="Length of the file in bytes.")
    asked_at = models.DateTimeField()
    ready_at = models.DateTimeField(null=True, blank=True, help_text="When the last job had made it.")
    taken_at = models.DateTimeField(null=True, blank=True, help_text="When it was downloaded last.")

    class Meta:
        indexes = [models.Index(fields=["asked_by", "-id"], name="list_export_of_account")]

    def __str__(self) -> str:
        return f"list export {self.public_id}"


class ListExportPart(models.Model):
    """Some rows of a list that is being taken as a file; gone once the file is made."""

    export = models.ForeignKey(ListExport, on_delete=models.CASCADE, related_name="parts")
    number = models.PositiveIntegerField(
        help_text="Counts from one; nought: which petitions the file has, in its order."
    )
    sealed_rows = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["export", "number"], name="list_export_part_once")]

    def __str__(self) -> str:
        return f"part {self.number} of {self.export_id}"
