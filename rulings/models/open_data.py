from __future__ import annotations

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy


class OpenDataKind(models.TextChoices):
    """For how long files of everything published are meant."""

    NIGHTLY = "nightly", pgettext_lazy("files of open data", "Made each night")
    SNAPSHOT = "snapshot", pgettext_lazy("files of open data", "Snapshot of a quarter")


class OpenDataState(models.TextChoices):
    """Where files of everything published stand."""

    MAKING = "making", pgettext_lazy("files of open data", "Being made")
    READY = "ready", pgettext_lazy("files of open data", "Ready")
    WITHDRAWN = "withdrawn", pgettext_lazy("files of open data", "Withdrawn")


class OpenDataSet(models.Model):
    """Files of everything published, made together by jobs: those of a night, or of a quarter, which are kept for good."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False, help_text="Random; in keys of jobs.")
    subject = models.OneToOneField(
        "register.Subject",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="What the record points at; empty: files of a night, or not whole yet.",
    )
    kind = models.CharField(max_length=8, choices=OpenDataKind.choices, help_text="Of a night, or of a quarter.")
    quarter = models.CharField(max_length=7, blank=True, help_text="Of a snapshot, as 2026-Q4; blank: of a night.")
    edition = models.PositiveSmallIntegerField(
        default=1, help_text="Of a snapshot: goes up when it is made anew because a passage was withdrawn."
    )
    state = models.CharField(
        max_length=9, choices=OpenDataState.choices, default=OpenDataState.MAKING, help_text="Where they stand."
    )
    day = models.DateField(help_text="Legal day on which the making began: what was published by then is in them.")
    made_anew = models.BooleanField(
        default=False, help_text="Whether they take the place of files that were withdrawn."
    )
    begun_at = models.DateTimeField(help_text="When the making began.")
    ready_at = models.DateTimeField(null=True, blank=True, help_text="When the last job had made them.")
    withdrawn_at = models.DateTimeField(
        null=True, blank=True, help_text="When they were removed with a passage in them; snapshots alone stay as rows."
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=OpenDataKind.values), name="open_data_kind_known"),
            models.CheckConstraint(condition=Q(state__in=OpenDataState.values), name="open_data_state_known"),
            models.CheckConstraint(
                condition=Q(kind="nightly", quarter="") | Q(kind="snapshot") & ~Q(quarter=""),
                name="open_data_snapshot_has_quarter",
            ),
            models.UniqueConstraint(
                fields=["quarter"],
                condition=Q(kind="snapshot") & ~Q(state="withdrawn"),
                name="open_data_one_snapshot_a_quarter",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.quarter or self.day} {self.state}"


class OpenDataPart(models.Model):
    """Some rulings of files that are made: which they are and, until the files are whole, what stands of them there."""

    files = models.ForeignKey(OpenDataSet, on_delete=models.CASCADE, related_name="parts", help_text="Of which files.")
    number = models.PositiveIntegerField(help_text="Counts from one, in the order of the files.")
    rulings = ArrayField(models.BigIntegerField(), help_text="Ids of the rulings, in the order of the files.")
    rows = models.JSONField(
        default=dict, help_text="How many rows or documents of each file it holds; empty: not read."
    )
    document = models.OneToOneField(
        "documents.Document",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="What stands in the files of these rulings; empty before it is read and once the files are whole.",
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["files", "number"], name="open_data_part_once")]

    def __str__(self) -> str:
        return f"part {self.number} of {self.files_id}"


class OpenDataFile(models.Model):
    """One file: its length and checksum stay written here when the bytes are gone."""

    files = models.ForeignKey(OpenDataSet, on_delete=models.CASCADE, related_name="made", help_text="Of which files.")
    name = models.CharField(max_length=40, help_text="As in its address: rulings.csv.")
    rows = models.PositiveIntegerField(help_text="How many rows or documents it holds.")
    size = models.PositiveBigIntegerField(help_text="Length in bytes.")
    sha256 = models.CharField(max_length=64, help_text="SHA-256 of the bytes, in hexadecimal.")
    document = models.OneToOneField(
        "documents.Document",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="The bytes; empty once withdrawn, or where they are in the archive of the snapshot.",
    )

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["files", "name"], name="open_data_file_once")]

    def __str__(self) -> str:
        return f"{self.name} of {self.files_id}"
