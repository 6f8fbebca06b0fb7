"""What clerks fill in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from courtcase.frame.forms import AccessibleForm
from courtcase.law.models import Ground
from courtcase.law.references import article_in
from courtcase.people.models import Account
from petitions.content import Person, PetitionContent
from petitions.filing.fields import DayField, TextField
from petitions.filing.forms.codes import VersionForm
from petitions.filing.forms.person import PersonForm
from petitions.models import IncomingKind


class GroundsField(forms.ModelMultipleChoiceField):
    """Grounds of law as a list of boxes, each with its article and its short name."""

    def __init__(self, *, language: str, **keywords: Any) -> None:
        self.language = language
        super().__init__(widget=forms.CheckboxSelectMultiple, **keywords)

    def label_from_instance(self, ground: Ground) -> str:
        """Return the short name of the ground with its article."""
        name = getattr(ground, f"name_{self.language}")
        return f"{name} — {article_in(ground.article, self.language)}" if ground.article else name


AGREED = _("The petitioner agreed that the body reads the petition: one with an account here finds it in its inbox.")
NOT_AGREED = _(
    "The petitioner has not agreed that the body reads the petition here: one with an account can read it once they do."
)


class OfSeveralForm(AccessibleForm):
    """Asks, by its field `petitioner`, which of those who petition together it is about."""

    def __init__(self, *arguments: Any, names: Mapping[int, str], **keywords: Any) -> None:
        """Take their names by the ids of their rows; nobody is asked where one petitions alone, who has no such names."""
        super().__init__(*arguments, **keywords)
        if names:
            self.fields["petitioner"].choices = [*names.items()]  # type: ignore[attr-defined]
        else:
            del self.fields["petitioner"]


class ForwardForm(VersionForm):
    """To whom a petition is sent on, and why."""

    def __init__(self, *arguments: Any, bodies: list[tuple[str, str]], agreed: bool, **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        consent = AGREED if agreed else NOT_AGREED
        choices = [("", "—"), *bodies]
        self.fields["body"] = forms.ChoiceField(label=_("Body"), choices=choices, required=False, help_text=consent)
        self.fields["reason"] = TextField(label=_("Why"), rows=4, max_length=2000, required=False)


class DangerForwardForm(VersionForm):
    """What the prosecutor should know beside the petition itself."""

    words = TextField(
        label=_("What you add (you need not)"),
        rows=4,
        max_length=4000,
        required=False,
        help_text=_("Where the person is, what is feared, how soon. The petition itself goes along."),
    )


class ReasonForm(VersionForm):
    """Why something is ended."""

    reason = TextField(label=_("Why"), rows=4, max_length=2000, required=False)


class AccountField(forms.ModelChoiceField):
    """An account by its holder's name."""

    def label_from_instance(self, account: Account) -> str:
        """Return the name."""
        return account.full_name


class AccountsField(forms.ModelMultipleChoiceField):
    """Accounts by their holders' names."""

    def label_from_instance(self, account: Account) -> str:
        """Return the name."""
        return account.full_name


class AssignForm(VersionForm):
    """To which member of the Apparatus a petition is given."""

    def __init__(self, *arguments: Any, clerks: Any, **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        self.fields["assignee"] = AccountField(label=_("Give to"), queryset=clerks)


class GoingBackForm(VersionForm):
    """A word why a petition goes back."""

    reason = TextField(
        label=_("Why"), rows=3, max_length=1000, help_text=_("Your colleague reads it; so does the head.")
    )


class HandOverForm(GoingBackForm):
    """To which colleague a petition is handed over, and why."""

    field_order = ("version", "taker", "reason")

    def __init__(self, *arguments: Any, clerks: Any, **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        self.fields["taker"] = AccountField(label=_("Hand over to"), queryset=clerks)
        self.order_fields(self.field_order)


class SignatureForm(VersionForm):
    """The signed paper that came."""

    received_on = DayField(
        label=_("Day the paper reached the Court"),
        required=False,
        help_text=_("Empty: today. It is the day of filing, and by it a correction is in time."),
    )

    scan = forms.FileField(
        label=_("Scan of the signed paper"),
        required=False,
        allow_empty_file=True,
        help_text=_("PDF or picture. It is kept with the petition."),
    )


class SignaturesForm(SignatureForm):
    """The signed paper of several people who petition together."""

    signed = forms.TypedMultipleChoiceField(
        label=_("Whose signatures does it bear?"), coerce=int, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *arguments: Any, names: dict[int, str], **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        self.fields["signed"].choices = list(names.items())  # type: ignore[attr-defined]


# What a petitioner's own paper can be; the answer of a body is entered where the petition was forwarded.
ATTACHED = (IncomingKind.ADDITION, IncomingKind.CURE, IncomingKind.DEMAND, IncomingKind.WITHDRAWAL)


class AttachPaperForm(VersionForm):
    """A signed paper that belongs to a petition before the Court: what it is, its days, who signed, the scan."""

    kind = forms.ChoiceField(
        label=_("What is the paper?"),
        choices=[(one.value, one.label) for one in IncomingKind if one in ATTACHED],
        widget=forms.RadioSelect,
    )
    scan = forms.FileField(label=_("Scan of the signed paper"), allow_empty_file=True)
    signer = TextField(label=_("Who signed it"), max_length=200, required=False)
    received_on = DayField(label=_("Day the paper reached the Court"), required=False, help_text=_("Empty: today."))
    sent_on = DayField(label=_("Day of the postmark, if it came by post"), required=False)
    handed_on = DayField(
        label=_("Day it was handed to the administration, if the person is in custody"), required=False
    )
    words = TextField(
        label=_("For a correction: what it says"),
        rows=4,
        max_length=200_000,
        required=False,
        help_text=_("A summary; the scan holds the words."),
    )

    def __init__(self, *arguments: Any, names: dict[int, str], **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        if names:
            self.fields["signed"] = forms.TypedMultipleChoiceField(
                label=_("For a correction: whose signatures does it bear?"),
                coerce=int,
                choices=list(names.items()),
                widget=forms.CheckboxSelectMultiple,
                required=False,
            )
            choices = [("", "—"), *names.items()]
            self.fields["petitioner"] = forms.TypedChoiceField(
                label=_("For a withdrawal: who withdraws?"),
                coerce=int,
                empty_value=None,
                choices=choices,
                required=False,
            )


class PaperForm(PersonForm):
    """A petition that came on paper, entered by a clerk with the scan beside the screen."""

    language = forms.ChoiceField(label=_("Language of the petition"), choices=[("kk", "Қазақша"), ("ru", "Русский")])
    situation = TextField(
        label=_("What the petition says"),
        rows=6,
        max_length=200_000,
        help_text=_("A summary; the scan holds the words."),
    )
    provisions_typed = TextField(label=_("Contested provision as written"), rows=2, max_length=500, required=False)
    request = TextField(label=_("What is asked"), rows=2, max_length=2000, required=False)
    later_notices = forms.BooleanField(
        label=_("The paper agrees that the Court writes when a provision of it loses force later"),
        required=False,
        help_text=_("Only where it is written or ticked on the paper."),
    )
    received_on = DayField(
        label=_("Day the paper reached the Court"),
        required=False,
        help_text=_("Empty: today. It is the day of filing."),
    )
    sent_on = DayField(label=_("Day of the postmark, if it came by post"), required=False)
    handed_on = DayField(
        label=_("Day it was handed to the administration, if the person is in custody"),
        required=False,
        help_text=_(
            "Which day counts as the day of filing, rules of this site say; the Court has not confirmed them yet."
        ),
    )
    scan = forms.FileField(label=_("Scan of the signed paper"), allow_empty_file=True)
    code = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)

    def __init__(self, *arguments: Any, **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        self.fields["full_name"].required = True
        self.fields["residence"].required = True
        del self.fields["version"]


class TextsForm(AccessibleForm):
    """By which words of its text a petition is found."""

    words = TextField(
        label=_("Words of the text"),
        max_length=300,
        help_text=_(
            "Every word must stand in what the petitioner tells, argues or asks, in whichever form and in either language; "
            "norms however they are cited. What you type is kept nowhere; it is recorded that you searched."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "off", "type": "search"}),
        error_messages={"required": _("Write a word of the text.")},
    )


class FindForm(AccessibleForm):
    """By what a petition is found."""

    code = TextField(
        label=_("Code, register number, IIN, name, telephone or number of a judicial act"),
        max_length=200,
        help_text=_(
            "What you type is kept nowhere; it is recorded that you searched. Of a name the family name is enough, "
            "or with initials."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": _("Write by what to find the petition.")},
    )


class DraftPaperForm(AccessibleForm):
    """The signed print of a draft; what was written on it by hand is typed where the draft may lack it."""

    received_on = DayField(
        label=_("Day the paper reached the Court"),
        required=False,
        help_text=_("Empty: today. It is the day of filing."),
    )
    scan = forms.FileField(label=_("Scan of the signed paper"), allow_empty_file=True)
    full_name = TextField(label=_("Full name, where it was written by hand"), max_length=200, required=False)
    residence = TextField(
        label=_("Where they live, where it was written by hand"), rows=2, max_length=500, required=False
    )
    situation = TextField(
        label=_("What was written by hand"),
        rows=4,
        max_length=200_000,
        required=False,
        help_text=_("A summary; the scan holds the words."),
    )

    def typed(self) -> PetitionContent:
        """Return what a clerk typed from the paper, as words of a petition."""
        person = Person(full_name=self.cleaned_data["full_name"], residence=self.cleaned_data["residence"])
        return {"petitioner": person, "situation": self.cleaned_data["situation"]}
