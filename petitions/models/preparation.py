from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class DueBy(models.TextChoices):
    """By what the day of an answer was set."""

    LAW = "law", _("by the term of the law")
    RAPPORTEUR = "rapporteur", _("by the judge-rapporteur")


class InformationRequest(models.Model):
    """A request for information or an opinion sent to a body, and when it has to answer."""

    case = models.ForeignKey("petitions.Case", on_delete=models.PROTECT, related_name="requests")
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    body = models.CharField(max_length=300, help_text="Name of the body, as it stands in the letter.")
    institution = models.ForeignKey(
        "people.Institution",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="The body's account, if it has one: it is told there; else by the address.",
    )
    language = models.CharField(max_length=2, help_text="Language of the letter: kk or ru.")
    sealed_address = models.BinaryField(null=True, help_text="E-mail or postal lines, sealed with the case's key.")
    sealed_question = models.BinaryField(help_text="What is asked, sealed with the case's key.")
    sent_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()
    due_on = models.DateField(help_text="Last legal day of the answer.")
    due_by = models.CharField(max_length=12, choices=DueBy.choices, help_text="By what that day was set.")
    term = models.ForeignKey(
        "law.Term",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Row it was counted by.",
    )
    reasons = models.JSONField(default=list, help_text="How the law's day was counted.")
    answered_on = models.DateField(null=True, blank=True, help_text="Legal day the answer came; empty: not yet.")

    class Meta:
        indexes = [models.Index(fields=["due_on"], name="request_due", condition=models.Q(answered_on__isnull=True))]

    def __str__(self) -> str:
        return f"request {self.pk}"


class PlanStep(models.Model):
    """One step of the plan by which a case is prepared: what, by whom, by when."""

    case = models.ForeignKey("petitions.Case", on_delete=models.PROTECT, related_name="plan")
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sealed_what = models.BinaryField(help_text="What is to be done, sealed with the case's key.")
    who = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField()
    added_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["due_on", "id"]

    def __str__(self) -> str:
        return f"step {self.pk}"
