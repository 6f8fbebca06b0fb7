from __future__ import annotations

from django.db import models

from courtcase.register.append_only import append_only_triggers


class ActCorrection(models.Model):
    """One correction of an act that somebody added to the list of law. Rows are only ever added.

    Who made it stands in the register, with `act.corrected`.
    """

    append_only = True

    act = models.ForeignKey("law.Act", on_delete=models.PROTECT, related_name="corrections", help_text="The act.")
    number = models.PositiveSmallIntegerField(help_text="Counts the corrections of the act from one.")
    before = models.JSONField(help_text="What stood in the columns that were changed, by their names.")
    reason = models.CharField(max_length=300, help_text="Why, as everyone reads it on the page of the act.")
    at = models.DateTimeField(help_text="When it was made.")

    class Meta:
        ordering = ["act", "number"]
        constraints = [models.UniqueConstraint(fields=["act", "number"], name="law_act_correction_once")]
        triggers = append_only_triggers()

    def __str__(self) -> str:
        return f"{self.act_id}: correction {self.number}"
