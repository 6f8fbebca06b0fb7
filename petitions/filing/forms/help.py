"""Help by phone: the code that is read out, and a text that is proposed."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from courtcase.frame.forms import AccessibleForm
from petitions.filing.fields import TextField
from petitions.filing.operations.help import FIELDS, LONGEST


class HelpCodeForm(AccessibleForm):
    """The eight digits the writer reads out."""

    code = TextField(
        label=_("The eight digits the petitioner reads out"),
        max_length=30,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"required": _("Write the eight digits.")},
    )


class ProposalForm(AccessibleForm):
    """A text for one part of the draft."""

    field = forms.ChoiceField(label=_("For which part"), choices=list(FIELDS.items()))
    text = TextField(
        label=_("The text you propose"),
        rows=10,
        max_length=LONGEST,
        help_text=_("The petitioner sees what changes, and takes it or not. Nothing is written without them."),
    )
