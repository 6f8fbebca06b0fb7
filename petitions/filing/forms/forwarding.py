"""What a body answers to a petition that was forwarded to it."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from courtcase.frame.forms import AccessibleForm
from petitions.filing.fields import TextField
from petitions.models import ForwardingAnswer


class AnswerForm(AccessibleForm):
    """Taken or not ours, with a word to the petitioner."""

    answer = forms.ChoiceField(label=_("Your answer"), choices=ForwardingAnswer.choices, widget=forms.RadioSelect)
    words = TextField(
        label=_("A word to the petitioner"),
        rows=4,
        max_length=4000,
        required=False,
        help_text=_("Where it is yours: who deals with it, until when. Where it is not: why, and who can help."),
    )
