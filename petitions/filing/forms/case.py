"""The petitioner's own case."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

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


NAMES = ("court", "number", "adopted_on", "in_force_on", "applied")
# A case has a first instance, an appeal and a cassation; there is room for what was sent back and decided anew.
SHOWN_ACTS, MOST_ACTS = 3, 8


@dataclass(frozen=True)
class Block:
    """The questions about one judicial act; `remove` takes it out, None where there is nothing to take out."""

    place: int
    fields: list[forms.BoundField]
    is_open: bool
    remove: forms.BoundField | None


def named(name: str, place: int) -> str:
    """Return the field of the judicial act at `place`: the first has the plain names."""
    return name if place == 1 else f"{name}_{place}"


class CaseForm(StepForm):
    """The judicial acts in the petitioner's own case (art. 45): the last one, and those before it."""

    court = TextField(label=_("Which court decided your case last?"), max_length=300, required=False)
    number = TextField(label=_("Number of the case or decision"), max_length=100, required=False)
    adopted_on = DayField(
        label=_("When was the decision made?"), required=False, help_text=_("For example, 14.03.2026")
    )
    in_force_on = DayField(
        label=_("When did it enter into force?"),
        required=False,
        help_text=_("The court's stamp on the last page says it. For example, 14.04.2026"),
    )
    applied = forms.ChoiceField(
        label=_("Did the court apply this very provision in your case?"),
        choices=APPLIED,
        required=False,
        widget=forms.RadioSelect,
        help_text=_("Look in the reasons of the decision for words like “guided by article …”."),
    )

    def __init__(self, *arguments: Any, **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        self.places = range(1, self.most() + 1)
        for place in self.places[1:]:
            for name in NAMES:
                self.fields[named(name, place)] = deepcopy(self.base_fields[name])
            self.fields[named("court", place)].label = _("Which other court decided in your case?")
            self.fields[named("remove", place)] = forms.BooleanField(
                label=_("Take this decision out of the petition"), required=False
            )

    def most(self) -> int:
        """Return for how many judicial acts there is room: those sent; on a page that is shown, one more than written."""
        sent = [place for place in range(2, MOST_ACTS + 1) if named("court", place) in self.data]
        if self.is_bound:
            return max(sent, default=1)
        written = sum(any(self.initial.get(named(name, place)) for name in NAMES) for place in range(1, MOST_ACTS + 1))
        return min(max(SHOWN_ACTS, written + 1), MOST_ACTS)

    @property
    def blocks(self) -> list[Block]:
        """Return the fields of each judicial act together; those of one that is not written yet are folded."""
        return [self.block(place) for place in self.places]

    def block(self, place: int) -> Block:
        """Return the fields of one judicial act."""
        fields = [self[named(name, place)] for name in NAMES]
        is_written = any(field.value() or field.errors for field in fields)
        remove = self[named("remove", place)] if place > 1 and is_written else None
        return Block(place, fields, place == 1 or is_written, remove)

    def past_day(self, name: str) -> None:
        """Refuse the day typed in field `name` where it lies ahead."""
        day: date | None = self.cleaned_data.get(name)
        if day is not None and day > court_day(timezone.now()):
            self.add_error(name, _("This date has not come yet. Check the year."))

    def clean(self) -> dict[str, Any]:
        """Refuse days that have not come, and an entry into force before the decision itself."""
        cleaned = super().clean() or self.cleaned_data
        for place in self.places:
            made, begun = named("adopted_on", place), named("in_force_on", place)
            self.past_day(made)
            self.past_day(begun)
            adopted, in_force = cleaned.get(made), cleaned.get(begun)
            if adopted and in_force and in_force < adopted:
                self.add_error(begun, _("A decision cannot enter into force before it is made. Check both dates."))
        return cleaned

    def act(self, place: int) -> CourtAct:
        """Return one judicial act as it is kept; empty where nothing was written or it is taken out."""
        values = {name: self.cleaned_data.get(named(name, place)) or "" for name in NAMES}
        if self.cleaned_data.get(named("remove", place)) or not any(values.values()):
            return CourtAct()
        return cast(CourtAct, {name: one.isoformat() if isinstance(one, date) else one for name, one in values.items()})

    def part(self) -> PetitionContent:
        """Return the judicial acts; nothing where nothing was written."""
        return {"court_acts": [act for place in self.places if (act := self.act(place))]}

    @staticmethod
    def initial_from(content: PetitionContent) -> dict[str, Any]:
        """Return the judicial acts as written, their days as dates."""
        initial: dict[str, Any] = {}
        for place, act in enumerate(content.get("court_acts", [])[:MOST_ACTS], start=1):
            for name, written in act.items():
                is_day = name in {"adopted_on", "in_force_on"}
                initial[named(name, place)] = (
                    date.fromisoformat(str(written)) if is_day and written else written or None
                )
        return initial
