"""What happened, why the provision is unjust, and what is asked."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from petitions.content import PetitionContent
from petitions.filing.fields import TextField
from petitions.filing.forms.base import StepForm

LONG_TEXT = 200_000
PARTICIPATION = (
    ("in_person", _("Yes, myself")),
    ("representative", _("Yes, through a representative")),
    ("written", _("No, decide on my papers")),
)
# Asked with a petition, on its page and on its paper version in the same words.
LATER_NOTICES = _("If this provision loses force by another ruling later, may the Court write to you?")
NO_OR_YES = (("no", _("No")), ("yes", _("Yes")))


class SituationForm(StepForm):
    """What happened to the petitioner."""

    situation = TextField(
        label=_("What happened to you?"),
        rows=10,
        max_length=LONG_TEXT,
        required=False,
        help_text=_("In your own words: what happened, what the court decided, what it meant for you."),
    )

    def part(self) -> PetitionContent:
        """Return the situation."""
        return {"situation": self.cleaned_data.get("situation", "")}


class RequestForm(StepForm):
    """What the petitioner asks."""

    request = TextField(
        label=_("What do you ask of the Court?"),
        rows=4,
        max_length=LONG_TEXT,
        required=False,
        help_text=_("Usually: to find the provision not in conformity with the Constitution."),
    )
    participation = forms.ChoiceField(
        label=_("If a session is held, do you want to take part?"),
        choices=PARTICIPATION,
        required=False,
        widget=forms.RadioSelect,
    )

    may_forward = forms.BooleanField(
        label=_("If this Court cannot help, the body that can may read my petition"),
        required=False,
        help_text=_("You need not agree, and can change it later. Without it no other body reads the petition here."),
    )

    later_notices = forms.ChoiceField(
        label=LATER_NOTICES,
        choices=NO_OR_YES,
        initial="no",
        required=False,
        widget=forms.RadioSelect,
        help_text=_(
            "It would then write to you once, at the address in the petition, how to have your own case reviewed. "
            "You need not agree: it changes nothing in the petition, and you can change it later on its page."
        ),
    )

    def part(self) -> PetitionContent:
        """Return the request."""
        return {
            "later_notices": self.cleaned_data.get("later_notices") == "yes",
            "may_forward": self.cleaned_data.get("may_forward", False),
            "request": self.cleaned_data.get("request", ""),
            "participation": self.cleaned_data.get("participation", ""),
        }

    @staticmethod
    def initial_from(content: PetitionContent) -> dict[str, Any]:
        """Return the first values; later letters are not presumed."""
        return {**content, "later_notices": "yes" if content.get("later_notices") else "no"}
