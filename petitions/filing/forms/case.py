"""The petitioner's own case."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courtcase.law.time import court_day
from petitions.content import CourtAct, PetitionContent
from petitions.filing.fields import DayField, TextField
from petitions.filing.forms.base import StepForm

APPLIED = (
    ("named", _("Yes, the decision names it")),
    ("based", _("It is not named, but the decision rests on it")),
    ("unknown", _("I do not know")),
)


class CaseForm(StepForm):
    """The judicial act in the petitioner's own case (art. 45)."""

    court = TextField(label=_("Which court decided your case last?"), max_length=300, required=False)
    number = TextField(label=_("Number of the case or decision"), max_length=100, required=False)
    adopted_on = DayField(
        label=_("When was the decision made?"), required=False, help_text=_("For example, 14.03.2026")
    )
    in_force_on = DayField(
        label=_("When did it enter into force?"),
        required=False,
        help_text=_(
            "The court's stamp on the last page says it. The law gives one year from then. For example, 14.04.2026"
        ),
    )
    applied = forms.ChoiceField(
        label=_("Did the court apply this very provision in your case?"),
        choices=APPLIED,
        required=False,
        widget=forms.RadioSelect,
        help_text=_("Look in the reasons of the decision for words like “guided by article …”."),
    )

    def clean_adopted_on(self) -> date | None:
        """Refuse a day that has not come."""
        return self.past_day("adopted_on")

    def clean_in_force_on(self) -> date | None:
        """Refuse a day that has not come."""
        return self.past_day("in_force_on")

    def past_day(self, name: str) -> date | None:
        """Return the day typed in field `name`; raises ValidationError where it lies ahead."""
        day: date | None = self.cleaned_data.get(name)
        if day is not None and day > court_day(timezone.now()):
            raise forms.ValidationError(_("This date has not come yet. Check the year."))
        return day

    def clean(self) -> dict[str, Any]:
        """Refuse an entry into force before the decision itself."""
        cleaned = super().clean() or self.cleaned_data
        adopted, in_force = cleaned.get("adopted_on"), cleaned.get("in_force_on")
        if adopted and in_force and in_force < adopted:
            self.add_error("in_force_on", _("A decision cannot enter into force before it is made. Check both dates."))
        return cleaned

    def part(self) -> PetitionContent:
        """Return the judicial act; nothing where nothing was written."""
        values = self.cleaned_data
        act: CourtAct = {
            "court": values.get("court", ""),
            "number": values.get("number", ""),
            "adopted_on": values["adopted_on"].isoformat() if values.get("adopted_on") else "",
            "in_force_on": values["in_force_on"].isoformat() if values.get("in_force_on") else "",
            "applied": values.get("applied", ""),
        }
        return {"court_acts": [act] if any(act.values()) else []}

    @staticmethod
    def initial_from(content: PetitionContent) -> dict[str, Any]:
        """Return the judicial act as written, its days as dates."""
        acts = content.get("court_acts", [])
        initial: dict[str, Any] = dict(acts[0]) if acts else {}
        for name in ("adopted_on", "in_force_on"):
            initial[name] = date.fromisoformat(initial[name]) if initial.get(name) else None
        return initial
