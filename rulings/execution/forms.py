"""What the execution officer fills in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from courtcase.frame.forms import CourtDateField
from rulings.drafting.forms import LANGUAGE_LABELS, VersionForm
from rulings.models import Stage
from rulings.models.kinds import LANGUAGES


class StepForm(VersionForm):
    """How far a measure has come, on whose word, since when."""

    stage = forms.ChoiceField(label=_("How far it has come"), choices=Stage.choices)
    day = CourtDateField(label=_("Since which day"), required=False)
    source = forms.CharField(label=_("Letter or publication it rests on"), max_length=300, required=False)

    def __init__(self, *arguments: Any, **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        for language in LANGUAGES:
            self.fields[f"note_{language}"] = forms.CharField(
                label=_("What happened, %(language)s") % {"language": LANGUAGE_LABELS[language]},
                max_length=500,
                required=False,
            )

    def note(self) -> dict[str, str]:
        """Return what happened, by language."""
        return {language: self.cleaned_data[f"note_{language}"] for language in LANGUAGES}


class ConfirmForm(StepForm):
    """The same, confirmed for the Court, with the act that did it."""

    resulting_words = forms.CharField(label=_("The act that did it"), max_length=300, required=False)
