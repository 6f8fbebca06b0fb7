from __future__ import annotations

import uuid
from datetime import datetime

from django.db import models
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from courtcase.register.append_only import append_only_triggers


class MeasureKind(models.TextChoices):
    """What has to change."""

    LAW = "law", _("Law")
    GOVERNMENT_ACT = "government_act", _("Act of the Government or a ministry")
    GUIDANCE = "guidance", _("Guidance of the Supreme Court")
    PRACTICE = "practice", _("Practice")


class Stage(models.TextChoices):
    """How far a measure has come. Overdue is never stored: it follows from the term."""

    DUE = "due", pgettext_lazy("stage of a measure", "Due")
    DRAFT_PREPARED = "draft_prepared", pgettext_lazy("stage of a measure", "Draft prepared")
    INTRODUCED = "introduced", pgettext_lazy("stage of a measure", "Bill introduced")
    ADOPTED = "adopted", pgettext_lazy("stage of a measure", "Adopted")
    IN_FORCE = "in_force", pgettext_lazy("stage of a measure", "In force")
    NOT_REQUIRED = "not_required", pgettext_lazy("stage of a measure", "Not required")
    UNKNOWN = "unknown", pgettext_lazy("stage of a measure", "Not seen in our sources")


OVERDUE = "overdue"
OVERDUE_LABEL = pgettext_lazy("stage of a measure", "Overdue")
# Stages in which the term still runs, and those in which nothing is left to do.
PENDING = frozenset({Stage.DUE, Stage.DRAFT_PREPARED})
DONE = frozenset({Stage.ADOPTED, Stage.IN_FORCE, Stage.NOT_REQUIRED})


class Measure(models.Model):
    """Something that must change because of a ruling: what, who answers, by when, and how far it has come."""

    subject = models.OneToOneField(
        "register.Subject", on_delete=models.PROTECT, related_name="measure", help_text="What the record points at."
    )
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False, help_text="Random; in addresses.")
    ruling = models.ForeignKey(
        "rulings.Ruling", on_delete=models.PROTECT, related_name="measures", help_text="The ruling that calls for it."
    )
    position = models.PositiveSmallIntegerField(help_text="Order in the ruling.")
    version = models.PositiveIntegerField(default=1, help_text="Goes up by one with every change; forms carry it.")
    kind = models.CharField(max_length=16, choices=MeasureKind.choices, help_text="What has to change.")
    what_kk = models.TextField(help_text="What has to change, in Kazakh.")
    what_ru = models.TextField(help_text="What has to change, in Russian.")
    what_en = models.TextField(help_text="What has to change, in English.")
    answerable = models.ForeignKey(
        "people.Institution",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="measures",
        help_text="The institution that answers for it; empty: named in words only.",
    )
    answerable_kk = models.CharField(max_length=255, blank=True, help_text="Who answers, in Kazakh; blank: not seen.")
    answerable_ru = models.CharField(max_length=255, blank=True, help_text="Who answers, in Russian; blank: not seen.")
    answerable_en = models.CharField(max_length=255, blank=True, help_text="Who answers, in English; blank: not seen.")
    due_on = models.DateField(null=True, blank=True, help_text="Last legal day; empty: no term, or not seen.")
    first_due_on = models.DateField(
        null=True, blank=True, help_text="Last legal day before the Court granted a later one; empty: it never did."
    )
    stage = models.CharField(
        max_length=16, choices=Stage.choices, default=Stage.DUE, help_text="Confirmed by the Court."
    )
    resulting_act = models.ForeignKey(
        "law.Act", on_delete=models.PROTECT, null=True, blank=True, related_name="+", help_text="The act that did it."
    )
    resulting_words = models.CharField(
        max_length=300, blank=True, help_text="The act in words, where the list has none."
    )
    source = models.CharField(max_length=300, blank=True, help_text="Where the measure was seen; blank: the ruling.")
    synthetic = models.BooleanField(default=False, help_text="Made up for a demonstration; marked wherever shown.")

    class Meta:
        ordering = ["ruling", "position"]
        indexes = [models.Index(fields=["stage", "due_on"], name="measure_by_stage")]
        constraints = [
            models.UniqueConstraint(fields=["ruling", "position"], name="measure_position_once"),
            models.CheckConstraint(condition=models.Q(stage__in=Stage.values), name="measure_stage_known"),
        ]

    def __str__(self) -> str:
        return f"measure {self.public_id}"

    @property
    def what(self) -> str:
        """Return what has to change, in the active language."""
        return str(getattr(self, f"what_{get_language() or 'kk'}"))

    @property
    def who(self) -> str:
        """Return who answers, in the active language; blank: not seen."""
        if self.answerable is not None:
            return self.answerable.name
        return str(getattr(self, f"answerable_{get_language() or 'kk'}"))


class MeasureStep(models.Model):
    """One entry in the history of a measure: the body's word, the Court's or a source's. Never changed."""

    append_only = True

    class Says(models.TextChoices):
        """Whose word it is."""

        BODY = "body", _("the body says")
        COURT = "court", _("the Court has confirmed")
        SOURCE = "source", _("a public source says")

    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="steps", help_text="The measure.")
    says = models.CharField(max_length=8, choices=Says.choices, help_text="Whose word it is.")
    stage = models.CharField(max_length=16, choices=Stage.choices, help_text="The stage that is said to be reached.")
    day = models.DateField(null=True, blank=True, help_text="Legal day it was reached; empty: not seen.")
    note_kk = models.CharField(max_length=500, blank=True, help_text="What happened, in Kazakh.")
    note_ru = models.CharField(max_length=500, blank=True, help_text="What happened, in Russian.")
    note_en = models.CharField(max_length=500, blank=True, help_text="What happened, in English.")
    source = models.CharField(max_length=300, blank=True, help_text="Letter or publication it rests on.")
    institution = models.ForeignKey(
        "people.Institution",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="The body that entered it by its own account; empty: entered by the Court.",
    )
    document = models.ForeignKey(
        "documents.Document",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="The letter or act laid with it. Read by the Court and the body only.",
    )
    entered_by = models.ForeignKey(
        "people.Account", on_delete=models.PROTECT, null=True, related_name="+", help_text="Empty: the system."
    )
    entered_at = models.DateTimeField(help_text="When it was entered.")

    class Meta:
        ordering = ["id"]
        triggers = append_only_triggers()

    def __str__(self) -> str:
        return f"{self.measure_id}: {self.stage}"

    # When and why the words of an entry that was read to be shown are not; empty: they are.
    withdrawn_at: datetime | None = None
    withdrawn_because: str = ""

    @property
    def note(self) -> str:
        """Return what happened, in the active language."""
        return str(getattr(self, f"note_{get_language() or 'kk'}"))
