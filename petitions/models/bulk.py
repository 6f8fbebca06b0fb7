from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class BulkKind(models.TextChoices):
    """What is done to many petitions at once."""

    ASSIGN = "assign", _("Give to a clerk or a team")
    REGISTER = "register", _("Register")
    RETURN = "return", _("Return on a common ground")
    PRINT = "print", _("Print their papers")


class BulkState(models.TextChoices):
    """Where one petition of a common action stands."""

    WAITING = "waiting", pgettext_lazy("petition of a common action", "waits its turn")
    DONE = "done", pgettext_lazy("petition of a common action", "done")
    LEFT = "left", pgettext_lazy("petition of a common action", "left alone")


class BulkWork(models.Model):
    """One action on many petitions: chosen, looked at beforehand, begun once, and done by a job for each petition."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False, help_text="Random; in addresses.")
    kind = models.CharField(max_length=10, choices=BulkKind.choices)
    asked_by = models.ForeignKey(
        "people.Account", on_delete=models.PROTECT, related_name="+", help_text="Who chose them, and alone sees it."
    )
    version = models.PositiveIntegerField(default=1, help_text="Goes up with every change of what will be done.")
    assignee = models.ForeignKey(
        "people.Account", on_delete=models.PROTECT, null=True, blank=True, related_name="+", help_text="For `assign`."
    )
    team = models.ForeignKey(
        "people.Team", on_delete=models.PROTECT, null=True, blank=True, related_name="+", help_text="For `assign`."
    )
    grounds = models.ManyToManyField("law.Ground", related_name="+", help_text="For `return`: the common grounds.")
    language = models.CharField(max_length=2, help_text="Language of the words between the papers that are printed.")
    chosen_at = models.DateTimeField()
    begun_at = models.DateTimeField(null=True, blank=True, help_text="Empty: it is still being looked at.")
    data_key = models.ForeignKey(
        "keys.DataKey", on_delete=models.PROTECT, null=True, related_name="+", help_text="Seals the file for `print`."
    )
    document = models.ForeignKey(
        "documents.Document",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="The sealed file; empty before it is made and after it was forgotten.",
    )
    size = models.PositiveBigIntegerField(default=0, help_text="Length of the file in bytes.")
    ready_at = models.DateTimeField(null=True, blank=True, help_text="When the file was made.")

    class Meta:
        indexes = [models.Index(fields=["asked_by", "-id"], name="bulk_work_of_account")]

    def __str__(self) -> str:
        return f"{self.kind} {self.public_id}"


class BulkRow(models.Model):
    """One petition of a common action: as it stood when it was chosen, and what became of it."""

    work = models.ForeignKey(BulkWork, on_delete=models.CASCADE, related_name="rows")
    petition = models.ForeignKey("petitions.Petition", on_delete=models.CASCADE, related_name="+")
    position = models.PositiveSmallIntegerField()
    version = models.PositiveIntegerField(help_text="The petition's version when it was chosen.")
    state = models.CharField(max_length=8, choices=BulkState.choices, default=BulkState.WAITING)
    code = models.CharField(max_length=24, blank=True, help_text="Why it was left alone, as a word.")
    sealed_why = models.BinaryField(
        null=True, blank=True, help_text="For `return`: why this case, sealed with the petition's key; gone when done."
    )
    sealed_unread = models.BinaryField(
        null=True,
        blank=True,
        help_text="For `print`: names of files that could not be printed, sealed with the petition's key.",
    )
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["work", "petition"], name="bulk_petition_once")]

    def __str__(self) -> str:
        return f"row {self.position} of {self.work_id}"
