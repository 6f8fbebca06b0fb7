"""Forms of signing in by a text message."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from courtcase.frame.quiet_check import QuietCheck


class PhoneForm(QuietCheck):
    """The telephone to which a code is sent."""

    phone = forms.CharField(
        label=_("Telephone"),
        max_length=30,
        help_text=_("As you confirmed it in your account, for example +7 701 123 45 67."),
        widget=forms.TextInput(attrs={"autocomplete": "tel", "type": "tel"}),
        error_messages={"required": _("Write your telephone number.")},
    )


class CodeForm(forms.Form):
    """The six digits of the message."""

    typed = forms.CharField(
        label=_("The code from the message"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"}),
        error_messages={"required": _("Write the six digits from the message.")},
    )
