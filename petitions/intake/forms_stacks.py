"""What is filled in where petitions are laid on a stack by hand, or taken off."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from petitions.filing.fields import TextField
from petitions.filing.forms.codes import VersionForm
from petitions.models import Together


class LayForm(VersionForm):
    """Which petition is laid here, why the two belong together, and what the clerk saw."""

    number = TextField(
        label=_("Register number of the petition to lay here"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    together = forms.ChoiceField(
        label=_("Why do they belong together?"),
        choices=Together.choices,
        required=False,
        widget=forms.RadioSelect,
        help_text=_(
            "Only petitions of the same person are answered by one letter. What is another's lies here beside them and is "
            "answered by a letter of its own."
        ),
    )
    reason = TextField(
        label=_("Why"), rows=3, max_length=2000, required=False, help_text=_("For colleagues; it stands on the stack.")
    )
