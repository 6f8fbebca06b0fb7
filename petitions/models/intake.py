from __future__ import annotations

from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from petitions.models.routing import Ladder
from petitions.workflow import IN_WORK, SIGNABLE

# The urgency of what is first of all: an alarm of danger to life or torture is open.
FIRST_OF_ALL = date(1, 1, 1)


class Target(models.TextChoices):
    """To whom a rule of routing sends what it takes."""

    LEAST_LOADED = "least_loaded", _("The least loaded clerk of the team")
    TEAM = "team", _("The team's queue, to nobody yet")
    PERSON = "person", _("One person")


class RoutingRule(models.Model):
    """One rung of the ladder that sends a petition to a clerk. Empty lists match everything. Superseded, never edited."""

    order = models.PositiveSmallIntegerField(help_text="The first rule that matches decides.")
    code = models.CharField(max_length=60, help_text="Stable name across versions of the rule.")
    name_kk = models.CharField(max_length=200)
    name_ru = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    petitioner_kinds = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    areas = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    acts = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    languages = ArrayField(models.CharField(max_length=2), default=list, blank=True)
    regions = ArrayField(models.CharField(max_length=8), default=list, blank=True)
    returning = models.BooleanField(
        null=True, help_text="Whether the petitioner petitioned before; empty: it does not matter."
    )
    joined_norm = models.BooleanField(
        null=True, help_text="Whether a contested provision stands in an open case; empty: it does not matter."
    )
    team = models.ForeignKey("people.Team", on_delete=models.PROTECT, related_name="+")
    target = models.CharField(max_length=12, choices=Target.choices, default=Target.LEAST_LOADED)
    person = models.ForeignKey(
        "people.Account", on_delete=models.PROTECT, null=True, related_name="+", help_text="For the target `person`."
    )
    ladder = models.ForeignKey(
        Ladder, on_delete=models.PROTECT, null=True, related_name="rules", help_text="Empty: from before versions."
    )
    active_from = models.DateTimeField()
    active_to = models.DateTimeField(null=True, blank=True, help_text="Empty: in use.")

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["code"], condition=models.Q(active_to__isnull=True), name="routing_rule_in_use_once"
            )
        ]

    def __str__(self) -> str:
        return self.code


class AssignmentHow(models.TextChoices):
    """How a petition came to whoever has it."""

    ASSIGNED = "assign", _("Given by a rule or by hand")
    HANDED_OVER = "hand_over", _("Handed over by a colleague")
    GIVEN_BACK = "give_back", _("Given back by a colleague")
    TAKEN_BACK = "take_back", _("Taken back by the head")

    @property
    def event(self) -> str:
        """Return the fact of which whoever gets the petition is told."""
        return {
            "assign": "petition.assigned",
            "hand_over": "petition.handed_over",
            "give_back": "petition.given_back",
            "take_back": "petition.taken_back",
        }[self.value]


class Assignment(models.Model):
    """Who had a petition, since when, and why: the reason is stored with every assignment."""

    petition = models.ForeignKey("petitions.Petition", on_delete=models.PROTECT, related_name="assignments")
    team = models.ForeignKey("people.Team", on_delete=models.PROTECT, null=True, related_name="+")
    assignee = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, related_name="+")
    rule = models.ForeignKey(
        RoutingRule, on_delete=models.PROTECT, null=True, related_name="+", help_text="Empty: assigned by a person."
    )
    facts = models.JSONField(default=dict, help_text="The facts the rule matched, and the load that chose the clerk.")
    assigned_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, related_name="+")
    assigned_at = models.DateTimeField()
    how = models.CharField(
        max_length=12,
        choices=AssignmentHow.choices,
        default=AssignmentHow.ASSIGNED,
        db_default=AssignmentHow.ASSIGNED,
    )
    sealed_reason = models.BinaryField(
        null=True, blank=True, help_text="Why, in a colleague's words, sealed with the petition's key; empty: by rule."
    )
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["petition"], condition=models.Q(ended_at__isnull=True), name="assignment_current_once"
            )
        ]

    def __str__(self) -> str:
        return f"assignment {self.pk}"


class QueueEntry(models.Model):
    """The narrow row behind the clerk's queue, one a petition that is open; written by operations.

    Every step of a petition writes all indexes its row is in: petitions.intake.offered says what each is for.
    """

    petition = models.OneToOneField("petitions.Petition", on_delete=models.CASCADE, related_name="queue_entry")
    state = models.CharField(max_length=32)
    team = models.ForeignKey("people.Team", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    assignee = models.ForeignKey(
        "people.Account", on_delete=models.PROTECT, null=True, related_name="queue_entries", db_index=False
    )
    due_on = models.DateField(null=True, help_text="Nearest open term; empty: no term runs.")
    petitioner_kind = models.CharField(max_length=40)
    area = models.ForeignKey("law.AreaOfLaw", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    provision = models.ForeignKey(
        "law.Provision", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    language = models.CharField(max_length=2)
    region = models.CharField(max_length=8, blank=True)
    arrived_at = models.DateTimeField(help_text="Submission or filing, whichever is later.")
    urgency = models.DateField(help_text="due_on, a day far ahead where no term runs, or FIRST_OF_ALL.")
    came_back = models.BooleanField(default=False, db_default=False, help_text="As in the petition.")

    class Meta:
        indexes = [
            models.Index(fields=["urgency", "id"], name="queue_in_work", condition=Q(state__in=sorted(IN_WORK))),
            models.Index(fields=["urgency", "id"], name="queue_unsigned", condition=Q(state__in=sorted(SIGNABLE))),
            models.Index(
                fields=["urgency", "id"],
                name="queue_unassigned",
                condition=Q(state__in=sorted(IN_WORK), assignee__isnull=True),
            ),
            models.Index(fields=["urgency", "id"], name="queue_danger", condition=Q(urgency=FIRST_OF_ALL)),
            models.Index(fields=["urgency", "id"], name="queue_came_back", condition=Q(came_back=True)),
            models.Index(fields=["assignee", "urgency", "id"], name="queue_assignee_urgency"),
            models.Index(fields=["team", "urgency", "id"], name="queue_team_urgency"),
            models.Index(fields=["state", "urgency", "id"], name="queue_state_urgency"),
            models.Index(fields=["petitioner_kind", "urgency", "id"], name="queue_kind_urgency"),
            models.Index(fields=["area", "urgency", "id"], name="queue_area_urgency"),
            models.Index(fields=["region", "urgency", "id"], name="queue_region_urgency"),
            models.Index(fields=["-arrived_at", "-id"], name="queue_arrived"),
        ]

    def __str__(self) -> str:
        return f"queue entry {self.pk}"


class ArchiveEntry(models.Model):
    """The narrow row behind the archive, one a petition that is closed; written once, by the step that closes it."""

    petition = models.OneToOneField("petitions.Petition", on_delete=models.CASCADE, related_name="archive_entry")
    state = models.CharField(max_length=32)
    closed_on = models.DateField(help_text="Legal day of the step that closed it.")
    petitioner_kind = models.CharField(max_length=40)
    area = models.ForeignKey("law.AreaOfLaw", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    language = models.CharField(max_length=2)
    region = models.CharField(max_length=8, blank=True)
    year = models.PositiveSmallIntegerField(help_text="Year of registration; 0: it was closed before that.")
    assignee = models.ForeignKey(
        "people.Account",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
        help_text="Who had it when it was closed.",
    )
    number = models.CharField(
        max_length=40, blank=True, db_collation="C", help_text="As printed; blank: it was closed before registration."
    )

    class Meta:
        indexes = [
            models.Index(fields=["closed_on", "id"], name="archive_closed"),
            models.Index(fields=["state", "closed_on", "id"], name="archive_state_closed"),
            models.Index(fields=["petitioner_kind", "closed_on", "id"], name="archive_kind_closed"),
            models.Index(fields=["year", "closed_on", "id"], name="archive_year_closed"),
            models.Index(fields=["area", "closed_on", "id"], name="archive_area_closed"),
            models.Index(fields=["region", "closed_on", "id"], name="archive_region_closed"),
            models.Index(fields=["assignee", "closed_on", "id"], name="archive_assignee_closed"),
            models.Index(fields=["assignee", "number", "id"], name="archive_assignee_number"),
            models.Index(fields=["number", "id"], name="archive_number"),
            models.Index(fields=["state", "number", "id"], name="archive_state_number"),
            models.Index(fields=["petitioner_kind", "number", "id"], name="archive_kind_number"),
            models.Index(fields=["year", "number", "id"], name="archive_year_number"),
            models.Index(fields=["area", "number", "id"], name="archive_area_number"),
            models.Index(fields=["region", "number", "id"], name="archive_region_number"),
        ]

    def __str__(self) -> str:
        return self.number or f"archive entry {self.pk}"


class Return(models.Model):
    """A return by the Apparatus: its grounds, why this case, and how to cure it until when (art. 47(2))."""

    petition = models.ForeignKey("petitions.Petition", on_delete=models.PROTECT, related_name="returns")
    grounds = models.ManyToManyField("law.Ground", related_name="+")
    sealed_explanation = models.BinaryField(help_text="Why this case, written by hand; sealed with the petition's key.")
    returned_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")
    returned_at = models.DateTimeField()
    cure_until = models.DateField(null=True, blank=True, help_text="Empty: the grounds are not of a kind to be cured.")

    class Meta:
        indexes = [models.Index(fields=["returned_at"], name="return_returned")]

    def __str__(self) -> str:
        return f"return {self.pk}"
