from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from courtcase.frame.forms import AccessibleForm
from petitions.filing.fields import TextField
from petitions.models import NoteKind


class StaffNoteForm(AccessibleForm):
    """A note on a petition for colleagues."""

    kind = forms.ChoiceField(
        label=_("What is noted"), choices=NoteKind.choices, initial=NoteKind.CALL, widget=forms.RadioSelect
    )
    text = TextField(
        label=_("In words"),
        rows=2,
        max_length=4000,
        required=False,
        help_text=_("For colleagues alone: the petitioner is never shown it. A call or a visit may do without words."),
    )
