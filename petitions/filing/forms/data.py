"""The form by which one closes one's own account."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from courtcase.frame.forms import AccessibleForm
from courtcase.people.models import Account


class CloseAccountForm(AccessibleForm):
    """That it is meant, and that it is the owner who means it."""

    understood = forms.BooleanField(
        label=_("I have read what happens, and I want my account closed"),
        error_messages={"required": _("Tick this if you want your account closed.")},
    )
    password = forms.CharField(
        label=_("Your password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": _("Write your password.")},
    )

    def __init__(self, *arguments: Any, account: Account, **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        self.account = account
        if not account.has_usable_password():
            del self.fields["password"]

    def clean_password(self) -> str:
        """Refuse a password that is not the account's."""
        password = str(self.cleaned_data["password"])
        if not self.account.check_password(password):
            raise forms.ValidationError(_("This is not your password."))
        return password
