from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models


class PageReport(models.Model):
    """That something is wrong on a page, in the words of whoever met it, and what became of it.

    Words, address and answer are sealed under a key of their own, which is shredded with the row. Page, language, version
    and width are what the page itself knew: no code, no number of a person, nothing from the query of the address.
    """

    # The row of the table of keeping (law/data/keeping.json) that says how long it stays.
    retention_code: ClassVar[str] = "page_report"

    subject = models.OneToOneField(
        "register.Subject",
        on_delete=models.PROTECT,
        related_name="page_report",
        help_text="What its messages are about.",
    )
    public_id = models.UUIDField(
        default=uuid.uuid4, unique=True, editable=False, help_text="Random; stands in addresses of the desk."
    )
    page = models.CharField(
        max_length=160, blank=True, help_text="Path or route of the page without codes and ids; blank: unknown."
    )
    language = models.CharField(max_length=2, help_text="kk, ru or en: in which the page was read.")
    layout = models.CharField(max_length=16, help_text="Digest of templates, words and stylesheet at that time.")
    width = models.PositiveIntegerField(
        null=True, blank=True, help_text="Width of the window in pixels; empty: unknown."
    )
    data_key = models.ForeignKey(
        "keys.DataKey", on_delete=models.PROTECT, related_name="+", help_text="Key of what is sealed; shredded with it."
    )
    sealed = models.BinaryField(help_text="Words and e-mail address, as sealed JSON.")
    answer = models.BinaryField(null=True, blank=True, help_text="The word it was closed with, sealed; empty: open.")
    told_at = models.DateTimeField(help_text="When it was sent.")
    closed_at = models.DateTimeField(null=True, blank=True, help_text="When it was closed; empty: it waits.")
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Who closed it; empty: it waits.",
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(closed_at=None, closed_by=None, answer=None)
                | models.Q(closed_at__isnull=False, closed_by__isnull=False, answer__isnull=False),
                name="page_report_closed_with_a_word",
            ),
        ]
        indexes = [
            models.Index(fields=["-id"], condition=models.Q(closed_at=None), name="page_report_waiting"),
            models.Index(fields=["told_at"], name="page_report_told"),
        ]

    def __str__(self) -> str:
        return f"page report {self.pk}"
