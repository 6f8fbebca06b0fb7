from __future__ import annotations

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_stubs_ext.db.models import TypedModelMeta


class SubjectKind(models.TextChoices):
    """What the record can speak of."""

    PETITION = "petition", _("petition")
    CASE = "case", _("case")
    RULING = "ruling", _("ruling")
    MEASURE = "measure", _("measure")
    ACCOUNT = "account", _("account")
    RULE = "rule", _("rule")
    SITTING = "sitting", _("sitting")
    INSTITUTION = "institution", _("institution")
    REGISTER = "register", _("register")
    WATCH = "watch", _("alert by e-mail")
    PAGE_REPORT = "page_report", _("report about a page")
    DISPOSAL = "disposal", _("record of disposal")
    DATA_REQUEST = "data_request", _("request of a subject of personal data")
    PUBLISHED_DATA = "published_data", _("published data")


class Subject(models.Model):
    """What the record speaks of: every petition, case and ruling owns one row, at which events and terms point."""

    uuid = models.UUIDField(
        default=uuid.uuid4, unique=True, editable=False, help_text="Random; stands for the subject in every digest."
    )
    kind = models.CharField(max_length=20, choices=SubjectKind.choices, help_text="What kind of thing owns the row.")
    created_at = models.DateTimeField(default=timezone.now, help_text="When the thing began.")

    class Meta(TypedModelMeta):
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=SubjectKind.values), name="subject_kind_known"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.uuid}"
