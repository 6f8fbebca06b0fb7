"""What is filled in where a body without an account answered on paper."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from petitions.filing.fields import DayField, TextField
from petitions.filing.forms.codes import VersionForm
from petitions.models import ForwardingAnswer


class AnswerCameForm(VersionForm):
    """What the body answered, its words, the days of the paper and the scan."""

    def __init__(self, *arguments: Any, body: str, **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        self.fields["answer"] = forms.ChoiceField(
            label=_("What did they answer?"),
            choices=ForwardingAnswer.choices,
            required=False,
            widget=forms.RadioSelect,
            help_text=body,
        )
        self.fields["words"] = TextField(
            label=_("What the paper says"),
            rows=4,
            max_length=4000,
            required=False,
            help_text=_("The petitioner reads it: who deals with it and until when, or why not and who can help."),
        )
        self.fields["received_on"] = DayField(
            label=_("Day the paper reached the Court"), required=False, help_text=_("Empty: today.")
        )
        self.fields["sent_on"] = DayField(label=_("Day of the postmark, if it came by post"), required=False)
        self.fields["scan"] = forms.FileField(
            label=_("Scan of the paper"),
            allow_empty_file=True,
            help_text=_("PDF or picture. It is kept with the petition."),
        )
