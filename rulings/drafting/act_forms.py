"""What staff fill in where the list of law is given an act it does not have."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from courtcase.frame.forms import AccessibleForm, CourtDateField
from courtcase.law.correcting import next_correction
from courtcase.law.models import Act, AreaOfLaw
from courtcase.law.models.acts import ActKind, ActStatus
from rulings.models.kinds import LANGUAGES
from rulings.wording import LANGUAGE_LABELS


class AreaField(forms.ModelChoiceField):
    """An area of law, by its name in the page's language."""

    def label_from_instance(self, obj: AreaOfLaw) -> str:
        """Return how the area is called."""
        return str(getattr(obj, f"name_{get_language() or 'kk'}"))


class NewActForm(AccessibleForm):
    """An act that the list of law shall have: what it is, how it is called in three languages, where it was seen."""

    kind = forms.ChoiceField(
        label=_("Kind of act"), choices=[one for one in ActKind.choices if one[0] != ActKind.CONSTITUTION]
    )
    number = forms.CharField(
        label=_("Number"),
        help_text=_("As it is printed. Decrees, resolutions and orders are known by it."),
        max_length=40,
        required=False,
    )
    adopted_on = CourtDateField(label=_("Day of adoption"), required=False)
    area = AreaField(
        AreaOfLaw.objects.order_by("position", "code"),
        label=_("Area of law"),
        help_text=_("Petitions against the act are routed and counted by it."),
        required=False,
        to_field_name="code",
    )
    status = forms.ChoiceField(
        label=_("Is it in force?"), choices=ActStatus.choices, initial=ActStatus.UNKNOWN, required=False
    )
    source = forms.CharField(
        label=_("Where it was seen"),
        help_text=_("For example: Adilet, with the day."),
        max_length=300,
    )
    field_order = ["kind", "title_kk", "title_ru", "title_en", "short_kk", "short_ru", "short_en"]

    def __init__(self, *arguments: Any, **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        for language in LANGUAGES:
            words = {"language": LANGUAGE_LABELS[language]}
            self.fields[f"title_{language}"] = forms.CharField(
                label=_("Title, %(language)s") % words, max_length=600, help_text=TITLE_HINTS.get(language, "")
            )
            self.fields[f"short_{language}"] = forms.CharField(
                label=_("Short name, %(language)s") % words, max_length=200, required=False
            )
        self.fields["short_ru"].help_text = _("As texts shorten it: УПК, Закон о языках.")
        self.order_fields(self.field_order)

    def facts(self) -> dict[str, Any]:
        """Return what the operation is called with."""
        given = self.cleaned_data
        return {
            **{name: given[name] for name in ("kind", "number", "adopted_on", "area", "source")},
            "status": given["status"] or ActStatus.UNKNOWN,
            "titles": {language: given[f"title_{language}"] for language in LANGUAGES},
            "short": {language: given[f"short_{language}"] for language in LANGUAGES},
        }


class CorrectActForm(NewActForm):
    """The same of an act that was added here, with why it is corrected and which correction it is."""

    reason = forms.CharField(
        label=_("Why it is corrected"),
        help_text=_("Everyone will read it on the page of the act. Name nobody."),
        max_length=300,
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def __init__(self, *arguments: Any, act: Act, **keywords: Any) -> None:
        plain = ("kind", "number", "adopted_on", "status", "source")
        initial = {name: getattr(act, name) for name in plain}
        initial |= {
            f"{what}_{code}": getattr(act, f"{what}_{code}") for what in ("title", "short") for code in LANGUAGES
        }
        initial |= {"area": act.area.code if act.area else None, "version": next_correction(act)}
        super().__init__(*arguments, initial=initial, **keywords)

    def facts(self) -> dict[str, Any]:
        """Return what the operation is called with."""
        return super().facts() | {name: self.cleaned_data[name] for name in ("reason", "version")}


TITLE_HINTS = {"en": _("A translation of ours, where the act itself has none.")}
