"""What institutions write: each page asks what the law asks of its kind of petitioner, and none of a citizen's questions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from courtcase.law.models.petitioners import Question
from courtcase.law.time import court_day
from petitions.content import Letter, Matter, PetitionContent, SuspendedCase
from petitions.filing.fields import DayField, TextField
from petitions.filing.forms.base import StepForm
from petitions.filing.forms.norm import RightsForm
from petitions.filing.forms.person import InstitutionForm
from petitions.filing.forms.words import LONG_TEXT

MOST_DEPUTIES = 300
OFFICIAL_PARTICIPATION = (
    ("representative", _("Yes, through a representative of the institution")),
    ("written", _("No, decide on our papers")),
)
LETTER_FIELDS = ("number", "day", "signer", "position")


def past_day(form: forms.Form, name: str) -> date | None:
    """Return the day typed in a field; raises ValidationError where it lies ahead."""
    day: date | None = form.cleaned_data.get(name)
    if day is not None and day > court_day(timezone.now()):
        raise forms.ValidationError(_("This date has not come yet. Check the year."))
    return day


def iso(day: date | None) -> str:
    """Return a day as the words of a petition keep it; the empty string for None."""
    return day.isoformat() if day else ""


def day_of(written: str) -> date | None:
    """Return the day that the words of a petition keep; None for the empty string."""
    return date.fromisoformat(written) if written else None


class OfficeForm(InstitutionForm):
    """The institution that petitions, its letter, and the official who signs it."""

    letter_number = TextField(
        label=_("Outgoing number of the letter"),
        max_length=60,
        required=False,
        help_text=_("As on the letterhead, if it has one already."),
    )
    letter_day = DayField(label=_("Date of the letter"), required=False, help_text=_("For example, 14.03.2026"))
    letter_signer = TextField(label=_("Who signs it?"), max_length=200, required=False, help_text=_("Full name."))
    letter_position = TextField(label=_("Position of the signer"), max_length=200, required=False)

    def part(self) -> PetitionContent:
        """Return the institution as the petitioner, and its letter."""
        values = self.cleaned_data
        letter: Letter = {
            "number": values.get("letter_number", ""),
            "day": iso(values.get("letter_day")),
            "signer": values.get("letter_signer", ""),
            "position": values.get("letter_position", ""),
        }
        return {**super().part(), "letter": letter}

    @staticmethod
    def initial_from(content: PetitionContent) -> dict[str, Any]:
        """Return the institution and its letter as written."""
        letter = content.get("letter", Letter())
        written = {f"letter_{name}": letter.get(name, "") for name in LETTER_FIELDS}
        return {**content.get("petitioner", {}), **written, "letter_day": day_of(letter.get("day", ""))}


class AskedForm(StepForm):
    """What the Court is asked to do; the pages that follow depend on it."""

    asked = forms.ChoiceField(
        label=_("What do you ask the Court to do?"), choices=Question.choices, required=False, widget=forms.RadioSelect
    )
    may_ask: ClassVar[Sequence[str]] = tuple(Question.values)

    def __init__(self, *arguments: Any, **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        allowed = [(code, label) for code, label in Question.choices if code in self.may_ask]
        self.fields["asked"].choices = allowed  # type: ignore[attr-defined]

    def part(self) -> PetitionContent:
        """Return what is asked."""
        return {"asked": self.cleaned_data.get("asked", "")}


def asked_form(codes: Sequence[str]) -> type[AskedForm]:
    """Return the page that offers what one kind of petitioner may ask, in the order of the law's questions."""
    return type("AskedForm", (AskedForm,), {"may_ask": tuple(codes)})


class SuspendedCaseForm(StepForm):
    """The case a court suspended; only what finds it and shows where the act is to be applied, no person's name."""

    number = TextField(
        label=_("Number of the suspended case"),
        max_length=100,
        required=False,
        help_text=_(
            "The Court's notices name it, so that you find the case at once. Names of the parties are not needed."
        ),
    )
    suspended_on = DayField(
        label=_("Date of the ruling that suspends the case"), required=False, help_text=_("For example, 14.03.2026")
    )
    application = TextField(
        label=_("Where in this case is the act to be applied?"),
        rows=6,
        max_length=20_000,
        required=False,
        help_text=_("The question the court has to decide, and why it must apply the act to decide it."),
    )

    def clean_suspended_on(self) -> date | None:
        """Refuse a day that has not come."""
        return past_day(self, "suspended_on")

    def part(self) -> PetitionContent:
        """Return the suspended case."""
        values = self.cleaned_data
        case: SuspendedCase = {
            "number": values.get("number", ""),
            "suspended_on": iso(values.get("suspended_on")),
            "application": values.get("application", ""),
        }
        return {"suspended_case": case}

    @staticmethod
    def initial_from(content: PetitionContent) -> dict[str, Any]:
        """Return the case as written."""
        case = content.get("suspended_case", SuspendedCase())
        return {**case, "suspended_on": day_of(case.get("suspended_on", ""))}


class MatterForm(StepForm):
    """What is examined where it is no act in force, and its day; each kind says in its own words what it is."""

    name_label: ClassVar[Promise | str] = _("Name of the treaty")
    day_label: ClassVar[Promise | str] = _("When was it signed?")

    name = TextField(label="", rows=2, max_length=1000, required=False)
    day = DayField(label="", required=False, help_text=_("For example, 14.03.2026"))

    def __init__(self, *arguments: Any, **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        for name, label in (("name", self.name_label), ("day", self.day_label)):
            self.fields[name].label = label  # type: ignore[assignment]

    def clean_day(self) -> date | None:
        """Refuse a day that has not come."""
        return past_day(self, "day")

    def part(self) -> PetitionContent:
        """Return what is examined."""
        matter: Matter = {"name": self.cleaned_data.get("name", ""), "day": iso(self.cleaned_data.get("day"))}
        return {"matter": matter}

    @staticmethod
    def initial_from(content: PetitionContent) -> dict[str, Any]:
        """Return what is examined as written."""
        matter = content.get("matter", Matter())
        return {**matter, "day": day_of(matter.get("day", ""))}


class TreatyForm(MatterForm):
    """An international treaty before its ratification."""


class BillForm(MatterForm):
    """A law that was adopted and is not yet signed."""

    name_label = _("Name of the law")
    day_label = _("When was it adopted?")


class VoteForm(MatterForm):
    """An election or a referendum, and what was not right in it."""

    name_label = _("Which election or referendum?")
    day_label = _("On which day was it held?")

    situation = TextField(
        label=_("What was not right in it?"),
        rows=8,
        max_length=LONG_TEXT,
        required=False,
        help_text=_("What happened, where and when, and how it bears on the result."),
    )

    def part(self) -> PetitionContent:
        """Return the vote and what happened in it."""
        return {**super().part(), "situation": self.cleaned_data.get("situation", "")}

    @staticmethod
    def initial_from(content: PetitionContent) -> dict[str, Any]:
        """Return the vote as written."""
        return {**MatterForm.initial_from(content), "situation": content.get("situation", "")}


class ArticlesForm(RightsForm):
    """The articles of the Constitution the question is about, where no person's right is at stake."""

    rights_help = _("Choose every one that fits.")

    def __init__(self, *arguments: Any, **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        self.fields["rights"].label = _("Which articles of the Constitution is it about?")
        self.fields["rights_typed"].help_text = _("The article and paragraph of the Constitution.")


class HumanRightsForm(RightsForm):
    """The rights of people that a provision touches: an institution's own are not asked about."""

    def __init__(self, *arguments: Any, **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        self.fields["rights"].label = _("Which rights does it take or limit?")


class OfficialReasoningForm(StepForm):
    """The position of the institution and its legal reasoning."""

    reasoning = TextField(
        label=_("Your position and its legal reasoning"),
        rows=14,
        max_length=LONG_TEXT,
        required=False,
        help_text=_("What the provision means, which norm of the Constitution it meets, and what follows from it."),
    )

    def part(self) -> PetitionContent:
        """Return the reasoning."""
        return {"reasoning": self.cleaned_data.get("reasoning", "")}


class OfficialRequestForm(StepForm):
    """What the Court is to decide, and whether the institution takes part in the session."""

    request = TextField(label=_("What do you ask the Court to decide?"), rows=4, max_length=LONG_TEXT, required=False)
    participation = forms.ChoiceField(
        label=_("Will the institution take part in the session?"),
        choices=OFFICIAL_PARTICIPATION,
        required=False,
        widget=forms.RadioSelect,
    )

    def part(self) -> PetitionContent:
        """Return the request."""
        return {
            "request": self.cleaned_data.get("request", ""),
            "participation": self.cleaned_data.get("participation", ""),
        }


class DeputiesForm(StepForm):
    """The deputies who petition together; their signatures are attached as a list."""

    deputies = TextField(
        label=_("Deputies who sign"),
        rows=12,
        max_length=40_000,
        required=False,
        help_text=_("One full name a line. Attach the list with their signatures on the page of attachments."),
    )

    def clean_deputies(self) -> list[str]:
        """Return the names, one a line; a name written twice counts once. Refuse more than any chamber has."""
        names = list(dict.fromkeys(" ".join(line.split()) for line in self.cleaned_data["deputies"].splitlines()))
        named = [name[:200] for name in names if name]
        if len(named) > MOST_DEPUTIES:
            raise forms.ValidationError(_("Write at most 300 names."))
        return named

    def part(self) -> PetitionContent:
        """Return the deputies."""
        return {"deputies": self.cleaned_data.get("deputies", [])}

    @staticmethod
    def initial_from(content: PetitionContent) -> dict[str, Any]:
        """Return the deputies as written, one a line."""
        return {"deputies": "\n".join(content.get("deputies", []))}
