"""Where letters go."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from petitions.filing.fields import PhoneField, TextField
from petitions.filing.forms.codes import VersionForm


class AddressForm(VersionForm):
    """The address for letters, the telephone and the e-mail that count from now on."""

    residence = TextField(
        label=_("Address for letters"),
        rows=3,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "street-address"}),
        error_messages={"required": _("Write where letters shall go.")},
    )
    phone = PhoneField(label=_("Telephone"), required=False, help_text=_("May be left empty."))
    email = forms.EmailField(
        label=_("E-mail"), required=False, max_length=254, help_text=_("May be left empty. Notices go here first.")
    )
