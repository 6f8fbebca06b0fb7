"""The guided form: one form a page, each of which reads and writes its part of the petition's words."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courtcase.frame.forms import AccessibleForm
from courtcase.law.time import court_day
from courtcase.signatures.verdicts import WORDS
from courtcase.signatures.verification import MOST_BYTES
from petitions.content import CourtAct, PetitionContent
from petitions.filing.fields import DayField, IINField, PhoneField, TextField
from petitions.regions import REGIONS

LONG_TEXT = 200_000
APPLIED = (
    ("named", _("Yes, the decision names it")),
    ("based", _("It is not named, but the decision rests on it")),
    ("unknown", _("I do not know")),
)
PARTICIPATION = (
    ("in_person", _("Yes, myself")),
    ("representative", _("Yes, through a representative")),
    ("written", _("No, decide on my papers")),
)
PURPOSES = (
    ("judicial_act", _("Judicial act in my case")),
    ("act_text", _("Text of the act I attack")),
    ("proof", _("Proof of a representative's authority")),
    ("other", _("Something else")),
)


class StepForm(AccessibleForm):
    """A page of the guided form. Nothing is required to save and go on: what is missing is said at the end."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def part(self) -> PetitionContent:
        """Return what this page says, as the part of the petition's words it stands for."""
        raise AssertionError("every page says which part it writes")

    @staticmethod
    def initial_from(content: PetitionContent) -> dict[str, Any]:
        """Return the page's first values, read from the petition's words."""
        return dict(content)


class StartForm(AccessibleForm):
    """Who petitions, and in which language."""

    language = forms.ChoiceField(
        label=_("In which language do you write?"),
        choices=[("kk", "Қазақша"), ("ru", "Русский")],
        widget=forms.RadioSelect,
        help_text=_("The Court works in Kazakh and Russian and answers in the language of the petition."),
    )

    def __init__(self, *arguments: Any, kinds: list[tuple[str, str]], **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        self.fields["petitioner_kind"] = forms.ChoiceField(
            label=_("Who petitions?"), choices=kinds, widget=forms.RadioSelect, initial=kinds[0][0] if kinds else None
        )
        self.order_fields(["petitioner_kind", "language"])


class PersonForm(StepForm):
    """Who the petitioner is (art. 44)."""

    full_name = TextField(
        label=_("Full name"), max_length=200, required=False, help_text=_("As in your identity card.")
    )
    iin = IINField(
        label=_("IIN"),
        required=False,
        help_text=_("12 digits, on your identity card. The law asks for it; only the Court sees it."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    residence = TextField(
        label=_("Where you live"), rows=3, max_length=500, required=False, help_text=_("Letters on paper go there.")
    )
    region = forms.ChoiceField(label=_("Region"), choices=[("", "—"), *REGIONS], required=False)
    phone = PhoneField(
        label=_("Telephone"), required=False, help_text=_("If you have one. We write you a text message at each stage.")
    )
    email = forms.EmailField(label=_("E-mail"), required=False, max_length=254, help_text=_("If you have one."))

    AUTOCOMPLETE: ClassVar[dict[str, str]] = {
        "full_name": "name",
        "residence": "street-address",
        "phone": "tel",
        "email": "email",
    }

    def part(self) -> PetitionContent:
        """Return the petitioner."""
        names = ("full_name", "iin", "residence", "region", "phone", "email")
        return {"petitioner": {name: self.cleaned_data.get(name, "") for name in names}}  # type: ignore[typeddict-item]

    @staticmethod
    def initial_from(content: PetitionContent) -> dict[str, Any]:
        """Return the petitioner as written."""
        return dict(content.get("petitioner", {}))


class InstitutionForm(StepForm):
    """The institution that petitions, and who answers for it."""

    full_name = TextField(label=_("Name of the institution"), max_length=200, required=False)
    residence = TextField(label=_("Address"), rows=3, max_length=500, required=False)
    phone = PhoneField(label=_("Telephone"), required=False)
    email = forms.EmailField(label=_("E-mail"), required=False, max_length=254)

    def part(self) -> PetitionContent:
        """Return the institution as the petitioner."""
        names = ("full_name", "residence", "phone", "email")
        return {"petitioner": {name: self.cleaned_data.get(name, "") for name in names}}  # type: ignore[typeddict-item]

    @staticmethod
    def initial_from(content: PetitionContent) -> dict[str, Any]:
        """Return the institution as written."""
        return dict(content.get("petitioner", {}))


class NormForm(StepForm):
    """Which act and provision is attacked, exactly."""

    provisions = forms.TypedMultipleChoiceField(
        label=_("Tick your provision"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    provisions_typed = TextField(
        label=_("Not in the list? Write it here"),
        rows=3,
        max_length=500,
        required=False,
        help_text=_("Name of the act, its number and date, then article, paragraph and sub-paragraph."),
    )

    def __init__(self, *arguments: Any, choices: list[tuple[int, str]] | None = None, **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        self.fields["provisions"].choices = choices or []  # type: ignore[attr-defined]

    def part(self) -> PetitionContent:
        """Return the provisions."""
        return {
            "provisions": self.cleaned_data.get("provisions", []),
            "provisions_typed": self.cleaned_data.get("provisions_typed", ""),
        }


class RightsForm(StepForm):
    """Which rights the Constitution gives are violated."""

    rights = forms.TypedMultipleChoiceField(
        label=_("Which of your rights does it take or limit?"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Choose every one that fits. If you are not sure, choose what comes nearest."),
    )
    rights_typed = TextField(
        label=_("Not in the list? Write it here"),
        rows=2,
        max_length=500,
        required=False,
        help_text=_("The article of the Constitution, or the right in your own words."),
    )

    def __init__(self, *arguments: Any, choices: list[tuple[int, str]] | None = None, **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        self.fields["rights"].choices = choices or []  # type: ignore[attr-defined]

    def part(self) -> PetitionContent:
        """Return the rights."""
        return {
            "rights": self.cleaned_data.get("rights", []),
            "rights_typed": self.cleaned_data.get("rights_typed", ""),
        }


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


class SituationForm(StepForm):
    """What happened to the petitioner."""

    situation = TextField(
        label=_("What happened to you?"),
        rows=10,
        max_length=LONG_TEXT,
        required=False,
        help_text=_("In your own words: what happened, what the court decided, what it meant for you."),
    )

    def part(self) -> PetitionContent:
        """Return the situation."""
        return {"situation": self.cleaned_data.get("situation", "")}


class ReasoningForm(StepForm):
    """Why the provision itself violates the Constitution."""

    reasoning = TextField(
        label=_("Why does the provision itself take your right?"),
        rows=12,
        max_length=LONG_TEXT,
        required=False,
        help_text=_(
            "Not why the court was wrong, but why the rule is unjust even when it is applied as written: "
            "what it forbids or leaves out, and which right of the Constitution that touches."
        ),
    )

    def part(self) -> PetitionContent:
        """Return the reasoning."""
        return {"reasoning": self.cleaned_data.get("reasoning", "")}


class RequestForm(StepForm):
    """What the petitioner asks."""

    request = TextField(
        label=_("What do you ask of the Court?"),
        rows=4,
        max_length=LONG_TEXT,
        required=False,
        help_text=_("Usually: to find the provision not in conformity with the Constitution."),
    )
    participation = forms.ChoiceField(
        label=_("If a session is held, do you want to take part?"),
        choices=PARTICIPATION,
        required=False,
        widget=forms.RadioSelect,
    )

    def part(self) -> PetitionContent:
        """Return the request."""
        return {
            "request": self.cleaned_data.get("request", ""),
            "participation": self.cleaned_data.get("participation", ""),
        }


class AttachmentForm(AccessibleForm):
    """One file to lay with the petition."""

    purpose = forms.ChoiceField(
        label=_("What is it?"),
        choices=PURPOSES,
    )
    attachment = forms.FileField(
        label=_("File"),
        allow_empty_file=True,
        help_text=_("PDF, JPEG, PNG or DOCX, at most 20 MB. A photograph of the page is enough."),
    )


class SignatureFileForm(AccessibleForm):
    """The signature of the petition, made outside over the document of its page."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    container = forms.FileField(
        label=_("The signature file"),
        allow_empty_file=True,
        help_text=_("A CMS file (.p7s, .cms or .sig), at most 5 MB. The signature may stand apart from the document."),
    )

    def clean_container(self) -> bytes:
        """Return the bytes of the file; refuse one that is empty or larger than any signature of this document."""
        uploaded = self.cleaned_data["container"]
        if uploaded.size > MOST_BYTES:
            raise forms.ValidationError(str(WORDS["too_large"]), code="too_large")
        if not uploaded.size:
            raise forms.ValidationError(
                _("The file is empty. Check it on your device and choose it again."), code="empty"
            )
        return bytes(uploaded.read())


class CodeForm(AccessibleForm):
    """The code by which a petition or a draft is found."""

    code = TextField(
        label=_("Code"),
        max_length=60,
        help_text=_(
            "It was shown when you saved or finished the petition, and is printed on its paper version. "
            "Large or small letters, with or without hyphens."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


class VersionForm(AccessibleForm):
    """An action that needs nothing but the version the person saw."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class WithdrawForm(VersionForm):
    """Why a petition is withdrawn, if the petitioner wants to say."""

    reason = TextField(label=_("Why (you need not say)"), rows=3, max_length=2000, required=False)
