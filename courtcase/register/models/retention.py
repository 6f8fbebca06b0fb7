from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_stubs_ext.db.models import TypedModelMeta


class RetentionCertainty(models.TextChoices):
    """How sure a term of keeping is."""

    SEEN = "V", _("seen in a source")
    RECALLED = "R", _("recalled, to be confirmed")
    INFERRED = "I", _("inferred, to be confirmed")


class RetentionClass(models.Model):
    """How long one kind of thing is kept. Rows come from `data/retention.csv` by `sync_retention`."""

    code = models.SlugField(max_length=40, unique=True, help_text="Stable word for the class.")
    name_kk = models.CharField(max_length=200, help_text="What is kept, in Kazakh.")
    name_ru = models.CharField(max_length=200, help_text="What is kept, in Russian.")
    name_en = models.CharField(max_length=200, help_text="What is kept, in English.")
    subject_kind = models.CharField(
        max_length=20, blank=True, help_text="Kind of subject it governs; blank: not one kind."
    )
    years = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Years kept; empty: for ever.")
    counted_from = models.CharField(
        max_length=40, blank=True, help_text="Fact the years run from: filed, closed, read…"
    )
    article = models.CharField(
        max_length=120, blank=True, help_text="Where the law says so; blank: the Court's own order."
    )
    certainty = models.CharField(max_length=1, choices=RetentionCertainty.choices, help_text="V, R or I.")

    class Meta(TypedModelMeta):
        constraints = [
            models.CheckConstraint(
                condition=Q(certainty__in=RetentionCertainty.values), name="retention_certainty_known"
            ),
        ]

    def __str__(self) -> str:
        return self.code


class LegalHold(models.Model):
    """While it stands nothing about the subject is erased, whatever its term of keeping."""

    subject = models.ForeignKey("register.Subject", on_delete=models.PROTECT, related_name="holds")
    reason = models.CharField(max_length=300, help_text="The order or proceedings that ask for it; no personal data.")
    placed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    placed_at = models.DateTimeField(default=timezone.now)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    lifted_at = models.DateTimeField(null=True, blank=True, help_text="Empty: it stands.")
    lifted_reason = models.CharField(max_length=300, blank=True, help_text="Why it was lifted.")

    class Meta(TypedModelMeta):
        constraints = [
            models.UniqueConstraint(fields=["subject"], condition=Q(lifted_at__isnull=True), name="hold_stands_once"),
        ]

    def __str__(self) -> str:
        return f"hold {self.pk} on subject {self.subject_id}"
