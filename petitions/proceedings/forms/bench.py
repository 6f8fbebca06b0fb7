"""What is filled in about benches, their judges and sittings."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from courtcase.frame.forms import AccessibleForm, CourtHourField
from petitions.filing.fields import DayField, TextField
from petitions.filing.forms.codes import VersionForm
from petitions.intake.forms import AccountField, AccountsField
from petitions.models import BenchKind, Petition, Recommendation, Sitting


class JudgesForm(VersionForm):
    """One or several judges."""

    def __init__(self, *arguments: Any, judges: Any, **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        self.fields["judges"] = AccountsField(
            label=_("Judges"), queryset=judges, required=False, widget=forms.CheckboxSelectMultiple
        )


class ReplaceStudyForm(VersionForm):
    """Which judge leaves the study of a petition, who comes, and why."""

    def __init__(self, *arguments: Any, named: Any, others: Any, **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        self.fields["leaving"] = AccountField(label=_("Who studies it no longer"), queryset=named)
        self.fields["taking"] = AccountField(
            label=_("Who comes in their place"),
            queryset=others,
            required=False,
            empty_label=_("nobody"),
        )
        self.fields["reason"] = TextField(
            label=_("Why"),
            rows=4,
            max_length=2000,
            help_text=_("A recusal and its grounds, an absence, an illness. Kept sealed with the petition."),
        )


class ReportForm(VersionForm):
    """A judge's report on the preliminary study."""

    recommendation = forms.ChoiceField(
        label=_("What do you propose to the session?"), choices=Recommendation.choices, widget=forms.RadioSelect
    )
    report = TextField(
        label=_("Report"), rows=10, max_length=50_000, required=False, help_text=_("Read by the bench alone.")
    )


class PetitionsField(forms.ModelMultipleChoiceField):
    """Petitions by their register numbers."""

    def label_from_instance(self, petition: Petition) -> str:
        """Return the register number."""
        return str(petition.register_number)


class SessionForm(AccessibleForm):
    """A session of the acceptance bench."""

    day = DayField(label=_("Day of the session"))

    def __init__(self, *arguments: Any, judges: Any, petitions: Any, **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        self.fields["judges"] = AccountsField(
            label=_("Bench of three"), queryset=judges, required=False, widget=forms.CheckboxSelectMultiple
        )
        self.fields["presiding"] = AccountField(label=_("Presiding judge"), queryset=judges)
        self.fields["petitions"] = PetitionsField(
            label=_("Agenda"), queryset=petitions, widget=forms.CheckboxSelectMultiple, required=False
        )


class CaseSessionForm(AccessibleForm):
    """A session of the bench that decides a case."""

    bench = forms.ChoiceField(
        label=_("Bench"),
        choices=[(kind.value, kind.label) for kind in (BenchKind.PLENARY, BenchKind.PANEL)],
        widget=forms.RadioSelect,
    )
    day = DayField(label=_("Day of the session"))
    starts_at = CourtHourField(label=_("Hour"), required=False, help_text=_("In Astana, like 10:00."))
    place = TextField(label=_("Hall or address"), max_length=200, required=False)
    in_writing = forms.BooleanField(
        label=_("Written procedure"), required=False, help_text=_("Nobody is summoned to come.")
    )
    all_judges = forms.BooleanField(
        label=_("All judges who can sit then"),
        required=False,
        help_text=_("For a plenary session. Whoever is away, recused from the case or in another session is left out."),
    )

    def __init__(self, *arguments: Any, judges: Any, **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        self.fields["judges"] = AccountsField(
            label=_("Judges of the bench"), queryset=judges, required=False, widget=forms.CheckboxSelectMultiple
        )
        self.fields["presiding"] = AccountField(label=_("Presiding judge"), queryset=judges)


class AttendanceForm(AccessibleForm):
    """Who of the bench was present."""

    def __init__(self, *arguments: Any, sitting: Sitting, judges: Any, **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        self.fields["present"] = AccountsField(
            label=_("Present"),
            queryset=judges.filter(pk__in=sitting.members.values("judge")),
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )


class MinutesForm(AccessibleForm):
    """The minutes of a session that was held."""

    minutes = TextField(label=_("Minutes"), rows=14, max_length=100_000, help_text=_("Kept sealed with the case."))


class ReplaceForm(AccessibleForm):
    """Who leaves the bench of a session, who comes, and who presides then."""

    def __init__(self, *arguments: Any, seated: Any, others: Any, judges: Any, **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        nobody = _("nobody: a seat is empty")
        self.fields["leaving"] = AccountField(
            label=_("Who leaves the bench"), queryset=seated, required=False, empty_label=nobody
        )
        self.fields["taking"] = AccountField(
            label=_("Who comes in their place"), queryset=others, required=False, empty_label=_("nobody")
        )
        self.fields["presiding"] = AccountField(label=_("Presiding judge"), queryset=judges)


class AdjournForm(AccessibleForm):
    """To which day a session is put off."""

    day = DayField(label=_("To which day"), required=False, help_text=_("Empty: the day is still to be set."))
