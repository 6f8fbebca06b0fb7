from __future__ import annotations

from django.db import models


class Progress(models.Model):
    """How far a long change of data is. Written in the transaction of each piece, so a copy of the database knows it too."""

    name = models.CharField(max_length=60, unique=True, help_text="Of the work, as the code registers it.")
    version = models.CharField(max_length=80, help_text="What the rows are being brought to.")
    finished_version = models.CharField(
        max_length=80, blank=True, help_text="What all rows were brought to last; blank: never yet."
    )
    total = models.PositiveBigIntegerField(default=0, help_text="Rows there were as it began.")
    looked_at = models.PositiveBigIntegerField(default=0, help_text="Rows done so far.")
    failed = models.PositiveBigIntegerField(default=0, help_text="Rows that could not be done this time.")
    last_key = models.BigIntegerField(default=0, help_text="Key of the last row looked at.")
    began_at = models.DateTimeField()
    touched_at = models.DateTimeField(help_text="When the last piece was done.")
    finished_at = models.DateTimeField(null=True, blank=True, help_text="Empty: it goes on.")
    error = models.CharField(
        max_length=200, blank=True, help_text="Class of what stopped the last piece; no words of it."
    )

    def __str__(self) -> str:
        return f"{self.name} {self.version}"
