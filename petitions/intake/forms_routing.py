"""What the head of intake fills in: a rule of routing, and somebody's leave."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from courtcase.frame.forms import AccessibleForm
from courtcase.law.models import Act
from courtcase.people.models import Account, Team
from petitions.filing.fields import DayField, TextField
from petitions.filing.forms.codes import VersionForm
from petitions.intake.filters import Lists
from petitions.intake.forms import AccountField
from petitions.intake.rungs import Rung
from petitions.models import Target
from petitions.regions import REGIONS

LANGUAGES = (("kk", "Қазақша"), ("ru", "Русский"))
EITHER = (("", _("It does not matter")), ("yes", _("Yes")), ("no", _("No")))
AS_WORD = {True: "yes", False: "no", None: ""}
LISTS = ("petitioner_kinds", "areas", "acts", "languages", "regions")
AS_FACT = {word: fact for fact, word in AS_WORD.items()}


def many(label: Any) -> forms.MultipleChoiceField:
    """Return a field of boxes, none of which need be chosen."""
    return forms.MultipleChoiceField(label=label, required=False, widget=forms.CheckboxSelectMultiple)


def either(label: Any) -> forms.ChoiceField:
    """Return a field of a condition that asks yes or no, or nothing."""
    return forms.ChoiceField(label=label, required=False, choices=EITHER)


class TeamField(forms.ModelChoiceField):
    """A team by its name."""

    def label_from_instance(self, team: Team) -> str:
        """Return the name in the page's language."""
        return team.name


class RungForm(VersionForm):
    """A rule: its names, its conditions (an empty one takes everything), and to whom it sends."""

    name_kk = TextField(label=_("Name in Kazakh"), max_length=200)
    name_ru = TextField(label=_("Name in Russian"), max_length=200)
    name_en = TextField(label=_("Name in English"), max_length=200)
    petitioner_kinds = many(_("Who petitions"))
    areas = many(_("Area of law"))
    acts = many(_("Contested acts"))
    languages = many(_("Language of the petition"))
    regions = many(_("Region"))
    returning = either(_("The petitioner petitioned before"))
    joined_norm = either(_("The contested provision stands in an open case"))
    target = forms.ChoiceField(label=_("Send to"), choices=Target.choices)

    def __init__(self, *arguments: Any, lists: Lists, clerks: Any, **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        acts = [(act.code, act.named(lists.language)) for act in Act.objects.order_by("code")]
        choices = {
            "petitioner_kinds": list(lists.kind_names.items()),
            "areas": [(area.code, lists.named(area)) for area in lists.areas],
            "acts": list(dict(acts).items()),
            "languages": list(LANGUAGES),
            "regions": list(REGIONS),
        }
        for name, offered in choices.items():
            self.fields[name].choices = offered  # type: ignore[attr-defined]
        self.fields["team"] = TeamField(label=_("Team"), queryset=Team.objects.order_by("pk"))
        self.fields["person"] = AccountField(label=_("Person, where it goes to one"), queryset=clerks, required=False)

    def rung(self) -> Rung:
        """Return the rule as written; its code the operation gives."""
        kept = self.cleaned_data
        return Rung(
            code="",
            team=kept["team"],
            name={language: kept[f"name_{language}"] for language in ("kk", "ru", "en")},
            **{name: kept[name] for name in LISTS},
            returning=AS_FACT[kept["returning"]],
            joined_norm=AS_FACT[kept["joined_norm"]],
            target=kept["target"],
            person=kept["person"] if kept["target"] == Target.PERSON else None,
        )


def as_initial(row: dict[str, Any]) -> dict[str, Any]:
    """Return a written rule as the form shows it."""
    facts = {name: AS_WORD[row.get(name)] for name in ("returning", "joined_norm")}
    names = {f"name_{language}": words for language, words in row["name"].items()}
    return {**row, **names, **facts}


class LeaveForm(AccessibleForm):
    """The days somebody is away, and who stands in."""

    first_day = DayField(label=_("First day away"))
    last_day = DayField(label=pgettext_lazy("leave", "Last day away"))

    def __init__(self, *arguments: Any, clerks: Any, of: Account | None = None, **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        if of is None:
            self.fields["account"] = AccountField(label=_("Who is away"), queryset=clerks)
            self.order_fields(["account", "first_day", "last_day"])
        others = clerks.exclude(pk=of.pk) if of is not None else clerks
        self.fields["deputy"] = AccountField(
            label=_("Who stands in"),
            queryset=others,
            required=False,
            help_text=_("Empty: the clerk of the team with the fewest petitions gets them."),
        )

    def days(self) -> tuple[date, date]:
        """Return the first and the last day."""
        return self.cleaned_data["first_day"], self.cleaned_data["last_day"]
