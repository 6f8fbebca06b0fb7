"""What is said of many petitions at once."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from courtcase.people.models import Account, Team
from petitions.filing.forms.codes import VersionForm
from petitions.intake.forms import AccountField


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
