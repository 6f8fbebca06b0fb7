from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django_stubs_ext.db.models import TypedModelMeta

from courtcase.people.roles import OF_INSTITUTION, Role


class RoleGrant(models.Model):
    """A role given to an account from one day to another, everywhere or in one institution, team or subject only."""

    account = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="grants")
    role = models.CharField(max_length=32, choices=Role.choices)
    institution = models.ForeignKey(
        "people.Institution", on_delete=models.PROTECT, null=True, blank=True, related_name="grants"
    )
    team = models.ForeignKey("people.Team", on_delete=models.PROTECT, null=True, blank=True, related_name="grants")
    subject = models.ForeignKey(
        "register.Subject",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="grants",
        help_text="The case of a participant.",
    )
    judge = models.ForeignKey(
        "people.Account",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Whom an assistant helps; one grant for each judge.",
    )
    valid_from = models.DateField(help_text="First day on which the role may be used.")
    valid_to = models.DateField(null=True, blank=True, help_text="Last day, inclusive; empty: until revoked.")
    reason = models.CharField(max_length=300, help_text="Order or reason, without personal data.")
    granted_by = models.ForeignKey(
        "people.Account",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Empty: the system, at sign-up.",
    )
    granted_at = models.DateTimeField(default=timezone.now)
    revoked_at = models.DateTimeField(null=True, blank=True, help_text="From this moment the role is gone.")
    revoked_reason = models.CharField(max_length=300, blank=True)
    revoked_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta(TypedModelMeta):
        indexes = [models.Index(fields=["role"], name="grant_by_role", condition=Q(revoked_at__isnull=True))]
        constraints = [
            models.CheckConstraint(condition=Q(role__in=Role.values), name="grant_role_known"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")), name="grant_days_in_order"
            ),
            models.CheckConstraint(
                condition=Q(institution__isnull=False) | ~Q(role__in=sorted(OF_INSTITUTION)),
                name="grant_of_institution_names_it",
            ),
            models.CheckConstraint(
                condition=Q(judge__isnull=True) ^ Q(role=Role.ASSISTANT), name="grant_of_assistant_names_judge"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} from {self.valid_from}"

    def is_valid(self, at: datetime) -> bool:
        """Say whether the role may be used at the instant `at` (its day is the day in Almaty)."""
        day = timezone.localdate(at)
        begun = self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)
        return begun and (self.revoked_at is None or at < self.revoked_at)
