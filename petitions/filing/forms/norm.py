"""What is attacked, and which rights it violates."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from petitions.content import PetitionContent
from petitions.filing.fields import DayField, TextField
from petitions.filing.forms.base import StepForm

LONGEST_TYPED = 2_000


class NormForm(StepForm):
    """Which act and provision is attacked, exactly: ticked in the list, or named in words."""

    provisions = forms.TypedMultipleChoiceField(
        label=_("Tick your provision"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    named = forms.MultipleChoiceField(
        label=_("Not in our list, as you named it"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Tick it, and it is written below as you see it here."),
    )
    provisions_typed = TextField(
        label=_("Not in the list? Write it here"),
        rows=3,
        max_length=LONGEST_TYPED,
        required=False,
        help_text=_("Name of the act, its number and date, then article, paragraph and sub-paragraph. One a line."),
    )
    act_name = TextField(label=_("Name of the act"), max_length=300, required=False)
    act_number = TextField(label=_("Its number"), max_length=60, required=False)
    act_day = DayField(label=_("Its date"), required=False, help_text=_("For example, 27.11.2015"))
    act_place = TextField(
        label=_("Article, paragraph, sub-paragraph"),
        max_length=100,
        required=False,
        help_text=_("As the act has them."),
    )

    def __init__(
        self,
        *arguments: Any,
        choices: list[tuple[int, str]] | None = None,
        named: list[tuple[str, str]] | None = None,
        **keywords: Any,
    ) -> None:
        super().__init__(*arguments, **keywords)
        self.fields["provisions"].choices = choices or []  # type: ignore[attr-defined]
        self.fields["named"].choices = named or []  # type: ignore[attr-defined]

    @property
    def offers(self) -> bool:
        """Say whether there is anything to tick."""
        return bool(self.fields["provisions"].choices or self.fields["named"].choices)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Refuse parts of an unknown act without its name: nobody could say which act is meant."""
        cleaned = super().clean() or self.cleaned_data
        parts = [cleaned.get(name) for name in ("act_number", "act_day", "act_place")]
        if any(parts) and not cleaned.get("act_name") and "act_name" not in self.errors:
            self.add_error("act_name", _("Write the name of the act too, as it stands in the decision."))
        elif len("\n".join(self.typed_lines())) > LONGEST_TYPED:
            self.add_error("provisions_typed", _("This is too long. Name each provision in one line."))
        return cleaned

    def typed_lines(self) -> list[str]:
        """Return what is named in words, each once: as written, as ticked, and the act put together of its parts."""
        values = self.cleaned_data
        written = [line.strip() for line in values.get("provisions_typed", "").splitlines()]
        return list(dict.fromkeys(line for line in [*written, *values.get("named", []), unknown_act(values)] if line))

    def part(self) -> PetitionContent:
        """Return the provisions."""
        return {
            "provisions": self.cleaned_data.get("provisions", []),
            "provisions_typed": "\n".join(self.typed_lines()),
        }


def unknown_act(values: dict[str, Any]) -> str:
    """Return an act put together of its parts: “Name, № 7, 27.11.2015: 3-тармақ”; the empty string without a name."""
    number = f"№ {values['act_number'].removeprefix('№').strip()}" if values.get("act_number") else ""
    day = values["act_day"].strftime("%d.%m.%Y") if values.get("act_day") else ""
    act = ", ".join(part for part in (values.get("act_name", ""), number, day) if part)
    return f"{act}: {values['act_place']}" if act and values.get("act_place") else act


UNSEEN = _(
    "Now in force: %(constitution)s. The words of its articles on rights have not been seen by us: "
    "the list holds those of the Constitution before it. If you know the article of the new one, write it below."
)


class RightsForm(StepForm):
    """Which rights the Constitution gives are violated."""

    rights_help = _("Choose every one that fits. If you are not sure, choose what comes nearest.")
    rights = forms.TypedMultipleChoiceField(
        label=_("Which of your rights does it take or limit?"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    rights_typed = TextField(
        label=_("Not in the list? Write it here"),
        rows=2,
        max_length=500,
        required=False,
        help_text=_("The article of the Constitution, or the right in your own words."),
    )

    def __init__(
        self, *arguments: Any, choices: list[tuple[int, str]] | None = None, unseen: str = "", **keywords: Any
    ) -> None:
        super().__init__(*arguments, **keywords)
        self.fields["rights"].choices = choices or []  # type: ignore[attr-defined]
        besides = f" {UNSEEN % {'constitution': unseen}}" if unseen else ""
        self.fields["rights"].help_text = f"{self.rights_help}{besides}"

    def part(self) -> PetitionContent:
        """Return the rights."""
        return {
            "rights": self.cleaned_data.get("rights", []),
            "rights_typed": self.cleaned_data.get("rights_typed", ""),
        }
