from __future__ import annotations

import uuid

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_stubs_ext.db.models import TypedModelMeta


class AccountManager(BaseUserManager["Account"]):
    """Finds accounts by e-mail whatever the letter case."""

    def get_by_natural_key(self, username: str | None) -> Account:
        """Return the account with the e-mail `username`; raises Account.DoesNotExist."""
        return self.get(email=(username or "").lower())


class Account(AbstractBaseUser):
    """A person who signs in, or a machine client. Roles are `RoleGrant` rows; there is no superuser."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    subject = models.OneToOneField(
        "register.Subject", on_delete=models.PROTECT, null=True, blank=True, related_name="account"
    )
    email = models.EmailField(
        _("e-mail"), unique=True, null=True, blank=True, help_text="In lower case. Empty: cannot sign in by e-mail."
    )
    phone = models.CharField(  # noqa: DJ001 - none and empty would be two ways to have no telephone
        _("telephone"), max_length=20, null=True, blank=True, help_text="As +77011234567."
    )
    phone_confirmed_at = models.DateTimeField(
        null=True, blank=True, help_text="When a code sent to it was used; empty: nobody signs in by it."
    )
    full_name = models.CharField(_("full name"), max_length=200)
    language = models.CharField(
        _("language"), max_length=2, default="kk", help_text="Of letters and pages: kk, ru, en."
    )
    is_active = models.BooleanField(
        default=True, help_text="False: may not sign in; the account is kept for the record."
    )
    deactivated_at = models.DateTimeField(null=True, blank=True)
    deactivated_reason = models.CharField(max_length=300, blank=True, help_text="The order that closed it.")
    created_at = models.DateTimeField(default=timezone.now)
    synthetic = models.BooleanField(default=False, help_text="Made up for a demonstration; marked wherever shown.")
    keyboard_shortcuts = models.BooleanField(default=True, help_text="False: the desk's single-key shortcuts are off.")
    list_columns = models.JSONField(
        null=True,
        blank=True,
        help_text="Names of the columns this account chose, by the list; empty: the standard ones.",
    )
    data_key = models.ForeignKey(
        "keys.DataKey",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Seals what is secret of this account; empty while nothing is.",
    )
    iin_ciphertext = models.BinaryField(null=True, blank=True, help_text="IIN, sealed with the account's data key.")
    iin_index = models.BinaryField(null=True, blank=True, help_text="Blind index of the IIN, to find it by.")

    objects = AccountManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["full_name"]

    class Meta(TypedModelMeta):
        indexes = [models.Index(fields=["iin_index"], name="account_by_iin", condition=Q(iin_index__isnull=False))]
        constraints = [
            models.CheckConstraint(condition=Q(email=Lower("email")), name="account_email_lower"),
            models.UniqueConstraint(
                fields=["phone"], name="account_confirmed_phone_once", condition=Q(phone_confirmed_at__isnull=False)
            ),
            models.CheckConstraint(condition=Q(language__in=["kk", "ru", "en"]), name="account_language_known"),
        ]

    def __str__(self) -> str:
        return f"account {self.public_id}"

    def get_full_name(self) -> str:
        """Return the name as the person gave it."""
        return self.full_name

    def get_short_name(self) -> str:
        """Return the name as the person gave it: Kazakh and Russian names have no safe short form."""
        return self.full_name
