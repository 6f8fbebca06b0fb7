"""What is said of many petitions at once."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from courtcase.people.models import Account, Team
from petitions.filing.fields import TextField
from petitions.filing.forms.codes import VersionForm
from petitions.intake.forms import AccountField, GroundsField

WHY = "why_"
IN_LANGUAGE = {
    "kk": _("In Kazakh, the language of the petition. The petitioner reads it as it stands."),
    "ru": _("In Russian, the language of the petition. The petitioner reads it as it stands."),
}


class TeamField(forms.ModelChoiceField):
    """A team by its name in the page's language."""

    def __init__(self, *, language: str, **keywords: Any) -> None:
        self.language = language
        super().__init__(**keywords)

    def label_from_instance(self, team: Team) -> str:
        """Return the name."""
        return str(getattr(team, f"name_{self.language}"))


class ReceiverForm(VersionForm):
    """To whom many petitions are given: one person, or a team's queue."""

    def __init__(self, *arguments: Any, clerks: Any, language: str, **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        self.fields["assignee"] = AccountField(
            label=_("Give to a person"), queryset=clerks or Account.objects.none(), required=False
        )
        self.fields["team"] = TeamField(
            label=_("or to a team's queue"), queryset=Team.objects.order_by("code"), required=False, language=language
        )


class ReasonsForm(VersionForm):
    """The common grounds of a return, and why each case: a field a petition, written by hand."""

    def __init__(
        self, *arguments: Any, grounds: Any, language: str, petitions: dict[int, tuple[str, str]], **keywords: Any
    ) -> None:
        """`petitions` are number and language by the ids of their rows."""
        super().__init__(*arguments, **keywords)
        self.fields["grounds"] = GroundsField(
            label=_("Common grounds (Constitutional Law, art. 47(2))"),
            queryset=grounds,
            required=False,
            language=language,
        )
        for row, (number, of_petition) in petitions.items():
            self.fields[why_field(row)] = TextField(
                label=_("Why this case: %(number)s") % {"number": number},
                rows=4,
                max_length=5000,
                required=False,
                help_text=IN_LANGUAGE.get(of_petition, ""),
            )

    def reasons(self) -> dict[int, str]:
        """Return what was written, by the ids of the rows."""
        names = [name for name in self.cleaned_data if name.startswith(WHY)]
        return {int(name.removeprefix(WHY)): self.cleaned_data[name] for name in names}


def why_field(row: int) -> str:
    """Return the name of the field in which it is written why the petition of a row is returned."""
    return f"{WHY}{row}"
