"""What is shown of a ruling otherwise than it was signed: decided before publication, and asked for after it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from courtcase.frame.forms import AccessibleForm
from rulings.drafting.forms import VersionForm
from rulings.models import MendingKind, MendingOutcome
from rulings.publication.anonymity import Question
from rulings.publication.personal import PersonalKind
from rulings.wording import LANGUAGE_LABELS

STAYS, INSTEAD = "stays", "instead"
KINDS = {
    PersonalKind.IIN: _("Individual identification number"),
    PersonalKind.NUMBER: _("Number of twelve digits"),
    PersonalKind.PHONE: _("Telephone"),
    PersonalKind.EMAIL: pgettext_lazy("found in a text", "E-mail address"),
    PersonalKind.NAME: pgettext_lazy("found in a text", "Name of a person"),
    PersonalKind.ADDRESS: pgettext_lazy("found in a text", "Postal address"),
}


class PersonsForm(VersionForm):
    """For everything found that may be about a private person: it stays, or what is shown instead."""

    def __init__(self, *arguments: Any, questions: list[Question], **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        self.questions = questions
        for number, question in enumerate(questions):
            choices = [(INSTEAD, _("Show something else")), (STAYS, _("It stays: everyone may read it"))]
            self.fields[f"found{number}"] = forms.ChoiceField(
                label=_("What is shown"),
                choices=choices[:1] if question.kind is PersonalKind.IIN else choices,
                required=False,
                widget=forms.RadioSelect,
            )
            self.fields[f"found{number}_instead"] = forms.CharField(
                label=_("Shown instead"), max_length=200, required=False
            )

    @staticmethod
    def initial_of(questions: list[Question]) -> dict[str, str]:
        """Return what the fields hold now: what was decided, or the proposal with nothing chosen."""
        values = {}
        for number, question in enumerate(questions):
            if question.outcome is not None:
                values[f"found{number}"] = STAYS if question.outcome == MendingOutcome.STAYS else INSTEAD
            values[f"found{number}_instead"] = question.instead
        return values

    def rows(self) -> list[dict[str, Any]]:
        """Return the questions with their bound fields, for the template."""
        return [
            {
                "question": question,
                "kind": KINDS[question.kind],
                "fields": [self[f"found{number}"], self[f"found{number}_instead"]],
            }
            for number, question in enumerate(self.questions)
        ]

    def decided(self) -> dict[str, str | None]:
        """Return what was decided, by the words found; what has no choice is left out."""
        chosen = {}
        for number, question in enumerate(self.questions):
            answer = self.cleaned_data.get(f"found{number}")
            if answer:
                chosen[question.words] = None if answer == STAYS else self.cleaned_data[f"found{number}_instead"]
        return chosen


class MendingForm(AccessibleForm):
    """What shall be shown otherwise of a published ruling, and why."""

    kind = forms.ChoiceField(
        label=_("What is to be done"),
        choices=[
            (MendingKind.WITHDRAWAL, _("Withdraw words wherever they stand, in every language: they harm somebody")),
            (MendingKind.CORRECTION, _("Put an error right: what is shown differs from the signed paper")),
        ],
        widget=forms.RadioSelect,
    )
    passage = forms.CharField(
        label=_("The words as they are shown now"),
        help_text=_("Copy them from the page. Capital letters and the width of spaces do not matter for a withdrawal."),
        strip=False,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off"}),
    )
    language = forms.ChoiceField(
        label=_("An error stands in the text"), choices=[("", "—"), *LANGUAGE_LABELS.items()], required=False
    )
    instead = forms.CharField(
        label=_("An error is replaced by"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off"}),
    )
    reason = forms.CharField(
        label=_("Why"), help_text=_("Everyone will read it beside the day. Name nobody."), max_length=300
    )
