from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from petitions.workflow import State
from petitions.year import YearTerm, stored_term


class Channel(models.TextChoices):
    """The road by which a petition came."""

    WEB = "web", _("Online")
    PAPER = "paper", _("On paper")
    API = "api", _("By API")


class Petition(models.Model):
    """One petition, from its first word to the end of proceedings. Changed by operations alone."""

    subject = models.OneToOneField(
        "register.Subject", on_delete=models.PROTECT, related_name="petition", help_text="What the record points at."
    )
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False, help_text="Random; in addresses.")
    state = models.CharField(max_length=32, choices=State.choices, default=State.DRAFT, help_text="See workflow.py.")
    version = models.PositiveIntegerField(default=1, help_text="Goes up by one with every change; forms carry it.")
    channel = models.CharField(max_length=8, choices=Channel.choices, default=Channel.WEB)
    language = models.CharField(
        max_length=2, help_text="Language of the petition and of the letters it gets: kk or ru."
    )
    petitioner_kind = models.CharField(max_length=40, help_text="Code of law.PetitionerKind.")
    edition = models.ForeignKey(
        "law.Edition",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        help_text="Edition of the law in force on the day of filing; empty until filed.",
    )
    writer = models.CharField(
        max_length=24, blank=True, default="", help_text="Code of petitions.writers.Writer; blank: whoever petitions."
    )
    further_petitioners = models.PositiveSmallIntegerField(
        default=0, help_text="How many petition together with the first; none: the petition has no rows of Petitioner."
    )
    area = models.ForeignKey(
        "law.AreaOfLaw",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        help_text="Area of law, for routing.",
    )
    region = models.CharField(max_length=8, blank=True, help_text="Code of the petitioner's region; blank: unknown.")
    account = models.ForeignKey(
        "people.Account",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="petitions",
        db_index=False,
        help_text="Who files and tracks it; empty for paper and for filing without an account.",
    )
    institution = models.ForeignKey(
        "people.Institution",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="petitions",
        db_index=False,
    )
    portal = models.ForeignKey(
        "people.Institution",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        help_text="Whose portal brought a citizen's petition; empty for every other road.",
    )
    external_number = models.CharField(  # noqa: DJ001 - unique within a portal by a constraint
        max_length=64, null=True, blank=True, help_text="The number the portal keeps it under; names nobody."
    )
    data_key = models.ForeignKey(
        "keys.DataKey", on_delete=models.PROTECT, related_name="+", help_text="Seals everything written in it."
    )
    iin_index = models.BinaryField(null=True, blank=True, help_text="Blind index of the petitioner's IIN.")
    letter_index = models.BinaryField(
        null=True, blank=True, help_text="Blind index of the outgoing number of an institution's letter, to find it by."
    )
    suspended_index = models.BinaryField(
        null=True, blank=True, help_text="Blind index of the number of the case a court suspended, to find it by."
    )
    holder_digest = models.BinaryField(
        null=True, blank=True, unique=True, help_text="HMAC of the code that opens a draft without an account."
    )
    code_digest = models.BinaryField(
        null=True, blank=True, unique=True, help_text="HMAC of the tracking code; the code itself is nowhere."
    )
    code_epoch = models.PositiveSmallIntegerField(
        default=0, help_text="Goes up when the code is re-issued at the desk: who held the old one holds nothing."
    )
    sealed_address = models.BinaryField(
        null=True, blank=True, help_text="Where letters go by the petitioner's later wish, sealed; empty: as written."
    )
    own_case_day = models.DateField(
        null=True, blank=True, help_text="Latest day on which a judicial act of the own case entered into force."
    )
    year_ends_on = models.DateField(
        null=True,
        blank=True,
        help_text="Last day to file by the earlier reading of the law's one year (art. 45); empty: no date was written.",
    )
    created_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    filed_at = models.DateTimeField(null=True, blank=True, help_text="When the signed petition was confirmed.")
    filed_on = models.DateField(null=True, blank=True, help_text="Legal day of first filing; kept through a cure.")
    register_number = models.CharField(  # noqa: DJ001 - unique by a constraint, which lets many have none
        max_length=40, null=True, blank=True, help_text="As printed."
    )
    registered_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True, help_text="Legal day on which it reached a final state.")
    team = models.ForeignKey(
        "people.Team", on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    assignee = models.ForeignKey(
        "people.Account", on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    case = models.ForeignKey(
        "petitions.Case", on_delete=models.PROTECT, null=True, blank=True, related_name="petitions", db_index=False
    )
    synthetic = models.BooleanField(default=False, help_text="Made up for a demonstration; marked wherever shown.")
    in_danger = models.BooleanField(
        default=False,
        db_default=False,
        help_text="Whether an alarm of danger to life or torture is open; the queue shows it first.",
    )
    came_back = models.BooleanField(
        default=False,
        db_default=False,
        help_text="Whether a body to which it was forwarded sent it back, and no step led it on since.",
    )

    disposed_on = models.DateField(
        null=True,
        blank=True,
        help_text="Legal day on which its words and files were destroyed at the end of their term; empty: they are kept.",
    )

    class Meta:
        # Every index is written by every step: lists of petitions read the narrow rows of QueueEntry and ArchiveEntry.
        indexes = [
            models.Index(fields=["account", "-id"], name="petition_by_account"),
            models.Index(fields=["institution", "-id"], name="petition_by_institution"),
            models.Index(fields=["portal", "-id"], name="petition_by_portal", condition=Q(portal__isnull=False)),
            models.Index(fields=["iin_index"], name="petition_by_iin", condition=Q(iin_index__isnull=False)),
            models.Index(fields=["case"], name="petition_by_case", condition=Q(case__isnull=False)),
            # Read once a day, to remind of the year; its condition names no column that steps change.
            models.Index(fields=["year_ends_on"], name="petition_by_year_end", condition=Q(year_ends_on__isnull=False)),
        ]
        constraints = [
            models.UniqueConstraint(fields=["register_number"], name="petition_number_once"),
            models.UniqueConstraint(
                fields=["portal", "external_number"],
                name="petition_external_number_once",
                condition=Q(external_number__isnull=False),
            ),
            models.CheckConstraint(condition=Q(state__in=[str(state) for state in State]), name="petition_state_known"),
            models.CheckConstraint(
                condition=Q(filed_on__isnull=False) | Q(state__in=["draft", "awaiting_signature", "withdrawn"]),
                name="petition_filed_has_day",
            ),
            models.CheckConstraint(
                condition=Q(register_number__isnull=False)
                | Q(state__in=["draft", "awaiting_signature", "filed", "withdrawn"]),
                name="petition_registered_has_number",
            ),
        ]

    def __str__(self) -> str:
        return self.register_number or str(self.public_id)

    @property
    def is_of_another(self) -> bool:
        """Say whether whoever writes is not who petitions: a helper or a representative. Pages then say "the petitioner".

        What a helper wrote is the petitioner's alone once it is filed.
        """
        return self.writer not in {"", "myself"} and (self.writer != "helper" or self.filed_at is None)

    @property
    def year_term(self) -> YearTerm | None:
        """Return the year within which the law lets it be filed (art. 45); None where no date of a judgment was written."""
        return stored_term(ends_on=self.year_ends_on, in_force_on=self.own_case_day)


class PetitionVersion(models.Model):
    """The words of a petition at one time: a draft that is still written, or a version frozen by filing or cure."""

    petition = models.ForeignKey(Petition, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    sealed_content = models.BinaryField(help_text="petitions.content.PetitionContent, sealed with the petition's key.")
    digest = models.BinaryField(null=True, blank=True, help_text="SHA-256 of the canonical content once frozen.")
    created_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    frozen_at = models.DateTimeField(null=True, blank=True, help_text="Empty: still a draft.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["petition", "number"], name="petition_version_once")]

    def __str__(self) -> str:
        return f"version {self.number}"


class ContestedProvision(models.Model):
    """A provision the petition asks the Court to examine: from the list of law, or as the petitioner typed it."""

    petition = models.ForeignKey(Petition, on_delete=models.CASCADE, related_name="contested")
    position = models.PositiveSmallIntegerField()
    provision = models.ForeignKey(
        "law.Provision", on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    typed = models.CharField(max_length=500, blank=True, help_text="As typed, where the list does not know it.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["petition", "position"], name="contested_position_once")]
        # The newest petitions on a provision, however many there are.
        indexes = [models.Index(fields=["provision", "-petition"], name="contested_newest")]
        ordering = ["position"]

    def __str__(self) -> str:
        return self.typed or str(self.provision)


class ClaimedRight(models.Model):
    """An article of the Constitution that the petition says is violated."""

    petition = models.ForeignKey(Petition, on_delete=models.CASCADE, related_name="rights")
    provision = models.ForeignKey("law.Provision", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["petition", "provision"], name="claimed_right_once")]

    def __str__(self) -> str:
        return str(self.provision)


class Attachment(models.Model):
    """A document laid with a petition, in the order the petitioner gave."""

    petition = models.ForeignKey(Petition, on_delete=models.PROTECT, related_name="attachments")
    document = models.OneToOneField("documents.Document", on_delete=models.PROTECT, related_name="attachment")
    position = models.PositiveSmallIntegerField()
    purpose = models.CharField(max_length=24, help_text="judicial_act, act_text, proof, signed_paper, receipt, other.")
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return self.purpose
