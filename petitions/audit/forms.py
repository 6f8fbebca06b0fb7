"""What an auditor fills in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from courtcase.frame.forms import AccessibleForm
from petitions.filing.fields import DayField, TextField
from petitions.models import Petition


class SampleForm(AccessibleForm):
    """From which days a sample is drawn, and how many."""

    first_day = DayField(label=_("Registered from"))
    last_day = DayField(label=pgettext_lazy("registered", "To"))
    size = forms.IntegerField(label=_("How many petitions"), help_text=_("Fifty at most."), initial=10)


class ReadingForm(AccessibleForm):
    """Which petitions of a sample an auditor asks to read, and why."""

    petitions = forms.MultipleChoiceField(
        label=_("Petitions you ask to read"), widget=forms.CheckboxSelectMultiple, required=False
    )
    reason = TextField(
        label=_("Why"),
        rows=3,
        max_length=2000,
        required=False,
        help_text=_("Whoever grants it reads this. It is recorded."),
    )

    def __init__(self, *arguments: Any, of: Iterable[Petition], **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        choices = [(str(one.public_id), one.register_number or "") for one in of]
        self.fields["petitions"].choices = choices  # type: ignore[attr-defined]
