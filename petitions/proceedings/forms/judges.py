"""What is filled in about judges: recusals, absences, votes, notes, changes of the norm."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from courtcase.frame.forms import AccessibleForm
from courtcase.law.models import Provision
from courtcase.law.queries import cite
from petitions.filing.fields import DayField, TextField
from petitions.intake.forms import AccountField
from petitions.models import NormChange

YES_NO = (("yes", _("Granted")), ("no", _("Not granted")))


class RecusalForm(AccessibleForm):
    """Which judge is asked to be recused, and why."""

    def __init__(self, *arguments: Any, judges: Any, **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        self.fields["judge"] = AccountField(label=_("Judge"), queryset=judges)
        self.fields["grounds"] = TextField(label=_("Grounds"), rows=6, max_length=5000)


class DecideForm(AccessibleForm):
    """The decision on a recusal, its grounds beside it."""

    granted = forms.ChoiceField(label=_("Decision"), choices=YES_NO, widget=forms.RadioSelect)

    def __init__(self, *arguments: Any, grounds: str, **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        self.fields["granted"].help_text = grounds


class AbsenceForm(AccessibleForm):
    """Who is away, from which day to which."""

    first_day = DayField(label=_("First day away"))
    last_day = DayField(label=_("Last day away"))

    def __init__(self, *arguments: Any, judges: Any, **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        self.fields["judge"] = AccountField(label=_("Judge"), queryset=judges)
        self.order_fields(["judge", "first_day", "last_day"])


class QuestionForm(AccessibleForm):
    """A question of a deliberation."""

    text = TextField(
        label=_("Question"), rows=4, max_length=5000, help_text=_("Read by those who sit, and nobody else.")
    )


class VoteForm(AccessibleForm):
    """How many were in favour; the numbers are used for the result and kept nowhere."""

    in_favour = forms.IntegerField(
        label=_("How many were in favour"),
        min_value=0,
        max_value=11,
        help_text=_("Nobody abstains. The number gives the result and is kept nowhere."),
    )
    chair_in_favour = forms.ChoiceField(
        label=_("If the votes are equal: the Chair was"),
        choices=(("", "—"), ("yes", _("in favour")), ("no", _("against"))),
        required=False,
    )

    def chair(self) -> bool | None:
        """Return how the Chair voted; None where it was not said."""
        return {"yes": True, "no": False}.get(self.cleaned_data["chair_in_favour"])


class NoteForm(AccessibleForm):
    """A judge's private notes."""

    text = TextField(
        label=_("My notes"),
        rows=12,
        max_length=50_000,
        required=False,
        help_text=_("Read by you alone; no part of the Court's record; erased when the case is closed."),
    )


class AlarmForm(AccessibleForm):
    """What became of a norm contested in a case."""

    change = forms.ChoiceField(label=_("What happened"), choices=NormChange.choices, widget=forms.RadioSelect)
    by = TextField(label=_("By which act or ruling"), max_length=200, help_text=_("Its name or number and its day."))
    day = DayField(label=_("Since which day"), required=False)

    def __init__(self, *arguments: Any, norms: list[Provision], language: str, **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        choices = [(str(norm.pk), cite(norm, language)) for norm in norms]
        self.fields["norm"] = forms.ChoiceField(label=_("Norm"), choices=choices)
        self.order_fields(["norm", "change", "by", "day"])
