"""What is filled in about letters and returns."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from courtcase.frame.forms import AccessibleForm
from petitions.filing.fields import TextField
from petitions.filing.forms.codes import VersionForm
from petitions.intake.forms import GroundsField


class ReasonedForm(AccessibleForm):
    """Grounds of the law, and why, in the clerk's own words."""

    why = _("Why this case")

    def __init__(self, *arguments: Any, grounds: Any, language: str, **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        self.fields["grounds"] = GroundsField(
            label=_("Grounds (Constitutional Law, art. 47(2))"), queryset=grounds, required=False, language=language
        )
        self.fields["explanation"] = TextField(
            label=self.why,
            rows=6,
            max_length=5000,
            required=False,
            help_text=_("Written by hand, in the language of the petition. The petitioner reads it as it stands."),
        )


class ReturnForm(ReasonedForm, VersionForm):
    """Why a petition is returned."""


class StandingForm(ReasonedForm):
    """Why several petitions of one person are returned by one letter."""

    why = _("Why these petitions")


class NoteForm(AccessibleForm):
    """What a second reader asks to look at again."""

    note = TextField(
        label=_("What should be looked at again"),
        rows=4,
        max_length=2000,
        required=False,
        help_text=_("Whoever prepared the return reads it. The petitioner does not."),
    )


class RuleForm(VersionForm):
    """How returns and letters leave."""

    undo_minutes = forms.IntegerField(
        label=_("For how many minutes a return can be undone"), help_text=_("Nothing leaves before they are over.")
    )
    reader_percent = forms.IntegerField(label=_("Share of returns drawn for a second reader, in percent"))
    signed_by_head = forms.BooleanField(
        label=_("The head of intake signs each letter before it leaves"), required=False
    )


class TemplateForm(VersionForm):
    """The text of a kind of letter, and the petition to look at it with."""

    text = TextField(
        label=_("Text"),
        rows=24,
        max_length=30_000,
        required=False,
        help_text=_("The first line is the title. Paragraphs are divided by an empty line."),
    )
    number = TextField(label=_("Register number of a petition to look at it with"), max_length=40, required=False)
