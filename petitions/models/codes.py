from __future__ import annotations

from django.db import models
from django.db.models import Q


class CodePurpose(models.TextChoices):
    """What a one-time code is for."""

    PROOF = "proof", "Second proof"
    LINK = "link", "Link or text message that opens a draft"
    HELP = "help", "Reading a draft by the reception centre"


class OneTimeCode(models.Model):
    """A code that works once and for a short while. Only its keyed digest is kept; the code itself is nowhere."""

    petition = models.ForeignKey("petitions.Petition", on_delete=models.CASCADE, related_name="one_time_codes")
    petitioner = models.ForeignKey(
        "petitions.Petitioner",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        help_text="Whose second proof it is, of several petitioners; empty: of the first.",
    )
    purpose = models.CharField(max_length=8, choices=CodePurpose.choices)
    digest = models.BinaryField(help_text="HMAC of the code; of a short one together with its petition.")
    channel = models.CharField(max_length=8, blank=True, help_text="email or sms; empty: shown on a page.")
    address_index = models.BinaryField(
        null=True, blank=True, help_text="Blind index of the address it was sent to, where nobody confirmed it yet."
    )
    sealed_address = models.BinaryField(
        null=True,
        blank=True,
        help_text="The address a link was sent to, sealed: reminders go there once it was opened.",
    )
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0, help_text="How often a wrong code was tried against it.")
    used_at = models.DateTimeField(null=True, blank=True, help_text="When it was used; it works once.")
    revoked_at = models.DateTimeField(null=True, blank=True, help_text="When a newer one, or a person, ended it.")

    class Meta:
        indexes = [
            models.Index(fields=["petition", "purpose", "-made_at"], name="code_by_petition"),
            models.Index(
                fields=["digest"], name="code_open", condition=Q(used_at__isnull=True, revoked_at__isnull=True)
            ),
            models.Index(fields=["address_index"], name="code_by_address", condition=Q(address_index__isnull=False)),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(purpose__in=CodePurpose.values), name="code_purpose_known"),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} code {self.pk}"
