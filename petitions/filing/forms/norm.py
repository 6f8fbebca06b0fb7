"""What is attacked, and which rights it violates."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from petitions.content import PetitionContent
from petitions.filing.fields import TextField
from petitions.filing.forms.base import StepForm


class NormForm(StepForm):
    """Which act and provision is attacked, exactly."""

    provisions = forms.TypedMultipleChoiceField(
        label=_("Tick your provision"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    provisions_typed = TextField(
        label=_("Not in the list? Write it here"),
        rows=3,
        max_length=500,
        required=False,
        help_text=_("Name of the act, its number and date, then article, paragraph and sub-paragraph."),
    )

    def __init__(self, *arguments: Any, choices: list[tuple[int, str]] | None = None, **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        self.fields["provisions"].choices = choices or []  # type: ignore[attr-defined]

    def part(self) -> PetitionContent:
        """Return the provisions."""
        return {
            "provisions": self.cleaned_data.get("provisions", []),
            "provisions_typed": self.cleaned_data.get("provisions_typed", ""),
        }


class RightsForm(StepForm):
    """Which rights the Constitution gives are violated."""

    rights = forms.TypedMultipleChoiceField(
        label=_("Which of your rights does it take or limit?"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Choose every one that fits. If you are not sure, choose what comes nearest."),
    )
    rights_typed = TextField(
        label=_("Not in the list? Write it here"),
        rows=2,
        max_length=500,
        required=False,
        help_text=_("The article of the Constitution, or the right in your own words."),
    )

    def __init__(self, *arguments: Any, choices: list[tuple[int, str]] | None = None, **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        self.fields["rights"].choices = choices or []  # type: ignore[attr-defined]

    def part(self) -> PetitionContent:
        """Return the rights."""
        return {
            "rights": self.cleaned_data.get("rights", []),
            "rights_typed": self.cleaned_data.get("rights_typed", ""),
        }
