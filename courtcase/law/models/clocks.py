from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from courtcase.law.models.terms import Term, Unit


class ClockState(models.TextChoices):
    """Whether a term runs."""

    OPEN = "open", pgettext_lazy("term", "Running")
    SUSPENDED = "suspended", pgettext_lazy("term", "Suspended")
    CLOSED = "closed", pgettext_lazy("term", "Closed")


class Clock(models.Model):
    """A term that runs for a petition, case or measure, with the row of law it was counted by."""

    subject = models.ForeignKey(
        "register.Subject", on_delete=models.PROTECT, related_name="clocks", help_text="What the term runs for."
    )
    term = models.ForeignKey(
        Term, on_delete=models.PROTECT, related_name="clocks", help_text="The row it was counted by."
    )
    starts_on = models.DateField(help_text="Legal day of the event the term starts at; counting begins the day after.")
    due_on = models.DateField(help_text="Last legal day of the term, extensions and suspensions included.")
    state = models.CharField(
        max_length=10, choices=ClockState.choices, default=ClockState.OPEN, help_text="Whether it runs."
    )
    suspended_on = models.DateField(null=True, blank=True, help_text="Legal day of the suspension that holds it now.")
    closed_on = models.DateField(null=True, blank=True, help_text="Legal day it was closed; empty while it runs.")
    reasons = models.JSONField(default=list, help_text="Why it stands where it stands: a list of {code, params}.")

    class Meta:
        ordering = ["due_on", "id"]
        indexes = [
            models.Index(fields=["due_on"], name="law_clock_open_due", condition=Q(state="open")),
            models.Index(fields=["subject", "state"], name="law_clock_by_subject"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "term"], condition=~Q(state="closed"), name="law_clock_runs_once"
            ),
            models.CheckConstraint(
                condition=Q(state="closed", closed_on__isnull=False) | (~Q(state="closed") & Q(closed_on__isnull=True)),
                name="law_clock_closed_has_day",
            ),
            models.CheckConstraint(
                condition=Q(state="suspended", suspended_on__isnull=False)
                | (~Q(state="suspended") & Q(suspended_on__isnull=True)),
                name="law_clock_suspended_has_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.term_id} until {self.due_on:%Y-%m-%d}"


class ChangeKind(models.TextChoices):
    """What a ruling did to a running term."""

    EXTENDED = "extended", pgettext_lazy("term", "Extended")
    SUSPENDED = "suspended", pgettext_lazy("term", "Suspended")
    RESUMED = "resumed", pgettext_lazy("term", "Resumed")


class ClockChange(models.Model):
    """One extension, suspension or resumption, with its ruling. Rows are only ever added."""

    append_only = True

    clock = models.ForeignKey(
        Clock, on_delete=models.PROTECT, related_name="changes", help_text="The term that changed."
    )
    kind = models.CharField(max_length=10, choices=ChangeKind.choices, help_text="What was done.")
    day = models.DateField(help_text="Legal day of the ruling.")
    amount = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Of an extension: how many units.")
    unit = models.CharField(max_length=14, choices=Unit.choices, blank=True, help_text="Of an extension: what units.")
    ruling = models.CharField(max_length=200, help_text="Public path or printed number of the ruling that did it.")

    class Meta:
        ordering = ["id"]
        triggers = [
            pgtrigger.Protect(name="law_clock_change_kept", operation=pgtrigger.Update | pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.day:%Y-%m-%d}"
