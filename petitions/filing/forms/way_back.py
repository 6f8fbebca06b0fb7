"""How a draft is found again: where a message is sent, and the code that came in it."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from courtcase.frame.forms import AccessibleForm
from petitions.filing.fields import PhoneField, TextField


class WayBackForm(AccessibleForm):
    """An e-mail, or a telephone number, to which the way back is sent."""

    email = forms.EmailField(label=_("E-mail"), required=False, max_length=254)
    phone = PhoneField(label=_("Or a telephone number, for a text message"), required=False)

    def clean(self) -> dict[str, str]:
        """Ask for one of the two."""
        values: dict[str, str] = super().clean() or self.cleaned_data
        if not self.errors and not values.get("email") and not values.get("phone"):
            self.add_error("email", _("Write an e-mail or a telephone number."))
        return values

    @property
    def road(self) -> tuple[str, str]:
        """Return the channel and the address of a valid form; the e-mail first."""
        email, phone = self.cleaned_data["email"], self.cleaned_data["phone"]
        return ("email", email) if email else ("sms", phone)


class OpenDraftForm(AccessibleForm):
    """The code of the message: a script fills it in from the link, else it is copied."""

    code = TextField(
        label=_("The code from the message"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "spellcheck": "false", "data-from-link": ""}),
        error_messages={"required": _("Copy the code from the message.")},
    )
