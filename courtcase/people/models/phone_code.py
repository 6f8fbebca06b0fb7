from __future__ import annotations

from django.db import models
from django.db.models import Q


class PhoneCodePurpose(models.TextChoices):
    """What a code sent to the telephone of an account is for."""

    CONFIRM = "confirm", "Confirming the telephone"
    SIGN_IN = "sign_in", "Signing in"


class PhoneCode(models.Model):
    """A code sent by text message to the telephone of an account. Only its keyed digest is kept, from when it is sent."""

    account = models.ForeignKey("people.Account", on_delete=models.CASCADE, related_name="phone_codes")
    purpose = models.CharField(max_length=8, choices=PhoneCodePurpose.choices)
    digest = models.BinaryField(
        null=True, blank=True, help_text="HMAC of the code with its row; empty until a worker made and sent it."
    )
    made_at = models.DateTimeField(help_text="When it was asked for.")
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0, help_text="How often a wrong code was tried against it.")
    used_at = models.DateTimeField(null=True, blank=True, help_text="When it was used; it works once.")
    revoked_at = models.DateTimeField(null=True, blank=True, help_text="When a newer one, or another number, ended it.")

    class Meta:
        indexes = [models.Index(fields=["account", "purpose", "-made_at"], name="phone_code_by_account")]
        constraints = [
            models.CheckConstraint(condition=Q(purpose__in=PhoneCodePurpose.values), name="phone_code_purpose_known"),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} code {self.pk}"
